"""The right to write: it ends at once with the consent, the level, the membership, the account."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.capabilities import HELP_CV
from portal.accounts.holders import may
from portal.accounts.level_names import LevelName
from portal.accounts.models import LevelGrant, Membership, User
from portal.accounts.services.grants import end_grant
from portal.cv import services
from portal.cv.editor.fields import TARGET
from portal.cv.editor.merging import Typed
from portal.cv.errors import CannotWriteError, CvError
from portal.cv.models import (
    Cv,
    CvHelper,
    CvHelpRequest,
    workplaces,
)
from portal.cv.rules import can_edit_cv
from portal.cv.services.helping import UNDO
from portal.personal_data import services as personal_data
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with
from tests.portal.cv.helping.people import partner_of
from tests.races import errors_at_once


def fresh(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def lose_level(adviser):
    end_grant(grant=LevelGrant.objects.get(user=adviser), reason="Mutation", actor=SITE)


def lose_membership(partner):
    Membership.objects.filter(user=partner).update(ended_at=timezone.now())


def lose_verification(partner):
    Organisation.objects.filter(memberships__user=partner).update(verified_at=None)


def be_suspended(partner):
    Organisation.objects.filter(memberships__user=partner).update(
        suspended_at=timezone.now(), suspended_by=UserFactory(), suspension_reason="Plainte"
    )


def be_deactivated(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "event"),
    [
        ("adviser", lose_level),
        ("adviser", be_deactivated),
        ("partner", lose_membership),
        ("partner", lose_verification),
        ("partner", be_suspended),
        ("partner", be_deactivated),
    ],
)
def test_whoever_may_help_no_more_reads_nothing_more(who, event, cv, lina, request):
    helper = request.getfixturevalue(who)
    asked = services.ask_help(cv=cv, user=lina, address=helper.email)
    services.accept_request(request=asked, user=helper)
    assert can_edit_cv(fresh(helper), cv) is True
    event(helper)
    after = fresh(helper)
    assert can_edit_cv(after, cv) is False
    assert not Cv.objects.visible_to(after).exists()
    with pytest.raises(CannotWriteError):
        services.save_texts(
            cv=cv, user=after, parts=(TARGET,), typed=Typed({"basics.label": "Non"}, {})
        )
    assert workplaces([helper.pk]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("event", [lose_level, be_deactivated])
def test_nobody_helps_with_a_cv_whose_person_can_no_longer_say_stop(
    event, consent, cv, lina, adviser
):
    assert can_edit_cv(adviser, cv) is True
    event(lina)
    assert can_edit_cv(fresh(adviser), cv) is False
    assert not Cv.objects.visible_to(adviser).exists()
    with pytest.raises(CannotWriteError):
        services.save_texts(
            cv=cv, user=adviser, parts=(TARGET,), typed=Typed({"basics.label": "Non"}, {})
        )
    assert CvHelper.objects.active().get() == consent


@pytest.mark.django_db
def test_advisers_and_members_of_a_verified_partner_help(adviser, partner, lina):
    company = OrganisationFactory(kind=Organisation.Kind.COMPANY, verified_at=timezone.now())
    unverified = OrganisationFactory(kind=Organisation.Kind.EMPLOYMENT_PARTNER, verified_at=None)
    closed = person_with(LevelName.ADVISER)
    be_deactivated(closed)
    people = [adviser, partner, lina, closed, UserFactory()]
    people += [partner_of(company), partner_of(unverified), person_with(LevelName.COMMUNICATION)]
    assert {user for user in people if may(fresh(user), HELP_CV)} == {adviser, partner}
    assert workplaces(user.pk for user in people) == {
        adviser.pk: "Département",
        partner.pk: "Cap Emploi",
    }


@pytest.mark.django_db
def test_a_stop_is_undone_for_a_moment(consent, cv, lina, adviser):
    services.stop_helper(helper=consent, user=lina)
    assert can_edit_cv(adviser, cv) is False
    given = services.resume_helper(helper=consent, user=lina)
    assert can_edit_cv(adviser, cv) is True
    assert given != consent
    services.stop_helper(helper=given, user=lina)
    CvHelper.objects.filter(pk=given.pk).update(
        given_at=timezone.now() - 2 * UNDO, revoked_at=timezone.now() - UNDO
    )
    with pytest.raises(CvError, match="nouvelle demande"):
        services.resume_helper(helper=given, user=lina)


@pytest.mark.django_db
def test_who_left_is_not_taken_back_without_being_asked(consent, cv, lina, adviser):
    services.leave_cv(helper=consent, user=adviser)
    assert can_edit_cv(adviser, cv) is False
    with pytest.raises(CvError, match="nouvelle demande"):
        services.resume_helper(helper=consent, user=lina)


@pytest.mark.django_db
def test_nobody_stops_resumes_or_leaves_for_somebody_else(consent, adviser, lina):
    stranger, colleague = person_with(LevelName.CANDIDATE), person_with(LevelName.ADVISER)
    for act, user in (
        (services.stop_helper, stranger),
        (services.stop_helper, adviser),
        (services.resume_helper, adviser),
        (services.leave_cv, colleague),
        (services.leave_cv, lina),
    ):
        with pytest.raises(CvError):
            act(helper=consent, user=user)
    consent.refresh_from_db()
    assert consent.revoked_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lina", "adviser"])
def test_an_erased_account_leaves_no_request_nor_consent(who, request, consent, cv, lina, adviser):
    services.ask_help(cv=cv, user=lina, address="autre@exemple.test")
    services.propose_help(user=adviser, address="autre@exemple.test")
    services.propose_help(user=adviser, address=lina.email)
    person = request.getfixturevalue(who)
    User.objects.filter(pk=person.pk).update(erasure_due_on=timezone.localdate())
    personal_data.erase(user=person)
    left = CvHelpRequest.objects.all()
    assert not left.filter(asker=person).exists()
    assert not left.filter(address=person.email).exists()
    assert not CvHelper.objects.exists()


@pytest.mark.django_db
def test_requests_are_purged_after_thirty_days(cv, lina, consent):
    services.ask_help(cv=cv, user=lina, address="autre@exemple.test")
    personal_data.purge(dry_run=False)
    assert CvHelpRequest.objects.count() == 2
    now = timezone.now()
    CvHelpRequest.objects.update(created_at=now - services.asking.REQUEST_LIFETIME, expires_at=now)
    personal_data.purge(dry_run=False)
    assert not CvHelpRequest.objects.exists()
    assert CvHelper.objects.active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_once_gives_one_consent(cv, lina, adviser):
    asked = services.ask_help(cv=cv, user=lina, address=adviser.email)
    proposed = services.propose_help(user=adviser, address=lina.email)

    def open_it():
        services.accept_request(request=asked, user=fresh(adviser))

    def accept_it():
        services.accept_request(request=proposed, user=fresh(lina), cv=cv)

    assert errors_at_once(open_it, open_it, accept_it, accept_it) == []
    assert CvHelper.objects.count() == 1
    assert set(CvHelpRequest.objects.values_list("status", flat=True)) == {"accepted"}


@pytest.mark.django_db(transaction=True)
def test_accepting_and_taking_back_at_once_one_wins(cv, lina, adviser):
    asked = services.ask_help(cv=cv, user=lina, address=adviser.email)
    raised = errors_at_once(
        lambda: services.accept_request(request=asked, user=fresh(adviser)),
        lambda: services.cancel_request(request=asked, user=fresh(lina)),
    )
    assert len(raised) == 1
    asked.refresh_from_db()
    assert CvHelper.objects.count() == (asked.status == "accepted")


@pytest.mark.django_db(transaction=True)
def test_five_helpers_hold_when_two_open_at_once(cv, lina):
    for _ in range(4):
        CvHelper.objects.create(cv=cv, user=person_with(LevelName.ADVISER))
    people = [person_with(LevelName.ADVISER) for _ in range(2)]
    requests = [services.propose_help(user=user, address=lina.email) for user in people]

    def accept(request):
        return lambda: services.accept_request(request=request, user=fresh(lina), cv=cv)

    assert len(errors_at_once(*map(accept, requests))) == 1
    assert CvHelper.objects.active().count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_save_that_waits_while_the_consent_ends_writes_nothing(cv, lina, adviser, consent):
    """The right is read after the lock: a save that began before the stop is refused too."""
    raised = []

    def save():
        try:
            services.save_texts(
                cv=cv,
                user=adviser,
                parts=(TARGET,),
                typed=Typed({"basics.label": "Trop tard"}, {"basics.label": "Cuisinière"}),
            )
        except CannotWriteError as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=save)
    with transaction.atomic():
        services.stop_helper(helper=consent, user=lina)
        thread.start()
        wait_for_a_lock()
    thread.join()
    assert len(raised) == 1
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Cuisinière"


def wait_for_a_lock():
    """Return once another session waits for a row."""
    with connection.cursor() as cursor:
        for _ in range(20_000):
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted"
                " AND locktype IN ('transactionid', 'tuple')"
            )
            if cursor.fetchone():
                return
    pytest.fail("nobody waited")
