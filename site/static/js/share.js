/* “Copier le lien”: on the first click and the next ones; says what happened. */
export default function share(button) {
  const message = document.getElementById(button.dataset.message);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.link);
      message.textContent = "Le lien est copié.";
    } catch {
      message.textContent = `Copiez ce lien : ${button.dataset.link}`;
    }
  };

  button.addEventListener("click", copy);
  copy();
}
