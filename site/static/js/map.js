/*
 * The map of the search page. Clusters are computed by the server for what is in view; a card and
 * its marker light each other; on a phone the map opens full screen in a dialog.
 */
import { createMap, loadLeaflet } from "./leaflet-base.js";
import { makeSheet } from "./map-sheet.js";
import { featureIcon, featureLabel } from "./map-markers.js";

const ZOOM_STEP = 2;

export default async function searchMap(pane) {
  const canvas = pane.querySelector(".map-canvas");
  const zone = pane.querySelector(".map-zone");
  const L = await loadLeaflet(pane.dataset);
  const sheet = makeSheet(pane.querySelector(".map-sheet"));
  const map = createMap(L, canvas, pane.dataset);
  const layer = L.layerGroup().addTo(map);
  let markers = [];
  let pending = null;
  let moving = false;

  const viewport = () => map.getBounds().toBBoxString().split(",").map((n) => Number(n).toFixed(5)).join(",");

  /* The view that the results ask for: their box, their place and radius, or the whole territory. */
  const fit = () => {
    const { bbox, lat, lng, radius } = document.getElementById("results").dataset;
    moving = true;
    if (bbox) {
      const [west, south, east, north] = bbox.split(",").map(Number);
      map.fitBounds([[south, west], [north, east]], { animate: false });
    } else if (lat) {
      const box = L.latLng(Number(lat), Number(lng)).toBounds(Number(radius) * 2000);
      map.fitBounds(box, { animate: false });
    } else {
      map.setView([Number(pane.dataset.lat), Number(pane.dataset.lng)], Number(pane.dataset.zoom), {
        animate: false,
      });
    }
    moving = false;
    zone.hidden = true;
  };

  const light = (element, isLit) => element?.classList.toggle("is-lit", isLit);

  const cardOf = (feature) =>
    document.querySelector(`#results [data-id="${Number(feature.properties.id)}"]`);

  const open = (feature, marker) => {
    const { count, members } = feature.properties;
    if (count === 1) {
      sheet.show([feature.properties], count, marker);
    } else if (members?.length) {
      sheet.show(members, count, marker);
    } else {
      map.setView(marker.getLatLng(), map.getZoom() + ZOOM_STEP);
    }
  };

  const addMarker = (feature) => {
    const [lng, lat] = feature.geometry.coordinates;
    const marker = L.marker([lat, lng], { icon: featureIcon(L, feature, pane.dataset.sprite) });
    marker.feature = feature;
    marker.on("click", () => open(feature, marker));
    marker.addTo(layer);
    const element = marker.getElement();
    element.setAttribute("aria-label", featureLabel(feature));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(feature, marker);
    });
    for (const [name, isLit] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
      element.addEventListener(name, () => light(cardOf(feature), isLit));
    }
    return marker;
  };

  const load = async () => {
    if (!canvas.clientWidth) return;
    pending?.abort();
    pending = new AbortController();
    const query = new URLSearchParams(document.getElementById("results").dataset.query);
    query.set("bbox", viewport());
    query.set("zoom", String(Math.round(map.getZoom())));
    try {
      const answer = await fetch(`${pane.dataset.clusters}?${query}`, { signal: pending.signal });
      if (!answer.ok) return;
      const { features } = await answer.json();
      layer.clearLayers();
      markers = features.map(addMarker);
    } catch (error) {
      if (error.name !== "AbortError") console.error(error);
    }
  };

  /* The marker of a card: its own, or the cluster that holds it (the nearest one). */
  const markerOf = (card) => {
    const own = markers.find((marker) => marker.feature.properties.id === Number(card.dataset.id));
    if (own || !card.dataset.lat) return own;
    const place = L.latLng(Number(card.dataset.lat), Number(card.dataset.lng));
    const clusters = markers.filter((marker) => marker.feature.properties.count > 1);
    return clusters.sort((a, b) => a.getLatLng().distanceTo(place) - b.getLatLng().distanceTo(place))[0];
  };

  let lit = null;
  const lightCard = (event) => {
    const card = event.target.closest?.("#results .card-offer") ?? null;
    if (card === lit?.card) return;
    light(lit?.element, false);
    lit = card && { card, element: markerOf(card)?.getElement() };
    light(lit?.element, true);
  };
  document.addEventListener("mouseover", lightCard);
  document.addEventListener("focusin", lightCard);

  map.on("moveend", () => {
    if (!moving) zone.hidden = false;
    load();
  });
  zone.addEventListener("click", () => {
    zone.hidden = true;
    document.dispatchEvent(new CustomEvent("declic:zone", { detail: viewport() }));
  });
  document.addEventListener("declic:results", () => {
    sheet.close();
    const { bbox } = document.getElementById("results").dataset;
    if (bbox) load();
    else fit();
  });
  new ResizeObserver(() => {
    moving = true;
    map.invalidateSize({ pan: false });
    moving = false;
  }).observe(canvas);
  fit();
}
