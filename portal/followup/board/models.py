"""Sessions of the équipe pluridisciplinaire, their members, their cases."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.people.models import Unit
from portal.followup.procedures.models.procedure import ProcedureRow, SanctionProcedure
from portal.followup.rows.base import AreaRow, CaseRow, Versioned, Written, with_history


@with_history
class ReviewBoardSession(Versioned, Written, AreaRow):
    """Séance: prepared by the manager of a unit, open for as long as it lasts.

    `quorum` is the setting of the day on which it was planned: so many present members.
    """

    class State(models.TextChoices):
        """Where it is."""

        PREPARED = "prepared", "En préparation"
        OPEN = "open", "Ouverte"
        CLOSED = "closed", "Close"
        CANCELLED = "cancelled", "Annulée"

    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, related_name="board_sessions"
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PREPARED)
    starts_at = models.DateTimeField("début")
    place = models.CharField("lieu", max_length=250, blank=True)
    quorum = models.PositiveSmallIntegerField("quorum")
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    report = models.TextField("remarques du procès-verbal", max_length=4000, blank=True)
    cancel_reason = models.CharField("motif de l’annulation", max_length=500, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "séance de l’équipe pluridisciplinaire"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(quorum__gte=1),
                name="board_session_has_a_quorum",
                violation_error_message="Le quorum est d’au moins une personne.",
            ),
            CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, closed_at__isnull=True),
                name="board_session_open_has_an_hour",
            ),
            CheckConstraint(
                condition=~Q(state="closed")
                | Q(closed_at__gte=F("opened_at"), opened_at__isnull=False),
                name="board_session_closed_after_opened",
                violation_error_message="La séance se clôt après avoir été ouverte.",
            ),
            CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="board_session_cancelled_with_a_reason",
                violation_error_message="Dites pourquoi la séance est annulée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Séance du {timezone.localtime(self.starts_at):%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(pk__in=reach.session_ids(user))


class SessionRow(AreaRow):
    """A row of a session: read by its manager and its members."""

    session = models.ForeignKey(
        ReviewBoardSession, verbose_name="séance", on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(session__in=reach.session_ids(user))


@with_history
class BoardMember(SessionRow):
    """Membre convoqué à une séance. `quality`: whom they sit for."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField("nom", max_length=200)
    quality = models.CharField("qualité", max_length=150, blank=True)
    is_present = models.BooleanField("présent·e", default=False)

    class Meta(SessionRow.Meta):
        verbose_name = "membre d’une séance"
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["session", "user"],
                name="board_member_once_in_a_session",
                violation_error_message="Cette personne est déjà convoquée.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@with_history
class ReviewCase(Versioned, Written, ProcedureRow):
    """Dossier soumis à l’équipe: it waits without a session, then stands on an agenda."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "En attente d’une séance"
        LISTED = "listed", "À l’ordre du jour"
        GIVEN = "given", "Avis rendu"
        POSTPONED = "postponed", "Reporté à une autre séance"
        WITHDRAWN = "withdrawn", "Retiré"

    procedure = models.ForeignKey(
        SanctionProcedure,
        verbose_name="procédure",
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    session = models.ForeignKey(
        ReviewBoardSession,
        verbose_name="séance",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WAITING)
    question = models.TextField("question posée", max_length=2000)
    opinion = models.CharField(
        "avis", max_length=12, choices=SanctionProcedure.Opinion.choices, blank=True
    )
    opinion_text = models.TextField("motifs de l’avis", max_length=4000, blank=True)
    opinion_by = models.CharField("avis écrit par", max_length=200, blank=True)
    # How many members gave it: those who were present and had no conflict of interest.
    voters = models.PositiveSmallIntegerField("membres qui ont délibéré", null=True, blank=True)
    postponed_reason = models.CharField("motif du report", max_length=500, blank=True)

    class Meta(ProcedureRow.Meta):
        verbose_name = "dossier soumis à l’équipe pluridisciplinaire"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["procedure"],
                condition=Q(state__in=["waiting", "listed"]),
                name="review_case_one_at_a_time",
                violation_error_message="Ce dossier attend déjà un avis.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["listed", "given", "postponed"]) | Q(session__isnull=False),
                name="review_case_listed_in_a_session",
            ),
            CheckConstraint(
                condition=~Q(state="given")
                | Q(voters__gte=1, voters__isnull=False) & ~Q(opinion="") & ~Q(opinion_text=""),
                name="review_case_opinion_is_whole",
                violation_error_message="Un avis a un sens, des motifs et des membres.",
            ),
            CheckConstraint(
                condition=~Q(state="postponed") | ~Q(postponed_reason=""),
                name="review_case_postponed_with_a_reason",
                violation_error_message="Dites pourquoi le dossier est reporté.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


@with_history
class BoardConflict(CaseRow):
    """Conflit d’intérêts: a member who neither reads this case nor deliberates on it."""

    review = models.ForeignKey(
        ReviewCase, verbose_name="dossier", on_delete=models.PROTECT, related_name="conflicts"
    )
    member = models.ForeignKey(
        BoardMember, verbose_name="membre", on_delete=models.PROTECT, related_name="conflicts"
    )
    reason = models.CharField("motif", max_length=500, blank=True)
    declared_at = models.DateTimeField("déclaré le", auto_now_add=True)

    class Meta(CaseRow.Meta):
        verbose_name = "conflit d’intérêts"
        constraints = [
            UniqueConstraint(
                fields=["review", "member"],
                name="board_conflict_once",
                violation_error_message="Ce conflit d’intérêts est déjà noté.",
            )
        ]

    def __str__(self) -> str:
        return "Conflit d’intérêts"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(beneficiary__in=reach.procedure_ids(user))
