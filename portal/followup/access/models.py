"""Care team, absences, break-glass, and the log of who read what."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.base import AreaRow, IdentityRow, ReferenceRow, with_history

# The policy of the table asks it as well.
BREAK_GLASS_LIFETIME = timedelta(hours=24)


@with_history
class CareTeamMember(IdentityRow):
    """Groupe de suivi: a professional who may read the case, from when to when, and why.

    Asked for with a reason; it opens nothing before the referent or the unit's manager confirms it.
    `lapses_at`: an answer after it is refused.
    """

    professional = models.ForeignKey(
        Professional, verbose_name="professionnel", on_delete=models.PROTECT, related_name="teams"
    )
    reason = models.CharField("motif", max_length=500)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    asked_by = models.ForeignKey(
        Professional, verbose_name="demandé par", on_delete=models.PROTECT, related_name="+"
    )
    lapses_at = models.DateTimeField("sans réponse, la demande tombe le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Professional,
        verbose_name="confirmé par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    refused_at = models.DateTimeField("refusé le", null=True, blank=True)
    refusal_reason = models.CharField("motif du refus", max_length=500, blank=True)
    ends_at = models.DateTimeField("fin", null=True, blank=True)
    end_reason = models.CharField("motif de la fin", max_length=500, blank=True)

    class Meta(IdentityRow.Meta):
        verbose_name = "membre du groupe de suivi"
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "professional"],
                condition=Q(ends_at__isnull=True, refused_at__isnull=True),
                name="care_team_member_once",
                violation_error_message="Cette personne est du groupe de suivi, ou l’a demandé.",
            ),
            CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
                name="care_team_answer_is_one",
                violation_error_message="Une demande est confirmée ou refusée, pas les deux.",
            ),
            CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="care_team_confirmed_by_somebody",
                violation_error_message="Quelqu’un confirme l’entrée dans le groupe de suivi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        # Who asked reads the answer, and nothing of the case before it.
        return rows.filter(
            reach.knows(user, "beneficiary")
            | Q(professional__user=user.pk, professional__left_on__isnull=True)
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it may still be answered."""
        answered = self.confirmed_at or self.refused_at or self.ends_at
        return not answered and self.lapses_at > timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it lets somebody in now."""
        now = timezone.now()
        return bool(self.confirmed_at and (self.ends_at is None or self.ends_at > now))


@with_history
class Absence(ReferenceRow):
    """An adviser is away: a deputy reads and writes their cases, from one moment to another."""

    professional = models.ForeignKey(
        Professional, verbose_name="absent·e", on_delete=models.PROTECT, related_name="absences"
    )
    deputy = models.ForeignKey(
        Professional,
        verbose_name="remplaçant·e",
        on_delete=models.PROTECT,
        related_name="replacements",
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta(ReferenceRow.Meta):
        verbose_name = "absence"
        constraints = [
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="absence_ends_after_it_starts",
                violation_error_message="L’absence finit après avoir commencé.",
            ),
            CheckConstraint(
                condition=~Q(professional=F("deputy")),
                name="absence_deputy_is_another",
                violation_error_message="La personne qui remplace est quelqu’un d’autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} → {self.deputy}"


class BreakGlass(AreaRow):
    """Accès d’urgence: for oneself, with a reason, for 24 hours; never changed."""

    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("nom", max_length=200)
    reason = models.CharField("motif", max_length=500)
    opened_at = models.DateTimeField("ouvert le")
    expires_at = models.DateTimeField("jusqu’au")

    class Meta(AreaRow.Meta):
        verbose_name = "accès d’urgence"
        constraints = [
            CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at"))
                & Q(expires_at__lte=F("opened_at") + BREAK_GLASS_LIFETIME),
                name="break_glass_lasts_a_day",
                violation_error_message="Un accès d’urgence dure 24 heures au plus.",
            ),
            CheckConstraint(
                condition=~Q(reason=""),
                name="break_glass_has_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {timezone.localtime(self.opened_at):%Y-%m-%d}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(Q(user=user.pk) | reach.manages(user, "beneficiary"))


class AccessEntry(AreaRow):
    """A line of the log: who, when, which case, from where, what for. No content, only added.

    `user_name` outlives the account. A refusal about a case that is not known has no beneficiary.
    """

    class Act(models.TextChoices):
        """What was done, or refused."""

        READ = "read", "Dossier ouvert"
        READ_DOCUMENT = "document", "Document ouvert"
        PRINT = "print", "Synthèse imprimée"
        SEARCH = "search", "Recherche d’une personne"
        EXPORT = "export", "Export"
        ASK_TEAM = "ask_team", "Demande d’entrée dans le groupe de suivi"
        GRANT = "grant", "Accès donné"
        END = "end", "Accès retiré"
        BREAK_GLASS = "break_glass", "Accès d’urgence"
        LINK = "link", "Lien avec un compte"
        MERGE = "merge", "Fusion de dossiers"
        REFUSED = "refused", "Refus"

    at = models.DateTimeField("quand", db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="qui",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    user_name = models.CharField("nom", max_length=200)
    beneficiary = models.ForeignKey(
        Beneficiary,
        verbose_name="bénéficiaire",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    act = models.CharField("action", max_length=12, choices=Act.choices)
    # Where in the area (the name of the address) and why, in a word of ours: never a content.
    place = models.CharField("écran", max_length=80, blank=True)
    reason = models.CharField("motif", max_length=500, blank=True)
    address = models.GenericIPAddressField("adresse réseau", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "accès à un dossier"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["beneficiary", "-at"], name="followup_access_of_case")]

    def __str__(self) -> str:
        return f"{self.user_name}, {self.get_act_display()}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        # What names no case (an address that was guessed, a search that found nobody) is read by
        # the manager of who did it.
        return rows.filter(
            reach.keeps(user, "beneficiary")
            | Q(beneficiary__isnull=True, user__in=reach.colleague_user_ids(user))
        )
