/* No automatic save leaves once the form is sent: it would write a revision behind the answer, and
   the editor would then refuse to send the corrected form. */
(() => {
  let isSent = false;
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.id === "page-edit-form") {
      isSent = true;
    }
  });
  document.addEventListener("w-autosave:save", (event) => {
    if (isSent) {
      event.preventDefault();
    }
  });
  // The browser's way back shows the same document again.
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
})();
