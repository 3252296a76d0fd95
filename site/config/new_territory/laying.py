"""Writes a territory: all of it, or nothing."""

import dataclasses
from pathlib import Path
from typing import Any

from django.db import transaction

from config.new_territory.answers import API, NONE, REFERENCE, Answers
from config.new_territory.framing import frame
from portal.accounts.services.invitations import (
    invite_first_administrator,
    is_first_administrator_expected,
)
from portal.cv.suggestions import load_first_suggestions
from snippets import departments, loading, territory
from snippets.in_use import are_in_use
from snippets.loading import Counts
from snippets.models import Commune, SiteSettings

_REASON = "Ouverture du site"


@dataclasses.dataclass(frozen=True, slots=True)
class Laid:
    """What was written.

    `dropped` and `kept`: communes of another territory that went, and that others still need.
    `link`: the invitation of who will administer rights; empty when none left.
    """

    communes: Counts
    contours: Counts | None
    occupations: Counts
    suggestions: int
    dropped: int
    kept: int
    link: str


def lay_territory(*, answers: Answers) -> Laid:
    """Write the settings, communes, contours, occupations, suggestions and first invitation.

    Can be repeated: what is there already is left or brought up to date. Where the site was
    another Département's, its communes go. Raises LoadingError or AccountError, and then nothing
    has changed.
    """
    code = answers.department.code
    # The network first: a transaction does not wait for it.
    fetched = loading.communes_from_api(code) if answers.communes == API else None
    drawn = loading.contours_from_api(code) if answers.contours == API else None
    with transaction.atomic():
        site = SiteSettings.load()
        is_new = site.department_code != code
        dropped, kept = _leave_only(code) if is_new else (0, 0)
        if fetched is not None:
            communes = loading.write_communes(fetched, code)
        else:
            communes = loading.load_communes(_path(answers.communes), department=code)
        contours = _load_contours(answers.contours, drawn)
        framed = frame(_own_communes(code)) if is_new or communes.created else {}
        _write(site, {**answers.site, **framed})
        return Laid(
            communes=communes,
            contours=contours,
            occupations=loading.load_occupations(),
            suggestions=load_first_suggestions(),
            dropped=dropped,
            kept=kept,
            link=_invite(answers.administrator_email),
        )


def _path(source: str) -> Path:
    return loading.REFERENCE_COMMUNES if source == REFERENCE else Path(source)


def _load_contours(source: str, drawn: Any) -> Counts | None:
    if drawn is not None:
        return loading.write_contours(drawn, loading.ANSWER)
    if source == NONE:
        return None
    return (
        loading.load_reference_contours()
        if source == REFERENCE
        else loading.load_contours(Path(source))
    )


def _own_communes(code: str) -> list[Commune]:
    return list(Commune.objects.filter(pk__startswith=code))


def _leave_only(code: str) -> tuple[int, int]:
    """Delete the communes of other Départements; keep, undrawn, those that rows still need.

    Return how many went, and how many stay.
    """
    communes = Commune.objects.defer("contour").exclude(pk__startswith=code)
    foreign = [row for row in communes if departments.of_commune(row.pk).code != code]
    needed = _needed(foreign)
    Commune.objects.filter(pk__in=[row.pk for row in foreign if row.pk not in needed]).delete()
    Commune.objects.filter(pk__in=needed).update(contour=None)
    territory.forget()
    return len(foreign) - len(needed), len(needed)


def _needed(communes: list[Commune]) -> set[str]:
    """The codes of those that any row names, were it one that goes or is emptied with them."""
    needed: set[str] = set()
    relations: list[Any] = Commune._meta.get_fields(include_hidden=True)  # noqa: SLF001 - documented
    for relation in relations:
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        rows = relation.related_model._base_manager  # noqa: SLF001 - documented
        name = relation.field.name
        needed.update(rows.filter(**{f"{name}__in": communes}).values_list(f"{name}_id", flat=True))
    needed.update(row.pk for row in communes if row.pk not in needed and are_in_use([row]))
    return needed


def _write(site: SiteSettings, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(site, name, value)
    site.full_clean()
    site.save()


def _invite(email: str) -> str:
    """Invite who will give rights, unless somebody does, or has a link that still works."""
    if not email or is_first_administrator_expected(email=email):
        return ""
    return invite_first_administrator(email=email, reason=_REASON)
