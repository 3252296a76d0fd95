"""Somebody without an account sees, takes away and erases what is kept of them, by a link."""

import json
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE
from portal.applications.models import Application
from portal.applications.states import Status as ApplicationStatus
from portal.participation.data_links import my_data_url
from portal.participation.guests import held as held_rows
from portal.participation.limits import LINKS_BY_ADDRESS
from portal.participation.models import (
    About,
    CallBack,
    FrozenCv,
    Outcome,
    OutcomeQuestion,
    Participant,
    Side,
)
from portal.participation.services.guest_data import erase_guest, erase_old_guests
from portal.participation.services.outcomes import record_outcome
from portal.participation.signals import participant_erasing
from portal.recruitment.models import Registration
from portal.recruitment.states import Status
from tests.factories import UserFactory
from tests.portal.accounts.people import officer
from tests.portal.participation.people import (
    make_agreement,
    make_application,
    make_frozen_cv,
    make_guest,
    make_phone_guest,
)
from tests.portal.recruitment.met import came, held, make_company

pytestmark = pytest.mark.django_db
ADDRESS = "nadia@exemple.test"
_UPDATES = 'UPDATE "recruitment_registration"'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guest():
    return make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS, phone="06 12 34 56 78")


def path(guest, rest=""):
    return f"/mes-donnees/{my_data_url(guest).rsplit('/', 2)[1]}/{rest}"


def to_come():
    """A session in three days."""
    then = timezone.now() + timedelta(days=3)
    return held(make_company(), starts_at=then, ends_at=then + timedelta(hours=2), closes_at=then)


class TestAsking:
    def ask(self, client, address):
        return client.post("/mes-donnees/", {"email": address}, follow=True)

    def test_the_answer_never_says_whether_an_address_is_known(self, client, guest):
        known = self.ask(client, ADDRESS)
        unknown = self.ask(client, "personne@exemple.test")
        for page in (known, unknown):
            assert page.redirect_chain == [("/mes-donnees/demande/", 302)]
        strip = re.compile(r"csrf\S+|nonce\S+")
        assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
        assert Email.objects.count() == 2

    def test_a_link_for_each_person_of_the_address_and_of_no_other(self, client, guest):
        make_guest(first_name="Karim", last_name="Benali", email=ADDRESS)
        make_guest(first_name="Zoé", last_name="Roy")
        self.ask(client, ADDRESS.upper())
        mail = Email.objects.get()
        assert mail.to == [ADDRESS]
        assert mail.message.count("/mes-donnees/") == 2
        assert "Karim Benali" in mail.message
        assert "Zoé" not in mail.message
        link = re.search(r"https?://[^/]+(/mes-donnees/[\w.-]+/)", mail.message)[1]
        assert ADDRESS not in link
        assert client.get(link).status_code == 200

    def test_an_account_is_led_to_its_own(self, client):
        UserFactory(email=ADDRESS)
        self.ask(client, ADDRESS)
        assert "/compte/mes-donnees/" in Email.objects.get().message

    def test_too_often(self, client):
        for _ in range(LINKS_BY_ADDRESS.most):
            assert self.ask(client, ADDRESS).status_code == 200
        assert self.ask(client, ADDRESS).status_code == 429

    def test_what_is_no_address_says_so(self, client):
        page = self.ask(client, "nadia")
        assert page.status_code == 422
        assert "nom@exemple.fr" in page.content.decode()


