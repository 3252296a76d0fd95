"""Saving: versions, races with real threads, rights read again under the lock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv import services
from portal.cv.editor.fields import TARGET, WORK
from portal.cv.editor.merging import Typed
from portal.cv.errors import CvError
from portal.cv.models import MAX_CVS, Cv, CvHelper, CvVersion
from portal.cv.services import history
from tests.portal.accounts.people import person_with
from tests.races import errors_at_once


def write(cv, user, text, *, name="basics.label", base="", parts=(TARGET,)):
    return services.save_texts(
        cv=cv, user=user, parts=parts, typed=Typed({name: text}, {name: base})
    )


@pytest.fixture
def owner(db):
    return person_with(LevelName.CANDIDATE)


@pytest.fixture
def cv(owner):
    return services.create_cv(owner=owner, title="Cuisine", document={})


@pytest.fixture
def adviser(cv):
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    return adviser


def test_what_one_person_types_in_one_sitting_is_one_version(cv, owner, adviser):
    write(cv, owner, "Cuis")
    write(cv, owner, "Cuisinière", base="Cuis")
    assert [version.reason for version in CvVersion.objects.of(cv)] == ["edited", "created"]
    write(cv, adviser, "Cuisinière de collectivité", base="Cuisinière")
    newest = CvVersion.objects.of(cv).first()
    assert (newest.author, newest.number) == (adviser, 4)
    CvVersion.objects.filter(pk=newest.pk).update(created_at=timezone.now() - timedelta(hours=1))
    write(cv, adviser, "Cheffe", base="Cuisinière de collectivité")
    assert CvVersion.objects.of(cv).count() == 4


def test_saving_nothing_makes_no_version(cv, owner):
    write(cv, owner, "")
    cv.refresh_from_db()
    assert cv.version == 1


def test_a_version_that_is_taken_again_is_one_more(cv, owner):
    write(cv, owner, "Cuisinière")
    restored = services.restore_version(cv=cv, user=owner, number=1)
    assert "basics" not in restored.document
    newest = CvVersion.objects.of(cv).first()
    assert (newest.reason, newest.restored_from, newest.number) == ("restored", 1, 3)
    services.restore_version(cv=cv, user=owner, number=2)
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Cuisinière"


def test_old_versions_are_one_a_day(cv, owner, monkeypatch):
    monkeypatch.setattr(history, "KEPT", 2)
    monkeypatch.setattr(history, "SITTING", timedelta(0))
    base = ""
    for number in range(6):
        write(cv, owner, f"Texte {number}", base=base)
        base = f"Texte {number}"
    kept = [version.number for version in CvVersion.objects.of(cv)]
    assert kept[:2] == [7, 6]
    assert len(kept) == 3


def test_the_right_to_write_is_read_again(cv, adviser, owner):
    CvHelper.objects.update(revoked_at=timezone.now())
    with pytest.raises(CvError, match="ne pouvez plus"):
        write(cv, adviser, "Trop tard")
    services.delete_cv(cv=cv, user=owner)
    with pytest.raises(CvError, match="ne pouvez plus"):
        write(cv, owner, "Trop tard")


def test_a_cv_that_becomes_too_long_is_refused_whole(cv, owner):
    line = "é" * 2900
    rows = {f"work:r{n}.highlights": line for n in range(150)}
    with pytest.raises(CvError, match="trop long"):
        services.save_texts(cv=cv, user=owner, parts=(WORK,), typed=Typed(rows, {}))
    cv.refresh_from_db()
    assert cv.document == {}


def test_a_deleted_cv_comes_back_and_leaves_its_place_meanwhile(cv, owner):
    services.delete_cv(cv=cv, user=owner)
    for number in range(MAX_CVS):
        services.create_cv(owner=owner, title=f"CV {number}", document={})
    with pytest.raises(CvError, match="maximum"):
        services.undelete_cv(cv=cv, user=owner)
    services.delete_cv(cv=owner.cvs.kept().first(), user=owner)
    assert services.undelete_cv(cv=cv, user=owner).deleted_at is None


@pytest.mark.django_db(transaction=True)
def test_two_people_who_write_at_once_both_keep_their_text(cv, owner, adviser):
    def hers():
        write(cv, owner, "Serveuse")

    def theirs():
        write(cv, adviser, "Le Lion", name="work:a1.name", parts=(WORK,))

    assert errors_at_once(hers, theirs) == []
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Serveuse"
    assert cv.document["work"][0]["name"] == "Le Lion"
    assert cv.version == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_in_one_field_at_once_one_is_asked(cv, owner, adviser):
    conflicts = []

    def person(user, text):
        return lambda: conflicts.append(write(cv, user, text).conflicts)

    errors_at_once(person(owner, "Serveuse"), person(adviser, "Cuisinière"))
    cv.refresh_from_db()
    kept = cv.document["basics"]["label"]
    assert sorted(conflicts, key=len) == [{}, {"basics.label": kept}]


@pytest.mark.django_db(transaction=True)
def test_twenty_places_hold_when_two_windows_ask_at_once(owner):
    for number in range(MAX_CVS - 1):
        services.create_cv(owner=owner, title=f"CV {number}", document={})

    def one():
        services.create_cv(owner=owner, title="Un de plus", document={})

    assert len(errors_at_once(one, one)) == 1
    assert Cv.objects.owned_by(owner).count() == MAX_CVS
