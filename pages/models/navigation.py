"""Main menu, footer and social networks, as staff arrange them."""

from django.db import models
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, URLBlock
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from pages.blocks.base import CheckedStreamBlock, EditorialBlock
from pages.blocks.links import LinkBlock, MenuBlock

MAX_MENU = 7
MAX_COLUMNS = 4


class Network(models.TextChoices):
    """Social networks, by the name that people know."""

    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    YOUTUBE = "youtube", "YouTube"
    OTHER = "other", "Autre réseau"


class ColumnBlock(EditorialBlock):
    """A column of the footer."""

    title = CharBlock(label="Titre", max_length=60)
    links = ListBlock(LinkBlock(), label="Liens", min_num=1, max_num=10)

    class Meta:
        icon = "list-ul"
        label = "Colonne"
        preview_value = {
            "title": "Ce site",
            "links": [{"label": "Toutes les offres", "address": "/offres/"}],
        }


class NetworkBlock(EditorialBlock):
    """A social network."""

    network = ChoiceBlock(label="Réseau", choices=Network.choices)
    address = URLBlock(label="Adresse")

    class Meta:
        icon = "group"
        label = "Réseau social"
        preview_value = {"network": "linkedin", "address": "https://www.linkedin.com/"}


class ColumnsBlock(CheckedStreamBlock):
    """The columns of the footer."""

    column = ColumnBlock()

    class Meta:
        required = False


class NetworksBlock(CheckedStreamBlock):
    """The social networks."""

    network = NetworkBlock()

    class Meta:
        required = False


@register_setting(icon="list-ul")
class Navigation(BaseGenericSetting):
    """Menus et pied de page."""

    main_menu = StreamField(
        MenuBlock(),
        verbose_name="menu principal",
        blank=True,
        max_num=MAX_MENU,
        help_text="Sept liens au plus. Vide\u00a0: le menu d’origine du site. "
        "Les liens de chacun, comme «\u00a0Mon compte\u00a0», viennent toujours après.",
    )
    footer_columns = StreamField(
        ColumnsBlock(),
        verbose_name="colonnes du pied de page",
        blank=True,
        max_num=MAX_COLUMNS,
        help_text="Après les contacts du service emploi. Vide\u00a0: un lien vers toutes les "
        "offres. Mentions légales, «\u00a0Vos données\u00a0» et accessibilité sont toujours là.",
    )
    networks = StreamField(
        NetworksBlock(),
        verbose_name="réseaux sociaux",
        blank=True,
        max_num=len(Network.choices),
    )

    class Meta:
        verbose_name = "menus et pied de page"
