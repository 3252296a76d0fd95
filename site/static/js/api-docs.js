// Mends what Swagger UI leaves out: names of fields, order of headings, keys for what scrolls.
const NAMES = [
  [".parameters select, .parameters input", (field) => field.closest("tr")?.dataset.paramName],
  [".responses-wrapper select, select.content-type", () => "Format de la réponse"],
];
const SCROLLING = ".microlight, .opblock-body, .model-box, .highlight-code";

function setOnce(element, attribute, value) {
  if (value && !element.hasAttribute(attribute)) element.setAttribute(attribute, value);
}

function mend() {
  for (const [selector, name] of NAMES) {
    for (const field of document.querySelectorAll(selector)) {
      setOnce(field, "aria-label", name(field));
    }
  }
  // The title is the only first level; what follows it starts at the third.
  for (const heading of document.querySelectorAll("#swagger-ui :is(h3, h4, h5, h6)")) {
    setOnce(heading, "aria-level", String(Number(heading.tagName[1]) - 1));
  }
  for (const part of document.querySelectorAll(".information-container")) {
    setOnce(part, "role", "region");
    setOnce(part, "aria-label", "Présentation");
  }
  for (const block of document.querySelectorAll(SCROLLING)) setOnce(block, "tabindex", "0");
}

new MutationObserver(mend).observe(document.getElementById("swagger-ui"), {
  childList: true,
  subtree: true,
});
