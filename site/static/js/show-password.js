/*
 * “Afficher le mot de passe”: what is typed can be read. It is hidden again when the form leaves,
 * so that no browser keeps it as ordinary text.
 */
export default function showPassword(button) {
  const field = document.getElementById(button.getAttribute("aria-controls"));

  const show = (isShown) => {
    field.type = isShown ? "text" : "password";
    field.spellcheck = !isShown && field.spellcheck;
    button.setAttribute("aria-pressed", String(isShown));
  };

  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  show(true);
}
