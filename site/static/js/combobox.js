/*
 * Suggestions of communes, or of occupations (data-words="metier"), under a text field: the
 * editable combobox pattern with list autocompletion (WAI-ARIA). The server answers
 * {results: [{value, label, detail}]}.
 */
const WAIT_MS = 150;
const WORDS = {
  commune: {
    list: "Communes proposées",
    one: "commune proposée",
    many: "communes proposées",
    none: "Aucune commune trouvée.",
  },
  metier: {
    list: "Métiers proposés",
    one: "métier proposé",
    many: "métiers proposés",
    none: "Aucun métier trouvé.",
  },
};

export default function combobox(root) {
  const input = root.querySelector("input[type=text]");
  const words = WORDS[root.dataset.words ?? "commune"];
  const position = input.form.elements.namedItem("position");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer = 0;
  let pending = null;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  root.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
  })) {
    input.setAttribute(name, value);
  }

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const highlight = (index) => {
    active = index;
    [...list.children].forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === index));
    });
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const choose = (index) => {
    input.value = options[index].value;
    if (position) position.value = "";
    close();
    status.textContent = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (results) => {
    options = results;
    list.replaceChildren(
      ...results.map((result, index) => {
        const item = document.createElement("li");
        const detail = document.createElement("small");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        detail.textContent = result.detail;
        item.append(document.createTextNode(result.label), detail);
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => choose(index));
        return item;
      }),
    );
    active = -1;
    list.hidden = results.length === 0;
    input.setAttribute("aria-expanded", String(results.length > 0));
    const noun = results.length > 1 ? words.many : words.one;
    status.textContent = results.length
      ? `${results.length} ${noun}. Flèche bas pour choisir.`
      : words.none;
  };

  const ask = async () => {
    pending?.abort();
    const text = input.value.trim();
    if (text.length < 2) {
      close();
      return;
    }
    pending = new AbortController();
    try {
      const address = `${root.dataset.url}?${new URLSearchParams({ q: text.slice(0, 100) })}`;
      const answer = await fetch(address, { signal: pending.signal });
      if (answer.ok) show((await answer.json()).results);
    } catch (error) {
      if (error.name === "AbortError") return;
      close();
      status.textContent = "Pas de réseau\u00a0: rien n’est proposé. Écrivez le nom en entier.";
    }
  };

  input.addEventListener("input", () => {
    if (position) position.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        ask();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      highlight((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(active);
    }
  });

  input.addEventListener("blur", () => {
    clearTimeout(timer);
    pending?.abort();
    close();
  });

  // On a slow network people type before this script has come.
  if (document.activeElement === input && input.value !== input.defaultValue) ask();
}
