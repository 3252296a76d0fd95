/* How many people of a list are chosen, said as boxes are ticked. The form works without it. */
export default function countChosen(form) {
  const told = form.querySelector("[data-count]");
  if (!told) return;
  const everybody = form.querySelector("[data-everybody]");

  const count = () => {
    const ticked = form.querySelectorAll('input[name="personne"]:checked').length;
    const chosen = everybody?.checked ? Number(everybody.dataset.everybody) : ticked;
    if (chosen === 0) {
      told.textContent = "Aucune personne choisie";
    } else if (chosen === 1) {
      told.textContent = "1 personne choisie";
    } else {
      told.textContent = `${chosen} personnes choisies`;
    }
  };

  form.addEventListener("change", count);
  count();
}
