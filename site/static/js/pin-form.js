/*
 * The pin of an opportunity in its organisation's form: a map that sets a hidden field, a button
 * that places the pin from the address. Without JavaScript the commune's centre is used.
 */
import { createMap, loadLeaflet, showTerritory } from "./leaflet-base.js";

const DIGITS = 6;
const NEAR_ZOOM = 15;
const PIN = /^SRID=4326;POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)$/;

export default async function pinForm(root) {
  const field = document.getElementById(root.dataset.field);
  const { form } = field;
  const status = root.querySelector("[role=status]");
  const frame = root.querySelector(".pin-map");
  const find = root.querySelector("[data-find]");
  const clear = root.querySelector("[data-clear]");
  const box = form.elements.namedItem("clear_pin");
  const L = await loadLeaflet(root.dataset);

  root.hidden = false;
  if (box) box.closest(".field").hidden = true;
  const map = createMap(L, frame, root.dataset);
  map.scrollWheelZoom.disable();
  const icon = L.divIcon({ className: "pin pin-one", iconSize: [36, 36] });
  const marker = L.marker([0, 0], { icon, draggable: true, alt: "Repère du lieu", title: "Repère du lieu" });

  const tell = (text) => {
    status.textContent = text;
  };

  const show = (position) => {
    marker.setLatLng(position);
    if (!map.hasLayer(marker)) marker.addTo(map);
    clear.hidden = false;
  };

  const put = ({ lat, lng }) => {
    field.value = `SRID=4326;POINT(${lng.toFixed(DIGITS)} ${lat.toFixed(DIGITS)})`;
    if (box) box.checked = false;
    show({ lat, lng });
  };

  const known = PIN.exec(field.value);
  if (known) {
    const position = { lat: Number(known[2]), lng: Number(known[1]) };
    map.setView(position, NEAR_ZOOM);
    show(position);
  } else {
    showTerritory(map, root.dataset);
  }

  map.on("click", ({ latlng }) => {
    put(latlng);
    tell("Repère placé.");
  });
  marker.on("dragend", () => put(marker.getLatLng()));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === frame) {
      event.preventDefault();
      put(map.getCenter());
      tell("Repère placé au centre de la carte.");
    }
  });

  find.addEventListener("click", async () => {
    tell("Recherche de l’adresse…");
    const question = new URLSearchParams({
      q: form.elements.namedItem("address").value,
      commune: form.elements.namedItem("commune").value,
    });
    try {
      const answer = await fetch(`${root.dataset.locate}?${question}`);
      const found = await answer.json();
      if (found.latitude !== null) {
        const position = { lat: found.latitude, lng: found.longitude };
        put(position);
        map.setView(position, NEAR_ZOOM);
      }
      tell(found.message);
    } catch {
      tell("La recherche n’a pas répondu. Touchez la carte pour placer le repère.");
    }
  });

  clear.addEventListener("click", () => {
    field.value = "";
    marker.remove();
    clear.hidden = true;
    tell("Repère effacé\u00a0: l’annonce sera montrée au centre de la commune.");
    find.focus();
  });
}
