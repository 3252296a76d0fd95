/*
 * What this device keeps, in IndexedDB only: the day's lists (salted hashes and initials), names when
 * somebody asked for them, the scans that wait to be sent, and what became of the last ones.
 * `worker.js` opens the same database and wipes it by the same rule.
 */
const NAME = "declic-pointage";
const VERSION = 1;
export const DAY_MS = 24 * 3600 * 1000;
const WEEK_MS = 7 * DAY_MS;
/* What is erased after a day; scans that wait are another matter: see `wipe`. */
const OF_THE_DAY = ["lists", "names", "outcomes"];

let opening = null;

const open = () => {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("lists", { keyPath: "session" });
      db.createObjectStore("names", { keyPath: "session" });
      db.createObjectStore("queue", { keyPath: "nonce" });
      db.createObjectStore("outcomes", { keyPath: "nonce" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => {
    opening = null;
  });
  return opening;
};

/* One transaction: `work` queues its requests at once, and gives back the one whose result counts. */
const transaction = async (names, mode, work) => {
  const db = await open();
  return new Promise((resolve, reject) => {
    const running = db.transaction(names, mode);
    const request = work(running);
    running.oncomplete = () => resolve(request?.result);
    running.onerror = () => reject(running.error);
    running.onabort = () => reject(running.error);
  });
};

const get = (name, key) => transaction([name], "readonly", (t) => t.objectStore(name).get(key));
const all = (name) => transaction([name], "readonly", (t) => t.objectStore(name).getAll());
const put = (name, row) => transaction([name], "readwrite", (t) => t.objectStore(name).put(row));
const remove = (name, key) => transaction([name], "readwrite", (t) => t.objectStore(name).delete(key));

export const listOf = (session) => get("lists", session);
export const lists = () => all("lists");
export const keepList = (list) => put("lists", { ...list, kept: Date.now() });

export const namesOf = async (session) => (await get("names", session))?.names ?? null;
export const keepNames = (session, names) => put("names", { session, names, kept: Date.now() });
export const forgetNames = (session) => remove("names", session);

/* The list of a session that this person may no longer see; its scans stay. */
export const forgetList = (session) =>
  transaction(["lists", "names"], "readwrite", (t) => {
    t.objectStore("lists").delete(session);
    t.objectStore("names").delete(session);
  });

export const waiting = async () => (await all("queue")).sort((a, b) => a.kept - b.kept);
export const enqueue = (scan) => put("queue", { ...scan, kept: Date.now() });

export const outcomes = async (session) =>
  (await all("outcomes")).filter((row) => row.session === session).sort((a, b) => b.kept - a.kept);
export const forgetOutcome = (nonce) => remove("outcomes", nonce);
export const keepOutcome = (outcome) => put("outcomes", { kept: Date.now(), ...outcome });

/* A scan leaves the queue and its outcome is kept, together or not at all. */
export const settle = (settled) =>
  transaction(["queue", "outcomes"], "readwrite", (t) => {
    for (const outcome of settled) {
      t.objectStore("queue").delete(outcome.nonce);
      t.objectStore("outcomes").put({ ...outcome, kept: Date.now() });
    }
  });

const isOlder = (row, age, now) => Math.abs(now - row.kept) >= age;

/*
 * Erases what is more than 24 hours old. A scan that could not be sent is a presence that would be
 * lost: it stays a week, without the initials. What was typed of a person who had not registered is
 * their name and how to reach them: it goes with the rest, and the page says how many.
 */
export const wipe = async (now = Date.now()) => {
  let lost = 0;
  await transaction([...OF_THE_DAY, "queue"], "readwrite", (t) => {
    const each = (name, visit) => {
      t.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        visit(cursor);
        cursor.continue();
      };
    };
    for (const name of OF_THE_DAY) {
      each(name, (cursor) => {
        if (isOlder(cursor.value, DAY_MS, now)) cursor.delete();
      });
    }
    each("queue", (cursor) => {
      const scan = cursor.value;
      if (!isOlder(scan, DAY_MS, now)) return;
      if (scan.how === "walk_in" || isOlder(scan, WEEK_MS, now)) {
        lost += 1;
        cursor.delete();
      } else if (scan.label) {
        cursor.update({ ...scan, label: "" });
      }
    });
  });
  return lost;
};

/* Everything but the scans that wait: they are nobody's to lose. */
export const clear = () =>
  transaction(OF_THE_DAY, "readwrite", (t) => {
    for (const name of OF_THE_DAY) t.objectStore(name).clear();
  });
