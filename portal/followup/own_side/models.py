"""What the team shares with the person, what the person says, and their requests for their file."""

from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.contract.models import ActionStep
from portal.followup.documents.models import CaseDocument
from portal.followup.journal.models import JournalEntry
from portal.followup.people.models import Professional
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history

FOLDER = "own_files"


class OwnRow(CaseRow):
    """A row that the linked person reads too."""

    class Meta(CaseRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(
            reach.reads(user, "beneficiary") | Q(beneficiary__in=reach.own_ids(user))
        )


@with_history
class SharedItem(Written, OwnRow):
    """Ce que l’équipe partage avec la personne: a document, a step, words of a note, what to bring.

    Nothing else of the case is shared by itself. `text` is a copy that the sharer wrote or cut: the
    note that it comes from stays unread, and may change.
    """

    class Kind(models.TextChoices):
        """What is shared."""

        DOCUMENT = "document", "Document"
        STEP = "step", "Étape"
        NOTE = "note", "Extrait d’une note"
        BRING = "bring", "À apporter"

    kind = models.CharField("quoi", max_length=8, choices=Kind.choices)
    document = models.ForeignKey(
        CaseDocument,
        verbose_name="document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shared",
    )
    step = models.ForeignKey(
        ActionStep,
        verbose_name="étape",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shared",
    )
    note = models.ForeignKey(
        JournalEntry,
        verbose_name="note",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shared",
    )
    text = models.TextField("texte", max_length=2000, blank=True)
    ended_at = models.DateTimeField("partage arrêté le", null=True, blank=True)
    ended_by = models.CharField("arrêté par", max_length=200, blank=True)

    class Meta(OwnRow.Meta):
        verbose_name = "partage avec la personne"
        ordering = ["-created_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(kind="document", document__isnull=False)
                | Q(kind="step", step__isnull=False)
                | Q(kind="note", note__isnull=False) & ~Q(text="")
                | Q(kind="bring") & ~Q(text=""),
                name="shared_item_is_something",
                violation_error_message="Dites ce qui est partagé.",
            ),
            UniqueConstraint(
                fields=["document"],
                condition=Q(ended_at__isnull=True, document__isnull=False),
                name="shared_document_once",
                violation_error_message="Ce document est déjà partagé.",
            ),
            UniqueConstraint(
                fields=["step"],
                condition=Q(ended_at__isnull=True, step__isnull=False),
                name="shared_step_once",
                violation_error_message="Cette étape est déjà partagée.",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()}, partage du {timezone.localtime(self.created_at):%d/%m/%Y}"
        )

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        own = Q(beneficiary__in=reach.own_ids(user), ended_at__isnull=True)
        return rows.filter(reach.reads(user, "beneficiary") | own)


@with_history
class StepWord(OwnRow):
    """« C’est fait », said by the person of a step: told to the team, which alone decides."""

    step = models.ForeignKey(
        ActionStep, verbose_name="étape", on_delete=models.PROTECT, related_name="words"
    )
    said_at = models.DateTimeField("dit le", auto_now_add=True)
    taken_back_at = models.DateTimeField("repris le", null=True, blank=True)

    class Meta(OwnRow.Meta):
        verbose_name = "étape dite faite"
        ordering = ["-said_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["step"],
                condition=Q(taken_back_at__isnull=True),
                name="step_word_once",
                violation_error_message="Vous l’avez déjà dit.",
            )
        ]

    def __str__(self) -> str:
        return f"Dite faite le {timezone.localtime(self.said_at):%d/%m/%Y}"


def _private() -> Storage:
    return storages["private"]


def _random_name(_row: "FileRequest", _name: str) -> str:
    return f"{FOLDER}/{uuid4().hex}.pdf"


