"""An application, its changes of status and the organisation's notes."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.wording import KindName
from portal.accounts.capabilities import (
    CANDIDATE_LIST,
    has_capability,
)
from portal.accounts.models import User
from portal.applications.states import PENDING, Refusal, Status
from portal.participation.models import Agreement, FrozenCv, Helped, HelpedQuerySet, Participant
from portal.participation.recruiting import is_agent, recruiting_for
from portal.participation.rules import people_acted_for
from snippets.models import Organisation

MAX_MESSAGE = 2000


class ApplicationQuerySet(HelpedQuerySet["Application"]):
    """Scoped by who looks: the person, who recruits, who helped."""

    def visible_to(self, user: Any) -> Self:
        """Those that a person reads to recruit or to follow somebody.

        Officers read all; members those sent to their organisation, while it is verified, from
        people who still agree and as long as they may be kept; advisers their people's.
        """
        if not has_capability(user, CANDIDATE_LIST):
            return self.none()
        if is_agent(user):
            return self.all()
        received = Q(
            # Neither what waits for a proof, nor what was dropped before it left.
            sent_at__isnull=False,
            organisation__in=recruiting_for(user),
            agreement__withdrawn_at__isnull=True,
            hidden_at__isnull=True,
        )
        return self.filter(received | Q(participant__user__in=people_acted_for(user)))

    def named(self, word: str) -> Self:
        """Those of people whose folded name has this word: an account's own, or a guest's."""
        return self.filter(
            Q(participant__user__folded_name__contains=word)
            | Q(participant__user__isnull=True, participant__folded_name__contains=word)
        )

    def pending(self) -> Self:
        """Those that wait for the organisation."""
        return self.filter(status__in=PENDING)


class Application(Helped):
    """Candidature to an offer or to a volunteering opportunity.

    It outlives its page: the title and the organisation are copied. `helped_by` is who applied for
    the person; `helped_for` their employment partner, empty for an agent of the Département, whose
    name no organisation sees. `hidden_at`: the organisation may not read it any more.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="annonce",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.CharField("type d’annonce", max_length=12, choices=KindName.choices)
    title = models.CharField("intitulé", max_length=255)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="applications"
    )
    agreement = models.OneToOneField(
        Agreement, verbose_name="accord", on_delete=models.PROTECT, related_name="application"
    )
    cv = models.ForeignKey(
        FrozenCv,
        verbose_name="CV envoyé",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    message = models.TextField("message", max_length=MAX_MESSAGE, blank=True)
    keep_in_mind = models.BooleanField("accepte d’être gardée en mémoire", default=False)
    status = models.CharField("état", max_length=11, choices=Status.choices)
    refusal = models.CharField("motif de refus", max_length=12, choices=Refusal.choices, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    # When it reached its present state.
    changed_at = models.DateTimeField("changée le", default=timezone.now)
    # The first answer that came after the deadline: shown, and told.
    answered_late = models.BooleanField("réponse tardive", default=False)
    # When the organisation was told of it by mail.
    announced_at = models.DateTimeField("annoncée à l’organisation le", null=True, blank=True)
    reminded_at = models.DateTimeField("relance de l’organisation le", null=True, blank=True)
    hidden_at = models.DateTimeField("sortie de la vue de l’organisation le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        ordering = ("-sent_at", "-pk")
        indexes = [
            models.Index(fields=("page", "status"), name="applications_of_page"),
            models.Index(fields=("organisation", "status"), name="applications_of_organisation"),
            models.Index(
                fields=("status", "sent_at"),
                condition=Q(status__in=("sent", "seen")),
                name="applications_unanswered",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("participant", "page"),
                condition=~Q(status="withdrawn"),
                name="applications_once",
                violation_error_message="Vous avez déjà postulé à cette annonce.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="applications_status",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(status="refused") & ~Q(refusal="")
                | ~Q(status="refused") & Q(refusal=""),
                name="applications_refusal",
                violation_error_message="Un refus a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("to_confirm", "withdrawn")) | Q(sent_at__isnull=False),
                name="applications_sent",
                violation_error_message="Une candidature envoyée a une date.",
            ),
            models.CheckConstraint(
                condition=Q(helped_for__isnull=True) | Q(helped_by__isnull=False),
                name="applications_helper",
                violation_error_message="Dites qui a aidé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.title}"


class ApplicationChange(models.Model):
    """One change of status: who, when, from, to. Never edited; a name outlives its account."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField("date", default=timezone.now)
    from_status = models.CharField("de", max_length=11, choices=Status.choices, blank=True)
    to_status = models.CharField("à", max_length=11, choices=Status.choices)
    actor = models.ForeignKey(
        User,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_name = models.CharField("nom de l’auteur", max_length=320)
    refusal = models.CharField("motif", max_length=12, choices=Refusal.choices, blank=True)
    is_late = models.BooleanField("après le délai", default=False)

    class Meta:
        verbose_name = "changement d’état"
        verbose_name_plural = "changements d’état"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class ApplicationNote(models.Model):
    """Note of the organisation: its members alone read it, and officers."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        User, verbose_name="auteur", null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField("nom de l’auteur", max_length=320)
    text = models.TextField("note", max_length=1000)
    written_at = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "note"
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.text[:60]


class ApplicationMessage(models.Model):
    """Message de service written to people who applied to one offer, about that offer only."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="annonce",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField("intitulé", max_length=255)
    subject = models.CharField("objet", max_length=120)
    text = models.TextField("texte", max_length=3000)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    sent_by = models.ForeignKey(
        User, verbose_name="par", on_delete=models.PROTECT, related_name="+"
    )
    sent_by_name = models.CharField("nom", max_length=320)
    replies_read_by = models.CharField("qui lit les réponses", max_length=480, blank=True)
    recipients = models.ManyToManyField(Application, related_name="messages")

    class Meta:
        verbose_name = "message aux candidats"
        verbose_name_plural = "messages aux candidats"
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.subject
