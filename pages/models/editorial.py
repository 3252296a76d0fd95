"""Editorial pages: content, news and their index; written and published by the communication."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Page as Results
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import Panel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from pages.blocks import BodyBlock
from pages.editorial.permissions import EditorialPageMixin, FixedPageMixin
from pages.forms import EditorialForm
from pages.frozen import FrozenSlugMixin

NEWS_PER_PAGE = 10
INTRODUCTION_LENGTH = 400
EMPLOYERS_SLUG = "employeurs"


class NewsQuerySet(PageQuerySet):
    """News, the newest first."""

    def online(self) -> "NewsQuerySet":
        """What anybody may read now, in order, with its image."""
        now = timezone.now()
        unexpired = models.Q(expire_at__isnull=True) | models.Q(expire_at__gt=now)
        found: NewsQuerySet = (
            self.live()
            .public()
            .filter(unexpired)
            .select_related("image")
            .prefetch_related("image__renditions")
            .order_by("-date", "-pk")
        )
        return found


class EditorialPage(EditorialPageMixin, Page):
    """What content and news share: an introduction and a body made of blocks."""

    if TYPE_CHECKING:  # columns of Wagtail's Page, which has no stubs
        search_description: str

    introduction = models.TextField(
        "chapô",
        max_length=INTRODUCTION_LENGTH,
        help_text="Deux ou trois phrases simples\u00a0: de quoi parle la page, et pour qui. "
        "Elles sont reprises dans les listes et dans les résultats de recherche.",
    )
    body = StreamField(BodyBlock(), verbose_name="contenu", blank=True)

    base_form_class = EditorialForm

    class Meta:
        abstract = True

    def publication_errors(self) -> list[str]:
        """What forbids to publish this version, in sentences: the editor's own checks, without it.

        Bulk actions publish a draft that no form has checked.
        """
        errors: list[str] = []
        try:
            self.full_clean()
        except ValidationError as error:
            errors += error.messages
        try:
            self.body.stream_block.clean(self.body)
        except ValidationError:
            errors.append("Un bloc du contenu est incomplet.")
        return errors

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the templates share, previews of drafts included."""
        from pages.editorial.context import page_context

        return {**super().get_context(request, *args, **kwargs), **page_context(self)}


class ContentPage(EditorialPage):
    """Page de contenu\u00a0: explanations that last, in a tree below the home page."""

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["pages.ContentPage"]
    template = "pages/content_page.html"
    page_description = "Une page d’information, qui peut en contenir d’autres."
    content_panels: ClassVar[list[Panel | str]] = [
        TitleFieldPanel("title", heading="Titre"),
        "introduction",
        "body",
    ]
    api_fields: ClassVar[list[str]] = ["introduction", "body"]

    class Meta:
        verbose_name = "page de contenu"
        verbose_name_plural = "pages de contenu"

    @property
    def is_for_employers(self) -> bool:
        """Whether this is the page of `/employeurs/`, where publishing an offer comes first."""
        return bool(self.slug == EMPLOYERS_SLUG)

    def children_online(self) -> QuerySet["ContentPage"]:
        """The pages below that anybody may read, in the order of the CMS."""
        found: QuerySet[ContentPage] = (
            ContentPage.objects.child_of(self).live().public().order_by("path")
        )
        return found


class NewsIndexPage(FixedPageMixin, FrozenSlugMixin, Page):
    """Actualités\u00a0: the list of news."""

    frozen_slug = "actualites"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = ["pages.NewsPage"]
    template = "pages/news_index_page.html"
    page_description = "La liste des actualités."

    introduction = models.TextField("chapô", max_length=INTRODUCTION_LENGTH, blank=True)
    content_panels: ClassVar[list[Panel | str]] = [
        TitleFieldPanel("title", heading="Titre"),
        "introduction",
    ]
    api_fields: ClassVar[list[str]] = ["introduction"]

    class Meta:
        verbose_name = "index des actualités"

    def results(self, number: str) -> "Results[NewsPage]":
        """One page of the list; a number that is none is the first, one too large the last."""
        found = NewsPage.objects.child_of(self).online()
        return Paginator(found, NEWS_PER_PAGE).get_page(number)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from pages.editorial.context import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(self, request)}


class NewsPage(EditorialPage):
    """Actualité."""

    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/news_page.html"
    page_description = "Une nouvelle datée, avec une image."

    date = models.DateField(
        "date", default=timezone.localdate, help_text="Celle qui est affichée et qui sert à trier."
    )
    image = models.ForeignKey(
        "snippets.SiteImage",
        verbose_name="image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="En tête de l’actualité et dans la liste. Son texte alternatif vient de la "
        "bibliothèque d’images.",
    )

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels: ClassVar[list[Panel | str]] = [
        TitleFieldPanel("title", heading="Titre"),
        "date",
        "introduction",
        "image",
        "body",
    ]
    api_fields: ClassVar[list[str]] = ["date", "introduction", "image", "body"]

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"
        indexes = [models.Index(fields=["-date"], name="pages_news_date")]


EDITORIAL_MODELS: tuple[type[Page], ...] = (ContentPage, NewsPage, NewsIndexPage)