@with_history
class FileRequest(Versioned, Written, OwnRow):
    """Demande d’accès au dossier (RGPD, art. 15). `states.py` has the table of its states.

    `due_on` is the last day to answer, with the delay that held when it was received; an extension
    moves it, with its reason, which the person is told. The file is deleted when its link ends.
    """

    class State(models.TextChoices):
        """Where it is."""

        RECEIVED = "received", "À préparer"
        READY = "ready", "Prête à remettre"
        DELIVERED = "delivered", "Remise à la personne"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    class Way(models.TextChoices):
        """How it came."""

        SPACE = "space", "Par son espace"
        LETTER = "letter", "Par courrier"
        DESK = "desk", "Au guichet"

    class Delivery(models.TextChoices):
        """How the answer left."""

        SPACE = "space", "Dans son espace"
        HAND = "hand", "En main propre"
        LETTER = "letter", "Par courrier"

    state = models.CharField("état", max_length=9, choices=State.choices, default=State.RECEIVED)
    way = models.CharField("reçue", max_length=6, choices=Way.choices)
    received_on = models.DateField("reçue le")
    about = models.TextField("ce que demande la personne", max_length=1000, blank=True)
    identity_proof = models.CharField("identité vérifiée", max_length=200, blank=True)
    # The last day.
    due_on = models.DateField("réponse au plus tard le")
    extended_on = models.DateField("prolongée le", null=True, blank=True)
    extension_reason = models.CharField("motif de la prolongation", max_length=500, blank=True)
    prepared_by = models.ForeignKey(
        Professional,
        verbose_name="préparée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    prepared_at = models.DateTimeField("préparée le", null=True, blank=True)
    file = models.FileField(
        "fichier", storage=_private, upload_to=_random_name, max_length=120, blank=True
    )
    sha256 = models.CharField(max_length=64, blank=True)
    # Documents that go with it, chosen when it was prepared: a case that is merged in later brings
    # others, which nobody looked at.
    document_keys = ArrayField(
        models.BigIntegerField(), verbose_name="documents remis", default=list, blank=True
    )
    answered_on = models.DateField("réponse le", null=True, blank=True)
    delivery = models.CharField("remise", max_length=6, choices=Delivery.choices, blank=True)
    # A registered number, or the signature of who was given it.
    delivery_proof = models.CharField("preuve de la remise", max_length=200, blank=True)
    # The last day of the link, and of the file.
    available_until = models.DateField("disponible jusqu’au", null=True, blank=True)
    deleted_at = models.DateTimeField("fichier effacé le", null=True, blank=True)
    refusal_reason = models.TextField("motif du refus", max_length=1000, blank=True)

    class Meta(OwnRow.Meta):
        verbose_name = "demande d’accès au dossier"
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="followup_file_request_due")]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["received", "ready"]),
                name="file_request_one_at_a_time",
                violation_error_message="Une demande attend déjà une réponse.",
            ),
            CheckConstraint(
                condition=Q(due_on__gt=F("received_on")),
                name="file_request_has_a_delay",
                violation_error_message="Le délai finit après la demande.",
            ),
            CheckConstraint(
                condition=Q(way="space") | ~Q(identity_proof=""),
                name="file_request_of_somebody_known",
                violation_error_message="Dites comment l’identité a été vérifiée.",
            ),
            CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extension_reason=""),
                name="file_request_extended_with_a_reason",
                violation_error_message="Une prolongation a un motif.",
            ),
            CheckConstraint(
                condition=~Q(state="refused")
                | ~Q(refusal_reason="") & Q(answered_on__isnull=False),
                name="file_request_refused_with_a_reason",
                violation_error_message="Un refus a un motif.",
            ),
            CheckConstraint(
                condition=~Q(state="delivered")
                | Q(answered_on__gte=F("received_on")) & ~Q(delivery=""),
                name="file_request_delivered_in_a_way",
                violation_error_message="Dites comment le dossier est remis.",
            ),
            CheckConstraint(
                condition=~Q(state="ready") | ~Q(file=""),
                name="file_request_ready_has_a_file",
            ),
            CheckConstraint(
                condition=Q(file="") | Q(state__in=["ready", "delivered"]),
                name="file_request_keeps_no_file_for_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande du {self.received_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in {self.State.RECEIVED, self.State.READY}


@with_history
class WithheldItem(Written, CaseRow):
    """One thing that an answer leaves out, and why: who prepares it says so item by item.

    `section` and `row_key` name the row (`dossier.SECTIONS`). What is left out for nobody in
    particular (confidential notes) has no row: the file itself says it.
    """

    class Reason(models.TextChoices):
        """Why (RGPD, art. 15, § 4; code des relations entre le public et l’administration)."""

        THIRD_PARTY = "third_party", "Parle d’une autre personne"
        HOUSEHOLD = "household", "Parle d’une autre personne du foyer"
        REPORTER = "reporter", "Dirait qui a signalé"
        SECRET = "secret", "Secret professionnel d’un autre métier"
        DECISION = "decision", "Prépare une décision qui n’est pas prise"
        DANGER = "danger", "Mettrait quelqu’un en danger"

    request = models.ForeignKey(
        FileRequest, verbose_name="demande", on_delete=models.PROTECT, related_name="withheld"
    )
    section = models.CharField("rubrique", max_length=20)
    row_key = models.BigIntegerField("élément")
    reason = models.CharField("motif", max_length=12, choices=Reason.choices)

    class Meta(CaseRow.Meta):
        verbose_name = "élément non communiqué"
        ordering = ["section", "row_key"]
        constraints = [
            UniqueConstraint(fields=["request", "section", "row_key"], name="withheld_item_once")
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(reach.manages(user, "beneficiary"))
