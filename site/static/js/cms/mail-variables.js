/* Writes a variable where the cursor was, in the subject or the text of a message. */
document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector("[data-mail-variables]");
  const fields = ["id_subject", "id_body"].map((id) => document.getElementById(id)).filter(Boolean);
  if (!list || !fields.length) return;
  let target = fields[fields.length - 1];
  for (const field of fields) field.addEventListener("focus", () => (target = field));
  for (const button of list.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      target.focus();
      target.setRangeText(button.dataset.insert, target.selectionStart, target.selectionEnd, "end");
      // Wagtail follows what changes: unsaved work, the preview, the height of the box.
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
});
