"""From the application to the answer: the clock, the interview, the level that is given."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry
from portal.accounts.services.grants import end_grant, grant_level
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services import applying, vetting
from portal.sponsorship.sponsors.services.late import tell_late
from snippets.models import SiteSettings
from tests.factories import UserFactory
from tests.portal.accounts.people import first_administrator, give, person_with, signed_in
from tests.portal.sponsorship.people import SAID, coordinator, make_sponsor
from tests.states import fresh

pytestmark = pytest.mark.django_db
SPONSOR = LevelName.SPONSOR


@pytest.fixture(scope="module")
def chief(lasting):
    return coordinator(first_name="Hélène", last_name="Faivre")


def mails(key):
    return list(Email.objects.filter(dispatch__key=key).order_by("pk"))


def test_who_applies_is_told_when_they_are_called():
    user = UserFactory(first_name="Karim")
    SiteSettings.objects.update_or_create(pk=1, defaults={"sponsor_contact_days": 10})
    sponsor = applying.apply(user=user, answers=applying.Answers(**SAID), actor=Actor(user))
    assert (sponsor.state, sponsor.domains) == ("applied", ["F"])
    (mail,) = mails("sponsor_applied")
    assert mail.to == [user.email]
    day = timezone.localdate() + timedelta(days=10)
    assert f"{day.day}" in mail.message
    assert "/parrainage/" in mail.message
    with pytest.raises(SponsorshipError, match="existe déjà"):
        applying.apply(user=user, answers=applying.Answers(**SAID), actor=Actor(user))


def test_who_was_declined_may_apply_again_and_begins_anew():
    sponsor = make_sponsor("declined", days_ago=90, interview_note="À revoir")
    user = sponsor.user
    again = applying.apply(user=user, answers=applying.Answers(**SAID), actor=Actor(user))
    assert again.pk == sponsor.pk
    assert (again.state, again.contacted_at, again.decided_at) == ("applied", None, None)
    assert timezone.now() - again.applied_at < timedelta(minutes=1)


def test_the_coordinator_gives_the_level_and_it_is_logged_as_any(chief):
    sponsor, actor = make_sponsor("applied"), Actor(chief)
    vetting.note_contact(sponsor=sponsor, actor=actor)
    vetting.note_interview(sponsor=sponsor, note="Disponible le soir.", actor=actor)
    with pytest.raises(SponsorshipError, match="pourquoi"):
        vetting.accept(sponsor=sponsor, reason=" ", actor=actor)
    vetting.accept(sponsor=sponsor, reason="Bon entretien", actor=actor)
    found = fresh(sponsor)
    assert (found.state, found.interview_note) == ("accepted", "Disponible le soir.")
    assert found.contacted_at < found.interviewed_at < found.decided_at
    grant = found.user.grants.active().get(level=SPONSOR)
    assert (grant.granted_by, grant.reason) == (chief, "Bon entretien")
    entry = AuditEntry.objects.get(subject=found.user)
    assert (entry.action, entry.actor_name, entry.level) == (
        "level_granted",
        "Hélène Faivre",
        "sponsor",
    )
    (mail,) = mails("sponsor_accepted")
    assert "/parrainage/charte/" in mail.message
    assert [step.state for step in found.steps.all()] == ["contacted", "interviewed", "accepted"]


def test_it_is_the_one_level_that_the_coordinator_gives_or_ends(chief):
    person, actor = UserFactory(), Actor(chief)
    for level in set(LevelName) - {SPONSOR, "organisation_member", "organisation_manager"}:
        with pytest.raises(AccountError, match="n’administrez plus les droits"):
            grant_level(user=person, level=level, reason="Aide", actor=actor)
    other = person_with(LevelName.COMMUNICATION)
    with pytest.raises(AccountError, match="n’administrez plus les droits"):
        end_grant(grant=other.grants.get(), reason="Départ", actor=actor)
    with pytest.raises(AccountError, match="Personne ne se donne"):
        grant_level(user=chief, level=SPONSOR, reason="Moi aussi", actor=actor)
    given = grant_level(user=person, level=SPONSOR, reason="Accueil", actor=actor)
    end_grant(grant=given, reason="Départ", actor=actor)
    assert not person.grants.active().exists()


def test_nobody_else_gives_it(chief):
    sponsor = make_sponsor("interviewed")
    for level in (LevelName.EMPLOYMENT_OFFICER, LevelName.COMMUNICATION, LevelName.CANDIDATE):
        stranger = Actor(person_with(level))
        with pytest.raises(SponsorshipError, match="coordination"):
            vetting.accept(sponsor=sponsor, reason="Bien", actor=stranger)
        with pytest.raises(AccountError):
            grant_level(user=sponsor.user, level=SPONSOR, reason="Bien", actor=stranger)
    # Whose level ended since the page was drawn.
    assert chief.levels
    end_grant(grant=chief.grants.get(), reason="Départ", actor=Actor(first_administrator()))
    chief.__dict__["_levels"] = frozenset({LevelName.SPONSORSHIP_COORDINATOR})
    with pytest.raises(SponsorshipError, match="coordination"):
        vetting.accept(sponsor=sponsor, reason="Bien", actor=Actor(chief))
    assert fresh(sponsor).state == "interviewed"


def test_nobody_vets_their_own_application(chief):
    own = make_sponsor("interviewed", user=chief)
    for act in (
        lambda: vetting.accept(sponsor=own, reason="Moi", actor=Actor(chief)),
        lambda: vetting.note_interview(sponsor=own, note="Moi", actor=Actor(chief)),
        lambda: vetting.decline(sponsor=own, reason="Moi", word="", actor=Actor(chief)),
    ):
        with pytest.raises(SponsorshipError, match="votre propre candidature"):
            act()


@pytest.mark.parametrize("state", ["accepted", "paused", "declined", "withdrawn", "left"])
def test_no_note_is_written_once_they_were_answered(chief, state):
    sponsor = make_sponsor(state, interview_note="Avant")
    with pytest.raises(SponsorshipError, match="impossible"):
        vetting.note_interview(sponsor=sponsor, note="Après", actor=Actor(chief))
    assert fresh(sponsor).interview_note == "Avant"


def test_a_refusal_is_kind_and_keeps_its_reason_inside(chief):
    sponsor = make_sponsor("contacted")
    vetting.decline(
        sponsor=sponsor, reason="Cherche des clients", word="Revenez en mars.", actor=Actor(chief)
    )
    (mail,) = mails("sponsor_declined")
    assert "Merci" in mail.message
    assert "Revenez en mars." in mail.message
    assert "clients" not in mail.message + mail.html_message
    assert sponsor.steps.get().reason == "Cherche des clients"


def test_the_coordinator_sees_who_was_given_the_level_without_an_application(chief):
    # Another test of the module ended the level of the copy in memory.
    browser = signed_in(fresh(chief))
    make_sponsor("accepted")
    pages = ("/parrainage/coordination/", "/parrainage/coordination/parrains/")
    texts = [browser.get(path).content.decode() for path in pages]
    assert all("Parrains et marraines" in text for text in texts)
    assert not any("sans candidature" in text for text in texts)
    given = person_with(SPONSOR, first_name="Paul", last_name="Perrin")
    declined = make_sponsor("declined").user
    give(declined, SPONSOR)
    home, page = (browser.get(path).content.decode() for path in pages)
    assert "2\u00a0personnes ont le niveau" in home
    assert "sans candidature" in page
    assert given.email in page
    assert declined.email in page
    # They apply as anybody, and are flagged until they are welcomed.
    applying.apply(user=given, answers=applying.Answers(**SAID), actor=Actor(given))
    assert given.email in browser.get(pages[1]).content.decode()


def test_the_late_ones_are_told_once_in_one_mail(chief):
    SiteSettings.objects.update_or_create(pk=1, defaults={"sponsor_contact_days": 10})
    for days in (10, 11, 30):
        make_sponsor("applied", days_ago=days)
    make_sponsor("contacted", days_ago=30)
    now = timezone.now()
    # The tenth day is in time until it is over.
    assert tell_late(now) == 2
    (mail,) = mails("sponsors_late")
    assert mail.to == [chief.email]
    assert "2\u00a0personnes attendent un appel" in mail.subject
    assert tell_late(now) == 0
    assert tell_late(now + timedelta(days=1)) == 1
    assert "3\u00a0personnes" in mails("sponsors_late")[1].subject
    assert Sponsor.objects.filter(late_told_at__isnull=False).count() == 3
