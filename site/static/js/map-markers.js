/* How a place is drawn: its kind, a count for several offers, a dashed ring when approximate. */
export const KINDS = {
  job: { icon: "briefcase", word: "Emploi" },
  volunteering: { icon: "people", word: "Bénévolat" },
  session: { icon: "calendar-event", word: "Session de recrutement" },
};
const ONE_SIZE = 36;
const SIZES = [
  [100, 56],
  [10, 48],
  [0, 42],
];

/* “Près de Delle”, “près d’Essert”. */
const near = (town) => (/^[aeiouyàâéèêîôœ]/i.test(town) ? `près d’${town}` : `près de ${town}`);

/* “9 offres dans ce secteur, près de Delle”: clusters are told apart by the `town` that is nearest. */
export function featureLabel({ properties }, town = "") {
  const { count, members, kind, title, precision } = properties;
  if (count > 1) {
    return `${count} offres ${members ? "à cet endroit" : "dans ce secteur"}${town && `, ${near(town)}`}`;
  }
  const about = precision === "commune" ? ", lieu approximatif" : "";
  return `${KINDS[kind]?.word ?? "Offre"} : ${title}${about}`;
}

export function featureIcon(L, { properties }, sprite) {
  const { count, kind, precision } = properties;
  if (count > 1) {
    const size = SIZES.find(([least]) => count >= least)[1];
    const label = document.createElement("span");
    label.textContent = String(count);
    return L.divIcon({ className: "pin pin-many", html: label, iconSize: [size, size] });
  }
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${KINDS[kind]?.icon ?? "briefcase"}`);
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(use);
  const approximate = precision === "commune" ? " pin-approximate" : "";
  return L.divIcon({
    className: `pin pin-one pin-${kind in KINDS ? kind : "job"}${approximate}`,
    html: drawing,
    iconSize: [ONE_SIZE, ONE_SIZE],
  });
}
