/* Loads Leaflet once, and lays what every map of the site shares: tiles when reachable, contours. */
let loading = null;

const add = (name, properties, parent = document.head) =>
  new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), properties);
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error("Leaflet was not loaded")));
    parent.append(element);
  });

export function loadLeaflet({ leafletCss, leafletJs, mapCss }) {
  loading ??= Promise.all([
    add("link", { rel: "stylesheet", href: leafletCss }),
    add("link", { rel: "stylesheet", href: mapCss }),
    add("script", { src: leafletJs }),
  ]);
  return loading.then(() => window.L);
}

/* A layer whose first tiles all fail is taken away: contours and markers stay.
   Resolves to whether there are tiles. */
function addTiles(L, map, { tileUrl, tileAttribution }) {
  if (!tileUrl) return Promise.resolve(false);
  // HTML of our server, which leaves nothing but links in it.
  const layer = L.tileLayer(tileUrl, { attribution: tileAttribution, maxZoom: 18 });
  let reached = false;
  layer.once("tileload", () => {
    reached = true;
  });
  return new Promise((resolve) => {
    layer.once("load", () => {
      if (!reached) setTimeout(() => layer.remove());
      resolve(reached);
    });
    layer.addTo(map);
  });
}

/* Resolves to whether there are contours. */
async function addContours(L, map, address) {
  if (!address) return false;
  const answer = await fetch(address);
  if (!answer.ok) return false;
  L.geoJSON(await answer.json(), {
    interactive: false,
    style: { color: "#0f4c5c", weight: 1, opacity: 0.55, fillColor: "#e6f0f2", fillOpacity: 0.25 },
  }).addTo(map);
  return true;
}

/* A map with what lies under the markers; `map.backdrop` resolves to {tiles, contours}. */
export function createMap(L, element, options) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    maxZoom: 18,
    minZoom: 7,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
  const contours = addContours(L, map, options.contours).catch((error) => {
    console.error(error);
    return false;
  });
  map.backdrop = Promise.all([addTiles(L, map, options), contours]).then(([tiles, drawn]) => ({
    tiles,
    contours: drawn,
  }));
  return map;
}
