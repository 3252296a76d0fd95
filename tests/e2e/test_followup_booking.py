"""From the invitation to the summons, on the adviser's desk and on the person's phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.accounts.models import User
from portal.followup.booking.models import Invitation
from portal.followup.booking.services import reminders
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.portal.followup.booking.diaries import age, make_category, open_diary
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)
from tests.sign_in import new_session

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def prepared() -> tuple[User, User, Beneficiary]:
    """An adviser with opening hours, a stranger, somebody who is followed."""
    unit = make_unit("Unité de Delle")
    adviser = make_professional(unit=unit, first_name="Camille", last_name="Bernard")
    open_diary(adviser)
    make_category("Point d’étape", page_text="Apportez une pièce d’identité.")
    case = make_beneficiary(
        adviser,
        birth_name="Martin",
        email="eloise.martin@exemple.test",
        address_line="3 rue des Lilas",
        postal_code="90100",
        town="Delle",
    )
    orient(case)
    return adviser.user, make_professional().user, case


def invitation_of(case: Beneficiary) -> Invitation:
    def read() -> Invitation:
        with system_scope(Scope.TEST):
            return Invitation.unscoped.get(beneficiary=case)

    return cms.in_database(read)


def let_it_expire(case: Beneficiary) -> None:
    """Twenty days without an answer, and the job of the night."""
    age(invitation_of(case), 20)
    assert reminders.expire(now=timezone.now()) == 1


def sign_in(page: Page, base: str, user: User) -> None:
    """Open a session as signing in leaves it."""
    key = cms.in_database(lambda: new_session(user).session_key)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": base}])


def test_from_the_invitation_to_the_summons(
    chromium: Browser, live_server: Any, screenshot: Any
) -> None:
    user, stranger, case = cms.in_database(prepared)
    base, folder = live_server.url, f"/suivi/dossiers/{case.pk}/"
    with (
        tools.context(chromium, tools.DESKTOP) as desk,
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.PHONE, javascript=False) as plain,
    ):
        adviser, person = desk.new_page(), phone.new_page()
        sign_in(adviser, base, user)
        # The adviser invites by mail and by letter.
        adviser.goto(f"{base}{folder}rendez-vous/")
        tools.follow(adviser.get_by_role("link", name="Invitations et convocations"))
        tools.follow(adviser.get_by_role("link", name="Inviter à choisir"))
        adviser.get_by_label("Catégorie").select_option(label="Point d’étape")
        tools.look(adviser, screenshot, "booking-invite")
        tools.follow(adviser.get_by_role("button", name="Envoyer l’invitation"))
        expect(adviser.get_by_role("status")).to_contain_text("À choisir au plus tard le")
        expect(adviser.get_by_text("À imprimer", exact=True)).to_be_visible()
        tools.look(adviser, screenshot, "booking-invitations")

        # The person picks, on a phone, from the link of the mail; then cancels, without scripts.
        token = invitation_of(case).token
        person.goto(f"{base}/rendez-vous/")
        person.get_by_label("Code de votre lettre").fill(token.lower())
        tools.look(person, screenshot, "booking-enter")
        tools.follow(person.get_by_role("button", name="Voir les heures libres"))
        expect(person.get_by_text("Martin")).to_have_count(0)
        tools.follow(person.get_by_role("button", name="Prendre ce rendez-vous"))
        expect(person.get_by_role("alert")).to_contain_text("Choisissez une heure")
        person.get_by_role("radio").first.check()
        tools.look(person, screenshot, "booking-choose")
        tools.follow(person.get_by_role("button", name="Prendre ce rendez-vous"))
        expect(person.get_by_role("heading", level=1)).to_have_text("Mon rendez-vous")
        tools.look(person, screenshot, "booking-appointment")
        tools.follow(person.get_by_role("link", name="Déplacer"))
        tools.look(person, screenshot, "booking-move")
        # Another day: in the evening, hardly an hour is left of the first one.
        person.locator("summary").filter(has_text="heures libres").nth(1).click()
        person.get_by_role("radio").last.check()
        tools.follow(person.get_by_role("button", name="Prendre cette heure à la place"))
        expect(person.get_by_text("Votre rendez-vous est déplacé.")).to_be_visible()
        other = plain.new_page()
        other.goto(f"{base}/rendez-vous/{token}/annuler/")
        other.get_by_label("Pourquoi").fill("Je commence une formation")
        tools.follow(other.get_by_role("button", name="Annuler mon rendez-vous"))
        expect(other.get_by_text("Vous pouvez en choisir un autre")).to_be_visible()

        # Nobody answers: the adviser's home says so, and leads to the summons.
        cms.in_database(lambda: let_it_expire(case))
        adviser.goto(f"{base}/suivi/")
        expect(
            adviser.get_by_role("heading", name="Invitations restées sans réponse")
        ).to_be_visible()
        tools.follow(adviser.get_by_role("link", name="Convoquer"))
        expect(adviser.get_by_text("fait suite à")).to_be_visible()
        adviser.get_by_label("Catégorie").select_option(label="Point d’étape")
        day = timezone.localdate() + timedelta(days=9)
        adviser.get_by_label("Date").fill(f"{day:%Y-%m-%d}")
        adviser.get_by_label("Heure").fill("15:00")
        tools.look(adviser, screenshot, "booking-summon")
        tools.follow(adviser.get_by_role("button", name="Convoquer"))
        expect(adviser.get_by_role("status")).to_contain_text("Convocation pour le")
        tools.look(adviser, screenshot, "booking-summoned")
        person.goto(f"{base}/rendez-vous/{token}/")
        expect(person.get_by_text("Une date vous a été fixée")).to_be_visible()
        tools.look(person, screenshot, "booking-over")

        # The letters of the day are one file.
        adviser.goto(f"{base}/suivi/lettres/")
        tools.look(adviser, screenshot, "booking-letters")
        with adviser.expect_download() as downloading:
            adviser.get_by_role("button", name="Imprimer les lettres cochées").click()
        assert downloading.value.suggested_filename.startswith("courriers-")
        adviser.goto(f"{base}{folder}invitations/")
        expect(adviser.get_by_text("Imprimée", exact=True)).to_be_visible()

        # An adviser of another unit finds nothing of it.
        intruder = desk.new_page()
        sign_in(intruder, base, stranger)
        for path in ("invitations/", "invitations/nouvelle/", "invitations/convoquer/"):
            answer = intruder.goto(f"{base}{folder}{path}")
            assert answer is not None
            assert answer.status == 404


@pytest.mark.parametrize("size", [tools.PHONE, tools.DESKTOP], ids=["phone", "desktop"])
def test_a_diary_is_kept(
    chromium: Browser, live_server: Any, screenshot: Any, size: dict[str, int]
) -> None:
    user, _, _ = cms.in_database(prepared)
    with tools.context(chromium, size) as visitor:
        page = visitor.new_page()
        sign_in(page, live_server.url, user)
        page.goto(f"{live_server.url}/suivi/creneaux/")
        tools.look(page, screenshot, "booking-diary")
        tools.follow(page.get_by_role("link", name="Adresse de mon agenda"))
        tools.follow(page.get_by_role("button", name="Faire une adresse"))
        expect(page.get_by_text("montrée une seule fois")).to_be_visible()
        tools.look(page, screenshot, "booking-feed")
        page.goto(f"{live_server.url}/suivi/creneaux/absence/")
        tools.look(page, screenshot, "booking-absence")
