/* The sessions that this person may check in today; without network, those that this device knows. */
import { ask } from "./server.js";
import { part, row, show } from "./screen.js";
import * as store from "./store.js";
import { hour, ZONE } from "./words.js";

const DAY = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", timeZone: ZONE });
/* The browser writes « lundi 1 mars ». */
const day = (moment) => DAY.format(moment).replace(/\b1 /, "1er ");

const REASONS = {
  ok: "Aucune session à pointer hier, aujourd’hui ni demain. Une session apparaît ici la veille.",
  offline: "Pas de réseau, et cet appareil n’a encore ouvert aucune session. Réessayez dès que le réseau revient.",
  signed_out: "Connectez-vous pour voir les sessions du jour.",
  forbidden: "Votre compte ne permet pas de pointer des arrivées.",
};

export const showSessions = async (root, network) => {
  const list = part("sessions");
  const paint = (sessions, kind) => {
    list.replaceChildren(
      ...sessions.map((session) => {
        const starts = new Date(session.starts_at);
        const item = row("session-row", {
          label: session.label,
          when: [`${day(starts)}, ${hour(starts)}`, session.place].filter(Boolean).join(", "),
          counts: session.counts ? `${session.counts.present} sur ${session.counts.expected}` : "",
        });
        item.querySelector("a").href = `${root}?session=${session.id}`;
        return item;
      }),
    );
    show(list, sessions.length > 0);
    const note = part("sessions-note");
    note.textContent = sessions.length ? "" : (REASONS[kind] ?? REASONS.forbidden);
    show(note, !sessions.length);
  };
  const answer = await ask(`${root}sessions.json`);
  const known = (await store.lists()).map((kept) => ({ ...kept, id: kept.session }));
  paint(answer.kind === "ok" ? answer.data.sessions : known, answer.kind);
  show(part("choice"), true);
  await network.become(answer.kind);
};
