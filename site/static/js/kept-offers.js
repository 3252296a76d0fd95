/*
 * The list of what this browser keeps: the server gives the cards of what is online, the rest has
 * ended and is told by the copy that was kept.
 */
export default async function keptOffers(root) {
  const { moduleHearts } = document.getElementById("hearts-status").dataset;
  const { paint, read, write } = await import(moduleHearts);
  /* Browsers that do not know the style for it. */
  document.getElementById("sans-script").hidden = true;
  const online = root.querySelector("[data-online]");
  const ended = root.querySelector("[data-ended]");
  const items = read();
  root.querySelector("[data-empty]").hidden = items.length > 0;
  if (!items.length) return;
  root.querySelector("[data-invite]").hidden = false;

  const query = new URLSearchParams(items.map((item) => ["annonce", item.id]));
  try {
    const answer = await fetch(`${root.dataset.cards}?${query}`);
    if (!answer.ok) throw new Error(answer.statusText);
    online.innerHTML = await answer.text();
  } catch {
    root.querySelector("[data-failed]").hidden = false;
    return;
  }
  paint();

  const found = new Set([...online.querySelectorAll("[data-heart]")].map((heart) => Number(heart.dataset.heart)));
  document.getElementById("hearts-status").textContent =
    found.size > 1 ? `${found.size} offres en ligne.` : `${found.size} offre en ligne.`;
  const gone = items.filter((item) => !found.has(item.id));
  if (!gone.length) return;
  const list = ended.querySelector("ul");
  const model = ended.querySelector("template");
  for (const item of gone) {
    const line = model.content.cloneNode(true);
    const button = line.querySelector("button");
    line.querySelector("[data-title]").textContent = item.title;
    line.querySelector("a").href = item.url;
    button.setAttribute("aria-label", `Retirer l’offre ${item.title}`);
    button.addEventListener("click", () => {
      const others = read().filter((other) => other.id !== item.id);
      const isRemoved = others.length < read().length;
      write(isRemoved ? others : [item, ...others]);
      button.textContent = isRemoved ? "Annuler" : "Retirer";
      button.setAttribute("aria-label", isRemoved ? `Garder à nouveau l’offre ${item.title}` : `Retirer l’offre ${item.title}`);
    });
    list.append(line);
  }
  ended.hidden = false;
}
