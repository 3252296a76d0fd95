"""Mail templates: the text staff may edit over the one that ships with the project."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import PreviewableMixin, RevisionMixin

from snippets.mail import kinds
from snippets.mail.templates.engine import MailText, load_text, render
from snippets.mail.templates.faults import fault_of
from snippets.mail.templates.html import MailFooter, html_version, plain_version
from snippets.mail.templates.samples import sample_values

_NEEDED = " (indispensable)"


class MailTemplate(PreviewableMixin, RevisionMixin, models.Model):
    """Modèle de message: one row per message of `kinds`, made after each migrate.

    Empty subject or body: the project's own text is used. Versions are for the history: what is
    saved is what is sent.
    """

    key = models.SlugField("clé", max_length=60, primary_key=True)
    subject = models.CharField("objet", max_length=200, blank=True)
    body = models.TextField("texte", blank=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="mail_template",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = "modèle de message"
        verbose_name_plural = "modèles de messages"
        ordering = ("key",)

    def __str__(self) -> str:
        return self.kind.label if self.kind else self.key

    @property
    def kind(self) -> kinds.MailKind | None:
        """The message this row belongs to, None when the code no longer sends it."""
        return kinds.find(self.key)

    @property
    def text(self) -> MailText:
        """The text of staff, part by part, or the project's own."""
        original = load_text(self.key)
        return MailText(self.subject or original.subject, self.body or original.body)

    @property
    def fault(self) -> str:
        """Why the text of staff is not used, empty when it is."""
        return fault_of(self.key, self.text) if self.is_changed else ""

    @property
    def sent(self) -> MailText:
        """What is sent: the text, or the project's own in the place of one that cannot be used."""
        return load_text(self.key) if self.fault else self.text

    @property
    def sent_subject(self) -> str:
        """The subject as it would be sent, with sample values."""
        return render(self.sent, sample_values(self.kind) if self.kind else {}).subject

    @property
    def sample(self) -> MailText:
        """The text with sample values."""
        return render(self.text, sample_values(self.kind) if self.kind else {})

    @property
    def variables(self) -> list[tuple[str, str, str]]:
        """The variables that the text may use: name, what each stands for, how it is written."""
        own = self.kind.variables if self.kind else {}
        every = {**own, **kinds.COMMON_VARIABLES}
        needs = self.kind.needs if self.kind else ()
        return [
            (name, f"{variable.label}{_NEEDED if name in needs else ''}", _written(name, variable))
            for name, variable in every.items()
        ]

    @property
    def edit_url(self) -> str:
        """Its screen in the CMS."""
        return AdminURLFinder().get_edit_url(self) or ""

    @property
    def is_changed(self) -> bool:
        """Whether staff wrote a text of their own."""
        return bool(self.subject or self.body)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Wagtail's preview: both parts, with an example of the footer."""
        message, footer = self.sample, MailFooter()
        context = {
            "message": message,
            "html": html_version(message, footer),
            "plain": plain_version(message, footer),
        }
        return TemplateResponse(request, "snippets/mail/preview.html", context)


def _written(name: str, variable: kinds.Variable) -> str:
    """What to put in a text: a day in full for a date."""
    filters = "|long_date" if isinstance(variable.sample, date) else ""
    return f"{{{{ {name}{filters} }}}}"
