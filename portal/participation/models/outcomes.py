"""What became of a person with an organisation: facts, and the questions that wait for one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import User
from portal.participation.models.people import Participant
from snippets.models import Organisation


class About(models.TextChoices):
    """Where a person and an organisation met."""

    SESSION = "session", "Session de recrutement"
    APPLICATION = "application", "Candidature"
    SPONSORSHIP = "sponsorship", "Parrainage"
    PATHWAY = "pathway", "Parcours"


class Side(models.TextChoices):
    """Who says it, or is asked."""

    ORGANISATION = "organisation", "L’organisation"
    OFFICER = "officer", "Le service emploi"
    PERSON = "person", "La personne"


class Outcome(models.Model):
    """Suite donnée: one fact, at one date. Rows are added, never changed: the latest one holds.

    A person says for herself; the organisation and the officer say for it. Without organisation it
    is what she does elsewhere: kinds of `OWN` are said in no other way. `start_date` and `contract`
    are of a hiring (contracts of job offers, `pages.models.job_offer.Contract`).
    """

    class Kind(models.TextChoices):
        """What happened."""

        HIRED = "hired", "Embauche"
        SECOND_INTERVIEW = "second_interview", "Deuxième entretien"
        PMSMP = "pmsmp", "Immersion (PMSMP)"
        REFUSED = "refused", "Pas retenue"
        NO_NEWS = "no_news", "Sans nouvelles"
        TRAINING = "training", "Formation"
        BUSINESS = "business", "Création d’activité"
        OTHER = "other", "Autre suite"
        NOTHING = "nothing", "Sans suite"

    # What an organisation says of somebody whom it met.
    MET = (Kind.HIRED, Kind.SECOND_INTERVIEW, Kind.PMSMP, Kind.REFUSED, Kind.NO_NEWS)
    # What a person does, whoever says it: with no organisation.
    OWN = (Kind.TRAINING, Kind.BUSINESS, Kind.OTHER, Kind.NOTHING)

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="outcomes"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    about = models.CharField("à la suite de", max_length=12, choices=About.choices)
    about_id = models.BigIntegerField()
    kind = models.CharField("suite", max_length=16, choices=Kind.choices)
    contract = models.CharField("contrat", max_length=20, blank=True)
    start_date = models.DateField("début", null=True, blank=True)
    side = models.CharField("dit par", max_length=12, choices=Side.choices)
    said_by = models.ForeignKey(
        User,
        verbose_name="saisi par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    said_by_name = models.CharField("nom de qui l’a dit", max_length=320, blank=True)
    said_at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        verbose_name = "suite"
        ordering = ("-said_at", "-pk")
        indexes = [
            models.Index(
                fields=("participant", "organisation", "-said_at"), name="participation_outcome_of"
            ),
            models.Index(fields=("about", "about_id"), name="participation_outcome_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("hired", "pmsmp")) | Q(contract="", start_date__isnull=True),
                name="participation_outcome_contract",
                violation_error_message="Le contrat et le début sont ceux d’une embauche.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("hired", "second_interview", "pmsmp", "refused", "no_news"))
                | Q(
                    kind__in=("training", "business", "other", "nothing"),
                    organisation__isnull=True,
                ),
                name="participation_outcome_kind",
                violation_error_message="Choisissez une suite de la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}\u00a0: {self.get_kind_display()}"


class OutcomeQuestion(models.Model):
    """Question à poser: due on a day, asked once, answered by any fact of its window.

    `day` is 0 at the session itself, then 7, 30, 90. Nobody is asked what is known already.
    """

    participant = models.ForeignKey(
        Participant,
        verbose_name="personne",
        on_delete=models.PROTECT,
        related_name="outcome_questions",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    about = models.CharField("à la suite de", max_length=12, choices=About.choices)
    about_id = models.BigIntegerField()
    side = models.CharField("à qui", max_length=12, choices=Side.choices)
    day = models.PositiveSmallIntegerField("à combien de jours")
    due_on = models.DateField("à poser le")
    asked_at = models.DateTimeField("posée le", null=True, blank=True)
    # By a fact, or dropped: the agreement was withdrawn, the person erased.
    outcome = models.ForeignKey(
        Outcome,
        verbose_name="réponse",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "question sur la suite"
        verbose_name_plural = "questions sur la suite"
        indexes = [
            models.Index(
                fields=("due_on",), condition=Q(closed_at__isnull=True), name="participation_to_ask"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("participant", "organisation", "about", "about_id", "side", "day"),
                nulls_distinct=False,
                name="participation_question_once",
                violation_error_message="Cette question est déjà prévue.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(closed_at__isnull=False),
                name="participation_question_answer",
                violation_error_message="Une réponse ferme la question.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.due_on}"


class OutcomeAccess(models.Model):
    """Page des suites ouverte: who read or answered for an organisation by its link. One year."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        User, verbose_name="lien envoyé à", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("date", default=timezone.now)
    network = models.CharField("réseau", max_length=45, blank=True)
    people = models.PositiveIntegerField("personnes montrées", default=0)
    outcome = models.ForeignKey(
        Outcome,
        verbose_name="réponse donnée",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "ouverture de la page des suites"
        verbose_name_plural = "ouvertures de la page des suites"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation}, {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
