/* Somebody who comes without having registered: a name, a way to reach them, their spoken agreement. */
import { part, show } from "./screen.js";

const FIELDS = ["first_name", "last_name", "phone", "email"];
const TICKS = ["agreed", "shares"];

const MISTAKES = {
  first_name: "Écrivez le prénom.",
  last_name: "Écrivez le nom.",
  phone: "Écrivez un téléphone ou une adresse e-mail, pour que la personne reçoive la suite.",
  phoneWrong: "Un numéro de téléphone a dix chiffres, ou commence par +.",
  email: "Cette adresse e-mail n’est pas complète.",
  agreed: "Demandez l’accord de la personne, puis cochez la case.",
};

const mistakesOf = (values) => {
  const mistakes = new Map();
  for (const name of ["first_name", "last_name"]) if (!values[name]) mistakes.set(name, MISTAKES[name]);
  if (!values.phone && !values.email) mistakes.set("phone", MISTAKES.phone);
  else if (values.phone && !/^(\+\d{8,15}|0\d{9})$/.test(values.phone.replace(/[\s.()-]/g, ""))) {
    mistakes.set("phone", MISTAKES.phoneWrong);
  }
  if (values.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email)) mistakes.set("email", MISTAKES.email);
  if (!values.agreed) mistakes.set("agreed", MISTAKES.agreed);
  return mistakes;
};

export const wireWalkIn = ({ arrived }) => {
  const form = part("walk-in-form");
  const field = (name) => form.elements.namedItem(name);

  const mark = (mistakes) => {
    for (const name of [...FIELDS, "agreed"]) {
      const place = document.getElementById(`${name}-error`);
      const text = mistakes.get(name) ?? "";
      place.querySelector("[data-fill]").textContent = text;
      show(place, Boolean(text));
      if (text) field(name).setAttribute("aria-invalid", "true");
      else field(name).removeAttribute("aria-invalid");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(FIELDS.map((name) => [name, field(name).value.trim()]));
    for (const name of TICKS) values[name] = field(name).checked;
    const mistakes = mistakesOf(values);
    mark(mistakes);
    if (mistakes.size) {
      field(mistakes.keys().next().value).focus();
      return;
    }
    arrived(values).then((isKept) => {
      if (!isKept) fill(values);
    });
    form.reset();
    field("first_name").focus();
  });

  /* What the server refused, to be corrected and sent again. */
  const fill = (values) => {
    for (const name of FIELDS) field(name).value = values[name] ?? "";
    for (const name of TICKS) field(name).checked = Boolean(values[name]);
    mark(new Map());
    field("first_name").focus();
  };
  return { fill };
};
