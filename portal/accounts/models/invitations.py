"""Invitations by mail: to a level, or into an organisation."""

import hashlib
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models.memberships import Membership
from portal.accounts.models.user import User
from snippets.fields import AddressField
from snippets.models import Organisation
from snippets.site import site_settings

VALIDITY = timedelta(days=7)


def hashed(token: str) -> str:
    """What is kept of the secret of a link: whoever reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by their state."""

    def unanswered(self) -> Self:
        """Neither used nor taken back; the link may be too old."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def pending(self) -> Self:
        """Those whose link works."""
        return self.unanswered().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Invitation: a link that works once, for seven days, for one address."""

    email = AddressField("adresse e-mail")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    level = models.CharField("niveau", max_length=30, choices=LevelName.choices, blank=True)
    level_ends_on = models.DateField("dernier jour du niveau", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    role = models.CharField("rôle", max_length=10, choices=Membership.Role.choices, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    invited_by = models.ForeignKey(
        User,
        verbose_name="envoyée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Personne\u00a0: le site, pour la première administration des droits.",
    )
    created_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        verbose_name="acceptée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        # To a level or into an organisation with a role; one that waits for an address and aim.

        verbose_name = "invitation"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=(
                    ~Q(level="") & Q(organisation__isnull=True, role="")
                    | Q(level="", organisation__isnull=False) & ~Q(role="")
                ),
                name="accounts_invitation_aim",
                violation_error_message="Choisissez un niveau, ou une organisation et un rôle.",
            ),
            models.CheckConstraint(
                condition=Q(level="") | ~Q(reason=""),
                name="accounts_invitation_reason",
                violation_error_message="Dites pourquoi ce niveau est donné.",
            ),
            models.CheckConstraint(
                condition=Q(invited_by__isnull=False) | Q(level=LevelName.RIGHTS_ADMINISTRATOR),
                name="accounts_invitation_inviter",
                violation_error_message="Une personne invite, jamais le site.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} — {self.aim}"

    @property
    def aim(self) -> str:
        """What it gives, in words."""
        if self.level:
            return self.get_level_display()
        return f"{self.get_role_display()}, {self.organisation}"

    @property
    def inviter(self) -> str:
        """Who sent it, in words."""
        return str(self.invited_by) if self.invited_by else site_settings().site_name

    @property
    def is_pending(self) -> bool:
        """Whether its link works now."""
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and self.expires_at > timezone.now()
        )
