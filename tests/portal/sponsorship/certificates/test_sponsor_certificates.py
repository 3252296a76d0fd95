"""Certificates of engagement: asked, issued, frozen, checked by anybody, true after an erasure."""

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.personal_data.services import erase
from portal.sponsorship.certificates.figures import figures_of
from portal.sponsorship.certificates.paper import certificate_pdf
from portal.sponsorship.certificates.services.issuing import ask, issue
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.models import CertificateRequest, SponsorCertificate, Sponsorship
from portal.sponsorship.sponsors.services.absences import leave
from portal.sponsorship.sponsors.states import Role
from tests.factories import UserFactory
from tests.portal.accounts.people import give, queries_of, signed_in
from tests.portal.cv import printed
from tests.portal.sponsorship.pairing.made import make_proposal, place_pair
from tests.portal.sponsorship.people import coordinator, make_certificate, make_sponsor
from tests.states import fresh

pytestmark = pytest.mark.django_db
LIST = "/parrainage/coordination/attestations/"


@pytest.fixture(scope="module")
def sponsor(lasting):
    """Zoé Martin, welcomed forty days ago, of whom two people were accompanied."""
    made = make_sponsor(
        user=UserFactory(first_name="Zoé", last_name="Martin"), days_ago=40, capacity=3
    )
    for state, ago in (("applied", 50), ("accepted", 40), ("paused", 20), ("accepted", 10)):
        former = {"applied": "", "paused": "accepted"}.get(state, "interviewed")
        former = "paused" if ago == 10 else former
        made.steps.create(state=state, former=former, at=days_ago(ago))
    place_pair(sponsor=made)
    pair = place_pair(sponsor=made)
    for state, noted in (("held", timezone.localdate()), ("missed", None)):
        pair.meetings.create(
            day=timezone.localdate(), mode="phone", state=state, side="sponsor", noted_on=noted
        )
    make_proposal(sponsor=made)
    return made


@pytest.fixture(scope="module")
def office(lasting):
    return coordinator()


def days_ago(count):
    return timezone.now() - timedelta(days=count)


def words_of(certificate):
    command = ["pdftotext", "-layout", "-", "-"]
    pdf = certificate_pdf(certificate)
    found = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=30)
    return " ".join(found.stdout.decode().replace("\u00a0", " ").split())


def test_a_sponsor_asks_and_the_coordination_issues(sponsor, office):
    own, coordination = signed_in(sponsor.user), signed_in(office)
    assert "Demander une attestation" in own.get("/parrainage/").content.decode()
    for _ in range(2):
        assert own.post("/parrainage/attestation/").status_code == 302
    assert CertificateRequest.objects.count() == 1
    assert "Demander une attestation" not in own.get("/parrainage/").content.decode()
    assert "Zoé Martin" in coordination.get(LIST).content.decode()
    coordination.post(f"/parrainage/coordination/parrains/{sponsor.pk}/attestation/")
    (made,) = SponsorCertificate.objects.all()
    assert (made.pairs, made.meetings, made.is_over) == (2, 1, False)
    assert made.issued_by == office
    assert made.starts_on == timezone.localdate(days_ago(40))
    assert made.ends_on == timezone.localdate()
    assert CertificateRequest.objects.get().certificate == made
    answer = own.get(f"/parrainage/attestation/{made.number}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content == coordination.get(f"{LIST}{made.number}/").content


def test_a_button_pressed_twice_makes_one_certificate(sponsor, office):
    actor = Actor(office)
    assert issue(sponsor=sponsor, actor=actor) == issue(sponsor=sponsor, actor=actor)
    # What was asked for is answered, whatever was issued before.
    ask(sponsor=sponsor, actor=Actor(sponsor.user))
    issue(sponsor=sponsor, actor=actor)
    assert SponsorCertificate.objects.filter(sponsor=sponsor).count() == 2
    assert not CertificateRequest.objects.filter(certificate=None).exists()


def test_the_document_says_what_is_frozen_tagged_with_its_fonts(sponsor, office):
    made = issue(sponsor=sponsor, actor=Actor(office))
    data, text = certificate_pdf(made), words_of(made)
    for word in ("Zoé Martin", "2 personnes accompagnées, 1 rencontre", made.number):
        assert word in text, text
    assert printed.check(data) == 1
    of_both = Sponsorship.objects.filter(sponsor=sponsor, accepted_at__isnull=False)
    of_both.update(accepted_at=days_ago(90))
    assert issue(sponsor=sponsor, actor=Actor(office)).pairs == 0
    assert certificate_pdf(fresh(made)) == data


def test_nobody_issues_their_own_nor_asks_for_another(sponsor, office):
    with pytest.raises(SponsorshipError):
        ask(sponsor=sponsor, actor=Actor(office))
    with pytest.raises(SponsorshipError):
        issue(sponsor=sponsor, actor=Actor(sponsor.user))
    give(sponsor.user, "sponsorship_coordinator")
    with pytest.raises(SponsorshipError, match="propre"):
        issue(sponsor=sponsor, actor=Actor(User.objects.get(pk=sponsor.user_id)))
    never = make_sponsor("interviewed")
    with pytest.raises(SponsorshipError, match="accueilli"):
        ask(sponsor=never, actor=Actor(never.user))
    with pytest.raises(SponsorshipError, match="accueilli"):
        issue(sponsor=never, actor=Actor(office))


def test_who_left_has_the_days_of_the_last_engagement(sponsor, office):
    leave(sponsor=sponsor, role=Role.COORDINATOR, reason="Déménage", actor=Actor(office))
    found = figures_of(fresh(sponsor), timezone.localdate() + timedelta(days=9))
    assert (found.is_over, found.ends_on, found.pairs) == (True, timezone.localdate(), 2)


def test_anybody_checks_it_and_reads_no_name(client, sponsor):
    made = make_certificate(sponsor, pairs=2)
    page = client.get(f"/parrainage/attestation/verifier/{made.number.lower()}/")
    text = page.content.decode()
    assert "Cette attestation est vraie" in text
    assert "Z. M." in text
    assert "Martin" not in text
    assert client.get("/parrainage/attestation/verifier/AAAA-BBBB-CCCC/").status_code == 404


def test_it_stays_true_once_the_sponsor_is_erased_without_their_name(client, sponsor, office):
    made = issue(sponsor=sponsor, actor=Actor(office))
    User.objects.filter(pk=sponsor.user_id).update(erasure_due_on=timezone.localdate())
    erase(user=User.objects.get(pk=sponsor.user_id))
    kept = fresh(made)
    assert (kept.person_name, kept.pairs, kept.starts_on) == ("", 2, made.starts_on)
    text = client.get(f"/parrainage/attestation/verifier/{made.number}/").content.decode()
    assert "Cette attestation est vraie" in text
    assert "Effacées avec ses données" in text
    assert "Martin" not in words_of(kept)
    with pytest.raises(SponsorshipError):
        issue(sponsor=sponsor, actor=Actor(office))


def test_the_list_costs_the_same_for_1_and_20(sponsor, office):
    browser = signed_in(office)
    make_certificate(sponsor)
    CertificateRequest.objects.create(sponsor=sponsor)
    first = queries_of(browser, LIST)
    for _ in range(19):
        other = make_sponsor()
        make_certificate(other)
        CertificateRequest.objects.create(sponsor=other)
    assert queries_of(browser, LIST) == first
