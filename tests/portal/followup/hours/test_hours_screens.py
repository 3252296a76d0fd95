"""The screens of hours: what is counted, what waits, what is found, what is refused."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.hours.models import ActivityLog, HoursExemption
from portal.followup.hours.states import State
from portal.followup.rows.scope import Scope, system_scope
from snippets.french import long_day
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.contract.contracts import (
    activity,
    as_it_is,
    make_contract,
    make_hours,
    reason,
)
from tests.portal.followup.contract.screens import path, rows, typed
from tests.portal.followup.hours.activities import attended, days_ago, done_step
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_professional,
    open_in_emergency,
)

pytestmark = pytest.mark.django_db
S = State


def text(answer):
    """What a page says, spaces made plain."""
    html = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.replace("\xa0", " ").replace("&nbsp;", " "))


def tab(browser, case):
    return browser.get(path(case, "heures/"))


def test_hours_of_several_weeks_are_written_in_one_form(browser, case):
    add = path(case, "heures/ajouter/")
    page = browser.get(add)
    first, second, *_ = page.context["form"].week_fields
    sent = typed(page) | {"kind": activity().pk, first.html_name: "3,5", second.html_name: "12"}
    for _ in range(2):  # a double click
        assert browser.post(add, sent).status_code == 302
    assert sorted(entry.hours for entry in rows(ActivityLog, case)) == [3.5, 12]
    assert "15 h 30" in text(tab(browser, case))
    refused = browser.post(add, typed(browser.get(add)) | {"kind": activity().pk})
    assert "au moins une semaine" in refused.content.decode()
    assert browser.get(f"{add}?jusquau=2026-02-31").status_code == 200
    entry = rows(ActivityLog, case)[0]
    edit = path(case, f"heures/{entry.pk}/")
    browser.post(edit, typed(browser.get(edit)) | {"hours": "4"})
    assert as_it_is(entry).hours == 4
    browser.post(path(case, f"heures/{entry.pk}/retirer/"))
    assert len(rows(ActivityLog, case)) == 1


def test_an_activity_of_a_day_is_refused_at_its_field_and_nothing_typed_is_lost(browser, case):
    add = path(case, "heures/activite/")
    sent = typed(browser.get(add)) | {
        "kind": activity().pk,
        "day": days_ago(1).isoformat(),
        "starts_at": "14:00",
        "ends_at": "16:30",
        "hours": "3",
        "comment": "Atelier CV",
    }
    refused = browser.post(add, sent)
    assert refused.status_code == 422
    form = refused.context["form"]
    assert "2 h 30" in str(form.errors["hours"]).replace("\xa0", " ")
    assert (form["comment"].value(), form["ends_at"].value()) == ("Atelier CV", "16:30")
    assert browser.post(add, sent | {"hours": ""}).status_code == 302
    (row,) = rows(ActivityLog, case)
    assert (row.starts_at, row.ends_at, str(row.hours)) == (time(14), time(16, 30), "2.50")
    edit = path(case, f"heures/{row.pk}/")
    browser.post(edit, typed(browser.get(edit)) | {"hours": "2"})
    assert str(as_it_is(row).hours) == "2.00"


def test_a_day_past_its_twenty_four_hours_is_refused_with_the_reason(browser, case):
    make_hours(case, "20", day=days_ago(1))
    add = path(case, "heures/activite/")
    sent = typed(browser.get(add)) | {
        "kind": activity().pk,
        "day": days_ago(1).isoformat(),
        "hours": "5",
    }
    refused = browser.post(add, sent)
    assert "plus de 24" in str(refused.context["form"].errors["hours"])
    assert len(rows(ActivityLog, case)) == 1


def test_what_waits_is_apart_and_one_click_confirms_it(browser, case):
    row = make_hours(case, "7", state=S.WAITING, by_person=True, author_name="Nadia B.")
    today = long_day(timezone.localdate()).replace("\xa0", " ")
    page = text(tab(browser, case))
    assert "À confirmer : 7 h" in page
    assert "Déclarée par la personne" in page
    assert "En tout 0 h" in page
    confirm = path(case, f"heures/{row.pk}/confirmer/")
    # A colleague corrected it since the page was read.
    browser.post(confirm, {"seen": "6.00"})
    assert as_it_is(row).state == S.WAITING
    # What cannot be compared is nothing that was seen.
    other = make_hours(case, "2", state=S.WAITING, by_person=True, author_name="Nadia B.")
    answer = browser.post(path(case, f"heures/{other.pk}/confirmer/"), {"seen": "sNaN"})
    assert answer.status_code == 302
    with system_scope(Scope.TEST):
        other.delete()
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', tab(browser, case).content.decode())
    browser.post(confirm, {"seen": seen})
    assert as_it_is(row).state == S.CONFIRMED
    page = text(tab(browser, case))
    assert "À confirmer" not in page
    assert "En tout 7 h" in page
    assert f"Déclarée par la personne le {today}, confirmée par" in page


def test_what_is_not_retained_and_what_is_taken_back_ask_why(browser, case):
    waiting = make_hours(case, "7", state=S.WAITING)
    refuse = path(case, f"heures/{waiting.pk}/ne-pas-retenir/")
    assert browser.get(refuse).status_code == 200
    assert "reason" in browser.post(refuse, {"reason": ""}).context["form"].errors
    browser.post(refuse, {"reason": "Aucune attestation"})
    assert "Motif : Aucune attestation" in text(tab(browser, case))
    confirmed = make_hours(case, "4")
    back = path(case, f"heures/{confirmed.pk}/annuler-confirmation/")
    browser.post(back, {"reason": "Notée deux fois"})
    kept = as_it_is(confirmed)
    assert (kept.state, kept.reason) == (S.WAITING, "Notée deux fois")
    again = browser.post(back, {"reason": "Notée deux fois"})
    assert again.status_code == 422
    assert "déjà" in text(again)


def test_what_is_found_is_taken_in_one_click(browser, case):
    user = person_with(LevelName.CANDIDATE)
    link_account(case, user)
    attended(user, title="Forum des métiers du bois")
    page = tab(browser, case)
    ((one, form),) = page.context["found"]
    take = path(case, "heures/trouvee/")
    sent = {"source": form["source"].value(), "key": form["key"].value()}
    answer = browser.post(take, sent, follow=True)
    assert "C’est ajouté : 3 h" in text(answer)
    assert "Activités trouvées" not in text(answer)
    (row,) = rows(ActivityLog, case)
    assert (row.title, row.state) == (one.title, S.CONFIRMED)
    # The page of somebody who was slower.
    late = browser.post(take, sent)
    assert late.status_code == 422
    assert "déjà notée" in text(late)


def test_a_step_asks_for_its_hours_beside_the_field(browser, case):
    done_step(case, label="Refaire ses papiers")
    page = tab(browser, case)
    ((_, form),) = page.context["found"]
    take = path(case, "heures/trouvee/")
    sent = {"source": form["source"].value(), "key": form["key"].value()}
    refused = browser.post(take, sent | {"hours": "abc"})
    assert refused.status_code == 422
    assert "hours" in refused.context["form"].errors
    assert "Refaire ses papiers" in text(refused)
    assert browser.post(take, sent | {"hours": "1,5"}).status_code == 302
    assert [str(row.hours) for row in rows(ActivityLog, case)] == ["1.50"]


def test_hours_that_the_person_declared_change_with_a_reason_and_without_their_words(browser, case):
    row = make_hours(case, "7", day=days_ago(1), by_person=True, comment="À la mairie")
    address = path(case, f"heures/{row.pk}/")
    form = browser.get(address).context["form"]
    assert {"correction"} == {*form.fields} & {"comment", "correction"}
    sent = {"kind": row.kind_id, "day": row.day.isoformat(), "hours": "3", "comment": "Mensonge"}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "correction" in refused.context["form"].errors
    assert browser.post(address, sent | {"correction": "Matinée seule"}).status_code == 302
    (row,) = rows(ActivityLog, case)
    assert (row.hours, row.comment, row.correction) == (3, "À la mairie", "Matinée seule")
    assert "Heures corrigées : Matinée seule" in text(tab(browser, case))


def test_a_day_with_more_hours_than_there_are_is_flagged_as_after_a_merge(browser, case):
    day = days_ago(1)
    make_hours(case, "14", day=day)
    make_hours(case, "9", day=day, state="refused", reason="Motif")
    assert "en tout, plus que ses 24" not in text(tab(browser, case))
    make_hours(case, "12.5", day=day, state="waiting")
    page = text(tab(browser, case))
    assert page.count("26 h 30 en tout, plus que ses 24") == 2


def test_overlapping_activities_are_both_shown_and_flagged(browser, case):
    for start, end in ((time(9), time(11)), (time(10), time(12))):
        make_hours(case, "2", day=days_ago(1), starts_at=start, ends_at=end)
    page = text(tab(browser, case))
    assert page.count("Ces deux activités se recouvrent") == 2
    assert "En tout 4 h" in page


def test_what_is_missing_is_said_kindly_and_leads_nowhere(browser, case):
    start = timezone.localdate() - timedelta(days=15)
    make_contract(case, starts_on=start, signed_on=start)
    page = tab(browser, case)
    assert "il manque" in text(page)
    assert "Rien d’autre n’en découle" in text(page)


def test_who_reads_in_an_emergency_is_shown_neither_buttons_nor_what_is_found(case):
    reader = make_professional(LevelName.ADVISER)
    open_in_emergency(case, reader)
    done_step(case)
    make_hours(case, "3", state=S.WAITING)
    page = tab(signed_in(reader.user), case)
    assert "À confirmer" in text(page)
    assert page.context["found"] == []
    assert "/confirmer/" not in page.content.decode()
    assert "/ajouter/" not in page.content.decode()


def test_a_case_of_others_and_a_line_of_another_case_are_not_found(browser, case, referent):
    waiting = make_hours(case, "3", state=S.WAITING)
    mine = make_beneficiary(referent)
    of_others = make_beneficiary(make_professional())
    theirs = make_hours(of_others, "3", state=S.WAITING)
    for rest in ("", "confirmer/", "ne-pas-retenir/", "annuler-confirmation/", "retirer/"):
        for one, line in ((of_others, theirs), (mine, waiting), (case, theirs)):
            address = path(one, f"heures/{line.pk}/{rest}")
            assert browser.post(address, {"reason": "Non"}).status_code == 404, address
    assert {as_it_is(line).state for line in (waiting, theirs)} == {S.WAITING}


@pytest.mark.parametrize(
    ("level", "status"),
    [
        (LevelName.ADVISER, 404),
        (LevelName.UNIT_MANAGER, 404),
        (LevelName.ORIENTATION_OFFICER, 404),
        (LevelName.RIGHTS_ADMINISTRATOR, 403),
        (LevelName.CANDIDATE, 403),
    ],
)
def test_somebody_elses_hours_are_out_of_reach(case, level, status):
    stranger = make_professional(level)
    browser = signed_in(stranger.user)
    line = make_hours(case, "3", state=S.WAITING)
    for rest in ("", "ajouter/", "activite/", f"{line.pk}/", f"{line.pk}/ne-pas-retenir/"):
        assert browser.get(path(case, f"heures/{rest}")).status_code == status, rest
    answer = browser.post(path(case, f"heures/{line.pk}/confirmer/"))
    assert answer.status_code == status
    assert as_it_is(line).state == S.WAITING


def test_a_colleague_of_the_team_confirms(case):
    colleague = make_professional()
    join_team(case, colleague)
    line = make_hours(case, "3", state=S.WAITING)
    signed_in(colleague.user).post(path(case, f"heures/{line.pk}/confirmer/"))
    assert as_it_is(line).decided_by == colleague.user


def test_a_waiver_asks_for_the_persons_request_and_a_reason_of_the_law(browser, case):
    new = path(case, "heures/dispenses/nouvelle/")
    said = {
        "regime": "waived",
        "reason": reason("mobility").pk,
        "starts_on": timezone.localdate().isoformat(),
        "asked_by_person": "on",
    }
    refused = browser.post(new, said)
    assert "Une RQTH seule n’y suffit pas" in str(refused.context["form"].errors["reason"])
    said["reason"] = reason("health").pk
    refused = browser.post(new, {**said, "asked_by_person": ""})
    assert "asked_by_person" in refused.context["form"].errors
    assert browser.post(new, said).status_code == 302
    (row,) = rows(HoursExemption, case)
    edit = path(case, f"heures/dispenses/{row.pk}/")
    last = timezone.localdate() + timedelta(days=9)
    browser.post(edit, typed(browser.get(edit)) | {"last_day": last.isoformat()})
    assert as_it_is(row).ends_on == last + timedelta(days=1)
    browser.post(path(case, f"heures/dispenses/{row.pk}/retirer/"))
    assert rows(HoursExemption, case) == []


def test_the_tab_costs_the_same_with_one_line_and_with_twenty(browser, case, referent):
    other = make_beneficiary(referent)
    for one, count in ((case, 1), (other, 20)):
        make_contract(one)
        link_account(one, user := person_with(LevelName.CANDIDATE))
        for _ in range(count):
            done_step(one)
            attended(user)
            make_hours(one, "0.5", day=days_ago(1), starts_at=time(9), ends_at=time(10))
            make_hours(one, "0.5", state=S.WAITING)
            make_hours(one, "0.5", state=S.REFUSED, reason="Non")
    few, many = (queries_of(browser, path(one, "heures/")) for one in (case, other))
    assert few == many
