/*
 * Loads the module that an element names in data-module when it is needed: at once, or when it is
 * first focused, clicked or seen (data-when). Without JavaScript every page works as it is.
 * An element has data-starting until its module has drawn what it begins with: tests wait for it.
 */
(() => {
  const start = async (element, event) => {
    element.dataset.starting = "";
    try {
      const module = await import(element.dataset.module);
      await module.default(element, event);
    } catch (error) {
      console.error(error);
    }
    delete element.dataset.starting;
  };

  const whenSeen = (element) => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        start(element);
      }
    });
    observer.observe(element);
  };

  for (const element of document.querySelectorAll("[data-module]")) {
    const { when } = element.dataset;
    if (when === "seen") {
      whenSeen(element);
    } else if (when) {
      const name = when === "focus" ? "focusin" : when;
      element.addEventListener(name, (event) => start(element, event), { once: true });
    } else {
      start(element);
    }
  }
})();

/*
 * What is wrong in a form that is shown again is read first: its summary has the focus (`autofocus`,
 * which older browsers ignore here), and each of its links leads into the field.
 */
(() => {
  const summary = document.querySelector("[role=alert][autofocus]");
  if (!summary) return;
  if (document.activeElement === document.body) summary.focus();

  const FIELD = "input:not([type=hidden]), select, textarea";
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(link.hash.slice(1));
    const field = place?.matches(FIELD) ? place : place?.querySelector(FIELD);
    if (!field) return;
    event.preventDefault();
    place.scrollIntoView();
    field.focus({ preventScroll: true });
  });
})();

/*
 * Hearts: their code comes at the first click, or at once where this browser keeps something. A
 * page without scripts has the form; so has one whose script could not be fetched.
 */
(() => {
  const hearts = document.getElementById("hearts-status");
  if (!hearts) return;
  const load = () => import(hearts.dataset.moduleHearts);

  const keepsSomething = () => {
    try {
      return localStorage.getItem("declic.favourites") !== null;
    } catch {
      return false;
    }
  };

  if (keepsSomething()) load().catch((error) => console.error(error));

  document.addEventListener("click", (event) => {
    const heart = event.target.closest("[data-heart]");
    if (!heart) return;
    event.preventDefault();
    load()
      .then((module) => module.toggle(heart))
      .catch(() => heart.form?.requestSubmit(heart));
  });
})();
