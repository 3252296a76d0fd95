"""Beginning a campaign, writing its message, saying when it leaves."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from portal.mailing.forms.base import VersionForm, one_of
from portal.mailing.models import Campaign, Source, sources_for
from portal.mailing.services.writing import MAX_NAME
from portal.mailing.text import used_variables, variables_of
from portal.organisations.forms import StyledFormMixin
from snippets.fields import AddressFormField
from snippets.mail.kinds import COMMON_VARIABLES
from snippets.mail.templates.engine import MAX_SUBJECT, MailTemplateError
from snippets.site import site_settings

MAX_BODY = 10_000
MAX_FALLBACK = 120
FURTHEST_DAYS = 366
OWN, SERVICE, OTHER = "own", "service", "other"
_NO_NAME = "Donnez un nom à cette campagne\u00a0: vous la retrouverez avec lui."
_NO_ADDRESS = "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."


def _name_field() -> forms.CharField:
    return forms.CharField(
        label="Nom de la campagne",
        max_length=MAX_NAME,
        help_text="Pour vous et vos collègues. Exemple\u00a0: Forum de l’emploi, entreprises.",
        error_messages={
            "required": _NO_NAME,
            "max_length": f"C’est trop long\u00a0: {MAX_NAME} signes au plus.",
        },
    )


class NewForm(StyledFormMixin, forms.Form):
    """To whom, and under which name."""

    source = one_of("À qui écrivez-vous\u00a0?", [])
    name = _name_field()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = sources_for(user)
        field: Any = self.fields["source"]
        field.choices = [(item.value, item.label) for item in Source if item in allowed]


class Written(NamedTuple):
    """A variable, what it is, how it is written in a text."""

    name: str
    label: str
    written: str


class Fallback(NamedTuple):
    """The field of a word of replacement, and whether the text needs it."""

    variable: str
    field: forms.BoundField
    is_used: bool


class MessageForm(VersionForm):
    """Subject, text, a word of replacement for each variable of the text, and who answers."""

    name = _name_field()
    subject = forms.CharField(
        label="Objet",
        max_length=MAX_SUBJECT,
        widget=forms.TextInput({"data-mail-text": "", "autocomplete": "off"}),
        help_text="Sur une ligne. C’est ce qui se lit dans la liste des courriels.",
        error_messages={
            "required": "Écrivez l’objet du message.",
            "max_length": f"C’est trop long\u00a0: {MAX_SUBJECT} signes au plus.",
        },
    )
    body = forms.CharField(
        label="Texte",
        max_length=MAX_BODY,
        widget=forms.Textarea({"rows": 14, "data-mail-text": ""}),
        error_messages={
            "required": "Écrivez le texte du message.",
            "max_length": "C’est trop long\u00a0: 10\u202f000 signes au plus.",
        },
    )
    reply = one_of("Où arrivent les réponses\u00a0?", [])
    reply_other = AddressFormField(
        label="Autre adresse",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "placeholder": " "}),
        error_messages={"invalid": _NO_ADDRESS},
    )
    replies_read_by = forms.CharField(
        label="Qui lit les réponses\u00a0?",
        max_length=120,
        help_text="Le message le dit. Exemple\u00a0: Marie Petit, au service emploi.",
        error_messages={
            "required": "Dites qui lit les réponses.",
            "max_length": "C’est trop long\u00a0: 120 signes au plus.",
        },
    )

    def __init__(self, *args: Any, campaign: Campaign, user: Any, **kwargs: Any) -> None:
        self.own = variables_of(campaign.source)
        self.conditions = dict.fromkeys(
            (f"fallback_{name}" for name in self.own), "si le message s’en sert"
        ) | {"reply_other": "si c’est là qu’elles arrivent"}
        self.user, self.contact = user, site_settings().contact_email
        kwargs["initial"] = {**self._initial(campaign), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reply"]
        field.choices = [
            (OWN, f"À mon adresse\u00a0: {user.email}"),
            (SERVICE, f"Au service emploi\u00a0: {self.contact}"),
            (OTHER, "À une autre adresse"),
        ]
        for name, variable in self.own.items():
            self.fields[f"fallback_{name}"] = forms.CharField(
                label=f"À la place de «\u00a0{variable.label}\u00a0»",
                required=False,
                max_length=MAX_FALLBACK,
                widget=forms.TextInput({"class": "form-control"}),
                error_messages={
                    "max_length": f"C’est trop long\u00a0: {MAX_FALLBACK} signes au plus."
                },
            )

    def _initial(self, campaign: Campaign) -> dict[str, Any]:
        reply, other = "", ""
        if campaign.reply_to == self.user.email:
            reply = OWN
        elif campaign.reply_to == self.contact:
            reply = SERVICE
        elif campaign.reply_to:
            reply, other = OTHER, campaign.reply_to
        words = {
            f"fallback_{row.variable}": row.text
            for row in (campaign.fallbacks.all() if campaign.pk else ())
        }
        return {
            "name": campaign.name,
            "subject": campaign.subject,
            "body": campaign.body,
            "reply": reply,
            "reply_other": other,
            "replies_read_by": campaign.replies_read_by or str(self.user),
            **words,
        }

    def clean_body(self) -> str:
        """A browser sends the lines of a text area as Windows writes them."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Ask for what the text and the choices need."""
        data: dict[str, Any] = super().clean() or {}
        is_missing = not data.get("reply_other") and "reply_other" not in self.errors
        if data.get("reply") == OTHER and is_missing:
            self.add_error("reply_other", "Écrivez l’adresse où arrivent les réponses.")
        for name in self._needed(data.get("subject", ""), data.get("body", "")):
            if not data.get(f"fallback_{name}", "").strip():
                message = (
                    "Écrivez ce que liront les personnes dont nous ne savons pas cela. "
                    "Le texte doit rester juste avec ces mots."
                )
                self.add_error(f"fallback_{name}", message)
        return data

    def _needed(self, subject: str, body: str) -> list[str]:
        try:
            used = used_variables(subject, body)
        except MailTemplateError:
            # The service says what is wrong with it.
            return []
        return [name for name in self.own if name in used]

    @property
    def fallbacks(self) -> Iterator[Fallback]:
        """The words of replacement, those that the text needs and the others."""
        needed = self._needed(str(self["subject"].value() or ""), str(self["body"].value() or ""))
        for name in self.own:
            yield Fallback(name, self[f"fallback_{name}"], name in needed)

    @property
    def says_no_fallback(self) -> bool:
        """Whether a text that is written needs no word."""
        return bool(self["body"].value()) and not any(row.is_used for row in self.fallbacks)

    @property
    def variables(self) -> list[Written]:
        """What one may insert."""
        every = {**self.own, **COMMON_VARIABLES}
        return [
            Written(name, variable.label, f"{{{{ {name} }}}}") for name, variable in every.items()
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        reply = {OWN: self.user.email, SERVICE: self.contact, OTHER: data["reply_other"]}[
            data["reply"]
        ]
        return {
            "name": data["name"],
            "subject": data["subject"],
            "body": data["body"],
            # A word that the text does not use is not kept.
            "fallbacks": {
                name: data[f"fallback_{name}"]
                for name in self._needed(data["subject"], data["body"])
            },
            "reply_to": reply,
            "replies_read_by": data["replies_read_by"],
        }


class ScheduleForm(VersionForm):
    """When a campaign that is approved leaves, in Paris."""

    day = forms.DateField(
        label="Jour",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choisissez le jour.",
            "invalid": "Écrivez une date comme 12/01/2027.",
        },
    )
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="L’heure de Paris.",
        error_messages={
            "required": "Choisissez l’heure.",
            "invalid": "Écrivez une heure comme 09:30.",
        },
    )

    def clean_day(self) -> date:
        """Further than a year or two, somebody has mistyped it; dates that no clock holds too."""
        day: date = self.cleaned_data["day"]
        if not -1 <= (day - timezone.localdate()).days <= FURTHEST_DAYS:
            message = "Vérifiez ce jour\u00a0: il est passé, ou trop lointain."
            raise forms.ValidationError(message)
        return day

    @property
    def moment(self) -> datetime:
        """The day and the hour that were chosen, in the site's time zone."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["hour"]))


class SearchForm(StyledFormMixin, forms.Form):
    """The name of a past campaign."""

    q = forms.CharField(
        label="Nom de la campagne",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    @property
    def text(self) -> str:
        """What was asked; anything wrong is as if it were not."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))
