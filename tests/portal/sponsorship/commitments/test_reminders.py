"""What waits is told once a day in one message, and recalled once a week at most."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.applications.services.withdrawing import withdraw_agreement
from portal.sponsorship.commitments.models import VolunteerHours
from portal.sponsorship.commitments.services.answering import confirm
from portal.sponsorship.commitments.services.reminding import tell_all_waiting
from snippets.models import SiteSettings
from tests.portal.accounts.people import join
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    by_member,
    by_volunteer,
    committed,
)

pytestmark = pytest.mark.django_db


def told(address, key="volunteer_hours_to_confirm"):
    return Email.objects.filter(to=address, dispatch__key=key)


def after(days):
    return timezone.now() + timedelta(days=days, minutes=1)


def test_the_association_reads_one_message_that_names_nobody(organisation, member, commitment):
    colleague = join(organisation).user
    other = committed(organisation, make_guest(last_name="Benali"))
    for ago in (1, 2):
        by_volunteer(commitment, ago=ago)
    by_volunteer(other)
    assert [tell_all_waiting(), tell_all_waiting()] == [1, 0]
    (mail,) = told(member.email)
    assert mail.subject.startswith("3 déclarations")
    assert "/benevolat/engagements/" in mail.message
    assert not {"Benali", "Éloïse"} & {*mail.message.replace(",", " ").split()}
    assert not told(colleague.email)
    assert mail.dispatch.category == "reminders"


def test_what_waits_for_long_is_recalled_and_never_twice_a_week(member, commitment):
    SiteSettings.objects.update_or_create(pk=1, defaults={"hours_reminder_days": 3})
    line = by_volunteer(commitment)
    assert tell_all_waiting() == 1
    found = [tell_all_waiting(after(day)) for day in range(1, 12)]
    # After three days, then a week later.
    assert found == [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    mails = [*told(member.email).order_by("pk")]
    assert ["depuis 3" in mail.message for mail in mails] == [False, True, True]
    # What was recalled and answered counts still: the next one waits for its week.
    confirm(line=line, side=ASSOCIATION, actor=Actor(member))
    new = by_volunteer(commitment, ago=2)
    assert tell_all_waiting(after(11)) == 1
    VolunteerHours.objects.filter(pk=new.pk).update(declared_at=timezone.now())
    assert [tell_all_waiting(after(day)) for day in (12, 16, 17, 18)] == [0, 0, 1, 0]


def test_the_person_is_told_of_what_the_association_noted(member, person, commitment):
    by_member(commitment, member)
    assert tell_all_waiting() == 1
    (mail,) = told(person.email, "volunteer_hours_declared")
    assert f"/mon-espace/benevolat/{commitment.pk}/" in mail.message
    assert not told(member.email)


def test_nothing_is_told_of_whoever_took_the_agreement_back(member, person, commitment):
    by_member(commitment, member)
    withdraw_agreement(application=commitment.application, actor=Actor(person))
    VolunteerHours.objects.update(state="waiting")
    assert tell_all_waiting() == 0
