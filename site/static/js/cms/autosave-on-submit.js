/* The form of the editor and its automatic save take turns. A save that arrives behind a submission
   would write a revision that the answer does not know: the editor would then refuse to send the
   corrected form. So a submission waits for the save that is under way, and no save follows it.
   What the form sends itself names the revision that its automatic save wrote last: Wagtail's says
   which one it has loaded, and every other would look like somebody else's. */
(() => {
  let isSaving = false;
  let isSent = false;
  let waiting = null;

  const isEditor = (form) => form.id === "page-edit-form";

  /* Send what waited. The button may be disabled by now, and then would not say its name. */
  function send() {
    const { form, button } = waiting;
    waiting = null;
    if (button?.name) {
      const named = document.createElement("input");
      named.type = "hidden";
      named.name = button.name;
      named.value = button.value;
      form.append(named);
    }
    form.requestSubmit(button);
  }

  /* Say which revision the form goes on from. A page that was just made has no such fields yet. */
  function remember(form, name, value) {
    let input = form.elements.namedItem(name);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }

  document.addEventListener(
    "submit",
    (event) => {
      if (isEditor(event.target) && isSaving) {
        event.preventDefault();
        event.stopImmediatePropagation();
        waiting = { form: event.target, button: event.submitter };
      }
    },
    { capture: true },
  );
  document.addEventListener("submit", (event) => {
    isSent ||= isEditor(event.target) && !event.defaultPrevented;
  });
  document.addEventListener("w-autosave:save", (event) => {
    if (isSent || waiting) {
      event.preventDefault();
    } else {
      isSaving = true;
    }
  });
  document.addEventListener("w-autosave:success", ({ target, detail: { response } }) => {
    if (isEditor(target) && response.revision_id) {
      remember(target, "loaded_revision_id", response.revision_id);
      remember(target, "loaded_revision_created_at", response.revision_created_at);
    }
  });
  for (const outcome of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(outcome, () => {
      isSaving = false;
      if (waiting) {
        send();
      }
    });
  }
  // The browser's way back shows the same document again.
  window.addEventListener("pageshow", () => {
    isSaving = false;
    isSent = false;
  });
})();
