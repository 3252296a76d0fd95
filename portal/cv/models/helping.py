"""Asking for help with a CV and proposing it, until the other one answers."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.accounts.capabilities import HELP_CV, OWN_CV, has_capability
from portal.accounts.holders import may, people_who_may
from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.cv.models.cv import Cv
from portal.cv.models.sharing import CvHelper
from snippets.addresses import normal_address
from snippets.fields import AddressField

REQUEST_LIFETIME = timedelta(days=30)


class CvHelpRequestQuerySet(OwnedQuerySet["CvHelpRequest"]):
    """Requests by their state, and by who may see them; `owned_by` is who sent them."""

    owner = "asker"

    def running(self) -> Self:
        """Those whose thirty days are not over."""
        return self.filter(expires_at__gt=timezone.now())

    def waiting(self) -> Self:
        """Those that may be answered now."""
        return self.running().filter(status=CvHelpRequest.Status.PENDING)

    def shown(self) -> Self:
        """What who asked is shown: a proposal that was refused looks like one that waits."""
        return self.running().filter(
            status__in=(CvHelpRequest.Status.PENDING, CvHelpRequest.Status.REFUSED)
        )

    def addressed_to(self, user: Any) -> Self:
        """Those for the address of an account, and those it had when it had another."""
        here = Q(receiver__isnull=True, address=normal_address(user.email))
        return self.filter(here | Q(receiver_id=user.pk))

    def asked_of(self, user: Any) -> Self:
        """What candidates ask of a person who may help: the address is theirs."""
        if not may(user, HELP_CV):
            return self.none()
        return (
            self.addressed_to(user)
            .filter(
                asked_by=CvHelpRequest.Side.CANDIDATE,
                asker__in=people_who_may(OWN_CV),
                cv__deleted_at__isnull=True,
            )
            .exclude(asker_id=user.pk)
        )

    def proposed_to(self, user: Any) -> Self:
        """What people who may help propose to a candidate: the address is theirs."""
        if not has_capability(user, OWN_CV):
            return self.none()
        return (
            self.addressed_to(user)
            .filter(
                asked_by=CvHelpRequest.Side.HELPER,
                asker__in=people_who_may(HELP_CV),
            )
            .exclude(asker_id=user.pk)
        )

    def received_by(self, user: Any) -> Self:
        """Those that a person may answer, on either side."""
        asked = CvHelpRequest.objects.asked_of(user)
        proposed = CvHelpRequest.objects.proposed_to(user)
        return self.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=proposed.values("pk")))


class CvHelpRequest(models.Model):
    """Demande d’aide pour un CV: the candidate asks somebody, or somebody proposes to help.

    The other one is known by an address only, whether or not it has an account: nothing that who
    asks is shown tells. A candidate who asks has agreed already, for one CV; who accepts a proposal
    chooses the CV then. Rows go after thirty days; the consent that came of them stays.

    `receiver` is set once the account that had the address has another: the request stays with it,
    and nobody who takes the address later sees it. `address` is what who asked typed, for ever:
    another would tell them that there is an account, and its new address.
    """

    class Side(models.TextChoices):
        """Who asked."""

        CANDIDATE = "candidate", "La personne du CV"
        HELPER = "helper", "La personne qui aide"

    class Status(models.TextChoices):
        """Where it stands; what is left without an answer ends at `expires_at`."""

        PENDING = "pending", "En attente"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        CANCELLED = "cancelled", "Annulée"

    asked_by = models.CharField("demandée par", max_length=10, choices=Side.choices)
    asker = models.ForeignKey(
        User,
        verbose_name="auteur de la demande",
        on_delete=models.CASCADE,
        related_name="cv_help_requests",
    )
    address = AddressField("adresse e-mail")
    receiver = models.ForeignKey(
        User,
        verbose_name="compte qui avait l’adresse",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    cv = models.ForeignKey(
        Cv,
        verbose_name="CV",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="help_requests",
    )
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    # Once the address was written to: one that nobody may be told about never is.
    told_at = models.DateTimeField("message envoyé le", null=True, blank=True)
    decided_at = models.DateTimeField("réponse le", null=True, blank=True)
    # Kept when the request is taken back: who said no is not asked again for a while.
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    consent = models.ForeignKey(
        CvHelper,
        verbose_name="accord",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="requests",
    )

    objects = CvHelpRequestQuerySet.as_manager()

    class Meta:
        # One that waits for an address and a CV; thirty days; an answer says when and what.

        verbose_name = "demande d’aide pour un CV"
        verbose_name_plural = "demandes d’aide pour un CV"
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("address", "status"), name="cv_help_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=("asker", "address", "cv"),
                condition=Q(asked_by="candidate", status="pending"),
                name="cv_help_asked_once",
                violation_error_message="Vous avez déjà fait cette demande.",
            ),
            models.UniqueConstraint(
                fields=("asker", "address"),
                condition=Q(asked_by="helper", status__in=("pending", "refused")),
                name="cv_help_proposed_once",
                violation_error_message="Vous avez déjà fait cette demande.",
            ),
            models.CheckConstraint(
                condition=Q(asked_by="candidate", cv__isnull=False)
                | Q(asked_by="helper") & (Q(cv__isnull=True) | Q(status="accepted")),
                name="cv_help_cv",
                violation_error_message="Une demande est pour un CV\u00a0; une proposition, "
                "pour celui que la personne choisit.",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", consent__isnull=False, cv__isnull=False)
                | ~Q(status="accepted") & Q(consent__isnull=True),
                name="cv_help_consent",
                violation_error_message="Une demande acceptée donne un accord, et elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True)
                | Q(status__in=("accepted", "refused", "cancelled"), decided_at__isnull=False),
                name="cv_help_answer",
                violation_error_message="Une réponse a une date et un sens.",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | Q(refused_at__isnull=False),
                name="cv_help_refusal",
                violation_error_message="Un refus a une date.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + REQUEST_LIFETIME),
                name="cv_help_length",
                violation_error_message="Une demande est valable 30 jours au plus.",
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")) & ~Q(address=""),
                name="cv_help_address",
                violation_error_message="Écrivez l’adresse en minuscules.",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__in=("candidate", "helper")),
                name="cv_help_side",
                violation_error_message="Dites qui demande.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} – {self.address}"

    @property
    def is_over(self) -> bool:
        """Whether its thirty days have passed."""
        return self.expires_at <= timezone.now()

    @property
    def is_refused(self) -> bool:
        """Whether somebody said no."""
        return self.status == self.Status.REFUSED
