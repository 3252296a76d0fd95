/* “Imprimer”: the first click and the next ones. */
export default function printPage(button) {
  button.addEventListener("click", () => window.print());
  window.print();
}
