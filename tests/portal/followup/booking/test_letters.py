"""The letters of the day are one file; each says what paper may say, and is noted as printed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access.places import label_of
from portal.followup.appointments import services as appointments
from portal.followup.booking.errors import BookingError
from portal.followup.booking.services import letters, summoning
from portal.followup.booking.states import M
from portal.followup.models import AccessEntry, Appointment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.pdf_text import extract_text
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.booking.diaries import (
    at,
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
)
from tests.portal.followup.cast import browser, make_appointment
from tests.portal.followup.people_of_the_area import make_professional
from tests.sizes import MANY

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(db):
    professional = make_professional(first_name="Camille", last_name="Bernard")
    open_diary(professional)
    return professional


def text_of(content):
    return " ".join(extract_text(content).split())


def print_all(adviser, *cases):
    keys = [one.pk for case in cases for one in messages_of(case, channel="letter")]
    with acting_as(adviser.user):
        return letters.print_waiting(keys=keys, actor=Actor(adviser.user))


def test_the_letters_of_the_day_are_one_file(adviser):
    first = make_case(adviser, birth_name="Antoine", address_line="1 rue Haute")
    second = make_case(adviser, birth_name="Zola", address_line="2 rue Basse")
    one, two = (invite(case, adviser) for case in (first, second))
    text = text_of(print_all(adviser, first, second))
    for case, invitation in ((first, one), (second, two)):
        spaced = "-".join(invitation.token[at : at + 4] for at in range(0, 16, 4))
        assert spaced in text
        assert case.birth_name in text
        assert f"Dossier n° {case.shown_number} – page 1" in text
    assert "revenu de solidarité active" in text
    assert "Camille Bernard" in text
    assert "rendez-vous/" in text
    assert {
        one.state for case in (first, second) for one in messages_of(case, channel="letter")
    } == {M.SENT}
    with pytest.raises(BookingError, match="Aucune lettre"):
        print_all(adviser, first, second)


def test_the_letter_of_a_mandatory_category_warns_and_says_until_when(adviser):
    case = make_case(adviser)
    category = make_category("Bilan annuel", letter_text="Apportez vos bulletins.\n\nMerci.")
    invite(case, adviser, category=category, by_mail=False)
    text = text_of(print_all(adviser, case))
    last = timezone.localdate() + timedelta(days=15)
    assert f"au plus tard le {last.day}" in text.replace("1er", "1")
    assert "Une absence sans motif légitime" in text
    assert "Apportez vos bulletins." in text


def test_an_optional_appointment_prints_no_deadline_and_no_warning(adviser):
    case = make_case(adviser)
    category = make_category("Café", is_mandatory=False, warns=False)
    invite(case, adviser, category=category)
    text = text_of(print_all(adviser, case))
    assert "au plus tard" not in text
    assert "{" not in text
    assert "motif légitime" not in text


def test_a_summons_prints_its_date_and_its_warning(adviser):
    case = make_case(adviser)
    make_appointment(case, adviser, state=Appointment.State.NO_SHOW)
    moment = at(timezone.localdate() + timedelta(days=9), 14, 30)
    with acting_as(adviser.user):
        summoning.summon(
            beneficiary=case,
            category=make_category(),
            professional=adviser,
            starts_at=moment,
            place="12 rue des Tilleuls",
            actor=Actor(adviser.user),
        )
    text = text_of(print_all(adviser, case))
    assert "14 h 30" in text
    assert "12 rue des Tilleuls" in text
    assert "Une absence sans motif légitime" in text
    # No code: the date is fixed.
    assert "Photographiez" not in text


def test_a_letter_that_is_of_no_use_any_more_is_not_printed(adviser):
    case = make_case(adviser)
    invitation = invite(case, adviser)
    choose(invitation)
    with pytest.raises(BookingError, match="Aucune lettre"):
        print_all(adviser, case)
    (letter,) = messages_of(case, channel="letter")
    assert (letter.state, letter.reason) == (M.DROPPED, "Un rendez-vous est pris")


def test_the_same_letter_is_printed_again_from_the_case(adviser):
    case = make_case(adviser)
    invite(case, adviser, by_mail=False)
    (letter,) = messages_of(case, channel="letter")
    address = f"/suivi/dossiers/{case.pk}/lettres/{letter.pk}/lettre.pdf"
    reader = browser(adviser)
    assert reader.get(address).status_code == 404
    first = print_all(adviser, case)
    again = reader.get(address)
    assert again["Content-Type"] == "application/pdf"
    assert "attachment" in again["Content-Disposition"]
    assert text_of(again.content) == text_of(first)
    assert now_of(letter).state == M.SENT


def test_a_letter_that_another_followed_is_not_printed_again_with_the_new_date(adviser):
    case = make_case(adviser)
    actor = Actor(adviser.user)
    moment = at(timezone.localdate() + timedelta(days=9), 14, 30)
    with acting_as(adviser.user):
        row = summoning.summon(
            beneficiary=case,
            category=make_category(),
            professional=adviser,
            starts_at=moment,
            reason="Bilan",
            actor=actor,
        )
    print_all(adviser, case)
    with acting_as(adviser.user):
        appointments.move(appointment=row, starts_at=moment + timedelta(hours=1), actor=actor)
    former, _ = messages_of(case, channel="letter")
    print_all(adviser, case)
    _, last = messages_of(case, channel="letter")
    reader = browser(adviser)
    root = f"/suivi/dossiers/{case.pk}/lettres"
    refused = reader.get(f"{root}/{former.pk}/lettre.pdf", follow=True)
    assert refused.redirect_chain[0][0] == f"/suivi/dossiers/{case.pk}/invitations/"
    assert "Une autre lettre a suivi celle-ci" in refused.content.decode()
    assert "15 h 30" in text_of(reader.get(f"{root}/{last.pk}/lettre.pdf").content)


def test_one_prints_the_letters_of_ones_own_cases_alone(adviser):
    case = make_case(adviser)
    invite(case, adviser)
    stranger = make_professional(structure=adviser.structure)
    manager = make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit)
    page = browser(adviser).get("/suivi/lettres/").content.decode()
    assert str(case) in page
    assert str(case) in browser(manager).get("/suivi/lettres/").content.decode()
    reader = browser(stranger)
    assert "Aucune lettre n’attend" in reader.get("/suivi/lettres/").content.decode()
    (letter,) = messages_of(case, channel="letter")
    sent = reader.post("/suivi/lettres/imprimer/", {"lettre": letter.pk})
    assert sent.status_code == 302
    assert now_of(letter).state == M.PLANNED
    printed = browser(adviser).post("/suivi/lettres/imprimer/", {"lettre": [letter.pk, "x"]})
    assert printed.content.startswith(b"%PDF")
    assert now_of(letter).state == M.SENT


def test_printing_the_letters_of_the_day_is_logged_for_each_case(adviser):
    cases = [make_case(adviser) for _ in range(2)]
    for case in cases:
        invite(case, adviser, by_mail=False)
        # Two letters of one case are one line.
        invite(case, adviser, by_mail=False, category=make_category("Bilan"))
    keys = [one.pk for case in cases for one in messages_of(case, channel="letter")]
    reader = browser(adviser)
    assert reader.post("/suivi/lettres/imprimer/", {"lettre": keys}).status_code == 200
    # None is left: nothing was read.
    assert reader.post("/suivi/lettres/imprimer/", {"lettre": keys}).status_code == 302
    with system_scope(Scope.TEST):
        lines = AccessEntry.unscoped.filter(act="print").order_by("pk")
        assert [line.beneficiary_id for line in lines] == [case.pk for case in cases]
        assert {line.user for line in lines} == {adviser.user}
        assert {label_of(line.place) for line in lines} == {"Courriers du jour"}


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 19, "٣"])
def test_what_is_no_key_of_a_letter_or_a_diary_is_left_out(adviser, digits):
    case = make_case(adviser)
    invite(case, adviser, by_mail=False)
    (letter,) = messages_of(case, channel="letter")
    reader = browser(adviser)
    alone = reader.post("/suivi/lettres/imprimer/", {"lettre": digits})
    assert alone.status_code == 302
    both = reader.post("/suivi/lettres/imprimer/", {"lettre": [digits, letter.pk]})
    assert both.content.startswith(b"%PDF")
    assert reader.get("/suivi/creneaux/", {"de": digits}).status_code == 200


def test_a_delivery_is_noted_and_shown_in_the_case(adviser):
    case = make_case(adviser)
    invite(case, adviser, by_mail=False)
    print_all(adviser, case)
    (letter,) = messages_of(case, channel="letter")
    reader = browser(adviser)
    root = f"/suivi/dossiers/{case.pk}"
    today = f"{timezone.localdate():%Y-%m-%d}"
    address = f"{root}/lettres/{letter.pk}/remise/"
    assert reader.post(address, {"handed_on": ""}).status_code == 422
    typed = {"handed_on": today, "registered_number": "1A 234", "received_on": today}
    assert reader.post(address, typed).status_code == 302
    page = reader.get(f"{root}/invitations/").content.decode()
    assert "Reçue, avec preuve" in page
    assert "recommandé 1A 234" in page
    assert reader.post(f"{root}/lettres/{letter.pk}/retour/", {"reason": "NPAI"}).status_code == 302
    page = reader.get(f"{root}/invitations/").content.decode()
    assert "Revenue" in page
    assert "NPAI" in page


def test_lists_of_letters_and_invitations_cost_the_same_for_one_and_twenty(adviser):
    case = make_case(adviser)
    invite(case, adviser)
    reader = signed_in(adviser.user)
    letters_page, case_page = "/suivi/lettres/", f"/suivi/dossiers/{case.pk}/invitations/"
    few = queries_of(reader, letters_page), queries_of(reader, case_page)
    for position in range(MANY - 1):
        invite(make_case(adviser), adviser)
        invite(case, adviser, category=make_category(f"Catégorie {position}"))
    assert (queries_of(reader, letters_page), queries_of(reader, case_page)) == few
