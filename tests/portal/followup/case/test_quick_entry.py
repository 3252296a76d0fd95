"""Quick entry: one form, one transaction, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.errors import AppointmentError
from portal.followup.case import services
from portal.followup.journal.models import JournalEntry
from portal.followup.models import ActionStep, Appointment, Goal
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.cast import browser, make_appointment, make_cast
from tests.portal.followup.people_of_the_area import worked_day
from tests.states import fresh

pytestmark = pytest.mark.django_db
S = Appointment.State
TEXT = "Elle a trouvé une garde."


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


def address(cast):
    return f"/suivi/dossiers/{cast.case.pk}/noter/"


def all_of(model):
    with system_scope(Scope.TEST):
        return list(model.unscoped.order_by("pk"))


def as_sent(form, **typed):
    """What a browser sends of a form that is shown, with what somebody changed in it."""
    shown = {name: form[name].value() for name in form.fields}
    written = {
        "on": lambda value: f"{value:%Y-%m-%d}",
        "at": lambda value: f"{value:%H:%M}",
        "next_at": lambda value: f"{value:%H:%M}",
    }
    filled = {
        name: written.get(name, str)(value) for name, value in shown.items() if value is not None
    }
    return filled | typed


def form_of(professional, cast, query=""):
    return browser(professional).get(address(cast) + query).context["form"]


def test_the_appointment_of_today_is_proposed_and_a_note_is_all_there_is_to_type(cast):
    mine = make_appointment(cast.case, cast.referent)
    make_appointment(cast.case, cast.nurse, timezone.now() - timedelta(days=3))
    form = form_of(cast.referent, cast)
    assert form["appointment"].value() == str(mine.pk)
    assert form["state"].value() == S.HELD
    answer = browser(cast.referent).post(address(cast), as_sent(form, text=TEXT))
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/suivi/dossiers/{cast.case.pk}/",
    )
    with system_scope(Scope.TEST):
        assert fresh(mine).state == S.HELD
        note = JournalEntry.unscoped.get()
        assert (note.text, note.visibility, note.appointment_id) == (TEXT, "team", mine.pk)
        assert note.on == timezone.localdate(mine.starts_at)
    assert len(all_of(Appointment)) == 2


def test_what_was_not_planned_is_written_with_its_note_the_step_and_the_next_date(cast):
    with system_scope(Scope.TEST):
        goal = Goal.unscoped.create(beneficiary=cast.case, label="Garde")
    form = form_of(cast.nurse, cast)
    typed = {
        "text": TEXT,
        "step": "Visiter la crèche",
        "step_due_on": f"{worked_day(3):%Y-%m-%d}",
        "goal": str(goal.pk),
        "next_on": f"{worked_day(7):%Y-%m-%d}",
        "next_at": "14:00",
    }
    assert browser(cast.nurse).post(address(cast), as_sent(form, **typed)).status_code == 302
    held, planned = all_of(Appointment)
    assert (held.state, held.professional_id) == (S.HELD, cast.nurse.pk)
    assert timezone.localdate(held.starts_at) == timezone.localdate()
    assert (planned.state, planned.starts_at) == (S.PLANNED, worked_day(7))
    assert planned.professional_id == cast.nurse.pk
    (step,) = all_of(ActionStep)
    assert (step.label, step.goal_id, step.author_name) == (
        "Visiter la crèche",
        goal.pk,
        cast.nurse.name,
    )


@pytest.mark.parametrize("state", [S.EXCUSED, S.NO_SHOW])
def test_an_absence_needs_no_note(cast, state):
    row = make_appointment(cast.case, cast.referent)
    form = form_of(cast.referent, cast)
    answer = browser(cast.referent).post(address(cast), as_sent(form, state=state))
    assert answer.status_code == 302
    with system_scope(Scope.TEST):
        assert fresh(row).state == state
    assert all_of(JournalEntry) == []


def test_a_confidential_note_comes_from_quick_entry_too(cast):
    form = form_of(cast.nurse, cast)
    sent = as_sent(form, text=TEXT, visibility="profession")
    assert browser(cast.nurse).post(address(cast), sent).status_code == 302
    (note,) = all_of(JournalEntry)
    assert (note.visibility, note.profession) == ("profession", "health")
    assert "visibility" not in [
        field.name for field in form_of(cast.manager, cast).visible_fields()
    ]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"next_on": "2027-02-31"}, "next_on"),
        ({"next_on": f"{worked_day(7):%Y-%m-%d}", "next_at": ""}, "next_at"),
        ({"step_due_on": "2027-03-01"}, "step"),
        ({"on": "2099-01-01"}, "on"),
        ({"on": ""}, "on"),
        ({"at": "25:00"}, "at"),
        ({"state": "cancelled"}, "state"),
        ({"appointment": "999999"}, "appointment"),
        ({"goal": "999999"}, "goal"),
        ({"mode": "lune"}, "mode"),
    ],
)
def test_what_is_wrong_writes_nothing_and_loses_nothing(cast, typed, wrong):
    sent = as_sent(form_of(cast.referent, cast), text=TEXT, **typed)
    answer = browser(cast.referent).post(address(cast), sent)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == TEXT
    assert all_of(Appointment) == all_of(JournalEntry) == all_of(ActionStep) == []


def test_a_double_booking_of_the_next_date_is_warned_at_its_field(cast):
    make_appointment(cast.case, cast.referent, worked_day(7))
    day = f"{worked_day(7):%Y-%m-%d}"
    sent = as_sent(form_of(cast.referent, cast), text=TEXT, next_on=day, next_at="14:00")
    answer = browser(cast.referent).post(address(cast), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["next_at"]
    assert all_of(JournalEntry) == []
    meant = browser(cast.referent).post(address(cast), sent | {"anyway": "on"})
    assert meant.status_code == 302


def test_the_same_form_sent_twice_is_written_once(cast):
    sent = as_sent(form_of(cast.referent, cast), text=TEXT)
    assert browser(cast.referent).post(address(cast), sent).status_code == 302
    assert browser(cast.referent).post(address(cast), sent).status_code == 422
    assert len(all_of(Appointment)) == len(all_of(JournalEntry)) == 1


def test_the_appointment_of_another_case_is_not_among_the_choices(cast):
    other = make_appointment(cast.other_case, cast.stranger)
    form = form_of(cast.referent, cast, f"?rendez-vous={other.pk}")
    assert str(other.pk) not in dict(form.fields["appointment"].choices)
    sent = as_sent(form, text=TEXT, appointment=str(other.pk))
    assert browser(cast.referent).post(address(cast), sent).status_code == 422
    with system_scope(Scope.TEST):
        assert fresh(other).state == S.PLANNED


def test_nothing_is_written_when_the_last_part_is_refused(cast):
    meeting = services.Meeting(
        state=S.HELD,
        professional=cast.referent,
        text=TEXT,
        step="Une étape",
        next_at=timezone.now() - timedelta(days=1),
    )
    with acting_as(cast.referent.user), pytest.raises(AppointmentError) as refusal:
        services.note_meeting(
            beneficiary=cast.case, meeting=meeting, actor=Actor(cast.referent.user)
        )
    assert refusal.value.field == "next_on"
    assert all_of(Appointment) == all_of(JournalEntry) == all_of(ActionStep) == []


def test_the_next_appointment_on_a_holiday_is_said_and_kept_when_it_is_meant(cast):
    writer, path = browser(cast.referent), address(cast)
    sent = as_sent(form_of(cast.referent, cast), text=TEXT, next_on="2099-12-25", next_at="14:00")
    answer = writer.post(path, sent)
    assert answer.status_code == 422
    assert "férié (Noël)" in answer.context["form"].errors["next_on"][0]
    assert TEXT in answer.content.decode()
    assert writer.post(path, sent | {"keeps_day": "on"}).status_code == 302
