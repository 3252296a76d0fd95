/*
 * The message of a campaign: writes a variable where the cursor was, in the subject or the text, and
 * shows the word of replacement of each variable that they use. Without it, the form asks for the
 * words that are missing when it is sent.
 */
export default function message(form) {
  const fields = [...form.querySelectorAll("[data-mail-text]")];
  const words = [...form.querySelectorAll("[data-fallback]")];
  const none = form.querySelector("[data-no-fallback]");
  let target = fields[fields.length - 1];

  const uses = (name) =>
    fields.some((field) => new RegExp(`\\{[{%][^{}]*\\b${name}\\b[^{}]*[}%]\\}`).test(field.value));

  const show = () => {
    for (const word of words) word.hidden = !uses(word.dataset.fallback);
    none.hidden = words.some((word) => !word.hidden);
  };

  for (const field of fields) {
    field.addEventListener("focus", () => (target = field));
    field.addEventListener("input", show);
  }
  for (const button of form.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      target.focus();
      target.setRangeText(button.dataset.insert, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  show();
}
