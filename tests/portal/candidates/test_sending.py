"""Sending alerts: what is new, each offer once for an address, whatever is killed or doubled."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.candidates.models import AlertedOpportunity, Frequency, SavedSearch
from portal.candidates.schedule import last_daily, last_weekly
from portal.candidates.services import sending
from portal.candidates.services.alerts import pause_alert, resume_alert
from portal.candidates.services.sending import send_due_alerts
from snippets.models import MailRefusal
from tests.portal.candidates.things import candidate, make_alert, started
from tests.races import ROUNDS
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


def mails() -> list[Email]:
    return list(Email.objects.filter(subject__contains="ouvelle").order_by("pk"))


def new_row(title: str = "Soudeur", **fields):
    return make_row(title=title, published_at=timezone.now() - timedelta(hours=1), **fields)


def test_sending_tells_what_is_new_once():
    user = candidate()
    make_alert(user, **started(2))
    make_row(title="Soudeur ancien", published_at=timezone.now() - timedelta(days=3))
    row = new_row("Soudeur ou soudeuse", organisation_name="Atelier Rémond", contract="cdi")
    assert send_due_alerts() == 1
    [mail] = mails()
    assert mail.to == [user.email]
    assert "Soudeur ou soudeuse\nAtelier Rémond, Belfort, CDI" in mail.message
    assert f"{row.url}" in mail.message
    assert "Soudeur ancien" not in mail.message
    assert "/alertes/arreter/" in mail.message
    assert send_due_alerts(timezone.now() + timedelta(days=1)) == 0
    assert send_due_alerts(timezone.now() + timedelta(days=2)) == 0
    assert len(mails()) == 1


def test_sending_with_nothing_new_writes_nothing():
    make_alert(candidate(), **started(2))
    assert send_due_alerts() == 0
    assert mails() == []


def test_sending_says_nothing_again_of_an_offer_that_is_republished_or_edited():
    make_alert(candidate(), **started(2))
    row = new_row()
    send_due_alerts()
    tomorrow = timezone.now() + timedelta(days=1)
    type(row).objects.filter(pk=row.pk).update(published_at=tomorrow - timedelta(minutes=5))
    assert send_due_alerts(tomorrow) == 0


def test_sending_does_not_miss_an_offer_dated_before_the_last_run():
    make_alert(candidate(), **started(3))
    now = timezone.now()
    send_due_alerts(now)
    make_row(title="Soudeur tardif", published_at=now - timedelta(seconds=30))
    assert send_due_alerts(now + timedelta(days=1)) == 1


def test_sending_gathers_the_alerts_of_an_address_and_tells_each_offer_once():
    user = candidate()
    make_alert(user, "q=soudeur", **started(2))
    make_alert(user, "contrat=cdi", **started(2))
    both = new_row("Soudeur commun", contract="cdi")
    new_row("Vendeur", contract="cdi")
    assert send_due_alerts() == 1
    [mail] = mails()
    assert mail.message.count(both.url) == 1
    assert "Vendeur" in mail.message
    assert mail.message.count("/alertes/arreter/") == 2


def test_sending_lists_ten_offers_then_leads_to_all_of_them():
    make_alert(candidate(), **started(2))
    for number in range(12):
        new_row(f"Soudeur {number}")
    send_due_alerts()
    [mail] = mails()
    assert "12 nouvelles offres" in mail.message.replace("\u00a0", " ")
    assert mail.message.count("/offres/annonce-") == 10
    assert "/offres/?q=soudeur&tri=date" in mail.message
    # The two that were not listed are behind the link: they are not sent again.
    assert send_due_alerts(timezone.now() + timedelta(days=1)) == 0


@pytest.mark.parametrize("state", ["paused", "refused", "pending", "deleted"])
def test_sending_leaves_alone_who_does_not_want_it(state):
    user = candidate()
    alert = make_alert(user, **started(2))
    if state == "paused":
        pause_alert(alert=alert)
    elif state == "refused":
        MailRefusal.objects.create(address=user.email, category="alerts", source="account")
    elif state == "pending":
        SavedSearch.objects.update(confirmed_at=None, slot=None)
    else:
        SavedSearch.objects.update(deleted_at=timezone.now())
    new_row()
    assert send_due_alerts() == 0
    assert not Email.objects.exists()


def test_resuming_does_not_send_what_was_published_meanwhile():
    alert = make_alert(candidate(), **started(5))
    pause_alert(alert=alert)
    new_row()
    resume_alert(alert=alert)
    assert send_due_alerts(timezone.now() + timedelta(days=1)) == 0


def test_sending_skips_a_search_that_means_nothing_any_more():
    make_alert(candidate(), **started(2))
    SavedSearch.objects.update(query="q=soudeur&lieu=Nullepart")
    new_row()
    assert send_due_alerts() == 0


def test_an_address_that_fails_does_not_hold_back_the_others(monkeypatch, caplog):
    first, second = candidate(), candidate()
    make_alert(first, **started(2))
    make_alert(second, **started(2))
    new_row()
    send = sending.send_to
    broken = SavedSearch.objects.owned_by(first).get().recipient_id

    def fail_once(recipient_id, now):
        if recipient_id == broken:
            message = "broken"
            raise RuntimeError(message)
        return send(recipient_id, now)

    monkeypatch.setattr(sending, "send_to", fail_once)
    assert send_due_alerts() == 1
    assert [mail.to for mail in mails()] == [[second.email]]
    assert first.email not in caplog.text


def test_a_run_killed_while_it_writes_leaves_everything_to_the_next(monkeypatch):
    make_alert(candidate(), **started(2))
    new_row()
    queue = sending.queue_mail

    def queue_then_die(*args, **kwargs):
        queue(*args, **kwargs)
        raise SystemExit

    monkeypatch.setattr(sending, "queue_mail", queue_then_die)
    with pytest.raises(SystemExit):
        send_due_alerts()
    assert not Email.objects.exists()
    monkeypatch.setattr(sending, "queue_mail", queue)
    assert send_due_alerts() == 1


def test_sending_costs_the_same_queries_for_one_alert_as_each_of_twenty():
    user = candidate()
    for number in range(20):
        make_alert(user, f"q=mot{number}", **started(2))
    with CaptureQueriesContext(connection) as queries:
        send_due_alerts()
    # One search for each alert, and a fixed number besides.
    assert len(queries) <= 20 + 12


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        # Paris is UTC+1 in winter, UTC+2 in summer; Monday 11 January 2027.
        (utc(2027, 1, 11, 5, 59), utc(2027, 1, 10, 6), utc(2027, 1, 4, 6)),
        (utc(2027, 1, 11, 6, 0), utc(2027, 1, 11, 6), utc(2027, 1, 11, 6)),
        (utc(2027, 1, 17, 23, 30), utc(2027, 1, 17, 6), utc(2027, 1, 11, 6)),
        # The clock goes forward on Sunday 28 March.
        (utc(2027, 3, 28, 5, 0), utc(2027, 3, 28, 5), utc(2027, 3, 22, 6)),
        (utc(2027, 3, 29, 4, 0), utc(2027, 3, 28, 5), utc(2027, 3, 22, 6)),
    ],
)
def test_departures_are_in_the_time_of_france(now, daily, weekly):
    assert (last_daily(now), last_weekly(now)) == (daily, weekly)


def test_a_weekly_alert_waits_for_its_day():
    monday = datetime(2027, 1, 11, 7, 5, tzinfo=timezone.get_default_timezone())
    make_alert(
        candidate(),
        frequency=Frequency.WEEKLY,
        since=monday - timedelta(days=7),
        watermark=monday - timedelta(days=7),
    )
    make_row(title="Soudeur", published_at=monday - timedelta(days=3))
    assert send_due_alerts(monday - timedelta(days=1)) == 0
    assert send_due_alerts(monday) == 1
    assert send_due_alerts(monday + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ROUNDS)
def test_two_runs_at_once_send_one_message(round_):
    user = candidate()
    make_alert(user, **started(2))
    new_row()
    ready = threading.Barrier(2, timeout=20)
    counts: list[int] = []

    def run() -> None:
        try:
            ready.wait()
            counts.append(send_due_alerts())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(counts) == [0, 1]
    assert len(mails()) == 1
    assert AlertedOpportunity.objects.count() == 1
