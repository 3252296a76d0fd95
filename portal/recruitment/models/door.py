"""What happened at the door, and whoever took the list away."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.recruitment.models.registration import Registration
from portal.recruitment.models.roster import Roster
from snippets.french import hour
from snippets.models import Organisation

# After the session.
LINK_LIFETIME = timedelta(days=30)


class Scan(models.Model):
    """Pointage: one gesture at the door, from one device; sent again, its nonce makes it one.

    `at` is the device's time where it can be true, `received_at` the server's.
    """

    class How(models.TextChoices):
        """How the person was recognised."""

        CODE = "code", "Code lu"
        NAME = "name", "Nom cherché"
        WALK_IN = "walk_in", "Sans inscription"

    class Result(models.TextChoices):
        """What it gave."""

        PRESENT = "present", "Présence notée"
        ALREADY = "already", "Déjà notée"
        PRESENT_CANCELLED = "present_cancelled", "Présence notée, inscription annulée"
        REFUSED = "refused", "Refusé"

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="scans")
    nonce = models.UUIDField()
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="scans"
    )
    how = models.CharField("comment", max_length=7, choices=How.choices)
    at = models.DateTimeField("heure")
    received_at = models.DateTimeField("reçu le", default=timezone.now)
    result = models.CharField("résultat", max_length=17, choices=Result.choices)
    reason = models.CharField("raison du refus", max_length=200, blank=True)
    by = models.ForeignKey(User, verbose_name="par", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "pointage"
        ordering = ("received_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("roster", "nonce"),
                name="recruitment_scan_once",
                violation_error_message="Ce pointage est déjà reçu.",
            ),
            models.CheckConstraint(
                condition=Q(result="refused") & ~Q(reason="")
                | ~Q(result="refused") & Q(registration__isnull=False),
                name="recruitment_scan_result",
                violation_error_message="Un refus a une raison.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {hour(self.at)}"


class CompanyLink(models.Model):
    """Lien pour l’entreprise: its list of consenting people without an account, until it ends.

    The secret is kept hashed. Never for a session for RSA beneficiaries (a trigger refuses it).
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="company_links")
    organisation = models.ForeignKey(
        Organisation, verbose_name="pour", on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, verbose_name="fait par", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("fait le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("arrêté le", null=True, blank=True)

    class Meta:
        verbose_name = "lien pour l’entreprise"
        verbose_name_plural = "liens pour l’entreprise"
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="recruitment_link_dates",
                violation_error_message="Un lien finit après avoir été fait.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.roster}"


class ListAccess(models.Model):
    """Accès à une liste that leaves the screen: export, print, link opened, names taken offline."""

    class How(models.TextChoices):
        """How the list left."""

        XLSX = "xlsx", "Tableau"
        PDF = "pdf", "PDF"
        SHEET = "sheet", "Feuille d’émargement"
        LINK = "link", "Lien de l’entreprise"
        OFFLINE = "offline", "Noms gardés hors ligne"

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="accesses")
    how = models.CharField("comment", max_length=7, choices=How.choices)
    at = models.DateTimeField("date", default=timezone.now)
    by = models.ForeignKey(
        User,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_name = models.CharField("nom", max_length=320, blank=True)
    link = models.ForeignKey(
        CompanyLink, null=True, blank=True, on_delete=models.CASCADE, related_name="openings"
    )
    network = models.CharField("réseau", max_length=45, blank=True)
    rows = models.PositiveIntegerField("personnes", default=0)

    class Meta:
        verbose_name = "accès à une liste"
        verbose_name_plural = "accès aux listes"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {timezone.localtime(self.at):%d/%m/%Y %H:%M}"


class SessionMessage(models.Model):
    """Message de service written to people of one list, about that session only."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField("objet", max_length=120)
    text = models.TextField("texte", max_length=3000)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    sent_by = models.ForeignKey(
        User, verbose_name="par", on_delete=models.PROTECT, related_name="+"
    )
    sent_by_name = models.CharField("nom", max_length=320)
    replies_read_by = models.CharField("qui lit les réponses", max_length=480, blank=True)
    recipients = models.ManyToManyField(Registration, related_name="messages")

    class Meta:
        verbose_name = "message aux inscrits"
        verbose_name_plural = "messages aux inscrits"
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.subject
