"""Editorial pages and pictures for the tests, beside the rows of `tests.factories`."""

import datetime
import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from snippets.models import SiteImage
from tests.factories import job_offer_index


class ImageFactory(DjangoModelFactory):
    """A picture of the library: `size` in pixels, blue on the left and brick on the right."""

    class Meta:
        model = SiteImage

    class Params:
        size = (640, 400)

    title = factory.Sequence(lambda n: f"Image {n}")
    description = "Deux personnes en entretien"
    file = factory.LazyAttribute(lambda image: ContentFile(picture(image.size), "entretien.png"))


def picture(size: tuple[int, int]) -> bytes:
    """A PNG file."""
    drawn = Image.new("RGB", size, "#0f4c5c")
    drawn.paste("#b4380a", (size[0] // 2, 0, *size))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def home_page() -> HomePage:
    """The home page, made when missing."""
    return HomePage.objects.first() or job_offer_index().get_parent().specific


def news_index() -> NewsIndexPage:
    """The index of news, made when missing."""
    index = NewsIndexPage.objects.first()
    if index is not None:
        return index
    return home_page().add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))


def _publish(page: Any, parent: Page, *, live: bool) -> Any:
    """Add a page below its parent through a revision: published, or left as a draft."""
    page.live = False
    page = parent.add_child(instance=page)
    revision = page.save_revision(user=page.owner)
    if live:
        revision.publish(user=page.owner, skip_permission_checks=True)
    page.refresh_from_db()
    return page


class ContentPageFactory(DjangoModelFactory):
    """A content page below the home page, or below `parent`; `live=False` leaves a draft."""

    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda n: f"Être accompagné {n}")
    slug = factory.Sequence(lambda n: f"etre-accompagne-{n}")
    introduction = "Le service emploi vous reçoit sans rendez-vous le mardi."
    body = factory.LazyFunction(lambda: [("text", RichText("<p>Apportez votre CV.</p>"))])
    live = True

    @classmethod
    def _create(cls, model_class: type[ContentPage], *_args: Any, **kwargs: Any) -> ContentPage:
        live, parent = kwargs.pop("live"), kwargs.pop("parent", None)
        return _publish(model_class(**kwargs), parent or home_page(), live=live)


class NewsPageFactory(DjangoModelFactory):
    """News below the index, without an image unless one is given; `live=False` leaves a draft."""

    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Un job dating à Belfort {n}")
    slug = factory.Sequence(lambda n: f"job-dating-a-belfort-{n}")
    date = datetime.date(2027, 1, 12)
    introduction = "Douze entreprises vous rencontrent en une matinée."
    body = factory.LazyFunction(lambda: [("text", RichText("<p>Venez avec vos questions.</p>"))])
    live = True

    @classmethod
    def _create(cls, model_class: type[NewsPage], *_args: Any, **kwargs: Any) -> NewsPage:
        live = kwargs.pop("live")
        return _publish(model_class(**kwargs), news_index(), live=live)
