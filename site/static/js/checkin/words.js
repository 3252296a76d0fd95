/* The sentences of the page, and how a person and a time are said. */

const NBSP = "\u00a0";

export const counted = (count, one, several) => `${count}${NBSP}${count > 1 ? several : one}`;

/* The hours of the sessions, whatever those of the device are. */
export const ZONE = document.body.dataset.timeZone;
const CLOCK = new Intl.DateTimeFormat("fr-FR", {
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: ZONE,
});

/* “9 h”, “9 h 05”, as everywhere else on the site. */
export const hour = (date) => {
  const said = Object.fromEntries(CLOCK.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  const minutes = said.minute ? `${NBSP}${String(said.minute).padStart(2, "0")}` : "";
  return `${said.hour}${NBSP}h${minutes}`;
};

/* “É. M., 14 h 20”. */
export const who = (name, time) => [name, time].filter(Boolean).join(", ");

const SOMEBODY = "Cette personne";
/* Somebody whose name an organisation was not told. */
export const MASKED = "Personne inscrite";

/* What is said of a scan once the server has answered: the word, the sentence, the icon. */
export const RESULTS = {
  present: { tone: "good", icon: "check-circle", say: (label) => `${label || SOMEBODY}${NBSP}: présence notée.` },
  already: { tone: "good", icon: "check-circle", say: (label) => `${label || SOMEBODY}${NBSP}: présence déjà notée.` },
  present_cancelled: {
    tone: "attention",
    icon: "exclamation-triangle",
    say: (label, reason) => `${label || SOMEBODY}${NBSP}: présence notée. ${reason}`,
  },
  refused: {
    tone: "problem",
    icon: "x-lg",
    say: (label, reason) => `${label || SOMEBODY}${NBSP}: non noté. ${reason}`,
  },
  undone: {
    tone: "attention",
    icon: "x-lg",
    say: (label) => `${label || SOMEBODY}${NBSP}: pointage annulé, cette personne n’est plus notée présente.`,
  },
  waiting: {
    tone: "attention",
    icon: "clock",
    say: (label) => `${label || SOMEBODY}${NBSP}: gardé sur cet appareil, envoyé dès que le réseau revient.`,
  },
};

/* What a person's state is called beside their name; nothing for who is simply expected. */
export const STATES = {
  waiting: "pointé ici, à envoyer",
  present: "déjà là",
  interviewed: "déjà là, entretien passé",
  waitlisted: "sur la liste d’attente",
  offered_place: "une place lui est proposée",
  declined: "a refusé la place proposée",
  offer_expired: "n’avait plus de place",
  cancelled: "inscription annulée",
  absent: "noté·e absent·e",
};

export const HERE = new Set(["present", "interviewed", "waiting"]);

export const SENT = (count, refused) =>
  `${counted(count, "pointage qui attendait est parti", "pointages qui attendaient sont partis")}` +
  (refused ? `, dont ${counted(refused, "refusé", "refusés")}${NBSP}: voyez «${NBSP}À vérifier${NBSP}».` : ".");

const kept = (waiting) =>
  waiting
    ? ` ${counted(waiting, "pointage attend", "pointages attendent")} sur cet appareil.`
    : "";

export const BANNERS = {
  ok: (waiting) => (waiting ? `${counted(waiting, "pointage part", "pointages partent")} en ce moment.` : ""),
  offline: (waiting) =>
    `Pas de réseau${NBSP}: continuez, tout est gardé ici et partira tout seul.${kept(waiting)}`,
  signed_out: (waiting) => `Vous n’êtes plus connecté·e. Rien n’est perdu.${kept(waiting)}`,
  forbidden: (waiting) => `Vous n’avez pas accès à cette session, ou elle n’existe plus.${kept(waiting)}`,
  broken: (waiting) => `Le site est en panne${NBSP}: continuez, l’appareil réessaie tout seul.${kept(waiting)}`,
  refused: (waiting) => `Le site n’a pas compris la demande.${kept(waiting)} Rechargez la page.`,
};

export const NOT_UNDONE = {
  offline: "Il faut du réseau pour annuler un pointage.",
  broken: "Le site est en panne. Réessayez dans un moment.",
  signed_out: "Connectez-vous d’abord, puis annulez ce pointage.",
  forbidden: "Vous n’avez plus accès à cette session.",
};

export const LOST = (count) =>
  `${counted(count, "pointage trop ancien n’a jamais pu partir", "pointages trop anciens n’ont jamais pu partir")}${NBSP}: ` +
  "cet appareil les a effacés. Notez ces arrivées depuis la liste de la session.";

export const NOT_KEPT =
  `Cet appareil n’a pas pu garder ce pointage${NBSP}: sa mémoire est peut-être pleine. ` +
  "Notez cette arrivée sur la feuille imprimée.";

export const NO_STORE =
  "Ce navigateur ne peut rien garder sur cet appareil (navigation privée, ou mémoire pleine). " +
  "Utilisez un autre navigateur, ou la feuille imprimée.";
