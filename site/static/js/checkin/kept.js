/* What this device keeps: names when somebody asks for them, which the site writes down; and how to erase it all. */
import { part, say, show, voice } from "./screen.js";
import { tell } from "./server.js";
import * as store from "./store.js";
import { counted } from "./words.js";

const REFUSALS = {
  offline: "Il faut du réseau pour demander les noms.",
  signed_out: "Connectez-vous d’abord, puis demandez les noms.",
};

export const wireKept = ({ root, session, network, changed, erased }) => {
  const take = part("names-take");
  const drop = part("names-drop");

  const paint = async () => {
    const names = await store.namesOf(session);
    const count = names ? Object.keys(names).length : 0;
    part("names-state").textContent = names
      ? `${counted(count, "nom est gardé", "noms sont gardés")} sur cet appareil, pour 24 heures.`
      : "Aucun nom n’est gardé sur cet appareil.";
    show(take, !names);
    show(drop, Boolean(names));
  };

  take.addEventListener("click", async () => {
    const speak = voice();
    const answer = await tell(root, `${root}${session}/noms-hors-ligne.json`, {});
    if (answer.kind !== "ok") {
      say("problem", "x-lg", REFUSALS[answer.kind] ?? "Le site n’a pas donné les noms.");
      network.become(answer.kind);
      return;
    }
    await store.keepNames(session, answer.data.names);
    await paint();
    changed();
    drop.focus();
    speak("good", "check-circle", "Les noms sont gardés sur cet appareil. Le site a noté qui les a demandés.");
  });

  drop.addEventListener("click", async () => {
    await store.forgetNames(session);
    await paint();
    changed();
    take.focus();
    say("good", "check-circle", "Les noms sont effacés de cet appareil.");
  });

  part("erase").addEventListener("click", async () => {
    await store.clear();
    erased();
    const waiting = (await store.waiting()).length;
    const left = waiting ? ` ${counted(waiting, "pointage attend", "pointages attendent")} encore le réseau, et reste ici.` : "";
    say("good", "check-circle", `La liste est effacée de cet appareil.${left}`);
    await paint();
  });

  return paint();
};
