"""Requests to join an organisation that is there already."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal.accounts.capabilities import MANAGE_MEMBERS, holds_everywhere
from portal.accounts.models.memberships import Membership
from portal.accounts.models.owned import Owned
from portal.accounts.models.user import User
from snippets.models import Organisation
from snippets.models.history import Decided, DecidedQuerySet, answer_is_whole


class JoinRequestQuerySet(Owned, DecidedQuerySet["JoinRequest"]):
    """Requests by their state, and by who may answer them."""

    def managed_by(self, user: Any) -> Self:
        """Those that a person may answer."""
        if holds_everywhere(user, MANAGE_MEMBERS):
            return self.all()
        return self.filter(
            organisation__in=Membership.objects.managers().filter(user=user).values("organisation")
        )


class JoinRequest(Decided):
    """Demande à rejoindre une organisation. Never deleted: it is answered, or cancelled."""

    class Outcome(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        CANCELLED = "cancelled", "Annulée"

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="join_requests",
    )
    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="join_requests"
    )
    message = models.CharField("message", max_length=500, blank=True)
    created_at = models.DateTimeField("envoyée le", auto_now_add=True)
    outcome = models.CharField("réponse", max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField("motif du refus", max_length=300, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        # One that waits for a person and an organisation; an answer says when and what.

        verbose_name = "demande à rejoindre"
        verbose_name_plural = "demandes à rejoindre"
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation"),
                condition=Q(decided_at__isnull=True),
                name="accounts_join_once",
                violation_error_message="Votre demande attend déjà une réponse.",
            ),
            answer_is_whole(name="accounts_join_answer"),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(reason=""),
                name="accounts_join_refusal_reason",
                violation_error_message="Dites pourquoi vous refusez.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.organisation}"
