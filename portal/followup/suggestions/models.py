"""What was proposed to a person. An opportunity is its number and a copy of its words: no page."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.followup.booking.codes import new_token
from portal.followup.rows.base import CaseRow, Written, with_history
from search.models import Kind
from snippets.fields import AddressField

# What a session for people of the area is called wherever somebody else may read it.
NEUTRAL_TITLE = "Rendez-vous emploi"


@with_history
class Suggestion(Written, CaseRow):
    """Proposition: an offer, a session or volunteering that was proposed, once, and by which way.

    `application_id` and `registration_id` are the numbers of what a professional sent for the
    person: what became of it is read there, and never copied.
    """

    class Way(models.TextChoices):
        """How the person was told."""

        MAIL = "mail", "Par e-mail"
        SHEET = "sheet", "Sur une feuille imprimée"
        SPOKEN = "spoken", "De vive voix ou au téléphone"

    opportunity_id = models.BigIntegerField("numéro de l’annonce")
    kind = models.CharField("type", max_length=12, choices=Kind.choices)
    title = models.CharField("intitulé", max_length=255)
    organisation = models.CharField("organisation", max_length=150, blank=True)
    place = models.CharField("commune", max_length=100, blank=True)
    starts_at = models.DateTimeField("début", null=True, blank=True)
    # A session for people of the area: nothing that leaves it says its title.
    is_neutral = models.BooleanField("intitulé neutre", default=False)
    way = models.CharField("proposée", max_length=6, choices=Way.choices)
    # That of the case. A message to a linked account goes to the account's own, never copied here.
    address = AddressField("adresse", blank=True)
    token = models.CharField(max_length=16, unique=True, default=new_token, editable=False)
    seen_at = models.DateTimeField("vue le", null=True, blank=True)
    application_id = models.BigIntegerField("candidature", null=True, blank=True, editable=False)
    registration_id = models.BigIntegerField("inscription", null=True, blank=True, editable=False)

    class Meta(CaseRow.Meta):
        verbose_name = "proposition"
        ordering = ["-created_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "opportunity_id"],
                name="suggestion_once",
                violation_error_message="Cette annonce a déjà été proposée à cette personne.",
            ),
            CheckConstraint(
                condition=Q(way="mail") | Q(address=""),
                name="suggestion_address_of_a_mail",
                violation_error_message="Seul un e-mail part à une adresse.",
            ),
            CheckConstraint(
                condition=Q(application_id__isnull=True) | Q(registration_id__isnull=True),
                name="suggestion_answered_one_way",
                violation_error_message="On postule à une annonce, on s’inscrit à une session.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told_title(self) -> str:
        """The title outside the area."""
        return NEUTRAL_TITLE if self.is_neutral else self.title
