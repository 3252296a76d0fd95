"""The list of a session: who is on it, for whom, and what may be asked of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.follow_links import follow_links
from pages.models import ApplyBy
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.organisations.services.suspension import suspend_organisation
from portal.participation.models import Outcome
from portal.recruitment.listing import MASKED
from portal.recruitment.models import Registration
from portal.recruitment.rules import identity_shown, may_see_identity, shows_identity
from portal.recruitment.services.following import roster_of
from portal.recruitment.states import Status
from snippets.models import Organisation
from tests.factories import OccupationFactory, OrganisationFactory, RecruitmentSessionPageFactory
from tests.portal.accounts.people import (
    join,
    manager_of,
    officer,
    person_with,
    place,
    queries_of,
    signed_in,
)
from tests.portal.recruitment.session_lists import in_days, make_list, put, rsa_list, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return officer()


@pytest.fixture
def desk(agent):
    return signed_in(agent)


def company(**fields):
    return OrganisationFactory(verified_at=timezone.now(), **fields)


def text_of(browser, roster, query=""):
    answer = browser.get(f"/rencontres/{roster.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def names_of(browser, roster, query=""):
    answer = browser.get(f"/rencontres/{roster.pk}/{query}")
    return [person.name for person in answer.context["people"]]


class TestHead:
    def test_organisations_place_and_jobs_are_named(self, desk):
        page = RecruitmentSessionPageFactory()
        page.occupations = [
            page.occupations.model(
                occupation=OccupationFactory(code="K1302", label="Aide à domicile")
            )
        ]
        page.partners = [page.partners.model(organisation=company(name="Les Aides du Lion"))]
        page.save_revision().publish()
        text = text_of(desk, roster_of(page))
        for word in ("Les Aides du Lion", "Maison du peuple", "Belfort", "Aide à domicile"):
            assert word in text
        assert f"/sessions/{page.slug}/" in text

    def test_places_are_those_that_are_held(self, desk):
        roster = make_list(capacity=4)
        put(roster)
        put(roster, status=Status.OFFERED_PLACE)
        put(roster, status=Status.PRESENT)
        put(roster, status=Status.PRESENT, came_unexpected=True)
        put(roster, status=Status.WAITLISTED)
        put(roster, status=Status.CANCELLED)
        context = desk.get(f"/rencontres/{roster.pk}/").context
        assert context["head"]["held"] == 3
        assert context["head"]["waiting"] == 1
        assert context["head"]["percent"] == 75
        assert context["came"] == 2

    def test_a_list_whose_page_is_gone_is_read(self, desk):
        assert "Voir la page" not in text_of(desk, make_list())


class TestFilters:
    def test_who_left_and_who_proved_nothing_are_apart(self, desk):
        roster = make_list()
        put(roster, last_name="Reste")
        put(roster, last_name="Parti", status=Status.CANCELLED)
        put(roster, last_name="Attendue", status=Status.TO_CONFIRM)
        assert names_of(desk, roster) == ["Nadia Reste"]
        assert names_of(desk, roster, "?etat=parties") == ["Nadia Parti"]
        assert names_of(desk, roster, "?etat=a-confirmer") == ["Nadia Attendue"]

    def test_by_slot_channel_and_answer(self, desk, agent):
        roster = make_list(slots=2)
        first, second = roster.slots.all()
        put(roster, last_name="Tôt", slot=first)
        put(roster, last_name="Tard", slot=second, by=agent, asked_at=timezone.now())
        assert names_of(desk, roster, f"?creneau={first.pk}") == ["Nadia Tôt"]
        assert names_of(desk, roster, "?arrivee=phone") == ["Nadia Tard"]
        assert names_of(desk, roster, "?reponse=attend") == ["Nadia Tard"]
        assert names_of(desk, roster, "?creneau=sans") == []

    def test_a_name_is_found_without_its_accents_of_accounts_too(self, desk):
        roster = make_list()
        account = person_with(LevelName.CANDIDATE, first_name="Zoé", last_name="Élève")
        put(roster, user=account)
        put(roster, last_name="Autre")
        assert names_of(desk, roster, "?q=eleve") == ["Zoé Élève"]
        assert names_of(desk, roster, "?q=zoe+ELEVE") == ["Zoé Élève"]

    def test_sorted_by_name_by_slot_and_by_arrival(self, desk):
        roster = make_list(slots=2)
        first, second = roster.slots.all()
        put(roster, last_name="Zola", slot=second)
        put(roster, last_name="Éluard", slot=first)
        assert names_of(desk, roster) == ["Nadia Zola", "Nadia Éluard"]
        assert names_of(desk, roster, "?tri=nom") == ["Nadia Éluard", "Nadia Zola"]
        assert names_of(desk, roster, "?tri=creneau") == ["Nadia Éluard", "Nadia Zola"]

    @pytest.mark.parametrize(
        "query", ["?etat=x&creneau=x&arrivee=x&tri=x&page=x", "?creneau=99999999999999999999"]
    )
    def test_words_that_are_none_ask_nothing_bad(self, desk, query):
        roster = make_list()
        put(roster)
        assert desk.get(f"/rencontres/{roster.pk}/{query}").status_code == 200

    def test_ranks_are_those_of_the_line(self, desk):
        roster = make_list()
        put(roster, status=Status.CANCELLED)
        put(roster, status=Status.WAITLISTED)
        put(roster, status=Status.WAITLISTED)
        people = desk.get(f"/rencontres/{roster.pk}/?etat=attente").context["people"]
        assert [person.rank for person in people] == [1, 2]


class TestMasks:
    """An organisation reads who chose to be seen, and nothing that would tell the others."""

    @pytest.fixture
    def roster(self):
        return make_list(organisation=company())

    @pytest.fixture
    def member(self, roster):
        return signed_in(join(roster.organisation).user)

    def test_who_did_not_choose_has_no_name_nor_contact(self, roster, member, agent):
        hidden = put(
            roster,
            first_name="Inès",
            last_name="Cachée",
            email="ines@exemple.test",
            phone="06 11 22 33 44",
            by=agent,
        )
        shown(roster, last_name="Montrée", email="montree@exemple.test")
        text = text_of(member, roster)
        assert MASKED in text
        assert hidden.code in text
        for word in ("Inès", "Cachée", "ines@exemple.test", "06 11 22 33 44", str(agent)):
            assert word not in text
        assert "montree@exemple.test" in text

    def test_one_page_hides_as_much_as_the_list(self, roster, member, agent):
        hidden = put(roster, last_name="Cachée", by=agent, accessibility_needs="Fauteuil")
        text = member.get(f"/rencontres/inscription/{hidden.pk}/").content.decode()
        for word in ("Cachée", "Fauteuil", str(agent), hidden.participant.email):
            assert word not in text

    def test_needs_and_helpers_are_the_departments_alone(self, roster, member, desk, agent):
        seen = shown(roster, by=agent, accessibility_needs="Boucle magnétique")
        address = f"/rencontres/inscription/{seen.pk}/"
        text = member.get(address).content.decode()
        assert seen.participant.name in text
        assert "avec une aide" in text
        assert "Boucle magnétique" not in text
        assert str(agent) not in text
        assert "Par téléphone" not in text
        whole = desk.get(address).content.decode()
        assert "Boucle magnétique" in whole
        assert str(agent) in whole

    def test_a_hidden_name_is_not_guessed_by_searching_nor_sorting(self, roster, member):
        put(roster, last_name="Aaa")
        shown(roster, last_name="Mmm")
        put(roster, last_name="Zzz")
        assert names_of(member, roster, "?q=aaa") == []
        assert names_of(member, roster, "?tri=nom") == ["Nadia Mmm", MASKED, MASKED]
        assert names_of(member, roster, "?arrivee=seule") == ["Nadia Mmm"]

    def test_changing_ones_mind_leaving_or_being_erased_hides_again(self, roster):
        user = join(roster.organisation).user
        rows = [shown(roster) for _ in range(4)]
        assert all(may_see_identity(user, row) for row in rows)
        rows[0].agreement.withdrawn_at = timezone.now()
        rows[0].agreement.save()
        rows[1].status = Status.CANCELLED
        rows[1].save()
        rows[2].participant.erased_at = timezone.now()
        rows[2].participant.save()
        assert [may_see_identity(user, row) for row in rows] == [False, False, False, True]

    def test_the_predicate_and_the_query_never_differ(self, roster):
        closed = rsa_list()
        for status in Status:
            shown(roster, status=status)
            put(roster, status=status)
        shown(closed)
        rows = Registration.objects.filter(identity_shown())
        by_query = set(rows.values_list("pk", flat=True))
        every = Registration.objects.filter(roster__in=[roster, closed])
        assert by_query == {row.pk for row in every if shows_identity(row)}
        assert by_query

    def test_unproved_registrations_are_not_even_counted(self, roster, member):
        waiting = put(roster, status=Status.TO_CONFIRM)
        assert "À confirmer" not in text_of(member, roster)
        assert names_of(member, roster, "?etat=a-confirmer") == []
        assert member.get(f"/rencontres/inscription/{waiting.pk}/").status_code == 404


class TestReach:
    def test_partners_manage_as_the_organiser_and_others_find_nothing(self):
        partner, stranger = company(), company()
        roster = make_list(partners=(partner,))
        row = put(roster)
        inside, outside = signed_in(manager_of(partner)), signed_in(manager_of(stranger))
        for address in (f"/rencontres/{roster.pk}/", f"/rencontres/inscription/{row.pk}/"):
            assert inside.get(address).status_code == 200
            assert outside.get(address).status_code == 404

    @pytest.mark.parametrize("path", ["liens/", "acces/"])
    def test_links_and_their_log_are_the_organisers(self, path):
        partner = company()
        roster = make_list(partners=(partner,))
        assert (
            signed_in(manager_of(partner)).get(f"/rencontres/{roster.pk}/{path}").status_code == 404
        )
        organiser = signed_in(manager_of(roster.organisation))
        assert organiser.get(f"/rencontres/{roster.pk}/{path}").status_code == 200

    def test_an_organisation_that_is_suspended_or_not_verified_manages_nothing(self, agent):
        lists = [make_list(organisation=company()) for _ in range(2)]
        members = [signed_in(manager_of(roster.organisation)) for roster in lists]
        Organisation.objects.filter(pk=lists[0].organisation_id).update(verified_at=None)
        suspend_organisation(
            organisation=lists[1].organisation,
            reason="Annonces trompeuses",
            withdraw_opportunities=False,
            actor=Actor(agent),
        )
        for member, roster in zip(members, lists, strict=True):
            assert member.get(f"/rencontres/{roster.pk}/").status_code == 404


class TestSessions:
    def test_those_to_come_and_those_that_are_over(self, desk):
        soon, over = make_list(title="Bientôt"), make_list(title="Passée", starts_at=in_days(-5))
        assert [row.roster for row in desk.get("/rencontres/").context["rows"]] == [soon]
        rows = desk.get("/rencontres/?liste=passees").context["rows"]
        assert [row.roster for row in rows] == [over]

    def test_a_partner_of_two_organisations_is_counted_once(self):
        partner = company()
        roster = make_list(partners=(partner,))
        person = manager_of(partner)
        place(person, LevelName.ORGANISATION_MEMBER, roster.organisation)
        put(roster)
        rows = signed_in(person).get("/rencontres/").context["rows"]
        assert [(row.roster, row.held) for row in rows] == [(roster, 1)]

    def test_what_to_do_first(self, desk):
        calls = make_list(title="Appels", starts_at=timezone.now() + timedelta(hours=1), capacity=2)
        put(calls, status=Status.WAITLISTED)
        over = make_list(title="Suites", starts_at=in_days(-3))
        told = put(over, status=Status.INTERVIEWED)
        put(over, status=Status.PRESENT)
        Outcome.objects.create(
            participant=told.participant,
            organisation=over.organisation,
            about="session",
            about_id=over.pk,
            kind="refused",
            side="officer",
        )
        first = desk.get("/rencontres/").context["first"]
        tasks = {row.roster: [task.text for task in row.to_do] for row in first}
        assert "1\u00a0personne à appeler" in tasks[calls]
        assert tasks[over] == ["1\u00a0suite à saisir"]

    def test_who_manages_none_is_told_how_they_come(self):
        answer = signed_in(join(company()).user).get("/rencontres/")
        assert "Aucune rencontre à venir" in answer.content.decode()


class TestCost:
    def test_one_twenty_or_more_people_cost_the_same(self, desk, agent):
        roster = make_list(slots=2)
        slot = roster.slots.first()
        put(roster, slot=slot)
        few = queries_of(desk, f"/rencontres/{roster.pk}/")
        for number in range(59):
            put(
                roster,
                slot=slot if number % 2 else None,
                status=Status.CONFIRMED if number % 3 else Status.WAITLISTED,
                by=agent if number % 5 else None,
            )
        assert queries_of(desk, f"/rencontres/{roster.pk}/") == few

    def test_for_an_organisation_too(self, agent):
        roster = make_list(organisation=company())
        member = signed_in(join(roster.organisation).user)
        shown(roster)
        few = queries_of(member, f"/rencontres/{roster.pk}/")
        for _ in range(20):
            shown(roster, user=person_with(LevelName.CANDIDATE))
            put(roster, by=agent)
        assert queries_of(member, f"/rencontres/{roster.pk}/") == few

    def test_twenty_sessions_cost_as_one(self, desk):
        put(make_list(), status=Status.WAITLISTED)
        few = queries_of(desk, "/rencontres/")
        for _ in range(12):
            put(make_list())
        assert queries_of(desk, "/rencontres/") == few


class TestWaysIn:
    def test_the_cms_leads_to_the_list_and_says_how_many(self, agent):
        page = RecruitmentSessionPageFactory(apply_by=ApplyBy.PLATFORM)
        roster = roster_of(page)
        put(roster)
        put(roster, status=Status.CANCELLED)
        put(roster, status=Status.TO_CONFIRM)
        link = follow_links([page], user=agent)[page.pk]
        assert (link.count, link.url) == (1, f"/rencontres/{roster.pk}/")
        assert follow_links([page], user=manager_of(roster.organisation)) == {}

    def test_the_space_of_an_organisation_leads_to_its_sessions(self):
        organisation = company()
        browser = signed_in(manager_of(organisation))
        text = browser.get(f"/mon-organisation/{organisation.slug}/").content.decode()
        assert 'href="/rencontres/"' in text
