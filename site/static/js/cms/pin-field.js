/* Additions to wagtailgeowidget's LeafletField: a click or Entrée sets the pin, an empty field has
   no marker, and the map needs no tile layer. */
(function () {
  "use strict";

  // The hashed static files break Leaflet's guess; the unhashed copies stay beside its script, and
  // those of our modules beside this one.
  const script = document.currentScript.src;
  L.Icon.Default.imagePath = new URL("../../leaflet/images/", script).pathname;

  const base = LeafletField.prototype;
  const stockEvents = base.initEvents;
  const DIGITS = 6;

  base.setup = function () {
    if (this.hasSetup) {
      return;
    }
    this.hasSetup = true;
    this.initMap(this.mapEl, this.defaultLocation);
    this.initEvents();
    if (this.getValue()) {
      this.setMapPosition(this.defaultLocation);
      this.updateLatLng(this.defaultLocation);
    }
    // The panel may be folded when the page opens: the map learns its size when it is shown.
    let isFirst = true;
    new ResizeObserver(() => {
      this.map.invalidateSize();
      if (isFirst && this.map.getSize().y) {
        isFirst = false;
        this.showTerritory();
      }
    }).observe(this.mapEl[0]);
  };

  base.showTerritory = async function () {
    const { defaultLocation, zoom, bounds } = this.pinOptions();
    const { showTerritory } = await import(new URL("../leaflet-base.js", script));
    if (!this.getValue()) {
      showTerritory(this.map, { bounds, zoom, ...defaultLocation });
    }
  };

  base.initMap = function (mapEl, location) {
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(mapEl[0], {
      zoomAnimation: !reduced,
      fadeAnimation: !reduced,
      markerZoomAnimation: !reduced,
      scrollWheelZoom: false,
    }).setView(location, this.zoom);
    map.zoomControl.remove();
    L.control.zoom({ zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
    map.attributionControl.setPrefix(false);
    this.map = map;
    this.marker = L.marker(location, {
      draggable: true,
      alt: this.translations.marker,
      title: this.translations.marker,
    });
    this.addBaseLayers();
  };

  base.addBaseLayers = function () {
    if (this.tileLayer) {
      L.tileLayer(this.tileLayer, { maxZoom: 19, ...this.tileLayerOptions }).addTo(this.map);
    }
    this.addTerritory(this.pinOptions().territoryUrl);
  };

  base.addTerritory = async function (url) {
    try {
      const { drawTerritory } = await import(new URL("../territory.js", script));
      await drawTerritory(L, this.map, url);
    } catch {
      // It is a help: without it the map still works.
    }
  };

  base.pinOptions = function () {
    const text = this.sourceField.attr("data-leaflet-field-options-value");
    return text ? JSON.parse(text) : {};
  };

  base.initEvents = function () {
    stockEvents.call(this);
    this.map.on("click", (event) => this.pin(event.latlng));
    this.mapEl.on("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.mapEl[0]) {
        event.preventDefault();
        this.pin(this.map.getCenter());
      }
    });
    this.sourceField.on("pin:clear", () => this.clear());
    this.latLngField.off("input").on("input", () => this.readTyped());
  };

  base.pin = function (latLng) {
    this.clearFieldMessage({ field: this.latLngField });
    this.setMapPosition(latLng);
    this.updateLatLng(latLng);
    this.writeLocation(latLng);
  };

  base.clear = function () {
    this.clearFieldMessage({ field: this.latLngField });
    this.marker.remove();
    this.latLngField.val("");
    this.setState("");
  };

  base.readTyped = function () {
    const text = this.latLngField.val().trim();
    if (!text) {
      this.clear();
      return;
    }
    const latLng = this.parseStrToLatLng(text);
    if (!latLng) {
      this.displayWarning(this.translations.error_message_invalid_location, {
        field: this.latLngField,
      });
      return;
    }
    this.clearFieldMessage({ field: this.latLngField });
    this.setMapPosition(latLng);
    this.writeLocation(latLng);
  };

  /* "47.6386, 6.8631", and "47,6386 6,8631" as French keyboards write it. */
  base.parseStrToLatLng = function (text) {
    const found =
      /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text.trim()) ||
      /^(-?\d{1,2}(?:,\d+)?)(?:\s*;\s*|,?\s+)(-?\d{1,3}(?:,\d+)?)$/.exec(text.trim());
    if (!found) {
      return null;
    }
    const [lat, lng] = found.slice(1).map((part) => parseFloat(part.replace(",", ".")));
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? L.latLng(lat, lng) : null;
  };

  base.setMapPosition = function (latLng) {
    this.marker.setLatLng(latLng);
    if (!this.map.hasLayer(this.marker)) {
      this.marker.addTo(this.map);
    }
    this.map.panTo(latLng);
  };

  base.updateLatLng = function (latLng) {
    this.latLngField.val(`${Number(latLng.lat).toFixed(DIGITS)}, ${Number(latLng.lng).toFixed(DIGITS)}`);
  };

  base.setState = function (value) {
    const field = this.sourceField[0];
    field.value = value;
    // A script's change makes no event: Wagtail's autosave and preview wait for one.
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  LeafletField.buildLocationString = function (srid, lng, lat) {
    return `SRID=${srid};POINT(${Number(lng).toFixed(DIGITS)} ${Number(lat).toFixed(DIGITS)})`;
  };
})();
