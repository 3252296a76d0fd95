/*
 * The markers of what a search finds in the view of a map. Markers that stay are not drawn again
 * and the focus never moves the map: with the keyboard, one goes through them and past them. What
 * replaces a marker that had the focus takes it over.
 */
import { featureIcon, featureLabel } from "./map-markers.js";

const ZOOM_STEP = 2;

/* What a marker stands for: the same offer, or as many offers at the same point. */
const keyOf = ({ geometry, properties }) =>
  [geometry.coordinates, properties.count, properties.id ?? ""].join(" ");

export const isNearest = (place) => (one, other) =>
  one.getLatLng().distanceTo(place) - other.getLatLng().distanceTo(place);

/* “12 offres sur la carte, en 5 repères.” */
export function summary(features) {
  const count = features.reduce((total, { properties }) => total + properties.count, 0);
  if (!count) return "Aucune offre dans cette partie de la carte.";
  const offers = count > 1 ? `${count} offres` : "1 offre";
  const marks = features.length > 1 ? `, en ${features.length} repères` : "";
  return `${offers} sur cette partie de la carte${marks}.`;
}

/*
 * `list` shows the offers of a marker; a cluster that cannot be listed is come nearer to.
 * `light` says that a marker is pointed at, or no longer.
 */
export function makeMarkers(L, map, { sprite, list, light = () => {} }) {
  let drawn = new Map();

  const isInView = (marker) => map.getBounds().contains(marker.getLatLng());

  const open = (marker) => {
    const { count, members } = marker.feature.properties;
    if (count === 1 || members?.length) list(marker);
    else map.setView(marker.getLatLng(), map.getZoom() + ZOOM_STEP);
  };

  const name = (marker) => {
    const town = map.nearestTown?.(marker.getLatLng());
    marker.getElement().setAttribute("aria-label", featureLabel(marker.feature, town));
  };

  const draw = (feature) => {
    const [lng, lat] = feature.geometry.coordinates;
    const marker = L.marker([lat, lng], { icon: featureIcon(L, feature, sprite) }).addTo(map);
    marker.feature = feature;
    marker.on("click", () => open(marker));
    const element = marker.getElement();
    name(marker);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(marker);
    });
    for (const [event, isLit] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
      element.addEventListener(event, () => light(marker, isLit));
    }
    return marker;
  };

  const erase = (marker) => {
    light(marker, false);
    marker.remove();
  };

  /* Focus follows what is seen: a marker out of the view is no stop. */
  const setStops = () => {
    for (const marker of drawn.values()) marker.getElement().tabIndex = isInView(marker) ? 0 : -1;
  };

  const show = (features) => {
    const before = drawn;
    drawn = new Map(features.map((feature) => {
      const key = keyOf(feature);
      const marker = before.get(key) ?? draw(feature);
      marker.feature = feature;
      before.delete(key);
      return [key, marker];
    }));
    setStops();
    const gone = [...before.values()];
    const focused = gone.find((marker) => marker.getElement() === document.activeElement);
    if (focused) {
      const [next] = [...drawn.values()].filter(isInView).sort(isNearest(focused.getLatLng()));
      (next?.getElement() ?? map.getContainer()).focus({ preventScroll: true });
    }
    gone.forEach(erase);
  };

  map.on("moveend", setStops);
  map.on("territory", () => [...drawn.values()].forEach(name));
  return { show, all: () => [...drawn.values()] };
}

/* Asks the server what is in view; a newer question replaces the one that is not answered yet. */
export function makeLoader(map, address) {
  let pending = null;
  return async (query) => {
    pending?.abort();
    pending = new AbortController();
    const asked = new URLSearchParams(query);
    asked.set("bbox", viewport(map));
    asked.set("zoom", String(Math.round(map.getZoom())));
    try {
      const answer = await fetch(`${address}?${asked}`, { signal: pending.signal });
      return answer.ok ? (await answer.json()).features : null;
    } catch (error) {
      if (error.name !== "AbortError") console.error(error);
      return null;
    }
  };
}

export const viewport = (map) =>
  map.getBounds().toBBoxString().split(",").map((degrees) => Number(degrees).toFixed(5)).join(",");

/* The part of a list's features that is in view: the server answers by whole cells. */
export const inView = (map, features) =>
  features.filter(({ geometry: { coordinates: [lng, lat] } }) => map.getBounds().contains([lat, lng]));

/* What a dashed mark means is said while there is one on the map. */
export function wireKey(root) {
  const key = root.querySelector(".map-key");
  return (features) => {
    key.hidden = !features.some(({ properties }) => properties.precision === "commune");
  };
}

/* “Passer la carte” leads to what follows it. */
export function wireSkip(root) {
  const end = root.querySelector("[data-map-end]");
  root.querySelector("[data-map-skip]").addEventListener("click", (event) => {
    event.preventDefault();
    end.focus();
  });
}
