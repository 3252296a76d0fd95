"""Invented people who apply and register without an account."""

from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from demo.data_files import read
from portal.cv.printing import render_resume
from portal.participation.models import FrozenCv, Participant
from portal.participation.services.cvs import keep_pdf
from portal.participation.services.participants import confirm_address, guest
from snippets.models import Commune

_TRADES = ("Agent polyvalent", "Électricien", "Employée de commerce", "Opératrice de production")


@cache
def _people() -> list[dict[str, str]]:
    people: list[dict[str, str]] = read("people.json")
    return people


def guest_number(number: int, *, by_phone: bool = False) -> Participant:
    """One of them, always the same for a number; `by_phone`: who gave no e-mail."""
    person = _people()[number % len(_people())]
    names = person["first_name"], person["last_name"]
    made = guest(
        first_name=names[0],
        last_name=names[1],
        email="" if by_phone else f"{slugify(names[0])}.{slugify(names[1])}@courriel.example",
        phone=f"06 39 98 {10 + number // 90:02d} {10 + number % 90:02d}",
        commune=Commune.objects.filter(pk=person["insee_code"]).first(),
    )
    return made if by_phone else confirm_address(participant=made)


def cv_of(person: Participant) -> FrozenCv:
    """The CV that they send: short, in the site's own template."""
    return keep_pdf(
        participant=person,
        title="Mon CV",
        pdf=render_resume(_document(person), today=timezone.localdate()),
    )


def _document(person: Participant) -> dict[str, Any]:
    trade = _TRADES[person.pk % len(_TRADES)]
    return {
        "basics": {
            "name": person.name,
            "label": trade,
            "email": person.email,
            "phone": person.phone,
            "summary": "Disponible tout de suite, je me déplace en bus ou à vélo.",
        },
        "work": [
            {
                "position": trade,
                "name": "Atelier des Glacis",
                "location": "Belfort",
                "startDate": "2023-02",
                "endDate": "2025-11",
                "highlights": ["Travail en équipe", "Respect des règles de sécurité"],
            }
        ],
        "education": [{"studyType": "CAP", "area": trade, "endDate": "2018"}],
        "languages": [{"language": "Français", "x-declic": {"motherTongue": True}}],
    }
