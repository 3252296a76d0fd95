"""The messages that the site sends: their keys, and the variables their texts may use.

An app lists its own in a `mails.py` beside what sends them (`KINDS`), gives them to `register()`
from the `ready()` of its `AppConfig`, and puts each text in `templates/mail/<key>.txt`, whose first
line is "Objet : …".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from snippets.mail.categories import SERVICE, MailCategory, register_category

MailValue = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True)
class Variable:
    """One variable of a text: what staff read about it, and the value that previews show."""

    label: str
    sample: MailValue


@dataclass(frozen=True)
class MailKind:
    """One message: who gets it and when, and its variables by name.

    `needs`: the variables without which it is of no use, its link first of all. No text may leave
    one out, or print it in some cases only. `unsaid`: whole words, folded, that no text of it may
    hold, lest it tell whoever sees it what the person receives; such a message is private: no
    journal shows it. `text_is_given`: whoever sends it writes its text each time, and checks its
    variables; the project has none, and staff change none.
    """

    key: str
    label: str
    description: str
    variables: Mapping[str, Variable]
    category: MailCategory = SERVICE
    needs: tuple[str, ...] = field(kw_only=True)
    unsaid: frozenset[str] = field(default=frozenset(), kw_only=True)
    text_is_given: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Raise ValueError for a need that is no variable."""
        if not set(self.needs) <= self.variables.keys():
            message = f"The message {self.key!r} needs a variable that it does not have."
            raise ValueError(message)

    @property
    def is_private(self) -> bool:
        """Whether that it was sent is itself a secret."""
        return bool(self.unsaid)

    @property
    def names(self) -> set[str]:
        """Every variable that the text may use."""
        return {*self.variables, *COMMON_VARIABLES}

    @property
    def sample(self) -> dict[str, MailValue]:
        """A context for previews."""
        every = {**COMMON_VARIABLES, **self.variables}
        return {name: variable.sample for name, variable in every.items()}


# Given to every message by `queue_mail`, from the site's settings.
COMMON_VARIABLES: Mapping[str, Variable] = {
    "site_name": Variable("le nom du site", "Tremplin"),
    "contact_email": Variable("l’adresse e-mail du service emploi", "emploi@exemple.fr"),
    "contact_phone": Variable("le téléphone du service emploi", "01 99 00 12 34"),
}

_kinds: dict[str, MailKind] = {}


def register(*declared: MailKind) -> None:
    """Declare messages and their categories. Raises ValueError when a key is another one's."""
    for kind in declared:
        if _kinds.get(kind.key, kind) != kind:
            message = f"Two messages have the key {kind.key!r}."
            raise ValueError(message)
        register_category(kind.category)
        _kinds[kind.key] = kind


def get(key: str) -> MailKind:
    """The message with this key. Raises KeyError."""
    return _kinds[key]


def find(key: str) -> MailKind | None:
    """The message with this key, or None: a row may outlive the code that used it."""
    return _kinds.get(key)


def private_keys() -> list[str]:
    """The keys of messages that no journal shows."""
    return [kind.key for kind in _kinds.values() if kind.is_private]


def every() -> list[MailKind]:
    """Every message that has a text of the project's own, by label."""
    own = [kind for kind in _kinds.values() if not kind.text_is_given]
    return sorted(own, key=lambda kind: kind.label)


def every_given() -> list[MailKind]:
    """Every message whose text is written each time, by label."""
    given = [kind for kind in _kinds.values() if kind.text_is_given]
    return sorted(given, key=lambda kind: kind.label)
