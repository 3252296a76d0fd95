"""What rows of the area need of the rest of the site: communes, organisations, occupations."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from portal.followup.rows.scope import Scope, system_scope


def is_used(rows: Iterable[models.Model]) -> bool:
    """Whether a case, open to its reader or not, names one of these rows of one model."""
    found = list(rows)
    with system_scope(Scope.REFERENCES):
        return any(
            model.unscoped.filter(**{f"{name}__in": found}).exists()
            for model, name in relations_to(type(found[0]))
        )


@cache
def relations_to(model: type[models.Model]) -> tuple[tuple[Any, str], ...]:
    """The models of the area that have a foreign key to this one, and its name."""
    return tuple(_relations_to(model))


def _relations_to(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    for own in apps.get_app_config("followup").get_models():
        if not hasattr(own, "unscoped"):
            # Histories keep keys of what may be gone.
            continue
        for field in own._meta.get_fields():  # noqa: SLF001
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield own, field.name
