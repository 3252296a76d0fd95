/*
 * The search page with JavaScript: a changed filter refreshes the results through htmx, the count
 * is announced, facet counts and chips follow. Without it, the form and the links do the same.
 */
export default function results(form) {
  const live = document.getElementById("search-status");
  const panels = [...form.querySelectorAll(".filter")];
  const fold = form.querySelector(".search-fold");
  const isWide = window.matchMedia("(min-width: 48rem)");

  /* On a wide screen nothing folds; older browsers cannot tell it by style. */
  const unfold = () => {
    if (isWide.matches) fold.open = true;
  };
  isWide.addEventListener("change", unfold);
  unfold();

  /* On a phone, who searches wants to see what is found. */
  form.addEventListener("submit", () => {
    if (isWide.matches) return;
    fold.querySelector("summary").focus({ preventScroll: true });
    fold.open = false;
  });

  /* Other words are not yet known to be well written. */
  form.elements.namedItem("q").addEventListener("input", () => {
    form.elements.namedItem("sans_correction").value = "";
  });

  const refresh = () => window.htmx.trigger(form, "refresh");

  const update = () => {
    const list = document.getElementById("results");
    live.textContent = list.dataset.announce;
    document.title = list.dataset.title;
    document.getElementById("search-line").textContent = list.dataset.line;
    for (const [name, count] of Object.entries(JSON.parse(list.dataset.counts))) {
      const target = document.getElementById(`n-${name}`);
      if (target) target.textContent = count;
    }
    document.dispatchEvent(new CustomEvent("declic:results"));
  };

  /* A chip empties the field it came from, so that form and address never differ. */
  const remove = (name, value) => {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        if (!value || field.value === value) field.checked = false;
      } else if (field.tagName === "SELECT") {
        field.selectedIndex = 0;
      } else {
        field.value = "";
      }
    }
    refresh();
  };

  document.addEventListener("change", (event) => {
    if (event.target.form !== form || event.target.name === "q") return;
    if (event.target.name === "lieu" || event.target.name === "position") {
      form.elements.namedItem("bbox").value = "";
    }
    refresh();
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-remove]");
    if (chip) {
      event.preventDefault();
      remove(chip.dataset.remove, chip.dataset.value);
      document.getElementById("results-heading")?.focus();
    }
    for (const panel of panels) {
      if (!panel.contains(event.target)) panel.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const panel of panels.filter((candidate) => candidate.open)) {
      panel.open = false;
      panel.querySelector("summary").focus();
    }
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    for (const name of Object.keys(parameters)) {
      if (parameters[name] === "") delete parameters[name];
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "results") return;
    update();
    const { elt, triggeringEvent } = event.detail.requestConfig;
    const isPhoneSearch = triggeringEvent?.type === "submit" && !isWide.matches;
    if (isPhoneSearch || elt.closest(".pages")) {
      const heading = document.getElementById("results-heading");
      heading.focus({ preventScroll: true });
      heading.scrollIntoView({ block: "start" });
    }
  });

  document.addEventListener("htmx:sendError", () => {
    live.textContent = "La connexion est coupée. Les offres affichées ne sont pas à jour.";
  });

  /* The menu's “Carte” opens the map where it is not beside the list; so does a step of the history
     that had it open. */
  const openMap = (isWanted) => {
    const button = document.querySelector(".map-open");
    if (isWanted && button.checkVisibility()) button.click();
  };
  const isMap = () => window.location.hash === "#carte";
  window.addEventListener("hashchange", () => openMap(isMap()));
  window.addEventListener("popstate", ({ state }) => openMap(state?.map));
  openMap(isMap() || history.state?.map);

  document.addEventListener("declic:zone", (event) => {
    form.elements.namedItem("bbox").value = event.detail;
    refresh();
  });
}
