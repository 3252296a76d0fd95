"""What became of what was proposed: read where it is, never written here; unknown when it is."""

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.link.services import cut
from portal.followup.models import AccountLink
from portal.followup.rows.scope import acting_as
from portal.followup.suggestions import queries
from portal.participation.models import About, Outcome
from portal.participation.services.participants import participant_of
from tests.factories import RecruitmentSessionPageFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import link_account
from tests.portal.followup.suggestions.proposals import ADDRESS, offer, propose
from tests.portal.participation.people import make_application, make_guest
from tests.portal.recruitment.session_lists import make_list, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(case):
    made = person_with(LevelName.CANDIDATE)
    link_account(case, made)
    return made


def told(case, referent):
    """What is said of the only suggestion."""
    with acting_as(referent.user):
        standing = queries.standing_of(case, referent.user)
        (one,) = queries.told(queries.sent_to(case, referent.user), standing.account_id)
    return one.answer


@pytest.mark.parametrize(
    ("status", "said", "is_given"),
    [
        ("sent", "Candidature envoyée", True),
        ("seen", "Candidature envoyée et lue", True),
        ("hired", "Embauche", True),
        ("withdrawn", "Candidature retirée", False),
    ],
)
def test_an_application_of_the_linked_account_is_read(
    case, referent, person, status, said, is_given
):
    page = offer()
    propose(case, page, referent)
    make_application(page=page, user=person, status=status)
    answer = told(case, referent)
    assert (answer.said, answer.is_given) == (said, is_given)


def test_an_application_to_another_ad_says_nothing(case, referent, person):
    propose(case, offer(), referent)
    make_application(page=offer(), user=person)
    assert told(case, referent).said == "Pas de réponse sur la plateforme"


def session_of(case, referent):
    page = RecruitmentSessionPageFactory.row()
    propose(case, page, referent)
    return make_list(page_id=page.pk)


@pytest.mark.parametrize(
    ("status", "said"),
    [("confirmed", "Inscription confirmée"), ("present", "Présence à la session")],
)
def test_a_registration_of_the_linked_account_is_read(case, referent, person, status, said):
    put(session_of(case, referent), user=person, status=status)
    assert told(case, referent).said == said


def test_a_hiring_after_the_session_is_told_before_the_presence(case, referent, person):
    roster = session_of(case, referent)
    put(roster, user=person, status="present")
    for kind in ("hired", "second_interview"):
        Outcome.objects.create(
            participant=participant_of(user=person),
            about=About.SESSION,
            about_id=roster.pk,
            kind=kind,
            side="organisation",
        )
    assert told(case, referent).said == "Embauche"


def test_without_a_link_nobody_knows_and_an_equal_address_links_nobody(case, referent):
    page = offer()
    propose(case, page, referent)
    make_application(page=page, participant=make_guest(email=ADDRESS))
    make_application(page=page, user=person_with(LevelName.CANDIDATE))
    assert told(case, referent).said == "On ne sait pas"


def test_a_link_that_was_cut_tells_nothing_any_more(case, referent, person):
    page = offer()
    propose(case, page, referent)
    make_application(page=page, user=person)
    assert told(case, referent).is_given
    with acting_as(referent.user):
        link = AccountLink.objects.visible_to(referent.user).get(beneficiary=case)
        cut(link=link, side=AccountLink.Side.PERSON, actor=Actor(person))
    assert told(case, referent).said == "On ne sait pas"


def test_what_was_seen_is_said_until_there_is_more(case, referent, person, client):
    page = offer()
    row = propose(case, page, referent)
    client.post(f"/proposition/{row.token}/")
    assert told(case, referent).said.startswith("Vue le ")
    make_application(page=page, user=person)
    assert told(case, referent).said == "Candidature envoyée"


def test_the_person_reads_what_was_proposed_and_their_own_answers_alone(case, referent, person):
    page = offer()
    propose(case, page, referent)
    with acting_as(person):
        (shown,) = queries.shared_with(person)
    assert (shown.title, shown.by, shown.is_online, shown.said) == (
        page.title,
        str(referent.user),
        True,
        "",
    )
    make_application(page=page, user=person)
    stranger = person_with(LevelName.CANDIDATE)
    with acting_as(person):
        assert queries.shared_with(person)[0].said == "Candidature envoyée"
    with acting_as(stranger):
        assert queries.shared_with(stranger) == []
