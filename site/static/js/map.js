/*
 * The map of the search page: the offers of the list, no others, clustered by the server for what
 * is in view. A card and its marker light each other; on a phone the map opens full screen in a
 * dialog.
 */
import { createMap, drawArea, loadLeaflet, showTerritory } from "./leaflet-base.js";
import {
  inView, isNearest, makeLoader, makeMarkers, summary, viewport, wireKey, wireSkip,
} from "./map-layer.js";
import { featureLabel } from "./map-markers.js";
import { makeItems } from "./map-offers.js";
import { makeSheet } from "./map-sheet.js";

const NEW_SEARCH = " Pour chercher ici, utilisez le bouton « Rechercher dans cette zone », après la carte.";

export default async function searchMap(pane) {
  const canvas = pane.querySelector(".map-canvas");
  const zone = pane.querySelector(".map-zone");
  const status = pane.querySelector("[role=status]");
  const legend = pane.querySelector(".map-legend");
  const printed = document.getElementById("map-printed");
  const showKey = wireKey(pane);
  wireSkip(pane);
  const L = await loadLeaflet(pane.dataset);
  const makeItem = makeItems(pane);
  const sheet = makeSheet(pane.querySelector(".map-sheet"), canvas, makeItem);
  const map = createMap(L, canvas, pane.dataset);
  const area = L.layerGroup().addTo(map);
  const ask = makeLoader(map, pane.dataset.clusters);
  let moving = false;
  let loading = null;

  const found = () => document.getElementById("results").dataset;

  /* Draws where the search looks and says it; returns its bounds, or null without a place. */
  const outline = () => {
    const results = found();
    legend.textContent = results.mapText;
    legend.hidden = !results.mapText;
    zone.hidden = true;
    return drawArea(L, area, results);
  };

  /* Shows the box of the results, their place and radius, or the whole territory. */
  const fit = () => {
    const bounds = outline();
    moving = true;
    if (bounds) map.fitBounds(bounds, { animate: false });
    else showTerritory(map, pane.dataset);
    moving = false;
  };

  const light = (element, isLit) => element?.classList.toggle("is-lit", isLit);

  const cardOf = ({ feature }) =>
    document.querySelector(`#results [data-id="${Number(feature.properties.id)}"]`);

  const markers = makeMarkers(L, map, {
    sprite: pane.dataset.sprite,
    list: (marker) => {
      const { count, members } = marker.feature.properties;
      sheet.show(count === 1 ? [marker.feature.properties] : members, count, marker);
    },
    light: (marker, isLit) => light(cardOf(marker), isLit),
  });

  /* On paper: where the map does not show what the list does, what it shows. */
  const print = (features) => {
    const [heading, list] = printed.children;
    heading.textContent = summary(features);
    list.replaceChildren(
      ...features.flatMap((feature) => {
        const { count, members } = feature.properties;
        if (count === 1) return [makeItem(feature.properties)];
        const item = document.createElement("li");
        const [lng, lat] = feature.geometry.coordinates;
        item.textContent = featureLabel(feature, map.nearestTown?.(L.latLng(lat, lng)));
        return members?.length === count ? members.map(makeItem) : [item, ...(members ?? []).map(makeItem)];
      }),
    );
    printed.hidden = zone.hidden && !pane.closest("dialog");
  };

  const load = async ({ announced }) => {
    if (!canvas.clientWidth) return;
    const features = await ask(found().query);
    if (!features) return;
    markers.show(features);
    const shown = inView(map, features);
    showKey(shown);
    print(shown);
    if (announced) status.textContent = summary(shown) + (zone.hidden ? "" : NEW_SEARCH);
  };

  /* The marker of a card: its own, or the cluster that holds it (the nearest one). */
  const markerOf = (card) => {
    const own = markers.all().find(({ feature }) => feature.properties.id === Number(card.dataset.id));
    if (own || !card.dataset.lat) return own;
    const clusters = markers.all().filter(({ feature }) => feature.properties.count > 1);
    return clusters.sort(isNearest(L.latLng(Number(card.dataset.lat), Number(card.dataset.lng))))[0];
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
    const announced = !moving;
    if (announced) zone.hidden = false;
    loading = load({ announced });
  });
  zone.addEventListener("click", () => {
    canvas.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("declic:zone", { detail: viewport(map) }));
    zone.hidden = true;
  });
  document.addEventListener("declic:results", () => {
    sheet.close();
    if (found().bbox) {
      outline();
      load({ announced: false });
    } else {
      fit();
    }
  });
  new ResizeObserver(() => {
    // On paper, or in a dialog that is closed: it stays as it was.
    if (!canvas.clientWidth) return;
    moving = true;
    map.invalidateSize({ pan: false });
    moving = false;
  }).observe(canvas);
  fit();
  await loading;
}
