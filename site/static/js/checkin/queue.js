/*
 * Sends what waits, whatever the session, oldest first. The nonce of a scan makes a second sending
 * silent: an answer that was lost on its way is asked again.
 */
import * as store from "./store.js";
import { tell } from "./server.js";
import { who } from "./words.js";

const BATCH = 50;
const MAX_FAILURES = 3;
const TYPED = ["first_name", "last_name", "phone", "email", "agreed", "shares"];
/* What the server is told; the label is for this screen. */
const TOLD = ["nonce", "how", "at", "code", "person", ...TYPED];

const pick = (scan, keys) => Object.fromEntries(keys.filter((key) => key in scan).map((key) => [key, scan[key]]));

/* Initials only, but for what was typed of a person whom the server refuses: it is there to be mended. */
const outcomeOf = (scan, result) => ({
  nonce: scan.nonce,
  session: scan.session,
  at: scan.at,
  status: result.status,
  reason: result.reason ?? "",
  label: who(result.initials, result.slot) || scan.label || "",
  person: result.person || scan.person || "",
  ...(result.status === "refused" && scan.how === "walk_in" ? { typed: pick(scan, TYPED) } : {}),
});

const settle = async (scans, { results, counts }, onSettled) => {
  const byNonce = new Map(results.map((result) => [result.nonce, result]));
  const settled = scans.filter((scan) => byNonce.has(scan.nonce));
  await store.settle(settled.map((scan) => outcomeOf(scan, byNonce.get(scan.nonce))));
  for (const scan of settled) onSettled(scan, byNonce.get(scan.nonce), counts);
};

/* What the server cannot read, alone, is refused: asking again would change nothing. */
const asRefused = (scan, data) => ({
  results: [{ nonce: scan.nonce, status: "refused", reason: data?.message ?? "Le site n’a pas pu lire ce pointage." }],
});

/*
 * One batch. One that the server cannot take as a whole is sent scan by scan: the bad one stops no
 * other, and what made the site fail stays here. Three failures in a row are no longer one bad scan.
 */
const sendBatch = async (root, session, scans, onSettled) => {
  const body = { scans: scans.map((scan) => pick(scan, TOLD)) };
  const answer = await tell(root, `${root}${session}/pointages.json`, body);
  if (answer.kind === "ok") {
    await settle(scans, answer.data, onSettled);
    return "ok";
  }
  if (answer.kind !== "refused" && answer.kind !== "broken") return answer.kind;
  if (scans.length === 1) {
    if (answer.kind === "broken") return "broken";
    await settle(scans, asRefused(scans[0], answer.data), onSettled);
    return "ok";
  }
  let failures = 0;
  let state = "ok";
  for (const scan of scans) {
    const alone = await sendBatch(root, session, [scan], onSettled);
    if (alone !== "ok" && alone !== "broken") return alone;
    failures = alone === "broken" ? failures + 1 : 0;
    if (alone === "broken") state = "broken";
    if (failures === MAX_FAILURES) return state;
  }
  return state;
};

const run = async (root, onSettled) => {
  const sessions = grouped(await store.waiting());
  const states = new Map();
  for (const [session, scans] of sessions) {
    for (let start = 0; start < scans.length; start += BATCH) {
      const state = await sendBatch(root, session, scans.slice(start, start + BATCH), onSettled);
      if (states.get(session) !== "broken") states.set(session, state);
      if (state === "offline" || state === "signed_out") return states;
      if (state === "forbidden") break;
    }
  }
  return states;
};

const grouped = (scans) => {
  const groups = new Map();
  for (const scan of scans) groups.set(scan.session, [...(groups.get(scan.session) ?? []), scan]);
  return groups;
};

/*
 * One sending at a time, in all the tabs of this browser; asked for several times meanwhile, the next one
 * takes all that waits. Gives the state of each session that had something to send.
 */
let running = Promise.resolve();
let next = null;
export const flush = (root, onSettled) => {
  next ??= running.then(() => {
    next = null;
    return navigator.locks
      ? navigator.locks.request("declic-pointage", () => run(root, onSettled))
      : run(root, onSettled);
  });
  running = next.catch(() => {});
  return next;
};
