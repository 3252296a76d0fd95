"""A request for a sponsor, and the steps of its way."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.capabilities import ASK_SPONSOR_FOR, COORDINATE_SPONSORS, has_capability
from portal.accounts.holders import may, memberships_giving
from portal.participation.models import Agreement, Helped, HelpedQuerySet, Participant
from portal.sponsorship.requests.states import OPEN, State
from portal.sponsorship.steps import Step
from portal.sponsorship.values import Meetable, within_lists
from snippets import french
from snippets.models import Commune
from snippets.validators import validate_phone

MAX_GOAL = 600


class RequestQuerySet(HelpedQuerySet["SponsorshipRequest"]):
    """Scoped by the person (`owned_by`), who asked for them, or who coordinates."""

    def visible_to(self, user: Any) -> Self:
        """All of them for the coordination, none for anybody else."""
        return self if has_capability(user, COORDINATE_SPONSORS) else self.none()

    def asked_by(self, user: Any) -> Self:
        """Those that somebody, or a colleague of their partner, made for others who still agree."""
        partners = memberships_giving(ASK_SPONSOR_FOR).filter(user_id=user.pk)
        if not may(user, ASK_SPONSOR_FOR):
            return self.none()
        return self.filter(
            Q(helped_for__in=partners.values("organisation"))
            | Q(helped_by_id=user.pk, helped_for__isnull=True),
            agreement__withdrawn_at__isnull=True,
        )

    def open(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """Those without a pair nor a proposal, the oldest first: the waiting list."""
        return self.filter(state=State.WAITING).order_by("asked_at", "pk")

    def pairable(self) -> Self:
        """Those for whom a sponsor may be looked for: people who have an account."""
        return self.waiting().filter(
            participant__user__is_active=True, agreement__withdrawn_at__isnull=True
        )


class SponsorshipRequest(Helped, Meetable):
    """Demande de parrainage: what somebody looks for, and how they would like to be met.

    `asked_at` gives the rank and never changes: somebody whose pair was refused or broken waits
    from the same date. `agreement` proves that the person said yes, whoever asked (`Helped`).
    """

    participant = models.ForeignKey(
        Participant,
        verbose_name="personne",
        on_delete=models.PROTECT,
        related_name="sponsorship_requests",
    )
    agreement = models.OneToOneField(
        Agreement,
        verbose_name="accord",
        on_delete=models.PROTECT,
        related_name="sponsorship_request",
    )
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.WAITING)
    goal = models.TextField("ce que la personne cherche", max_length=MAX_GOAL, blank=True)
    # Typed for this request, by the person or by who helps them: the account's own stays theirs.
    phone = models.CharField("téléphone", max_length=25, blank=True, validators=[validate_phone])
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    changed_at = models.DateTimeField("changement d’état le", default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de parrainage"
        verbose_name_plural = "demandes de parrainage"
        ordering = ("asked_at", "pk")
        indexes = [models.Index(fields=("state", "asked_at"), name="sponsorship_request_state")]
        constraints = [
            *within_lists("sponsorship_request"),
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(state__in=sorted(OPEN)),
                name="sponsorship_request_once",
                violation_error_message="Une demande de parrainage est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="sponsorship_request_state",
                violation_error_message="Choisissez un état de la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande {french.of(self.participant)}"

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.state in OPEN

    @property
    def rank(self) -> int | None:
        """The place on the waiting list, from 1; None for what does not wait."""
        if self.state != State.WAITING:
            return None
        before = SponsorshipRequest.objects.filter(
            Q(asked_at__lt=self.asked_at) | Q(asked_at=self.asked_at, pk__lt=self.pk),
            state=State.WAITING,
        )
        return before.count() + 1


class RequestStep(Step):
    """Étape d’une demande de parrainage."""

    request = models.ForeignKey(
        SponsorshipRequest, verbose_name="demande", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta(Step.Meta):
        verbose_name = "étape d’une demande de parrainage"

    def __str__(self) -> str:
        return State(self.state).label
