"""Asks the questions in a terminal, one after the other, and each again until it is answered."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from config.new_territory.answers import QUESTIONS, SITE, Question, check
from snippets.models import SiteSettings
from snippets.models.site import IGN_PLAN_URL
from snippets.placeholders import is_example_address

_TILES = "tiles"
_CREDIT = "tile_attribution"


def ask_all(*, ask: Callable[[str], str], say: Callable[[str], None]) -> dict[str, str]:
    """What was typed, every answer valid; the present settings are proposed.

    `ask` raises EOFError when nobody is there.
    """
    typed: dict[str, str] = {}
    for question in QUESTIONS:
        if question.key == _CREDIT and not typed[_TILES].startswith("http"):
            continue
        typed[question.key] = _ask(question, _proposed(question), ask, say)
    return typed


def _ask(
    question: Question, proposed: str, ask: Callable[[str], str], say: Callable[[str], None]
) -> str:
    shown = f" [{proposed}]" if proposed else ""
    while True:
        value = ask(f"{question.asks}{shown}\u00a0: ").strip() or proposed
        try:
            check(question.key, value)
        except ValidationError as error:
            say(" ".join(error.messages))
            continue
        return value


def _proposed(question: Question) -> str:
    """What the site has already, else the question's own default: never an invented address."""
    site = SiteSettings.objects.first() or SiteSettings()
    if question.key in SITE:
        value = str(getattr(site, question.key))
        is_invented = question.key == "contact_email" and is_example_address(value)
        return question.default if is_invented else value or question.default
    if question.key == _TILES and site.department_code and site.tile_url != IGN_PLAN_URL:
        return site.tile_url or "aucun"
    if question.key == _CREDIT:
        return site.tile_attribution
    return question.default
