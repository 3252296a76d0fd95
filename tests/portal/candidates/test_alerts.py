"""Saving a search, by an account or by an address that confirms."""

import html
import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.candidates import counting
from portal.candidates.errors import CandidateError
from portal.candidates.links import confirm_url, stop_url
from portal.candidates.models import MAX_ALERTS, AlertRecipient, Frequency, SavedSearch
from portal.candidates.searches import search_of
from portal.candidates.services import alerts as services
from portal.candidates.services.alerts import (
    ask_alert,
    confirm_alert,
    delete_alert,
    move_alerts,
    save_search,
)
from portal.personal_data.services import purge
from tests.factories import CommuneFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.candidates.things import candidate, make_alert
from tests.races import at_once
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db
ADDRESS = "eloise@exemple.test"
NEW = "/alertes/nouvelle/?q=soudeur"


def ask(browser: Client, address: str = ADDRESS, path: str = NEW):
    return browser.post(path, {"frequency": "daily", "email": address})


def path_in(mail: Email) -> str:
    return re.search(r"/alertes/\w+/[\w.:-]+/", mail.message)[0]


def test_search_is_named_in_french():
    CommuneFactory(belfort=True)
    query = "q=soudeur&lieu=Belfort&rayon=20&contrat=cdi&debutant=1&depuis=7&tri=date&page=3"
    search = search_of(query)
    assert search.name == "Soudeur, à 20\u00a0km de Belfort, CDI, débutant accepté"
    assert search.query == "q=soudeur&lieu=Belfort&rayon=20&contrat=cdi&debutant=1"
    assert search_of("").name == "Toutes les offres"
    assert search_of("type=session").name == "Sessions de recrutement"


def test_the_same_search_written_otherwise_is_the_same():
    written = search_of("contrat=cdi&q=soudeur&page=2").query
    assert written == search_of("q=soudeur&contrat=cdi").query


UNREADABLE = ["lieu=Nullepart", "rayon=abc&lieu=x", "type=rien", f"x={'x' * 9000}"]


@pytest.mark.parametrize("query", UNREADABLE)
def test_a_search_that_cannot_be_read_is_refused_and_shown(query):
    page = Client().get(f"/alertes/nouvelle/?{query}")
    assert page.status_code == 200
    asked = ask(Client(), path=f"/alertes/nouvelle/?{query}")
    assert asked.status_code == 422
    assert not SavedSearch.objects.exists()


def test_a_visitor_confirms_by_the_button_of_the_page_and_not_by_its_reading():
    browser = Client()
    assert ask(browser).url == "/alertes/demandee/"
    path = path_in(Email.objects.get())
    assert browser.get(path).status_code == 200
    assert SavedSearch.objects.get().is_pending
    assert "commence" in browser.post(path).content.decode()
    assert not SavedSearch.objects.get().is_pending
    browser.post(path)
    assert SavedSearch.objects.get().slot == 1


def test_the_answer_is_the_same_whatever_the_address():
    known = candidate(email="connue@exemple.test")
    make_alert(known)
    answers = {
        (answer.status_code, answer.url)
        for answer in (ask(Client(), known.email), ask(Client(), "inconnue@exemple.test"))
    }
    assert answers == {(302, "/alertes/demandee/")}
    assert Email.objects.filter(to=known.email).get().subject == "Votre alerte d’offres"


def test_the_message_to_a_stranger_repeats_no_sentence_of_the_asker():
    path = "/alertes/nouvelle/?q=Gagnez+1000+euros+sur+evil.example+vite"
    ask(Client(), path=path)
    mail = Email.objects.get()
    assert "evil" not in mail.message + mail.subject + mail.html_message
    ask(Client(), path=f"{path}%0A%0Ahttp%3A%2F%2Fevil.example")
    assert "evil" not in Email.objects.latest("pk").message


def test_an_address_is_not_written_to_endlessly():
    most, every = counting.BY_ADDRESS_AND_VISITOR.most, counting.BY_ADDRESS.most
    answers = [
        ask(Client(), path=f"/alertes/nouvelle/?q=mot{number}") for number in range(most + 3)
    ]
    assert [answer.status_code for answer in answers] == [302] * most + [429] * 3
    assert "Réessayez dans une heure" in html.unescape(answers[-1].text)
    assert Email.objects.count() == most
    for network in range(9):
        for number in range(most):
            path = f"/alertes/nouvelle/?q=mot{network}x{number}"
            ask(Client(REMOTE_ADDR=f"192.0.2.{network}"), path=path)
    assert Email.objects.count() == every


