"""A session for RSA beneficiaries: nothing of its list leaves the Département.

Not to the organisation that organises it, not to a partner, by no address of the app, in no message
and in no calendar.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.participation.helping import Helper
from portal.participation.models import Agreement
from portal.recruitment import calendars, person_messages, urls
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.exports.rows import exported
from portal.recruitment.listing import COMPANY, Viewer, person_of
from portal.recruitment.models import ListAccess, Registration, Roster
from portal.recruitment.rules import may_see_identity, runs_session, shows_identity
from portal.recruitment.services import cancelling, moving, offers
from portal.recruitment.services.asking import Person, Wish, ask_for
from portal.recruitment.services.messages import send_message
from portal.recruitment.states import Role, Status
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import manager_of, officer, signed_in
from tests.portal.recruitment.lists import begin_at_night
from tests.portal.recruitment.session_lists import RSA, put, rsa_list, shown

pytestmark = pytest.mark.django_db

NAME = "Zébulonne"
# Outside the Département nobody reads these, whoever wrote the page's title.
DISCLOSING = ("rsa", "bénéficiaire", "allocataire", "beneficiaire", "/sessions/", RSA.lower())
# Of the person, by a link that she alone has.
OWN = ("mine", "asked", "register", "own", "helped", "confirm")


@pytest.fixture
def roster():
    """The organiser and a partner are companies: the worst case, which the CMS does not refuse."""
    made = rsa_list(
        organisation=OrganisationFactory(verified_at=timezone.now()),
        partners=(OrganisationFactory(verified_at=timezone.now()),),
        slots=2,
    )
    put(made, last_name=NAME, slot=made.slots.first(), shares_identity=True)
    put(made, status=Status.WAITLISTED, shares_identity=True)
    return made


@pytest.fixture(params=["organiser", "partner"])
def outsider(request, roster):
    """A manager of one of the session's organisations."""
    organisations = {
        "organiser": roster.organisation,
        "partner": roster.organisations.exclude(pk=roster.organisation_id).get(),
    }
    return manager_of(organisations[request.param])


def addresses(roster: Roster) -> Iterator[tuple[str, str]]:
    """(name, path) of each address of the app that is about a list or one of its people."""
    registration = roster.registrations.first()
    for pattern in urls.urlpatterns:
        name = str(pattern.name)
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        if "pk" not in pattern.pattern.converters and "(?P<pk>" not in route:
            continue
        if name.startswith(OWN) or "token" in route:
            continue
        is_person = "inscription/" in route
        names = {"pk": registration.pk if is_person else roster.pk}
        if "link_pk" in route:
            names["link_pk"] = 1
        kinds = ("xlsx", "pdf") if name == "export" else (None,)
        for kind in kinds:
            more = {"kind": kind} if kind else {}
            yield name, reverse(f"recruitment:{name}", kwargs={**names, **more})


def test_the_walk_meets_every_kind_of_screen(roster):
    names = {name for name, _ in addresses(roster)}
    assert {"list", "one", "export", "sheet", "links", "message", "funnel", "outcomes"} <= names
    assert {name for name in names if name.startswith("checkin_")}
    assert len(names) > 20


def test_no_address_of_the_app_answers_its_organisations(roster, outsider):
    browser = signed_in(outsider)
    found = {}
    for name, path in addresses(roster):
        for method in ("get", "post"):
            answer = getattr(browser, method)(path)
            # Another right, or another method, is asked before anything is looked for.
            if answer.status_code not in ({403, 404} if method == "get" else {403, 404, 405}):
                found[f"{method} {name}"] = answer.status_code
            content = b"".join(answer) if answer.streaming else answer.content
            assert NAME not in content.decode(errors="replace"), path
    assert found == {}
    assert not ListAccess.objects.exists()


def test_the_same_addresses_answer_the_officers(roster):
    browser = signed_in(officer())
    answered = {name for name, path in addresses(roster) if browser.get(path).status_code == 200}
    assert {"list", "one", "export", "sheet", "accesses", "message"} <= answered


