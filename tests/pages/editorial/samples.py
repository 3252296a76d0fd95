"""A published sample of every page type, found by name: `<Model>Factory`, or an entry here."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from wagtail.models import Page

from pages.models import INDEX_MODELS, HomePage, NewsIndexPage
from tests import editorial_factories, factories

SAMPLES: dict[type[Page], Callable[[], Any]] = {
    HomePage: editorial_factories.home_page,
    NewsIndexPage: editorial_factories.news_index,
    # Laid with the site.
    **{model: model.objects.get for model in INDEX_MODELS},
}


def page_types() -> Iterator[type[Page]]:
    """Every page type of the project that can exist."""
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, Page):
            yield model


def sample(model: type[Page]) -> Any:
    """A published page of a type; KeyError when nobody has written one."""
    name = f"{model.__name__}Factory"
    factory = getattr(factories, name, None) or getattr(editorial_factories, name, None)
    return factory() if factory else SAMPLES[model]()
