"""What an association reads is the same to the byte, box ticked or not, case linked or not."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.sponsorship.commitments.models import HoursSharing
from portal.sponsorship.commitments.models import certificate as certificates
from portal.sponsorship.commitments.services.ending import end_commitment
from portal.sponsorship.commitments.services.issuing import issue
from portal.sponsorship.commitments.services.reminding import tell_all_waiting
from portal.sponsorship.commitments.services.sharing import set_sharing
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    VOLUNTEER,
    browser,
    by_member,
    by_volunteer,
    confirmed,
)
from tests.states import undone

pytestmark = pytest.mark.django_db
LIST = "/benevolat/engagements/"
# What is another on every message and every form: signatures, keys of rows.
_SIGNED = re.compile(r"https?://\S+|<[\w.@-]+>")


@pytest.fixture
def lived(commitment, member):
    """A commitment of which every screen has something to say, and its certificate."""
    confirmed(commitment, member, 3, ago=5)
    made = issue(commitment=commitment, side=ASSOCIATION, actor=Actor(member))
    by_volunteer(commitment, 2, ago=4)
    by_member(commitment, member, 1, ago=3)
    return commitment, made


def tick_and_link(person, commitment):
    set_sharing(participant=commitment.participant, is_shared=True)
    link_account(make_beneficiary(make_professional()), person)


def everything_read(member, commitment, made):
    """Each screen of the association, and the file, as bytes."""
    line = commitment.hours.filter(side="volunteer", state="waiting").get()
    one = f"{LIST}{commitment.pk}/"
    paths = [
        LIST,
        one,
        f"{one}terminer/",
        f"{one}attestation/{made.number}/",
        f"{one}heures/{line.pk}/corriger/",
        f"{one}heures/{line.pk}/refuser/",
        "/candidatures/",
        f"/candidatures/{commitment.application.page_id}/",
        f"/candidatures/dossier/{commitment.application_id}/",
    ]
    client = browser(member)
    with mock.patch("django.template.context_processors.get_token", return_value="x"):
        found = {path: client.get(path) for path in paths}
        typed = {"ids": [line.pk]}
        found["bulk"] = client.post(f"{LIST}confirmer/", typed)
    assert {response.status_code for response in found.values()} == {200}
    return {
        path: (response.content, response.headers.get("Content-Disposition"))
        for path, response in found.items()
    }


def test_screens_and_files(lived, member, person):
    commitment, made = lived
    without = everything_read(member, commitment, made)
    tick_and_link(person, commitment)
    assert everything_read(member, commitment, made) == without
    HoursSharing.objects.update(withdrawn_at=timezone.now())
    assert everything_read(member, commitment, made) == without


def acts(client, commitment, member, person):
    """What both sides do until the end; what the association is told, and reads of it."""
    line = commitment.hours.filter(side="volunteer", state="waiting").get()
    theirs = commitment.hours.filter(side="association").get()
    told = [
        client.post(f"{LIST}{commitment.pk}/heures/{line.pk}/confirmer/", {"version": "0"}),
        client.post(
            f"{LIST}confirmer/", {"ids": [line.pk], f"version-{line.pk}": "0", "stage": "send"}
        ),
    ]
    browser(person).post(
        f"/mon-espace/benevolat/{commitment.pk}/heures/{theirs.pk}/confirmer/", {"version": "0"}
    )
    by_volunteer(commitment, 4, ago=6)
    tell_all_waiting()
    tell_all_waiting(timezone.now() + timedelta(days=9))
    end_commitment(commitment=commitment, side=VOLUNTEER, actor=Actor(person), word="Merci.")
    mails = Email.objects.filter(to=member.email).order_by("pk")
    keys = [mail.dispatch.key for mail in mails]
    bodies = [(mail.subject, masked(mail.message), masked(mail.html_message)) for mail in mails]
    answers = [(response.status_code, response.headers.get("Location")) for response in told]
    return keys, bodies, answers


def masked(text):
    return _SIGNED.sub("…", text)


def test_messages(lived, member, person):
    commitment, _ = lived
    client = browser(member)
    found = []
    for is_ticked in (False, True):
        with undone(), mock.patch.object(certificates, "new_number", return_value="AAAA"):
            if is_ticked:
                tick_and_link(person, commitment)
            found.append(acts(client, commitment, member, person))
    assert found[0] == found[1]
    assert {
        "volunteer_hours_to_confirm",
        "volunteer_hours_answered_to_association",
        "volunteer_commitment_left",
    } <= {*found[0][0]}
