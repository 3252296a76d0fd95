"""Memberships: who belongs to which organisation, and who manages it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal.accounts.capabilities import MANAGE_MEMBERS, holds_everywhere
from portal.accounts.models.owned import Owned
from portal.accounts.models.user import User
from snippets.models import Organisation
from snippets.models.history import Ended, EndedQuerySet


class MembershipQuerySet(Owned, EndedQuerySet["Membership"]):
    """Memberships by their state and their role."""

    def managers(self) -> Self:
        """The active ones of managers."""
        return self.active().filter(role=Membership.Role.MANAGER)

    def managed_by(self, user: Any) -> Self:
        """Those that a person may change: of the organisations that they manage, or all."""
        if holds_everywhere(user, MANAGE_MEMBERS):
            return self.all()
        managed = Membership.objects.managers().filter(user_id=user.pk)
        return self.filter(organisation__in=managed.values("organisation"))

    def visible_to(self, user: Any) -> Self:
        """Those that a person may read: their own, and those that they manage."""
        return self.filter(Q(user_id=user.pk) | Q(pk__in=Membership.objects.managed_by(user)))


class Membership(Ended):
    """Appartenance à une organisation. Never deleted: it is ended.

    Its end needs no reason: who leaves by themselves says none, and erasure empties it.
    A trigger refuses, at the end of the transaction, an organisation that has members and no
    manager; it locks the organisation, so that two managers cannot leave at once.
    """

    class Role(models.TextChoices):
        """What a member may do beside the organisation's opportunities."""

        MEMBER = "member", "Membre"
        MANAGER = "manager", "Gestionnaire"

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField("rôle", max_length=10, choices=Role.choices, default=Role.MEMBER)
    created_by = models.ForeignKey(
        User, verbose_name="ajoutée par", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        ordering = ("user__last_name", "user__first_name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation"),
                condition=Q(ended_at__isnull=True),
                name="accounts_membership_once",
                violation_error_message="Cette personne est déjà dans l’organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.organisation}"

    @property
    def is_manager(self) -> bool:
        """Whether it gives the management of the organisation."""
        return self.role == self.Role.MANAGER
