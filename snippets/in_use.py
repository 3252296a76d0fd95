"""Rows that a deletion does not see, and that need what would be deleted.

Those of the closed area are locked: Django's collector finds none, and the database would refuse
with an error. An app above registers a question for them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.db.models.signals import pre_delete

IsUsed = Callable[[Iterable[models.Model]], bool]

_questions: list[IsUsed] = []


def register(is_used: IsUsed) -> None:
    """Add a question; the same one twice is once."""
    if is_used not in _questions:
        _questions.append(is_used)


def are_in_use(instances: Iterable[models.Model]) -> bool:
    """Whether other rows need one of these rows of one model, seen or not."""
    rows = list(instances)
    collector = Collector(using=router.db_for_write(type(rows[0])))
    try:
        collector.collect(rows)
    except (ProtectedError, RestrictedError):
        return True
    return any(is_used(rows) for is_used in _questions)


def _refuse(sender: Any, instance: models.Model, **_: Any) -> None:
    """Raise ProtectedError, by whatever way the row is deleted."""
    if any(is_used([instance]) for is_used in _questions):
        message = f"{instance} is used by rows that are locked."
        raise ProtectedError(message, {instance})


def guard(*models_: type[models.Model]) -> None:
    """Refuse to delete such rows while a question answers yes."""
    for model in models_:
        pre_delete.connect(_refuse, sender=model, dispatch_uid=f"in_use.{model.__name__}")
