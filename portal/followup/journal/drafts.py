"""What somebody is typing is never lost: kept while they type, and theirs whatever happens.

A page of a case carries a token that says who reached which case. With it, what is typed is kept
even when the case went to somebody else meanwhile; without it nobody learns which cases exist.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import ORIENT, has_capability
from portal.followup.access import reach
from portal.followup.journal.errors import JournalError
from portal.followup.journal.models import Draft
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

Fields = Mapping[str, str | list[str]]
# Characters, of one form; a note may have 20,000.
MAX_CHARACTERS = 60_000
# Texts of one person: with one more, the oldest goes that nobody has touched for a day. None of
# those is one that somebody is typing; when all are, the new one is refused, and the page says so.
MOST = 100
TYPED_WITHIN = timedelta(days=1)
# A page that stays open longer is loaded again.
TOKEN_LIFETIME = timedelta(days=7)
# A text that was given back, then one that nobody came back to.
SHOWN_FOR, KEPT_FOR = timedelta(hours=24), timedelta(days=90)
# In the session: forms that were sent, whose copies in the tab are of no use any more.
SENT = "followup_sent"
_SALT = "followup.draft"
_FORM = re.compile(r"[a-z_]{1,40}(?::\d{1,18})?", re.ASCII)
# Not what the person wrote.
NOT_TEXT = frozenset(
    {"csrfmiddlewaretoken", "draft_token", "draft_key", "draft_form", "anyway", "keeps_day"}
)


def token_of(user: Any, beneficiary_pk: int) -> str:
    """The proof, carried by a page, that this person reached this case."""
    return signing.dumps([user.pk, beneficiary_pk], salt=_SALT)


def case_of_token(user: Any, token: str) -> int | None:
    """The key of the case that a page of this person was about; None for a token of no worth."""
    try:
        owner, case = signing.loads(token, salt=_SALT, max_age=TOKEN_LIFETIME)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return int(case) if owner == user.pk else None


@transaction.atomic
def keep(*, actor: Actor, beneficiary_pk: int, form: str, fields: Fields) -> Draft:
    """Keep what is typed in a form, in place of what was kept of it. Raises JournalError.

    The first text beyond `MOST` takes the place of the oldest one.
    """
    if not _FORM.fullmatch(form):
        message = "Ce formulaire n’est pas connu."
        raise JournalError(message)
    kept = {name: value for name, value in fields.items() if name not in NOT_TEXT}
    if len(json.dumps(kept, ensure_ascii=False)) > MAX_CHARACTERS:
        message = "Ce texte est trop long pour être gardé\u00a0: enregistrez-le en plusieurs notes."
        raise JournalError(message)
    _make_room(actor.user, beneficiary_pk, form)
    draft, _ = _mine(actor.user).update_or_create(
        user=actor.user,
        beneficiary_id=beneficiary_pk,
        form=form,
        defaults={"fields": kept, "returned_at": None},
    )
    return draft


def drop(*, actor: Actor, beneficiary_pk: int, form: str) -> None:
    """Forget what was kept of a form: it is sent. In the transaction of what was sent."""
    _mine(actor.user).filter(beneficiary_id=beneficiary_pk, form=form).delete()


def find(user: Any, beneficiary_pk: int, form: str) -> Draft | None:
    """What somebody left in a form."""
    return (
        _mine(user)
        .filter(beneficiary_id=beneficiary_pk, form=form, returned_at__isnull=True)
        .first()
    )


@dataclass(frozen=True, slots=True)
class Left:
    """A text of somebody's, about a case of which nothing else is said: its number."""

    draft: Draft
    number: str

    @property
    def is_shown(self) -> bool:
        """Whether its author asked for it."""
        return self.draft.returned_at is not None


def to_give_back(user: Any, *, now: datetime | None = None) -> list[Left]:
    """What somebody typed in cases that they do not follow any more.

    Numbers are read in a scope of the site: the cases are out of reach.
    """
    now = now or timezone.now()
    is_over = Q(returned_at__lte=now - SHOWN_FOR)
    drafts = list(
        _mine(user)
        .exclude(is_over)
        .exclude(beneficiary__in=_cases_to_write_in(user))
        .order_by("-updated_at")
    )
    if not drafts:
        return []
    keys = {draft.beneficiary_id for draft in drafts}
    with system_scope(Scope.DRAFTS):
        numbers = dict(
            Beneficiary.objects.in_system_scope().filter(pk__in=keys).values_list("pk", "number")
        )
    return [Left(draft, f"{numbers[draft.beneficiary_id]:06}") for draft in drafts]


def in_progress(user: Any) -> QuerySet[Draft]:
    """What somebody typed in cases that they follow, the newest first."""
    return (
        _mine(user)
        .filter(beneficiary__in=_cases_to_write_in(user), returned_at__isnull=True)
        .select_related("beneficiary")
        .order_by("-updated_at")
    )


@transaction.atomic
def give_back(*, draft: Draft, actor: Actor) -> Draft:
    """Show a text to its author once more; it is kept one day after it."""
    row: Draft = _mine(actor.user).get(pk=draft.pk)
    row.returned_at = row.returned_at or timezone.now()
    row.save(update_fields={"returned_at"})
    return row


def forget(*, draft: Draft, actor: Actor) -> None:
    """Erase a text that its author took, or does not want."""
    _mine(actor.user).filter(pk=draft.pk).delete()


def purge(*, now: datetime | None = None) -> int:
    """Erase what was given back a day ago, and what nobody came back to in 90 days."""
    now = now or timezone.now()
    with system_scope(Scope.DRAFTS):
        count, _ = (
            Draft.objects.in_system_scope()
            .filter(Q(returned_at__lte=now - SHOWN_FOR) | Q(updated_at__lte=now - KEPT_FOR))
            .delete()
        )
    return count


def _make_room(user: Any, beneficiary_pk: int, form: str) -> None:
    """For one more text, unless it is one that is kept already. Raises JournalError."""
    # Two tabs that save at once make room one after the other.
    locks.take(f"followup.drafts {user.pk}")
    mine = _mine(user)
    if mine.filter(beneficiary_id=beneficiary_pk, form=form).exists():
        return
    extra = mine.count() - MOST + 1
    if extra <= 0:
        return
    left = mine.filter(updated_at__lte=timezone.now() - TYPED_WITHIN)
    # What was given back already goes first.
    oldest = left.order_by(F("returned_at").asc(nulls_last=True), "updated_at", "pk")
    keys = [*oldest.values_list("pk", flat=True)[:extra]]
    if len(keys) < extra:
        message = (
            f"Vous avez déjà {MOST}\u00a0textes non enregistrés\u00a0: enregistrez-en, ou "
            "effacez-en. Gardez cette page ouverte, ce texte n’est que là."
        )
        raise JournalError(message)
    mine.filter(pk__in=keys).delete()


def _mine(user: Any) -> Any:
    return Draft.objects.visible_to(user)


def _cases_to_write_in(user: Any) -> Any:
    """Who orients writes in every case, answers to requests; others where they follow."""
    return reach.identity_ids(user) if has_capability(user, ORIENT) else reach.write_ids(user)
