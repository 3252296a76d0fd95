/*
 * The map inside an editorial page: the offers of the list under it, no others, clustered by the
 * server for what is in view. A marker opens a card of its offers; a cluster comes nearer, or lists
 * its offers when they are at one address.
 */
import { createMap, drawArea, loadLeaflet, showTerritory } from "./leaflet-base.js";
import { inView, makeLoader, makeMarkers, summary, wireKey, wireSkip } from "./map-layer.js";
import { makeItems } from "./map-offers.js";

/* Its links come first, Escape closes it, and closing it leads back to its marker. */
const openPopup = (marker, makeItem) => {
  const { members = [marker.feature.properties] } = marker.feature.properties;
  const list = document.createElement("ul");
  list.className = "map-offers";
  list.append(...members.map(makeItem));
  marker.unbindPopup().bindPopup(list, { maxHeight: 280 }).openPopup();
  const popup = marker.getPopup().getElement();
  popup.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Fermer");
  popup.querySelector("li a").focus({ preventScroll: true });
  popup.addEventListener("keydown", (event) => {
    if (event.key === "Escape") marker.closePopup();
  });
  marker.once("popupclose", () => {
    const at = document.activeElement;
    // The popup, its focus with it, has already left the page when Escape closed it.
    if (popup.contains(at) || at === document.body) marker.getElement()?.focus({ preventScroll: true });
  });
};

export default async function embedMap(root) {
  wireSkip(root);
  const showKey = wireKey(root);
  const status = root.querySelector("[role=status]");
  const L = await loadLeaflet(root.dataset);
  const map = createMap(L, root.querySelector(".map-canvas"), root.dataset);
  const { clusters, query, sprite } = root.dataset;
  const ask = makeLoader(map, clusters);
  const makeItem = makeItems(root);
  const markers = makeMarkers(L, map, {
    sprite,
    list: (marker) => openPopup(marker, makeItem),
  });

  const load = async ({ announced }) => {
    const features = await ask(query);
    if (!features) return;
    markers.show(features);
    showKey(inView(map, features));
    if (announced) status.textContent = summary(inView(map, features));
  };

  map.scrollWheelZoom.disable();
  const bounds = drawArea(L, map, root.dataset);
  if (bounds) map.fitBounds(bounds, { animate: false });
  else showTerritory(map, root.dataset);
  map.on("moveend", () => load({ announced: true }));
  await load({ announced: false });
}
