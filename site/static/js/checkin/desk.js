/*
 * The door of one session. Whatever way somebody is checked in, the scan is first kept on this device,
 * then sent: with and without network it is one path.
 */
import { makeCamera } from "./camera.js";
import { hashOf, nonce, readCode, typedCode } from "./codes.js";
import { wireKept } from "./kept.js";
import { makeNetwork } from "./network.js";
import { wirePeople } from "./people.js";
import { TO_SEE, makeRecent } from "./recent.js";
import { part, say, show, voice, wireWays } from "./screen.js";
import { ask } from "./server.js";
import * as store from "./store.js";
import { makeTurns } from "./turns.js";
import { NOT_KEPT, RESULTS, SENT, who } from "./words.js";
import { wireWalkIn } from "./walk-in.js";

const PATIENCE_MS = 3000;
const ELSEWHERE = "Ce code est celui d’une autre session.";
const NOT_OURS = "Ce code QR n’est pas une inscription. Cherchez la personne par son nom.";

export const openDesk = async (root, session) => {
  /* Of each person: the hash of the code, initials, time, state. */
  const people = new Map();
  /* What this screen knows and the device does not keep: names, until the page is closed. */
  const labels = new Map();
  /* The scans whose result is still to be said, each with its voice. */
  const unsaid = new Map();
  let salt = "";
  /* What came of scans that were said to wait; null when this sending has said something already. */
  let late = [];

  const paintCounts = (counts) => {
    if (!counts) return;
    part("present").textContent = counts.present;
    part("expected").textContent = counts.expected;
  };

  /* False when something was said of a later act meanwhile. */
  const announce = (speak, status, label, reason, note) => {
    const { tone, icon, say: sentence } = RESULTS[status] ?? RESULTS.refused;
    return speak(tone, icon, [sentence(label, reason), note].filter(Boolean).join(" "));
  };

  const sayOnce = (key, ...result) => {
    const speak = unsaid.get(key);
    unsaid.delete(key);
    return speak ? announce(speak, ...result) : null;
  };

  const settled = (scan, result, counts) => {
    const name = result.name || result.initials;
    const person = people.get(result.person);
    if (person && result.status !== "refused") person.s = "present";
    paintCounts(counts);
    const label = who(name, result.slot) || labels.get(scan.nonce) || scan.label;
    const isSaid = sayOnce(scan.nonce, result.status, label, result.reason, result.note);
    if (isSaid) late = null;
    else if (isSaid === null || TO_SEE.has(result.status)) late?.push(result.status);
    labels.delete(scan.nonce);
    recent.paint();
  };

  /* What was refused is said in any case; it names nobody. */
  const sent = (speak) => {
    if (late?.length) {
      const refused = late.filter((status) => status === "refused").length;
      if (refused) say("attention", "exclamation-triangle", SENT(late.length, refused));
      else if (!speak("good", "check-circle", SENT(late.length, 0))) return;
    }
    late = [];
  };

  const takeIn = (list) => {
    salt = list.salt;
    people.clear();
    for (const person of list.people) people.set(person.h, person);
    part("title").textContent = list.label;
    part("place").textContent = list.place;
    show(part("sharing"), list.may_share);
    document.title = `${list.label} – Pointage`;
    paintCounts(list.counts);
  };

  const load = async () => {
    const answer = await ask(`${root}${session}/liste.json`);
    if (answer.kind === "ok") {
      const { session: about, ...rest } = answer.data;
      const list = { ...about, ...rest, session };
      await store.keepList(list);
      takeIn(list);
    } else if (answer.kind === "forbidden") {
      await store.forgetList(session);
      people.clear();
    }
    await network.become(answer.kind);
    return answer.kind;
  };

  const network = makeNetwork({
    root,
    session,
    settled,
    sent,
    counted: (counts) => {
      const isNew = people.size && counts.expected !== Number(part("expected").textContent);
      paintCounts(counts);
      if (isNew) load();
    },
    back: load,
  });

  const waitsAlready = async (person) =>
    person && (await store.waiting()).some((scan) => scan.session === session && scan.person === person);

  /* Sends what waits; says of one scan that it waits when no answer comes soon. */
  const send = async (sayThatItWaits) => {
    if (!network.isConnected()) sayThatItWaits();
    const timer = setTimeout(sayThatItWaits, PATIENCE_MS);
    await network.send();
    clearTimeout(timer);
    sayThatItWaits();
  };

  /* Keeps the scan on this device; its answer, or that it waits, is said when it comes. */
  const keep = async (speak, scan, label, name = "") => {
    if (await waitsAlready(scan.person)) {
      announce(speak, "already", name || label);
      return;
    }
    const kept = { nonce: nonce(), session, at: new Date().toISOString(), label, ...scan };
    await store.enqueue(kept);
    if (name) labels.set(kept.nonce, name);
    unsaid.set(kept.nonce, speak);
    recent.paint();
    send(() => sayOnce(kept.nonce, "waiting", name || label));
  };

  /* A code that the list knows is kept as its hash; another one as it is: the server may know it. */
  const scanCode = async (speak, code) => {
    const hash = salt ? await hashOf(salt, code) : "";
    const person = people.get(hash);
    if (person) await keep(speak, { how: "code", person: hash }, who(person.i, person.t));
    else await keep(speak, { how: "code", code }, `Code qui finit par ${code.slice(-3)}`);
  };

  const refuseHere = async (speak, reason) => {
    await store.keepOutcome({
      nonce: nonce(),
      session,
      at: new Date().toISOString(),
      status: "refused",
      reason,
      label: "",
    });
    announce(speak, "refused", "", reason);
    recent.paint();
  };

  const scanText = async (speak, text) => {
    const read = readCode(text);
    if (!read) speak("problem", "x-lg", NOT_OURS);
    else if (read.session !== session) await refuseHere(speak, ELSEWHERE);
    else await scanCode(speak, read.code.toUpperCase());
  };

  /* People are taken in one after the other: what is said is about the last one. True once kept here. */
  const inTurn = makeTurns();
  const take = async (act) => {
    const speak = voice();
    try {
      await inTurn(() => act(speak));
      return true;
    } catch (error) {
      console.error(error);
      say("problem", "x-lg", NOT_KEPT);
      return false;
    }
  };

  const walkIn = wireWalkIn({
    arrived: (values) =>
      take((speak) => keep(speak, { how: "walk_in", ...values }, `${values.first_name} ${values.last_name}`)),
  });

  const camera = wireCamera((text) => take((speak) => scanText(speak, text)));
  const open = wireWays((name) => {
    if (name !== "scan") camera.stop();
    if (name === "find") search.search();
  });
  const recent = makeRecent({
    root,
    session,
    network,
    undone: load,
    mend: (values) => {
      open("walk-in");
      walkIn.fill(values);
    },
  });
  const search = wirePeople({
    root,
    session,
    people,
    network,
    chosen: (person, name) =>
      take((speak) => keep(speak, { how: "name", person: person.h }, who(person.i, person.t), name)),
  });
  wireTyped((text) => take((speak) => (readCode(text) ? scanText(speak, text) : scanCode(speak, typedCode(text)))));
  wireKept({
    root,
    session,
    network,
    changed: () => search.search(),
    erased: () => {
      people.clear();
      search.search();
      recent.paint();
    },
  });

  const kept = await store.listOf(session);
  if (kept) takeIn(kept);
  show(part("desk"), true);
  show(part("bar"), true);
  open("scan");
  await recent.paint();
  await load();
  await network.send();
};

const wireTyped = (typed) => {
  const input = document.getElementById("code");
  input.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const isShort = text.length < 4;
    show(document.getElementById("code-error"), isShort);
    if (isShort) {
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    input.removeAttribute("aria-invalid");
    input.value = "";
    await typed(text);
    input.focus();
  });
};

const wireCamera = (seen) => {
  const start = part("camera-start");
  const stop = part("camera-stop");
  const paint = (isOn) => {
    show(part("camera"), isOn);
    show(stop, isOn);
    show(start, !isOn);
  };
  const camera = makeCamera(document.getElementById("video"), {
    seen,
    refused: (reason) => {
      part("camera-refused").querySelector("[data-fill=text]").textContent = reason;
      show(part("camera-refused"), true);
      part("camera-refused").focus();
    },
    stopped: () => paint(false),
  });
  start.addEventListener("click", () => {
    show(part("camera-refused"), false);
    paint(true);
    camera.start();
  });
  stop.addEventListener("click", () => {
    camera.stop();
    start.focus();
  });
  return camera;
};
