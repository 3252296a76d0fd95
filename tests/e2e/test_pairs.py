"""A pair, from the coordinator's board to the first talk: two phones, an office between."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import State
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_pair_is_proposed_accepted_by_both_and_begins(
    live_server: Any, chromium: Any, screenshot: Any
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    chief, person = coordinator(), person_with("candidate", first_name="Mehdi", last_name="Robert")
    request = make_request(person, domains=["F"])
    sponsor = make_sponsor(domains=["F"])
    make_request(domains=["N"])
    with (
        tools.context(chromium, tools.DESKTOP) as office,
        tools.context(chromium, tools.PHONE) as hers,
        tools.context(chromium, tools.PHONE) as his,
    ):
        office.add_cookies([session_cookie(chief, live_server.url)])
        desk = office.new_page()
        desk.goto(f"{live_server.url}/parrainage/coordination/binomes/")
        tools.look(desk, screenshot, "board")
        tools.follow(desk.get_by_role("link", name="Choisir pour", exact=False).first)
        tools.look(desk, screenshot, "choose")
        tools.follow(desk.get_by_role("link", name="Voir ce que ce choix change").first)
        expect(desk.get_by_text("Mehdi Robert reste sans parrain ni marraine")).to_be_visible()
        tools.look(desk, screenshot, "cost")
        desk.goto(f"{live_server.url}/parrainage/coordination/binomes/")
        tools.follow(desk.get_by_role("button", name="Proposer Mehdi Robert", exact=False))

        pair = Sponsorship.objects.get()
        assert pair.request == request
        his.add_cookies([session_cookie(person, live_server.url)])
        phone = his.new_page()
        phone.goto(f"{live_server.url}/parrainage/demande/")
        tools.follow(phone.get_by_role("link", name="Voir mon parrainage"))
        tools.look(phone, screenshot, "proposal")
        tools.follow(phone.get_by_role("link", name="Accepter"))
        tools.look(phone, screenshot, "accept")
        phone.get_by_label("Donner mon adresse e-mail").check()
        tools.follow(phone.get_by_role("button", name="Accepter"))

        hers.add_cookies([session_cookie(sponsor.user, live_server.url)])
        page = hers.new_page()
        page.goto(f"{live_server.url}/parrainage/")
        tools.follow(page.get_by_role("link", name="Une personne à accompagner"))
        tools.follow(page.get_by_role("link", name="Accepter"))
        page.get_by_label("Donner mon adresse e-mail").check()
        tools.follow(page.get_by_role("button", name="Accepter"))
        expect(page.get_by_role("link", name=person.email)).to_be_visible()
        tools.look(page, screenshot, "reached")
        tools.follow(page.get_by_role("button", name="Nous nous sommes parlé"))
    assert Sponsorship.objects.get().state == State.ACTIVE
