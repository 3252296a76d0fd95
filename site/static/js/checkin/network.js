/*
 * What the page knows of the network and of its session with the site: the banner, the sending of what
 * waits (at once, when the network is back, every 15 seconds), the counter of the door.
 */
import { flush } from "./queue.js";
import { ask } from "./server.js";
import { part, setIcon, show, voice } from "./screen.js";
import * as store from "./store.js";
import { BANNERS } from "./words.js";

const RETRY_MS = 15_000;
const COUNTER_MS = 30_000;

export const makeNetwork = ({ root, session, settled, sent, counted, back }) => {
  let state = "ok";
  const banner = part("network");
  const signIn = banner.querySelector("a");
  signIn.href = `${root}connexion/${session ? `?session=${session}` : ""}`;

  const paint = async () => {
    const waiting = (await store.waiting()).length;
    const text = (BANNERS[state] ?? BANNERS.offline)(waiting);
    const place = banner.querySelector("[data-fill=text]");
    if (place.textContent !== text) place.textContent = text;
    banner.classList.toggle("is-quiet", !text);
    banner.dataset.state = state;
    setIcon(banner, state === "ok" ? "info-circle" : state === "offline" ? "wifi-off" : "exclamation-triangle");
    show(signIn, state === "signed_out");
    part("waiting-count").textContent = waiting ? `(et ${waiting} à envoyer)` : "";
  };

  const become = async (kind) => {
    const isBack = state !== "ok" && kind === "ok";
    state = kind;
    await paint();
    if (isBack) back();
  };

  const send = async () => {
    const speak = voice();
    await paint();
    const states = await flush(root, settled);
    sent(speak);
    const own = states.get(session) ?? [...states.values()][0];
    if (own) await become(own);
    else await paint();
    return own ?? state;
  };

  const count = async () => {
    if (!session || document.hidden) return;
    const answer = await ask(`${root}${session}/compteur.json`);
    if (answer.kind === "ok") counted(answer.data);
    await become(answer.kind);
  };

  window.addEventListener("online", async () => {
    await send();
    count();
  });
  window.addEventListener("offline", () => become("offline"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) send().then(count);
  });
  setInterval(async () => {
    if ((await store.waiting()).length) send();
    else if (state !== "ok") count();
  }, RETRY_MS);
  setInterval(count, COUNTER_MS);

  return {
    become,
    paint,
    send,
    isConnected: () => state === "ok" && navigator.onLine !== false,
  };
};
