"""Where a case is on its way out, what holds it, and the slips sent to the archives."""

from typing import Any
from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.people.models import Unit
from portal.followup.rows.base import AreaRow, CaseRow, Versioned, Written, with_history

# Not the folder of documents, whose job deletes the files that no document names.
VISA_FOLDER = "followup-visas"


def _private() -> Storage:
    return storages["private"]


def _random_name(slip: "EliminationSlip", name: str) -> str:
    return f"{VISA_FOLDER}/{uuid4().hex}.pdf"


@with_history
class CaseRetention(CaseRow):
    """Conservation: one line for a case that was given notice, archived or anonymised.

    `last_contact_on` is what the notice was counted from. `archive_on` and `destroy_on`: the day
    that was announced, never before. `reopened_on` counts as a contact.
    """

    class State(models.TextChoices):
        """Where the case is."""

        NOTICED = "noticed", "Archivage annoncé"
        ARCHIVED = "archived", "Archive restreinte"
        LAPSED = "lapsed", "Suivi courant"
        ANONYMISED = "anonymised", "Anonymisé"

    # Where the case was: its manager reads the archive. What is archived changes unit no more.
    unit = models.ForeignKey(
        Unit,
        verbose_name="unité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.NOTICED)
    last_contact_on = models.DateField("dernier contact le")
    noticed_on = models.DateField("annoncé le")
    archive_on = models.DateField("archivé à partir du")
    archived_on = models.DateField("archivé le", null=True, blank=True)
    destroy_on = models.DateField("destruction à partir du", null=True, blank=True)
    reopened_on = models.DateField("rouvert le", null=True, blank=True)
    anonymised_on = models.DateField("anonymisé le", null=True, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "conservation"
        ordering = ["archive_on", "pk"]
        indexes = [models.Index(fields=["state", "archive_on"], name="followup_retention_due")]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                name="retention_once_a_case",
                violation_error_message="La conservation de ce dossier est déjà en cours.",
            ),
            CheckConstraint(
                condition=Q(archive_on__gte=F("noticed_on")),
                name="retention_noticed_before_archived",
                violation_error_message="Un archivage s’annonce d’abord.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["archived", "anonymised"]) | Q(archived_on__isnull=False),
                name="retention_archived_on_a_day",
                violation_error_message="Donnez le jour de l’archivage.",
            ),
            CheckConstraint(
                condition=~Q(state="anonymised")
                | Q(anonymised_on__isnull=False, destroy_on__isnull=False),
                name="retention_anonymised_after_notice",
                violation_error_message="Une destruction s’annonce d’abord.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        # That a case is closed is known to all: it is what hides it from them.
        closed = Q(state__in=CLOSED) if reach.works_in_the_area(user) else Q(pk__in=())
        return rows.filter(reach.keeps(user, "beneficiary") | closed)


CLOSED = (CaseRetention.State.ARCHIVED, CaseRetention.State.ANONYMISED)


class KeptRow(CaseRow):
    """A row that the manager of the unit reads, of an archived case too."""

    class Meta(CaseRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(reach.keeps(user, "beneficiary"))


@with_history
class RetentionHold(Written, KeptRow):
    """Arrêt de la conservation: why a case is neither archived nor destroyed, until when."""

    class Kind(models.TextChoices):
        """What for."""

        LITIGATION = "litigation", "Contentieux ou réclamation"
        PARTICIPATION = "fse", "Participation à une opération FSE+"

    kind = models.CharField("motif", max_length=10, choices=Kind.choices)
    reason = models.CharField("précision", max_length=500)
    # Of a litigation: its last day; none, until somebody lifts it.
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    # Of a participation: the day of the last payment; none, while it goes on.
    paid_on = models.DateField("dernier paiement le", null=True, blank=True)
    lifted_on = models.DateField("levé le", null=True, blank=True)
    lifted_by = models.CharField("levé par", max_length=200, blank=True)
    lift_reason = models.CharField("motif de la levée", max_length=500, blank=True)

    class Meta(KeptRow.Meta):
        verbose_name = "arrêt de la conservation"
        ordering = ["-created_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(reason=""),
                name="retention_hold_has_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            CheckConstraint(
                condition=Q(kind="litigation", paid_on__isnull=True)
                | Q(kind="fse", ends_on__isnull=True),
                name="retention_hold_has_its_own_day",
                violation_error_message="Un contentieux a une fin, une participation un paiement.",
            ),
            CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lift_reason=""),
                name="retention_hold_lifted_with_a_reason",
                violation_error_message="Dites pourquoi l’arrêt est levé.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@with_history
class EliminationSlip(Versioned, Written, AreaRow):
    """Bordereau d’élimination: what is asked of the departmental archives, and their answer.

    Counts are those of the day on which it was prepared: its list only shrinks after that.
    """

    class State(models.TextChoices):
        """Where it is."""

        PREPARED = "prepared", "Préparé"
        SENT = "sent", "Envoyé aux archives"
        RETURNED = "returned", "Rendu, à corriger"
        REFUSED = "refused", "Refusé"
        APPROVED = "approved", "Visé\u00a0: destruction possible"
        DESTROYING = "destroying", "Destruction en cours"
        DESTROYED = "destroyed", "Détruit"
        CANCELLED = "cancelled", "Abandonné"

    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PREPARED)
    files_count = models.PositiveIntegerField("dossiers")
    first_year = models.PositiveSmallIntegerField("de")
    last_year = models.PositiveSmallIntegerField("à")
    # How many by year of the last contact, as the archives read them: {"2024": 3}.
    years = models.JSONField("dossiers par année", default=dict, blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    answered_on = models.DateField("réponse du", null=True, blank=True)
    answer = models.CharField("motif de la réponse", max_length=500, blank=True)
    visa_number = models.CharField("numéro du visa", max_length=60, blank=True)
    visa_file = models.FileField(
        "visa (PDF)", storage=_private, upload_to=_random_name, max_length=120, blank=True
    )
    destroyed_on = models.DateField("détruit le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "bordereau d’élimination"
        ordering = ["-created_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(files_count__gte=1),
                name="slip_lists_something",
                violation_error_message="Un bordereau liste au moins un dossier.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["approved", "destroying", "destroyed"])
                | Q(answered_on__isnull=False, sent_on__isnull=False)
                & ~Q(visa_number="")
                & ~Q(visa_file=""),
                name="slip_destroyed_after_a_visa",
                violation_error_message="Rien n’est détruit sans le visa des archives.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | ~Q(answer=""),
                name="slip_refused_with_a_reason",
                violation_error_message="Notez le motif des archives.",
            ),
            CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="slip_answered_after_it_was_sent",
                violation_error_message="La réponse vient après l’envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bordereau {self.shown_number}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(unit__in=reach.led_unit_ids(user))

    @property
    def shown_number(self) -> str:
        """As it stands on the paper."""
        return f"{timezone.localtime(self.created_at):%Y}-{self.pk:04}"


@with_history
class SlipLine(KeptRow):
    """A case of a slip. What was withheld at the destruction says why."""

    class State(models.TextChoices):
        """What became of it."""

        LISTED = "listed", "Listé"
        WITHHELD = "withheld", "Retiré de la destruction"
        DESTROYED = "destroyed", "Détruit"

    slip = models.ForeignKey(
        EliminationSlip, verbose_name="bordereau", on_delete=models.PROTECT, related_name="lines"
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.LISTED)
    withheld_reason = models.CharField("retiré parce que", max_length=250, blank=True)

    class Meta(KeptRow.Meta):
        verbose_name = "dossier d’un bordereau"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["slip", "beneficiary"],
                name="slip_line_once",
                violation_error_message="Ce dossier est déjà sur le bordereau.",
            ),
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state="listed"),
                name="slip_line_on_one_slip",
                violation_error_message="Ce dossier est sur un autre bordereau.",
            ),
            CheckConstraint(
                condition=~Q(state="withheld") | ~Q(withheld_reason=""),
                name="slip_line_withheld_with_a_reason",
                violation_error_message="Dites pourquoi le dossier est retiré.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
