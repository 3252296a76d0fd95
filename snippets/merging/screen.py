"""A conflict as it is drawn (`components/conflict.html`), and the answer of who chooses."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst

from snippets import french
from snippets.merging.three_way import Outcome, Side

# Names of inputs. Scripts that save what is typed leave out those that have a bar.
BASE = "base"
_CHOICE, _SEEN = "choice|", "seen|"
MYSELF = "vous, dans une autre fenêtre"


@dataclass(frozen=True, slots=True)
class Change:
    """Who wrote the other text, as the reader may call them amid a sentence, and when."""

    who: str
    at: datetime | None = None

    def __str__(self) -> str:
        if self.at is None:
            return capfirst(self.who)
        return f"{capfirst(self.who)}, {french.full_date(self.at)} à {french.hour(self.at)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field that two people left different, in words.

    `former` is the text that both began with, None when nobody knows it any more. `anchor` is the
    id of the field. `seen` is theirs as it can be compared when the choice comes back, None where
    the form has another proof of what was read. `choice` is what is proposed, None when the person
    has to say.
    """

    name: str
    label: str
    anchor: str
    former: str | None
    mine: str
    theirs: str
    change: Change
    outcome: Outcome = Outcome.CONFLICT
    seen: str | None = None
    choice: Side | None = None

    @property
    def input_name(self) -> str:
        """The name of the two buttons."""
        return f"{_CHOICE}{self.name}"

    @property
    def seen_name(self) -> str:
        """The name of the hidden field with the text that was shown."""
        return f"{_SEEN}{self.name}"

    @property
    def is_mutual(self) -> bool:
        """Whether both changed it; else one did, and the other choice is offered all the same."""
        return self.outcome == Outcome.CONFLICT


def read_choice(data: QueryDict, name: str) -> Side | None:
    """What was chosen for a field."""
    chosen = data.get(f"{_CHOICE}{name}")
    return Side(chosen) if chosen in (Side.MINE, Side.THEIRS) else None


def read_seen(data: QueryDict, name: str) -> str | None:
    """The other text of which they chose."""
    return data.get(f"{_SEEN}{name}")


def read_base(text: str) -> dict[str, Any]:
    """What a form says that it showed, by field; nothing when no form of ours wrote it.

    It is shown again: half characters, which no page can hold, are not ours either.
    """
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class ConflictMixin:
    """First in the list of bases of a view whose form two people may have open at once."""

    request: HttpRequest
    # Whether what is in no conflict is saved already when the page is shown.
    saves_the_rest = False

    def rendered(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        conflicts: Mapping[str, Conflict] | None = None,
        problems: Iterable[tuple[str, str]] = (),
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        """The page, with `conflicts` for `components/conflicts.html`; 409 when there are any.

        `conflicts` are by field; `problems` (id of a field or "", sentence) are told with them.
        """
        left = conflicts or {}
        notice = {
            "conflicts": left,
            "conflict_title": _title(left.values()),
            "conflict_problems": list(problems),
            "saves_the_rest": self.saves_the_rest,
        }
        status = HTTPStatus.CONFLICT if left else status
        return render(self.request, template, {**context, **notice}, status=status)


def _title(conflicts: Iterable[Conflict]) -> str:
    """Who wrote at the same time; not who wrote what this person alone has changed."""
    others = (one for one in conflicts if one.outcome != Outcome.MINE)
    names = list(dict.fromkeys(one.change.who for one in others))
    if not names:
        return "Ce texte a changé pendant que vous écriviez"
    names = ["une autre de vos fenêtres" if name == MYSELF else name for name in names]
    verb = "a" if len(names) == 1 else "ont"
    return capfirst(f"{' et '.join(names)} {verb} écrit en même temps que vous")
