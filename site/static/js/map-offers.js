/* The offers of a marker as items of a list: the markup is the template beside the map. */
import { KINDS } from "./map-markers.js";

const placeOf = ({ commune, precision }) =>
  [commune, precision === "commune" ? "lieu approximatif" : ""].filter(Boolean).join(", ");

/* Returns a function that makes the item of an offer; what is not known has no line. */
export function makeItems(root) {
  const { content } = root.querySelector("template[data-map-offer]");
  return (offer) => {
    const item = content.firstElementChild.cloneNode(true);
    const texts = { ...offer, kind: KINDS[offer.kind]?.word ?? "", place: placeOf(offer) };
    for (const field of item.querySelectorAll("[data-field]")) {
      const text = texts[field.dataset.field];
      if (text) field.textContent = text;
      else (field.closest(".with-icon") ?? field).remove();
    }
    item.querySelector("a").href = offer.url;
    return item;
  };
}
