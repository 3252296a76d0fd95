"""A published sample of every page type, found by name: `<Model>Factory`, or an entry here."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from wagtail.models import Page

from pages.models import HomePage, JobOfferIndexPage, NewsIndexPage
from tests import factories

SAMPLES: dict[type[Page], Callable[[], Any]] = {
    HomePage: factories.home_page,
    JobOfferIndexPage: factories.job_offer_index,
    NewsIndexPage: factories.news_index,
}


def page_types() -> Iterator[type[Page]]:
    """Every page type of the project that can exist."""
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, Page):
            yield model


def sample(model: type[Page]) -> Any:
    """A published page of a type; KeyError when nobody has written one."""
    factory = getattr(factories, f"{model.__name__}Factory", None)
    return factory() if factory else SAMPLES[model]()
