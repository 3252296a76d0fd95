/* Who has no mouse stays where they were: on the chooser whose dialog has closed (the button that
   opened it is hidden by then), and in the dialog whose answer was refused (its form is another). */
(() => {
  const VISIBLE = { true: ".unchosen [data-chooser-action-choose]", false: ".chosen .w-dropdown__toggle" };
  const REFUSED = ".w-field--error :is(input, select, textarea):not([type=hidden])";
  let chooser = null;

  const isLost = () => [null, document.body].includes(document.activeElement);
  const hasFocus = (dialog) => isLost() || document.activeElement === dialog;

  function comeBack() {
    if (isLost()) chooser?.querySelector(VISIBLE[chooser.matches(".blank")])?.focus();
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!target.closest(".modal")) chooser = target.closest(".chooser");
    // A dialog takes the focus once it has opened, which may be after its answer was refused.
    if (target.matches(".modal")) target.querySelector(REFUSED)?.focus();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-chooser-action-clear]")) requestAnimationFrame(comeBack);
  });

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        const dialog = addedNodes.length && target.matches(".modal-body") && target.closest(".modal");
        if (dialog && hasFocus(dialog)) (dialog.querySelector(REFUSED) ?? dialog).focus();
        if ([...removedNodes].some((node) => node instanceof Element && node.matches(".modal"))) comeBack();
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
