"""What a file says of households and people, whatever its format: XML of CAF and MSA, or a table.

None is what a file does not say: it changes nothing. An empty text is said, and erases. Neither the
NIR nor an amount has a place here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, Self

from portal.followup.people.spelling import full_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidHousehold:
    """Foyer. `matricule` has its fifteen digits, zeros first; with the organism, it is the key."""

    organism: str = ""
    organism_number: str = ""
    matricule: str = ""
    rsa_number: str | None = None
    claimed_on: date | None = None
    family: str | None = None
    children: int | None = None

    @property
    def key(self) -> str:
        """What knows it among files, empty for a household without a number."""
        if not self.matricule:
            return ""
        return f"{self.organism} {self.organism_number} {self.matricule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRight:
    """Droit at the day of reference of the file. `status` is one of `entitlements.Status`."""

    status: str
    reason: str = ""
    since: date | None = None
    opened_on: date | None = None
    has_duties: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMove:
    """Mutation: from another organism (`in`), or towards one (`out`)."""

    direction: str
    organism: str
    organism_number: str
    on: date
    matricule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPerson:
    """One line of a file. With `problem`, it is in error, and only its label is read.

    `position` and `rank` are where it stands (household and person of an XML file, row of a table
    and 1), `case_number` the number of the case in Déclic, for tables that were exported from it.
    """

    position: int
    rank: int = 1
    problem: str = ""
    label: str = ""
    household: SaidHousehold = field(default_factory=SaidHousehold)
    right: SaidRight | None = None
    moves: tuple[SaidMove, ...] = ()
    case_number: int | None = None
    birth_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    role: str | None = None
    title: str | None = None
    used_name: str | None = None
    france_travail_number: str | None = None
    address_line: str | None = None
    address_more: str | None = None
    postal_code: str | None = None
    town: str | None = None
    # Code of the commune (INSEE), which finds its row.
    insee_code: str | None = None
    has_no_fixed_address: bool | None = None
    phone: str | None = None
    email: str | None = None
    # The day at which the line was true; None: the day of the file.
    known_on: date | None = None

    @property
    def is_named(self) -> bool:
        """Whether it can be looked for by name and date."""
        return bool(self.birth_name and self.first_name and self.birth_date)

    @property
    def shown(self) -> str:
        """Who it is, in lists: the first name first, as everywhere in the area."""
        return self.label or full_name(self.first_name, self.birth_name)

    def as_json(self) -> dict[str, Any]:
        """As a staging row keeps it: what is said, and nothing else."""
        kept = asdict(replace(self, problem="", label=""))
        return {name: _plain(value) for name, value in kept.items() if value not in _NOTHING}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Self:
        """What `as_json` kept."""
        values = {name: data[name] for name in _NAMES if name in data}
        values["household"] = _made(SaidHousehold, data.get("household", {}))
        if "right" in data:
            values["right"] = _made(SaidRight, data["right"])
        values["moves"] = tuple(_made(SaidMove, move) for move in data.get("moves", ()))
        for name in ("birth_date", "known_on"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        return cls(**values)


_NOTHING: tuple[Any, ...] = (None, (), {})
_NAMES = tuple(one.name for one in fields(SaidPerson))
_DATES = {"claimed_on", "since", "opened_on", "on"}


def _plain(value: Any) -> Any:
    """The value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _made(kind: type, data: Mapping[str, Any]) -> Any:
    return kind(
        **{
            name: date.fromisoformat(value) if name in _DATES else value
            for name, value in data.items()
        }
    )
