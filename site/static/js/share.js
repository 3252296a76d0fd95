/* “Copier le lien”: on the first click and the next ones; says what happened.
   `data-copied` and `data-failed` replace its words when something else is copied. */
export default function share(button) {
  const message = document.getElementById(button.dataset.message);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.link);
      message.textContent = button.dataset.copied ?? "Le lien est copié.";
    } catch {
      message.textContent = button.dataset.failed ?? `Copiez ce lien : ${button.dataset.link}`;
    }
  };

  button.addEventListener("click", copy);
  copy();
}
