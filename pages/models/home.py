"""The home page: the root of the site."""

from typing import ClassVar

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from pages.blocks import CallsBlock
from pages.editorial.permissions import FixedPageMixin

MAX_CALLS = 4


class HomePage(FixedPageMixin, Page):
    """Page d’accueil."""

    introduction = RichTextField(
        "introduction",
        blank=True,
        features=["bold", "italic", "link"],
        help_text="Sous la phrase d’accueil, au-dessus de la recherche. Une ou deux phrases.",
    )
    calls = StreamField(
        CallsBlock(),
        verbose_name="appels à l’action",
        blank=True,
        max_num=MAX_CALLS,
        help_text="Au pied de la page. Les trois portes et le téléphone sont plus haut, toujours.",
    )

    max_count = 1
    template = "pages/home_page.html"
    subpage_types: ClassVar[list[str]] = [
        "pages.JobOfferIndexPage",
        "pages.VolunteeringIndexPage",
        "pages.RecruitmentSessionIndexPage",
        "pages.NewsIndexPage",
        "pages.ContentPage",
    ]
    content_panels = [*Page.content_panels, "introduction", "calls"]
    api_fields: ClassVar[list[str]] = ["introduction", "calls"]

    class Meta:
        verbose_name = "page d’accueil"
        permissions = [("publish_editorial", "Peut publier les pages éditoriales")]
