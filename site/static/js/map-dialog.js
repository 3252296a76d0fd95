/* The floating “Carte” button of a phone: the map's pane moves into a full-screen dialog. */
export default function mapDialog(button) {
  const dialog = document.getElementById("map-dialog");
  const pane = document.getElementById("carte");
  const home = pane.parentElement;

  const open = () => {
    dialog.append(pane);
    dialog.showModal();
  };

  dialog.addEventListener("close", () => home.append(pane));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  window.matchMedia("(min-width: 62rem)").addEventListener("change", () => dialog.close());
  document.addEventListener("declic:zone", () => dialog.close());
  button.addEventListener("click", open);
  open();
}
