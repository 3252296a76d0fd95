/* Wagtail's rich text area has no name for screen readers: it takes the label of its panel. */
class RichTextNameController extends window.StimulusModule.Controller {
  connect() {
    this.observer = new MutationObserver(() => this.name());
    this.observer.observe(this.element, { childList: true, subtree: true });
    this.name();
  }

  disconnect() {
    this.observer.disconnect();
  }

  name() {
    const text = this.element.querySelector("[role=textbox]:not([aria-label])");
    const label = this.element.querySelector("label");
    if (text && label) {
      text.setAttribute("aria-label", label.firstChild.textContent.trim());
    }
  }
}

window.wagtail.app.register("rich-text-name", RichTextNameController);
