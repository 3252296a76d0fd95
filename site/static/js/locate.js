/* “Autour de moi”: asks for the position on a click only, and keeps about 100 metres of it. */
const DECIMALS = 3;

export default function locate(button) {
  const { form } = button;
  const input = form.elements.namedItem("lieu");
  const position = form.elements.namedItem("position");
  const message = document.getElementById(button.dataset.message);

  const tell = (text) => {
    message.textContent = text;
  };

  const ask = () => {
    if (!navigator.geolocation) {
      tell("Votre navigateur ne donne pas votre position. Écrivez le nom de votre commune.");
      return;
    }
    tell("Recherche de votre position…");
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        position.value = [coords.latitude, coords.longitude]
          .map((degrees) => degrees.toFixed(DECIMALS))
          .join(",");
        input.value = "";
        input.placeholder = "Autour de moi";
        tell("Les offres autour de vous seront montrées.");
        position.dispatchEvent(new Event("change", { bubbles: true }));
      },
      () => {
        button.disabled = false;
        tell("Votre position n’est pas disponible. Écrivez le nom de votre commune.");
        input.focus();
      },
      { maximumAge: 300_000, timeout: 10_000 },
    );
  };

  button.addEventListener("click", ask);
  ask();
}
