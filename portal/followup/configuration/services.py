"""What managers set: terms of lists, delays, letters. A value counts from today or later.

Nothing that was in force is rewritten: a past value stays, and so does the name of whoever set it.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import CONFIGURE_FOLLOWUP, has_capability
from portal.followup.configuration import delays, letters
from portal.followup.configuration.delays import SETTINGS, Delay
from portal.followup.configuration.errors import SetMeanwhileError, SettingError
from portal.followup.configuration.models import DelaySetting, LetterText, Term
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets.locks import take

# A form that did not look: another service.
ANY: Any = object()


def last_change(model: type[Any], **wanted: Any) -> int:
    """The newest event of some rows: another one tells that somebody changed them."""
    events = apps.get_model("followup", f"{model.__name__}Event")._default_manager  # noqa: SLF001
    found = events.filter(**wanted).aggregate(last=Max("pgh_id"))["last"]
    return int(found or 0)


@transaction.atomic
def add_term(
    *,
    name: str,
    label: str,
    actor: Actor,
    parent: Term | None = None,
    valid_from: date | None = None,
) -> Term:
    """Add a term at the end of a list (a value of `Term.List`). Raises SettingError."""
    _check(actor)
    day = valid_from or timezone.localdate()
    _check_day(day, "valid_from")
    if name == Term.List.BARRIER_SITUATION and parent is None:
        message = "Choisissez le thème de cette situation."
        raise SettingError(message, field="parent")
    take(f"followup.terms.{name}")
    _check_label(name, label, None)
    with system_scope(Scope.CONFIGURATION, actor=actor):
        last = Term.unscoped.filter(list=name).aggregate(last=Max("order"))["last"]
        return Term.unscoped.create(
            list=name,
            label=label,
            parent=parent,
            order=(last if last is not None else -1) + 1,
            valid_from=day,
        )


@transaction.atomic
def change_term(
    *,
    term: Term,
    label: str,
    valid_until: date | None,
    actor: Actor,
    parent: Term | None = None,
    seen: Any = ANY,
) -> Term:
    """Rename a term, withdraw it from a day or take it back. Raises SettingError.

    Rows that name it show its new label; a withdrawn term is no longer proposed, and stays on them.
    """
    _check(actor)
    take(f"followup.terms.{term.list}")
    with system_scope(Scope.CONFIGURATION, actor=actor):
        row = Term.unscoped.select_for_update(of=("self",)).get(pk=term.pk)
        _check_seen(row, seen, last_change(Term, pgh_obj_id=row.pk))
        _check_label(row.list, label, row)
        if valid_until is not None and valid_until != row.valid_until:
            _check_day(valid_until, "valid_until")
        if parent is not None:
            row.parent = parent
        row.label, row.valid_until = label, valid_until
        row.save()
        return row


@transaction.atomic
def move_term(*, term: Term, up: bool, actor: Actor) -> Term:
    """Exchange a term with the one before it, or after it; the first and the last stay."""
    _check(actor)
    take(f"followup.terms.{term.list}")
    with system_scope(Scope.CONFIGURATION, actor=actor):
        rows = [*Term.unscoped.filter(list=term.list, parent=term.parent_id)]
        place = next(rank for rank, row in enumerate(rows) if row.pk == term.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for rank, row in enumerate(rows):
            if row.order != rank:
                row.order = rank
                row.save(update_fields=["order"])
        return next(row for row in rows if row.pk == term.pk)


@transaction.atomic
def set_delay(
    *,
    key: str,
    given: int | date,
    starts_on: date,
    actor: Actor,
    legal_reference: str = "",
    seen: Any = ANY,
) -> DelaySetting:
    """Give a delay another value from a day on; clocks that run keep theirs.

    Raises SettingError.
    """
    _check(actor)
    setting = SETTINGS[Delay(key)]
    _check_day(starts_on, "starts_on")
    take(f"followup.delay.{key}")
    _check_seen(
        DelaySetting.unscoped.filter(key=key).order_by("-pk").first(),
        seen,
        last_change(DelaySetting, key=key),
    )
    if isinstance(given, int) and not setting.least <= given <= setting.most:
        message = f"Donnez un nombre entre {setting.least} et {setting.most}."
        raise SettingError(message, field="given")
    _check_hours(setting.key, given, starts_on)
    values = {"date": given, "value": None} if setting.is_date else {"date": None, "value": given}
    with system_scope(Scope.CONFIGURATION, actor=actor):
        row, _ = DelaySetting.unscoped.update_or_create(
            key=key,
            starts_on=starts_on,
            defaults=values | {"legal_reference": legal_reference} | written_by(actor),
        )
        return row


@transaction.atomic
def set_letter(
    *, key: str, subject: str, body: str, starts_on: date, actor: Actor, seen: Any = ANY
) -> LetterText:
    """Give a letter another text from a day on. Raises SettingError."""
    _check(actor)
    _check_day(starts_on, "starts_on")
    check_text(key=key, subject=subject, body=body)
    take(f"followup.letter.{key}")
    _check_seen(
        LetterText.unscoped.filter(key=key).order_by("-pk").first(),
        seen,
        last_change(LetterText, key=key),
    )
    with system_scope(Scope.CONFIGURATION, actor=actor):
        row, _ = LetterText.unscoped.update_or_create(
            key=key,
            starts_on=starts_on,
            defaults={"subject": subject, "body": body} | written_by(actor),
        )
        return row


def check_text(*, key: str, subject: str, body: str) -> None:
    """Raise SettingError for a variable that the letter does not have, or that it lacks."""
    for field, said in (("subject", subject), ("body", body)):
        if wrong := letters.unknown_variables(key, said):
            message = (
                f"Ce courrier n’a pas {', '.join(wrong)}. "
                "Recopiez les mots entre accolades de la liste."
            )
            raise SettingError(message, field=field)
    if lacking := letters.missing_variables(key, subject, body):
        message = f"Ce courrier a besoin de {', '.join(lacking)}."
        raise SettingError(message, field="body")


@transaction.atomic
def drop_planned(*, row: DelaySetting | LetterText, actor: Actor) -> None:
    """Take back what was to count from a later day; its history stays. Raises SettingError."""
    _check(actor)
    with system_scope(Scope.CONFIGURATION, actor=actor):
        planned = type(row).unscoped.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if planned is None or planned.starts_on <= timezone.localdate():
            message = "Cette valeur s’applique déjà\u00a0: donnez-en une autre."
            raise SettingError(message)
        planned.delete()


def _check(actor: Actor) -> None:
    if actor.user is None or not has_capability(actor.user, CONFIGURE_FOLLOWUP):
        message = "Ces réglages reviennent aux responsables d’unité."
        raise SettingError(message)


def _check_day(day: date, field: str) -> None:
    if day < timezone.localdate():
        message = "Choisissez aujourd’hui ou un jour à venir\u00a0: le passé ne change pas."
        raise SettingError(message, field=field)


def _check_seen(row: Any, seen: Any, now: int) -> None:
    if seen is not ANY and seen != now:
        raise SetMeanwhileError(row)


def _check_label(name: str, label: str, own: Term | None) -> None:
    others = Term.unscoped.filter(list=name, label__iexact=label)
    if others.exclude(pk=own.pk if own else None).exists():
        message = "Ce libellé est déjà dans la liste, peut-être parmi les termes retirés."
        raise SettingError(message, field="label")


def _check_hours(key: Delay, given: Any, day: date) -> None:
    """The minimum of hours stays below their maximum."""
    if key == Delay.HOURS_MIN and given > delays.value(Delay.HOURS_MAX, day):
        message = "Le minimum dépasse le maximum d’heures."
        raise SettingError(message, field="given")
    if key == Delay.HOURS_MAX and given < delays.value(Delay.HOURS_MIN, day):
        message = "Le maximum est sous le minimum d’heures."
        raise SettingError(message, field="given")
