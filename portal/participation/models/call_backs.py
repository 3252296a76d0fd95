"""The officers' one list of people to call back, wherever the wish came from."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.capabilities import CALL_BACK, has_capability
from portal.accounts.models import User
from portal.participation.models.people import Participant


class CallBackQuerySet(models.QuerySet["CallBack"]):
    """The list is the officers' own."""

    def visible_to(self, user: Any) -> "CallBackQuerySet":
        """All of it for who calls back, nothing for the others."""
        return self.all() if has_capability(user, CALL_BACK) else self.none()

    def waiting(self) -> "CallBackQuerySet":
        """Those that nobody has closed, the oldest first."""
        return self.filter(closed_at__isnull=True).order_by("asked_at", "pk")


class CallBack(models.Model):
    """Personne à rappeler.

    `about` says in words what it is about, `page_id` which opportunity it was, if any. An
    application or a registration without e-mail waits for the call: the app that made the line
    follows `purpose` and `subject_id`.
    """

    class Purpose(models.TextChoices):
        """Why we call."""

        HELP = "help", "Demande de rappel"
        APPLICATION = "application", "Candidature à confirmer"
        REGISTRATION = "registration", "Inscription à confirmer"

    class Result(models.TextChoices):
        """What the last call gave."""

        DONE = "done", "Réglé"
        UNREACHABLE = "unreachable", "Injoignable"
        WRONG_NUMBER = "wrong_number", "Mauvais numéro"
        NO_LONGER = "no_longer", "Ne souhaite plus"

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="call_backs"
    )
    phone = models.CharField("téléphone", max_length=25)
    purpose = models.CharField("motif", max_length=12, choices=Purpose.choices)
    subject_id = models.BigIntegerField(null=True, blank=True)
    page_id = models.BigIntegerField(null=True, blank=True)
    about = models.CharField("au sujet de", max_length=300, blank=True)
    message = models.CharField("message", max_length=500, blank=True)
    best_time = models.CharField("quand appeler", max_length=100, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    taken_by = models.ForeignKey(
        User,
        verbose_name="pris en charge par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    attempts = models.PositiveSmallIntegerField("appels sans réponse", default=0)
    last_attempt_at = models.DateTimeField("dernier appel", null=True, blank=True)
    note = models.CharField("note", max_length=500, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey(
        User,
        verbose_name="clos par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    result = models.CharField("résultat", max_length=12, choices=Result.choices, blank=True)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = "personne à rappeler"
        verbose_name_plural = "personnes à rappeler"
        indexes = [
            models.Index(
                fields=("asked_at",),
                condition=Q(closed_at__isnull=True),
                name="participation_to_call",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="")
                | Q(closed_at__isnull=False) & ~Q(result=""),
                name="participation_call_result",
                violation_error_message="Un rappel clos dit ce qu’il a donné.",
            ),
            models.CheckConstraint(
                condition=~Q(phone=""),
                name="participation_call_phone",
                violation_error_message="Écrivez un numéro de téléphone.",
            ),
            models.CheckConstraint(
                condition=Q(purpose="help") | Q(subject_id__isnull=False),
                name="participation_call_subject",
                violation_error_message="Dites pour quoi rappeler.",
            ),
            models.UniqueConstraint(
                fields=("purpose", "subject_id"),
                condition=Q(closed_at__isnull=True, subject_id__isnull=False),
                name="participation_call_once",
                violation_error_message="Cette personne est déjà dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.phone}"
