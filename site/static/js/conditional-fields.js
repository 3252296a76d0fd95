/*
 * Fields that are drawn once they matter: an input names the field that decides, and the values
 * (none: any value). One that has a value of its own or an error stays. Without JavaScript all are
 * there.
 */
const valueOf = (input) => {
  if (!input) return "";
  return input.type === "checkbox" ? (input.checked ? "on" : "") : input.value.trim();
};

const isKept = (input) => input.hasAttribute("aria-invalid") || (input.type !== "checkbox" && valueOf(input) !== "");

export default function conditionalFields(form) {
  const draw = () => {
    for (const input of form.querySelectorAll("[data-when-field]")) {
      const values = input.dataset.whenValues.split(" ").filter(Boolean);
      const value = valueOf(form.elements.namedItem(input.dataset.whenField));
      const matters = values.length ? values.includes(value) : value !== "";
      input.closest("[id^='champ-']").hidden = !matters && !isKept(input);
    }
  };
  draw();
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
}
