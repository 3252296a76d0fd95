"""What an address refuses: one place writes it, whoever clicks, however often."""

import threading

import pytest
from django.db import connection

from snippets.mail.categories import MailCategory, register_category
from snippets.mail.preferences.refusals import (
    accept_category,
    copy_refusals,
    refuse_category,
    refused_categories,
    set_preferences,
)
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, MailRefusal

ADDRESS = "eloise@exemple.test"
SOURCE = MailRefusal.Source


@pytest.fixture
def news(monkeypatch):
    """A second optional category, and no other."""
    from snippets.mail import categories as mail_categories

    known = {key: mail_categories.get_category(key) for key in ("service", "reminders")}
    monkeypatch.setattr(mail_categories, "_categories", known)
    register_category(MailCategory("news", "Actualités", "Ce qui change."))


def refuse(category="reminders", address=ADDRESS, source=SOURCE.ONE_CLICK):
    refuse_category(address=address, category=category, source=source)


@pytest.mark.django_db
def test_refused_category_is_withheld_and_others_leave():
    refuse(address="  Eloise@Exemple.test ")
    withheld = queue_mail("offer_expiring", to="Eloise@exemple.test", context={})
    assert (withheld.status, withheld.dispatch.withheld) == (Delivery.WITHHELD, "declined")
    assert queue_mail("offer_published", to=ADDRESS, context={}).status == Delivery.QUEUED
    assert queue_mail("offer_expiring", to="a@exemple.test", context={}).status == Delivery.QUEUED


@pytest.mark.django_db
def test_refusing_twice_keeps_the_first_word():
    refuse(source=SOURCE.PREFERENCES)
    refuse(source=SOURCE.ONE_CLICK)
    assert MailRefusal.objects.get().source == SOURCE.PREFERENCES


@pytest.mark.django_db
def test_accepted_category_leaves_again():
    refuse()
    accept_category(address="Eloise@exemple.test", category="reminders")
    accept_category(address=ADDRESS, category="reminders")
    assert refused_categories(ADDRESS) == set()
    assert queue_mail("offer_expiring", to=ADDRESS, context={}).status == Delivery.QUEUED


@pytest.mark.django_db
@pytest.mark.parametrize("category", ["service", "absent", ""])
def test_necessary_or_unknown_category_cannot_be_refused(category):
    with pytest.raises(ValueError, match="cannot be refused"):
        refuse(category)
    with pytest.raises(ValueError, match="cannot be refused"):
        accept_category(address=ADDRESS, category=category)
    with pytest.raises(ValueError, match="cannot be refused"):
        set_preferences(address=ADDRESS, accepted=[category], source=SOURCE.PREFERENCES)
    assert not MailRefusal.objects.exists()


@pytest.mark.django_db
def test_preferences_replace_what_was_refused(news):
    refuse("news")
    set_preferences(address=ADDRESS, accepted=["news"], source=SOURCE.PREFERENCES)
    assert refused_categories(ADDRESS) == {"reminders"}
    set_preferences(address=ADDRESS, accepted=["news", "reminders"], source=SOURCE.PREFERENCES)
    assert refused_categories(ADDRESS) == set()
    refuse("news", "autre@exemple.test")
    set_preferences(address=ADDRESS, accepted=[], source=SOURCE.PREFERENCES)
    assert refused_categories(ADDRESS) == {"news", "reminders"}
    assert refused_categories("autre@exemple.test") == {"news"}


@pytest.mark.django_db
def test_new_address_refuses_what_either_refused(news):
    refuse("news")
    refuse("reminders", "nouvelle@exemple.test")
    copy_refusals(from_address="Eloise@exemple.test", to_address="Nouvelle@exemple.test")
    assert refused_categories("nouvelle@exemple.test") == {"news", "reminders"}
    # The old address has not changed its mind.
    assert refused_categories(ADDRESS) == {"news"}


@pytest.mark.django_db(transaction=True)
def test_changes_that_cross_all_end(news):
    """Without one at a time, opposite choices wait for each other's rows: a deadlock."""
    refuse("news")
    refuse("reminders", "autre@exemple.test")
    start, errors = threading.Barrier(4), []

    def choose(accepted):
        start.wait()
        try:
            for _ in range(20):
                set_preferences(address=ADDRESS, accepted=accepted, source=SOURCE.PREFERENCES)
                refuse("news")
        except Exception as error:  # noqa: BLE001 - told by the assertion
            errors.append(error)
        finally:
            connection.close()

    choices = (["news"], ["reminders"], ["news", "reminders"], [])
    threads = [threading.Thread(target=choose, args=[accepted]) for accepted in choices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert refused_categories(ADDRESS) >= {"news"}