def test_it_is_in_no_list_of_theirs_and_nothing_is_counted(roster, outsider):
    browser = signed_in(outsider)
    for path in ("/rencontres/", "/rencontres/?liste=passees", "/pointage/sessions.json"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert roster.title not in answer.content.decode()
        assert f"/rencontres/{roster.pk}/" not in answer.content.decode()
    assert not Registration.objects.visible_to(outsider).exists()


def test_no_predicate_shows_anybody(roster, outsider):
    viewer = Viewer.of(outsider, roster)
    assert not runs_session(outsider, roster)
    assert not exported(roster, viewer).exists()
    for registration in roster.registrations.select_related("roster", "participant__user"):
        assert not shows_identity(registration)
        assert not may_see_identity(outsider, registration)
        assert person_of(registration, viewer).is_masked
        assert person_of(registration, COMPANY).is_masked


def test_a_forged_link_shows_nothing(roster):
    assert Client().post("/rencontres/lien/x/").status_code == 410


def test_nobody_outside_registers_somebody(roster, outsider):
    organisation = outsider.memberships.get().organisation
    with pytest.raises(RecruitmentError, match="Département"):
        ask_for(
            roster=roster,
            helper=Helper(outsider, organisation),
            person=Person("Anne", "Petit"),
            wish=Wish(agreed=True, may_wait=True),
            how=Agreement.How.PHONE,
            actor=Actor(outsider),
        )


def sent_by_everything(roster: Roster) -> None:
    """Each message that a person of the list may be sent."""
    agent = officer(first_name="Odile", last_name="Conseillère")
    actor = Actor(agent)
    first, second = roster.slots.all()
    row = roster.registrations.first()
    helped = put(roster, by=agent, slot=second)
    for one in (row, helped):
        person_messages.registered(one)
        person_messages.reminder(one, is_tomorrow=True)
        person_messages.moved(one)
        person_messages.postponed(one)
        person_messages.session_cancelled(one)
        person_messages.slot_lost(one)
        person_messages.to_confirm(one)
        person_messages.already_registered(one)
    waiting = roster.registrations.filter(status=Status.WAITLISTED).get()
    person_messages.waitlisted(waiting)
    offer = waiting.place_offers.create(deadline=roster.starts_at, slot=second)
    person_messages.place_offered(offer)
    person_messages.offer_expired(offer)
    offer.delete()
    cancelling.cancel(registration=helped, role=Role.MANAGER, actor=actor, note="RSA suspendu")
    moving.move(registration=row, slot=second, role=Role.MANAGER, actor=actor)
    waiting.refresh_from_db()
    if waiting.status == Status.WAITLISTED:
        offers.promote(registration=waiting, slot=first, actor=actor)
    send_message(
        roster=roster, registrations=[row], subject="Salle", text="Bonjour {prenom}", user=agent
    )


def test_no_message_nor_calendar_says_whom_it_is_for(roster, monkeypatch):
    begin_at_night(monkeypatch)
    sent_by_everything(roster)
    mails = list(Email.objects.prefetch_related("attachments"))
    assert len(mails) > 18
    for mail in mails:
        files = [
            read(attachment)
            for attachment in mail.attachments.all()
            if attachment.mimetype.startswith("text/")
        ]
        whole = " ".join([mail.subject, mail.message, mail.html_message or "", *files]).lower()
        assert "rendez-vous emploi" in whole
        for word in (*DISCLOSING, "conseillère"):
            assert not holds_word(whole, word), (mail.subject, word)


def test_its_calendar_has_the_date_and_the_place_and_a_neutral_name(roster):
    content = calendars.calendar(roster.registrations.first()).decode().lower()
    assert "rendez-vous emploi" in content
    assert "maison du peuple" in content
    for word in DISCLOSING:
        assert not holds_word(content, word)


def test_what_the_organiser_of_an_open_session_sees_is_gone_once_it_is_for_beneficiaries(roster):
    Roster.objects.filter(pk=roster.pk).update(audience="public")
    seen = shown(roster, last_name=NAME)
    browser = signed_in(manager_of(roster.organisation))
    address = f"/rencontres/inscription/{seen.pk}/"
    assert browser.get(address).status_code == 200
    Roster.objects.filter(pk=roster.pk).update(audience="rsa")
    assert browser.get(address).status_code == 404


def read(attachment) -> str:
    with attachment.file.open("rb") as file:
        return file.read().decode(errors="replace")


def holds_word(text: str, word: str) -> bool:
    """Whether a word is there by itself: « rsa » is not in « conversation »."""
    if not word.isalpha():
        return word in text
    cut = "".join(letter if letter.isalpha() else " " for letter in text).split()
    return word in cut or f"{word}s" in cut
