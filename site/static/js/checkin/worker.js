/*
 * The service worker of the check-in page: it keeps the page and its files, so that the page opens
 * without network, and never an answer of the site. When it wakes up it erases what is a day old, by
 * the rule of `store.js`. `sw.js` gives it `SHELL`, `FILES` (address asked → address kept) and `VERSION`.
 */
/* global SHELL, FILES, VERSION */
const CACHE = `pointage-${VERSION}`;
const DATABASE = "declic-pointage";
const DAY_MS = 24 * 3600 * 1000;
const OF_THE_DAY = ["lists", "names", "outcomes"];

const fill = async () => {
  const cache = await caches.open(CACHE);
  const addresses = new Set([SHELL, ...Object.values(FILES)]);
  await Promise.all(
    [...addresses].map(async (address) => {
      /* As anybody would get it: no cookie, no copy of the browser. */
      const response = await fetch(address, { credentials: "omit", cache: "reload" });
      if (!response.ok || response.redirected) throw new Error(address);
      await cache.put(address, response);
    }),
  );
};

const dropOthers = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pointage-") && name !== CACHE).map((name) => caches.delete(name)));
};

/* The database is made by the page: where there is none, there is nothing to erase. */
const wipe = () =>
  new Promise((resolve) => {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve();
    request.onsuccess = () => {
      const db = request.result;
      const running = db.transaction([...OF_THE_DAY, "queue"], "readwrite");
      const each = (name, visit) => {
        running.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
          if (!cursor) return;
          if (Math.abs(Date.now() - cursor.value.kept) >= DAY_MS) visit(cursor);
          cursor.continue();
        };
      };
      for (const name of OF_THE_DAY) each(name, (cursor) => cursor.delete());
      /* A scan waits on without initials. Of somebody who had not registered only the fact is left: the page says it. */
      each("queue", (cursor) => {
        const { nonce, session, how, kept, label } = cursor.value;
        if (how === "walk_in") cursor.update({ nonce, session, how, kept });
        else if (label) cursor.update({ ...cursor.value, label: "" });
      });
      running.oncomplete = running.onabort = () => {
        db.close();
        resolve();
      };
    };
  });

/* Whatever woke it up. */
wipe();

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([dropOthers(), wipe(), self.clients.claim()]));
});

const fromCache = async (key, request) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(key)) ?? fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === SHELL) {
    event.respondWith(fromCache(SHELL, request));
    event.waitUntil(wipe());
  } else if (FILES[url.pathname]) {
    event.respondWith(fromCache(FILES[url.pathname], request));
  }
});
