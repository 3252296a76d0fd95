"""`docs/authorisation.md`, written from the code so that it says what is true."""

from collections.abc import Iterable, Iterator

from portal.accounts.administration import matrix
from portal.accounts.capabilities import needs_two
from portal.accounts.level_names import OF_AN_ORGANISATION, OF_STAFF, LevelName
from portal.accounts.models import (
    AuditEntry,
    GrantProposal,
    Invitation,
    LevelGrant,
    LevelReview,
    Membership,
    User,
)
from portal.accounts.models.invitations import VALIDITY
from portal.accounts.models.proposals import VALIDITY as PROPOSED
from portal.accounts.models.reviews import DURATION, EVERY
from portal.accounts.services.retention import ACCESSES, KEPT, RIGHTS
from portal.accounts.services.reviews import REMINDERS

_INTRODUCTION = """\
# Authorisation

Written by `manage.py authorisation_matrix`; the test suite fails when it is stale. Change the
code, then run the command. Administrators read the same matrix at `/habilitations/niveaux/`.

A level (niveau, habilitation) is a Django group. It is never added by hand: a person has it through
a grant (`LevelGrant`: reason, granter, last day), or through a membership of an organisation.
Levels add up, with one exception: the administration of rights never goes with a level that opens
cases.
"""

_HELD = """\
## What the database holds

Whatever writes to it, a service, a shell or SQL:
"""

_TRIGGERS = """\
- `accounts_audit_only_grows`: a line of the log is neither changed nor deleted, but by the purge
  and by the redaction of an erased person, which set `declic.audit_maintenance` for their
  transaction.
- `accounts_organisation_is_managed`: an organisation that has members keeps a manager.
- `accounts_grant_not_oneself`: nobody gives themselves a level. Those given so before stay until
  they are ended.
- `accounts_groups_are_separated`: the groups themselves never join the administration of rights and
  access to cases.
"""

_WRITING = """\
## How a right is written

1. Name the capability in `portal/accounts/capabilities.py`: its levels, how far each holds it, and
   its area. This document and the screen follow. What it gives in the CMS is said there too
   (`cms=`): the permissions of the groups and the reviewers of the moderation task are made from
   it after each migrate. With `is_built=False` it is declared for what comes, and shown nowhere.
2. The view inherits from `CapabilityRequiredMixin` (`portal/accounts/access.py`) and names it. A
   level that lacks it gets 403; an object out of the person's reach is not in the view's queryset,
   and gets 404.
3. Whoever may do something, to write to them or to choose among them, is `people_who_may`
   (`portal/accounts/holders.py`), and of one person `may`. Both read the registry: no level is
   named outside `portal/accounts`. `verified_kinds=` says which organisations let their members.
4. A right on one object is a predicate of the app's `rules.py`, which returns True or False and
   nothing else. It narrows the capability and never widens it.
5. What it changes is a service, which writes its line of the audit log in the same transaction.
6. Give each new address a row in `tests/authorisation/rows/`: what it asks, who may read it, and
   what the same level gets on somebody else's object. A row says twice who is let in, by its
   capability and by its levels: `tests/authorisation/test_registry.py` compares them, with the
   capability that the view names, and finds a capability that nothing asks.

A superuser holds no capability, but those of whoever has an account. Outside development there is
none: `manage.py invite_administrator` makes the first administrator of rights.
"""


def document() -> str:
    """The whole text."""
    parts = (_INTRODUCTION, _levels(), _matrix(), _life(), _held(), _WRITING)
    return "\n".join(parts)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(header)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _levels() -> str:
    def rows() -> Iterator[tuple[str, str, str, str]]:
        for level in LevelName:
            source = "membership" if level in OF_AN_ORGANISATION else "grant"
            factor = "second factor" if level in OF_STAFF else ""
            yield f"`{level.value}`", level.label, source, factor

    return f"## Levels\n\n{_table(('level', 'label', 'comes from', 'asks for'), rows())}"


def _matrix() -> str:
    def rows() -> Iterator[list[str]]:
        for area, found in matrix.areas():
            yield [f"**{area}**", *([""] * len(matrix.COLUMNS))]
            for row in found:
                yield [row.capability.label, *(str(reach or "") for reach in row.cells)]

    header = ("capability", *(label for _, label in matrix.COLUMNS))
    legend = "A blank is a refusal; `oui` is everywhere, another word is the limit.\n"
    return f"## Who may do what\n\n{legend}\n{_table(header, rows())}"


def _life() -> str:
    accesses = ", ".join(f"`{action}`" for action in KEPT if KEPT[action] == ACCESSES)
    two = ", ".join(f"`{level.value}`" for level in LevelName if needs_two(level))
    reminders = " and ".join(str(days) for days in REMINDERS)
    return f"""\
## The life of a level

- {two} are given by two administrators of rights, from the moment there are
  two: one proposes, and another approves within {PROPOSED.days} days. An invitation to one waits
  for that approval once it is accepted. Nobody gives themselves a level, approves their own,
  or accepts an invitation that they sent. An administrator who is alone gives levels alone, and
  invites a colleague first.
- An invitation works once, for {VALIDITY.days} days, for its address, while who sent it may still
  invite.
- A grant ends after its last day, within five minutes. Ending it ends the person's sessions.
- Every {EVERY.days} days a review opens for {DURATION.days} days: each grant of staff is confirmed
  or ended by somebody else than who holds it; a lone administrator confirms that one level.
  Administrators are told at the opening, then {reminders} days before the last one. What nobody
  confirmed ends, but for the last administrator of rights.
- The log keeps accesses ({accesses}) for
  {ACCESSES.days} days, everything else for {RIGHTS.days // 365} years. The purge runs each night;
  `manage.py purge_audit_log --dry-run` says what it would delete.
"""


def _held() -> str:
    models = (User, LevelGrant, GrantProposal, Membership, Invitation, LevelReview, AuditEntry)
    constraints = [
        f"- `{constraint.name}`: « {constraint.violation_error_message} »\n"
        for model in models
        for constraint in model._meta.constraints  # noqa: SLF001
    ]
    return f"{_HELD}\n{''.join(constraints)}{_TRIGGERS}"
