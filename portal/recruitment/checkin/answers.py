"""What the page at the door is answered, as JSON; names only to who may read them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from portal.recruitment.checkin.incoming import NOT_READ, Batch, IncomingScan
from portal.recruitment.checkin.queries import time_of
from portal.recruitment.checkin.services import CLOCK_TOLERANCE
from portal.recruitment.codes import hash_of, salt_of
from portal.recruitment.models import Registration, Roster, Scan
from portal.recruitment.rules import may_see_identity

CLOCK = "L’heure de cet appareil n’est pas juste\u00a0: l’heure du site est gardée."
LEFT_BEFORE = "Son inscription n’était plus valable\u00a0: à vérifier."


def session(roster: Roster) -> dict[str, Any]:
    """How a session is called at the door: nothing that says whom it is for."""
    place = roster.place_name or roster.commune.name
    return {
        "id": roster.pk,
        "label": roster.told_title,
        "place": place,
        "starts_at": timezone.localtime(roster.starts_at).isoformat(),
        "may_share": not roster.is_for_rsa,
    }


def sessions(rosters: Iterable[Any]) -> list[dict[str, Any]]:
    """The sessions of the day, each with its counter (`queries.sessions_of_the_day`)."""
    return [
        session(roster) | {"counts": {"present": roster.present, "expected": roster.expected}}
        for roster in rosters
    ]


def without_names(roster: Roster, rows: Iterable[Registration], user: Any) -> list[dict[str, str]]:
    """Of each: the hash of the code, initials (none for those who are masked), time, state."""
    salt = salt_of(roster)
    return [
        {
            "h": hash_of(salt, row.code),
            "i": row.participant.initials if may_see_identity(user, row) else "",
            "t": time_of(row),
            "s": row.status,
        }
        for row in rows
    ]


def with_names(roster: Roster, rows: Iterable[Registration], user: Any) -> list[dict[str, str]]:
    """The same with the name, of people whom this person may read."""
    salt = salt_of(roster)
    return [
        {
            "h": hash_of(salt, row.code),
            "name": row.participant.name,
            "t": time_of(row),
            "s": row.status,
        }
        for row in rows
        if may_see_identity(user, row)
    ]


def results(batch: Batch, scans: list[Scan], user: Any) -> list[dict[str, str]]:
    """One result for each scan that was sent, by its nonce."""
    unread = [
        {"nonce": nonce, "status": Scan.Result.REFUSED.value, "reason": NOT_READ}
        for nonce in batch.unreadable
    ]
    pairs = zip(batch.scans, scans, strict=True)
    return [*(_result(sent, scan, user) for sent, scan in pairs), *unread]


def _result(sent: IncomingScan, scan: Scan, user: Any) -> dict[str, str]:
    answer = {"nonce": str(sent.nonce), "status": scan.result, "reason": scan.reason}
    if scan.result == Scan.Result.PRESENT_CANCELLED:
        answer["reason"] = LEFT_BEFORE
    if sent.at is None or abs(scan.at - sent.at) > CLOCK_TOLERANCE:
        answer["note"] = CLOCK
    if row := scan.registration:
        answer |= {"person": hash_of(salt_of(row.roster), row.code), "slot": time_of(row)}
        if may_see_identity(user, row):
            answer |= {"initials": row.participant.initials, "name": row.participant.name}
    return answer
