"""A pair, the steps of its way, and what each shows the other."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.capabilities import COORDINATE_SPONSORS, has_capability
from portal.accounts.models import User
from portal.participation.models import FrozenCv, Participant
from portal.sponsorship.pairs.states import OPEN, REACHED, ContactSource, End, Phase, Side, State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.steps import Step
from snippets.validators import validate_phone

MAX_WORD = 600
MAX_REASON = 300
MAX_PLACE = 200


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    """Scoped by the two (`owned_by`, or a side of them), or by who coordinates."""

    def visible_to(self, user: Any) -> Self:
        """Those that a person coordinates: not their own, whose alerts and reviews are of them."""
        if not has_capability(user, COORDINATE_SPONSORS):
            return self.none()
        return self.exclude(Q(participant__user=user.pk) | Q(sponsor__user=user.pk))

    def owned_by(self, user: Any) -> Self:
        """Those of which a person is one of the two."""
        if not user.pk:
            return self.none()
        return self.filter(Q(participant__user=user.pk) | Q(sponsor__user=user.pk))

    def of_person(self, user: Any) -> Self:
        """Those in which a person is accompanied."""
        return self.filter(participant__user=user.pk) if user.pk else self.none()

    def of_sponsor(self, user: Any) -> Self:
        """Those in which a person is the sponsor."""
        return self.filter(sponsor__user=user.pk) if user.pk else self.none()

    def open(self) -> Self:
        """Those that take a place."""
        return self.filter(state__in=OPEN)

    def proposed(self) -> Self:
        """Those that wait for an answer, the next deadline first."""
        return self.filter(state=State.PROPOSED).order_by("answer_by", "pk")

    def with_alert(self) -> Self:
        """Those in which somebody gave an alert that nobody has dealt with, over or not."""
        return self.filter(alerts__handled_at__isnull=True, alerts__isnull=False).distinct()

    def silent(self) -> Self:
        """Those that run, and of which both were reminded: the coordinator should call."""
        return self.filter(state=State.ACTIVE, nudged_at__isnull=False)

    def to_settle(self) -> Self:
        """Both said yes, and the coordinator has something to do: a first meeting, a silence.

        A pair that talked by itself still has its first meeting to be settled.
        """
        unsettled = Q(first_meeting_at__isnull=True, first_meeting_waived="")
        silent = Q(returned_at__isnull=False, state=State.ACCEPTED)
        return self.filter(unsettled | silent, state__in=REACHED).order_by("accepted_at", "pk")


class Sponsorship(models.Model):
    """Binôme: a sponsor and a person, from the proposal on. Never deleted.

    `participant` is the request's, kept here so that the database holds that a person is in one
    open pair. `answer_by` is the last day for both answers; `contact_by` the last day to say that
    they have spoken, and `returned_at` when the coordinator was given it back.
    """

    request = models.ForeignKey(
        SponsorshipRequest, verbose_name="demande", on_delete=models.PROTECT, related_name="pairs"
    )
    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="sponsorships"
    )
    sponsor = models.ForeignKey(
        Sponsor, verbose_name="parrain, marraine", on_delete=models.PROTECT, related_name="pairs"
    )
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.PROPOSED)
    phase = models.CharField("phase", max_length=8, choices=Phase.choices, default=Phase.TOWARDS)
    proposed_at = models.DateTimeField("proposé le", default=timezone.now)
    proposed_by = models.ForeignKey(
        User,
        verbose_name="proposé par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer_by = models.DateField("réponse jusqu’au")
    person_accepted_at = models.DateTimeField("accepté par la personne le", null=True, blank=True)
    sponsor_accepted_at = models.DateTimeField(
        "accepté par le parrain, la marraine le", null=True, blank=True
    )
    accepted_at = models.DateTimeField("accepté par les deux le", null=True, blank=True)
    # With the coordinator, or waived with a reason.
    first_meeting_at = models.DateTimeField("première rencontre le", null=True, blank=True)
    first_meeting_place = models.CharField(
        "lieu de la première rencontre", max_length=MAX_PLACE, blank=True
    )
    first_meeting_waived = models.CharField(
        "sans première rencontre\u00a0: motif", max_length=MAX_REASON, blank=True
    )
    contact_by = models.DateField("prise de contact jusqu’au", null=True, blank=True)
    contacted_at = models.DateTimeField("contact confirmé le", null=True, blank=True)
    contact_said_by = models.CharField(
        "contact confirmé par", max_length=12, choices=ContactSource.choices, blank=True
    )
    # Either said « pas encore ».
    not_yet_at = models.DateTimeField("pas encore de contact, dit le", null=True, blank=True)
    # Both were asked whether they have spoken.
    asked_at = models.DateTimeField("contact demandé le", null=True, blank=True)
    returned_at = models.DateTimeField("revenu à la coordination le", null=True, blank=True)
    started_on = models.DateField("commencé le", null=True, blank=True)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    ended_at = models.DateTimeField("fini le", null=True, blank=True)
    # Since when in work: the second phase.
    in_work_since = models.DateField("dans l’emploi depuis le", null=True, blank=True)
    # Both were told that nothing happened; empty again with the next meeting.
    nudged_at = models.DateTimeField("relancé le", null=True, blank=True)
    outcome = models.CharField("suite", max_length=10, choices=End.choices, blank=True)
    changed_at = models.DateTimeField("changement d’état le", default=timezone.now)

    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        verbose_name = "binôme"
        ordering = ("-proposed_at", "-pk")
        indexes = [
            models.Index(fields=("state", "answer_by"), name="sponsorship_pair_waits"),
            models.Index(fields=("sponsor", "state"), name="sponsorship_pair_of_sponsor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(state__in=sorted(OPEN)),
                name="sponsorship_pair_once",
                violation_error_message="Cette personne est déjà dans un binôme.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values, phase__in=Phase.values),
                name="sponsorship_pair_state",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(person_accepted_at__isnull=False, sponsor_accepted_at__isnull=False),
                name="sponsorship_pair_both",
                violation_error_message="Un binôme est accepté par les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "active", "suspended", "completed", "broken"])
                | Q(accepted_at__isnull=False),
                name="sponsorship_pair_accepted",
                violation_error_message="Ce binôme n’est pas encore accepté par les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "completed"]) | Q(started_on__isnull=False),
                name="sponsorship_pair_started",
                violation_error_message="Dites depuis quand ce binôme est en cours.",
            ),
            models.CheckConstraint(
                condition=Q(first_meeting_at__isnull=True) | Q(first_meeting_waived=""),
                name="sponsorship_pair_first_meeting",
                violation_error_message="Une première rencontre a lieu, ou n’a pas lieu.",
            ),
            models.CheckConstraint(
                condition=Q(contacted_at__isnull=True, contact_said_by="")
                | Q(contacted_at__isnull=False) & ~Q(contact_said_by=""),
                name="sponsorship_pair_contact",
                violation_error_message="Dites qui a confirmé le contact.",
            ),
            models.CheckConstraint(
                condition=Q(phase="towards", in_work_since__isnull=True)
                | Q(phase="in_work", in_work_since__isnull=False),
                name="sponsorship_pair_phase",
                violation_error_message="Dites depuis quand la personne travaille.",
            ),
            models.CheckConstraint(
                condition=Q(state="completed") & ~Q(outcome="") & Q(outcome__in=End.values)
                | ~Q(state="completed") & Q(outcome=""),
                name="sponsorship_pair_outcome",
                violation_error_message="Dites ce que le parrainage a donné.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("proposed_at")),
                name="sponsorship_pair_dates",
                violation_error_message="Un binôme finit après avoir été proposé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} et {self.sponsor}"

    @property
    def is_silent(self) -> bool:
        """Whether nobody said that they have talked, and the coordinator was given it back."""
        return self.state == State.ACCEPTED and self.returned_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.state in OPEN

    def is_too_late(self, now: datetime) -> bool:
        """Whether an answer given now comes after the last day."""
        return timezone.localdate(now) > self.answer_by

    def accepted_by(self, side: Side) -> datetime | None:
        """When one of the two said yes."""
        return self.person_accepted_at if side == Side.PERSON else self.sponsor_accepted_at

    def side_of(self, user: Any) -> Side | None:
        """Which of the two somebody is; None for anybody else."""
        if user.pk is None:
            return None
        if self.participant.user_id == user.pk:
            return Side.PERSON
        return Side.SPONSOR if self.sponsor.user_id == user.pk else None

    def user_of(self, side: Side) -> User:
        """The account of one of the two. Raises ValueError once the person has none."""
        user = self.participant.user if side == Side.PERSON else self.sponsor.user
        if user is None:
            message = "A pair is made of accounts."
            raise ValueError(message)
        return user


class SponsorshipStep(Step):
    """Étape d’un binôme: never changed; `side` is of the two, when one of them acted."""

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="steps"
    )
    side = models.CharField("côté", max_length=8, choices=Side.choices, blank=True)

    class Meta(Step.Meta):
        verbose_name = "étape d’un binôme"
        verbose_name_plural = "étapes de binômes"

    def __str__(self) -> str:
        return State(self.state).label


class Sharing(models.Model):
    """Ce que l’un montre à l’autre: chosen when accepting, read by the other once both have.

    Without a way to be reached there is no pair. A sponsor has no CV nor goal to show.
    """

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="sharings"
    )
    side = models.CharField("côté", max_length=8, choices=Side.choices)
    shows_profile = models.BooleanField("montre son profil", default=False)
    shows_goal = models.BooleanField("montre ce qu’elle cherche", default=False)
    cv = models.ForeignKey(
        FrozenCv,
        verbose_name="CV montré",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sponsorship_sharings",
    )
    email = models.BooleanField("donne son adresse e-mail", default=False)
    phone = models.CharField(
        "téléphone donné", max_length=25, blank=True, validators=[validate_phone]
    )
    word = models.TextField("mot", max_length=MAX_WORD, blank=True)
    given_at = models.DateTimeField("donné le", default=timezone.now)

    class Meta:
        verbose_name = "partage dans un binôme"
        verbose_name_plural = "partages dans des binômes"
        constraints = [
            models.UniqueConstraint(
                fields=("pair", "side"),
                name="sponsorship_sharing_once",
                violation_error_message="Ce choix est déjà fait.",
            ),
            models.CheckConstraint(
                condition=Q(email=True) | ~Q(phone=""),
                name="sponsorship_sharing_reachable",
                violation_error_message="Donnez au moins un moyen de vous joindre.",
            ),
            models.CheckConstraint(
                condition=Q(side="person") | Q(cv__isnull=True, shows_goal=False),
                name="sponsorship_sharing_of_side",
                violation_error_message="Un parrain, une marraine n’a pas de CV à montrer ici.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {timezone.localtime(self.given_at):%d/%m/%Y}"
