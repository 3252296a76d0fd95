"""Who else sees a CV or writes in it: links that end, and helpers."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.cv.models.cv import Cv

# In days: what a person chooses from.
SHARE_LENGTHS = (7, 15, 30)
LONGEST_SHARE = timedelta(days=max(SHARE_LENGTHS))
SHOWN_OPENINGS = 20


class CvShareQuerySet(models.QuerySet["CvShare"]):
    """Links by their state."""

    def open(self) -> Self:
        """Those that work now. The account of who made them is open as well."""
        return self.filter(
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
            cv__deleted_at__isnull=True,
            cv__owner__is_active=True,
        )

    def with_openings(self) -> Self:
        """Each with `openings_count` and its `latest_openings`. Two queries."""
        latest = CvShareOpening.objects.order_by("-opened_at", "-pk")[:SHOWN_OPENINGS]
        return self.annotate(openings_count=Count("openings")).prefetch_related(
            Prefetch("openings", latest, to_attr="latest_openings")
        )


class CvShare(models.Model):
    """Lien de partage: whoever has the link reads the CV, for thirty days at most.

    The link's secret and the code are kept hashed: whoever reads the table cannot use them. Their
    owner sees them again from `seed` and the key of the site (`portal.cv.sharing.secrets`); links
    that were made before have no seed.
    """

    cv = models.ForeignKey(Cv, verbose_name="CV", on_delete=models.CASCADE, related_name="shares")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    recipient = models.CharField("pour qui", max_length=80, blank=True)
    is_anonymous = models.BooleanField("sans mon nom ni mes coordonnées", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("arrêté le", null=True, blank=True)

    objects = CvShareQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de partage"
        verbose_name_plural = "liens de partage"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + LONGEST_SHARE),
                name="cv_share_length",
                violation_error_message="Un lien est valable 30 jours au plus.",
            ),
        ]

    def __str__(self) -> str:
        return self.recipient or f"Lien du {timezone.localtime(self.created_at):%d/%m/%Y}"

    @property
    def has_ended(self) -> bool:
        """Whether it was stopped, or is past its time."""
        return self.revoked_at is not None or self.expires_at <= timezone.now()


class CvShareOpening(models.Model):
    """Ouverture d’un lien: when, and from which network; no more is kept of who opened it."""

    share = models.ForeignKey(
        CvShare, verbose_name="lien", on_delete=models.CASCADE, related_name="openings"
    )
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)
    network = models.CharField("réseau", max_length=45, blank=True)

    class Meta:
        verbose_name = "ouverture d’un lien"
        verbose_name_plural = "ouvertures de liens"
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(network="")
                | Q(network__regex=r"^(\d{1,3}\.){3}0/24$")
                | Q(network__regex=r"^[0-9a-f:]*::/48$"),
                name="cv_opening_network",
                violation_error_message="On ne garde que le réseau, pas l’adresse.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share}, {timezone.localtime(self.opened_at):%d/%m/%Y %H:%M}"


class CvHelperQuerySet(OwnedQuerySet["CvHelper"]):
    """Helpers by their state."""

    def active(self) -> Self:
        """Those who may write now, if they still help with CVs: see `Cv.objects.helped_by`."""
        return self.filter(revoked_at__isnull=True)


class CvHelper(models.Model):
    """Personne qui aide: the candidate lets her write in this CV, until they say stop."""

    cv = models.ForeignKey(Cv, verbose_name="CV", on_delete=models.CASCADE, related_name="helpers")
    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="helped_cvs"
    )
    given_at = models.DateTimeField("depuis le", default=timezone.now)
    revoked_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    # It was not the candidate who stopped: they cannot take her back without asking.
    left = models.BooleanField("partie d’elle-même", default=False)

    objects = CvHelperQuerySet.as_manager()

    class Meta:
        verbose_name = "aide pour un CV"
        verbose_name_plural = "aides pour un CV"
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("cv", "user"),
                condition=Q(revoked_at__isnull=True),
                name="cv_helper_once",
                violation_error_message="Cette personne vous aide déjà pour ce CV.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("given_at")),
                name="cv_helper_dates",
                violation_error_message="L’accord finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(left=False) | Q(revoked_at__isnull=False),
                name="cv_helper_left",
                violation_error_message="Qui est parti n’aide plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.cv}"
