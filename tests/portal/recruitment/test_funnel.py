"""From registered to employed: what is counted, and for whom it is shown."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from pages.models.session import SessionAudience
from portal.accounts.actors import SITE
from portal.candidates.models import CandidateProfile
from portal.participation.models import About, Channel, Outcome, Side
from portal.participation.services.outcomes import record_outcome
from portal.participation.services.participants import participant_of
from portal.recruitment.funnel import Quarter, funnel_of, quarters
from portal.recruitment.services.outcomes import plan_questions
from portal.recruitment.states import Status
from tests.factories import CommuneFactory
from tests.portal.accounts.people import manager_of, officer, queries_of, signed_in
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_guest
from tests.portal.recruitment.met import came, held, make_company

pytestmark = pytest.mark.django_db
Kind = Outcome.Kind


def say(registration, kind, organisation=None, days=0, side=Side.OFFICER):
    return record_outcome(
        participant=registration.participant,
        organisation=organisation,
        about=About.SESSION,
        about_id=registration.roster_id,
        kind=kind,
        side=side,
        actor=SITE,
        now=timezone.now() + timedelta(days=days),
    )


def totals(*rosters):
    return funnel_of(rosters, tells_who_helped=True).totals


def test_each_stage_counts_those_who_reached_it():
    company = make_company()
    roster = held(company)
    for status in Status:
        came(roster, status=status)
    # Confirmed, present, absent, interviewed had a place.
    assert totals(roster) == (4, 2, 1, 0, 0)
    hired = came(roster)
    say(hired, Kind.HIRED, company)
    assert totals(roster) == (5, 3, 2, 1, 0)
    said = funnel_of([roster], tells_who_helped=True).finding
    assert said == "Sur 5\u00a0personnes inscrites, 3\u00a0sont venues et 1\u00a0a été embauchée."


def test_nobody_is_said_to_be_out_of_work_before_anybody_was_asked():
    company = make_company()
    roster = held(company)
    say(came(roster), Kind.HIRED, company)
    assert funnel_of([roster], tells_who_helped=True).steps[-1][1] is None
    page = signed_in(officer()).get(f"/rencontres/{roster.pk}/bilan/").content.decode()
    assert "Pas encore demandé" in page


def test_what_was_corrected_on_the_same_day_never_was():
    company = make_company()
    roster = held(company)
    mistaken, left = came(roster), came(roster)
    for kind in (Kind.HIRED, Kind.REFUSED):
        say(mistaken, kind, company)
    say(left, Kind.HIRED, company)
    say(left, Kind.REFUSED, company, days=40)
    assert totals(roster)[3] == 1


def test_a_job_elsewhere_is_not_a_hiring_of_the_session():
    roster = held()
    say(came(roster), Kind.HIRED, None, side=Side.PERSON)
    assert totals(roster)[3] == 0


def test_employed_at_90_days_when_the_answer_says_so():
    company = make_company()
    roster = held(company)
    stays, leaves, silent = came(roster), came(roster), came(roster)
    plan_questions(timezone.now())
    for row in (stays, leaves, silent):
        say(row, Kind.HIRED, company)
    say(stays, Kind.HIRED, company, days=89)
    say(leaves, Kind.REFUSED, company, days=89)
    assert totals(roster)[3:] == (3, 1)


def test_details_by_channel_and_by_commune():
    company = make_company()
    roster = held(company)
    belfort, delle = CommuneFactory(name="Belfort-Est"), CommuneFactory(name="Delle-Nord")
    for _ in range(6):
        came(roster, participant=make_guest(commune=belfort))
    for _ in range(5):
        came(roster, channel=Channel.PHONE, participant=make_guest(commune=delle))
    came(roster, channel=Channel.ADVISER, participant=make_guest(commune=delle))
    funnel = funnel_of([roster], tells_who_helped=True)
    assert [(line.name, line.cells[0]) for line in funnel.by_commune] == [
        ("Belfort-Est", 6),
        ("Delle-Nord", 6),
    ]
    # One with a professional is too few: another joins.
    assert [(line.name, line.cells[0]) for line in funnel.by_channel] == [
        ("Par la personne", 6),
        ("", 6),
    ]
    outside = funnel_of([roster], tells_who_helped=False)
    assert {line.name for line in outside.by_channel} == {"Par la personne", "Avec une aide"}


def test_the_commune_of_an_account_is_that_of_its_profile():
    roster, commune = held(), CommuneFactory(name="Valdoie-Sud")
    for number in range(12):
        user = candidate()
        if number < 6:
            CandidateProfile.objects.create(user=user, commune=commune)
        came(roster, participant=participant_of(user=user))
    lines = funnel_of([roster], tells_who_helped=True).by_commune
    assert {line.name for line in lines} == {"Valdoie-Sud", "Commune non précisée"}


class TestScreens:
    def test_an_organisation_reads_its_own_session_alone(self):
        company = make_company()
        roster = held(company)
        for _ in range(6):
            came(roster, channel=Channel.ADVISER)
            came(roster)
        page = signed_in(manager_of(company)).get(f"/rencontres/{roster.pk}/bilan/")
        content = page.content.decode()
        assert "Avec une aide" in content
        assert "professionnel" not in content
        stranger = signed_in(manager_of(make_company()))
        assert stranger.get(f"/rencontres/{roster.pk}/bilan/").status_code == 404

    def test_officers_alone_read_that_of_rsa_beneficiaries(self):
        company = make_company()
        roster = held(company, audience=SessionAudience.RSA)
        came(roster)
        path = f"/rencontres/{roster.pk}/bilan/"
        assert signed_in(manager_of(company)).get(path).status_code == 404
        assert signed_in(officer()).get(path).status_code == 200

    def test_small_cells_are_not_in_the_page(self):
        company = make_company()
        roster = held(company)
        for _ in range(9):
            came(roster, channel=Channel.PHONE)
        for _ in range(8):
            came(roster)
        say(roster.registrations.first(), Kind.HIRED, company)
        content = signed_in(officer()).get(f"/rencontres/{roster.pk}/bilan/").content.decode()
        # Met and hired of each channel; the totals are told.
        assert content.count("masqué</span>") == 4

    def test_a_quarter_sums_its_sessions_for_officers_alone(self):
        rosters = [held(), held(days_ago=2)]
        old = held(days_ago=200)
        for roster in (*rosters, old):
            came(roster)
        browser = signed_in(officer())
        page = browser.get("/rencontres/bilan/")
        now_in = Quarter(timezone.localdate().year, (timezone.localdate().month - 1) // 3 + 1)
        starts, ends = now_in.bounds
        expected = [roster for roster in rosters if starts <= roster.starts_at < ends]
        assert page.context["rosters"] == sorted(expected, key=lambda row: row.starts_at)
        assert page.context["funnel"].totals[0] == len(expected)
        assert signed_in(manager_of(make_company())).get("/rencontres/bilan/").status_code == 404

    @pytest.mark.parametrize("asked", ["", "2026-9", "hier", "1999-1", "2026-01-01"])
    def test_no_other_period_may_be_asked(self, asked):
        page = signed_in(officer()).get("/rencontres/bilan/", {"trimestre": asked})
        assert page.context["quarter"] == quarters(timezone.localdate())[0]

    def test_as_many_queries_for_twenty_sessions(self):
        browser = signed_in(officer())
        came(held())
        few = queries_of(browser, "/rencontres/bilan/")
        for _ in range(19):
            came(held())
        assert queries_of(browser, "/rencontres/bilan/") == few


def test_quarters_are_whole_and_in_the_time_of_france():
    paris = ZoneInfo("Europe/Paris")
    assert [item.value for item in quarters(date(2027, 2, 3), count=3)] == [
        "2027-1",
        "2026-4",
        "2026-3",
    ]
    assert Quarter(2026, 4).bounds == (
        datetime(2026, 10, 1, tzinfo=paris),
        datetime(2027, 1, 1, tzinfo=paris),
    )
    assert Quarter(2027, 1).label == "1er trimestre 2027"
