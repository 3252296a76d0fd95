"""What the referent reports: facts, never a sanction."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.appointments.models import Appointment
from portal.followup.people.models import Professional
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history
from snippets.models import Organisation


class Proof(models.TextChoices):
    """How one knows that a letter reached the person."""

    REGISTERED = "registered", "Lettre recommandée, avis de réception signé"
    HANDED = "handed", "Remise en main propre, contre signature"
    ELECTRONIC = "electronic", "Envoi électronique dont la réception est prouvée"
    # The day on which it was presented counts as the day of reception.
    UNCLAIMED = "unclaimed", "Lettre recommandée présentée, non réclamée"


@with_history
class BreachReport(Versioned, Written, CaseRow):
    """Signalement: facts that the referent, the team or the unit's manager reports.

    It starts nothing by itself: the manager of the unit opens a procedure, or says why not.
    `structure` is who employed the reporter: a delegated body reads its own reports alone.
    """

    class Kind(models.TextChoices):
        """Manquement, as article L. 262-37 has them."""

        ABSENCE = "absence", "Absence à un rendez-vous obligatoire"
        NO_CONTRACT = "no_contract", "Contrat d’engagement refusé ou non renouvelé"
        COMMITMENTS = "commitments", "Engagements du contrat non tenus"
        REMOVED = "removed", "Radiation de la liste de France Travail"
        CONTROL = "control", "Refus d’un contrôle"

    class State(models.TextChoices):
        """Where it is."""

        SENT = "sent", "Transmis"
        OPENED = "opened", "Procédure ouverte"
        DISMISSED = "dismissed", "Sans suite"
        WITHDRAWN = "withdrawn", "Retiré"

    kind = models.CharField("manquement", max_length=12, choices=Kind.choices)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.SENT)
    facts_on = models.DateField("date des faits")
    facts = models.TextField("faits", max_length=4000)
    tried = models.TextField("ce qui a été tenté", max_length=3000, blank=True)
    person_words = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    appointment = models.ForeignKey(
        Appointment,
        verbose_name="rendez-vous manqué",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # `procedures/convocation.py` asks them: written by hand by who reports.
    warned = models.BooleanField("la convocation avertit des conséquences", default=False)
    received_proof = models.CharField(
        "preuve de réception de la convocation", max_length=12, choices=Proof.choices, blank=True
    )
    received_on = models.DateField("convocation reçue le", null=True, blank=True)
    reported_by = models.ForeignKey(
        Professional, verbose_name="signalé par", on_delete=models.PROTECT, related_name="+"
    )
    structure = models.ForeignKey(
        Organisation, verbose_name="structure", on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("réponse le", null=True, blank=True)
    answered_by = models.ForeignKey(
        Professional,
        verbose_name="réponse de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField("réponse", max_length=2000, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "signalement"
        ordering = ["-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(kind="absence")
                | Q(appointment__isnull=False, warned=True, received_on__isnull=False)
                & Q(received_proof__in=["registered", "handed", "electronic"]),
                name="breach_by_absence_is_proved",
                violation_error_message=(
                    "Une absence ne se signale qu’après une convocation qui avertit, et reçue."
                ),
            ),
            CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__lt=F("facts_on")),
                name="breach_convocation_came_before",
                violation_error_message="La convocation est reçue avant le rendez-vous.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["opened", "dismissed"])
                | Q(answered_on__isnull=False, answered_by__isnull=False),
                name="breach_answer_has_an_author",
                violation_error_message="Une réponse a une date et un auteur.",
            ),
            CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(answer=""),
                name="breach_dismissed_with_a_reason",
                violation_error_message="Dites pourquoi le signalement est sans suite.",
            ),
            UniqueConstraint(
                fields=["appointment"],
                condition=Q(state__in=["sent", "opened"]),
                name="breach_once_for_an_appointment",
                violation_error_message="Cette absence est déjà signalée.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        own = Q(structure__in=reach.structure_ids(user), beneficiary__in=reach.case_ids(user))
        return rows.filter(
            Q(beneficiary__in=reach.procedure_ids(user))
            | Q(beneficiary__in=reach.appealed_ids(user))
            | own
        )
