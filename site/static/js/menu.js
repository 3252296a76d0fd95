/* The button that opens the site's menu on a phone. Loaded on the first click of it. */
export default function start(button, event) {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      show(false);
      button.focus();
    }
  });
  if (event) {
    show(true);
  }
}
