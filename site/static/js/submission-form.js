/*
 * The form of an opportunity: fields that are drawn once they matter, and the words that a review
 * would refuse, told while they are typed. Without JavaScript every field is there, and the words
 * are told when a step is saved.
 */
import conditionalFields from "./conditional-fields.js";

const WAIT_MS = 700;

const tellRemarks = (form, list) => {
  const input = form.elements.namedItem(list.dataset.remarksOf);
  let timer = 0;
  let latest = null;

  const ask = async () => {
    latest?.abort();
    latest = new AbortController();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.set("text", input.value);
    try {
      const response = await fetch(form.dataset.remarks, { method: "POST", body, signal: latest.signal });
      if (response.ok) list.innerHTML = await response.text();
    } catch {
      /* Off line or typed on: the next answer tells. */
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
};

export default function submissionForm(form) {
  conditionalFields(form);
  for (const list of form.querySelectorAll("[data-remarks-of]")) tellRemarks(form, list);
}
