// In a chooser of several objects, what was ticked stays chosen when another search or another page
// replaces the list. Wagtail's script reads the ticked boxes of the dialog: those that have left the
// list are shown above it, ticked, where they can be unticked.
const BOX = '[data-multiple-choice-select]';
const FORM = '[data-multiple-choice-form]';
const LIST = 'kept-choices';

// The choices of each dialog, by key: they go with it.
const kept = new WeakMap();

function choicesOf(form) {
  const dialog = form.closest('.modal-body');
  if (!kept.has(dialog)) kept.set(dialog, new Map());
  return kept.get(dialog);
}

function nameOf(box) {
  const row = box.closest('tr');
  const label = row && row.querySelector(`label[for="${CSS.escape(box.id)}"], .title`);
  return (label || box).textContent.trim() || box.title;
}

function listOf(form) {
  let list = form.querySelector(`.${LIST}`);
  if (!list) {
    list = document.createElement('fieldset');
    list.className = `${LIST} w-mb-4`;
    form.prepend(list);
  }
  return list;
}

function keptRow(key, name) {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = 'id';
  box.value = key;
  box.checked = true;
  box.setAttribute('data-multiple-choice-select', '');
  label.className = 'w-block';
  label.append(box, ` ${name}`);
  return label;
}

// Draw what has left the list, and tick what is in it.
function draw(form) {
  const choices = choicesOf(form);
  const list = listOf(form);
  const shown = new Map();
  form.querySelectorAll(BOX).forEach((box) => {
    if (!list.contains(box)) shown.set(box.value, box);
  });
  shown.forEach((box, key) => {
    box.checked = choices.has(key);
  });
  const away = [...choices].filter(([key]) => !shown.has(key));
  const legend = document.createElement('legend');
  legend.className = 'w-label-3';
  legend.textContent = 'Déjà cochés';
  list.replaceChildren(legend, ...away.map(([key, name]) => keptRow(key, name)));
  list.hidden = away.length === 0;
  const submit = form.querySelector('[data-multiple-choice-submit]');
  if (submit) submit.disabled = choices.size === 0;
}

// The button of the dialog, or its search box while there is nothing to confirm.
function focusOn(form) {
  const submit = form.querySelector('[data-multiple-choice-submit]:enabled');
  (submit || form.closest('.modal-body').querySelector('#id_q'))?.focus();
}

document.addEventListener('change', (event) => {
  const box = event.target;
  const form = box instanceof Element && box.matches(BOX) && box.closest(FORM);
  if (!form) return;
  const choices = choicesOf(form);
  if (box.checked) choices.set(box.value, nameOf(box));
  else choices.delete(box.value);
  const wasAway = listOf(form).contains(box);
  draw(form);
  // The box that had the focus is gone.
  if (wasAway) focusOn(form);
});

new MutationObserver((records) => {
  const forms = new Set();
  records.forEach(({ target, addedNodes }) => {
    const dialog = target.closest?.('.modal-body');
    const isOurs = [...addedNodes].every((node) => node.classList?.contains(LIST));
    if (!dialog || isOurs || target.classList.contains(LIST)) return;
    dialog.querySelectorAll(FORM).forEach((form) => forms.add(form));
  });
  forms.forEach(draw);
}).observe(document.documentElement, { childList: true, subtree: true });
