/*
 * What lies under every map: the outline of the territory, the borders of its communes, and their
 * names, the largest towns first. Tiles lie above: those that come cover it, those that do not
 * leave it to be seen. The names are for the eyes: a list beside the map says where things are.
 */
import { placeNames } from "./map-names.js";

const LINES = { color: "#0f4c5c", interactive: false, pane: "territory" };
// Of a village, a small town, a town.
const SIZES = ["town", "town town-middle", "town town-large"];
const NO_SIZE = [0, 0];

/* The lines of a TopoJSON answer, as pairs of latitude and longitude. */
const decode = ({ arcs, transform: { scale, translate } }) =>
  arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });

/* The boxes of the markers on screen. */
const markerBoxes = (L, map) => {
  const boxes = [];
  map.eachLayer((layer) => {
    if (!(layer instanceof L.Marker)) return;
    const { iconSize, iconAnchor } = layer.options.icon.options;
    const size = L.point(iconSize ?? NO_SIZE);
    const corner = map.latLngToLayerPoint(layer.getLatLng()).subtract(L.point(iconAnchor ?? size.divideBy(2)));
    boxes.push({ left: corner.x, top: corner.y, right: corner.x + size.x, bottom: corner.y + size.y });
  });
  return boxes;
};

function drawNames(L, map, communes) {
  const pane = map.createPane("names");
  pane.ariaHidden = "true";
  if (!communes.length) return;
  const towns = communes.map(({ place, name, size }) => {
    const element = document.createElement("span");
    return { place, element: Object.assign(element, { textContent: name, className: SIZES[size] }) };
  });
  pane.append(...towns.map(({ element }) => element));

  /* As wide as they are in the reader's font, which may have come or grown since. */
  let measured = "";
  const measure = () => {
    const size = window.getComputedStyle(pane).fontSize;
    if (size === measured && towns[0].width) return;
    measured = size;
    for (const { element } of towns) element.hidden = false;
    for (const town of towns) {
      town.width = town.element.offsetWidth;
      town.height = town.element.offsetHeight;
    }
  };

  const show = () => {
    pane.hidden = false;
    measure();
    const shown = map.getBounds().pad(0.25);
    const names = towns.map(({ place, width, height }) => ({ ...map.latLngToLayerPoint(place), width, height }));
    placeNames(names, markerBoxes(L, map)).forEach((middle, index) => {
      const { element, place } = towns[index];
      const { x, width, height } = names[index];
      element.hidden = middle === null || !shown.contains(place);
      if (!element.hidden) L.DomUtil.setPosition(element, L.point(x - width / 2, middle - height / 2).round());
    });
  };

  let asked = 0;
  const ask = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(show);
  };
  // Between two zooms they would lie elsewhere than what they name.
  map.on("zoomstart", () => {
    pane.hidden = true;
  });
  map.on("zoomend moveend viewreset resize", ask);
  map.on("layeradd layerremove", ({ layer }) => {
    if (layer instanceof L.Marker) ask();
  });
  map.whenReady(async () => {
    ask();
    await document.fonts.ready;
    measured = "";
    ask();
  });
}

/*
 * Resolves to whether there was something to draw. `map.nearestTown` is then known, and "territory"
 * fired.
 */
export async function drawTerritory(L, map, address) {
  if (!address) return false;
  const answer = await fetch(address);
  if (!answer.ok) return false;
  const topology = await answer.json();
  const arcs = decode(topology);
  const { outline, borders, communes } = topology.objects;
  const lines = (object) => object.arcs.map(([index]) => arcs[index]);
  map.createPane("territory").ariaHidden = "true";
  L.polygon(lines(outline), { ...LINES, weight: 2, opacity: 0.7, fillColor: "#fff", fillOpacity: 0.75 }).addTo(map);
  L.polyline(lines(borders), { ...LINES, weight: 1, opacity: 0.5 }).addTo(map);
  map.attributionControl.addAttribution("Communes\u00a0: IGN");
  const { scale, translate } = topology.transform;
  const towns = communes.geometries.map(({ coordinates: [x, y], properties }) => ({
    ...properties,
    place: L.latLng(y * scale[1] + translate[1], x * scale[0] + translate[0]),
  }));
  drawNames(L, map, towns);
  map.nearestTown = (place) => towns.reduce((best, town) => {
    const metres = town.place.distanceTo(place);
    return metres < best.metres ? { metres, name: town.name } : best;
  }, { metres: Infinity, name: "" }).name;
  map.fire("territory");
  return true;
}
