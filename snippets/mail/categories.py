"""The categories of messages: what a person may stop receiving, and what they need.

An app's own are registered with the messages that belong to them (`kinds.register`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailCategory:
    """Messages that are accepted or refused together. `optional`: one may stop them."""

    key: str
    label: str
    description: str
    optional: bool = True


SERVICE = MailCategory(
    "service",
    "Messages nécessaires",
    "Votre compte, vos démarches, les réponses que vous attendez.",
    optional=False,
)
REMINDERS = MailCategory(
    "reminders",
    "Rappels",
    "La fin de parution d’une annonce, ce qui attend une réponse de vous.",
)

_categories: dict[str, MailCategory] = {}


def register_category(category: MailCategory) -> None:
    """Declare a category. Raises ValueError when its key is taken by another one."""
    if _categories.get(category.key, category) != category:
        message = f"Two categories of messages have the key {category.key!r}."
        raise ValueError(message)
    _categories[category.key] = category


def get_category(key: str) -> MailCategory:
    """The category with this key. Raises KeyError."""
    return _categories[key]


def find_category(key: str) -> MailCategory | None:
    """The category with this key, or None: a row may outlive the code that used it."""
    return _categories.get(key)


def necessary_categories() -> list[MailCategory]:
    """What nobody may stop, in the order of registration."""
    return [category for category in _categories.values() if not category.optional]


def optional_categories() -> list[MailCategory]:
    """What a person may stop, in the order of registration."""
    return [category for category in _categories.values() if category.optional]


for _category in (SERVICE, REMINDERS):
    register_category(_category)
