"""Candidates, people of a session, people who applied: whom criteria choose, and why."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pages.pin.geo import distance_km
from portal.accounts.models import User
from portal.applications.states import Status as ApplicationStatus
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.registry import audience_of
from portal.mailing.audiences.session import State
from portal.mailing.errors import AudienceError
from portal.mailing.models import CampaignRecipient, Source
from portal.mailing.services.freezing import freeze
from portal.participation.services.participants import participant_of
from portal.recruitment.states import Status
from snippets import french
from snippets.models import Commune
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    UserFactory,
)
from tests.portal.accounts.people import officer
from tests.portal.mailing.world import (
    EVERY_CANDIDATE,
    agree,
    campaign,
    candidate,
    registered,
    session_list,
)
from tests.portal.participation.people import (
    make_agreement,
    make_application,
    make_guest,
    make_phone_guest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return officer()


def listed(author: User, source: str, criteria: dict[str, Any]) -> dict[str, CampaignRecipient]:
    """The frozen list, by address; empty when nobody is chosen."""
    made = campaign(author, source, criteria)
    with suppress(AudienceError):
        freeze(campaign=made, now=timezone.now())
    return {row.address: row for row in made.recipients.all()}


def place_at(kilometres: float, name: str) -> Commune:
    """A commune so far north of Belfort."""
    belfort = CommuneFactory(belfort=True)
    latitude = belfort.latitude + kilometres / 111.195
    return CommuneFactory(name=name, latitude=latitude, longitude=belfort.longitude)


def test_candidates_are_those_within_the_distance(author: User) -> None:
    belfort = CommuneFactory(belfort=True)
    near, far = place_at(19.9, "Sermamagny"), place_at(20.1, "Plus loin")
    assert 19.8 < distance_km((47.6386, 6.8631), (near.latitude, near.longitude)) < 20
    for number, commune in enumerate((belfort, near, far, None)):
        candidate(email=f"c{number}@exemple.test", commune=commune)
    criteria = {**EVERY_CANDIDATE, "communes": ["90010"], "radius_km": 20}
    assert set(listed(author, Source.CANDIDATES, criteria)) == {
        "c0@exemple.test",
        "c1@exemple.test",
    }
    alone = {**criteria, "radius_km": 0}
    found = listed(author, Source.CANDIDATES, alone)
    assert set(found) == {"c0@exemple.test"}
    assert found["c0@exemple.test"].reason == (
        "Vous avez un compte sur Déclic, et vous avez accepté de recevoir ces messages. "
        "Votre profil dit\u00a0: Belfort."
    )
    everywhere = listed(author, Source.CANDIDATES, EVERY_CANDIDATE)
    assert len(everywhere) == 4


def test_candidates_are_those_who_seek_the_occupation_or_its_domain(author: User) -> None:
    OccupationFactory(code="K1302", label="Aide à domicile")
    candidate(email="macon@exemple.test", trades=("F1703", "K1302"))
    candidate(email="aide@exemple.test", trades=("K1302",))
    candidate(email="rien@exemple.test")
    for wanted, found in (
        (["F1703"], {"macon"}),
        (["K"], {"macon", "aide"}),
        (["K1302", "F"], {"macon", "aide"}),
    ):
        criteria = {**EVERY_CANDIDATE, "occupations": wanted}
        rows = listed(author, Source.CANDIDATES, criteria)
        assert set(rows) == {f"{name}@exemple.test" for name in found}, wanted
    reason = rows["aide@exemple.test"].reason
    assert reason.endswith(" Métier cherché\u00a0: Aide à domicile.")


def test_only_open_accounts_of_candidates_that_agree_are_chosen(author: User) -> None:
    candidate(email="oui@exemple.test")
    candidate(email="non@exemple.test", agrees=False)
    candidate(email="ferme@exemple.test", is_active=False)
    withdrawn = candidate(email="plus@exemple.test", agrees=False)
    agree(withdrawn)
    withdrawn.consents.update(withdrawn_at=timezone.now() + timedelta(seconds=1))
    # An agent who said yes is no candidate.
    agree(author)
    agree(UserFactory(email="sans-niveau@exemple.test"))
    found = estimate(source=Source.CANDIDATES, criteria=EVERY_CANDIDATE, user=author)
    assert (found.count, found.excluded) == (1, {"no_consent": 2})
    assert [one.address for one in found.sample] == ["oui@exemple.test"]


def test_people_of_a_session_are_chosen_by_state(author: User) -> None:
    roster = session_list(title="Forum")
    people = {status: candidate(email=f"{status}@exemple.test") for status in Status}
    for status, user in people.items():
        registered(roster, user=user, status=status)
    groups = {
        "registered": {"confirmed", "waitlisted", "offered_place"},
        "present": {"present", "interviewed"},
        "absent": {"absent"},
    }
    assert set(groups) == set(State.values)
    for state, statuses in groups.items():
        criteria = {"roster": roster.pk, "states": [state]}
        assert set(listed(author, Source.SESSION, criteria)) == {
            f"{status}@exemple.test" for status in statuses
        }
    every = listed(author, Source.SESSION, {"roster": roster.pk, "states": list(groups)})
    day = french.long_day(roster.starts_at)
    assert {row.address.split("@")[0]: row.reason for row in every.values()} == {
        "confirmed": f"Vous êtes inscrit·e à «\u00a0Forum\u00a0», le {day}.",
        "waitlisted": f"Vous êtes en liste d’attente pour «\u00a0Forum\u00a0», le {day}.",
        "offered_place": f"Une place vous est proposée pour «\u00a0Forum\u00a0», le {day}.",
        "present": f"Vous êtes venu·e à «\u00a0Forum\u00a0», le {day}.",
        "interviewed": f"Vous êtes venu·e à «\u00a0Forum\u00a0», le {day}.",
        "absent": f"Vous étiez inscrit·e à «\u00a0Forum\u00a0», le {day}.",
    }


def test_guests_of_a_session_are_left_out_for_want_of_consent(author: User) -> None:
    roster = session_list()
    registered(roster, user=candidate(email="compte@exemple.test"))
    registered(roster, participant=make_guest(email="invitee@exemple.test"))
    registered(roster, participant=make_phone_guest())
    registered(roster, participant=make_guest(erased_at=timezone.now(), email="gone@exemple.test"))
    gone = participant_of(user=candidate(email="retrait@exemple.test"))
    agreement = make_agreement(gone, withdrawn_at=timezone.now() + timedelta(seconds=1))
    registered(roster, participant=gone, agreement=agreement)
    # A guest and an account of one address: the account was not registered, and is not asked.
    candidate(email="partage@exemple.test")
    registered(roster, participant=make_guest(email="partage@exemple.test"))
    criteria = {"roster": roster.pk, "states": State.values}
    found = estimate(source=Source.SESSION, criteria=criteria, user=author)
    assert (found.count, found.excluded) == (1, {"no_consent": 2})
    assert found.sample[0].address == "compte@exemple.test"


def test_session_for_beneficiaries_is_never_a_public(author: User) -> None:
    roster = session_list(title="Forum")
    registered(roster, user=candidate(email="compte@exemple.test"))
    criteria = {"roster": roster.pk, "states": State.values}
    made = campaign(author, Source.SESSION, criteria)
    rule = audience_of(Source.SESSION).rule(criteria, now=timezone.now())
    assert rule.chosen.count() == 1
    type(roster).objects.update(audience="rsa")
    # The same query, made before: it finds nobody since then.
    assert rule.chosen.all().count() == 0
    with pytest.raises(AudienceError, match="jamais le public") as refused:
        freeze(campaign=made, now=timezone.now())
    assert refused.value.field == "roster"


def test_applicants_are_chosen_by_state_of_one_offer(author: User) -> None:
    page, other = JobOfferPageFactory.row(title="Maçon"), JobOfferPageFactory.row()
    for status in ApplicationStatus:
        user = candidate(email=f"{status}@exemple.test")
        make_application(page=page, user=user, status=status, days_ago=3)
        make_application(page=other, user=user)
    groups = {
        "waiting": {"sent", "seen", "shortlisted", "interview", "offered"},
        "hired": {"hired"},
        "refused": {"refused"},
        "no_answer": {"no_answer"},
    }
    for state, statuses in groups.items():
        rows = listed(author, Source.APPLICANTS, {"page": page.pk, "states": [state]})
        assert set(rows) == {f"{status}@exemple.test" for status in statuses}
    row = rows["no_answer@exemple.test"]
    name = page.organisation.name
    assert (
        row.reason == f"Vous avez postulé à l’annonce «\u00a0Maçon\u00a0» («\u00a0{name}\u00a0»)."
    )
    assert row.since.date() == (timezone.now() - timedelta(days=3)).date()
    every = listed(author, Source.APPLICANTS, {"page": page.pk, "states": list(groups)})
    assert set(every) == {
        f"{status}@exemple.test"
        for status in ApplicationStatus
        if status not in {"withdrawn", "to_confirm"}
    }


def test_variables_are_the_persons_own(author: User) -> None:
    roster = session_list(title="Forum", place_name="Maison du peuple")
    page = JobOfferPageFactory.row(title="Maçon")
    commune = CommuneFactory(belfort=True)
    users = [
        candidate(email=f"v{number}@exemple.test", first_name=name, commune=commune)
        for number, name in enumerate(("Amina", ""))
    ]
    for user in users:
        registered(roster, user=user)
        make_application(page=page, user=user)
    addresses = [user.email for user in users]
    own = {
        Source.CANDIDATES: (EVERY_CANDIDATE, {"commune": "Belfort"}),
        Source.SESSION: (
            {"roster": roster.pk, "states": State.values},
            {
                "session_title": "Forum",
                "session_date": french.long_day(roster.starts_at),
                "session_place": "Maison du peuple, Belfort",
            },
        ),
        Source.APPLICANTS: (
            {"page": page.pk, "states": ["waiting"]},
            {"offer_title": "Maçon", "organisation_name": page.organisation.name},
        ),
    }
    for source, (criteria, shared) in own.items():
        made = campaign(author, source, criteria)
        audience = audience_of(source)
        before = audience.values(made, [*addresses, "inconnue@exemple.test"])
        freeze(campaign=made, now=timezone.now())
        assert audience.values(made, addresses) == before
        assert before == {
            "v0@exemple.test": {"first_name": "Amina", **shared},
            "v1@exemple.test": {"first_name": "", **shared},
        }
        assert set(audience.variables) == set(before["v0@exemple.test"])
