"""Settings that staff edit: names, contact, legal texts, delays, map."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from snippets import departments
from snippets.conformity import SELF_ASSESSMENT, Assessment, Conformity
from snippets.fields import AddressField
from snippets.map_credit import clean_credit, validate_credit
from snippets.validators import validate_phone, validate_tile_url

IGN_PLAN_URL = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)

IGN_ATTRIBUTION = "© IGN"


# What the software is called: the name of a site to which nobody has given another.
SOFTWARE = "Déclic"


class TileLayer(models.TextChoices):
    """Where the map's background comes from."""

    IGN = "ign", "Plan IGN (recommandé)"
    OTHER = "other", "Une autre adresse"
    NONE = "none", "Aucun fond extérieur"


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """Réglages du site."""

    site_name = models.CharField("nom du site", max_length=60, default=SOFTWARE)
    department_code = models.CharField(
        "département", max_length=3, blank=True, default="", choices=departments.choices
    )
    authority_name = models.CharField(
        "nom de la collectivité",
        max_length=120,
        blank=True,
        default="",
        help_text="Comme «\u00a0Département du Doubs\u00a0». Vide\u00a0: celui du département.",
    )
    tagline = models.CharField(
        "phrase d’accueil",
        max_length=160,
        blank=True,
        default="",
        help_text="En tête de la page d’accueil. Vide\u00a0: une phrase avec le département.",
    )
    logo = models.ForeignKey(
        "snippets.SiteImage",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Never empty: messages need it. `snippets.placeholders` tells that nobody reads this one.
    contact_email = AddressField("adresse e-mail", default="emploi@declic.example")
    contact_phone = models.CharField(
        "téléphone du service emploi",
        max_length=25,
        blank=True,
        validators=[validate_phone],
    )
    contact_address = models.CharField("adresse", max_length=200, blank=True)
    contact_hours = models.CharField("horaires", max_length=200, blank=True)
    legal_notice = RichTextField("mentions légales", blank=True)
    accessibility_statement = RichTextField("déclaration d’accessibilité", blank=True)
    accessibility_conformity = models.CharField(
        "état de conformité",
        max_length=10,
        choices=Conformity,
        default=Conformity.NONE,
        help_text="Celui que dit votre déclaration, au pied de chaque page. "
        "Sans audit valable\u00a0: non conforme.",
    )
    moderation_days = models.PositiveSmallIntegerField(
        "délai de relecture promis",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="En jours ouvrés.",
    )
    second_reader = models.BooleanField(
        "une autre personne relit",
        default=False,
        help_text=(
            "Personne n’approuve ce qu’il ou elle a écrit, envoyé ou corrigé. "
            "Il faut au moins deux personnes qui relisent."
        ),
    )
    reply_reminder_days = models.PositiveSmallIntegerField(
        "relance de l’organisation, en jours",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Jours après l’envoi d’une candidature restée sans réponse.",
    )
    reply_deadline_days = models.PositiveSmallIntegerField(
        "délai de réponse promis, en jours",
        default=14,
        validators=[MinValueValidator(2), MaxValueValidator(120)],
        help_text="Annoncé à la personne qui postule, et à l’organisation.",
    )
    no_answer_days = models.PositiveSmallIntegerField(
        "candidature notée sans réponse, en jours",
        default=21,
        validators=[MinValueValidator(3), MaxValueValidator(180)],
        help_text="La personne en est prévenue. Une réponse plus tardive reste possible.",
    )
    offer_cutoff_hours = models.PositiveSmallIntegerField(
        "dernière proposition d’une place libérée, en heures",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text="Avant le début de la session : plus tard, personne n’est invité "
        "automatiquement.",
    )
    outcome_window_days = models.PositiveSmallIntegerField(
        "validité d’une réponse sur l’emploi, en jours",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        help_text="Pendant ce temps, on ne redemande pas ce qu’une personne est devenue.",
    )
    call_back_days = models.PositiveSmallIntegerField(
        "délai de rappel promis",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="En jours ouvrés. Annoncé à qui demande à être rappelé.",
    )
    sponsor_contact_days = models.PositiveSmallIntegerField(
        "premier contact avec un parrain ou une marraine, en jours",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Annoncé à qui propose de parrainer.",
    )
    hours_reminder_days = models.PositiveSmallIntegerField(
        "rappel des heures de bénévolat à confirmer, en jours",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Jours d’attente avant un rappel, jamais plus d’un par semaine.",
    )
    map_latitude = models.FloatField(
        "latitude du centre de la carte",
        default=47.6386,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    map_longitude = models.FloatField(
        "longitude du centre de la carte",
        default=6.8631,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    map_zoom = models.PositiveSmallIntegerField(
        "niveau de zoom",
        default=11,
        validators=[MinValueValidator(5), MaxValueValidator(18)],
    )
    tile_url = models.CharField(
        "adresse des tuiles",
        max_length=500,
        blank=True,
        default=IGN_PLAN_URL,
        validators=[validate_tile_url],
    )
    tile_attribution = models.CharField(
        "mention du fond de carte", max_length=200, blank=True, default=IGN_ATTRIBUTION
    )

    class Meta:
        verbose_name = "réglages du site"
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_reminder_days__lt=F("reply_deadline_days"))
                & Q(reply_deadline_days__lt=F("no_answer_days")),
                name="snippets_site_reply_delays",
                violation_error_message="La relance vient avant le délai de réponse, "
                "et celui-ci avant « sans réponse ».",
            ),
        ]

    def clean(self) -> None:
        """Refuse a credit that is more than text and links, and delays in another order."""
        super().clean()
        errors = self._delay_errors()
        try:
            validate_credit(self.tile_attribution)
        except ValidationError as error:
            errors["tile_attribution"] = error
        if errors:
            raise ValidationError(errors)

    def _delay_errors(self) -> dict[str, Any]:
        """What is out of order between two delays, beside the later one; holes are told apart."""
        reminder, deadline, no_answer = (
            self.reply_reminder_days,
            self.reply_deadline_days,
            self.no_answer_days,
        )
        errors: dict[str, Any] = {}
        if reminder and deadline and deadline <= reminder:
            errors["reply_deadline_days"] = (
                f"Le délai de réponse doit dépasser celui de la relance ({reminder} jours)."
            )
        if deadline and no_answer and no_answer <= deadline:
            errors["no_answer_days"] = (
                f"Ce délai doit dépasser le délai de réponse ({deadline} jours)."
            )
        return errors

    @property
    def department(self) -> departments.Department:
        """The département whose site this is, by its names: `department.within`."""
        return departments.by_code(self.department_code)

    @property
    def authority(self) -> str:
        """Who publishes the site, without an article: “Département du Doubs”."""
        return self.authority_name or self.department.authority

    @property
    def welcome(self) -> str:
        """The sentence of the home page, as it was written or with the département's name."""
        return self.tagline or (
            f"L’emploi, le bénévolat et les rencontres près de chez vous, {self.department.within}."
        )

    @property
    def assessment(self) -> Assessment:
        """What the statement says while nobody has written another one."""
        return SELF_ASSESSMENT

    @property
    def conformity(self) -> Conformity:
        """The state that every page tells: the one of the statement that is shown."""
        if self.accessibility_statement:
            return Conformity(self.accessibility_conformity)
        return self.assessment.conformity

    @property
    def map_credit(self) -> str:
        """The credit as HTML that a page may hold, whatever was stored."""
        return clean_credit(self.tile_attribution)

    @property
    def tile_layer(self) -> TileLayer:
        """The choice that `tile_url` stands for."""
        if not self.tile_url:
            return TileLayer.NONE
        return TileLayer.IGN if self.tile_url == IGN_PLAN_URL else TileLayer.OTHER
