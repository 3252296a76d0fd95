"""The home page: the root of the site."""

from typing import Any, ClassVar

from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester

from pages.moderation.permissions import HomePermissionTester


class HomePage(Page):
    """Page d’accueil."""

    introduction = RichTextField(
        "introduction",
        blank=True,
        features=["bold", "italic", "link"],
        help_text="Sous la phrase d’accueil, au-dessus de la recherche. Une ou deux phrases.",
    )

    max_count = 1
    template = "pages/home_page.html"
    subpage_types: ClassVar[list[str]] = [
        "pages.JobOfferIndexPage",
        "pages.VolunteeringIndexPage",
        "pages.RecruitmentSessionIndexPage",
    ]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        """French name."""

        verbose_name = "page d’accueil"
        permissions = [("publish_homepage", "Peut publier la page d’accueil")]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Publishing this page is a right of its own: the offers below must not inherit it."""
        return HomePermissionTester(user, self)
