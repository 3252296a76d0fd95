/* The sheet at the foot of the map: the offers of the marker that was opened, as a list. */
const line = (name, text, className = "") => {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
};

const entry = (offer) => {
  const item = document.createElement("li");
  const link = line("a", offer.title);
  link.href = offer.url;
  item.append(link);
  if (offer.precision === "commune") item.append(line("span", "Lieu approximatif", "muted"));
  return item;
};

/* Closing it leads back to what opened it, or to the `canvas` when that is no longer drawn. */
export function makeSheet(sheet, canvas) {
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
    list.replaceChildren(...offers.map(entry));
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
