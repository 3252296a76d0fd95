"""The screen of what became of those who came: one form for all, nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pages.models.session import SessionAudience
from portal.accounts.actors import SITE
from portal.accounts.models import Membership
from portal.accounts.services.memberships import add_member
from portal.participation.models import About, Outcome, Side
from portal.participation.services.outcomes import record_outcome
from portal.recruitment.states import Status
from tests.portal.accounts.people import manager_of, officer, queries_of, signed_in
from tests.portal.recruitment.met import came, held, make_company

pytestmark = pytest.mark.django_db
Kind = Outcome.Kind


@pytest.fixture
def company():
    return make_company(name="Menuiserie des Vosges")


@pytest.fixture
def roster(company):
    return held(company)


@pytest.fixture
def browser():
    return signed_in(officer())


def path(roster):
    return f"/rencontres/{roster.pk}/suites/"


def typed(*lines):
    """What is posted: a registration and its fields for each line."""
    return {
        f"p{registration.pk}-{name}": value
        for registration, fields in lines
        for name, value in {
            "kind": "",
            "contract": "",
            "start_date": "",
            "seen": "",
            **fields,
        }.items()
    }


def facts():
    return list(Outcome.objects.order_by("pk"))


def test_twenty_people_in_one_form(browser, roster, company):
    people = [came(roster) for _ in range(20)]
    hired = {"kind": "hired", "contract": "cdi", "start_date": "2027-01-04"}
    lines = [(people[0], hired), *((row, {"kind": "refused"}) for row in people[1:19])]
    page = browser.post(path(roster), typed(*lines, (people[19], {})), follow=True)
    assert "19\u00a0suites enregistrées." in page.content.decode()
    assert len(facts()) == 19
    first = facts()[0]
    assert (first.organisation, first.contract, first.start_date, first.side) == (
        company,
        "cdi",
        date(2027, 1, 4),
        Side.OFFICER,
    )
    assert (first.about, first.about_id) == (About.SESSION, roster.pk)


def test_saved_again_unchanged_nothing_is_added(browser, roster):
    row = came(roster)
    browser.post(path(roster), typed((row, {"kind": "hired"})))
    [fact] = facts()
    page = browser.post(path(roster), typed((row, {"kind": "hired", "seen": fact.pk})), follow=True)
    assert "Rien n’a changé." in page.content.decode()
    # Sent twice by a slow network, without having seen the first.
    browser.post(path(roster), typed((row, {"kind": "hired"})))
    assert facts() == [fact]


def test_one_wrong_line_writes_nothing_and_keeps_what_was_typed(browser, roster):
    good, bad = came(roster), came(roster)
    lines = (good, {"kind": "no_news"}), (bad, {"kind": "refused", "contract": "cdd"})
    page = browser.post(path(roster), typed(*lines))
    content = page.content.decode()
    assert page.status_code == 422
    assert facts() == []
    for value in ("no_news", "refused", "cdd"):
        assert f'value="{value}" selected' in content
    assert f"#ligne-{bad.pk}" in content
    assert "Le contrat et la date de début" in content


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"contract": "cdi"}, "Choisissez ce que la personne est devenue."),
        ({"kind": "promoted"}, "Choisissez dans la liste."),
        ({"kind": "hired", "start_date": "demain"}, "Écrivez une date"),
    ],
)
def test_what_is_wrong_is_said_at_the_line(browser, roster, fields, said):
    row = came(roster)
    page = browser.post(path(roster), typed((row, fields)))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert facts() == []


def test_what_was_said_is_not_taken_back_by_a_blank(browser, roster):
    row = came(roster)
    browser.post(path(roster), typed((row, {"kind": "hired"})))
    page = browser.post(path(roster), typed((row, {"seen": facts()[0].pk})))
    assert page.status_code == 422
    assert len(facts()) == 1


def test_what_somebody_else_noted_meanwhile_is_said_first(browser, roster, company):
    row = came(roster)
    record_outcome(
        participant=row.participant,
        organisation=company,
        about=About.SESSION,
        about_id=roster.pk,
        kind=Kind.HIRED,
        side=Side.ORGANISATION,
        actor=SITE,
    )
    page = browser.post(path(roster), typed((row, {"kind": "refused"})))
    content = page.content.decode()
    assert page.status_code == 422
    assert "embauche" in content
    assert len(facts()) == 1
    # Saved again from that page, it is written.
    assert f'name="p{row.pk}-seen" value="{facts()[0].pk}"' in content
    browser.post(path(roster), typed((row, {"kind": "refused", "seen": facts()[0].pk})))
    assert len(facts()) == 2


def test_only_those_who_came_are_in_it(browser, roster):
    present, absent = came(roster), came(roster, status=Status.ABSENT)
    content = browser.get(path(roster)).content.decode()
    assert present.participant.name in content
    assert absent.participant.name not in content
    browser.post(path(roster), typed((absent, {"kind": "hired"})))
    assert facts() == []


def test_before_the_session_there_is_nothing_to_note(browser, company):
    tomorrow = timezone.now() + timedelta(days=1)
    roster = held(company, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    row = came(roster)
    assert "n’a pas commencé" in browser.get(path(roster)).content.decode()
    page = browser.post(path(roster), typed((row, {"kind": "hired"})))
    assert page.status_code == 422
    assert facts() == []


def test_the_officer_says_with_which_organisation(browser, company):
    other = make_company(name="Scierie de la Savoureuse")
    roster = held(company, other)
    row, second = came(roster), came(roster)
    lines = (
        (row, {"kind": "hired", "organisation": other.pk}),
        (second, {"kind": "hired", "organisation": make_company().pk}),
    )
    page = browser.post(path(roster), typed(*lines))
    assert page.status_code == 422
    browser.post(path(roster), typed(lines[0], (second, {"organisation": company.pk})))
    assert [fact.organisation for fact in facts()] == [other]


class TestOrganisations:
    def test_an_organisation_enters_for_itself_of_who_shows_themselves(self, company):
        roster = held(make_company(), company)
        shown, hidden = came(roster), came(roster, shares_identity=False)
        browser = signed_in(manager_of(company))
        content = browser.get(path(roster)).content.decode()
        assert shown.participant.name in content
        assert hidden.participant.name not in content
        assert "Avec" not in content
        lines = (shown, {"kind": "hired"}), (hidden, {"kind": "hired"})
        browser.post(path(roster), typed(*lines))
        assert [(fact.organisation, fact.side) for fact in facts()] == [
            (company, Side.ORGANISATION)
        ]

    def test_not_of_another_session(self, roster):
        stranger = signed_in(manager_of(make_company()))
        assert stranger.get(path(roster)).status_code == 404
        assert stranger.post(path(roster), {}).status_code == 404

    def test_never_of_a_session_for_rsa_beneficiaries(self, company, browser):
        roster = held(company, audience=SessionAudience.RSA)
        row = came(roster)
        member = signed_in(manager_of(company))
        assert member.get(path(roster)).status_code == 404
        assert member.post(path(roster), typed((row, {"kind": "hired"}))).status_code == 404
        assert facts() == []
        browser.post(path(roster), typed((row, {"kind": "hired"})))
        assert [fact.side for fact in facts()] == [Side.OFFICER]

    def test_whoever_left_enters_nothing(self, company, roster):
        member = manager_of(company)
        add_member(
            organisation=company,
            user=officer(),
            role=Membership.Role.MANAGER,
            actor=SITE,
        )
        member.memberships.update(ended_at=timezone.now(), end_reason="Départ")
        assert signed_in(member).get(path(roster)).status_code in {403, 404}


def test_as_many_queries_for_twenty_people(browser, roster):
    came(roster)
    few = queries_of(browser, path(roster))
    for _ in range(19):
        came(roster)
    assert queries_of(browser, path(roster)) == few
