/* Names that Wagtail's scripts and templates leave out, for those who hear the page: the button that
   comments a field says which, boxes stand in a group, a dialog and the calendar of a date have a
   title, and the days of the week head their columns. */
(() => {
  let count = 0;

  const idOf = (element) => (element.id ||= `named-part-${(count += 1)}`);
  const textOf = (element) => element?.textContent.replace("*", "").replace(/\s+/g, " ").trim() ?? "";

  /* The label of a field; of one that is alone in its panel, the heading of the panel. */
  const labelOf = (field) =>
    field.closest(".w-field__wrapper")?.querySelector(":scope > .w-field__label") ??
    field.closest(".w-panel__wrapper")?.querySelector(":scope > .w-field__label") ??
    field.closest(".w-panel")?.querySelector("[data-panel-heading-text]");

  function nameComment(button) {
    const label = document.getElementById(button.getAttribute("aria-describedby")) ?? labelOf(button);
    if (!textOf(label)) return;
    button.removeAttribute("aria-describedby");
    button.ariaLabel = `Commenter\u00a0: ${textOf(label)}`;
  }

  function group(field) {
    const boxes = field.querySelector(".w-field__input > div");
    const label = labelOf(field);
    if (!boxes || !label) return;
    boxes.setAttribute("role", field.matches(".w-field--radio_select") ? "radiogroup" : "group");
    boxes.setAttribute("aria-labelledby", idOf(label));
  }

  function nameDialog(dialog) {
    const heading = dialog.querySelector("h1, h2");
    if (heading) dialog.setAttribute("aria-labelledby", idOf(heading));
  }

  function head(calendar) {
    const said = [...calendar.parentElement.querySelectorAll(".xdsoft_label span")].map(textOf);
    calendar.querySelectorAll("th").forEach((day) => (day.scope = "col"));
    calendar.querySelector("table").ariaLabel = `Jours\u00a0: ${said.join(" ")}`;
  }

  const PARTS = [
    ["[data-comment-add]", nameComment],
    [".w-field--checkbox_select_multiple, .w-field--radio_select", group],
    [".modal[role=dialog]", nameDialog],
    [".xdsoft_calendar:has(table)", head],
  ];

  function name(root) {
    for (const [selector, give] of PARTS) {
      if (root.matches(selector)) give(root);
      root.querySelectorAll(selector).forEach(give);
      const around = root.parentElement?.closest(selector);
      if (around) give(around);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    name(document.body);
    new MutationObserver((records) => {
      const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]));
      for (const node of added) if (node instanceof Element && node.isConnected) name(node);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
