"""Settings that staff edit: names, contact, legal texts, moderation delay, map."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from snippets.fields import AddressField
from snippets.map_credit import clean_credit, validate_credit
from snippets.validators import validate_phone, validate_tile_url

IGN_PLAN_URL = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)

IGN_ATTRIBUTION = "© IGN"


class TileLayer(models.TextChoices):
    """Where the map's background comes from."""

    IGN = "ign", "Plan IGN (recommandé)"
    OTHER = "other", "Une autre adresse"
    NONE = "none", "Aucun fond extérieur"


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """Réglages du site."""

    site_name = models.CharField("nom du site", max_length=60, default="Déclic")
    tagline = models.CharField(
        "phrase d’accueil",
        max_length=160,
        default="L’emploi, le bénévolat et les rencontres près de chez vous, "
        "dans le Territoire de Belfort.",
    )
    logo = models.ForeignKey(
        "snippets.SiteImage",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_email = AddressField("adresse e-mail", default="emploi@declic.example")
    contact_phone = models.CharField(
        "téléphone du service emploi",
        max_length=25,
        blank=True,
        default="03 53 01 90 00",
        validators=[validate_phone],
    )
    contact_address = models.CharField(
        "adresse", max_length=200, blank=True, default="Place du Marché, 90000 Belfort"
    )
    legal_notice = RichTextField("mentions légales", blank=True)
    accessibility_statement = RichTextField("déclaration d’accessibilité", blank=True)
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

    def clean(self) -> None:
        """Refuse a credit that is more than text and links."""
        super().clean()
        try:
            validate_credit(self.tile_attribution)
        except ValidationError as error:
            raise ValidationError({"tile_attribution": error}) from error

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
