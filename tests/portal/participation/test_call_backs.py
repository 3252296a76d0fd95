"""« Être rappelé·e » fills the officers' one list; one click says what a call gave."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from pages.models import ContentPage
from portal.accounts.actors import Actor
from portal.participation import call_backs as registry
from portal.participation.call_backs import Confirmation
from portal.participation.errors import ParticipationError
from portal.participation.limits import CALLS_BY_PHONE
from portal.participation.models import CallBack, Participant
from portal.participation.services import call_backs as services
from portal.recruitment.states import Status
from snippets.models import SiteSettings
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import officer, queries_of, signed_in
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_phone_guest
from tests.portal.recruitment.met import came, held, make_company
from tests.races import at_once, until_held, until_somebody_waits

pytestmark = pytest.mark.django_db
TYPED = {"first_name": "Nadia", "last_name": "Benali", "phone": "06 12 34 56 78"}


def lines():
    return list(CallBack.objects.order_by("pk"))


def make_line(**fields):
    person = fields.pop("participant", None) or make_phone_guest()
    return CallBack.objects.create(
        **{
            "participant": person,
            "phone": person.phone or "06 12 34 56 78",
            "purpose": "help",
            **fields,
        }
    )


class TestAsking:
    def test_a_name_and_a_number_are_enough(self, client):
        page = client.post("/etre-rappele/", TYPED, follow=True)
        assert page.redirect_chain == [("/etre-rappele/demande/", 302)]
        [line] = lines()
        assert (line.participant.name, line.phone, line.purpose) == (
            "Nadia Benali",
            "06 12 34 56 78",
            "help",
        )
        assert line.participant.user is None

    def test_the_page_says_when_we_call(self, client):
        SiteSettings.objects.create(call_back_days=5)
        promised = services.promised_day()
        words = f"{promised.day}"
        for path in ("/contact/", "/etre-rappele/", "/etre-rappele/demande/"):
            content = client.get(path).content.decode()
            said = re.search(r"<strong>\w+ (\d+) \w+ \d{4}</strong>", content)
            assert said[1] == words

    def test_contact_says_every_way_to_reach_us_and_its_form_fills_the_same_list(self, client):
        SiteSettings.objects.create(
            contact_hours="Le mardi matin",
            contact_address="1 rue Haute",
            contact_phone="03 84 00 00 00",
        )
        page = client.get("/contact/")
        for said in ("tel:+33384000000", "Le mardi matin", "1 rue Haute", "mailto:", "/aide/"):
            assert said in page.text
        assert "noindex" not in page.text
        assert "X-Robots-Tag" not in page
        refused = client.post("/contact/", {**TYPED, "phone": "12"})
        assert refused.status_code == 422
        assert 'id="id_phone_error"' in refused.text
        typed = {**TYPED, "best_time": "Le matin"}
        for path in ("/contact/", "/etre-rappele/"):
            assert client.post(path, typed).url == "/etre-rappele/demande/"
        [line] = lines()
        assert (line.get_purpose_display(), line.best_time) == ("Demande de rappel", "Le matin")

    def test_help_is_what_staff_write_and_leads_to_contact_while_it_is_off_line(self, client):
        assert "Chercher une offre" in client.get("/aide/").text
        ContentPage.objects.get(slug="aide").unpublish()
        assert client.get("/aide/").url == "/contact/"

    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (date(2026, 11, 30), date(2026, 12, 3)),
            (date(2026, 12, 3), date(2026, 12, 8)),
            (date(2026, 12, 5), date(2026, 12, 9)),
        ],
    )
    def test_days_are_working_ones(self, today, expected):
        assert services.promised_day(today) == expected

    def test_about_the_offer_that_one_came_from(self, client):
        offer = JobOfferPageFactory(title="Maçon ou maçonne")
        path = f"/etre-rappele/?page={offer.pk}"
        assert "Maçon ou maçonne" in client.get(path).content.decode()
        client.post(path, TYPED)
        [line] = lines()
        assert (line.page_id, line.about) == (offer.pk, "Maçon ou maçonne")

    @pytest.mark.parametrize("page", ["0", "x", "%C2%B2", "9" * 30, "1"])
    def test_an_address_that_leads_nowhere_is_about_nothing(self, client, page):
        assert client.post(f"/etre-rappele/?page={page}", TYPED).status_code == 302
        assert lines()[0].page_id is None

    def test_a_draft_is_not_told(self, client):
        draft = JobOfferPageFactory(title="Secret", live=False)
        path = f"/etre-rappele/?page={draft.pk}"
        assert "Secret" not in client.get(path).content.decode()
        client.post(path, TYPED)
        assert lines()[0].about == ""

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("first_name", ""), ("last_name", ""), ("last_name", "www.spam.test"), ("phone", "")],
    )
    def test_what_is_missing_or_no_name_is_said_beside_it_and_the_rest_kept(
        self, client, field, typed
    ):
        page = client.post("/etre-rappele/", {**TYPED, "message": "Le soir", field: typed})
        content = page.content.decode()
        assert page.status_code == 422
        assert f'id="id_{field}_error"' in content
        assert "Le soir" in content
        assert lines() == []

    def test_asked_twice_it_is_one_line(self, client):
        client.post("/etre-rappele/", TYPED)
        client.post("/etre-rappele/", {**TYPED, "phone": "0612345678", "message": "Le soir"})
        [line] = lines()
        assert line.message == "Le soir"
        assert Participant.objects.count() == 1

    def test_asked_again_once_called_it_is_another_line(self, client):
        client.post("/etre-rappele/", TYPED)
        services.close(call_back=lines()[0], result="done", actor=Actor(officer()))
        client.post("/etre-rappele/", TYPED)
        assert len(lines()) == 2

    def test_too_often_for_one_number(self, client):
        for number in range(CALLS_BY_PHONE.most):
            typed = {**TYPED, "last_name": "Benali" + "a" * number}
            assert client.post("/etre-rappele/", typed).status_code == 302
        assert client.post("/etre-rappele/", TYPED).status_code == 429

    def test_a_candidate_asks_under_their_account(self):
        user = candidate(first_name="Léa", last_name="Roy")
        browser = signed_in(user)
        assert 'value="Léa"' in browser.get("/etre-rappele/").content.decode()
        browser.post("/etre-rappele/", TYPED)
        assert lines()[0].participant.user == user


class TestList:
    @pytest.fixture
    def colleague(self):
        return officer(first_name="Marc")

    @pytest.fixture
    def browser(self):
        return signed_in(officer(first_name="Inès"))

    def act(self, browser, line, act):
        answer = browser.post(f"/rappels/{line.pk}/{act}/", follow=True)
        line.refresh_from_db()
        return answer.content.decode()

    def test_the_oldest_first_and_only_who_waits(self, browser):
        now = timezone.now()
        new = make_line(asked_at=now)
        old = make_line(asked_at=now - timedelta(days=2))
        make_line(closed_at=now, result="done")
        rows = browser.get("/rappels/").context["rows"]
        assert [row["line"] for row in rows] == [old, new]

    def test_taken_by_one_it_is_not_taken_by_another(self, browser, colleague):
        line = make_line()
        services.take(call_back=line, actor=Actor(colleague))
        assert "s’en charge déjà" in self.act(browser, line, "prendre")
        assert line.taken_by == colleague
        # A colleague who is away does not keep it.
        self.act(browser, line, "laisser")
        self.act(browser, line, "prendre")
        assert line.taken_by.first_name == "Inès"
        mine = browser.get("/rappels/", {"etat": "les-miens"}).context["rows"]
        assert [row["line"] for row in mine] == [line]

    @pytest.mark.parametrize(
        ("act", "result"),
        [
            ("regle", "done"),
            ("injoignable", "unreachable"),
            ("mauvais-numero", "wrong_number"),
            ("ne-souhaite-plus", "no_longer"),
        ],
    )
    def test_one_click_closes(self, browser, act, result):
        line = make_line()
        self.act(browser, line, act)
        assert (line.result, line.closed_by.first_name) == (result, "Inès")
        assert "C’est déjà fait par Inès" in self.act(browser, line, act)

    def test_without_an_answer_it_stays_and_counts(self, browser):
        line = make_line()
        content = ""
        for _ in range(services.MAX_ATTEMPTS):
            assert "Injoignable<" not in content
            content = self.act(browser, line, "pas-de-reponse")
        assert (line.attempts, line.closed_at) == (3, None)
        assert f"/rappels/{line.pk}/injoignable/" in content

    def test_a_note_for_the_next_one(self, browser):
        line = make_line()
        browser.post(f"/rappels/{line.pk}/note/", {"note": "Rappeler à midi"})
        assert "Rappeler à midi" in browser.get("/rappels/").content.decode()
        page = browser.post(f"/rappels/{line.pk}/note/", {"note": "x" * 501})
        assert page.status_code == 422

    def test_a_demand_for_help_has_nothing_to_confirm(self, browser):
        line = make_line()
        assert "rien à confirmer" in self.act(browser, line, "confirmer")
        assert line.closed_at is None

    def test_unknown_acts_are_not_addresses(self, browser):
        assert browser.post(f"/rappels/{make_line().pk}/effacer/").status_code == 404

    def test_as_many_queries_for_twenty(self, browser):
        make_line(page_id=JobOfferPageFactory.row().pk)
        few = queries_of(browser, "/rappels/")
        for _ in range(19):
            make_line(page_id=JobOfferPageFactory.row().pk)
        assert queries_of(browser, "/rappels/") == few


class TestConfirming:
    @pytest.fixture
    def waiting(self):
        tomorrow = timezone.now() + timedelta(days=3)
        roster = held(
            make_company(),
            starts_at=tomorrow,
            ends_at=tomorrow + timedelta(hours=2),
            closes_at=tomorrow,
        )
        registration = came(roster, status=Status.TO_CONFIRM, participant=make_phone_guest())
        line = make_line(
            participant=registration.participant,
            purpose="registration",
            subject_id=registration.pk,
        )
        return registration, line

    @pytest.mark.parametrize(
        ("act", "status", "result"),
        [
            ("confirmer", Status.CONFIRMED, "done"),
            ("ne-souhaite-plus", Status.CANCELLED, "no_longer"),
        ],
    )
    def test_a_registration_follows_what_is_said_at_the_phone(self, waiting, act, status, result):
        registration, line = waiting
        signed_in(officer(first_name="Inès")).post(f"/rappels/{line.pk}/{act}/")
        registration.refresh_from_db()
        line.refresh_from_db()
        assert registration.status == status
        assert (line.result, line.closed_by.first_name) == (result, "Inès")

    def test_what_may_not_be_confirmed_leaves_the_line_and_leads_to_the_other_hours(self, waiting):
        registration, line = waiting
        registration.roster.capacity = 0
        registration.roster.waiting_list_size = 0
        registration.roster.save()
        answer = signed_in(officer()).post(f"/rappels/{line.pk}/confirmer/")
        assert answer.url == f"/rencontres/inscription/{registration.pk}/"
        line.refresh_from_db()
        registration.refresh_from_db()
        assert (line.closed_at, registration.status) == (None, Status.TO_CONFIRM)

    def test_an_app_that_fails_closes_nothing(self, monkeypatch):
        def refuse(subject_id, actor):
            raise ParticipationError(services.NOTHING)

        monkeypatch.setitem(registry._known, "application", Confirmation(refuse, refuse))
        line = make_line(purpose="application", subject_id=4)
        for act in (
            lambda: services.confirm(call_back=line, actor=Actor(officer())),
            lambda: services.close(call_back=line, result="no_longer", actor=Actor(officer())),
        ):
            with pytest.raises(ParticipationError):
                act()
        line.refresh_from_db()
        assert line.closed_at is None


@pytest.mark.django_db(transaction=True)
def test_who_was_a_moment_too_late_reads_which_colleague_took_it():
    line, first, second = make_line(), officer(), officer()

    def takes():
        with transaction.atomic():
            services.take(call_back=line, actor=Actor(first))
            until_somebody_waits()

    def takes_too():
        until_held(line)
        services.take(call_back=line, actor=Actor(second))

    taken, refused = at_once(takes, takes_too)
    assert taken is None
    assert isinstance(refused, ParticipationError)
    assert str(first) in str(refused)
