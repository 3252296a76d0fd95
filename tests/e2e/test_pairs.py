"""A pair, from the coordinator's board to what it gave: two phones, an office between."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.participation.models import Outcome
from portal.sponsorship.pairing.services.coordinating import waive_first_meeting
from portal.sponsorship.pairs.following import Meeting, Review
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.reminding import tell_review_due
from portal.sponsorship.pairs.services.reviews import ask_due_reviews
from portal.sponsorship.pairs.states import State
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with
from tests.portal.sponsorship.pairing.made import make_accepted
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 390, "height": 844}


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


def test_a_pair_goes_from_the_first_talk_to_what_it_gave(
    live_server: Any, chromium: Any, screenshot: Any
) -> None:
    """Two telephones: the person's, and the sponsor's, which the coordinator borrows to close."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    chief, person = coordinator(), person_with("candidate", first_name="Mehdi", last_name="Robert")
    pair = make_accepted(request=make_request(person))
    sponsor = pair.sponsor.user
    waive_first_meeting(pair=pair, reason="Se sont vus au forum.", actor=Actor(chief))
    base = live_server.url

    def see(page: Page, name: str) -> None:
        assert not tools.is_wider_than_the_screen(page), name
        tools.look(page, screenshot, name)

    with (
        tools.context(chromium, NARROW) as theirs,
        tools.context(chromium, NARROW) as own,
    ):
        theirs.add_cookies([session_cookie(sponsor, base)])
        own.add_cookies([session_cookie(person, base)])
        page, phone = theirs.new_page(), own.new_page()

        # The first talk, which either says.
        page.goto(f"{base}/parrainage/")
        expect(page.get_by_text("Parlez-vous d’ici le")).to_be_visible()
        tools.follow(page.get_by_role("link", name="Mehdi Robert"))
        tools.follow(page.get_by_role("button", name="Nous nous sommes parlé"))
        expect(page.get_by_text("Vers l’emploi depuis le")).to_be_visible()

        # A meeting in two taps: the day is there, and how they talk.
        phone.goto(f"{base}/parrainage/demande/")
        tools.follow(phone.get_by_role("link", name="Voir mon parrainage"))
        see(phone, "begun")
        tools.follow(phone.get_by_role("link", name="Noter une rencontre"))
        expect(phone.get_by_label("Quel jour")).to_have_value(f"{timezone.localdate():%Y-%m-%d}")
        phone.get_by_label("En visio").check()
        tools.follow(phone.get_by_role("button", name="Noter la rencontre"))
        # The next one has only what changed to be said, with a word and the next meeting.
        tools.follow(phone.get_by_role("link", name="Noter une rencontre"))
        expect(phone.get_by_label("En visio")).to_be_checked()
        phone.get_by_label("Le CV, les lettres").check()
        phone.get_by_label("Un mot").fill("Mon CV est refait.")
        phone.get_by_label("Prochain rendez-vous").fill(f"{in_days(3):%Y-%m-%d}")
        phone.get_by_label("Heure").fill("17:30")
        see(phone, "note")
        tools.follow(phone.get_by_role("button", name="Noter la rencontre"))
        expect(phone.get_by_text("Mon CV est refait.")).to_be_visible()
        with phone.expect_download() as calendar:
            phone.get_by_role("link", name="Mettre dans mon agenda").click()
        assert "T173000" in calendar.value.path().read_text()

        # An objective, written by one and reached by the other.
        page.reload()
        expect(page.get_by_text("Mon CV est refait.")).to_be_visible()
        tools.follow(page.get_by_role("link", name="Ajouter un objectif"))
        page.get_by_label("Votre objectif").fill("Appeler trois entreprises")
        tools.follow(page.get_by_role("button", name="Ajouter"))
        see(page, "objective")
        phone.reload()
        tools.follow(phone.get_by_role("button", name="Atteint"))
        expect(phone.get_by_text("Bravo")).to_be_visible()

        # Half-way: each answers, and reads nothing of the other's answers.
        pass_until(pair, Review.Kind.HALF_WAY)
        phone.goto(f"{base}/mon-espace/")
        step = phone.get_by_role("heading", name="Bilan à mi-chemin de votre parrainage")
        expect(step).to_be_visible()
        see(phone, "home")
        tools.follow(phone.get_by_role("link", name="Répondre"))
        answer_review(phone, "Je sais présenter mon parcours.")
        expect(phone.get_by_text("vos réponses sont envoyées")).to_be_visible()
        page.goto(f"{base}/parrainage/")
        expect(page.get_by_text("Un bilan vous attend")).to_be_visible()
        see(page, "sponsor-home")
        tools.follow(page.get_by_role("link", name="Mehdi Robert"))
        tools.follow(page.get_by_role("link", name="Bilan à mi-chemin"))
        see(page, "review")
        answer_review(page, "Il avance bien.")
        expect(page.get_by_text("Je sais présenter mon parcours.")).to_have_count(0)

        # A job: the second phase has its own dates.
        tools.follow(phone.get_by_role("link", name="J’ai trouvé un travail"))
        see(phone, "work")
        tools.follow(phone.get_by_role("button", name="Le dire"))
        expect(phone.get_by_text("Dans l’emploi depuis le")).to_be_visible()
        expect(phone.get_by_role("link", name="J’ai trouvé un travail")).to_have_count(0)
        pass_until(pair, Review.Kind.FINAL)
        for screen, words in ((phone, "J’ai signé un contrat."), (page, "Mission accomplie.")):
            screen.reload()
            tools.follow(screen.get_by_role("link", name="Bilan final"))
            answer_review(screen, words)
        see(page, "answered")

        # The outcome: the coordinator closes, and each reads what it gave.
        theirs.clear_cookies()
        theirs.add_cookies([session_cookie(chief, base)])
        page.goto(f"{base}/parrainage/coordination/binomes/")
        tools.follow(page.get_by_role("link", name="Suivre les binômes formés"))
        see(page, "followed")
        tools.follow(page.get_by_role("link", name="Mehdi Robert", exact=False))
        expect(page.get_by_text("J’ai signé un contrat.")).to_be_visible()
        see(page, "file")
        tools.follow(page.get_by_role("link", name="Clore le parrainage"))
        page.get_by_label("Emploi", exact=True).check()
        see(page, "close")
        tools.follow(page.get_by_role("button", name="Clore"))
        expect(page.get_by_text("Ce que le parrainage a donné")).to_be_visible()
        phone.reload()
        expect(phone.get_by_text("Ce qu’il a donné\u00a0: emploi.")).to_be_visible()
        see(phone, "over")
        theirs.clear_cookies()
        theirs.add_cookies([session_cookie(sponsor, base)])
        page.goto(f"{base}/parrainage/binomes/{pair.pk}/")
        see(page, "over-sponsor")
    found = Sponsorship.objects.get()
    assert (found.state, found.outcome) == (State.COMPLETED, "job")
    # Finding the job was one fact.
    assert Outcome.objects.count() == 1


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def answer_review(page: Page, words: str) -> None:
    page.get_by_label("C’est le bon rythme").check()
    page.get_by_label("Beaucoup").check()
    page.get_by_label("Qu’est-ce qui a avancé").fill(words)
    tools.follow(page.get_by_role("button", name="Envoyer mes réponses"))


def pass_until(pair: Sponsorship, kind: str) -> None:
    """The day of a review comes: all that the pair has is older, and the morning's job runs."""
    review = pair.reviews.filter(answers=None).get(kind=kind)
    ago = review.due_on - timezone.localdate()
    dates = ("proposed_at", "accepted_at", "started_on", "in_work_since", "changed_at")
    Sponsorship.objects.update(**{name: F(name) - ago for name in dates})
    Meeting.objects.update(day=F("day") - ago, noted_on=F("noted_on") - ago)
    Review.objects.update(due_on=F("due_on") - ago)
    Email.objects.all().delete()
    ask_due_reviews(tell_review_due)
    assert Email.objects.filter(message__contains=str(review)).count() == 2
