"""A file, its staged lines, and the actions that its differences ask for."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.followup.people.models import Beneficiary
from portal.followup.rows.base import AreaRow, Written


class StagingRow(AreaRow):
    """What orientation officers import; unit managers read what concerns their unit."""

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.all() if reach.imports(user) else rows.none()


class ImportFile(Written, StagingRow):
    """A file that was read. The file itself is deleted in the job that reads it; its hash is kept.

    A monthly file is known by who sent it, its flow and its day of reference.
    """

    class Flow(models.TextChoices):
        """What kind of file."""

        MONTHLY = "monthly", "Fichier mensuel CAF/MSA (XML)"
        TABLE = "table", "Tableau de personnes (CSV, XLSX)"
        CONTACTS = "contacts", "Coordonnées (CSV, XLSX)"

    class State(models.TextChoices):
        """Where it is."""

        RECEIVED = "received", "Reçu, en attente de lecture"
        MAPPING = "mapping", "Colonnes à reconnaître"
        READING = "reading", "Lecture en cours"
        READ = "read", "Lu : à vérifier"
        FAILED = "failed", "Illisible"
        APPLYING = "applying", "Application en cours"
        APPLIED = "applied", "Appliqué"
        DROPPED = "dropped", "Abandonné"

    flow = models.CharField("type de fichier", max_length=8, choices=Flow.choices)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.RECEIVED)
    name = models.CharField("nom du fichier", max_length=200)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    # Where the bytes wait for the job (private storage); empty once it has read them.
    waiting_file = models.CharField(max_length=120, blank=True)
    organism = models.CharField("organisme", max_length=3, blank=True)
    organism_number = models.CharField("numéro d’organisme", max_length=3, blank=True)
    # TYPEFLUX and NATFLUX, as the file says them.
    flow_code = models.CharField("code du flux", max_length=8, blank=True)
    reference_date = models.DateField("date de référence", null=True, blank=True)
    received_on = models.DateField("reçu par le service le")
    mapping = models.JSONField("colonnes", default=dict, blank=True)
    # Households and lines in error: as the file declares them, and as they were counted.
    declared_total = models.PositiveIntegerField("foyers annoncés", null=True, blank=True)
    declared_errors = models.PositiveIntegerField("anomalies annoncées", null=True, blank=True)
    found_total = models.PositiveIntegerField("lignes lues", default=0)
    found_errors = models.PositiveIntegerField("lignes en erreur", default=0)
    progress = models.PositiveIntegerField("lignes traitées", default=0)
    message = models.CharField("message", max_length=500, blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "fichier importé"
        ordering = ["-created_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["organism", "organism_number", "flow_code", "reference_date"],
                condition=Q(flow="monthly", reference_date__isnull=False)
                & ~Q(state__in=["failed", "dropped"]),
                name="import_file_once",
                violation_error_message="Ce fichier a déjà été lu.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportLine(StagingRow):
    """One person of a file, as it says (never the NIR nor an amount), and what would be done.

    `before` and `after` hold the fields that change, as they are shown; what is applied is `after`.
    """

    class Verdict(models.TextChoices):
        """What comparing with what is known says."""

        CREATE = "create", "À créer"
        UPDATE = "update", "À mettre à jour"
        UNCHANGED = "unchanged", "Sans changement"
        DECIDE = "decide", "À décider"
        ERROR = "error", "En erreur"

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="lines")
    # Rank of the household, then of the person in it (1-based); line number of a table.
    position = models.PositiveIntegerField("ligne")
    rank = models.PositiveSmallIntegerField(default=1)
    household_key = models.CharField(max_length=40, blank=True, db_index=True)
    label = models.CharField("personne", max_length=200, blank=True)
    said = models.JSONField("ce que dit le fichier", default=dict)
    verdict = models.CharField("résultat", max_length=9, choices=Verdict.choices)
    problem = models.CharField("motif", max_length=500, blank=True)
    beneficiary = models.ForeignKey(
        Beneficiary, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField("avant", default=dict, blank=True)
    after = models.JSONField("après", default=dict, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "ligne d’import"
        ordering = ["file", "position", "rank"]
        constraints = [
            UniqueConstraint(fields=["file", "position", "rank"], name="import_line_once"),
            CheckConstraint(
                condition=~Q(verdict="error") | ~Q(problem=""), name="import_error_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ImportAction(StagingRow):
    """What a difference asks for, explained; applied or put aside by somebody, undone by itself."""

    class Kind(models.TextChoices):
        """Why."""

        NEW = "new", "Nouvelle personne"
        MOVED_IN = "moved_in", "Arrivée d’un autre organisme"
        MOVED_OUT = "moved_out", "Départ vers un autre organisme"
        SUSPENDED = "suspended", "Droit ou versement suspendu"
        CLOSED = "closed", "Droit clos : sortie à enregistrer"
        REOPENED = "reopened", "Droit rouvert"
        DUTIES = "duties", "Droits et devoirs changés"
        CHANGED = "changed", "Identité ou coordonnées changées"
        HOUSEHOLD = "household", "Foyer changé"
        DECIDE = "decide", "Même nom, même date : à décider"
        ABSENT = "absent", "Absente du fichier"

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "À traiter"
        APPLIED = "applied", "Appliquée"
        SET_ASIDE = "set_aside", "Mise de côté"
        UNDONE = "undone", "Annulée"

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="actions")
    line = models.ForeignKey(
        ImportLine, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    beneficiary = models.ForeignKey(
        Beneficiary, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField("action", max_length=10, choices=Kind.choices)
    explanation = models.CharField("explication", max_length=500)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.WAITING)
    # Nothing is in doubt: it may be applied with others at once.
    is_sure = models.BooleanField("sans doute possible", default=True)
    decided_at = models.DateTimeField("traitée le", null=True, blank=True)
    decided_by_name = models.CharField("par", max_length=200, blank=True)
    # Who somebody said it is, when the file alone cannot tell: one of `candidates`, or nobody yet.
    candidates = models.JSONField("personnes possibles", default=list, blank=True)
    # What putting it back needs: rows made, fields as they were.
    undo = models.JSONField(default=dict, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "action d’import"
        ordering = ["file", "kind", "pk"]
        constraints = [
            CheckConstraint(condition=~Q(explanation=""), name="import_action_is_explained"),
        ]

    def __str__(self) -> str:
        return self.explanation


class ColumnMapping(StagingRow):
    """Columns that were recognised once: the same headings are understood the next time."""

    flow = models.CharField(max_length=8, choices=ImportFile.Flow.choices)
    # SHA-256 of the folded headings, in their order.
    headings_hash = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    columns = models.JSONField("colonnes", default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta(AreaRow.Meta):
        verbose_name = "correspondance de colonnes"
        constraints = [
            UniqueConstraint(fields=["flow", "headings_hash"], name="column_mapping_once")
        ]

    def __str__(self) -> str:
        return ", ".join(self.headings)[:80]
