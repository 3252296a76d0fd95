"""Making and stopping links: what is kept, what is refused, two windows at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.holdings import SHARES
from portal.cv.models import Cv, CvHelper, CvShare
from portal.cv.services import sharing
from portal.cv.services.opening import ClosedLinkError, open_link
from portal.cv.services.sharing import FULL, MAX_OPEN
from portal.cv.sharing.secrets import new_key
from tests.portal.accounts.people import person_with
from tests.portal.cv.sharing.links import candidate, cv_of, share
from tests.races import errors_at_once, until_somebody_waits


@pytest.fixture
def owner(db):
    return candidate()


@pytest.fixture
def cv(owner):
    return cv_of(owner)


def test_neither_the_secret_nor_the_code_is_kept(cv):
    made = share(cv, with_code=True, code="Tournesol 7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(cv_cvshare)::text FROM cv_cvshare")
        kept = cursor.fetchone()[0]
    assert made.token not in kept
    assert "ournesol" not in kept


def test_a_link_is_said_again_from_what_is_kept_and_the_key_of_the_site_only(cv, owner, settings):
    """The code too when we chose it; a change of key is lived through, a lost key is told."""
    made = {
        "": share(cv),
        "drawn": share(cv, with_code=True),
        "typed": share(cv, with_code=True, code="Tournesol 7"),
    }

    def again(made):
        return services.share_again(cv=cv, user=owner, share_pk=made.share.pk)

    for name, first in made.items():
        code = "" if name == "typed" else first.code
        assert (again(first).token, again(first).code) == (first.token, code)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key, as long as a key has to be"
    with pytest.raises(CvError, match="ne pouvons plus le montrer"):
        again(made["drawn"])
    settings.SECRET_KEY_FALLBACKS = ["older", former]
    assert again(made["drawn"]).code == made["drawn"].code
    CvShare.objects.update(seed="")  # made before there were seeds
    with pytest.raises(CvError, match="ne pouvons plus le montrer"):
        again(made[""])
    assert open_link(token=made[""].token) == made[""].share


def test_a_link_lasts_as_long_as_asked(cv):
    for days in (7, 15, 30):
        made = share(cv, days=days)
        assert made.share.expires_at - made.share.created_at == timedelta(days=days)
    with pytest.raises(CvError, match="7, 15 ou 30"):
        share(cv, days=31)


def test_the_same_form_sent_twice_makes_one_link(cv, owner):
    key = new_key()
    wishes = {"cv": cv, "user": owner, "key": key, "with_code": True}
    first = services.create_share(**wishes)
    again = services.create_share(**wishes)
    assert (first.token, first.code) == (again.token, again.code)
    # Back, another wish: another link, never the first one with its name.
    other = services.create_share(**wishes, is_anonymous=True)
    assert other.token != first.token
    assert cv.shares.count() == 2


def test_the_same_form_does_not_open_a_link_that_was_stopped(cv, owner):
    key = new_key()
    made = services.create_share(cv=cv, user=owner, key=key)
    services.stop_share(cv=cv, user=owner, share=made.share)
    with pytest.raises(CvError, match="terminé"):
        services.create_share(cv=cv, user=owner, key=key)
    assert not CvShare.objects.open().exists()


@pytest.mark.parametrize("key", ["", "faux", "faux:faux:faux"])
def test_a_form_that_is_not_ours_makes_no_link(cv, owner, key):
    with pytest.raises(CvError, match="recommencez"):
        services.create_share(cv=cv, user=owner, key=key)
    assert not cv.shares.exists()


@pytest.mark.parametrize(
    "code", ["123456", "abcdef", "111111", "azerty", "abc1", "x" * 21, "ab" * 4]
)
def test_a_code_that_is_easy_or_too_long_is_refused(cv, code):
    with pytest.raises(CvError):
        share(cv, with_code=True, code=code)
    assert not cv.shares.exists()


def test_somebody_else_neither_shares_nor_stops(cv):
    made = share(cv)
    helper = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=helper)
    for stranger in (candidate(), helper):
        with pytest.raises(CvError, match="plus là"):
            services.create_share(cv=cv, user=stranger, key=new_key())
        with pytest.raises(CvError, match="plus là"):
            services.stop_share(cv=cv, user=stranger, share=made.share)
        with pytest.raises(CvError, match="lien ouvert"):
            services.share_again(cv=cv, user=stranger, share_pk=made.share.pk)
    assert CvShare.objects.open().get() == made.share


def test_a_link_of_another_cv_is_not_stopped_through_this_one(cv, owner):
    made = share(cv_of(owner))
    with pytest.raises(CvError, match="plus là"):
        services.stop_share(cv=cv, user=owner, share=made.share)
    assert CvShare.objects.open().exists()


def test_twenty_links_are_the_most_and_ended_ones_give_their_place(cv, owner):
    made = [share(cv, recipient=str(number)) for number in range(MAX_OPEN)]
    with pytest.raises(CvError, match="maximum"):
        share(cv)
    services.stop_share(cv=cv, user=owner, share=made[0].share)
    past = timezone.now() - timedelta(days=40)
    CvShare.objects.filter(pk=made[1].share.pk).update(
        created_at=past, expires_at=past + timedelta(days=30)
    )
    share(cv)
    share(cv)
    with pytest.raises(CvError, match="maximum"):
        share(cv)


def test_a_link_is_erased_six_months_after_it_ended(cv, owner):
    now = timezone.now()
    ended, stopped, kept = (share(cv, recipient=name) for name in ("fini", "arrêté", "gardé"))
    for made, age, stop_age in ((ended, 211, None), (stopped, 182, 181), (kept, 181, 179)):
        created_at = now - timedelta(days=age)
        CvShare.objects.filter(pk=made.share.pk).update(
            created_at=created_at,
            expires_at=created_at + timedelta(days=30),
            revoked_at=now - timedelta(days=stop_age) if stop_age else None,
        )
    assert set(CvShare.objects.filter(SHARES.expired(now))) == {ended.share, stopped.share}


def test_stopping_twice_keeps_the_first_time(cv, owner):
    made = share(cv)
    first = services.stop_share(cv=cv, user=owner, share=made.share).revoked_at
    assert services.stop_share(cv=cv, user=owner, share=made.share).revoked_at == first


def test_a_cv_that_comes_back_does_not_bring_its_links_back(cv, owner):
    made = share(cv)
    services.delete_cv(cv=cv, user=owner)
    deleted = Cv.objects.get(pk=cv.pk)
    assert deleted.stopped_links
    services.undelete_cv(cv=cv, user=owner)
    with pytest.raises(ClosedLinkError):
        services.open_link(token=made.token)


def test_a_closed_account_shows_nothing(cv, owner):
    made = share(cv)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    with pytest.raises(ClosedLinkError):
        services.open_link(token=made.token)


def test_who_has_no_cvs_any_more_shows_none(cv, owner):
    """They could not stop the link."""
    made = share(cv)
    owner.groups.clear()
    with pytest.raises(ClosedLinkError):
        services.open_link(token=made.token)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [False, True], ids=["without-the-lock", "with-the-lock"])
def test_two_windows_do_not_pass_twenty_links(cv, monkeypatch, locked):
    for number in range(MAX_OPEN - 1):
        share(cv, recipient=str(number))
    if not locked:
        monkeypatch.setattr(sharing, "_locked", lambda cv, _: Cv.objects.get(pk=cv.pk))
    counted = []

    def met(code):
        counted.append(code)
        # With the lock, the other waits for this one; without, both have counted.
        until_somebody_waits(unless=lambda: len(counted) == 2)
        return "!"

    # It is called between the count and the writing.
    monkeypatch.setattr(sharing, "make_password", met)
    refused = errors_at_once(*[lambda: share(cv, with_code=True)] * 2)
    expected = [FULL] if locked else []
    assert [str(error) for error in refused] == expected
    assert cv.shares.count() == MAX_OPEN + 1 - len(expected)
