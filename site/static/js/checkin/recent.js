/* What became of the last scans: those to look at, which stay until somebody has seen them, and the last ten. */
import { part, row, say, setIcon, show, voice } from "./screen.js";
import { tell } from "./server.js";
import * as store from "./store.js";
import { NOT_UNDONE, RESULTS, hour } from "./words.js";

const LAST = 10;
/* They stay until somebody has seen them. */
export const TO_SEE = new Set(["refused", "present_cancelled"]);
const UNDONE_HERE = new Set(["present", "present_cancelled"]);

const itemOf = (template, outcome) => {
  const { tone, icon, say } = RESULTS[outcome.status] ?? RESULTS.refused;
  const item = row(template, {
    time: outcome.at ? hour(new Date(outcome.at)) : "",
    text: say(outcome.label, outcome.reason),
    label: outcome.label,
  });
  item.dataset.tone = tone;
  setIcon(item, icon);
  return item;
};

export const makeRecent = ({ root, session, mend, network, undone }) => {
  const undoing = new Set();
  const undo = async (outcome) => {
    if (undoing.has(outcome.nonce)) return;
    undoing.add(outcome.nonce);
    try {
      await takeBack(outcome, voice());
    } finally {
      undoing.delete(outcome.nonce);
    }
  };

  /* Somebody else was meant: only the site knows what they were before. */
  const takeBack = async (outcome, speak) => {
    const answer = await tell(root, `${root}${session}/reprise.json`, { nonce: outcome.nonce });
    if (answer.kind !== "ok") {
      say("problem", "x-lg", answer.data?.message ?? NOT_UNDONE[answer.kind] ?? NOT_UNDONE.broken);
      if (answer.kind !== "refused") network.become(answer.kind);
      return;
    }
    const { tone, icon, say: sentence } = RESULTS.undone;
    speak(tone, icon, sentence(outcome.label));
    await store.keepOutcome({ ...outcome, status: "undone" });
    await undone(answer.data.counts);
    await paint();
    /* Whoever went on with somebody else stays where they are. */
    if (document.activeElement === document.body) document.getElementById("recent-title").focus();
  };

  const recentItem = (outcome) => {
    const item = itemOf("recent-row", outcome);
    const button = item.querySelector("[data-undo]");
    show(button, UNDONE_HERE.has(outcome.status));
    button.addEventListener("click", () => undo(outcome));
    return item;
  };

  const paint = async () => {
    const rows = await store.outcomes(session);
    const toSee = rows.filter((outcome) => TO_SEE.has(outcome.status) && !outcome.isSeen);
    part("to-see").replaceChildren(
      ...toSee.map((outcome) => {
        const item = itemOf("to-see-row", outcome);
        const again = item.querySelector("[data-again]");
        show(again, Boolean(outcome.typed));
        again.addEventListener("click", async () => {
          mend(outcome.typed);
          await store.forgetOutcome(outcome.nonce);
          paint();
        });
        item.querySelector("[data-seen]").addEventListener("click", async () => {
          await store.keepOutcome({ ...outcome, isSeen: true, typed: undefined });
          await paint();
          document.getElementById(toSee.length > 1 ? "to-see-title" : "recent-title").focus();
        });
        return item;
      }),
    );
    show(part("to-see-box"), toSee.length > 0);
    const waiting = (await store.waiting()).filter((scan) => scan.session === session).reverse();
    const shown = [...waiting.map((scan) => ({ ...scan, status: "waiting" })), ...rows].slice(0, LAST);
    part("recent").replaceChildren(...shown.map(recentItem));
    show(part("recent-box"), shown.length > 0);
  };
  return { paint };
};
