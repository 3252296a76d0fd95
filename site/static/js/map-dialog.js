/*
 * The floating “Carte” button of a phone: the map's pane moves into a full-screen dialog, which is a
 * step of the browser's history. “Back” closes the map instead of leaving the page, “forward” opens
 * it again.
 */
export default function mapDialog(button) {
  const dialog = document.getElementById("map-dialog");
  const pane = document.getElementById("carte");
  const home = pane.parentElement;
  // The address that was under the map when it opened; null as long as it is closed.
  let under = null;
  let zone = null;

  const open = () => {
    if (dialog.open) return;
    if (!history.state?.map) history.pushState({ map: true }, "");
    under = window.location.href;
    dialog.append(pane);
    dialog.showModal();
  };

  dialog.addEventListener("close", () => {
    home.append(pane);
    document.getElementById("map-printed").hidden = true;
    if (history.state?.map) history.back();
  });

  // In place of htmx's own, which would fetch the page again: the list under the map has not changed.
  const restore = window.onpopstate;
  window.onpopstate = (event) => {
    const isLeft = under !== null && !event.state?.map;
    if (!isLeft || window.location.href !== under) restore?.call(window, event);
    if (!isLeft) return;
    under = null;
    dialog.close();
    if (zone) document.dispatchEvent(new CustomEvent("declic:zone", { detail: zone }));
    zone = null;
  };

  // The list of a zone is a step that follows the list, not the map that lies over it.
  document.addEventListener(
    "declic:zone",
    (event) => {
      if (!dialog.open) return;
      event.stopImmediatePropagation();
      zone = event.detail;
      dialog.close();
    },
    { capture: true },
  );

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  window.matchMedia("(min-width: 62rem)").addEventListener("change", () => dialog.close());
  button.addEventListener("click", open);
  open();
}
