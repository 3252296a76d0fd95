"""The screens of the area, in its navigation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from portal.accounts.capabilities import (
    BLIND_SEARCH,
    CASE_ACCESS_LOG,
    CONDUCT_PROCEDURES,
    CONFIGURE_FOLLOWUP,
    DECIDE_APPEALS,
    FOLLOW_CASES,
    IMPORT_CASES,
    JOIN_TEAM,
    LEAD_UNIT,
    MANAGE_RIGHTS,
    ORIENT,
    ORIENTATION_FIGURES,
    PREPARE_BOARD,
    READ_CASES,
    SIT_ON_BOARD,
    TRANSMIT,
    WRITE_CASES,
)
from portal.accounts.capability import Capability
from portal.accounts.holders import may
from portal.followup.people.spelling import shown_address
from snippets import french

register = template.Library()


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of the area: the name of its address, what it is called, who may open it."""

    name: str
    label: str
    capability: Capability

    @property
    def address(self) -> str:
        return f"followup:{self.name}"


SCREENS = (
    Screen("home", "Ma journée", READ_CASES),
    Screen("caseload", "Dossiers", READ_CASES),
    Screen("diary", "Mes créneaux", WRITE_CASES),
    Screen("letters", "Lettres à imprimer", WRITE_CASES),
    Screen("own_requests", "Mes demandes", FOLLOW_CASES),
    Screen("requests", "Orientation", ORIENT),
    Screen("imports", "Fichiers CAF et MSA", IMPORT_CASES),
    Screen("team_requests", "Groupes de suivi", JOIN_TEAM),
    Screen("blind_search", "Qui suit cette personne\u00a0?", BLIND_SEARCH),
    Screen("procedures", "Manquements", CONDUCT_PROCEDURES),
    Screen("board_sessions", "Équipe pluridisciplinaire", PREPARE_BOARD),
    Screen("board", "Mes séances", SIT_ON_BOARD),
    Screen("appeals", "Recours", DECIDE_APPEALS),
    Screen("unit", "Mon unité", LEAD_UNIT),
    Screen("retention", "Conservation", LEAD_UNIT),
    Screen("exchange", "Transmissions", TRANSMIT),
    Screen("figures", "Chiffres de l’orientation", ORIENTATION_FIGURES),
    Screen("file_requests", "Demandes de dossier", LEAD_UNIT),
    Screen("access_log", "Accès aux dossiers", CASE_ACCESS_LOG),
    Screen("settings", "Réglages", CONFIGURE_FOLLOWUP),
    Screen("professionals", "Professionnels et unités", MANAGE_RIGHTS),
)


@register.simple_tag(takes_context=True)
def area_screens(context: dict[str, Any]) -> list[Screen]:
    """Those that the person may open."""
    user = context["request"].user
    return [screen for screen in SCREENS if may(user, screen.capability)]


register.filter(shown_address)


@register.filter
def item_of(found: dict[Any, Any], key: Any) -> Any:
    """What a dictionary has for a key; nothing otherwise."""
    return found.get(key) if found else None


@register.filter
def age(moment: datetime) -> str:
    """How long ago, in calendar days: « il y a 3 jours »."""
    return french.ago(moment)
