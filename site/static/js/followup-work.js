/*
 * The week's work list by keys: j and k move, a applies, m puts aside. They stop in fields, and for
 * whoever turns them off. What is applied is answered by the action alone (htmx): the next one that
 * waits is then in focus, or the same one when it was refused. Each key has its button.
 */
const OFF = "declic.work-keys-off";

const remembered = () => {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
};

const remember = (isOff) => {
  try {
    localStorage.setItem(OFF, isOff ? "1" : "0");
  } catch {
    // Kept for this page alone.
  }
};

export default function work(list) {
  const items = () => [...list.querySelectorAll("[data-action]")];
  const current = () => document.activeElement?.closest("[data-action]");
  const toggle = list.querySelector("[data-keys-off]");
  let isOff = remembered();
  let asked = -1;

  const show = (item) => {
    if (!item) return;
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = items();
    const at = all.indexOf(current());
    show(at < 0 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + step))]);
  };

  const press = (key) => {
    const item = current();
    if (!item) {
      // Nothing is applied that was not looked at.
      move(1);
      return;
    }
    const who = item.querySelector('input[name="qui"]');
    if (key === "a" && who && !item.querySelector('input[name="qui"]:checked')) {
      who.focus();
      return;
    }
    item.querySelector(`[data-key="${key}"]`)?.click();
  };

  const KEYS = { j: () => move(1), k: () => move(-1), a: () => press("a"), m: () => press("m") };
  const ARROWS = { ArrowDown: KEYS.j, ArrowUp: KEYS.k };

  document.addEventListener("keydown", (event) => {
    if (isOff || !toggle || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || asked >= 0) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    // Arrows scroll the page, unless an action itself is in focus.
    const act = KEYS[event.key] ?? (event.target.matches("[data-action]") && ARROWS[event.key]);
    if (!act) return;
    event.preventDefault();
    act();
  });

  if (toggle) {
    const tell = () => toggle.setAttribute("aria-pressed", String(isOff));
    toggle.addEventListener("click", () => {
      isOff = !isOff;
      remember(isOff);
      tell();
    });
    tell();
  }

  list.addEventListener("htmx:beforeRequest", (event) => {
    asked = items().indexOf(event.target.closest("[data-action]"));
  });
  list.addEventListener("htmx:beforeSwap", (event) => {
    // Signed out meanwhile: what comes is another page, which is shown as one.
    if (event.detail.serverResponse.includes("data-action")) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  const failed = () => {
    const said = document.getElementById("work-said");
    said.classList.remove("visually-hidden");
    said.textContent = "Rien n’a été enregistré. Vérifiez votre connexion, puis recommencez.";
  };
  list.addEventListener("htmx:sendError", failed);
  list.addEventListener("htmx:responseError", failed);
  list.addEventListener("htmx:afterRequest", () => {
    // The answer is in place at the next turn; a lost network leaves the action as it was.
    setTimeout(() => {
      const all = items();
      const here = all[asked];
      const next = all.slice(asked).find((item) => item.dataset.state === "waiting");
      show(here?.dataset.state === "waiting" ? here : (next ?? here));
      asked = -1;
    });
  });
}