def test_a_stranger_alone_does_not_keep_somebody_from_an_alert():
    for number in range(60):
        ask(Client(REMOTE_ADDR="192.0.2.7"), path=f"/alertes/nouvelle/?q=mot{number}")
    assert ask(Client(REMOTE_ADDR="198.51.100.1")).status_code == 302
    assert Email.objects.latest("pk").to == [ADDRESS]


def test_who_has_an_account_does_not_wait():
    user = candidate(email=ADDRESS)
    for network in range(4):
        for number in range(5):
            path = f"/alertes/nouvelle/?q=mot{network}x{number}"
            ask(Client(REMOTE_ADDR=f"192.0.2.{network}"), path=path)
    browser = signed_in(user)
    assert browser.post(NEW, {"frequency": "daily"}).url == "/mon-espace/alertes/"


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_write_exactly_so_often():
    sent = [
        lambda number=number: ask(Client(), path=f"/alertes/nouvelle/?q=mot{number}").status_code
        for number in range(24)
    ]
    assert sorted(at_once(*sent)) == [302] * 5 + [429] * 19
    assert Email.objects.count() == 5


def test_a_network_asks_so_many_times():
    for number in range(counting.BY_VISITOR.most):
        ask(Client(), f"personne{number}@exemple.test")
    assert ask(Client(), "autre@exemple.test").status_code == 429


def test_a_robot_is_answered_and_nothing_is_kept():
    data = {"frequency": "daily", "email": ADDRESS, "website": "x"}
    assert Client().post(NEW, data).status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"frequency": "hourly", "email": ADDRESS},
        {"frequency": "daily", "email": "pas une adresse"},
        {"frequency": "daily", "email": f"{'a' * 300}@exemple.test"},
        {"frequency": "daily", "email": "a@exemple.test\r\nBcc: b@exemple.test"},
    ],
)
def test_hostile_forms_are_refused(data):
    assert Client().post(NEW, data).status_code == 422
    assert not Email.objects.exists()


@pytest.mark.parametrize("token", ["faux", "1", "1.faux", "999999.x.y", "é"])
@pytest.mark.parametrize("action", ["confirmer", "arreter"])
def test_forged_links_are_refused(token, action):
    assert Client().get(f"/alertes/{action}/{token}/").status_code == 410
    assert Client().post(f"/alertes/{action}/{token}/").status_code == 410


def test_a_link_to_confirm_does_not_stop_nor_the_reverse():
    alert = make_alert(candidate())
    confirm, stop = (url(alert).split("/")[-2] for url in (confirm_url, stop_url))
    assert Client().post(f"/alertes/arreter/{confirm}/").status_code == 410
    assert Client().post(f"/alertes/confirmer/{stop}/").status_code == 410


def test_a_link_stops_one_alert_and_offers_to_resume():
    user = candidate()
    alert, other = make_alert(user), make_alert(user, "q=vendeur")
    path = stop_url(alert).removeprefix("http://localhost:8000")
    Client().get(path)
    alert.refresh_from_db()
    assert alert.paused_at is None
    assert "Reprendre" in Client().post(path).content.decode()
    alert.refresh_from_db()
    other.refresh_from_db()
    assert alert.paused_at
    assert other.paused_at is None
    Client().post(path, {"reprendre": "1"})
    alert.refresh_from_db()
    assert alert.paused_at is None


def test_the_same_search_twice_is_said():
    user = candidate()
    browser = signed_in(user)
    assert browser.post(NEW, {"frequency": "daily"}).status_code == 302
    again = browser.post(NEW, {"frequency": "weekly"})
    assert again.status_code == 422
    assert "déjà cette alerte" in again.content.decode()


def test_alerts_of_an_address_appear_in_the_account_that_is_opened_later():
    ask(Client())
    confirm_alert(alert=SavedSearch.objects.get())
    user = candidate(email=ADDRESS)
    assert "Soudeur" in signed_in(user).get("/mon-espace/alertes/").content.decode()


def test_alerts_follow_an_address_that_changes():
    user = candidate()
    make_alert(user)
    make_alert(user, "q=vendeur")
    other = candidate()
    make_alert(other)
    move_alerts(from_address=user.email, to_address=other.email)
    assert set(SavedSearch.objects.owned_by(other).values_list("query", flat=True)) == {
        "q=soudeur",
        "q=vendeur",
    }
    assert not SavedSearch.objects.owned_by(user).exists()


