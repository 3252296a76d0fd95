"""The procedure itself: its state, its letter, its decision, what was said and done in it."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.documents.models import CaseDocument
from portal.followup.people.models import Professional
from portal.followup.procedures.models.report import BreachReport, Proof
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history

DECIDED = ("decided", "in_force", "lifted", "ended", "annulled")
REASONS = ("situation", "household", "nature", "consequences")


def _reasons_are_given() -> Q:
    return Q(*(~Q(**{name: ""}) for name in REASONS))


def _is_between(*names: str, first: str = "") -> Q:
    """Within the bounds of the settings, as they were on the day of the decision."""
    found = Q()
    for name in names:
        value = f"{first}{name}"
        found &= Q(**{f"{value}__gte": F(f"{name}_least"), f"{value}__lte": F(f"{name}_most")})
    return found


def _was_reduced(*names: str) -> Q:
    """By an appeal: what was decided first was within the bounds, and is no less than now."""
    found = _is_between(*names, first="first_")
    for name in names:
        less = {f"{name}__lte": F(f"first_{name}"), f"{name}__gte": 1}
        found &= Q(**less, **{f"first_{name}__isnull": False})
    return found


class ProcedureRow(CaseRow):
    """Read by those of the Département who read the case, and by who answers an appeal."""

    class Meta(CaseRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(
            Q(beneficiary__in=reach.procedure_ids(user))
            | Q(beneficiary__in=reach.appealed_ids(user))
        )


@with_history
class SanctionProcedure(Versioned, Written, ProcedureRow):
    """Procédure de suspension-remobilisation. `states.py` has the table of its states.

    Nothing moves by itself: each change is an act of a person (`ProcedureAct`). The bounds of the
    decision (`rate_least`…) are those of the settings on its day, kept as evidence. No amount of
    money is computed: rates and months are what is asked of the CAF or the MSA.
    """

    class State(models.TextChoices):
        """Where it is."""

        OPENED = "opened", "Ouverte, à notifier"
        NOTIFIED = "notified", "Observations attendues"
        BOARD = "board", "Avis demandé à l’équipe pluridisciplinaire"
        DECIDED = "decided", "Décidée, à notifier"
        IN_FORCE = "in_force", "Sanction notifiée"
        LIFTED = "lifted", "Levée"
        ENDED = "ended", "Arrivée à son terme"
        CLOSED = "closed", "Close sans sanction"
        ANNULLED = "annulled", "Annulée sur recours"

    class Outcome(models.TextChoices):
        """What is decided."""

        NONE = "none", "Aucune sanction"
        SUSPENSION = "suspension", "Suspension"
        SUPPRESSION = "suppression", "Suppression"

    class Stage(models.TextChoices):
        """On which scale."""

        FIRST = "first", "Premier manquement"
        PERSISTENCE = "persistence", "Persistance du manquement"
        REPETITION = "repetition", "Nouveau manquement (réitération)"
        CONTROL = "control", "Refus d’un contrôle"

    class Home(models.TextChoices):
        """The household, as far as the cap of the rate depends on it (R. 262-68-6)."""

        ALONE = "alone", "Une personne seule, sans majoration"
        MAJORATION = "majoration", "Une personne seule, avec majoration"
        SEVERAL = "several", "Plusieurs personnes"

    class Opinion(models.TextChoices):
        """What the équipe pluridisciplinaire says."""

        FAVOURABLE = "favourable", "Favorable"
        RESERVED = "reserved", "Favorable avec réserves"
        UNFAVOURABLE = "unfavourable", "Défavorable"

    report = models.OneToOneField(
        BreachReport,
        verbose_name="signalement",
        on_delete=models.PROTECT,
        related_name="procedure",
    )
    # Who was the referent when it was opened: never who decides.
    referent = models.ForeignKey(
        Professional,
        verbose_name="référent à l’ouverture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.OPENED)
    held_on = models.DateField("en attente depuis le", null=True, blank=True)
    hold_reason = models.CharField("motif de l’attente", max_length=500, blank=True)
    notice_received_on = models.DateField("courrier reçu le", null=True, blank=True)
    notice_proof = models.CharField(
        "preuve de réception", max_length=12, choices=Proof.choices, blank=True
    )
    # The last day.
    observations_until = models.DateField("observations jusqu’au", null=True, blank=True)
    opinion = models.CharField(
        "avis de l’équipe pluridisciplinaire", max_length=12, choices=Opinion.choices, blank=True
    )
    opinion_on = models.DateField("avis rendu le", null=True, blank=True)
    outcome = models.CharField("décision", max_length=11, choices=Outcome.choices, blank=True)
    stage = models.CharField("barème", max_length=11, choices=Stage.choices, blank=True)
    home = models.CharField("foyer retenu", max_length=10, choices=Home.choices, blank=True)
    # Whole percents, whole months.
    rate = models.PositiveSmallIntegerField("taux (%)", null=True, blank=True)
    months = models.PositiveSmallIntegerField("durée (mois)", null=True, blank=True)
    # What was decided first, once an appeal reduced it: the letter of the decision says it still.
    first_rate = models.PositiveSmallIntegerField("premier taux (%)", null=True, blank=True)
    first_months = models.PositiveSmallIntegerField("première durée (mois)", null=True, blank=True)
    rate_least = models.PositiveSmallIntegerField(null=True, blank=True)
    rate_most = models.PositiveSmallIntegerField(null=True, blank=True)
    months_least = models.PositiveSmallIntegerField(null=True, blank=True)
    months_most = models.PositiveSmallIntegerField(null=True, blank=True)
    situation = models.TextField("situation de la personne", max_length=3000, blank=True)
    household = models.TextField("situation du foyer", max_length=3000, blank=True)
    nature = models.TextField("nature et fréquence des manquements", max_length=3000, blank=True)
    consequences = models.TextField(
        "conséquences de la décision pour la personne et le foyer", max_length=3000, blank=True
    )
    effect_on = models.DateField("prend effet le", null=True, blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        Professional,
        verbose_name="décidée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision_received_on = models.DateField("décision reçue le", null=True, blank=True)
    decision_proof = models.CharField(
        "preuve de réception de la décision", max_length=12, choices=Proof.choices, blank=True
    )
    # The last day.
    appeal_until = models.DateField("recours possible jusqu’au", null=True, blank=True)
    removal_proposed_on = models.DateField("radiation proposée le", null=True, blank=True)
    right_ended_on = models.DateField("fin de droit décidée le", null=True, blank=True)

    class Meta(ProcedureRow.Meta):
        verbose_name = "procédure de suspension"
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["opened", "notified", "board", "decided"]),
                name="procedure_one_at_a_time",
                violation_error_message="Une procédure est déjà en cours pour ce dossier.",
            ),
            CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(hold_reason=""),
                name="procedure_held_with_a_reason",
                violation_error_message="Une mise en attente a un motif.",
            ),
            CheckConstraint(
                condition=Q(state__in=["opened", "closed"])
                | Q(notice_received_on__isnull=False, observations_until__isnull=False)
                & ~Q(notice_proof=""),
                name="procedure_notice_is_proved",
                violation_error_message="Le courrier a une date et une preuve de réception.",
            ),
            CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(outcome__in=["suspension", "suppression"]),
                name="procedure_decided_has_an_outcome",
                violation_error_message="Dites ce qui est décidé.",
            ),
            CheckConstraint(
                condition=Q(outcome="")
                | Q(decided_on__isnull=False, decided_by__isnull=False) & _reasons_are_given(),
                name="procedure_decision_has_four_reasons",
                violation_error_message="La décision dit ses quatre motifs (R. 262-68-5).",
            ),
            CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(decided_on__gt=F("observations_until"), observations_until__isnull=False),
                name="procedure_decided_after_observations",
                violation_error_message="La décision attend la fin du délai d’observations.",
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(referent__isnull=True)
                | ~Q(decided_by=F("referent")),
                name="procedure_not_decided_by_the_referent",
                violation_error_message="La personne référente ne décide pas.",
            ),
            CheckConstraint(
                condition=~Q(outcome="suppression") | Q(opinion_on__isnull=False) & ~Q(opinion=""),
                name="procedure_suppression_after_the_opinion",
                violation_error_message=(
                    "Une suppression attend l’avis de l’équipe pluridisciplinaire."
                ),
            ),
            CheckConstraint(
                condition=~Q(outcome="suppression") | ~Q(stage="first"),
                name="procedure_no_suppression_at_first",
                violation_error_message="Un premier manquement ne mène pas à une suppression.",
            ),
            CheckConstraint(
                condition=Q(outcome__in=["", "none"], rate__isnull=True, months__isnull=True)
                | Q(
                    ~Q(stage=""),
                    ~Q(home=""),
                    Q(first_rate__isnull=True, first_months__isnull=True)
                    & _is_between("rate", "months")
                    | _was_reduced("rate", "months"),
                    outcome__in=["suspension", "suppression"],
                    effect_on__isnull=False,
                    rate__isnull=False,
                    months__isnull=False,
                    rate_most__isnull=False,
                    months_most__isnull=False,
                    rate_most__lte=100,
                ),
                name="procedure_within_its_bounds",
                violation_error_message="Le taux ou la durée dépasse ce que le barème permet.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["in_force", "ended", "annulled"])
                | Q(decision_received_on__gte=F("decided_on"), appeal_until__isnull=False)
                & ~Q(decision_proof=""),
                name="procedure_decision_is_notified",
                violation_error_message="La décision a une date et une preuve de réception.",
            ),
            CheckConstraint(
                condition=Q(removal_proposed_on__isnull=True)
                | Q(outcome="suppression", rate=100, decision_received_on__isnull=False),
                name="procedure_removal_after_total_suppression",
                violation_error_message="Seule une suppression totale mène à cette proposition.",
            ),
            CheckConstraint(
                condition=Q(right_ended_on__isnull=True)
                | Q(
                    right_ended_on__gte=F("removal_proposed_on"), removal_proposed_on__isnull=False
                ),
                name="procedure_right_ends_last",
                violation_error_message="La fin de droit vient après la proposition de radiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"Procédure, {self.get_state_display().lower()}"

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    @property
    def decided_rate(self) -> int | None:
        """The rate of the decision itself, whatever an appeal made of it."""
        return self.first_rate or self.rate

    @property
    def decided_months(self) -> int | None:
        """The months of the decision itself."""
        return self.first_months or self.months


@with_history
class Observation(Written, ProcedureRow):
    """Observations of the person: written, or heard; with the help of whom they choose."""

    class Way(models.TextChoices):
        """How they came."""

        WRITTEN = "written", "Par écrit"
        HEARD = "heard", "Au cours d’un entretien"

    procedure = models.ForeignKey(
        SanctionProcedure,
        verbose_name="procédure",
        on_delete=models.PROTECT,
        related_name="observations",
    )
    on = models.DateField("reçues le")
    way = models.CharField("comment", max_length=8, choices=Way.choices)
    text = models.TextField("observations", max_length=8000)
    # Name and quality of who helped or came along.
    helped_by = models.CharField("avec l’aide de", max_length=200, blank=True)
    # Written by the person in their own space.
    by_person = models.BooleanField("écrites par la personne", default=False)
    document = models.ForeignKey(
        CaseDocument,
        verbose_name="pièce jointe",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(ProcedureRow.Meta):
        verbose_name = "observations"
        ordering = ["on", "pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(text=""),
                name="observation_says_something",
                violation_error_message="Écrivez les observations.",
            )
        ]

    def __str__(self) -> str:
        return f"Observations du {self.on:%d/%m/%Y}"


class ProcedureAct(Written, ProcedureRow):
    """What a person did in a procedure, and why: added to, never changed."""

    class Kind(models.TextChoices):
        """Which act."""

        OPEN = "open", "Procédure ouverte"
        NOTIFY = "notify", "Courrier notifié"
        OBSERVE = "observe", "Observations reçues"
        POSTPONE = "postpone", "Report"
        HOLD = "hold", "Mise en attente"
        RESUME = "resume", "Reprise"
        ASK_BOARD = "ask_board", "Avis demandé"
        LEAVE_BOARD = "leave_board", "Demande d’avis retirée"
        OPINION = "opinion", "Avis de l’équipe pluridisciplinaire"
        DECIDE = "decide", "Décision"
        NOTIFY_DECISION = "notify_decision", "Décision notifiée"
        LIFT = "lift", "Levée"
        END = "end", "Fin de la sanction"
        CLOSE = "close", "Close sans sanction"
        PROPOSE_REMOVAL = "propose_removal", "Radiation proposée à France Travail"
        END_RIGHT = "end_right", "Fin de droit"
        APPEAL = "appeal", "Recours reçu"
        ANSWER_APPEAL = "answer_appeal", "Réponse au recours"
        NOTIFY_APPEAL = "notify_appeal", "Réponse au recours notifiée"

    procedure = models.ForeignKey(
        SanctionProcedure, verbose_name="procédure", on_delete=models.PROTECT, related_name="acts"
    )
    kind = models.CharField("acte", max_length=16, choices=Kind.choices)
    on = models.DateField("le")
    text = models.TextField("motif", max_length=4000, blank=True)

    class Meta(ProcedureRow.Meta):
        verbose_name = "acte d’une procédure"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
