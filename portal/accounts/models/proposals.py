"""Levels that wait for a second administrator (habilitations à valider)."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from portal.accounts.level_names import LevelName
from portal.accounts.models.user import User
from snippets.models.history import Decided, DecidedQuerySet, answer_is_whole

# Time to answer: a level that nobody approved is proposed again.
VALIDITY = timedelta(days=7)


class GrantProposal(Decided):
    """Habilitation proposée by one administrator: nothing is given before another approves it.

    Never deleted: it is answered, taken back, or closed by a job after its week.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        APPROVED = "approved", "Validée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"
        EXPIRED = "expired", "Sans réponse"

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="proposals"
    )
    level = models.CharField("niveau", max_length=30, choices=LevelName.choices)
    reason = models.CharField("motif", max_length=300)
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    proposed_by = models.ForeignKey(
        User, verbose_name="proposée par", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    expires_at = models.DateTimeField("à valider avant le")
    outcome = models.CharField("réponse", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("motif de la réponse", max_length=300, blank=True)

    objects = DecidedQuerySet.as_manager()

    class Meta:
        # One that waits for a person and a level; three people, none of whom is another.

        verbose_name = "habilitation proposée"
        verbose_name_plural = "habilitations proposées"
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "level"),
                condition=Q(decided_at__isnull=True),
                name="accounts_proposal_once",
                violation_error_message="Ce niveau attend déjà d’être validé.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="accounts_proposal_reason",
                violation_error_message="Dites pourquoi ce niveau est donné.",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("user")),
                name="accounts_proposal_not_oneself",
                violation_error_message="Personne ne se donne un niveau.",
            ),
            answer_is_whole(name="accounts_proposal_answer"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "refused"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="accounts_proposal_by_another",
                violation_error_message="Une autre personne répond à une proposition.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")),
                name="accounts_proposal_not_for_oneself",
                violation_error_message="Personne ne valide son propre niveau.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(answer=""),
                name="accounts_proposal_refusal_reason",
                violation_error_message="Dites pourquoi vous refusez.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} — {self.user}"

    @property
    def said(self) -> str:
        return self.get_outcome_display().lower()
