"""A volunteer and an association, for the time of a mission."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from portal.accounts.capabilities import CONFIRM_HOURS
from portal.accounts.holders import may, may_as_agent, memberships_giving
from portal.accounts.models.owned import OwnedQuerySet
from portal.applications.models import Application
from portal.participation.models import Participant
from portal.participation.rules import people_acted_for
from portal.sponsorship.commitments.states import HoursState, Side, State
from snippets.models import Organisation
from snippets.models.history import Ended, end_is_whole

MAX_WORD = 300
# Hours of the last days may be declared once it is over.
DECLARED_AFTER = timedelta(days=60)


class CommitmentQuerySet(OwnedQuerySet["VolunteerCommitment"]):
    """Scoped by who looks: the person, the association's members, the officers."""

    owner = "application__participant__user"

    def received_by(self, user: Any) -> Self:
        """Those whose hours a person confirms as a member of the association.

        The association lets its members (a kind that may, verified, not suspended), the volunteer
        still agrees to be known to it, and is neither the reader nor somebody whom they follow.
        A service of the Département has no members: officers confirm for it.
        """
        if not may(user, CONFIRM_HOURS):
            return self.none()
        associations = memberships_giving(CONFIRM_HOURS).filter(user_id=user.pk)
        within = Q(organisation__in=associations.values("organisation"))
        if may_as_agent(user, CONFIRM_HOURS):
            within |= Q(organisation__kind=Organisation.Kind.DEPARTMENT)
        return (
            self.agreed()
            .filter(within)
            .exclude(
                Q(application__participant__user=user.pk)
                | Q(application__participant__user__in=people_acted_for(user))
            )
        )

    def visible_to(self, user: Any) -> Self:
        """Those that a person reads as a member or as an officer, of which some are theirs."""
        if may_as_agent(user, CONFIRM_HOURS):
            return self.agreed()
        return self.received_by(user)

    def agreed(self) -> Self:
        """Those whose person did not take back the agreement to be known to the association."""
        return self.filter(application__agreement__withdrawn_at__isnull=True)

    def with_sums(self) -> Self:
        """`confirmed`: hours that count; `for_association`, `for_volunteer`: lines they answer."""
        waiting = Q(hours__state=HoursState.WAITING)
        return self.annotate(
            confirmed=Sum("hours__hours", filter=Q(hours__state=HoursState.CONFIRMED)),
            for_association=Count("hours", filter=waiting & Q(hours__side=Side.VOLUNTEER)),
            for_volunteer=Count("hours", filter=waiting & Q(hours__side=Side.ASSOCIATION)),
        )


class VolunteerCommitment(Ended):
    """Engagement bénévole: made from an accepted application, one for each.

    Its person is that of the application. Title, association and period are copied: the page may
    go. `ends_on` is the last day, empty while nobody knows it. `end_reason` is a kind word, which
    the other side reads.
    """

    application = models.OneToOneField(
        Application,
        verbose_name="candidature",
        on_delete=models.PROTECT,
        related_name="commitment",
        error_messages={"unique": "Cette candidature a déjà son engagement."},
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="association", on_delete=models.PROTECT, related_name="+"
    )
    organisation_name = models.CharField("nom de l’association", max_length=255)
    title = models.CharField("mission", max_length=255)
    is_one_off = models.BooleanField("ponctuel", default=False)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)
    # What the page said; hours that are declared owe nothing to it.
    counts_as_activity = models.BooleanField("compte dans les heures d’activité", default=False)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.ACTIVE)
    ended_side = models.CharField(
        "terminé par", max_length=11, choices=Side.choices, blank=True, default=""
    )
    created_at = models.DateTimeField("créé le", default=timezone.now)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement bénévole"
        verbose_name_plural = "engagements bénévoles"
        ordering = ("-starts_on", "-pk")
        indexes = [
            models.Index(fields=("organisation", "state"), name="commitment_of_organisation"),
            models.Index(
                fields=("ends_on",), condition=Q(state="active"), name="commitment_to_end"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="commitment_state",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="commitment_ends_after_it_starts",
                violation_error_message="La fin vient après le début.",
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True)
                | ~Q(state="active") & Q(ended_at__isnull=False),
                name="commitment_end_has_a_date",
                violation_error_message="Un engagement terminé a une date de fin.",
            ),
            models.CheckConstraint(
                condition=Q(ended_side="") | Q(ended_side__in=Side.values) & Q(state="ended"),
                name="commitment_ended_by_a_side",
                violation_error_message="Dites qui a mis fin à l’engagement.",
            ),
            end_is_whole(
                name="commitment_end_is_whole", message="Une fin a une date et quelques mots."
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def participant(self) -> Participant:
        """The volunteer, with an account or without."""
        return self.application.participant

    @property
    def is_of_department(self) -> bool:
        """Whether it is a mission of the Département itself, for which officers answer."""
        return self.organisation.kind == Organisation.Kind.DEPARTMENT

    @property
    def told_side(self) -> str:
        """Who answers the person, as a sentence begins."""
        return "Le Département" if self.is_of_department else "L’association"

    @property
    def is_active(self) -> bool:
        """Whether it runs."""
        return self.state == State.ACTIVE

    def last_day(self, today: date) -> date:
        """The last day that may have hours."""
        return min(self.ends_on, today) if self.ends_on else today

    def takes_hours(self, today: date) -> bool:
        """Whether hours may still be declared: while it runs, and some time after."""
        if self.state == State.CANCELLED:
            return False
        return today >= self.starts_on and (
            self.ends_on is None or today <= self.ends_on + DECLARED_AFTER
        )
