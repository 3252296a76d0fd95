// Whoever reviews reads the preview beside the form. Wagtail keeps the panel that was opened last, for
// every page: what it kept is put back.
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector('[data-side-panel="preview"]');
  // Below, the panel would cover the form and its buttons.
  if (!panel || !window.matchMedia("(min-width: 64rem)").matches) return;
  const kept = "wagtail:side-panel-open";
  // After Wagtail's own, which waits for one turn.
  setTimeout(() => {
    if (!panel.hidden) return;
    const former = localStorage.getItem(kept) ?? "";
    panel.dispatchEvent(new CustomEvent("open"));
    localStorage.setItem(kept, former);
  });
});
