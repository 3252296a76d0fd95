"""Forms of those who recruit."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from pages.models.job_offer import Contract
from pages.wording import KindName
from portal.applications.answers import answers
from portal.applications.models import MAX_MESSAGE
from portal.applications.queries import CLOSED_ONES, WAITING, Filters
from portal.applications.services.deciding import MAX_WORD
from portal.applications.services.notes import MAX_NOTE
from portal.applications.services.telling import MAX_SUBJECT
from portal.applications.states import Refusal, Status
from portal.organisations.forms import StyledFormMixin
from portal.participation.replies import unknown_variables, variables_in
from portal.participation.reply_to import Replies, labels_of

ANSWERS = answers(KindName.JOB)
_NO_WHEN = "Dites quand, ou retirez {date} du message."
_PAST = "Ce moment est passé, ou trop lointain. Vérifiez la date."
_NO_SUCH_DAY = "Vérifiez cette date\u00a0: elle est trop lointaine."
# Further than this, somebody has mistyped the year.
_FURTHEST = 2 * 365
_NO_WHERE = "Dites où, ou retirez {lieu} du message."


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _of_this_time(day: date | None) -> date | None:
    """A day that a clock can hold in every time zone, and that makes sense here."""
    return day if day and 2000 <= day.year <= 2200 else None


def _days_from_now(day: date) -> int:
    return (day - timezone.localdate()).days


class FilterForm(StyledFormMixin, forms.Form):
    """What narrows and sorts a list; anything wrong is as if it were not asked."""

    q = forms.CharField(
        label="Nom",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("", "Tous"),
            (WAITING, "En attente d’une suite"),
            (CLOSED_ONES, "Terminées"),
            *[choice for choice in Status.choices if choice[0] != Status.TO_CONFIRM],
        ],
    )
    du = forms.DateField(label="Envoyées depuis le", required=False, widget=_Day())
    au = forms.DateField(label="Jusqu’au", required=False, widget=_Day())
    tri = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[
            ("", "Les plus récentes d’abord"),
            ("ancien", "Les plus anciennes d’abord"),
            ("nom", "Nom, de A à Z"),
            ("-nom", "Nom, de Z à A"),
            ("etat", "État"),
        ],
    )
    retard = forms.BooleanField(label="En retard de réponse", required=False)
    cv = forms.BooleanField(label="Avec un CV", required=False)

    @property
    def filters(self) -> Filters:
        """What was asked and makes sense."""
        self.is_valid()
        data = self.cleaned_data
        return Filters(
            text=data.get("q", ""),
            status=data.get("etat", ""),
            since=_of_this_time(data.get("du")),
            until=_of_this_time(data.get("au")),
            late=bool(data.get("retard")),
            with_cv=bool(data.get("cv")),
            sort=data.get("tri", ""),
        )

    @property
    def first(self) -> list[forms.BoundField]:
        """What one asks most."""
        return [self["q"]]

    @property
    def more(self) -> list[forms.BoundField]:
        """The others."""
        return [field for field in self if field.name != "q"]

    @property
    def narrows_more(self) -> bool:
        """Whether one of the others was asked: then they are shown."""
        return any(self.cleaned_data.get(field.name) for field in self.more)

    @property
    def narrows(self) -> bool:
        """Whether some rows may be left out."""
        filters = self.filters
        return filters != Filters(sort=filters.sort)


class _MessageForm(StyledFormMixin, forms.Form):
    """What the person reads: the template's words, edited."""

    subject = forms.CharField(label="Objet du message", max_length=MAX_SUBJECT)
    message = forms.CharField(
        label="Message à la personne",
        max_length=MAX_MESSAGE,
        required=False,
        widget=forms.Textarea({"rows": 12}),
        help_text="Relisez-le\u00a0: il part par courriel, tel quel.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a variable that nothing fills: the person would read it."""
        data: dict[str, Any] = super().clean() or {}
        if "message" in data:
            # A browser sends the lines of a text area as Windows writes them.
            data["message"] = data["message"].replace("\r\n", "\n")
        for name in ("subject", "message"):
            unknown = unknown_variables(data.get(name) or "")
            if unknown:
                names = ", ".join(f"{{{variable}}}" for variable in unknown)
                self.add_error(name, f"Rien ne remplit {names}\u00a0: retirez-le.")
        return data


class AnswerForm(_MessageForm):
    """One answer but a refusal; what does not go with it is left out of the form."""

    conditions: ClassVar[Mapping[str, str]] = {
        "when": "si le message dit {date}",
        "where": "si le message dit {lieu}",
    }

    to = forms.ChoiceField(
        choices=[answer for answer in ANSWERS if answer[0] != Status.REFUSED],
        widget=forms.HiddenInput(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    when = forms.DateTimeField(
        label="Quand",
        required=False,
        widget=_Moment(),
        help_text="Remplace {date} dans le message.",
    )
    where = forms.CharField(
        label="Où",
        required=False,
        max_length=200,
        help_text="Remplace {lieu} dans le message.",
    )
    contract = forms.ChoiceField(
        label="Contrat", required=False, choices=[("", "Pas précisé"), *Contract.choices]
    )
    start_date = forms.DateField(label="Premier jour", required=False, widget=_Day())
    field_order = ("when", "where", "contract", "start_date", "subject", "message")

    def __init__(self, *args: Any, to: str, is_job: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to != Status.INTERVIEW:
            del self.fields["when"], self.fields["where"]
        if to != Status.HIRED or not is_job:
            del self.fields["contract"], self.fields["start_date"]

    def clean(self) -> dict[str, Any]:
        """An appointment that the message names has its day and its place."""
        data = super().clean()
        when, start = data.get("when"), data.get("start_date")
        # The last years that one may type are no date in every time zone.
        if when and not 0 <= _days_from_now(when.date()) <= _FURTHEST:
            self.add_error("when", _PAST)
        if start and abs(_days_from_now(start)) > _FURTHEST:
            self.add_error("start_date", _NO_SUCH_DAY)
        used = variables_in(f"{data.get('subject', '')} {data.get('message', '')}")
        if "date" in used and not data.get("when") and "when" not in self.errors:
            self.add_error("when" if "when" in self.fields else "message", _NO_WHEN)
        if "lieu" in used and not data.get("where") and "where" not in self.errors:
            self.add_error("where" if "where" in self.fields else "message", _NO_WHERE)
        return data


class ReasonForm(StyledFormMixin, forms.Form):
    """First step of a refusal."""

    refusal = forms.ChoiceField(
        label="Motif",
        choices=Refusal.choices,
        widget=forms.RadioSelect(),
        help_text="La personne ne le lit pas tel quel\u00a0: il propose un message.",
        error_messages={
            "required": "Choisissez un motif.",
            "invalid_choice": "Choisissez un motif.",
        },
    )


class RefusalMessageForm(_MessageForm):
    """Second step of a refusal."""

    field_order = ("subject", "message")

    def clean(self) -> dict[str, Any]:
        """A refusal names no appointment."""
        data = super().clean()
        for variable in variables_in(f"{data.get('subject', '')} {data.get('message', '')}"):
            if variable in {"date", "lieu"}:
                self.add_error("message", f"Rien ne remplit {{{variable}}}\u00a0: retirez-le.")
        return data


class HelperWordForm(StyledFormMixin, forms.Form):
    """Third step of a refusal, when somebody helped."""

    word_to_helper = forms.CharField(
        label="Un mot à la personne qui l’a aidée",
        required=False,
        max_length=MAX_WORD,
        widget=forms.Textarea({"rows": 6}),
        help_text="Facultatif. Ce qui aiderait pour la prochaine fois\u00a0; "
        "la personne qui postule ne le reçoit pas.",
    )


class NoteForm(StyledFormMixin, forms.Form):
    """A note."""

    text = forms.CharField(
        label="Ajouter une note",
        max_length=MAX_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text="Vos collègues et le service emploi la lisent. La personne peut demander à la "
        "lire\u00a0: restez factuel.",
        error_messages={"required": "Écrivez votre note."},
    )


class SelectionForm(forms.Form):
    """What to answer to those who were ticked in a list."""

    to = forms.ChoiceField(
        choices=ANSWERS,
        error_messages={
            "required": "Choisissez une réponse.",
            "invalid_choice": "Choisissez une réponse.",
        },
    )


def ticked(data: QueryDict) -> list[int]:
    """The keys that were ticked; what is no key was not."""
    values = data.getlist("ids")
    return [int(value) for value in values if re.fullmatch(r"[0-9]{1,18}", value)]


def versions_of(data: QueryDict, keys: Iterable[int]) -> dict[int, int]:
    """The version of each that was shown before the answer was sent."""
    shown = {key: data.get(f"version-{key}", "") for key in keys}
    return {key: int(text) for key, text in shown.items() if re.fullmatch(r"[0-9]{1,9}", text)}


class MessageForm(StyledFormMixin, forms.Form):
    """A message about the offer, which answers nobody: `check_words` says what it may hold."""

    subject = forms.CharField(
        label="Objet",
        max_length=100,
        error_messages={
            "required": "Écrivez l’objet du message.",
            "max_length": "C’est trop long\u00a0: 100 signes au plus.",
        },
    )
    text = forms.CharField(
        label="Message",
        max_length=3000,
        widget=forms.Textarea({"rows": 10}),
        help_text="Le site remplace {prenom}, {annonce} et {organisation} pour chaque personne. "
        "Le lien vers la candidature est ajouté à la fin.",
        error_messages={
            "required": "Écrivez le message.",
            "max_length": "C’est trop long\u00a0: 3\u202f000 signes au plus.",
        },
    )
    reply_to = forms.ChoiceField(
        label="Où arrivent les réponses\u00a0?",
        widget=forms.RadioSelect(),
        help_text="Le message dit qui les lit.",
        error_messages={
            "required": "Choisissez dans la liste.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )

    def __init__(self, *args: Any, replies: Mapping[str, Replies], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reply_to"]
        field.choices = labels_of(replies)
        field.initial = next(iter(replies))


class BulkMessageForm(AnswerForm):
    """The message to many: `{prenom}` and the others are filled for each."""

    def __init__(self, *args: Any, to: str, **kwargs: Any) -> None:
        super().__init__(*args, to=to, is_job=False, **kwargs)
        del self.fields["version"]
        self.fields["to"].choices = ANSWERS  # type: ignore[attr-defined]
        self.fields[
            "message"
        ].help_text = "Le site remplace {prenom}, {annonce} et {organisation} pour chaque personne."
