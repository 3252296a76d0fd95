/* The search box of a chooser is ready to type in as soon as its dialog is open. */
class AutofocusController extends window.StimulusModule.Controller {
  connect() {
    const dialog = this.element.closest(".modal");
    // Bootstrap moves the focus to the dialog itself at the end of its animation.
    window.jQuery(dialog).one("shown.bs.modal", () => this.element.focus());
    this.element.focus();
  }
}

window.wagtail.app.register("autofocus", AutofocusController);
