"""Rows of an audience: the columns of `contract.COLUMNS`, made by the database."""

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Lower

from portal.accounts.consents import CAMPAIGNS
from portal.accounts.models import Consent
from portal.mailing.models import Origin


def rows(
    found: QuerySet[Any, Any],
    *,
    origin: Origin,
    address: Any,
    since: str | None,
    reason: Any,
    user: str | None = None,
    organisation: str | None = None,
    has_consent: Any = True,
) -> QuerySet[Any, Any]:
    """One row for each of `found`, without order. What is named is a path of the query."""
    expression = address if hasattr(address, "resolve_expression") else F(address)
    return found.order_by().values_list(
        Lower(expression),
        _path(user, BigIntegerField()),
        _path(organisation, BigIntegerField()),
        Value(origin.value, CharField()),
        _path(since, DateTimeField()),
        Cast(reason, CharField()),
        Cast(Value(has_consent), BooleanField()) if isinstance(has_consent, bool) else has_consent,
    )


def together(parts: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """The rows of each part."""
    first, *others = parts
    return first.union(*others, all=True)


def consents(user: str) -> Exists:
    """Whether the account at this path has said yes to campaigns, and not taken it back.

    Somebody without an account has said nothing.
    """
    return Exists(Consent.objects.given().filter(user=OuterRef(user), purpose=CAMPAIGNS.purpose))


def open_account(path: str) -> Q:
    """An account that is open: what is closed or erased is in no audience."""
    return Q(**{f"{path}__is_active": True, f"{path}__erased_at__isnull": True})


def _path(name: str | None, field: Any) -> Any:
    return Cast(F(name) if name else Value(None), field)


def by_key(model: type[Model], keys: Iterable[int | None]) -> dict[int, Any]:
    """The rows with these keys, in one query."""
    wanted = {key for key in keys if key is not None}
    return model._default_manager.in_bulk(wanted)  # noqa: SLF001