class TestPage:
    def test_all_that_is_kept_is_there_and_nothing_of_others(self, client, guest):
        application = make_application(participant=guest, message="Je suis disponible.")
        registration = came(to_come(), participant=guest, status=Status.CONFIRMED)
        other = make_application()
        page = client.get(path(guest))
        content = page.content.decode()
        assert application.title in content
        assert "Je suis disponible." in content
        assert registration.agreement.text in content
        assert other.title not in content
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]

    def test_the_export_has_each_kind_of_row_of_this_person_alone(self, client, guest):
        make_application(participant=guest)
        came(to_come(), participant=guest, status=Status.CONFIRMED)
        CallBack.objects.create(participant=guest, phone="06 12 34 56 78", purpose="help")
        make_application()
        response = client.post(path(guest, "json/"))
        assert response["Content-Disposition"].startswith("attachment")
        data = {item["model"]: item["rows"] for item in json.loads(response.content)["data"]}
        assert data["participation.Participant"][0]["email"] == ADDRESS
        assert len(data["applications.Application"]) == 1
        assert len(data["participation.CallBack"]) == 1
        assert len(data["participation.Agreement"]) == 2
        assert "recruitment.Registration" in data

    @pytest.mark.parametrize("rest", ["", "effacer/"])
    def test_a_link_that_does_not_work_says_why(self, client, guest, rest, monkeypatch):
        good = path(guest, rest)
        assert client.get(good).status_code == 200
        assert client.get(f"/mes-donnees/faux/{rest}").status_code == 410
        later = timezone.now().timestamp() + 8 * 24 * 3600
        with monkeypatch.context() as patch:
            patch.setattr(signing.time, "time", lambda: later)
            assert client.get(good).status_code == 410
        guest.email, guest.email_confirmed_at, guest.user = "", None, UserFactory()
        guest.save()
        assert client.get(good).status_code == 410

    def test_withdrawing_an_agreement_withdraws_the_application(self, client, guest):
        kept, gone = make_application(participant=guest), make_application(participant=guest)
        client.post(path(guest, f"accords/{gone.agreement_id}/"))
        gone.refresh_from_db()
        kept.refresh_from_db()
        assert gone.status == ApplicationStatus.WITHDRAWN
        assert gone.agreement.withdrawn_at
        assert kept.status == ApplicationStatus.SENT

    def test_withdrawing_an_agreement_cancels_the_registration(self, client, guest):
        row = came(to_come(), participant=guest, status=Status.CONFIRMED)
        client.post(path(guest, f"accords/{row.agreement_id}/"))
        row.refresh_from_db()
        assert row.status == Status.CANCELLED
        assert row.agreement.withdrawn_at

    def test_not_the_agreement_of_somebody_else(self, client, guest):
        other = make_application()
        assert client.post(path(guest, f"accords/{other.agreement_id}/")).status_code == 404
        other.agreement.refresh_from_db()
        assert other.agreement.withdrawn_at is None


class TestErasing:
    def test_reading_erases_nothing_the_button_does(self, client, guest):
        client.get(path(guest, "effacer/"))
        assert Participant.objects.filter(erased_at=None, pk=guest.pk).exists()
        assert "C’est effacé" in client.post(path(guest, "effacer/")).content.decode()
        assert client.get(path(guest)).status_code == 410

    def test_nothing_says_who_it_was_and_counts_stay(self, guest):
        company = make_company()
        past, cv = held(company), make_frozen_cv(guest, title="CV de Nadia")
        application = make_application(participant=guest, message="Nadia", cv=cv)
        registration = came(past, participant=guest, accessibility_needs="Fauteuil")
        coming = came(to_come(), participant=guest, status=Status.CONFIRMED)
        CallBack.objects.create(
            participant=guest, phone=guest.phone, purpose="help", message="Nadia"
        )
        record_outcome(
            participant=guest,
            organisation=company,
            about=About.SESSION,
            about_id=past.pk,
            kind="hired",
            side=Side.OFFICER,
            actor=SITE,
        )
        file = cv.file.path
        erase_guest(participant=guest)
        guest.refresh_from_db()
        assert guest.name == "Personne effacée"
        assert (guest.email, guest.phone, guest.folded_name, guest.commune) == ("", "", "", None)
        for row in (application, registration, coming, cv):
            row.refresh_from_db()
        assert (application.status, application.message) == (ApplicationStatus.WITHDRAWN, "")
        assert (registration.status, registration.accessibility_needs) == (Status.PRESENT, "")
        assert coming.status == Status.CANCELLED
        assert (cv.file.name, CallBack.objects.count(), Outcome.objects.count()) == ("", 0, 1)
        assert not OutcomeQuestion.objects.filter(closed_at=None).exists()
        assert file
        for change in (*application.changes.all(), *coming.changes.all()):
            assert "Nadia" not in change.actor_name

    def test_a_list_is_locked_before_its_rows_are_redacted(self, guest):
        """Whoever is changing the same registration holds the list and waits for the row."""
        came(to_come(), participant=guest, status=Status.CONFIRMED, accessibility_needs="Boucle")
        with CaptureQueriesContext(connection) as queries:
            erase_guest(participant=guest)
        said = [query["sql"] for query in queries]
        locked = [n for n, sql in enumerate(said) if "FOR NO KEY UPDATE" in sql and "roster" in sql]
        written = [n for n, sql in enumerate(said) if sql.startswith(_UPDATES)]
        assert locked
        assert locked[0] < written[0]

    def test_the_same_address_may_come_back(self, guest):
        erase_guest(participant=guest)
        erase_guest(participant=guest)
        again = make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS)
        assert again.pk != guest.pk

    def test_an_account_is_not_erased_so(self):
        user = UserFactory()
        person = Participant.objects.create(user=user)
        erase_guest(participant=person)
        person.refresh_from_db()
        assert person.erased_at is None


