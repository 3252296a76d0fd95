"""What each of the two, and the coordinator, reads of a pair; and what their pages cost."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.models import Meeting, Review
from portal.sponsorship.pairs.life import SHOWN
from portal.sponsorship.pairs.services.alerts import raise_alert
from portal.sponsorship.pairs.services.coordinating import complete_pair
from portal.sponsorship.pairs.states import MeetingState, Side
from snippets import french
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.sponsorship.pairing.made import (
    make_coordinator,
    make_paired_sponsor,
    make_request,
)
from tests.portal.sponsorship.pairs.made import answer, as_side, make_active, make_meeting

pytestmark = pytest.mark.django_db
SPACE = "/parrainage/"


def pages_of(pair):
    """The page of the person, of the sponsor, and of the coordinator, each with who reads it."""
    return [
        (signed_in(pair.participant.user), f"/parrainage/mon-binome/{pair.pk}/"),
        (signed_in(pair.sponsor.user), f"/parrainage/binomes/{pair.pk}/"),
        (signed_in(make_coordinator()), f"/parrainage/coordination/binomes/{pair.pk}/"),
    ]


def test_the_pages_of_a_pair_cost_the_same_for_one_and_for_twenty_meetings():
    pair = make_active(days=60)
    pages = pages_of(pair)
    make_meeting(pair, days=-1)
    few = [queries_of(client, path) for client, path in pages]
    for days in range(2, 21):
        make_meeting(pair, days=-days)
    assert [queries_of(client, path) for client, path in pages] == few


def test_whoever_met_more_often_than_is_shown_reads_so():
    pair = make_active(days=60)
    make_meeting(pair, MeetingState.PLANNED, days=2)
    for days in range(SHOWN):
        make_meeting(pair, days=-days)
    pages = pages_of(pair)
    for client, path in pages[:2]:
        html = client.get(path).content.decode()
        assert html.count("au téléphone") == SHOWN + 1
        assert "dernières" not in html
    make_meeting(pair, days=-SHOWN)
    for client, path in pages:
        assert f"Les {SHOWN} dernières" in client.get(path).content.decode()


def test_a_pair_that_is_over_says_when_what_it_gave_and_what_comes_next():
    pair = make_active(days=60)
    complete_pair(pair=pair, outcome="training", actor=Actor(make_coordinator()))
    begun = french.long_day(pair.started_on)
    for (client, path), leads_to in zip(
        pages_of(pair)[:2], ("/parrainage/demande/", SPACE), strict=True
    ):
        html = unescape(client.get(path).content.decode())
        assert f"Commencé le {begun}" in html
        assert "Ce qu’il a donné\u00a0: formation." in html
        assert f'href="{leads_to}"' in html.split("<h1>")[1]
        assert "à accompagner" not in html
        assert "marraine pour vous" not in html


def test_a_pair_that_is_over_is_found_again_by_both_and_names_nobody():
    """Its page, where a complaint is written, was reached by an old mail alone."""
    pair = make_active(days=60)
    (person, own), (sponsor, theirs), _ = pages_of(pair)
    complete_pair(pair=pair, outcome="job", actor=Actor(make_coordinator()))
    for client, home, path, other in (
        (person, "/parrainage/demande/", own, pair.sponsor.user),
        (sponsor, SPACE, theirs, pair.participant.user),
    ):
        html = client.get(home).content.decode()
        assert path in html
        assert str(other) not in html


def test_a_pause_is_no_proposal_and_asks_nothing_of_anybody():
    pair = make_active()
    raise_alert(pair=pair, side=Side.PERSON, reason="", actor=as_side(pair, Side.PERSON))
    for client, path in pages_of(pair)[:2]:
        html = client.get(path).content.decode()
        assert "Vous n’avez rien à faire" in html
        assert "à accompagner" not in html
        assert "marraine pour vous" not in html


def test_a_pair_that_runs_says_since_when_and_which_review_comes_next():
    pair = make_active(days=10)
    half_way = Review.objects.get(kind="half_way")
    client, path = pages_of(pair)[0]
    html = client.get(path).content.decode()
    assert f"Vers l’emploi depuis le {french.long_day(pair.started_on)}." in html
    assert f"Bilan à mi-chemin à partir du {french.long_day(half_way.due_on)}." in html
    Review.objects.filter(pk=half_way.pk).update(due_on=timezone.localdate())
    html = client.get(path).content.decode()
    assert f"{path}bilan/{half_way.pk}/" in html
    assert "Bilan final à partir du" in html


def test_a_review_that_waits_is_on_the_home_page_of_each_until_they_answer():
    pair = make_active()
    person, sponsor = signed_in(pair.participant.user), signed_in(pair.sponsor.user)
    said, waits = "Bilan à mi-chemin de votre parrainage", "Un bilan vous attend"
    assert said not in person.get("/mon-espace/").content.decode()
    Review.objects.filter(kind="half_way").update(due_on=timezone.localdate())
    assert said in person.get("/mon-espace/").content.decode()
    assert waits in sponsor.get(SPACE).content.decode()
    review = Review.objects.get(kind="half_way")
    answer(review, side=Side.PERSON)
    assert said not in person.get("/mon-espace/").content.decode()
    assert waits in sponsor.get(SPACE).content.decode()
    answer(review, side=Side.SPONSOR)
    assert waits not in sponsor.get(SPACE).content.decode()


def test_the_space_of_a_sponsor_says_the_next_meeting_and_costs_the_same_for_one_and_three():
    sponsor = make_paired_sponsor(capacity=3)
    client = signed_in(sponsor.user)
    make_meeting(make_active(sponsor_row=sponsor), MeetingState.PLANNED, days=2)
    few = queries_of(client, SPACE)
    for _ in range(2):
        make_active(sponsor_row=sponsor)
    assert queries_of(client, SPACE) == few
    html = client.get(SPACE).content.decode()
    assert f"Prochain rendez-vous le {french.long_day(Meeting.objects.get().day)}" in html
    assert html.count("Aucun rendez-vous n’est fixé") == 2


def test_a_meeting_whose_day_has_passed_is_the_one_to_be_noted():
    """It was « Prochain rendez-vous » for ever, and noting it on the morrow made another one."""
    pair = make_active(days=20)
    make_meeting(pair, MeetingState.HELD, days=-9, mode="phone")
    planned = make_meeting(pair, MeetingState.PLANNED, days=-1, mode="in_person")
    client, path = pages_of(pair)[1]
    html = client.get(path).content.decode()
    assert "Un rendez-vous à noter" in html
    assert "Prochain rendez-vous" not in html
    assert "Un rendez-vous passé est à noter" in client.get(SPACE).content.decode()
    form = client.get(f"{path}noter/").context["form"]
    assert form.initial == {"day": planned.day, "mode": "in_person"}
    client.post(f"{path}noter/", {"day": planned.day.isoformat(), "mode": "in_person"})
    assert [row.state for row in pair.meetings.all()] == ["held", "held"]
    assert client.get(f"{path}noter/").context["form"].initial["day"] == timezone.localdate()


def test_the_request_of_somebody_in_a_pair_leads_the_coordinator_to_it():
    pair, waiting = make_active(), make_request()
    chief = signed_in(make_coordinator())
    path = "/parrainage/coordination/demandes/"
    leads = f"/parrainage/coordination/binomes/{pair.pk}/"
    assert leads in chief.get(f"{path}{pair.request.pk}/").content.decode()
    assert "Voir son binôme" not in chief.get(f"{path}{waiting.pk}/").content.decode()


# What pages of sponsorship load: `base.html`, `sponsorship/base.html`.
_SHEETS = (
    "bootstrap/css/bootstrap.min.css",
    "css/site.css",
    "css/header.css",
    "css/components.css",
    "css/space.css",
    "css/organisations.css",
    "css/applying.css",
    "css/sponsorship.css",
)
# Names of another app's sheets gave bullets, and buttons that touch.
_LOOKS = re.compile(r'class="([^"{%]+)"')


def test_every_class_of_a_page_of_sponsorship_is_in_a_sheet_that_it_loads():
    styled = "".join(Path(finders.find(name)).read_text("utf-8") for name in _SHEETS)
    root = Path(settings.BASE_DIR) / "templates" / "sponsorship"
    own = [path for path in root.rglob("*.html") if "commitments" not in path.parts]
    written = {
        (name, str(path.relative_to(root)))
        for path in own
        for classes in _LOOKS.findall(path.read_text("utf-8"))
        for name in classes.split()
    }
    assert written
    assert [one for one in sorted(written) if f".{one[0]}" not in styled] == []
