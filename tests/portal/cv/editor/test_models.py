"""What the tables of CVs refuse by themselves, and who reaches a CV."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv.models import MAX_CVS, Cv, CvHelper, CvShare, CvShareOpening, CvSuggestions
from portal.cv.rules import can_edit_cv, owns_cv
from portal.cv.services import copy_cv, create_cv, delete_cv
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return person_with(LevelName.CANDIDATE)


def cv_of(user, **fields):
    fields = {"title": "Cuisine", "slot": 1, **fields}
    return Cv.objects.create(owner=user, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"slot": MAX_CVS + 1},
        {"slot": None},
        {"slot": 1, "deleted_at": timezone.now()},
        {"title": ""},
        {"version": 0},
        {"step": 8},
        {"document": {"basics": {"summary": "x" * 500_000}}},
    ],
)
def test_a_cv_is_refused_when(candidate, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        cv_of(candidate, **fields)
    assert not Cv.objects.exists()


def test_a_place_is_taken_once(candidate):
    cv_of(candidate)
    with pytest.raises(IntegrityError), transaction.atomic():
        cv_of(candidate)


def test_a_document_that_is_no_object_is_refused(candidate):
    cv = cv_of(candidate)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cv.objects.filter(pk=cv.pk).update(document=["rien"])


def test_two_cvs_of_a_person_never_have_the_same_title(candidate):
    made = [create_cv(owner=candidate, title="Mon CV", document={}) for _ in range(3)]
    made += [copy_cv(cv=made[0], user=candidate) for _ in range(2)]
    made += [create_cv(owner=candidate, title="x" * 80, document={}) for _ in range(2)]
    titles = [cv.title for cv in made]
    assert titles[:3] == ["Mon CV", "Mon CV 2", "Mon CV 3"]
    assert titles[3:5] == ["Mon CV (copie)", "Mon CV (copie) 2"]
    assert titles[5:] == ["x" * 80, "x" * 77 + " 2"]
    delete_cv(cv=made[1], user=candidate)
    assert create_cv(owner=candidate, title="Mon CV", document={}).title == "Mon CV 2"


def test_entries_get_a_name_that_stays(candidate):
    cv = cv_of(candidate, document={"work": [{"position": "Serveuse"}, {"position": "Cuisinière"}]})
    names = [entry["x-declic"]["id"] for entry in cv.document["work"]]
    assert len(set(names)) == 2
    cv.save()
    assert [entry["x-declic"]["id"] for entry in cv.document["work"]] == names


def test_a_share_ends_within_thirty_days(candidate):
    cv, now = cv_of(candidate), timezone.now()
    CvShare.objects.create(cv=cv, token_hash="a", created_at=now, expires_at=now + timedelta(30))
    with pytest.raises(IntegrityError), transaction.atomic():
        CvShare.objects.create(
            cv=cv, token_hash="b", created_at=now, expires_at=now + timedelta(days=30, seconds=1)
        )


@pytest.mark.parametrize(("network", "kept"), [("192.0.2.0/24", 1), ("2001:db8:1::/48", 1)])
def test_a_network_is_kept(candidate, network, kept):
    share = CvShare.objects.create(
        cv=cv_of(candidate), token_hash="a", expires_at=timezone.now() + timedelta(days=1)
    )
    CvShareOpening.objects.create(share=share, network=network)
    assert share.openings.count() == kept


@pytest.mark.parametrize("address", ["192.0.2.7", "192.0.2.7/24", "2001:db8::7"])
def test_an_address_is_never_kept(candidate, address):
    share = CvShare.objects.create(
        cv=cv_of(candidate), token_hash="a", expires_at=timezone.now() + timedelta(days=1)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        CvShareOpening.objects.create(share=share, network=address)


def test_one_consent_holds_for_a_person_and_a_cv(candidate):
    cv, helper = cv_of(candidate), UserFactory()
    first = CvHelper.objects.create(cv=cv, user=helper)
    with pytest.raises(IntegrityError), transaction.atomic():
        CvHelper.objects.create(cv=cv, user=helper)
    first.revoked_at = timezone.now()
    first.save()
    CvHelper.objects.create(cv=cv, user=helper)


def test_a_domain_has_one_set_of_phrases():
    CvSuggestions.objects.filter(domain="A").delete()
    CvSuggestions.objects.create(domain="A", phrases="x", skills="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        CvSuggestions.objects.create(domain="A", phrases="x", skills="y")


def reached(user):
    return list(Cv.objects.editable_by(user))


def test_an_owner_reaches_their_own_alone(candidate):
    cv, other = cv_of(candidate), cv_of(person_with(LevelName.CANDIDATE))
    assert reached(candidate) == [cv]
    assert owns_cv(candidate, cv) is True
    assert owns_cv(candidate, other) is False
    assert can_edit_cv(candidate, other) is False
    assert can_edit_cv(candidate, None) is False


def test_an_adviser_reaches_a_cv_as_long_as_its_person_wants(candidate):
    cv, adviser, colleague = (
        cv_of(candidate),
        person_with(LevelName.ADVISER),
        person_with(LevelName.ADVISER),
    )
    consent = CvHelper.objects.create(cv=cv, user=adviser)
    assert reached(adviser) == [cv]
    assert can_edit_cv(adviser, cv) is True
    assert owns_cv(adviser, cv) is False
    assert reached(colleague) == []
    assert can_edit_cv(colleague, cv) is False
    consent.revoked_at = timezone.now()
    consent.save()
    assert reached(adviser) == []
    assert can_edit_cv(adviser, cv) is False


@pytest.mark.parametrize(
    ("kind", "verified", "reaches"),
    [
        (Organisation.Kind.EMPLOYMENT_PARTNER, True, True),
        (Organisation.Kind.EMPLOYMENT_PARTNER, False, False),
        (Organisation.Kind.COMPANY, True, False),
        (Organisation.Kind.ASSOCIATION, True, False),
    ],
)
def test_only_a_verified_partner_helps(candidate, kind, verified, reaches):
    organisation = OrganisationFactory(kind=kind, verified_at=timezone.now() if verified else None)
    member = UserFactory()
    place(member, LevelName.ORGANISATION_MEMBER, organisation)
    cv = cv_of(candidate)
    CvHelper.objects.create(cv=cv, user=member)
    assert can_edit_cv(member, cv) is reaches
    assert reached(member) == ([cv] if reaches else [])


def test_nobody_reaches_a_deleted_cv(candidate):
    cv = cv_of(candidate, slot=None, deleted_at=timezone.now())
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    assert reached(candidate) == reached(adviser) == []
    assert can_edit_cv(candidate, cv) is False
    assert can_edit_cv(adviser, cv) is False
    assert list(Cv.objects.deleted_of(candidate)) == [cv]
    assert list(Cv.objects.deleted_of(adviser)) == []
