/*
 * Loads the module that an element names in data-module when it is needed: at once, or when it is
 * first focused, clicked or seen (data-when). Without JavaScript every page works as it is.
 */
(() => {
  const start = (element, event) =>
    import(element.dataset.module)
      .then((module) => module.default(element, event))
      .catch((error) => console.error(error));

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
