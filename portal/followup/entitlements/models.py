"""The dated status of a right, and moves between organisms."""

from django.db import models
from django.db.models import UniqueConstraint

from portal.followup.rows.base import IdentityRow, Written, with_history


class Status(models.TextChoices):
    """État du droit, as files write it (ETATDOSRSA)."""

    PENDING = "0", "Demande en attente"
    REFUSED = "1", "Droit refusé"
    OPEN = "2", "Droit ouvert et versable"
    OPEN_SUSPENDED = "3", "Droit ouvert et suspendu"
    PAYMENT_SUSPENDED = "4", "Droit ouvert, versement suspendu"
    CLOSED = "5", "Droit clos"
    CLOSED_EARLIER = "6", "Droit clos sur un mois antérieur"
    UNKNOWN = "Z", "Non connu"


# The person is followed, paid or not.
OPEN = frozenset({Status.OPEN, Status.OPEN_SUSPENDED, Status.PAYMENT_SUSPENDED})
OVER = frozenset({Status.REFUSED, Status.CLOSED, Status.CLOSED_EARLIER})


@with_history
class Entitlement(Written, IdentityRow):
    """Droit: what was true at one day of reference. The newest day is the present.

    Files in any order end in the same rows: one per person and day. `received_on`: the day on which
    the service received what says so, from which the clock of orientation runs.
    """

    on = models.DateField("au")
    status = models.CharField("état", max_length=1, choices=Status.choices)
    reason = models.CharField("motif", max_length=3, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    has_duties = models.BooleanField("soumis·e aux droits et devoirs", default=True)
    opened_on = models.DateField("ouverture du droit", null=True, blank=True)
    received_on = models.DateField("reçu le")
    source = models.ForeignKey(
        "followup.ImportFile",
        verbose_name="fichier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # Why somebody wrote or mended it by hand; empty for what a file says.
    explanation = models.CharField("explication", max_length=500, blank=True)

    class Meta(IdentityRow.Meta):
        verbose_name = "droit"
        verbose_name_plural = "droits"
        ordering = ["-on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "on"],
                name="entitlement_once_a_day",
                violation_error_message="Un droit est déjà connu à cette date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.on:%d/%m/%Y})"


@with_history
class OrganismMove(Written, IdentityRow):
    """Mutation: the file came from another organism, or left for one."""

    class Direction(models.TextChoices):
        """Towards us, or away."""

        IN = "in", "Arrivée"
        OUT = "out", "Départ"

    direction = models.CharField("sens", max_length=3, choices=Direction.choices)
    organism = models.CharField("organisme", max_length=3)
    organism_number = models.CharField("numéro d’organisme", max_length=3)
    matricule = models.CharField("numéro d’allocataire", max_length=15, blank=True)
    on = models.DateField("le")
    received_on = models.DateField("reçu le")
    source = models.ForeignKey(
        "followup.ImportFile",
        verbose_name="fichier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(IdentityRow.Meta):
        verbose_name = "mutation"
        ordering = ["-on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "direction", "organism", "organism_number", "on"],
                name="organism_move_once",
                violation_error_message="Cette mutation est déjà connue.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.organism} {self.organism_number}"