def test_unconfirmed_alerts_take_no_place_and_go_after_a_week():
    ask(Client())
    assert SavedSearch.objects.get().slot is None
    SavedSearch.objects.update(created_at=timezone.now() - timedelta(days=8))
    AlertRecipient.objects.update(created_at=timezone.now() - timedelta(days=8))
    purge(dry_run=False)
    assert not SavedSearch.objects.exists()
    assert not AlertRecipient.objects.exists()


def test_the_database_refuses_a_twenty_first_place():
    alert = make_alert(candidate())
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.filter(pk=alert.pk).update(slot=MAX_ALERTS + 1)


def test_a_full_address_is_told_by_mail_and_on_the_screen_of_its_account():
    user = candidate()
    for number in range(MAX_ALERTS):
        make_alert(user, f"q=mot{number}")
    assert signed_in(user).post(NEW, {"frequency": "daily"}).status_code == 422
    ask_alert(address=user.email, search=search_of("q=soudeur"), frequency=Frequency.DAILY)
    assert "20 alertes" in Email.objects.get().message
    assert SavedSearch.objects.count() == MAX_ALERTS


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once_by_two_people_at_once():
    user = candidate()
    for number in range(MAX_ALERTS - 1):
        make_alert(user, f"q=mot{number}")
    ready = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def run(query: str) -> None:
        try:
            ready.wait()
            save_search(user=user, search=search_of(query), frequency=Frequency.DAILY)
            outcomes.append("saved")
        except CandidateError:
            outcomes.append("refused")
        except IntegrityError:
            outcomes.append("broken")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[query]) for query in ("q=un", "q=deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["refused", "saved"]
    assert SavedSearch.objects.count() == MAX_ALERTS


def test_a_deleted_alert_comes_back():
    user = candidate()
    alert = make_alert(user)
    browser = signed_in(user)
    page = browser.post(f"/mon-espace/alertes/{alert.pk}/supprimer/", follow=True)
    assert "est supprimée" in page.content.decode()
    assert not SavedSearch.objects.owned_by(user).exists()
    browser.post(f"/mon-espace/alertes/{alert.pk}/retablir/")
    assert SavedSearch.objects.owned_by(user).exists()


def test_an_alert_is_renamed_paused_and_seen():
    user = candidate()
    alert = make_alert(user)
    make_row(title="Soudeur", published_at=timezone.now() + timedelta(seconds=1))
    browser = signed_in(user)
    assert "1\u00a0nouvelle offre" in browser.get("/mon-espace/alertes/").content.decode()
    browser.post(
        f"/mon-espace/alertes/{alert.pk}/modifier/", {"name": "Le soir", "frequency": "weekly"}
    )
    browser.post(f"/mon-espace/alertes/{alert.pk}/pause/")
    alert.refresh_from_db()
    assert (alert.name, alert.frequency, bool(alert.paused_at)) == ("Le soir", "weekly", True)
    results = browser.get(f"/mon-espace/alertes/{alert.pk}/offres/")
    assert results.url == "/offres/?q=soudeur&tri=date"
    alert.refresh_from_db()
    assert alert.seen_at


def test_the_list_costs_the_same_for_one_and_twenty():
    user = candidate()
    browser = signed_in(user)
    make_alert(user, "q=mot0")
    one = queries_of(browser, "/mon-espace/alertes/"), queries_of(browser, "/mon-espace/")
    for number in range(1, MAX_ALERTS):
        make_alert(user, f"q=mot{number}")
    twenty = queries_of(browser, "/mon-espace/alertes/"), queries_of(browser, "/mon-espace/")
    assert twenty == one


def test_an_alert_that_was_deleted_is_asked_for_again():
    user = candidate()
    alert = make_alert(user)
    delete_alert(alert=alert)
    ask(Client(), user.email)
    Client().post(path_in(Email.objects.get()))
    assert SavedSearch.objects.owned_by(user).active().get() == alert
    assert SavedSearch.objects.count() == 1


def test_an_alert_that_goes_during_the_click_is_not_found(monkeypatch):
    """A purge, or a twenty-first alert that takes its place, between reading it and changing it."""
    eloise = candidate()
    alert = make_alert(eloise)
    lock = services._lock_one

    def late(found):
        SavedSearch.objects.all().delete()
        return lock(found)

    monkeypatch.setattr(services, "_lock_one", late)
    assert signed_in(eloise).post(f"/mon-espace/alertes/{alert.pk}/pause/").status_code == 404
    # What the request had begun is undone with it: the alert is there again.
    answer = Client().post(stop_url(alert).split(":8000")[-1])
    assert answer.status_code == 410
    assert "n’existe plus" in answer.text
