"""The register of personal data (registre des traitements): which field, why, how long.

Each app adds its holdings from the `ready()` of its `AppConfig`. The export, the erasure, the page
that the public reads and `docs/personal-data.md` are made from it; a test finds what is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q


class OnErasure(StrEnum):
    """What becomes of rows when their person is erased."""

    DELETE = "effacé"
    REDACT = "rendu anonyme"
    KEEP = "gardé sans votre nom"


Condition = Callable[[Any], Q]


@dataclass(frozen=True)
class Holding:
    """One kind of rows about a person.

    `rows` gives the condition that finds a person's rows. `fields` says why each field is kept;
    those of `left_out` are no data about the person, or a secret that an export would give away.
    `redacted` has the values that replace fields. `expired` finds rows past their time, which the
    purge deletes: `how_long` says the same in words. `screen` is where the person reads and takes
    them away in other formats: the words of a link, and the name of an address. `is_trace` rows are
    told by what they are about: the attribute `about`, or the row's own words. `forget_history`
    takes a person out of the histories of rows that were redacted. `labels` names the fields whose
    model has no French name for them, and `said` words the values of those that keep a code.
    """

    model: str
    title: str
    why: str
    how_long: str
    rows: Condition
    fields: Mapping[str, str]
    left_out: frozenset[str] = frozenset()
    on_erasure: OnErasure = OnErasure.DELETE
    redacted: Mapping[str, Any] = field(default_factory=dict)
    expired: Callable[[datetime], Q] | None = None
    is_trace: bool = False
    about: str = ""
    screen: tuple[str, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    forget_history: Callable[[Any], None] | None = None

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def of(self, user: Any) -> models.QuerySet[Any]:
        """A person's rows, oldest first."""
        return self.model_class._default_manager.filter(self.rows(user)).order_by("pk")  # noqa: SLF001

    def label(self, name: str) -> str:
        """What people read for a field."""
        if name in self.labels:
            return self.labels[name]
        field = self.model_class._meta.get_field(name)  # noqa: SLF001
        verbose = str(getattr(field, "verbose_name", name))
        return verbose[:1].upper() + verbose[1:]


def named(choices: Iterable[tuple[Any, Any]]) -> Callable[[Any], Any]:
    """How codes are told that a column without choices keeps: `said` of a holding."""
    labels = dict(choices)
    return lambda code: labels.get(code, code)


_holdings: list[Holding] = []
_openers: list[Callable[..., AbstractContextManager[None]]] = []


def register(*holdings: Holding) -> None:
    """Add holdings; the same one twice is once."""
    _holdings.extend(holding for holding in holdings if holding not in _holdings)


def open_with(opener: Callable[..., AbstractContextManager[None]]) -> None:
    """Add what lets a person's rows be read where their table is locked.

    Called with the person, and `is_erased`: whether they are erased.
    """
    if opener not in _openers:
        _openers.append(opener)


@contextmanager
def opened_for(user: Any, *, is_erased: bool = False) -> Iterator[None]:
    """A person's rows, all of them, until the block ends."""
    with ExitStack() as stack:
        for opener in _openers:
            stack.enter_context(opener(user, is_erased=is_erased))
        yield


def holdings() -> list[Holding]:
    """All of them, in the order of their declaration."""
    return list(_holdings)


def by_user(name: str) -> Condition:
    """Rows whose field `name` is the person."""
    return lambda user: Q(**{name: user})


def by_email(name: str) -> Condition:
    """Rows whose field `name` is the person's address."""
    return lambda user: Q(**{f"{name}__iexact": user.email})
