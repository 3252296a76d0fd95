"""Twice a year each level of staff is confirmed or ends; nobody is left without a word."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import AUTOMATIC, Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, LevelGrant, LevelReview
from portal.accounts.services.grants import confirm_grant, end_grant
from portal.accounts.services.reviews import open_review, run_reviews
from tests.portal.accounts.people import person_with, queries_of, signed_in

REVIEW = "/habilitations/revue/"


def make_older(days):
    LevelGrant.objects.update(granted_at=timezone.now() - timedelta(days=days))


def subjects(user):
    return [mail.subject for mail in Email.objects.filter(to=user.email).order_by("pk")]


def with_days_left(days):
    LevelReview.objects.update(due_on=timezone.localdate() + timedelta(days=days))
    run_reviews()


@pytest.fixture
def claire(nadia, paul):
    """Somebody of staff, whose level is half a year old."""
    user = person_with(LevelName.COMMUNICATION, email="claire@exemple.test")
    make_older(200)
    return user


def test_a_review_opens_six_months_after_the_first_level_and_once(claire, nadia, paul):
    make_older(181)
    run_reviews()
    assert not LevelReview.objects.exists()
    make_older(182)
    run_reviews()
    run_reviews()
    review = LevelReview.objects.get()
    assert review.days_left() == 30
    assert review.waiting().count() == 3
    for user in (nadia, paul):
        assert len(subjects(user)) == 1
        assert subjects(user)[0].startswith("3 niveaux à confirmer")
    assert subjects(claire) == []


def test_the_next_review_opens_six_months_after_the_last(claire):
    old = open_review()
    LevelReview.objects.filter(pk=old.pk).update(
        opened_at=timezone.now() - timedelta(days=181), closed_at=timezone.now()
    )
    run_reviews()
    assert LevelReview.objects.count() == 1
    LevelReview.objects.update(opened_at=timezone.now() - timedelta(days=182))
    run_reviews()
    assert LevelReview.objects.open().count() == 1


def test_two_reviews_are_never_open(claire):
    open_review()
    with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
        open_review()


def test_administrators_are_reminded_14_and_3_days_before_and_once_each(claire, nadia):
    open_review()
    for days in (15, 14, 14, 13, 4, 3, 2, 0):
        with_days_left(days)
    reminders = [subject for subject in subjects(nadia) if subject.startswith("Encore")]
    assert len(reminders) == 2


def test_a_late_worker_sends_one_reminder_not_two(claire, nadia):
    open_review()
    with_days_left(2)
    with_days_left(2)
    assert len([subject for subject in subjects(nadia) if subject.startswith("Encore")]) == 1


def test_nobody_is_reminded_of_nothing(claire, nadia):
    review = open_review()
    for grant in review.waiting():
        LevelGrant.objects.filter(pk=grant.pk).update(confirmed_at=timezone.now())
    with_days_left(3)
    assert not any(subject.startswith("Encore") for subject in subjects(nadia))


def test_what_nobody_confirmed_ends_with_its_sessions_and_a_mail(claire, nadia, paul):
    review = open_review()
    for user, by in ((nadia, paul), (paul, nadia)):
        confirm_grant(grant=user.grants.get(), actor=Actor(by))
    browser = signed_in(claire)
    with_days_left(0)
    assert browser.get("/cms/").status_code == 200
    with_days_left(-1)
    with_days_left(-1)
    assert browser.get("/cms/").status_code == 302
    grant = claire.grants.get()
    assert not grant.is_active
    assert "non confirmé" in grant.end_reason
    assert subjects(claire) == ["Votre niveau «\u00a0Communication\u00a0» sur Déclic est retiré"]
    assert AuditEntry.objects.get(subject=claire, action="level_ended").actor_name == AUTOMATIC
    assert LevelGrant.objects.administrators().count() == 2
    review.refresh_from_db()
    assert review.closed_at


def test_the_last_administrator_survives_a_review_that_everybody_forgot(claire, nadia, paul):
    open_review()
    with_days_left(-1)
    assert LevelGrant.objects.administrators().count() == 1
    assert not LevelReview.objects.open().exists()


def test_a_level_given_during_a_review_is_not_of_it(claire):
    review = open_review()
    newcomer = person_with(LevelName.EMPLOYMENT_OFFICER)
    assert newcomer.grants.get() not in review.waiting()
    with_days_left(-1)
    assert newcomer.grants.active().exists()


def test_nobody_confirms_their_own_level_unless_alone(nadia, paul):
    grant = nadia.grants.get()
    with pytest.raises(AccountError, match="collègue"):
        confirm_grant(grant=grant, actor=Actor(nadia))
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    confirm_grant(grant=grant, actor=Actor(nadia))
    grant.refresh_from_db()
    assert grant.confirmed_at


def test_several_are_confirmed_at_once_and_progress_shows(admin, nadia, paul, claire):
    review = open_review()
    chosen = [claire.grants.get().pk, paul.grants.get().pk, nadia.grants.get().pk]
    response = admin.post(REVIEW, {"grant": chosen}, follow=True)
    text = response.content.decode()
    assert "2\u00a0niveaux confirmés" in text
    assert "collègue confirme vos propres niveaux" in text
    assert review.progress() == (2, 3)
    assert [grant.user for grant in review.waiting()] == [nadia]
    assert AuditEntry.objects.filter(action="level_confirmed", actor=nadia).count() == 2
    assert AuditEntry.objects.get(action="level_refused").subject == nadia
    assert "2 sur 3" in admin.get("/habilitations/").content.decode()


def test_a_level_of_another_time_is_not_confirmed_by_its_number(admin, claire):
    open_review()
    newcomer = person_with(LevelName.SPONSOR).grants.get()
    admin.post(REVIEW, {"grant": [newcomer.pk, "x", "99999999999999999999"]})
    newcomer.refresh_from_db()
    assert newcomer.confirmed_at is None


def test_nothing_ticked_says_so(admin, claire):
    open_review()
    assert "Cochez" in admin.post(REVIEW, follow=True).content.decode()


def test_the_page_costs_the_same_for_one_and_twenty(admin, nadia, paul):
    def make(count):
        for _ in range(count):
            person_with(LevelName.EMPLOYMENT_OFFICER)
        make_older(200)

    make(1)
    open_review()
    for_one = queries_of(admin, REVIEW)
    LevelReview.objects.all().delete()
    make(19)
    open_review()
    assert queries_of(admin, REVIEW) == for_one
    assert len(admin.get(REVIEW).context["grants"]) == 22


def test_without_a_review_the_page_says_what_will_happen(admin):
    assert "s’ouvre d’elle-même" in admin.get(REVIEW).content.decode()
