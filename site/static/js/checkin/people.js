/*
 * Looking for somebody: the server knows the names; without network, the device knows initials and
 * times, and names if somebody asked for them.
 */
import { fold } from "./codes.js";
import { ask } from "./server.js";
import { part, row, show } from "./screen.js";
import * as store from "./store.js";
import { HERE, MASKED, STATES, counted, who } from "./words.js";

const SHOWN = 20;
const WAIT_MS = 250;
const MIN_LETTERS = 2;

const squeezed = (text) => fold(text).replaceAll(" ", "");

export const wirePeople = ({ root, session, people, network, chosen }) => {
  const input = document.getElementById("who");
  const list = part("found");
  const note = part("found-note");
  let timer = 0;
  let turn = 0;

  /* By name where the device has them, else by initials or time; all of them when nothing is typed. */
  const here = async (text) => {
    const names = (await store.namesOf(session)) ?? {};
    const waiting = new Set((await store.waiting()).map((scan) => scan.person));
    const words = squeezed(text);
    const isFound = ({ name, i, t }) =>
      !words || squeezed(name).includes(words) || squeezed(i).startsWith(words) || squeezed(t).startsWith(words);
    const found = [...people.values()]
      .map((person) => ({ ...person, name: names[person.h] ?? "", s: waiting.has(person.h) ? "waiting" : person.s }))
      .filter(isFound);
    found.sort((a, b) => a.t.localeCompare(b.t, "fr", { numeric: true }) || a.i.localeCompare(b.i, "fr"));
    return { found: found.slice(0, SHOWN), more: found.length - SHOWN, hasNames: Object.keys(names).length > 0 };
  };

  const there = async (text) => {
    if (fold(text).length < MIN_LETTERS) return { found: [], more: 0, isShort: true };
    const answer = await ask(`${root}${session}/noms.json?q=${encodeURIComponent(text)}`);
    if (answer.kind !== "ok") {
      network.become(answer.kind);
      return here(text);
    }
    const found = answer.data.people.map(({ h, name, t, s }) => ({ h, name, t, s, i: people.get(h)?.i ?? "" }));
    return { found, more: answer.data.more ? 1 : 0, isServer: true };
  };

  const noteOf = ({ found, more, isShort, isServer, hasNames }) => {
    if (isShort) return "Tapez au moins deux lettres du nom.";
    if (!found.length) {
      return isServer || hasNames
        ? "Personne de ce nom dans la liste. Vérifiez l’orthographe, ou notez une arrivée sans inscription."
        : "Sans réseau, cherchez par initiales («\u00a0ÉM\u00a0» pour Éloïse Martin) ou par heure («\u00a014\u00a0h\u00a0»).";
    }
    const said = counted(found.length, "personne trouvée", "personnes trouvées");
    const rest = more > 0 ? " Il y en a d’autres\u00a0: précisez." : "";
    const initials = !isServer && !hasNames ? " Sans réseau, seules les initiales sont connues." : "";
    return `${said}.${rest}${initials}`;
  };

  const paint = (result) => {
    list.replaceChildren(
      ...result.found.map((person) => {
        const item = row("person-row", {
          name: person.name || person.i || MASKED,
          time: person.t,
          state: STATES[person.s] ?? "",
        });
        const button = item.querySelector("button");
        button.dataset.here = String(HERE.has(person.s));
        /* Once that is kept, the list says of them that they are here. */
        button.addEventListener("click", async () => {
          input.value = "";
          list.replaceChildren();
          input.focus();
          await chosen(person, who(person.name || person.i || MASKED, person.t));
          search();
        });
        return item;
      }),
    );
    show(list, result.found.length > 0);
    note.textContent = noteOf(result);
  };

  const search = async () => {
    turn += 1;
    const own = turn;
    const result = await (network.isConnected() ? there(input.value) : here(input.value));
    if (own === turn) paint(result);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  return { search };
};
