/* Buttons beside the map: place the pin from the address or the commune, and take it away. */
class PinController extends window.StimulusModule.Controller {
  static targets = ["status", "locate"];

  static values = {
    url: String,
    messages: Object,
    field: String,
    address: String,
    commune: String,
  };

  connect() {
    this.field.addEventListener("change", this.announce);
  }

  disconnect() {
    this.field.removeEventListener("change", this.announce);
  }

  get field() {
    return document.getElementById(this.fieldValue);
  }

  announce = () => {
    const [longitude, latitude] = (this.field.value.match(/POINT\(([^)]*)\)/)?.[1] || "").split(" ");
    this.say(
      latitude
        ? this.messagesValue.placed.replace("{lat}", latitude).replace("{lng}", longitude)
        : this.messagesValue.cleared,
    );
  };

  say(text) {
    this.statusTarget.textContent = text;
  }

  async locate() {
    const q = document.getElementById(this.addressValue)?.value.trim() || "";
    const commune = document.getElementById(this.communeValue)?.value || "";
    if (!q && !commune) {
      this.say(this.messagesValue.need_address);
      return;
    }
    this.say(this.messagesValue.searching);
    this.locateTarget.disabled = true;
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams({ q, commune })}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      const found = await response.json();
      if (found.latitude !== null && found.latitude !== undefined) {
        const latLng = { lat: found.latitude, lng: found.longitude };
        window.jQuery(`#${this.addressValue}`).trigger("searchGeocoded", [latLng]);
      }
      this.say(found.message);
    } catch {
      this.say(this.messagesValue.failed);
    } finally {
      this.locateTarget.disabled = false;
      this.locateTarget.focus();
    }
  }

  clear() {
    window.jQuery(this.field).trigger("pin:clear");
  }
}

window.wagtail.app.register("pin", PinController);
