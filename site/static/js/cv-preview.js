/*
 * The real pages of the CV beside the form, on a wide screen: asked again after each save. A newer
 * question cancels the one before; a picture replaces the old one once it is there.
 */
const WIDE = "(min-width: 64rem)";

export default function cvPreview(aside) {
  const wide = matchMedia(WIDE);
  const head = aside.querySelector(".cv-aside-head");
  const place = aside.querySelector(".cv-aside-pages");
  let asked = null;

  const loaded = (url, alt) =>
    new Promise((resolve, reject) => {
      const image = new Image();
      image.alt = alt;
      image.onload = () => resolve(image);
      image.onerror = reject;
      image.src = url;
    });

  async function show() {
    if (!wide.matches) {
      return;
    }
    aside.hidden = false;
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const answer = await fetch(aside.dataset.url, {
        headers: { Accept: "application/json" },
        signal: mine.signal,
      });
      if (!answer.ok || answer.redirected) {
        return;
      }
      const { pages, count } = await answer.json();
      const images = await Promise.all(
        pages.map((url, index) => loaded(url, `Aperçu de la page ${index + 1} sur ${count}`)),
      );
      if (mine.signal.aborted) {
        return;
      }
      place.replaceChildren(...images);
      const text =
        count > 1
          ? `Ce CV a ${count} pages. Une seule se lit mieux : raccourcissez, ou cachez une partie.`
          : "Ce CV tient sur une page.";
      if (head.textContent !== text) {
        head.textContent = text;
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        head.textContent = "L’aperçu n’est pas disponible pour l’instant.";
      }
    }
  }

  document.addEventListener("cv:saved", show);
  wide.addEventListener("change", show);
  return show();
}
