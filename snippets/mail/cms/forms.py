"""The form of a message's text."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from snippets.mail.templates.engine import (
    CheckedTemplate,
    MailTemplateError,
    MailText,
    load_text,
    render,
)
from snippets.mail.templates.faults import UNFILLABLE, fault_of
from snippets.mail.templates.samples import sample_values


class MailTemplateForm(WagtailAdminModelForm):
    """The text that is sent; one left as the project's own stays empty in the database."""

    class Media:
        js = ("js/cms/mail-variables.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = load_text(self.instance.key)
        text = self.instance.text
        self.initial["subject"], self.initial["body"] = text.subject, text.body

    def clean_subject(self) -> str:
        """Check the subject, which is one line and is never empty."""
        text = self.cleaned_data["subject"].strip()
        if len(text.splitlines()) > 1:
            message = "L’objet tient sur une seule ligne."
            raise forms.ValidationError(message)
        own = self._own_text(text, self.original.subject)
        if own and not self._filled(own, with_samples=False):
            message = "L’objet serait vide sans ses variables\u00a0: ajoutez quelques mots."
            raise forms.ValidationError(message)
        return own

    def clean_body(self) -> str:
        """Check the body."""
        text = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        own = self._own_text(text, self.original.body)
        if own and not self._filled(own, with_samples=True):
            message = "Le message serait vide\u00a0: ajoutez quelques mots."
            raise forms.ValidationError(message)
        return own

    def clean(self) -> dict[str, Any]:
        """Refuse a text without what its message is for; subject and body make it together."""
        data: dict[str, Any] = super().clean()
        subject, body = data.get("subject"), data.get("body")
        if subject is None or body is None or not (subject or body):
            return data
        text = MailText(subject or self.original.subject, body or self.original.body)
        if fault := fault_of(self.instance.key, text):
            self.add_error("body" if body else "subject", fault)
        return data

    def _own_text(self, text: str, original: str) -> str:
        """The text, empty when it is the project's own; its syntax and variables are checked."""
        if not text or text == original:
            return ""
        kind = self.instance.kind
        try:
            CheckedTemplate(text).check(kind.names if kind else set())
        except MailTemplateError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def _filled(self, text: str, *, with_samples: bool) -> str:
        """The text with its samples, or with nothing in any variable."""
        kind = self.instance.kind
        values = sample_values(kind) if kind else {}
        if not with_samples:
            values = dict.fromkeys(values, "")
        try:
            return render(MailText("", text), values).body.strip()
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise forms.ValidationError(UNFILLABLE) from error
