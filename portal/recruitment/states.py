"""Where a registration stands, and who may take it where: the whole machine on one screen."""

from enum import StrEnum

from django.db import models


class Status(models.TextChoices):
    """État d’une inscription. Before `to_confirm` is left, it takes no place and no rank."""

    TO_CONFIRM = "to_confirm", "À confirmer"
    CONFIRMED = "confirmed", "Inscrite"
    WAITLISTED = "waitlisted", "En liste d’attente"
    OFFERED_PLACE = "offered_place", "Place proposée"
    DECLINED = "declined", "Place refusée"
    OFFER_EXPIRED = "offer_expired", "Place non prise à temps"
    CANCELLED = "cancelled", "Annulée"
    PRESENT = "present", "Présente"
    ABSENT = "absent", "Absente"
    INTERVIEWED = "interviewed", "Reçue en entretien"


class Role(StrEnum):
    """Who changes a status: the person, who manages the list, who is at the door, the site."""

    PERSON = "person"
    MANAGER = "manager"
    DOOR = "door"
    SITE = "site"


S = Status
# Takes one of the places; `offered_place` keeps one until its deadline.
HOLDING = frozenset({S.CONFIRMED, S.OFFERED_PLACE, S.PRESENT, S.ABSENT, S.INTERVIEWED})
# Came, whatever was written before.
CAME = frozenset({S.PRESENT, S.INTERVIEWED})
LEFT = frozenset({S.DECLINED, S.OFFER_EXPIRED, S.CANCELLED})
# The session matters to them still: they hear of each change of it.
CONCERNED = frozenset({S.CONFIRMED, S.OFFERED_PLACE, S.WAITLISTED})
# They may come still, and may cancel.
MAY_COME = CONCERNED | {S.TO_CONFIRM}

_ANYBODY = frozenset({Role.PERSON, Role.MANAGER, Role.SITE})
_PERSON = frozenset({Role.PERSON, Role.MANAGER})
_STAFF = frozenset({Role.MANAGER})
_SITE = frozenset({Role.SITE})
_DOOR = frozenset({Role.DOOR, Role.MANAGER})

# from → to → who may. Who comes to the door is present, whatever the list says of them; who left
# registers again as if anew, at the end of the list.
TRANSITIONS: dict[Status, dict[Status, frozenset[Role]]] = {
    S.TO_CONFIRM: {
        S.CONFIRMED: _PERSON,
        S.WAITLISTED: _PERSON,
        S.CANCELLED: _ANYBODY,
        S.PRESENT: _DOOR,
    },
    S.CONFIRMED: {S.CANCELLED: _ANYBODY, S.PRESENT: _DOOR, S.ABSENT: _STAFF | _SITE},
    S.WAITLISTED: {
        # The officer promotes by hand; the list itself only offers.
        S.CONFIRMED: _STAFF,
        S.OFFERED_PLACE: _SITE | _STAFF,
        S.CANCELLED: _ANYBODY,
        # On the call list, at the phone: « non merci ».
        S.DECLINED: _PERSON,
        S.PRESENT: _DOOR,
    },
    S.OFFERED_PLACE: {
        S.CONFIRMED: _PERSON,
        S.DECLINED: _PERSON,
        S.OFFER_EXPIRED: _SITE,
        # The session changed: the offer is taken back, the rank stays.
        S.WAITLISTED: _SITE,
        S.CANCELLED: _ANYBODY,
        S.PRESENT: _DOOR,
    },
    **{
        state: {
            # Asked for again by a guest, and still to be proved.
            S.TO_CONFIRM: _PERSON,
            S.CONFIRMED: _PERSON,
            S.WAITLISTED: _PERSON,
            S.PRESENT: _DOOR,
        }
        for state in (S.DECLINED, S.OFFER_EXPIRED, S.CANCELLED)
    },
    S.PRESENT: {
        S.INTERVIEWED: _STAFF,
        S.ABSENT: _STAFF,
        # Taken for somebody else: back to what they were (`moving.undo_presence`). Who came
        # without a place has none afterwards either.
        S.CONFIRMED: _DOOR,
        S.WAITLISTED: _DOOR,
        S.CANCELLED: _DOOR,
    },
    S.ABSENT: {
        S.PRESENT: _DOOR,
        S.INTERVIEWED: _STAFF,
        # Marked by mistake.
        S.CONFIRMED: _STAFF,
        S.WAITLISTED: _STAFF,
        S.CANCELLED: _STAFF,
    },
    S.INTERVIEWED: {
        S.PRESENT: _STAFF,
        # Marked by mistake, as above.
        S.CONFIRMED: _STAFF,
        S.WAITLISTED: _STAFF,
        S.CANCELLED: _STAFF,
    },
}


def may_go(status: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a registration from one state to another."""
    return role in TRANSITIONS[Status(status)].get(Status(to), frozenset())
