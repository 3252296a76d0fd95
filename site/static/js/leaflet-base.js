/* Loads Leaflet once, and lays what every map of the site shares: the territory, tiles over it when
   they can be reached. */
import { drawTerritory } from "./territory.js";

const NARROW_PIXELS = 480;

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
  return loading.then(() => {
    // Who goes through the markers with the keyboard moves no map: it would be drawn again.
    window.L.Marker.mergeOptions({ autoPanOnFocus: false });
    return window.L;
  });
}

/* Real buttons, in French; one that can do no more says so and keeps the focus. */
function addZoom(L, map) {
  const bar = document.createElement("div");
  bar.className = "leaflet-bar map-zoom";
  const button = (text, label, step) => {
    const element = document.createElement("button");
    Object.assign(element, { type: "button", textContent: text, title: label, ariaLabel: label });
    element.addEventListener("click", () => map.setZoom(map.getZoom() + step));
    bar.append(element);
    return element;
  };
  const nearer = button("+", "Zoomer", 1);
  const further = button("\u2212", "Dézoomer", -1);
  const limit = () => {
    nearer.ariaDisabled = String(map.getZoom() >= map.getMaxZoom());
    further.ariaDisabled = String(map.getZoom() <= map.getMinZoom());
  };
  map.on("zoomend", limit);
  L.DomEvent.disableClickPropagation(bar);
  const control = L.control({ position: "topleft" });
  control.onAdd = () => bar;
  control.addTo(map);
}

/*
 * Draws where a search looks: the circle of a place, or the box of a zone. Returns its bounds, or
 * null for a search without place.
 */
export function drawArea(L, layer, { bbox, lat, lng, radius }) {
  layer.clearLayers?.();
  const style = { color: "#0f4c5c", weight: 2, dashArray: "6 6", fillOpacity: 0.06, interactive: false };
  if (bbox) {
    const [west, south, east, north] = bbox.split(",").map(Number);
    return L.rectangle([[south, west], [north, east]], style).addTo(layer).getBounds();
  }
  if (!radius) return null;
  const metres = Number(radius) * 1000;
  const centre = L.latLng(Number(lat), Number(lng));
  L.circle(centre, { ...style, radius: metres }).addTo(layer);
  return centre.toBounds(2 * metres);
}

/*
 * Shows the whole territory, as large as it fits: between two zooms of tiles if need be. Where no
 * commune has a contour, the centre and zoom of the settings, which are those of a map beside a
 * list: a phone's begins one step further away.
 */
export function showTerritory(map, { bounds, lat, lng, zoom }) {
  if (bounds) {
    const [west, south, east, north] = bounds.split(",").map(Number);
    map.options.zoomSnap = 0.25;
    map.fitBounds([[south, west], [north, east]], { animate: false, padding: [8, 8] });
    map.options.zoomSnap = 1;
    return;
  }
  const step = map.getSize().x < NARROW_PIXELS ? 1 : 0;
  map.setView([Number(lat), Number(lng)], Number(zoom) - step, { animate: false });
}

/* A layer whose first tiles all fail is taken away: the territory and markers stay.
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

/* A map with what lies under the markers; `map.backdrop` resolves to {tiles, territory}. */
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
  // Circles and boxes, which words beside the map tell.
  map.getPane("overlayPane").ariaHidden = "true";
  addZoom(L, map);
  const territory = drawTerritory(L, map, options.territory).catch((error) => {
    console.error(error);
    return false;
  });
  map.backdrop = Promise.all([addTiles(L, map, options), territory]).then(([tiles, drawn]) => ({
    tiles,
    territory: drawn,
  }));
  return map;
}
