"""Who opens a link, and what is written of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvShare, CvShareOpening
from portal.cv.services.opening import ClosedLinkError, TooManyTriesError
from portal.cv.sharing import counting
from portal.cv.sharing.networks import network_of
from tests.portal.cv.sharing.links import candidate, cv_of, share
from tests.races import at_once, errors_at_once

NOBODY = AnonymousUser()


@pytest.fixture
def cv(db):
    return cv_of(candidate())


def opened(made, *, code="", viewer=NOBODY, address="192.0.2.7", reader=""):
    return services.open_share(
        token=made.token, code=code, viewer=viewer, address=address, reader=reader
    )


def outcome(made, **tried) -> str:
    try:
        opened(made, **tried)
    except CvError as error:
        return type(error).__name__
    return "opened"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        (" 10.1.255.254 ", "10.1.255.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("2001:db8:0:2::1", "2001:db8::/48"),
        ("0:0:5::1", "0:0:5::/48"),
        ("::1", "::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("inconnu", ""),
        ("192.0.2.7, 10.0.0.1", ""),
    ],
)
def test_a_network_is_kept_and_never_an_address(cv, address, network):
    assert network_of(address) == network
    # The constraint of the table takes it.
    opened(share(cv), address=address)
    assert CvShareOpening.objects.get().network == network


def test_two_clicks_are_one_opening_and_another_network_is_another(cv):
    made = share(cv)
    for address in ("192.0.2.7", "192.0.2.200", "198.51.100.1"):
        opened(made, address=address)
    assert made.share.openings.count() == 2
    made.share.openings.update(opened_at=timezone.now() - timedelta(minutes=11))
    opened(made)
    assert made.share.openings.count() == 3


def test_what_the_owner_opens_is_not_counted_and_another_candidate_is(cv):
    made = share(cv)
    opened(made, viewer=cv.owner)
    assert not made.share.openings.exists()
    opened(made, viewer=candidate())
    assert made.share.openings.count() == 1


def test_a_code_opens_whatever_its_capitals_and_spaces(cv):
    made = share(cv, with_code=True, code="Été 1998 !")
    for wrong in ("", "   ", "ete1998!", "\x00", "x" * 5000):
        with pytest.raises(CvError):
            opened(made, code=wrong)
    assert not made.share.openings.exists()
    opened(made, code=" ÉTÉ1998! ")
    assert made.share.openings.count() == 1


def test_a_code_chosen_here_is_six_digits_that_open(cv):
    made = share(cv, with_code=True)
    assert len(made.code) == 6
    assert made.code.isdecimal()
    opened(made, code=f"{made.code[:3]} {made.code[3:]}")
    assert made.share.openings.exists()


@pytest.mark.parametrize(
    ("address", "same", "other"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"),
    ],
)
def test_after_five_wrong_codes_a_visitor_waits_and_others_do_not(cv, address, same, other):
    made = share(cv, with_code=True)
    for _ in range(5):
        with pytest.raises(CvError, match="bon code"):
            opened(made, code="faux-code", address=address)
    with pytest.raises(TooManyTriesError, match="quart d’heure"):
        opened(made, code=made.code, address=same)
    opened(made, code=made.code, address=other)


def test_nobody_alone_uses_up_the_tries_of_a_link(cv):
    made = share(cv, with_code=True)
    for _ in range(counting.BY_LINK.most * 2):
        with pytest.raises(CvError):
            opened(made, code="faux-code")
        # As if a quarter of an hour had passed.
        counting.BY_LINK_AND_VISITOR.forget(made.share.pk, "192.0.2.7")
        counting.BY_VISITOR.forget("192.0.2.7")
    with pytest.raises(TooManyTriesError, match="demandez un autre lien"):
        opened(made, code=made.code)
    opened(made, code=made.code, address="198.51.100.1")


def test_who_found_the_code_before_is_not_kept_out_and_guesses_no_more_than_others(cv):
    made = share(cv, with_code=True)
    for number in range(counting.BY_LINK.most):
        outcome(made, code="faux-code", address=f"10.0.{number}.1")
    assert outcome(made, code=made.code) == "TooManyTriesError"
    assert outcome(made, code=made.code, reader="one") == "opened"
    tries = [outcome(made, code="faux-code", reader="one") for _ in range(6)]
    assert tries == ["CvError"] * 5 + ["TooManyTriesError"]
    assert outcome(made, code=made.code, reader="two") == "opened"


@pytest.mark.django_db(transaction=True)
def test_codes_tried_at_once_pass_exactly_the_limit(cv):
    made = share(cv, with_code=True)
    tries = at_once(*[lambda: outcome(made, code="faux-code")] * 24)
    assert sorted(tries) == ["CvError"] * 5 + ["TooManyTriesError"] * 19


def test_one_link_is_not_tried_from_everywhere(cv):
    made = share(cv, with_code=True)
    for number in range(counting.BY_LINK.most):
        with pytest.raises(CvError, match="bon code"):
            opened(made, code="faux-code", address=f"10.0.{number}.1")
    with pytest.raises(TooManyTriesError):
        opened(made, code=made.code, address="198.51.100.1")
    opened(other := share(cv, with_code=True), code=other.code, address="198.51.100.1")


def test_one_network_does_not_try_every_link(cv):
    links = [share(cv, with_code=True) for _ in range(11)]
    for made in links[:10]:
        for _ in range(5):
            with pytest.raises(CvError, match="bon code"):
                opened(made, code="faux-code")
    with pytest.raises(TooManyTriesError):
        opened(links[10], code=links[10].code)


def test_readers_who_know_the_code_never_wait(cv):
    made = share(cv, with_code=True)
    for _ in range(counting.BY_LINK.most + 5):
        opened(made, code=made.code)


def test_a_link_past_its_time_is_closed(cv):
    made = share(cv)
    past = timezone.now() - timedelta(days=31)
    CvShare.objects.update(created_at=past, expires_at=past + timedelta(days=30))
    with pytest.raises(ClosedLinkError):
        opened(made)


def test_a_link_is_closed_at_once_when_it_is_stopped(cv):
    made = share(cv, with_code=True)
    services.stop_share(cv=cv, user=cv.owner, share=made.share)
    # The right code or not: the same.
    for code in (made.code, "faux-code"):
        with pytest.raises(ClosedLinkError):
            opened(made, code=code)
    assert not made.share.openings.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_opening(cv):
    made = share(cv)
    assert errors_at_once(*[lambda: opened(made)] * 4) == []
    assert made.share.openings.count() == 1
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_opening_does_not_wait_for_who_writes_in_the_cv(cv):
    """It locked the CV and its owner with the link: stopping links meanwhile was a deadlock."""
    made = share(cv)

    def hurried():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return opened(made)

    with transaction.atomic():
        Cv.objects.select_for_update().get(pk=cv.pk)
        User.objects.select_for_update().get(pk=cv.owner_id)
        assert errors_at_once(hurried) == []
    assert made.share.openings.count() == 1
