"""The form of an opportunity for its organisation: the CMS's fields and rules, plain widgets."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminDraftStateFormMixin

from pages.models import ApplyBy, OpportunityPage
from pages.moderation.author_mail import last_day
from portal.submissions.forms.appearance import dress
from portal.submissions.forms.fields import PlainTextField
from portal.submissions.forms.plain_text import to_html, to_text
from portal.submissions.forms.steps import Section, ShownStep, Step, shown_steps
from search.parameters.named_fields import CommuneField, NamedRowField
from snippets.conditional_fields import drawn_when
from snippets.merging.screen import Conflict
from snippets.models import Organisation

CONTACT = (
    "contact_name",
    "contact_name_public",
    "contact_phone",
    "contact_phone_public",
    "contact_email",
    "contact_email_public",
)

# By field: the one that decides whether it is drawn, and the values of that one.
ShownWhen = Mapping[str, tuple[str, Sequence[str]]]

PLACE_NAMES = ("commune", "address", "location", "transport_access")
ANSWER = Section(
    "Comment répondre",
    ("apply_by", "apply_url", *CONTACT),
    "Le public ne voit que ce que vous choisissez de montrer.",
)
PUBLICATION = Section("Publication", ("expire_at",))
PLACE = Step("Le lieu", Section("Le lieu", PLACE_NAMES))
SHARED_LABELS = {
    "summary": "Résumé",
    "address": "Adresse",
    "location": "Repère sur la carte",
    "transport_access": "Venir sans voiture",
    "contact_name": "Personne à contacter",
    "contact_name_public": "Montrer le nom",
    "contact_phone": "Téléphone",
    "contact_phone_public": "Montrer le téléphone",
    "contact_email": "Adresse e-mail",
    "contact_email_public": "Montrer l’adresse e-mail",
    "apply_by": "Comment voulez-vous qu’on vous réponde\u00a0?",
    "apply_url": "Adresse web pour répondre",
}
SHARED_HELP = {
    "apply_by": "Sur ce site\u00a0: chaque candidature arrive dans votre espace, avec un CV si la "
    "personne en a un, et vous êtes prévenu par e-mail. Vous répondez en deux clics\u00a0; nous "
    "écrivons à la personne. Autrement, elle quitte ce site pour vous joindre.",
}


def form_field(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """The plain field of a column, with the browser's own dates."""
    if isinstance(db_field, models.DateTimeField):
        kwargs["widget"] = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    elif isinstance(db_field, models.DateField):
        kwargs["widget"] = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    elif isinstance(db_field, models.URLField):
        kwargs["assume_scheme"] = "https"
    field: forms.Field | None = db_field.formfield(**kwargs)
    return field


