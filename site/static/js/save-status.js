/*
 * Ties what is said of a save that failed to the field that was being typed: its description, which
 * a screen reader tells there. `status` is the page's sentence about saving, a live region.
 */
export function makeTie(status) {
  let tied = null;

  const describe = (field, change) => {
    const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    change(ids);
    if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
    else field.removeAttribute("aria-describedby");
  };

  /* Ties the field of a failure; null says that nothing is wrong any more. */
  return (field) => {
    if (tied === field) return;
    status.id ||= "saved-status";
    if (tied) describe(tied, (ids) => ids.delete(status.id));
    if (field) describe(field, (ids) => ids.add(status.id));
    tied = field;
  };
}