class TestRetention:
    def old(self, **fields):
        guest = make_guest(**fields)
        Participant.objects.filter(pk=guest.pk).update(
            created_at=timezone.now() - timedelta(days=800)
        )
        return guest

    def erased(self):
        count = erase_old_guests()
        found = set(Participant.objects.filter(erased_at__isnull=False))
        assert len(found) == count
        return found

    def test_two_years_after_the_last_session_or_change(self):
        forgotten, applied, registered, called = (self.old() for _ in range(4))
        make_application(participant=forgotten, days_ago=800)
        past = came(held(days_ago=800), participant=forgotten)
        Registration.objects.filter(pk=past.pk).update(
            changed_at=timezone.now() - timedelta(days=800)
        )
        make_application(participant=applied, days_ago=700)
        came(held(days_ago=10), participant=registered)
        CallBack.objects.create(participant=called, phone="06 12 34 56 78", purpose="help")
        make_application()
        assert self.erased() == {forgotten}

    def test_who_never_proved_anything_goes_sooner(self):
        silent = make_guest(email_confirmed_at=None)
        proved = make_guest()
        waiting = make_guest(email_confirmed_at=None)
        helped = make_guest(email_confirmed_at=None)
        make_application(participant=waiting, status=ApplicationStatus.TO_CONFIRM)
        make_agreement(helped, by=officer())
        never = make_application(participant=silent, status=ApplicationStatus.TO_CONFIRM)
        Application.objects.filter(pk=never.pk).update(status=ApplicationStatus.WITHDRAWN)
        recent = make_phone_guest()
        people = (silent, proved, waiting, helped)
        Participant.objects.filter(pk__in=[person.pk for person in people]).update(
            created_at=timezone.now() - timedelta(days=15)
        )
        assert self.erased() == {silent}
        assert recent.erased_at is None

    def test_one_that_cannot_be_erased_holds_no_other_back(self):
        broken, other = self.old(), self.old()

        def fails(sender, participant, **kwargs):
            if participant == broken:
                raise RuntimeError

        participant_erasing.connect(fails)
        try:
            assert self.erased() == {other}
        finally:
            participant_erasing.disconnect(fails)
        assert erase_old_guests() == 1

    def test_twice_is_once(self):
        self.old()
        assert [erase_old_guests(), erase_old_guests()] == [1, 0]


def test_the_rows_of_a_guest_are_theirs_alone(guest):
    """Each holding that finds an account by its participant finds a guest too, and nobody else."""
    other, user = make_guest(), UserFactory()
    for person in (guest, other, Participant.objects.create(user=user)):
        make_application(participant=person, cv=make_frozen_cv(person))
        came(to_come(), participant=person, status=Status.CONFIRMED)
        CallBack.objects.create(participant=person, phone="06 12 34 56 78", purpose="help")
    found = {holding.model: set(rows) for holding, rows in held_rows(guest)}
    assert {row.pk for row in found["participation.Participant"]} == {guest.pk}
    for model in ("applications.Application", "participation.FrozenCv", "participation.CallBack"):
        assert {row.participant for row in found[model]} == {guest}
    assert FrozenCv.objects.count() == 3
    assert len(found) > 5
