"""The restricted archive: who reads it, how, and what its screens show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.level_names import LevelName as L
from portal.followup.models import AccessEntry, Beneficiary, BreakGlass, RetentionHold
from portal.followup.retention.errors import DestroyedError, NotYourUnitError, RetentionError
from portal.followup.retention.services import archive as service
from portal.followup.retention.services import holding
from portal.followup.retention.services.running import run
from portal.followup.retention.states import R
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    open_in_emergency,
    refer,
)
from tests.portal.followup.retention.laid import (
    TODAY,
    actor_of,
    archive,
    destroyed,
    make_slip,
    manager_of,
    months,
    retention_of,
    silent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    referent = make_professional()
    manager = manager_of(referent.unit)
    case = make_beneficiary(referent, birth_name="Zéphyrin", first_name="Ada")
    archive(case)
    return case, manager, referent


def may_read(user, case) -> tuple[bool, bool]:
    """By the first lock, and by the second."""
    with acting_as(user):
        return (
            Beneficiary.objects.visible_to(user).filter(pk=case.pk).exists(),
            Beneficiary.unscoped.filter(pk=case.pk).exists(),
        )


def test_the_manager_reads_with_a_reason_for_an_hour_and_writes_nothing(cast):
    case, manager, _ = cast
    assert may_read(manager.user, case) == (False, False)
    with acting_as(manager.user):
        with pytest.raises(RetentionError):
            service.read_archive(case_pk=case.pk, reason=" ", actor=actor_of(manager))
        service.read_archive(case_pk=case.pk, reason="Demande du tribunal", actor=actor_of(manager))
    assert may_read(manager.user, case) == (True, True)
    with acting_as(manager.user):
        assert Beneficiary.unscoped.filter(pk=case.pk).update(phone="0600000000") == 0
        line = AccessEntry.objects.visible_to(manager.user).get(act="break_glass")
        assert (line.reason, line.beneficiary_id) == ("Demande du tribunal", case.pk)
    with system_scope(Scope.TEST):
        opened = BreakGlass.unscoped.get()
        assert (opened.expires_at - opened.opened_at).total_seconds() == 3600
        BreakGlass.unscoped.update(
            opened_at=opened.opened_at.replace(year=2025),
            expires_at=opened.expires_at.replace(year=2025),
        )
    assert may_read(manager.user, case) == (False, False)


def test_nobody_else_opens_the_archive(cast):
    case, _, referent = cast
    strangers = [
        referent,
        make_professional(),
        manager_of(make_unit()),
        make_professional(L.ORIENTATION_OFFICER),
    ]
    for one in strangers:
        assert may_read(one.user, case) == (False, False), one
        with acting_as(one.user), pytest.raises(NotYourUnitError):
            service.read_archive(case_pk=case.pk, reason="Moi", actor=actor_of(one))
        with acting_as(one.user), pytest.raises(NotYourUnitError):
            service.reopen(case_pk=case.pk, reason="Moi", actor=actor_of(one))
    # An emergency that was open before opens it no more.
    officer = strangers[-1]
    open_in_emergency(case, officer)
    assert may_read(officer.user, case) == (False, False)
    # Nor does a team that somebody is let into afterwards, for who manages another unit.
    assert may_read(strangers[2].user, case) == (False, False)


def test_what_is_anonymised_is_read_by_nobody(cast):
    case, manager, _ = cast
    with acting_as(manager.user):
        service.read_archive(case_pk=case.pk, reason="Tribunal", actor=actor_of(manager))
    with system_scope(Scope.TEST):
        row = retention_of(case)
        row.state, row.anonymised_on = R.ANONYMISED, TODAY
        row.save()
    assert may_read(manager.user, case) == (False, False)
    with acting_as(manager.user), pytest.raises(RetentionError):
        service.read_archive(case_pk=case.pk, reason="Encore", actor=actor_of(manager))


def test_a_case_reopened_by_hand_is_the_units_again_and_gets_two_more_years(cast):
    case, manager, _ = cast
    with acting_as(manager.user):
        service.reopen(case_pk=case.pk, reason="Au guichet ce matin", actor=actor_of(manager))
        with pytest.raises(RetentionError):
            service.reopen(case_pk=case.pk, reason="Encore", actor=actor_of(manager))
    assert may_read(manager.user, case) == (True, True)
    assert run().counts == {}
    assert [one.key for one in run(day=months(TODAY, 24)).decided] == [case.pk]
    adviser = make_professional(unit=manager.unit)
    refer(case, adviser)
    assert may_read(adviser.user, case) == (True, True)


def test_a_search_of_the_archive_is_exact_of_the_unit_and_logged(cast):
    case, manager, _ = cast
    other = make_professional()
    archive(make_beneficiary(other, birth_name="Zéphyrin"))
    with acting_as(manager.user):
        assert service.search(text="zéph", actor=actor_of(manager)) == []
        assert service.search(text="ZEPHYRIN", actor=actor_of(manager)) == [case]
        assert service.search(text=case.shown_number, actor=actor_of(manager)) == [case]
    with system_scope(Scope.TEST):
        lines = AccessEntry.unscoped.filter(act="search").values_list("beneficiary", flat=True)
        assert [*lines] == [case.pk, case.pk]


@pytest.fixture
def screens(cast):
    case, manager, referent = cast
    noticed = silent(months(TODAY, -25), referent)
    run(is_dry=False)
    slip = make_slip(manager.unit, case)
    return case, noticed, slip, signed_in(manager.user)


def test_the_overview_says_what_will_happen_and_names_nobody_archived(screens):
    case, noticed, slip, client = screens
    html = client.get(reverse("followup:retention")).content.decode()
    assert noticed.shown_number in html
    assert str(noticed) in html
    assert slip.shown_number in html
    listed = client.get(reverse("followup:archive")).content.decode()
    assert case.shown_number in listed
    one = client.get(reverse("followup:retention_case", args=[case.pk])).content.decode()
    for page in (html, listed, one):
        assert "Zéphyrin" not in page
    found = client.post(reverse("followup:archive"), {"text": "Zéphyrin"}).content.decode()
    assert "Ada Zéphyrin" in found


def test_a_reason_opens_the_case_and_a_missing_one_keeps_the_form(screens):
    case, _, _, client = screens
    address = reverse("followup:archive_read", args=[case.pk])
    assert client.get(reverse("followup:case", args=[case.pk])).status_code == 404
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    answer = client.post(address, {"reason": "Tribunal"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("followup:case", args=[case.pk])
    assert answer.status_code == 200


def test_a_case_is_found_by_its_number_in_the_unit_alone(screens):
    _, noticed, _, client = screens
    other = make_beneficiary(make_professional())
    address = reverse("followup:retention")
    found = client.post(address, {"number": noticed.number})
    assert found.url == reverse("followup:retention_case", args=[noticed.pk])
    assert client.post(address, {"number": other.number}).status_code == 422
    held = client.post(found.url, {"kind": "fse", "reason": "PLIE 2026", "on": ""}, follow=True)
    assert "PLIE 2026" in held.content.decode()


def test_a_case_that_was_destroyed_has_no_screen_and_takes_no_hold(cast):
    case, manager, _ = cast
    assert destroyed(case) == 1
    client = signed_in(manager.user)
    sent = {"kind": "litigation", "reason": "Zéphyrin a saisi le tribunal", "on": ""}
    for name in ("retention_case", "archive_read", "archive_reopen"):
        address = reverse(f"followup:{name}", args=[case.pk])
        assert client.get(address).status_code == 404, name
        assert client.post(address, sent).status_code == 404, name
    values = {"case": case, "kind": "litigation", "reason": "TA", "on": None}
    with acting_as(manager.user), pytest.raises(DestroyedError):
        holding.put(actor=actor_of(manager), **values)
    with system_scope(Scope.TEST):
        assert not RetentionHold.unscoped.exists()


def test_a_search_costs_the_same_however_many_others_have_archived(cast):
    case, manager, referent = cast
    elsewhere = make_professional()

    def search() -> tuple[list[Beneficiary], int]:
        with acting_as(manager.user), CaptureQueriesContext(connection) as queries:
            found = service.search(text="Zéphyrin", actor=actor_of(manager))
        return found, len(queries)

    search()
    found, few = search()
    for one in (referent, *[elsewhere] * 4):
        archive(make_beneficiary(one, birth_name="Autre"))
    archive(make_beneficiary(elsewhere, birth_name="Zéphyrin"))
    assert search() == (found, few)
    assert found == [case]


def test_addresses_of_another_unit_are_not_found(screens):
    case, _, slip, _ = screens
    for level, status in (
        (L.UNIT_MANAGER, 404),
        (L.ADVISER, 403),
        (L.ORIENTATION_OFFICER, 403),
    ):
        client = signed_in(make_professional(level).user)
        for name, key in (
            ("retention_case", case.pk),
            ("archive_read", case.pk),
            ("archive_reopen", case.pk),
            ("slip", slip.pk),
            ("slip_paper", slip.pk),
            ("slip_destroy", slip.pk),
        ):
            assert client.get(reverse(f"followup:{name}", args=[key])).status_code == status, name
    administrator = signed_in(person_with(L.RIGHTS_ADMINISTRATOR))
    assert administrator.get(reverse("followup:retention")).status_code == 403


def test_the_overview_costs_the_same_for_one_case_and_twenty(screens):
    _, _, slip, client = screens
    # The first one fills the caches of the frame.
    client.get(reverse("followup:retention"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("followup:retention"))
    referent = make_professional(unit=slip.unit)
    for _ in range(19):
        silent(months(TODAY, -25), referent)
    run(is_dry=False)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("followup:retention"))
    assert len(many) == len(few)


def test_a_refusal_before_an_archived_case_names_the_case(cast):
    """Its manager reads that somebody tried, not the colleagues of who tried."""
    case, *_ = cast
    elsewhere = manager_of(make_unit())
    address = reverse("followup:archive_read", args=[case.pk])
    assert signed_in(elsewhere.user).post(address, {"reason": "?"}).status_code == 404
    with system_scope(Scope.TEST):
        line = AccessEntry.unscoped.filter(act="refused").latest("pk")
    assert line.beneficiary_id == case.pk
