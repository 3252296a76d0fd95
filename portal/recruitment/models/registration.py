"""A person at a session: the registration, each change of it, each place that was offered."""

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from pages.models.session import SessionAudience
from portal.accounts.capabilities import (
    CANDIDATE_LIST,
    has_capability,
)
from portal.accounts.models import User
from portal.participation.models import Agreement, FrozenCv, Helped, HelpedQuerySet, Participant
from portal.participation.recruiting import is_agent
from portal.participation.rules import people_acted_for
from portal.recruitment.models.roster import Roster, Slot
from portal.recruitment.states import HOLDING, Status
from snippets.french import hour, short_day

MAX_NEEDS = 500
# Read aloud at the door when a camera fails: no letter that looks like a digit.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def new_code() -> str:
    """What the QR code of a registration holds."""
    return get_random_string(CODE_LENGTH, _CODE_LETTERS)


class RegistrationQuerySet(HelpedQuerySet["Registration"]):
    """Scoped by who looks: the person, who manages the session, who helped."""

    def visible_to(self, user: Any) -> Self:
        """Those of the sessions that a person manages, and of the people that they follow.

        A row may be seen masked: `rules.may_see_identity` says whether its name is.
        """
        if not has_capability(user, CANDIDATE_LIST):
            return self.none()
        if is_agent(user):
            return self.all()
        managed = Q(roster__in=Roster.objects.manageable_by(user)) & ~Q(status=Status.TO_CONFIRM)
        return self.filter(managed | Q(participant__user__in=people_acted_for(user)))

    def helped_by(self, user: Any) -> Self:
        """None of a session for RSA beneficiaries outside the Département, since when it is one."""
        found = super().helped_by(user)
        return found.exclude(roster__audience=SessionAudience.RSA, helped_for__isnull=False)

    def holding(self) -> Self:
        """Those that take a place, an offer that waits included; who came without one does not."""
        return self.filter(status__in=HOLDING, came_unexpected=False)

    def in_line(self) -> Self:
        """Those who wait for a place, in order of arrival."""
        return self.filter(status=Status.WAITLISTED).order_by("arrival")


class Registration(Helped):
    """Inscription, one per person and session; who left and comes back uses the same row.

    `arrival` is its order in the session, given anew when somebody comes back. `shares_identity`:
    the organisations that recruit read the name, the contacts and the CV. `accessibility_needs`
    are for the officers alone. `code` is what the QR code holds.
    """

    roster = models.ForeignKey(
        Roster, verbose_name="session", on_delete=models.PROTECT, related_name="registrations"
    )
    participant = models.ForeignKey(
        Participant,
        verbose_name="personne",
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    slot = models.ForeignKey(
        Slot,
        verbose_name="créneau",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    status = models.CharField("état", max_length=13, choices=Status.choices)
    arrival = models.PositiveIntegerField("ordre d’arrivée", null=True, blank=True)
    agreement = models.OneToOneField(
        Agreement, verbose_name="accord", on_delete=models.PROTECT, related_name="registration"
    )
    shares_identity = models.BooleanField("se montre aux organisations", default=False)
    cv = models.ForeignKey(
        FrozenCv,
        verbose_name="CV apporté",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    accessibility_needs = models.CharField(
        "besoins d’accessibilité", max_length=MAX_NEEDS, blank=True
    )
    code = models.CharField("code d’entrée", max_length=16, default=new_code, unique=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    changed_at = models.DateTimeField("changée le", default=timezone.now)
    # « Je viens », since the session was last changed; asked at D-3, at D-1, and after a change.
    coming_at = models.DateTimeField("a dit venir le", null=True, blank=True)
    asked_at = models.DateTimeField("question posée le", null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField("rappels envoyés", default=0)
    # On the call list: called in vain. They go behind the others, and stay.
    not_reached_at = models.DateTimeField("appelée sans réponse le", null=True, blank=True)
    came_at = models.DateTimeField("arrivée à la session le", null=True, blank=True)
    # They came although the list gave them no place: they take none of those that are counted.
    came_unexpected = models.BooleanField("venue sans place", default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ("roster", "arrival", "pk")
        indexes = [
            models.Index(fields=("roster", "status", "arrival"), name="recruitment_line"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("roster", "participant"),
                name="recruitment_once",
                violation_error_message="Vous êtes déjà inscrit·e à cette session.",
            ),
            models.UniqueConstraint(
                fields=("roster", "arrival"),
                name="recruitment_arrival_once",
                violation_error_message="Ce rang est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="recruitment_status",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("to_confirm", "cancelled")) | Q(arrival__isnull=False),
                name="recruitment_has_arrival",
                violation_error_message="Une inscription confirmée a un rang.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("present", "interviewed")) | Q(came_at__isnull=False),
                name="recruitment_came",
                violation_error_message="Une présence a une heure.",
            ),
            models.CheckConstraint(
                condition=Q(helped_for__isnull=True) | Q(helped_by__isnull=False),
                name="recruitment_helper",
                violation_error_message="Dites qui a aidé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.roster}"

    @property
    def open_offer(self) -> "PlaceOffer | None":
        """The place that is offered and waits for an answer."""
        return self.place_offers.select_related("slot").filter(answer="").first()


class RegistrationChange(models.Model):
    """One change: who, when, from, to, and the slot then. Never edited."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField("date", default=timezone.now)
    from_status = models.CharField("de", max_length=13, choices=Status.choices, blank=True)
    to_status = models.CharField("à", max_length=13, choices=Status.choices)
    slot_starts_at = models.DateTimeField("créneau", null=True, blank=True)
    actor = models.ForeignKey(
        User,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_name = models.CharField("nom de l’auteur", max_length=320)
    note = models.CharField("note", max_length=200, blank=True)

    class Meta:
        verbose_name = "changement d’inscription"
        verbose_name_plural = "changements d’inscriptions"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class PlaceOffer(models.Model):
    """Place proposée to one waiting person, until `deadline`. One at a time for each.

    `public_id` is the subject of its links: another offer has other links.
    """

    class Answer(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", "Acceptée"
        DECLINED = "declined", "Refusée"
        EXPIRED = "expired", "Sans réponse à temps"
        WITHDRAWN = "withdrawn", "Retirée"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="place_offers"
    )
    slot = models.ForeignKey(
        Slot,
        verbose_name="créneau",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField("proposée le", default=timezone.now)
    deadline = models.DateTimeField("jusqu’au")
    answer = models.CharField("réponse", max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "place proposée"
        verbose_name_plural = "places proposées"
        ordering = ("sent_at", "pk")
        indexes = [
            models.Index(
                fields=("deadline",), condition=Q(answer=""), name="recruitment_open_offer"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("registration",),
                condition=Q(answer=""),
                name="recruitment_one_offer",
                violation_error_message="Une place est déjà proposée à cette personne.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="recruitment_offer_answer",
                violation_error_message="Une réponse a une date.",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("sent_at")),
                name="recruitment_offer_deadline",
                violation_error_message="Une place proposée laisse le temps de répondre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}, {short_day(self.deadline)} à {hour(self.deadline)}"