class SubmissionForm(WagtailAdminDraftStateFormMixin, forms.ModelForm):
    """What the kinds share. `is_draft` leaves holes; sending asks for all that the CMS asks.

    `instance` is the latest draft, in memory: saving is the service's.
    """

    steps: ClassVar[Sequence[Step]]
    # When a field that may be empty is asked all the same: see `pages.validation`.
    conditions: ClassVar[Mapping[str, str]]
    # Fields that are drawn once another one has one of these values: see `drawn_when`.
    shown_when: ClassVar[ShownWhen] = {
        "apply_url": ("apply_by", (ApplyBy.WEB,)),
        "contact_name_public": ("contact_name", ()),
        "contact_phone_public": ("contact_phone", ()),
        "contact_email_public": ("contact_email", ()),
    }

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    description = PlainTextField(
        widget=forms.Textarea({"rows": 10}),
        help_text="Des phrases courtes. Une ligne vide sépare deux paragraphes\u00a0; "
        "une ligne qui commence par un tiret fait une liste.",
    )
    commune = CommuneField(label="Commune", help_text="Son nom ou son code postal.")
    clear_pin = forms.BooleanField(label="Effacer le repère sur la carte", required=False)

    instance: Any
    # Whether the end of publication that is shown stands in for one that has passed.
    proposes_end = False
    # The number of the step that is shown alone, or None for the whole form.
    step: int | None = None
    # What sending would refuse in the text that is shown, by field.
    missing: Mapping[str, Any] = {}
    # Whether that is told beside each field: a step that is shown for the first time is not blamed.
    tells_missing = True
    # What somebody else left in fields that this person changed.
    conflicts: Mapping[str, Conflict] = {}

    def __init__(
        self, *args: Any, organisation: Organisation, is_draft: bool = False, **kwargs: Any
    ) -> None:
        self.organisation = organisation
        self.is_deferred_validation = is_draft
        super().__init__(*args, **kwargs)
        self._fill_in()
        self.asked = {name for name, field in self.fields.items() if field.required}
        for name, (other, values) in self.shown_when.items():
            drawn_when(self.fields[name], other, values)
        for name, field in self.fields.items():
            dress(field)
            if is_draft and name != "title":
                field.required = False

    def _fill_in(self) -> None:
        """Show columns as people type them."""
        self.initial["description"] = to_text(self.instance.description or "")
        if self.instance.commune_id:
            self.initial["commune"] = self.row_label("commune", self.instance.commune)
        if "expire_at" in self.fields:
            self.initial["expire_at"] = last_day(self._shown_end())
        self.initial.setdefault("key", uuid.uuid4())

    def _shown_end(self) -> datetime | None:
        """The end of the page, or another one in place of an end that has passed."""
        end: datetime | None = self.instance.expire_at
        self.proposes_end = self.instance.has_ended
        if not self.proposes_end:
            return end
        self.fields["expire_at"].help_text = (
            "L’ancienne date est passée\u00a0: nous vous en proposons une autre. "
            f"{self.fields['expire_at'].help_text}"
        )
        proposed: datetime = self.instance.proposed_expiry()
        return proposed

    def row_label(self, name: str, row: Any) -> str:
        """The text that names a row in this field."""
        field = self.fields[name]
        assert isinstance(field, NamedRowField)  # noqa: S101 - declared so by its form
        return field.label_of(row)

    def clean_description(self) -> str:
        """Rich text again; what staff laid out is kept as long as nobody changes the words."""
        typed = self.cleaned_data["description"]
        if not self.fields["description"].has_changed(self.initial["description"], typed):
            return self.instance.description or ""
        return to_html(typed)

    def clean_expire_at(self) -> datetime | None:
        """The end of the last day that was chosen; an unchanged one keeps its hour."""
        day: date | None = self.cleaned_data["expire_at"]
        if day == self.initial["expire_at"] and not self.proposes_end:
            return self.instance.expire_at
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    def clean(self) -> dict[str, Any]:
        """Without a map, a box takes the pin away."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("clear_pin"):
            cleaned["location"] = ""
        return cleaned

    def _post_clean(self) -> None:
        """What is sent ends in the future; the model tells the rest."""
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for field, messages in self.instance.expiry_errors().items():
            if field not in self.errors:
                self.add_error(field, messages)

    @property
    def draft(self) -> OpportunityPage:
        """The page as the form makes it; to be asked of a valid form."""
        draft: OpportunityPage = self.instance
        return draft

    @property
    def changed_fields(self) -> list[str]:
        """Names of the fields that differ from the instance that the form was given.

        An end that was proposed and left as it is differs as well.
        """
        proposed = ["expire_at"] if self.proposes_end else []
        changed = dict.fromkeys([*self.changed_data, *proposed])
        return [name for name in changed if name in self.text_names]

    @property
    def text_names(self) -> list[str]:
        """The fields of the opportunity, in the order of the sections."""
        names = [name for step in self.steps for name in step.names]
        return [name for name in names if name in self.fields]

    @property
    def shown_steps(self) -> list[ShownStep]:
        """The steps with their fields, for the template."""
        return shown_steps(self)

    @property
    def is_last_step(self) -> bool:
        """Whether the step that is shown is the one that sends."""
        return self.step == len(self.steps)

    @property
    def lacking_elsewhere(self) -> list[tuple[ShownStep, list[str]]]:
        """The other steps with what sending would refuse in each, by label."""
        lacking = [
            (step, [str(self[name].label) for name in step.names if name in self.missing])
            for step in self.shown_steps
            if step.number != self.step
        ]
        return [(step, labels) for step, labels in lacking if labels]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field or nothing, sentence) for the summary of errors, in the form's order."""
        found = [("", str(error)) for error in self.non_field_errors()]
        for name in [*self.text_names, "clear_pin"]:
            field = self[name]
            found += [(f"champ-{name}", f"{field.label}\u00a0: {error}") for error in field.errors]
        return found


class LastDayField(forms.DateField):
    """The last day of publication."""

    widget = forms.DateInput

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "label": "Dernier jour en ligne",
            "required": False,
            "widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "help_text": "Vide\u00a0: 60\u00a0jours après la mise en ligne. "
            "180\u00a0jours au plus.",
            **kwargs,
        }
        super().__init__(**options)
