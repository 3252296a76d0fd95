/* The small map of one offer: a pin, or a circle when only the commune is known. */
import { createMap, loadLeaflet } from "./leaflet-base.js";

const COMMUNE_RADIUS_METRES = 1200;
const EXACT_ZOOM = 15;
// Wide enough for a commune and its neighbours.
const COMMUNE_ZOOM = 12;

export default async function placeMap(root) {
  const L = await loadLeaflet(root.dataset);
  const { lat, lng, exact, label } = root.dataset;
  const centre = [Number(lat), Number(lng)];
  root.hidden = false;
  const map = createMap(L, root, root.dataset);
  map.setView(centre, exact ? EXACT_ZOOM : COMMUNE_ZOOM);
  map.scrollWheelZoom.disable();
  if (exact) {
    const icon = L.divIcon({ className: "pin pin-one", iconSize: [36, 36] });
    L.marker(centre, { icon, keyboard: false, title: label }).addTo(map);
  } else {
    L.circle(centre, {
      radius: COMMUNE_RADIUS_METRES,
      color: "#0f4c5c",
      weight: 2,
      dashArray: "6 6",
      fillOpacity: 0.15,
      interactive: false,
    }).addTo(map);
  }
  // Without tiles a near view would be an empty frame: the communes around say more from further
  // away, and without them either the address beside it says all there is.
  const { tiles, territory } = await map.backdrop;
  if (tiles) return;
  if (territory) map.setView(centre, COMMUNE_ZOOM);
  else root.hidden = true;
}
