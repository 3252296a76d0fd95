// Mends what Swagger UI leaves out: names of fields, order of headings, keys for what scrolls. The page has
// its first heading from the server, before anything is drawn: Swagger's come under it.
const NAMES = [
  [".parameters select, .parameters input", (field) => field.closest("tr")?.dataset.paramName],
  [".responses-wrapper select, select.content-type", () => "Format de la réponse"],
];
const DRAWN = ".information-container, .errors-wrapper, .failed-config";
const SCROLLING = ".microlight, .opblock-body, .model-box, .highlight-code";

function setOnce(element, attribute, value) {
  if (value && !element.hasAttribute(attribute)) element.setAttribute(attribute, value);
}

const root = document.getElementById("swagger-ui");

function mend() {
  if (root.querySelector(DRAWN)) root.removeAttribute("aria-busy");
  for (const [selector, name] of NAMES) {
    for (const field of document.querySelectorAll(selector)) {
      setOnce(field, "aria-label", name(field));
    }
  }
  for (const heading of root.querySelectorAll("h1")) setOnce(heading, "aria-level", "2");
  // What follows the title starts at the third level.
  for (const heading of root.querySelectorAll("h3, h4, h5, h6")) {
    setOnce(heading, "aria-level", String(Number(heading.tagName[1]) - 1));
  }
  for (const part of root.querySelectorAll(".information-container")) {
    setOnce(part, "role", "region");
    setOnce(part, "aria-label", "Présentation");
  }
  for (const block of document.querySelectorAll(SCROLLING)) setOnce(block, "tabindex", "0");
}

root.setAttribute("aria-busy", "true");
new MutationObserver(mend).observe(root, {
  childList: true,
  subtree: true,
});
