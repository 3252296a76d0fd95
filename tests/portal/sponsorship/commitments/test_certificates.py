"""Certificates: confirmed hours alone, frozen under a number, true whatever follows."""

import re
import subprocess

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.participation.services.guest_data import erase_guest
from portal.personal_data.services import erase
from portal.sponsorship.commitments.errors import NothingToCertifyError
from portal.sponsorship.commitments.models import VolunteerCertificate, VolunteerCommitment
from portal.sponsorship.commitments.paper import certificate_pdf
from portal.sponsorship.commitments.services.answering import confirm, refuse
from portal.sponsorship.commitments.services.ending import end_commitment
from portal.sponsorship.commitments.services.issuing import issue
from tests.portal.cv import printed
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    VOLUNTEER,
    association,
    browser,
    by_volunteer,
    committed,
    confirmed,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db


def certify(commitment):
    return issue(commitment=commitment, side=VOLUNTEER, actor=Actor(None))


def words_of(certificate):
    """The words of the PDF, on one line."""
    pdf = certificate_pdf(certificate)
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=30)
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


def test_only_confirmed_hours_are_certified(commitment, member):
    by_volunteer(commitment, 5)
    no = by_volunteer(commitment, 7, ago=2)
    refuse(line=no, side=ASSOCIATION, actor=Actor(member), reason="Fermé ce jour-là.")
    with pytest.raises(NothingToCertifyError):
        certify(commitment)
    confirmed(commitment, member, "1.5", ago=3)
    confirmed(commitment, member, 3, ago=4)
    made = certify(commitment)
    assert (made.hours, made.days, made.person_name) == (4.5, 2, "Éloïse Martin")
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){2}[A-HJ-NP-Z2-9]{4}", made.number)
    text = words_of(made)
    for word in ("Éloïse Martin", "Les Mains tendues", commitment.title, "4 h 30", made.number):
        assert word in text, text
    # The same again while nothing is added; then one that counts all.
    assert certify(commitment) == made
    confirmed(commitment, member, 1, ago=5)
    assert (certify(commitment).hours, fresh(made).hours) == (5.5, 4.5)


def test_the_document_is_tagged_in_french_with_its_fonts(commitment, member):
    confirmed(commitment, member)
    made = certify(commitment)
    data = certificate_pdf(made)
    assert data == certificate_pdf(fresh(made))
    assert printed.check(data) == 1


def test_it_is_made_by_itself_once_all_is_answered_after_the_end(commitment, member, person):
    line = by_volunteer(commitment)
    confirmed(commitment, member, 3, ago=2)
    end_commitment(commitment=commitment, side=VOLUNTEER, actor=Actor(person))
    assert not VolunteerCertificate.objects.exists()
    confirm(line=line, side=ASSOCIATION, actor=Actor(member))
    (made,) = VolunteerCertificate.objects.all()
    assert (made.hours, made.issued_by) == (5, None)


def check(client, certificate):
    response = client.get(f"/benevolat/attestation/{certificate.number}/")
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_sees_that_it_is_true_and_no_name(client, commitment, member):
    confirmed(commitment, member)
    made = certify(commitment)
    text = check(client, made)
    assert "Cette attestation est vraie" in text
    assert "É. M." in text
    assert "Martin" not in text
    assert client.get(f"/benevolat/attestation/{made.number.lower()}/").status_code == 200
    assert client.get("/benevolat/attestation/AAAA-BBBB-CCCC/").status_code == 404


@pytest.mark.parametrize("is_guest", [True, False], ids=["guest", "account"])
def test_it_stays_true_once_the_person_is_erased_without_their_name(
    client, organisation, member, person, commitment, is_guest
):
    if is_guest:
        guest = make_guest(first_name="Zoé", last_name="Quidam")
        commitment = committed(organisation, guest)
    line = by_volunteer(commitment, note="Avec Léa")
    no = by_volunteer(commitment, 1, ago=4)
    refuse(line=no, side=ASSOCIATION, actor=Actor(member), reason="Pas ce jour-là")
    confirm(line=line, side=ASSOCIATION, actor=Actor(member))
    waiting = by_volunteer(commitment, 1, ago=3)
    made = certify(commitment)
    if is_guest:
        erase_guest(participant=guest)
    else:
        User.objects.filter(pk=person.pk).update(erasure_due_on=timezone.localdate())
        erase(user=fresh(person))
    made = fresh(made)
    assert (made.person_name, made.hours) == ("", 2)
    text = check(client, made)
    assert "Cette attestation est vraie" in text
    assert "2\u00a0h" in text
    for name in ("Martin", "Quidam", "É. M.", "Z. Q."):
        assert name not in text
        assert name not in words_of(made)
    assert (fresh(line).note, fresh(no).reason) == ("", "Données effacées")
    assert fresh(waiting).state == "taken_back"
    assert not VolunteerCommitment.objects.visible_to(member).filter(pk=commitment.pk).exists()
    page = browser(member).get(f"/benevolat/engagements/{commitment.pk}/")
    assert page.status_code == 404


def test_it_stays_true_once_the_association_has_another_name(client, member, commitment):
    confirmed(commitment, member)
    made = certify(commitment)
    organisation = commitment.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(name="Autrement")
    assert "Les Mains tendues" in check(client, made)
    assert "Autrement" not in words_of(fresh(made))


def test_both_sides_take_it_and_others_do_not(commitment, member, person):
    confirmed(commitment, member)
    made = certify(commitment)
    paths = {
        "own": f"/mon-espace/benevolat/{commitment.pk}/attestation/{made.number}/",
        "theirs": f"/benevolat/engagements/{commitment.pk}/attestation/{made.number}/",
    }
    for user, name in ((person, "own"), (member, "theirs")):
        response = browser(user).get(paths[name])
        assert response["Content-Type"] == "application/pdf"
        assert response.content == certificate_pdf(fresh(made))
        assert "no-store" in response["Cache-Control"]
    stranger = association(name="Une autre")[1]
    assert browser(stranger).get(paths["theirs"]).status_code == 404
