"""A file, its staged lines, and the actions that its differences ask for."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.accounts.capabilities import ORIENT, has_capability
from portal.followup.people.models import Beneficiary
from portal.followup.rows.base import AreaRow, Written


class StagingRow(AreaRow):
    """What is read of files: orientation officers decide all of it."""

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.all() if reach.imports(user) else rows.none()


class StagedPerson(StagingRow):
    """What a file says of one person: a unit manager decides it for the people of the unit."""

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        if has_capability(user, ORIENT):
            return rows.all()
        if not reach.imports(user):
            return rows.none()
        return rows.filter(reach.manages(user, "beneficiary"))


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
        READ = "read", "Lu\u00a0: à vérifier"
        FAILED = "failed", "Illisible"
        KNOWN = "known", "Déjà lu\u00a0: rien ne change"
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
    found_total = models.PositiveIntegerField("foyers ou lignes lus", default=0)
    found_errors = models.PositiveIntegerField("lignes en erreur", default=0)
    # Of the job that applies: lines that it takes, and those that it has done.
    to_apply = models.PositiveIntegerField("lignes à traiter", default=0)
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
                & ~Q(state__in=["failed", "dropped", "known"]),
                name="import_file_once",
                violation_error_message="Ce fichier a déjà été lu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def day(self) -> date:
        """The day at which what it says was true."""
        return self.reference_date or self.received_on

    @property
    def is_monthly(self) -> bool:
        """Whether it holds every household: somebody who is not in it is absent."""
        return self.flow == self.Flow.MONTHLY and not self.flow_code.startswith("J")

    @property
    def totals_differ(self) -> bool:
        """Whether the control totals do not say what was read, or are missing.

        Households in anomaly are announced, and may be sent apart.
        """
        if self.flow != self.Flow.MONTHLY:
            return False
        if self.declared_total is None:
            return True
        return self.found_total not in {
            self.declared_total,
            self.declared_total - (self.declared_errors or 0),
        }


class ImportLine(StagedPerson):
    """One person of a file, as it says (never the NIR nor an amount), and what would be done.

    `before` and `after` hold the fields that change, by name (`fields.py` shows them); what is
    applied is `after`.
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
    # As `people.identity_key`: two lines about one person are found by it.
    identity_key = models.CharField(max_length=180, blank=True, db_collation="C", db_index=True)
    label = models.CharField("personne", max_length=200, blank=True)
    said = models.JSONField("ce que dit le fichier", default=dict)
    verdict = models.CharField("résultat", max_length=9, choices=Verdict.choices)
    problem = models.CharField("motif", max_length=500, blank=True)
    beneficiary = models.ForeignKey(
        Beneficiary, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField("avant", default=dict, blank=True)
    after = models.JSONField("après", default=dict, blank=True)
    applied_at = models.DateTimeField("écrite le", null=True, blank=True)

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


class ImportAction(StagedPerson):
    """What a difference asks for, explained; applied or put aside by somebody, undone by itself."""

    class Kind(models.TextChoices):
        """Why."""

        NEW = "new", "Nouvelle personne"
        MOVED_IN = "moved_in", "Arrivée d’un autre organisme"
        MOVED_OUT = "moved_out", "Départ vers un autre organisme"
        OPENED = "opened", "Droit ouvert"
        SUSPENDED = "suspended", "Droit ou versement suspendu"
        CLOSED = "closed", "Droit clos\u00a0: sortie à enregistrer"
        REOPENED = "reopened", "Droit rouvert ou suspension levée"
        DUTIES = "duties", "Droits et devoirs changés"
        CHANGED = "changed", "Identité ou coordonnées changées"
        HOUSEHOLD = "household", "Foyer changé"
        DECIDE = "decide", "Peut-être déjà connue\u00a0: à décider"
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
    # What is known changed after the preview: the line was compared again, and waits for a look.
    was_read_again = models.BooleanField("relue", default=False)
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
