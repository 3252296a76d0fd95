/*
 * Checking people in at the door (pointage). The page is the same for everybody and holds nobody's
 * data: they come from the site when somebody is signed in, and wait in this device when they cannot.
 */
import { openDesk } from "./desk.js";
import { makeNetwork } from "./network.js";
import { part, say } from "./screen.js";
import { showSessions } from "./sessions.js";
import * as store from "./store.js";
import { LOST, NO_STORE } from "./words.js";

const root = document.body.dataset.root;
const WIPE_MS = 10 * 60 * 1000;

const chosenSession = () => {
  const { searchParams, hash } = new URL(window.location.href);
  const id = searchParams.get("session") ?? hash.replace(/^#(session=)?/, "");
  return /^\d{1,15}$/.test(id) ? Number(id) : null;
};

/* A page that stays open forgets as well: what it knows goes with what was kept. */
const wipeAgain = async (session) => {
  const had = session && (await store.listOf(session));
  await store.wipe();
  if (had && !(await store.listOf(session))) window.location.reload();
};

const openChoice = async () => {
  const network = makeNetwork({
    root,
    session: null,
    settled: () => {},
    sent: () => {},
    counted: () => {},
    back: () => showSessions(root, network),
  });
  await showSessions(root, network);
  await network.send();
};

/* What says that the page opens stands until it has; tests wait for it as well. */
const start = async () => {
  part("loading").dataset.starting = "";
  navigator.serviceWorker?.register(`${root}sw.js`, { scope: root }).catch((error) => console.error(error));
  let lost = 0;
  try {
    lost = await store.wipe();
  } catch {
    say("problem", "x-lg", NO_STORE);
    part("loading").remove();
    return;
  }
  const session = chosenSession();
  setInterval(() => wipeAgain(session), WIPE_MS);
  if (session) await openDesk(root, session);
  else await openChoice();
  if (lost) say("problem", "exclamation-triangle", LOST(lost));
  part("loading").remove();
};

window.addEventListener("hashchange", () => window.location.reload());
start();
