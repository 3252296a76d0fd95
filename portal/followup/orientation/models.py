"""Orientation, referent, requests of the referent, and the exit."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.people.models import Professional, Unit
from portal.followup.rows.base import CaseRow, IdentityRow, Versioned, Written, with_history
from portal.followup.rows.periods import never_overlapping
from snippets.models import Organisation


class Path(models.TextChoices):
    """Parcours (voie)."""

    SOCIAL = "social", "Social"
    PROFESSIONAL = "professional", "Professionnel"
    SOCIO_PROFESSIONAL = "socio_professional", "Socio-professionnel"


@with_history
class Orientation(Versioned, Written, IdentityRow):
    """Orientation: one at a time. `ends_on` is the first day after it.

    `by_france_travail`: past the legal time, France Travail orients (D. 262-65-2).
    """

    path = models.CharField("parcours", max_length=20, choices=Path.choices)
    structure = models.ForeignKey(
        Organisation, verbose_name="structure référente", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="unité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orientations",
    )
    by_france_travail = models.BooleanField("orientation par France Travail", default=False)
    starts_on = models.DateField("décidée le")
    notified_on = models.DateField("notifiée le", null=True, blank=True)
    ends_on = models.DateField("prend fin le", null=True, blank=True)
    reason = models.TextField("motif", max_length=2000, blank=True)

    class Meta(IdentityRow.Meta):
        verbose_name = "orientation"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            never_overlapping(
                name="orientation_one_at_a_time",
                message="Une autre orientation couvre déjà ces dates.",
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="orientation_ends_after_it_starts",
                violation_error_message="L’orientation finit après avoir commencé.",
            ),
            CheckConstraint(
                condition=Q(notified_on__isnull=True) | Q(notified_on__gte=F("starts_on")),
                name="orientation_notified_after_decided",
                violation_error_message="L’orientation est notifiée après avoir été décidée.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_path_display()


@with_history
class ReferentAssignment(Written, IdentityRow):
    """Référent unique: at most one active. Written by services in the scope `transfer` alone."""

    professional = models.ForeignKey(
        Professional, verbose_name="référent", on_delete=models.PROTECT, related_name="assignments"
    )
    structure = models.ForeignKey(
        Organisation, verbose_name="structure référente", on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField("depuis le")
    ends_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    end_reason = models.CharField("motif de la fin", max_length=500, blank=True)
    # The referent saw that they have a new person: the line leaves their home page.
    seen_at = models.DateTimeField("vu le", null=True, blank=True)

    class Meta(IdentityRow.Meta):
        verbose_name = "référent"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(ends_at__isnull=True),
                name="referent_one_at_a_time",
                violation_error_message="Cette personne a déjà une référente ou un référent.",
            ),
            CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="referent_ends_after_start",
                violation_error_message="La fin vient après le début.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.professional)


class ExitReason(models.TextChoices):
    """Motif de sortie."""

    EMPLOYMENT = "employment", "Emploi"
    TRAINING = "training", "Formation"
    BUSINESS = "business", "Création d’activité"
    RETIREMENT = "retirement", "Retraite"
    DISABILITY = "disability", "Allocation adulte handicapé ou invalidité"
    MOVE = "move", "Déménagement hors du département"
    HOUSEHOLD = "household", "Changement de situation du foyer"
    RESOURCES = "resources", "Ressources au-dessus du plafond"
    DEATH = "death", "Décès"
    LOST = "lost", "Sans nouvelles, droit clos"
    OTHER = "other", "Autre motif"


@with_history
class ReorientationRequest(Versioned, Written, IdentityRow):
    """Demande du référent: another path, another referent, or the end of the pathway.

    A draft is the referent's; sent, it is complete. The answer has a reason. The former referent
    keeps its line (`asked_by`, `outcome`) and nothing else of the case.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        REORIENTATION = "reorientation", "Réorientation"
        REFERENT = "referent", "Changement de référent·e"
        EXIT = "exit", "Fin de parcours"

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", "Brouillon"
        SENT = "sent", "Envoyée"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    kind = models.CharField("demande", max_length=14, choices=Kind.choices)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    asked_by = models.ForeignKey(
        Professional, verbose_name="demandée par", on_delete=models.PROTECT, related_name="requests"
    )
    # The name and number as they were: what the former referent reads beside the answer.
    person_label = models.CharField("personne", max_length=250, blank=True)
    reason = models.TextField("motif", max_length=3000, blank=True)
    wanted_path = models.CharField(
        "parcours demandé", max_length=20, choices=Path.choices, blank=True
    )
    wanted_structure = models.ForeignKey(
        Organisation,
        verbose_name="structure demandée",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    exit_reason = models.CharField(
        "motif de sortie", max_length=12, choices=ExitReason.choices, blank=True
    )
    exit_on = models.DateField("sortie le", null=True, blank=True)
    # Whether the person agrees, and what they say: asked before it can be sent.
    person_opinion = models.TextField("avis de la personne", max_length=2000, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    decided_at = models.DateTimeField("réponse le", null=True, blank=True)
    decided_by = models.ForeignKey(
        Professional,
        verbose_name="réponse de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField("réponse", max_length=3000, blank=True)

    class Meta(IdentityRow.Meta):
        verbose_name = "demande du référent"
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["draft", "sent"]),
                name="referent_request_one_at_a_time",
                violation_error_message="Une demande est déjà en cours pour ce dossier.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["sent", "accepted", "refused"])
                | Q(sent_at__isnull=False)
                & ~Q(reason="")
                & (~Q(kind="exit") | ~Q(exit_reason="") & Q(exit_on__isnull=False))
                & (~Q(kind="reorientation") | ~Q(wanted_path="")),
                name="referent_request_is_complete",
                violation_error_message="La demande n’est pas complète.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["accepted", "refused"])
                | Q(decided_at__isnull=False) & ~Q(answer=""),
                name="referent_request_answer_has_a_reason",
                violation_error_message="La réponse dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        asked = Q(asked_by__user=user.pk, asked_by__left_on__isnull=True)
        # A draft is the matter of those who follow the case.
        sent = reach.knows(user, "beneficiary") & Q(sent_at__isnull=False)
        return rows.filter(sent | reach.writes(user, "beneficiary") | asked)


@with_history
class Exit(Written, IdentityRow):
    """Sortie: the pathway ended. Taken back, it is deleted; its history stays."""

    reason = models.CharField("motif", max_length=12, choices=ExitReason.choices)
    on = models.DateField("le")
    situation = models.TextField("situation à la sortie", max_length=2000, blank=True)
    request = models.OneToOneField(
        ReorientationRequest,
        verbose_name="demande",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="exit",
    )

    class Meta(IdentityRow.Meta):
        verbose_name = "sortie"
        constraints = [
            UniqueConstraint(fields=["beneficiary", "on"], name="exit_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


@with_history
class Handover(CaseRow):
    """Passation: what a transfer decided of each appointment, open step and draft.

    `kind` and `object_id` name the row; `fate` what becomes of it.
    """

    class Fate(models.TextChoices):
        """What becomes of it."""

        KEPT = "kept", "Garde sa place"
        MOVED = "moved", "Passe à la personne qui reprend"
        CANCELLED = "cancelled", "Annulé"
        RETURNED = "returned", "Rendu à son auteur·rice"

    assignment = models.ForeignKey(
        ReferentAssignment,
        verbose_name="nouveau référent",
        on_delete=models.PROTECT,
        related_name="handovers",
    )
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    label = models.CharField("quoi", max_length=250)
    fate = models.CharField("devient", max_length=10, choices=Fate.choices)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta(CaseRow.Meta):
        verbose_name = "passation"

    def __str__(self) -> str:
        return self.label
