"""The people of one session. Never of one for RSA beneficiaries: its list would disclose them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When

from pages.models.session import SessionAudience as SessionAudience
from portal.mailing import mails
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.criteria import (
    check_keys,
    choices,
    enumerated,
    identifier,
    refuse,
    refuse_disclosing,
)
from portal.mailing.audiences.participants import PARTICIPANT, reachable, values_of_people
from portal.mailing.audiences.rows import consents, rows
from portal.mailing.models import Campaign, Origin
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import CAME, CONCERNED, Status
from portal.recruitment.wording import place_of
from snippets import french
from snippets.mail.kinds import MailValue, Variable

_NO_SESSION = "Choisissez une session."
_GONE = "Cette session n’existe plus\u00a0: choisissez-en une autre."
_RSA = (
    "Une session pour les bénéficiaires du RSA n’est jamais le public d’une campagne. "
    "Écrivez depuis sa liste."
)
_NO_STATE = "Choisissez au moins\u00a0: inscrites, présentes ou absentes."


class State(models.TextChoices):
    """Groups of states of a registration; nobody is in two of them."""

    REGISTERED = "registered", "Inscrites ou en liste d’attente"
    PRESENT = "present", "Présentes"
    ABSENT = "absent", "Absentes"


_STATUSES: dict[State, frozenset[Status]] = {
    State.REGISTERED: CONCERNED,
    State.PRESENT: CAME,
    State.ABSENT: frozenset({Status.ABSENT}),
}


class Session(BaseAudience):
    """People on the list of a session, who still agree to be there."""

    label = "Les personnes d’une session"
    keys = ("roster", "states")
    category = mails.CANDIDATES
    variables: Mapping[str, Variable] = {
        "first_name": Variable("le prénom", "Amina"),
        "session_title": Variable("l’intitulé de la session", "Job dating du bâtiment"),
        "session_date": Variable("le jour de la session", "14 janvier 2027"),
        "session_place": Variable("le lieu de la session", "Maison du peuple"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        check_keys(criteria, self.keys)
        key = identifier(criteria, "roster", wrong=_NO_SESSION)
        wanted = choices(criteria, "states", State.values, empty=_NO_STATE)
        rosters = Roster.objects.select_related("commune").defer("commune__contour")
        roster = rosters.filter(pk=key, page__isnull=False).first()
        if roster is None:
            refuse(_GONE, "roster")
        if roster.is_for_rsa:
            refuse(_RSA, "roster")
        refuse_disclosing("roster", roster.title, place_of(roster))
        statuses = frozenset().union(*(_STATUSES[State(one)] for one in wanted))
        found = Registration.objects.filter(
            reachable(), roster=roster, status__in=statuses
        ).exclude(roster__audience=SessionAudience.RSA)
        what = f"«\u00a0{roster.title}\u00a0», le {french.long_day(roster.starts_at)}"
        chosen = rows(
            found,
            origin=Origin.REGISTRATION,
            address=PARTICIPANT,
            user="participant__user_id",
            since="created_at",
            reason=Case(
                When(status__in=CAME, then=Value(f"Vous êtes venu·e à {what}.")),
                When(status=Status.ABSENT, then=Value(f"Vous étiez inscrit·e à {what}.")),
                When(status=Status.CONFIRMED, then=Value(f"Vous êtes inscrit·e à {what}.")),
                When(
                    status=Status.OFFERED_PLACE,
                    then=Value(f"Une place vous est proposée pour {what}."),
                ),
                default=Value(f"Vous êtes en liste d’attente pour {what}."),
            ),
            has_consent=consents("participant__user_id"),
        )
        names = enumerated([State(one).label.lower() for one in wanted])
        return Rule(f"Les personnes de la session {what}\u00a0: {names}", chosen)

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        own = values_of_people(people)
        key = campaign.criteria.get("roster")
        roster = (
            Roster.objects.select_related("commune")
            .filter(~Q(audience=SessionAudience.RSA), pk=key)
            .first()
        )
        shared: dict[str, MailValue] = {
            "session_title": roster.title if roster else "",
            "session_date": french.long_day(roster.starts_at) if roster else "",
            "session_place": place_of(roster) if roster else "",
        }
        return {address: {**values, **shared} for address, values in own.items()}


AUDIENCE = Session()
