"""What somebody may ask with help: by which way it came, who helped, and for whom."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from portal.accounts.capabilities import APPLY_FOR
from portal.accounts.holders import may, memberships_giving
from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.participation.models.agreements import Channel
from snippets.models import Organisation

_Row = TypeVar("_Row", bound=models.Model)


class HelpedQuerySet(OwnedQuerySet[_Row]):
    """Rows of a participant, with an agreement; scoped by the person, or by who helped."""

    owner = "participant__user"

    def helped_by(self, user: Any) -> Self:
        """Those that a person's own employment partner made for somebody, while it may help."""
        if not may(user, APPLY_FOR):
            return self.none()
        partners = memberships_giving(APPLY_FOR).filter(user_id=user.pk)
        return self.filter(
            Q(helped_for__in=partners.values("organisation"))
            | Q(helped_by_id=user.pk, helped_for__isnull=True),
            agreement__withdrawn_at__isnull=True,
        )


class Helped(models.Model):
    """`helped_by` is who acted for the person; `helped_for` their employment partner.

    It is empty for an agent of the Département, whose name no organisation sees.
    """

    channel = models.CharField(
        "arrivée", max_length=8, choices=Channel.choices, default=Channel.SELF
    )
    helped_by = models.ForeignKey(
        User,
        verbose_name="aidée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    helped_for = models.ForeignKey(
        Organisation,
        verbose_name="aidée au titre de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True
