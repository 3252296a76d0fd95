/*
 * Favourites. Who has a space keeps them on the server, through the form of the page; the others in
 * this browser, until they sign in: then what it kept is taken over, once. `site.js` loads this at
 * the first click on a heart, or at once where something is kept.
 */
const KEY = "declic.favourites";
const MAX = 200;
const status = document.getElementById("hearts-status");
const form = document.getElementById("favoris");

const say = (text) => {
  status.textContent = text;
};

/* What others may have written there is not trusted: an id, a title, a path of this site. */
const isKept = (item) =>
  Number.isSafeInteger(item?.id) &&
  item.id > 0 &&
  typeof item.title === "string" &&
  typeof item.url === "string" &&
  /^\/(?![/\\])/.test(item.url);

export function read() {
  try {
    const items = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(items) ? items.filter(isKept).slice(0, MAX) : [];
  } catch {
    return [];
  }
}

/* Whether it could be written: some browsers forbid it. */
export function write(items) {
  try {
    if (items.length) localStorage.setItem(KEY, JSON.stringify(items));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

const press = (heart, kept) => {
  heart.setAttribute("aria-pressed", kept ? "true" : "false");
  const use = heart.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, kept ? "#heart-fill" : "#heart"));
};

const each = (id, kept) => {
  for (const heart of document.querySelectorAll(`[data-heart="${id}"]`)) press(heart, kept);
};

export function paint() {
  if (form) return;
  const kept = new Set(read().map((item) => item.id));
  for (const heart of document.querySelectorAll("[data-heart]")) {
    press(heart, kept.has(Number(heart.dataset.heart)));
  }
}

/* What is kept of an offer, from its card or from its own page. */
const describe = (heart) => {
  const link = heart.closest(".card-offer")?.querySelector("h2 a, h3 a");
  return {
    id: Number(heart.dataset.heart),
    title: (link ?? document.querySelector("h1")).textContent.trim().slice(0, 255),
    url: new URL(link?.href ?? window.location.href).pathname,
  };
};

const keepHere = (heart, kept) => {
  const item = describe(heart);
  const others = read().filter((other) => other.id !== item.id);
  if (kept && others.length >= MAX) {
    say(`Vous gardez déjà ${MAX} offres, c’est le maximum. Retirez-en d’abord.`);
    return;
  }
  if (!write(kept ? [item, ...others] : others)) {
    say("Votre navigateur ne permet pas de garder des offres. Connectez-vous pour les garder.");
    return;
  }
  each(item.id, kept);
  say(kept ? "L’offre est gardée sur cet appareil." : "L’offre n’est plus dans vos favoris.");
};

const post = async (address, entries) => {
  const body = new URLSearchParams(entries);
  body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
};

const keepThere = async (heart, kept) => {
  const id = heart.dataset.heart;
  each(id, kept);
  try {
    const answer = await post(form.action, [["annonce", id], ["garder", kept ? "1" : "0"]]);
    const said = await answer.json();
    each(id, said.kept);
    say(said.message);
  } catch {
    each(id, !kept);
    say("La connexion est coupée, ou votre session est terminée. Réessayez.");
  }
};

export async function toggle(heart) {
  const kept = heart.getAttribute("aria-pressed") !== "true";
  if (form) await keepThere(heart, kept);
  else keepHere(heart, kept);
}

const takeOver = async () => {
  const items = read();
  if (!items.length) return;
  const answer = await post(form.dataset.takeOver, items.map((item) => ["annonce", item.id]));
  if (!answer.ok) return;
  const { added } = await answer.json();
  write([]);
  for (const { id } of items) each(id, true);
  if (added) {
    say(added > 1 ? `${added} offres gardées sur cet appareil sont dans vos favoris.` : "L’offre gardée sur cet appareil est dans vos favoris.");
    /* A page made of favourites is made again. */
    if (document.querySelector("[data-shows-favourites]")) window.location.reload();
  }
};

/* Once: what changes the page afterwards, and other tabs, are followed. */
if (form) {
  takeOver().catch((error) => console.error(error));
} else {
  paint();
  document.addEventListener("declic:results", paint);
  window.addEventListener("storage", paint);
}
