"""What follows a decision: the days of the sanction, what was done in them, the appeal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.people.models import Professional
from portal.followup.procedures.models.procedure import ProcedureRow, SanctionProcedure
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history
from portal.followup.rows.periods import never_overlapping


@with_history
class SanctionPeriod(CaseRow):
    """The days of a sanction, which all who follow the case read: a delegated body too.

    `ends_on` is the first day after it; lifted, it is that day, or the first one when it had not
    begun. Nothing else of the procedure is here.
    """

    procedure = models.OneToOneField(
        SanctionProcedure,
        verbose_name="procédure",
        on_delete=models.PROTECT,
        related_name="period",
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("jusqu’au")

    class Meta(CaseRow.Meta):
        verbose_name = "période de sanction"
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="sanction_one_at_a_time",
                message="Une autre sanction couvre déjà ces dates.",
            ),
            CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="sanction_ends_after_it_starts",
                violation_error_message="La sanction finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"Du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"


@with_history
class Remobilisation(Written, CaseRow):
    """What the referent did with the person during a sanction (R. 262-69), and what came of it."""

    period = models.ForeignKey(
        SanctionPeriod, verbose_name="sanction", on_delete=models.PROTECT, related_name="done"
    )
    professional = models.ForeignKey(
        Professional, verbose_name="par", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("le")
    text = models.TextField("ce qui a été fait", max_length=3000)
    # The referent says so; who conducts the procedure decides to lift.
    resumed = models.BooleanField("la personne tient de nouveau ses engagements", default=False)

    class Meta(CaseRow.Meta):
        verbose_name = "remobilisation"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"Remobilisation du {self.on:%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        own = Q(professional__in=reach.professional_ids(user))
        return rows.filter(
            Q(beneficiary__in=reach.procedure_ids(user))
            | Q(beneficiary__in=reach.appealed_ids(user))
            | own & Q(beneficiary__in=reach.case_ids(user))
        )


@with_history
class Appeal(Versioned, Written, ProcedureRow):
    """Recours administratif préalable (R. 262-88): decided by somebody else than the decision.

    Until it is decided, and notified, retention waits (`procedures/holds.py`). `person_label` is
    what who answers reads of the person: they open no case.
    """

    class Outcome(models.TextChoices):
        """The answer."""

        REJECTED = "rejected", "Rejeté\u00a0: la décision est maintenue"
        REDUCED = "reduced", "Accepté en partie\u00a0: la sanction est réduite"
        ANNULLED = "annulled", "Accepté\u00a0: la décision est annulée"
        TOO_LATE = "too_late", "Rejeté\u00a0: présenté après le délai"

    procedure = models.ForeignKey(
        SanctionProcedure,
        verbose_name="procédure",
        on_delete=models.PROTECT,
        related_name="appeals",
    )
    person_label = models.CharField("personne", max_length=250)
    received_on = models.DateField("reçu le")
    is_late = models.BooleanField("après le délai", default=False)
    grounds = models.TextField("ce que demande la personne", max_length=8000)
    first_decider = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="première décision par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.CharField("réponse", max_length=9, choices=Outcome.choices, blank=True)
    answer = models.TextField("motifs", max_length=8000, blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decider_name = models.CharField("nom", max_length=200, blank=True)
    answer_received_on = models.DateField("réponse reçue le", null=True, blank=True)

    class Meta(ProcedureRow.Meta):
        verbose_name = "recours"
        ordering = ["received_on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["procedure"],
                name="appeal_once_for_a_decision",
                violation_error_message="Un recours est déjà enregistré contre cette décision.",
            ),
            CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | ~Q(outcome="") & ~Q(answer="") & Q(decided_on__gte=F("received_on")),
                name="appeal_answer_has_reasons",
                violation_error_message="La réponse au recours est motivée et datée.",
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(first_decider__isnull=True)
                | ~Q(decided_by=F("first_decider")),
                name="appeal_decided_by_another",
                violation_error_message="Une autre personne que la première décide du recours.",
            ),
            CheckConstraint(
                condition=~Q(outcome="too_late") | Q(is_late=True),
                name="appeal_too_late_when_it_is",
                violation_error_message="Ce recours est dans les délais.",
            ),
            CheckConstraint(
                condition=Q(answer_received_on__isnull=True)
                | Q(answer_received_on__gte=F("decided_on"), decided_on__isnull=False),
                name="appeal_notified_after_decided",
                violation_error_message="La réponse est notifiée après avoir été décidée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Recours du {self.received_on:%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(Q(beneficiary__in=reach.procedure_ids(user)) | reach.answers(user))
