"""What is written in a pair that runs, and by the coordinator about it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from portal.sponsorship.forms import dress, several, text_field
from portal.sponsorship.pairs.following import (
    MAX_ALERT,
    MAX_ANSWER,
    MAX_LINE,
    Pace,
    Topic,
    Use,
)
from portal.sponsorship.pairs.models import MAX_REASON
from portal.sponsorship.pairs.states import End
from portal.sponsorship.values import Mode

_MINUTES = [("15", "15\u00a0min"), ("30", "30\u00a0min"), ("45", "45\u00a0min")]
_MINUTES += [("60", "1\u00a0h"), ("90", "1\u00a0h\u00a030"), ("120", "2\u00a0h")]
YEARS = range(2000, 2200)


def _day(label: str, *, required: bool = True, help_text: str = "") -> Any:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choisissez un jour.", "invalid": "Choisissez un jour."},
    )


def _hour(*, required: bool = True) -> Any:
    return forms.TimeField(
        label="Heure",
        required=required,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choisissez une heure.", "invalid": "Choisissez une heure."},
    )


def _one_of(label: str, choices: Any, *, required: str = "", help_text: str = "") -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(required),
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": "Choisissez dans la liste."},
    )


class PairForm(forms.Form):
    """The look of each; a year beyond reason is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("day", "next_day"):
            if data.get(name) and data[name].year not in YEARS:
                self.add_error(name, "Vérifiez l’année.")
        return data


class MeetingForm(PairForm):
    """« Noter une rencontre »: today and how is enough."""

    day = _day("Quel jour\u00a0?")
    mode = _one_of("Comment\u00a0?", Mode.choices, required="Dites comment.")
    minutes = _one_of("Combien de temps\u00a0? (facultatif)", _MINUTES)
    topics = several("De quoi avez-vous parlé\u00a0? (facultatif)", Topic.choices)
    word = text_field("Un mot (facultatif)", length=MAX_LINE)
    next_step = text_field("Prochaine étape (facultatif)", length=MAX_LINE)
    next_day = _day("Prochain rendez-vous (facultatif)", required=False)
    next_hour = _hour(required=False)
    conditions: ClassVar[Mapping[str, str]] = {"next_hour": "s’il y a un rendez-vous"}

    def clean(self) -> dict[str, Any]:
        """A next meeting has a day and an hour, or neither."""
        data = super().clean()
        if data.get("next_day") and not data.get("next_hour") and "next_hour" not in self.errors:
            self.add_error("next_hour", "Choisissez une heure.")
        if data.get("next_hour") and not data.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", "Choisissez un jour.")
        return data


class PlanForm(PairForm):
    """The next meeting."""

    day = _day("Jour")
    hour = _hour()
    mode = _one_of("Comment\u00a0?", Mode.choices, required="Dites comment.")


class ObjectiveForm(PairForm):
    """One line."""

    text = text_field("Votre objectif", length=MAX_LINE, required="Écrivez votre objectif.")


class ReviewForm(PairForm):
    """The same questions to both."""

    pace = _one_of(
        "Vous parlez-vous assez souvent\u00a0?", Pace.choices, required="Choisissez une réponse."
    )
    use = _one_of(
        "Ce parrainage est-il utile\u00a0?", Use.choices, required="Choisissez une réponse."
    )
    progress = text_field("Qu’est-ce qui a avancé\u00a0? (facultatif)", length=MAX_ANSWER, rows=3)
    missing = text_field("Qu’est-ce qui manque\u00a0? (facultatif)", length=MAX_ANSWER, rows=3)


class AlertForm(PairForm):
    """A word, or none: the button is enough."""

    reason = text_field("Que se passe-t-il\u00a0? (facultatif)", length=MAX_ALERT, rows=3)


class LeaveForm(PairForm):
    """A word for the other, a reason for the coordinator, and for a person what comes next."""

    word = text_field(
        "Un mot pour l’autre personne (facultatif)",
        length=MAX_REASON,
        rows=3,
        help_text="Elle le reçoit par e-mail.",
    )
    reason = text_field(
        "Pourquoi vous arrêtez (facultatif)",
        length=MAX_REASON,
        help_text="La coordination seule le lit.",
    )
    another = _one_of(
        "Et ensuite\u00a0?",
        [
            ("yes", "Je voudrais un autre parrain, une autre marraine\u00a0: je garde mon rang"),
            ("no", "Je m’arrête là"),
        ],
        required="Dites ce que vous souhaitez ensuite.",
    )

    def __init__(
        self, *args: Any, is_sponsor: bool = False, may_write: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_sponsor:
            del self.fields["another"]
        if not may_write:
            del self.fields["word"]


class WorkForm(PairForm):
    """Since when."""

    day = _day("Depuis quel jour\u00a0?")


class ReasonForm(PairForm):
    """Why, for the coordinator's own memory."""

    reason = text_field("Motif", length=MAX_REASON, required="Dites pourquoi.")


class BreakForm(ReasonForm):
    """And what the person wants next."""

    another = _one_of(
        "Et ensuite\u00a0?",
        [
            ("yes", "La personne attend un autre parrain, une autre marraine, à son rang"),
            ("no", "La personne n’en cherche plus\u00a0: sa demande est classée"),
        ],
        required="Dites ce que la personne souhaite ensuite.",
    )


class CompleteForm(PairForm):
    """What it gave; since when for a job."""

    outcome = _one_of(
        "Ce que le parrainage a donné", End.choices, required="Choisissez une réponse."
    )
    day = _day(
        "Début de l’emploi (facultatif)",
        required=False,
        help_text="Pour un emploi, si la deuxième phase n’est pas ouverte.",
    )


def today() -> dict[str, Any]:
    """What a form of today begins with."""
    return {"day": timezone.localdate()}
