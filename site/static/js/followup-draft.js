/*
 * Keeps what is typed in a form of a case: on the server while one types, and in this tab alone
 * (sessionStorage) until the server has it. An expired session, a lost network or a case that went
 * to somebody else lose nothing. Nothing of it is ever in localStorage.
 */
import { makeTie } from "./save-status.js";

const WAIT_MS = 1200;
const RETRY_MS = 8000;
/* Hidden fields that say on what a form was read: they come back with its text. */
const READ_ON = ["version", "seen"];
const PREFIX = "followup:";
const started = new WeakSet();

export default function followupDraft(element) {
  const frame = element.closest("[data-draft-token]");
  if (!frame) {
    return;
  }
  clean(frame);
  const holder = element.closest("[data-draft-form]");
  const form = holder?.closest("form");
  if (form && !started.has(form)) {
    started.add(form);
    start(frame, form, holder.dataset.draftForm);
  }
}

/* Copies of forms that were sent, and of somebody else who used this tab. */
function clean(frame) {
  const sent = frame.dataset.draftSent.split(" ");
  for (const name of stored()) {
    const kept = read(name);
    if (!kept || kept.owner !== frame.dataset.draftOwner || sent.includes(kept.key)) {
      sessionStorage.removeItem(name);
    }
  }
}

function stored() {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function start(frame, form, draftForm) {
  const name = `${PREFIX}${location.pathname}:${draftForm}`;
  const status = statusOf(form);
  const key = hidden(form, "draft_key", random());
  let timer = 0;
  let saving = false;
  let asked = null;
  let dirty = false;
  let said = "";

  const tie = makeTie(status);
  let lastTyped = null;

  const say = (text, problem = false) => {
    status.classList.toggle("is-problem", problem);
    tie(problem ? lastTyped : null);
    if (said !== text) {
      said = text;
      status.textContent = text;
    }
  };

  const inputs = () =>
    [...form.elements].filter(
      (input) =>
        input.name &&
        input.name !== "csrfmiddlewaretoken" &&
        !input.name.startsWith("draft_") &&
        !["submit", "button", "fieldset", "file", "password"].includes(input.type) &&
        (input.type !== "hidden" || READ_ON.includes(input.name)),
    );

  const fields = () => {
    const found = {};
    for (const input of inputs()) {
      if (input.type === "checkbox" || input.type === "radio") {
        if (input.checked) {
          found[input.name] =
            input.name in found ? [found[input.name], input.value].flat() : input.value;
        }
      } else if (input.type === "select-multiple") {
        found[input.name] = [...input.selectedOptions].map(({ value }) => value);
      } else {
        found[input.name] = input.value;
      }
    }
    return found;
  };

  const put = (values) => {
    for (const input of inputs()) {
      const value = values[input.name];
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = [value].flat().includes(input.value);
      } else if (input.type === "select-multiple") {
        for (const option of input.options) {
          option.selected = [value].flat().includes(option.value);
        }
      } else if (value !== undefined) {
        input.value = value;
      }
    }
  };

  const keep = () => {
    try {
      const kept = { fields: fields(), key: key.value, owner: frame.dataset.draftOwner };
      sessionStorage.setItem(name, JSON.stringify(kept));
    } catch {
      /* A full store, or none: the server's copy is all there is. */
    }
  };

  const restore = () => {
    const kept = read(name);
    if (!kept || form.querySelector("[data-draft-again], [aria-invalid]")) {
      return;
    }
    const before = fields();
    if (JSON.stringify(kept.fields) === JSON.stringify(before)) {
      sessionStorage.removeItem(name);
      return;
    }
    put(kept.fields);
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = "Le texte tapé dans cette fenêtre n’avait pas été enregistré : le revoici. ";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = "Revenir à ce qui était enregistré";
    button.addEventListener("click", () => {
      put(before);
      sessionStorage.removeItem(name);
      notice.remove();
    });
    notice.append(button);
    form.querySelector("[data-draft-left]")?.setAttribute("hidden", "");
    status.before(notice);
    dirty = true;
    save();
  };

  const signIn = () => {
    const link = document.createElement("a");
    link.href = `/compte/connexion/?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = "Reconnectez-vous";
    say("Votre connexion est finie. Votre texte reste dans cette fenêtre. ", true);
    status.append(link);
  };

  async function save() {
    clearTimeout(timer);
    if (saving) {
      return;
    }
    dirty = false;
    saving = true;
    asked = new AbortController();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.append("draft_token", frame.dataset.draftToken);
    body.append("draft_form", draftForm);
    body.append("fields", JSON.stringify(fields()));
    try {
      const answer = await fetch(frame.dataset.draftUrl, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        signal: asked.signal,
      });
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        signIn();
      } else if (!isJson) {
        throw new Error(String(answer.status));
      } else {
        const { saved, message } = await answer.json();
        say(saved ? `Brouillon enregistré à ${saved}` : message, !saved);
        if (saved && !dirty) {
          sessionStorage.removeItem(name);
        }
      }
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      say("Pas de réseau. Votre texte est gardé dans cette fenêtre, nous réessayons.", true);
      timer = setTimeout(save, RETRY_MS);
    } finally {
      saving = false;
      if (dirty) {
        timer = setTimeout(save, WAIT_MS);
      }
    }
  }

  const typed = (event) => {
    lastTyped = event?.target ?? null;
    dirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  };

  // On a slow network people type before this script has come.
  const typedBefore = () => inputs().some(isChanged);

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    // What is on its way would come back as a draft of what is sent.
    asked?.abort();
    dirty = false;
    // Until the answer says that it was taken: the session may have ended.
    keep();
  });
  restore();
  if (!dirty && !saving && typedBefore()) {
    typed();
  }
}

/* Whether a field says something else than the page that was sent. */
function isChanged(input) {
  if (input.type === "hidden") {
    return false;
  }
  if (input.type === "checkbox" || input.type === "radio") {
    return input.checked !== input.defaultChecked;
  }
  if (input.options) {
    const chosen = [...input.options].some((option) => option.defaultSelected);
    return chosen && [...input.options].some((option) => option.selected !== option.defaultSelected);
  }
  return input.value !== input.defaultValue;
}

function statusOf(form) {
  const there = form.querySelector("[data-draft-status]");
  if (there) {
    return there;
  }
  const made = document.createElement("p");
  made.className = "case-draft-status";
  made.setAttribute("role", "status");
  form.prepend(made);
  return made;
}

function hidden(form, name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  form.append(input);
  return input;
}

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
