"""One-time codes, and links that both sides see and cut."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone

from portal.followup.rows.base import CaseRow, Written, with_history


class LinkCode(Written, CaseRow):
    """A code for one use: its hash is kept, never the code."""

    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "code de lien"
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="link_code_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Code du {timezone.localtime(self.created_at):%d/%m/%Y}"


@with_history
class AccountLink(CaseRow):
    """The case and the account of the same person. Cut by either side, it stays as history."""

    class Side(models.TextChoices):
        """Who cut it."""

        PERSON = "person", "La personne"
        SERVICE = "service", "Le service"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    code = models.OneToOneField(LinkCode, on_delete=models.PROTECT, related_name="link")
    linked_at = models.DateTimeField("lié le", auto_now_add=True)
    cut_at = models.DateTimeField("coupé le", null=True, blank=True)
    cut_by = models.CharField("coupé par", max_length=8, choices=Side.choices, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "lien avec un compte"
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(cut_at__isnull=True),
                name="account_link_one_a_case",
                violation_error_message="Ce dossier est déjà lié à un compte.",
            ),
            UniqueConstraint(
                fields=["user"],
                condition=Q(cut_at__isnull=True, user__isnull=False),
                name="account_link_one_an_account",
                violation_error_message="Ce compte est déjà lié à un dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lien du {timezone.localtime(self.linked_at):%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(reach.reads(user, "beneficiary") | Q(user=user.pk))
