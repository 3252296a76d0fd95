// Mends what Swagger UI leaves out: French, names of fields, order of headings, keys for what scrolls. The page has
// its first heading from the server, before anything is drawn: Swagger's come under it.
const NAMES = [
  [".parameters select, .parameters input", (field) => field.closest("tr")?.dataset.paramName],
  [".responses-wrapper select, select.content-type", () => "Format de la réponse"],
];
const DRAWN = ".information-container, .errors-wrapper, .failed-config";
const SCROLLING = ".microlight, .opblock-body, .model-box, .highlight-code";
// What it says in English only. Code and answers are left as they are.
const WORDS = new Map(
  Object.entries({
    "Available values": "Valeurs possibles",
    Cancel: "Annuler",
    Clear: "Effacer",
    Code: "Code",
    "Controls Accept header.": "Choisit l’en-tête « Accept ».",
    Curl: "Commande curl",
    Details: "Détails",
    Download: "Télécharger",
    "Example Value": "Exemple",
    Examples: "Exemples",
    Execute: "Envoyer la demande",
    "Headers:": "En-têtes\u00a0:",
    Links: "Liens",
    Loading: "Chargement",
    "Media type": "Format",
    Name: "Nom",
    "No links": "Aucun lien",
    "No parameters": "Aucun paramètre",
    Parameters: "Paramètres",
    "Request URL": "Adresse demandée",
    Reset: "Recommencer",
    "Response body": "Corps de la réponse",
    "Response headers": "En-têtes de la réponse",
    Responses: "Réponses",
    Schema: "Structure",
    Schemas: "Structures",
    "Server response": "Réponse du serveur",
    "Try it out": "Essayer",
    Undocumented: "Sans description",
  }),
);
const AS_IS = "pre, code, .microlight, .model, .opblock-summary, textarea, script";

function setOnce(element, attribute, value) {
  if (value && !element.hasAttribute(attribute)) element.setAttribute(attribute, value);
}

const root = document.getElementById("swagger-ui");

function say(node) {
  const text = node.nodeValue.trim();
  if (!text || node.parentElement.closest(AS_IS)) return;
  const french = WORDS.get(text) ?? WORDS.get(text.replace(/ :$/, ""));
  if (french && french !== text) node.nodeValue = node.nodeValue.replace(text, french);
}

function speakFrench() {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) say(texts.currentNode);
}

function mend() {
  speakFrench();
  if (root.querySelector(DRAWN)) root.removeAttribute("aria-busy");
  for (const [selector, name] of NAMES) {
    for (const field of document.querySelectorAll(selector)) {
      setOnce(field, "aria-label", name(field));
    }
  }
  for (const heading of root.querySelectorAll("h1")) setOnce(heading, "aria-level", "2");
  // What follows the title starts at the third level.
  for (const heading of root.querySelectorAll("h3, h4, h5, h6")) {
    setOnce(heading, "aria-level", String(Number(heading.tagName[1]) - 1));
  }
  for (const part of root.querySelectorAll(".information-container")) {
    setOnce(part, "role", "region");
    setOnce(part, "aria-label", "Présentation");
  }
  for (const block of document.querySelectorAll(SCROLLING)) setOnce(block, "tabindex", "0");
}

root.setAttribute("aria-busy", "true");
new MutationObserver(mend).observe(root, {
  childList: true,
  subtree: true,
});
