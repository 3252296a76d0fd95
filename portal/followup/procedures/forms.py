"""Forms of reports and procedures; what a decision may be is said by the settings of the day."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.documents.models import CaseDocument
from portal.followup.forms import AreaForm, VersionForm, choices_of, day_field, long_text
from portal.followup.procedures import bounds
from portal.followup.procedures.convocation import PROVES
from portal.followup.procedures.models import (
    Appeal,
    BreachReport,
    Observation,
    Proof,
    SanctionProcedure,
)
from portal.followup.procedures.models.procedure import REASONS
from portal.followup.procedures.services import Decision, Facts

_CHOOSE = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez dans la liste."}
_NUMBER = {"invalid": "Écrivez un nombre entier.", "min_value": "Écrivez un nombre entier."}


def _one_of(label: str, choices: Any, *, required: bool = True, help_text: str = "") -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


def _figure(label: str, *, required: bool = False, help_text: str = "") -> Any:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=1,
        help_text=help_text,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=_NUMBER,
    )


class ReportForm(AreaForm):
    """A breach; an absence names the appointment and how the convocation is proved."""

    kind = _one_of("Manquement", BreachReport.Kind.choices)
    facts_on = day_field(
        "Date des faits",
        "",
        required=False,
        help_text="Pour une absence, c’est celle du rendez-vous.",
    )
    facts = long_text(
        "Les faits",
        "Décrivez les faits.",
        max_length=4000,
        help_text="Des faits datés, sans jugement. La personne les lira.",
    )
    tried = long_text(
        "Ce qui a été tenté avant de signaler",
        max_length=3000,
        help_text="Appels, courriers, rendez-vous proposés.",
    )
    person_words = long_text("Ce que dit la personne", max_length=3000)
    appointment: Any = forms.ModelChoiceField(
        label="Rendez-vous manqué",
        queryset=Appointment.objects.none(),
        required=False,
        empty_label="Aucun\u00a0: ce n’est pas une absence",
        error_messages=_CHOOSE,
        help_text=(
            "Ceux qui sont notés «\u00a0absence non excusée\u00a0». Pour une convocation faite "
            "ici, et dont la réception est notée, ce qui suit est déjà connu."
        ),
    )
    warned = forms.BooleanField(
        label="La convocation avertissait des conséquences d’une absence", required=False
    )
    received_proof = _one_of(
        "Preuve que la convocation a été reçue",
        [(one.value, one.label) for one in Proof if one in PROVES],
        required=False,
        help_text="Sans preuve, une absence ne se signale pas.",
    )
    received_on = day_field("Convocation reçue le", "", required=False)

    def __init__(self, *args: Any, appointments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "appointment", appointments)

    @property
    def said(self) -> Facts:
        """What is reported."""
        return Facts(**self.cleaned_data)


class AnswerReportForm(VersionForm):
    """What follows a report."""

    OPEN, DISMISS = "open", "dismiss"
    fate = _one_of("Suite", [(OPEN, "Ouvrir une procédure"), (DISMISS, "Ne pas donner de suite")])
    answer = long_text(
        "Motif",
        max_length=2000,
        help_text="Demandé quand il n’y a pas de suite\u00a0: la personne qui a signalé le lit.",
    )


class NoticeForm(VersionForm):
    """The day on which a letter reached the person, and how one knows."""

    received_on = day_field("Reçu le", "Donnez la date de réception.")
    proof = _one_of("Preuve", Proof.choices)


class DecisionNoticeForm(NoticeForm):
    """The same for the decision, and the first day of the sanction."""

    starts_on = day_field(
        "Premier jour de la sanction",
        "Donnez le premier jour.",
        help_text="Jamais avant que la personne ne l’apprenne.",
    )


class ObservationForm(AreaForm):
    """What the person says."""

    on = day_field("Reçues le", "Donnez la date.")
    way = _one_of("Comment", Observation.Way.choices)
    text = long_text("Observations", "Écrivez les observations.", rows=8, max_length=8000)
    helped_by = forms.CharField(
        label="Avec l’aide de",
        required=False,
        max_length=200,
        help_text="Nom et qualité de la personne qui aide ou accompagne.",
    )
    document: Any = forms.ModelChoiceField(
        label="Pièce du dossier",
        queryset=CaseDocument.objects.none(),
        required=False,
        empty_label="Aucune",
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "document", documents)


class ReasonForm(VersionForm):
    """An act that has a reason."""

    reason = long_text("Motif", "Dites pourquoi.", max_length=2000)


class HoldForm(VersionForm):
    """A hold: its reason is short, it is shown at the head of the procedure."""

    reason = long_text("Motif", "Dites pourquoi.", rows=2, max_length=500)


class UntilForm(ReasonForm):
    """Another day, later."""

    until = day_field("Nouvelle date", "Donnez la date.")
    field_order = ["until", "reason"]


class LiftForm(ReasonForm):
    """The first day without a sanction."""

    on = day_field(
        "Levée à partir du",
        "Donnez la date.",
        help_text="Le premier jour où la sanction ne s’applique plus.",
    )
    field_order = ["on", "reason"]


class QuestionForm(VersionForm):
    """What the board is asked."""

    question = long_text("Question posée à l’équipe", "Écrivez la question posée.", max_length=2000)


class DecisionForm(VersionForm):
    """A decision: what, on which scale, for whom, and the four reasons of the law.

    On as many observations as were read with it.
    """

    observations_seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = _one_of("Décision", SanctionProcedure.Outcome.choices)
    stage = _one_of("Barème", (), required=False)
    home = _one_of("Foyer", SanctionProcedure.Home.choices, required=False)
    rate = _figure("Taux, en\u00a0%")
    months = _figure("Durée, en mois")
    effect_on = day_field(
        "Prend effet le",
        "",
        required=False,
        help_text="Le premier jour\u00a0; jamais avant la notification.",
    )
    situation = long_text("Situation de la personne", "La loi demande ce motif.", max_length=3000)
    household = long_text("Situation du foyer", "La loi demande ce motif.", max_length=3000)
    nature = long_text(
        "Nature et fréquence des manquements", "La loi demande ce motif.", max_length=3000
    )
    consequences = long_text(
        "Conséquences pour la personne et le foyer", "La loi demande ce motif.", max_length=3000
    )

    def __init__(self, *args: Any, procedure: SanctionProcedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = bounds.stages_of(procedure)
        labels = dict(SanctionProcedure.Stage.choices)
        stage: Any = self.fields["stage"]
        stage.choices = [(value, labels[value]) for value in stages]
        may_be = {outcome for value in stages for outcome in bounds.outcomes_of(value)}
        outcome: Any = self.fields["outcome"]
        outcome.choices = [one for one in SanctionProcedure.Outcome.choices if one[0] in may_be]
        if not procedure.opinion and SanctionProcedure.Outcome.SUPPRESSION in may_be:
            outcome.help_text = "Une suppression attend l’avis de l’équipe pluridisciplinaire."
        people = bounds.known_people(procedure.beneficiary)
        word = "personne" if people == 1 else "personnes"
        self.fields["home"].help_text = f"Foyer connu\u00a0: {people} {word}."
        today = timezone.localdate()
        said = [_scale(labels[value], value, today) for value in stages]
        self.fields["rate"].help_text = " ".join(said)

    @property
    def decision(self) -> Decision:
        """What is decided."""
        data = self.cleaned_data
        names = ("outcome", "stage", "home", "rate", "months", "effect_on")
        return Decision(
            reasons={name: data[name] for name in REASONS}, **{name: data[name] for name in names}
        )


def _scale(label: str, stage: str, today: Any) -> str:
    alone = bounds.bounds_of(stage, SanctionProcedure.Home.ALONE, today)
    several = bounds.bounds_of(stage, SanctionProcedure.Home.SEVERAL, today)
    return (
        f"{label}\u00a0: {alone.rate_least} à {alone.rate_most}\u00a0% ({several.rate_most}\u00a0% "
        f"au plus pour plusieurs personnes ou avec majoration), {alone.months_least} à "
        f"{alone.months_most} mois."
    )


class AppealForm(VersionForm):
    """An appeal, as it came."""

    received_on = day_field("Reçu le", "Donnez la date.")
    grounds = long_text(
        "Ce que demande la personne", "Écrivez ce qu’elle demande.", rows=8, max_length=8000
    )


class AppealNoticeForm(VersionForm):
    """The day on which the answer reached the person."""

    received_on = day_field("Réponse reçue le", "Donnez la date.")


class AppealAnswerForm(VersionForm):
    """The answer to an appeal."""

    outcome = _one_of("Réponse", Appeal.Outcome.choices)
    rate = _figure("Nouveau taux, en\u00a0%", help_text="Si la sanction est réduite.")
    months = _figure("Nouvelle durée, en mois", help_text="Si la sanction est réduite.")
    answer = long_text("Motifs", "La réponse est motivée.", rows=8, max_length=8000)


class RemobilisationForm(AreaForm):
    """What was done during a sanction."""

    on = day_field("Le", "Donnez la date.")
    text = long_text("Ce qui a été fait", "Dites ce qui a été fait.", max_length=3000)
    resumed = forms.BooleanField(
        label="La personne tient de nouveau ses engagements",
        required=False,
        help_text="La levée se décide\u00a0: rien ne change de soi-même.",
    )


def open_documents(user: Any, case: Any) -> Any:
    """Documents of a case that may be named."""
    return CaseDocument.objects.visible_to(user).filter(beneficiary=case, removed_at__isnull=True)
