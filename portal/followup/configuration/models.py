"""Terms of the lists, dated delays, dated texts. Each change is a new row or leaves its history."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.followup.rows.base import ReferenceRow, Written, with_history


@with_history
class Term(ReferenceRow):
    """An entry of a list that staff edit. It is withdrawn, never deleted: old rows name it."""

    class List(models.TextChoices):
        """Nomenclature."""

        BARRIER_THEME = "barrier_theme", "Thèmes des freins"
        BARRIER_SITUATION = "barrier_situation", "Situations"
        GOAL_THEME = "goal_theme", "Thèmes des objectifs"
        EXEMPTION_REASON = "exemption_reason", "Motifs de réduction ou de dispense d’heures"
        ACTIVITY_KIND = "activity_kind", "Types d’activité"
        APPOINTMENT_KIND = "appointment_kind", "Types de rendez-vous"
        DOCUMENT_KIND = "document_kind", "Types de document"
        JOURNAL_KIND = "journal_kind", "Types de note"
        TEAM_REASON = "team_reason", "Motifs d’entrée dans un groupe de suivi"

    list = models.CharField("liste", max_length=20, choices=List.choices)
    # What the code knows of a term (a theme, a lawful reason); empty for one that staff added.
    code = models.SlugField("code", max_length=40, blank=True)
    label = models.CharField("libellé", max_length=120)
    # A situation belongs to a theme.
    parent = models.ForeignKey(
        "self",
        verbose_name="thème",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    order = models.PositiveSmallIntegerField("rang", default=0)
    valid_from = models.DateField("utilisé à partir du")
    valid_until = models.DateField("retiré le", null=True, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "terme"
        ordering = ["list", "order", "label"]
        constraints = [
            UniqueConstraint(
                fields=["list", "label"],
                name="term_once_in_a_list",
                violation_error_message="Ce libellé est déjà dans la liste.",
            ),
            UniqueConstraint(
                fields=["list", "code"],
                condition=~Q(code=""),
                name="term_code_once_in_a_list",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@with_history
class DelaySetting(Written, ReferenceRow):
    """A delay, a number of hours, a date: its value from one day on. `delays.py` names the keys.

    The value that counts is the one in force on the day on which the clock starts.
    """

    key = models.CharField("réglage", max_length=40)
    # In the unit that `delays.py` says: days, weeks, months, hours.
    value = models.PositiveIntegerField("valeur", null=True, blank=True)
    date = models.DateField("date", null=True, blank=True)
    starts_on = models.DateField("à partir du")
    legal_reference = models.CharField("référence", max_length=200, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "délai"
        ordering = ["key", "-starts_on"]
        constraints = [
            UniqueConstraint(
                fields=["key", "starts_on"],
                name="delay_setting_once_a_day",
                violation_error_message="Une valeur commence déjà ce jour-là.",
            ),
            CheckConstraint(
                condition=Q(value__isnull=False, date__isnull=True)
                | Q(value__isnull=True, date__isnull=False),
                name="delay_setting_has_one_value",
                violation_error_message="Donnez une valeur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.starts_on:%d/%m/%Y})"


@with_history
class LetterText(Written, ReferenceRow):
    """The text of a letter or a printed contract, from one day on; `letters.py` has the keys."""

    key = models.CharField("courrier", max_length=40)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte", max_length=10_000)
    starts_on = models.DateField("à partir du")

    class Meta(ReferenceRow.Meta):
        verbose_name = "texte de courrier"
        ordering = ["key", "-starts_on"]
        constraints = [
            UniqueConstraint(
                fields=["key", "starts_on"],
                name="letter_text_once_a_day",
                violation_error_message="Un texte commence déjà ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.starts_on:%d/%m/%Y})"
