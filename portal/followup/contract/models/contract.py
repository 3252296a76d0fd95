"""The engagement contract."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.configuration.models import Term
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history


@with_history
class EngagementContract(Versioned, Written, CaseRow):
    """Contrat d’engagement (ex-CER). `states.py` has the table of its states.

    `ends_on` is its last day. An amendment is a contract of its own that succeeds another one
    (`amends`); a renewal too (`renews`).
    """

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", "En préparation"
        PROPOSED = "proposed", "Proposé à la signature"
        SIGNED = "signed", "Signé"
        AMENDED = "amended", "Remplacé par un avenant"
        ENDED = "ended", "Terminé"
        BREACHED = "breached", "Rompu"
        DROPPED = "dropped", "Abandonné"

    class Regime(models.TextChoices):
        """Heures d’activité: as the law has them, fewer, or none at the person's request."""

        FULL = "full", "Durée prévue par la loi"
        REDUCED = "reduced", "Durée réduite"
        WAIVED = "waived", "Dispense à la demande de la personne"

    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    regime = models.CharField(
        "régime d’heures", max_length=8, choices=Regime.choices, default=Regime.FULL
    )
    # Whole hours a week; null while it is written, 0 when waived.
    weekly_hours = models.PositiveSmallIntegerField("heures par semaine", null=True, blank=True)
    hours_reason = models.ForeignKey(
        Term,
        verbose_name="motif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    hours_comment = models.CharField("précision sur les heures", max_length=500, blank=True)
    person_words = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    department_commitments = models.TextField(
        "ce à quoi s’engage le Département", max_length=3000, blank=True
    )
    proposed_on = models.DateField("proposé le", null=True, blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)
    signed_document = models.ForeignKey(
        "followup.CaseDocument",
        verbose_name="contrat signé (numérisé)",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_on = models.DateField("clos le", null=True, blank=True)
    closing_reason = models.CharField("motif de la fin", max_length=500, blank=True)
    amends = models.ForeignKey(
        "self",
        verbose_name="avenant à",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendments",
    )
    renews = models.ForeignKey(
        "self",
        verbose_name="renouvelle",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )

    class Meta(CaseRow.Meta):
        verbose_name = "contrat d’engagement"
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["draft", "proposed"]),
                name="contract_one_in_preparation",
                violation_error_message="Un contrat est déjà en préparation.",
            ),
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state="signed"),
                name="contract_one_in_force",
                violation_error_message="Un contrat est déjà en cours.",
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="Le contrat finit après avoir commencé.",
            ),
            CheckConstraint(
                condition=Q(state__in=["draft", "dropped"])
                | Q(
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    weekly_hours__isnull=False,
                    proposed_on__isnull=False,
                ),
                name="contract_is_complete_when_proposed",
                violation_error_message="Un contrat proposé a ses dates et ses heures.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["signed", "amended", "ended", "breached"])
                | Q(signed_on__isnull=False),
                name="contract_in_force_is_signed",
                violation_error_message="Un contrat en cours a une date de signature.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["amended", "ended", "breached"])
                | Q(closed_on__isnull=False),
                name="contract_over_has_a_day",
                violation_error_message="Un contrat terminé a une date de fin.",
            ),
            CheckConstraint(
                condition=Q(weekly_hours__isnull=True)
                | Q(regime="full", weekly_hours__gte=1)
                | Q(regime="reduced", weekly_hours__gte=1)
                | Q(regime="waived", weekly_hours=0),
                name="contract_hours_fit_the_regime",
                violation_error_message="Une durée réduite n’est jamais nulle.",
            ),
            CheckConstraint(
                condition=Q(regime="full") | Q(hours_reason__isnull=False) | Q(state="draft"),
                name="contract_regime_has_a_reason",
                violation_error_message="Une réduction ou une dispense a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Contrat, {self.get_state_display().lower()}"
