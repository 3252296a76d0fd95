/*
 * Saves a form of the CV while it is typed: the same request as its button, asking for JSON. What
 * is not saved yet is kept in sessionStorage, and put back after a reload or a new sign-in.
 */
import { makeTie } from "./save-status.js";

const WAIT_MS = 800;
const SAVING = "Enregistrement…";
const RETRY_MS = 8000;

export default function cvForm(form) {
  const status = document.querySelector("[data-saved]");
  const base = form.elements.namedItem("base");
  const store = `cv:${location.pathname}`;
  let timer = 0;
  let saving = null;
  let dirty = false;
  // The sections as they were dragged, until that is saved.
  let order = "";

  const tie = makeTie(status);
  let lastTyped = null;

  const say = (text, problem = false) => {
    status.classList.toggle("is-problem", problem);
    // While it is tried again, nothing is known yet.
    if (text !== SAVING) tie(problem ? lastTyped : null);
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  const inputs = () =>
    [...form.elements].filter(
      (input) =>
        input.name && !["hidden", "submit", "fieldset"].includes(input.type) && !input.name.includes("|"),
    );

  const version = form.elements.namedItem("version");

  const keep = (sent = false) => {
    const texts = {};
    for (const input of inputs()) {
      if (input.type === "checkbox" || input.type === "radio") {
        (texts[input.name] ??= []).push(...(input.checked ? [input.value] : []));
      } else {
        texts[input.name] = input.value;
      }
    }
    try {
      sessionStorage.setItem(store, JSON.stringify({ texts, base: base.value, version: version.value, sent }));
    } catch {
      /* Private browsing or a full store: the server's copy is all there is. */
    }
  };

  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(store));
    } catch {
      return;
    }
    // The answer of a form that was just sent has everything already.
    // A form that was sent and changed something is there already, and maybe changed again since.
    if (kept?.sent && kept.version !== version.value) {
      sessionStorage.removeItem(store);
      return;
    }
    if (!kept || form.querySelector(".conflict, [aria-invalid]")) {
      return;
    }
    // Blank entries get a new name each time: what was typed in one goes in the first free one.
    const now = JSON.parse(base.value);
    const before = JSON.parse(kept.base);
    const unknown = Object.keys(kept.texts).filter((name) => !(name in now));
    const free = Object.keys(now).filter((name) => name.includes(":") && !(name in before));
    const renamed = {};
    for (const name of unknown) {
      const [list, rest] = name.split(":");
      if (!rest || name in before === false) {
        continue;
      }
      const [entry, ...key] = rest.split(".");
      const prefix = `${list}:${entry}`;
      if (!(prefix in renamed)) {
        const other = free.find(
          (one) => one.startsWith(`${list}:`) && !Object.values(renamed).includes(one.split(".")[0]),
        );
        renamed[prefix] = other?.split(".")[0] ?? null;
      }
      if (renamed[prefix]) {
        kept.texts[`${renamed[prefix]}.${key.join(".")}`] = kept.texts[name];
      }
    }
    let changed = false;
    for (const input of inputs()) {
      const text = kept.texts[input.name];
      if (text === undefined) {
        continue;
      }
      if (Array.isArray(text)) {
        const checked = text.includes(input.value);
        changed ||= checked !== input.checked;
        input.checked = checked;
      } else if (text !== input.value) {
        input.value = text;
        changed = true;
      }
    }
    if (changed) {
      base.value = JSON.stringify({ ...now, ...pick(before, now) });
      dirty = true;
      save();
    }
  };

  const pick = (from, keys) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => name in keys));

  const icon = (error) =>
    document.getElementById(error ? "cv-error-icon" : "cv-advice-icon").content.cloneNode(true);

  const showNotes = (notes) => {
    for (const [id, list] of Object.entries(notes)) {
      const place = document.getElementById(`${id}-notes`);
      if (!place) {
        continue;
      }
      place.replaceChildren(
        ...list.map(({ text, error }) => {
          const line = document.createElement("p");
          const words = document.createElement("span");
          line.className = error ? "field-error" : "field-advice";
          words.textContent = text;
          line.append(icon(error), words);
          return line;
        }),
      );
      document.getElementById(id)?.toggleAttribute("aria-invalid", list.some(({ error }) => error));
    }
  };

  const adopt = (theirs) => {
    for (const [name, text] of Object.entries(theirs)) {
      const input = form.elements.namedItem(name);
      if (input && "value" in input && input.type !== "checkbox" && input !== document.activeElement) {
        input.value = text;
      }
    }
  };

  const merged = (data) => {
    base.value = JSON.stringify({ ...JSON.parse(base.value), ...data.base });
    version.value = data.version;
    showNotes(data.notes);
    adopt(data.theirs);
    if (data.conflicts.length) {
      compare();
      return;
    }
    say(dirty ? SAVING : "Enregistré");
    form.dispatchEvent(new CustomEvent("cv:saved", { bubbles: true }));
  };

  const compare = () => {
    say("Une autre personne a changé la même réponse.", true);
    if (form.querySelector("[data-compare]")) {
      return;
    }
    const button = document.createElement("button");
    button.type = "submit";
    button.name = "save";
    button.value = "1";
    button.className = "btn btn-quiet mb-3";
    button.dataset.compare = "";
    button.textContent = "Comparer les deux textes";
    form.prepend(button);
  };

  const signIn = () => {
    keep();
    const link = document.createElement("a");
    link.href = `/compte/connexion/?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "Reconnectez-vous";
    say("Votre connexion est finie. Rien n’est perdu. ", true);
    status.append(link);
  };

  async function save() {
    clearTimeout(timer);
    if (saving || form.querySelector("[data-compare]")) {
      return;
    }
    dirty = false;
    say(SAVING);
    const body = new FormData(form);
    const sent = order;
    if (sent) {
      body.append("order", sent);
    }
    saving = fetch(form.action || location.href, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    try {
      const answer = await saving;
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      if (answer.redirected || (answer.status === 403 && !isJson)) {
        signIn();
      } else if (!isJson) {
        throw new Error(String(answer.status));
      } else {
        const data = await answer.json();
        if (data.message) {
          say(data.message, true);
        } else {
          if (order === sent) {
            order = "";
          }
          if (!dirty) {
            sessionStorage.removeItem(store);
          }
          merged(data);
          if (data.conflicts.length) {
            // What waits for a choice is saved nowhere else.
            keep();
          }
        }
      }
    } catch {
      keep();
      say("Pas de réseau. Votre texte est gardé ici, nous réessayons.", true);
      timer = setTimeout(save, RETRY_MS);
    } finally {
      saving = null;
      if (dirty) {
        timer = setTimeout(save, WAIT_MS);
      }
    }
  }

  const typed = (event) => {
    if (event.target.name?.includes("|")) {
      return;
    }
    dirty = true;
    lastTyped = event.target;
    keep();
    if (!form.querySelector("[data-compare]")) {
      // Not « Enregistré » any more, from the first letter.
      say(SAVING);
    }
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  };

  const insert = (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) {
      return;
    }
    const line = button.value.slice(button.value.indexOf("|") + 1);
    let input = document.getElementById(button.dataset.insert);
    // A field of a list is the first one that is free; another one is replaced.
    if (input?.tagName !== "TEXTAREA" && input?.name.includes(":")) {
      const key = button.value.slice(0, button.value.indexOf(":"));
      input = inputs().find(
        (one) => one.name.startsWith(`${key}:`) && one.name.endsWith(".name") && !one.value.trim(),
      );
    }
    if (!input) {
      return;
    }
    event.preventDefault();
    const before = input.value.trimEnd();
    input.value = before && input.tagName === "TEXTAREA" ? `${before}\n${line}` : line;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // On a slow network people type before this script has come.
  const typedBefore = () => {
    const seen = JSON.parse(base.value);
    const isText = ({ type }) => !["checkbox", "radio"].includes(type);
    return (
      !form.querySelector(".conflict, [aria-invalid]") &&
      inputs().some(
        (input) => isText(input) && input.name in seen && input.value !== unix(seen[input.name]),
      )
    );
  };

  const unix = (text) => text.replace(/\r\n?/g, "\n");

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("click", insert);
  form.addEventListener("cv:order", ({ detail }) => {
    order = detail;
    dirty = true;
    keep();
    save();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
    keep(true);
  });
  addEventListener("pagehide", () => {
    if (dirty) {
      keep();
    }
  });
  restore();
  if (!dirty && !saving && typedBefore()) {
    dirty = true;
    keep();
    save();
  }
}
