"""Forms of sessions."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.board.models import BoardMember, ReviewCase
from portal.followup.case import widgets
from portal.followup.forms import AreaForm, VersionForm, choices_of, day_field, long_text
from portal.followup.procedures.models import SanctionProcedure

_CHOOSE = {"invalid_choice": "Choisissez dans la liste.", "invalid_pk_value": "Choisissez."}
_QUALITY = "qualite"


class _CaseField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, review: ReviewCase) -> str:
        case = review.beneficiary
        return f"{case}, dossier {case.shown_number}\u00a0: {review.procedure.report}"


class SessionForm(AreaForm):
    """When and where."""

    on = day_field("Date", "Donnez la date.")
    at = forms.TimeField(
        label="Heure",
        widget=widgets.hour(),
        error_messages={
            "required": "Donnez l’heure.",
            "invalid": "Écrivez l’heure ainsi\u00a0: 14:30.",
        },
    )
    place = forms.CharField(label="Lieu", required=False, max_length=250)

    @property
    def starts_at(self) -> datetime:
        """In the site's time zone."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["on"], data["at"]))


class PrepareForm(VersionForm):
    """The agenda, and who is called, each with whom they sit for."""

    reviews: Any = _CaseField(
        label="Ordre du jour",
        queryset=ReviewCase.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )
    members: Any = forms.ModelMultipleChoiceField(
        label="Membres convoqués",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, reviews: Any, people: Any, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "reviews", reviews)
        choices_of(self, "members", people)
        qualities = {member.user_id: member.quality for member in known}
        for person in people:
            self.fields[f"{_QUALITY}_{person.pk}"] = forms.CharField(
                label=f"Qualité de {person}",
                required=False,
                max_length=150,
                initial=qualities.get(person.pk, ""),
                help_text="Par exemple\u00a0: représente les bénéficiaires.",
                widget=forms.TextInput({"class": "form-control"}),
            )

    @property
    def qualities(self) -> dict[int, str]:
        """Whom each sits for, by account."""
        prefix = f"{_QUALITY}_"
        return {
            int(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class OpenForm(VersionForm):
    """Who is there."""

    present: Any = forms.ModelMultipleChoiceField(
        label="Membres présents",
        queryset=BoardMember.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "present", members)


class ReasonForm(VersionForm):
    """Why."""

    reason = long_text("Motif", "Dites pourquoi.", rows=2, max_length=500)


class CloseForm(VersionForm):
    """What the minutes say besides opinions."""

    report = long_text("Remarques pour le procès-verbal", max_length=4000)


class OpinionForm(AreaForm):
    """The opinion of those who deliberated."""

    opinion = forms.ChoiceField(
        label="Avis de l’équipe",
        choices=SanctionProcedure.Opinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    text = long_text("Motifs de l’avis", "Un avis est motivé.", rows=6, max_length=4000)


class ConflictForm(AreaForm):
    """Why one keeps out; nothing obliges to say more."""

    reason = forms.CharField(
        label="Motif (facultatif)",
        required=False,
        max_length=500,
        help_text="Lu par la personne responsable de l’unité.",
    )
