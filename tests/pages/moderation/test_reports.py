"""The reports: who reads them, what they say, what they cost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import JobOfferPage, RecruitmentSessionPage
from pages.moderation import delays, services
from pages.moderation.models import ModerationTaskState, RefusalReason
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import act, approve, edit, refusal, with_level
from tests.sizes import at_size

SLUGS = ("en-attente", "fin-proche", "doublons", "delais", "refus")
NB = "\u00a0"


@pytest.fixture
def cms(client, officer):
    client.force_login(officer)
    return client


def report(client, slug, **query):
    response = client.get(f"/cms/rapports/{slug}/", query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def rows(soup):
    found = soup.select("#listing-results table.offers-list tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


def sent(author, **fields):
    page = JobOfferPageFactory(live=False, owner=author, **fields)
    return services.submit(page=page, user=author)


def started(page, moment):
    states = ModerationTaskState.objects.filter(workflow_state__object_id=str(page.pk))
    states.update(started_at=moment)


@pytest.mark.parametrize("slug", SLUGS)
def test_moderators_read_them_and_others_do_not(client, slug, officer, author):
    for reader in (officer, author):
        client.force_login(reader)
        assert client.get(f"/cms/rapports/{slug}/").status_code == 200
        assert f"/cms/rapports/{slug}/" in client.get("/cms/").content.decode()
    lurker = with_level("adviser")
    from django.contrib.auth.models import Permission

    lurker.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(lurker)
    assert client.get(f"/cms/rapports/{slug}/").status_code == 403
    assert client.get(f"/cms/rapports/{slug}/results/").status_code == 403
    assert client.get(f"/cms/rapports/{slug}/", {"export": "csv"}).status_code == 403
    assert f"/cms/rapports/{slug}/" not in client.get("/cms/").content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_exported(cms, slug, submitted, moderator, author):
    act(sent(author), moderator, "reject", refusal(JobOfferPage.objects.latest("pk")))
    JobOfferPageFactory.row(expire_at=timezone.now() + timedelta(days=2))
    for kind in ("csv", "xlsx"):
        response = cms.get(f"/cms/rapports/{slug}/", {"export": kind})
        assert response.status_code == 200
        assert b"".join(response.streaming_content)


def test_expiring_holds_every_kind_the_nearest_first(cms):
    now = timezone.now()
    JobOfferPageFactory.row(title="Dans 20", expire_at=now + timedelta(days=20))
    VolunteeringPageFactory.row(title="Dans 3", expire_at=now + timedelta(days=3))
    RecruitmentSessionPageFactory.row(title="Dans 10")
    JobOfferPageFactory.row(title="Dans 50", expire_at=now + timedelta(days=50))
    over = JobOfferPageFactory.row(title="Fini")
    JobOfferPage.objects.filter(pk=over.pk).update(expire_at=now - timedelta(minutes=1))
    found = rows(report(cms, "fin-proche"))
    assert [row.split(" ")[1] for row in found] == ["3", "10", "20"]
    assert f"dans 3{NB}jours".replace(NB, " ") in found[0]
    assert len(rows(report(cms, "fin-proche", jours="14"))) == 2
    assert len(rows(report(cms, "fin-proche", jours="7"))) == 1
    assert len(rows(report(cms, "fin-proche", type="session"))) == 1
    assert len(rows(report(cms, "fin-proche", jours="nonsense"))) == 3


def test_waiting_shows_the_oldest_first_and_what_is_late(cms, author):
    new, old = sent(author, title="Récente"), sent(author, title="Ancienne")
    started(old, timezone.now() - timedelta(days=14))
    found = rows(report(cms, "en-attente"))
    assert found[0].startswith("Ancienne")
    assert "depuis 10 jours ouvrés" in found[0]
    assert "délai dépassé de 8 jours ouvrés" in found[0]
    assert found[1].startswith("Récente")
    assert "dépassé" not in found[1]
    assert report(cms, "en-attente").select_one("strong.late").get_text()
    assert new.organisation.name in found[1]


def test_an_edit_during_the_review_does_not_hide_how_long_it_waits(cms, author, moderator):
    page = sent(author)
    since = timezone.now() - timedelta(days=10)
    started(page, since)
    from pages.moderation.decisions import review_latest

    edit(page, moderator, title="Corrigée")
    page.refresh_from_db()
    review_latest(page=page, user=moderator)
    assert ModerationTaskState.objects.filter(status="in_progress").get().started_at > since
    (row,) = delays.with_waiting(JobOfferPage.objects.all())
    assert row.waiting_since == since


def test_a_refusal_starts_the_clock_again(author, moderator):
    page = sent(author)
    started(page, timezone.now() - timedelta(days=10))
    act(page, moderator, "reject", refusal(page))
    assert not delays.with_waiting(JobOfferPage.objects.all()).exists()
    services.submit(page=page, user=author)
    (row,) = delays.with_waiting(JobOfferPage.objects.all())
    assert timezone.now() - row.waiting_since < timedelta(minutes=5)


def decided(author, moderator, start, end):
    page = sent(author)
    approve(page, moderator)
    state = ModerationTaskState.objects.filter(workflow_state__object_id=str(page.pk))
    state.update(started_at=start, finished_at=end)


def paris(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Paris"))


def test_times_by_month_count_working_days(cms, author, moderator, monkeypatch):
    monkeypatch.setattr(delays, "MONTHS_SHOWN", 2400)
    # Friday noon to Monday noon: one working day. Monday to Wednesday: two. To next Monday: five.
    decided(author, moderator, paris(2026, 3, 6, 12), paris(2026, 3, 9, 12))
    decided(author, moderator, paris(2026, 3, 9, 12), paris(2026, 3, 11, 12))
    decided(author, moderator, paris(2026, 3, 9, 12), paris(2026, 3, 16, 12))
    # Sent on a Saturday, decided on the Sunday: no working time at all.
    decided(author, moderator, paris(2026, 2, 7, 9), paris(2026, 2, 8, 18))
    march, february = delays.by_month()
    assert (march.count, march.late) == (3, 1)
    assert march.median == pytest.approx(2)
    assert march.ninetieth == pytest.approx(2 + 0.8 * 3)
    assert (february.count, february.median, february.late) == (1, 0, 0)
    text = rows(report(cms, "delais"))
    assert text[0].startswith("mars 2026 3 2 jours ouvrés 4,4 jours ouvrés 2 jours ouvrés 2 sur 3")


def test_two_rounds_of_one_page_are_two_decisions(author, moderator):
    page = sent(author)
    act(page, moderator, "reject", refusal(page))
    services.submit(page=page, user=author)
    approve(page, moderator)
    count, median = delays.recent_median()
    assert count == 2
    assert median == pytest.approx(0, abs=0.01)


def test_months_follow_the_local_calendar(author, moderator, monkeypatch):
    monkeypatch.setattr(delays, "MONTHS_SHOWN", 2400)
    decided(
        author,
        moderator,
        datetime(2026, 3, 31, 20, tzinfo=UTC),
        datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
    )
    (row,) = delays.by_month()
    assert (row.month.year, row.month.month) == (2026, 4)


def test_refusals_are_counted_by_the_words_of_the_day(cms, author, moderator):
    for number in range(3):
        page = sent(author, title=f"Offre {number}")
        reason = "pay" if number else "fee"
        act(page, moderator, "reject", refusal(page, reason=reason, comment=f"Parce que {number}"))
    RefusalReason.objects.filter(key="pay").update(label="Autres mots", active=False)
    soup = report(cms, "refus")
    counts = soup.select("[aria-labelledby=refusals-by-reason] tbody tr")
    told = [[cell.get_text(strip=True) for cell in row.select("td")][:2] for row in counts]
    assert told == [
        ["Le contrat ou le salaire n’est pas légal, ou n’est pas indiqué", "2"],
        ["De l’argent ou un achat est demandé à la personne", "1"],
    ]
    assert len(rows(soup)) == 3
    chosen = report(cms, "refus", motif="De l’argent ou un achat est demandé à la personne")
    (row,) = rows(chosen)
    assert row.startswith("Offre 0")
    assert "Parce que 0" in row
    assert rows(report(cms, "refus", motif="inconnu", depuis="jamais")) != []


DUPLICATES = [
    ("Maçon ou maçonne", "Maçon (H/F)", True),
    ("Aide-soignante de nuit", "Aide-soignant ou aide-soignante de nuit", True),
    ("Serveur ou serveuse", "Cuisinier ou cuisinière", False),
    ("Conducteur de bus", "Conducteur de travaux", False),
]


@pytest.mark.parametrize(("first", "second", "alike"), DUPLICATES)
def test_titles_alike_of_one_organisation_are_shown(cms, first, second, alike):
    employer = OrganisationFactory()
    JobOfferPageFactory.row(title=first, organisation=employer)
    JobOfferPageFactory.row(title=second, organisation=employer)
    assert len(rows(report(cms, "doublons"))) == int(alike)


def test_who_where_when_and_what_matter(cms, author):
    employer, town = OrganisationFactory(), CommuneFactory()
    first = JobOfferPageFactory.row(
        title="Soudeur ou soudeuse", organisation=employer, commune=town
    )
    assert rows(report(cms, "doublons")) == []
    VolunteeringPageFactory.row(title="Soudeur ou soudeuse", organisation=employer, commune=town)
    JobOfferPageFactory.row(title="Soudeur", commune=CommuneFactory())
    assert rows(report(cms, "doublons")) == [], "another kind, another place and employer"
    waiting = sent(author, title="Soudeuse ou soudeur", commune=town)
    (row,) = rows(report(cms, "doublons"))
    assert row.startswith("Soudeuse ou soudeur En relecture Soudeur ou soudeuse En ligne")
    JobOfferPage.objects.filter(pk=first.pk).update(
        first_published_at=timezone.now() - timedelta(days=61)
    )
    assert rows(report(cms, "doublons")) == [], f"{waiting} is far in time"


def test_a_session_is_repeated_without_being_a_duplicate(cms):
    host = OrganisationFactory()
    first = RecruitmentSessionPageFactory.row(title="Atelier CV", organisation=host)
    later = first.starts_at + timedelta(days=7)
    again = RecruitmentSessionPageFactory.row(
        title="Atelier CV",
        organisation=host,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
    )
    assert rows(report(cms, "doublons")) == []
    RecruitmentSessionPage.objects.filter(pk=again.pk).update(starts_at=first.starts_at)
    assert len(rows(report(cms, "doublons"))) == 1


def test_moderator_sees_in_the_editor_and_the_dialog_what_it_looks_like(cms, author):
    employer = OrganisationFactory(name="Éts Müller")
    JobOfferPageFactory.row(title="Soudeur ou soudeuse", organisation=employer)
    page = sent(author, title="Soudeuse", organisation=employer)
    editor = cms.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    notice = BeautifulSoup(editor, "lxml").select_one("[aria-labelledby=similar-title]")
    assert "Soudeur ou soudeuse (nouvel onglet), Éts Müller" in " ".join(notice.get_text().split())
    state = page.current_workflow_task_state.pk
    dialog = cms.get(
        f"/cms/pages/workflow/action/{page.pk}/approve/{state}/",
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    ).json()["html"]
    assert "Ressemble à…" in dialog
    other = sent(author, title="Comptable", organisation=employer)
    assert "similar-title" not in cms.get(f"/cms/pages/{other.pk}/edit/").content.decode()


def test_they_cost_the_same_for_few_and_many_rows(cms, author, moderator):
    def add(count):
        for number in range(count):
            JobOfferPageFactory.rows(
                2,
                title="Soudeur",
                owner=UserFactory(),
                organisation=OrganisationFactory(),
                expire_at=timezone.now() + timedelta(days=5),
            )
            sent(author, title=f"Attend {number}")
            page = sent(author)
            act(page, moderator, "reject", refusal(page))

    def costs():
        found = {}
        for slug in SLUGS:
            with CaptureQueriesContext(connection) as queries:
                report(cms, slug)
            found[slug] = len(queries)
        return found

    add(1)
    costs()
    few = costs()
    add(at_size(3, 8))
    assert costs() == few


def test_each_says_what_it_has_found_above_its_table(cms, author, moderator):
    offers = [sent(author, title="Maçon") for _ in range(3)]
    started(offers[0], timezone.now() - timedelta(days=12))
    act(offers[1], moderator, "reject", refusal(offers[1]))
    JobOfferPageFactory.row(owner=author, expire_at=timezone.now() + timedelta(hours=1))
    found = {
        "en-attente": "2 annonces attendent une relecture, dont 1 au-delà du délai.",
        "fin-proche": "Une annonce se termine",
        "doublons": "à comparer",
        "delais": "le délai promis est tenu pour 1 décision sur 1",
        "refus": "1 refus, le plus souvent pour «",
    }
    for slug, sentence in found.items():
        said = report(cms, slug).select_one("p.nice-padding strong").get_text(strip=True)
        assert sentence in said.replace(NB, " "), slug
    assert "Personne n’a approuvé" in report(cms, "approuvees-par-leur-auteur").get_text()
