/* What the page shows of itself: its parts, sentences said aloud, rows made from its templates. */

export const part = (name) => document.querySelector(`[data-part="${name}"]`);

export const show = (element, isShown) => {
  element.hidden = !isShown;
};

/* A copy of a `<template>`, its `data-fill` elements filled. */
export const row = (template, values) => {
  const copy = document.getElementById(template).content.firstElementChild.cloneNode(true);
  for (const element of copy.querySelectorAll("[data-fill]")) {
    element.textContent = values[element.dataset.fill] ?? "";
  }
  return copy;
};

export const setIcon = (element, name) => {
  const use = element.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${name}`));
};

/* The last result, large; emptied first, so that the same sentence is said twice. */
export const say = (tone, icon, text) => {
  const place = part("said");
  place.replaceChildren();
  const card = row("said-card", { text });
  card.dataset.tone = tone;
  setIcon(card, icon);
  requestAnimationFrame(() => place.replaceChildren(card));
};

/*
 * The voice of one act (a scan, a name, an undoing): what it comes to, later, is said, but not over what
 * was said of a later act; it gives back whether it spoke.
 */
let acts = 0;
let spoken = 0;
export const voice = () => {
  acts += 1;
  const own = acts;
  return (tone, icon, text) => {
    if (own < spoken) return false;
    spoken = own;
    say(tone, icon, text);
    return true;
  };
};

/* The three ways to check somebody in: one is open. */
export const wireWays = (opened) => {
  const buttons = [...document.querySelectorAll("[data-way]")];
  const open = (name) => {
    for (const button of buttons) {
      const isOpen = button.dataset.way === name;
      button.setAttribute("aria-expanded", String(isOpen));
      show(document.getElementById(button.dataset.way), isOpen);
    }
    opened(name);
  };
  for (const button of document.querySelectorAll("[data-way], [data-open]")) {
    button.addEventListener("click", () => {
      const name = button.dataset.way ?? button.dataset.open;
      open(name);
      const field = document.getElementById(name).querySelector("[data-first]");
      field?.focus({ preventScroll: false });
    });
  }
  return open;
};
