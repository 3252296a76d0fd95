/* The sheet at the foot of the map: the offers of the marker that was opened, as a list. */

/*
 * `makeItem` makes the item of an offer. Closing the sheet leads back to what opened it, or to the
 * `canvas` when that is no longer drawn.
 */
export function makeSheet(sheet, canvas, makeItem) {
  const heading = sheet.querySelector("h2");
  const list = sheet.querySelector("ul");
  let opener = null;

  const close = () => {
    if (sheet.hidden) return;
    const hadFocus = sheet.contains(document.activeElement);
    sheet.hidden = true;
    if (hadFocus) (opener?.getElement() ?? canvas).focus({ preventScroll: true });
  };

  const show = (offers, count, marker) => {
    opener = marker;
    list.replaceChildren(...offers.map(makeItem));
    const shown = offers.length < count ? ` (les ${offers.length} premières)` : "";
    heading.textContent = count > 1 ? `${count} offres ici${shown}` : "1 offre ici";
    sheet.hidden = false;
    heading.focus();
  };

  sheet.querySelector("button").addEventListener("click", close);
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  return { show, close };
}
