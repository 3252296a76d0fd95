/*
 * The map inside an editorial page: the same criteria as the list under it, clusters computed by
 * the server for what is in view. A marker leads to its offer; a cluster comes nearer, or lists
 * its offers when they are at one address.
 */
import { createMap, loadLeaflet } from "./leaflet-base.js";
import { featureIcon, featureLabel } from "./map-markers.js";

const ZOOM_STEP = 2;

/* The offers of one address, as links. */
const links = (members) => {
  const list = document.createElement("ul");
  list.className = "plain-list";
  for (const { title, url } of members) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { textContent: title, href: url }));
    list.append(item);
  }
  return list;
};

export default async function embedMap(root) {
  const L = await loadLeaflet(root.dataset);
  const map = createMap(L, root, root.dataset);
  const layer = L.layerGroup().addTo(map);
  const { lat, lng, radius, zoom, clusters, query, sprite } = root.dataset;
  const centre = [Number(lat), Number(lng)];
  let pending = null;

  const open = (feature, marker) => {
    const { count, url, members } = feature.properties;
    if (count === 1 && url) window.location.assign(url);
    else if (members?.length) marker.bindPopup(links(members)).openPopup();
    else map.setView(marker.getLatLng(), map.getZoom() + ZOOM_STEP);
  };

  const add = (feature) => {
    const [longitude, latitude] = feature.geometry.coordinates;
    const marker = L.marker([latitude, longitude], { icon: featureIcon(L, feature, sprite) });
    marker.on("click", () => open(feature, marker));
    marker.addTo(layer);
    const element = marker.getElement();
    element.setAttribute("aria-label", featureLabel(feature));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(feature, marker);
    });
  };

  const load = async () => {
    pending?.abort();
    pending = new AbortController();
    const asked = new URLSearchParams(query);
    for (const name of ["lieu", "rayon"]) asked.delete(name);
    asked.set("bbox", map.getBounds().toBBoxString());
    asked.set("zoom", String(Math.round(map.getZoom())));
    try {
      const answer = await fetch(`${clusters}?${asked}`, { signal: pending.signal });
      if (!answer.ok) return;
      const { features } = await answer.json();
      layer.clearLayers();
      features.forEach(add);
    } catch (error) {
      if (error.name !== "AbortError") console.error(error);
    }
  };

  map.scrollWheelZoom.disable();
  map.on("moveend", load);
  if (radius) map.fitBounds(L.latLng(centre).toBounds(Number(radius) * 2000), { animate: false });
  else map.setView(centre, Number(zoom), { animate: false });
}
