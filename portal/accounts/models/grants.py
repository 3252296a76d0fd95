"""Grants of levels (habilitations): who was given what, by whom, why, until when."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.lookups import Exact

from portal.accounts.level_names import OF_AN_ORGANISATION, OF_STAFF, ON_CASES, LevelName
from portal.accounts.models.user import User
from snippets.models.history import Ended, EndedQuerySet, end_is_whole

_PERSON = Func(
    F("user"),
    F("user"),
    Value("[]"),
    function="int8range",
    output_field=BigIntegerRangeField(),
)

# Written as an expression, so that a form's check compares with the value being written.
_GIVES_RIGHTS = Exact(F("level"), Value(LevelName.RIGHTS_ADMINISTRATOR.value))


def _side(low: int) -> Func:
    """One of two ranges that touch: the side of those who give rights, or of those with cases."""
    return Func(Value(low), Value(low + 1), function="int4range", output_field=IntegerRangeField())


class LevelGrantQuerySet(EndedQuerySet["LevelGrant"]):
    """Grants by their state. One whose last day is over is active until the job ends it."""

    def administrators(self) -> Self:
        """The active grants of the administration of rights to people who can sign in."""
        return self.active().filter(level=LevelName.RIGHTS_ADMINISTRATOR, user__is_active=True)

    def beyond_candidate(self) -> Self:
        """Those that somebody gave: whoever registers is a candidate."""
        return self.exclude(level=LevelName.CANDIDATE)

    def reviewed_by(self, opened_at: datetime) -> Self:
        """The grants of staff that a review opened then looks at, ended since or not."""
        held = Q(ended_at__isnull=True) | Q(ended_at__gte=opened_at)
        return self.filter(held, level__in=OF_STAFF, granted_at__lt=opened_at)


class LevelGrant(Ended):
    """Habilitation donnée à une personne. Never deleted: it is ended, with its reason."""

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="grants"
    )
    level = models.CharField("niveau", max_length=30, choices=LevelName.choices)
    reason = models.CharField("motif", max_length=300)
    granted_by = models.ForeignKey(
        User,
        verbose_name="donnée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Personne\u00a0: le site lui-même.",
    )
    approved_by = models.ForeignKey(
        User,
        verbose_name="validée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Pour les niveaux sur lesquels deux personnes s’accordent.",
    )
    granted_at = models.DateTimeField("donnée le", auto_now_add=True)
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)

    objects = LevelGrantQuerySet.as_manager()

    class Meta:
        # One active grant of a level for a person; nobody gives rights and opens cases.

        verbose_name = "habilitation"
        ordering = ("-granted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "level"),
                condition=Q(ended_at__isnull=True),
                name="accounts_grant_once",
                violation_error_message="Cette personne a déjà ce niveau.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="accounts_grant_reason",
                violation_error_message="Dites pourquoi ce niveau est donné.",
            ),
            end_is_whole(
                name="accounts_grant_end_reason", message="Dites pourquoi ce niveau est retiré."
            ),
            models.CheckConstraint(
                condition=~Q(level__in=sorted(OF_AN_ORGANISATION)),
                name="accounts_grant_not_by_membership",
                violation_error_message=(
                    "Ce niveau vient d’une organisation\u00a0: invitez-y la personne."
                ),
            ),
            models.CheckConstraint(
                # The site itself: at registration, and for the first administrator.
                condition=Q(granted_by__isnull=False)
                | Q(level__in=[LevelName.CANDIDATE, LevelName.RIGHTS_ADMINISTRATOR]),
                name="accounts_grant_granter",
                violation_error_message="Une personne donne ce niveau, jamais le site.",
            ),
            # A trigger holds that the granter is somebody else: rows from before the rule stay.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("granted_by")) & ~Q(approved_by=F("user")),
                name="accounts_grant_approved_by_another",
                violation_error_message="Une autre personne valide ce niveau.",
            ),
            # Two sides that touch and do not overlap: one of each for one person is refused,
            # whoever writes and however many write at once.
            ExclusionConstraint(
                name="accounts_grant_separation",
                expressions=[
                    (_PERSON, RangeOperators.OVERLAPS),
                    (
                        Case(
                            When(_GIVES_RIGHTS, then=_side(0)),
                            default=_side(1),
                        ),
                        RangeOperators.ADJACENT_TO,
                    ),
                ],
                condition=Q(
                    ended_at__isnull=True,
                    level__in=[LevelName.RIGHTS_ADMINISTRATOR, *sorted(ON_CASES)],
                ),
                violation_error_message=(
                    "L’administration des droits ne va jamais avec l’accès aux dossiers."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} — {self.user}"
