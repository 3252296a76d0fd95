"""The figures are those that a plain reading of the rows gives; they name nobody.

The reading is loops in Python over raw rows; the pathways are random, the same on each run.
"""

import csv
import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.models import AuditEntry
from portal.participation.models import Outcome
from portal.sponsorship.dashboard.figures import NOBODY, tables_of
from portal.sponsorship.dashboard.period import Period
from portal.sponsorship.models import Meeting, Sponsor, Sponsorship, SponsorshipRequest
from portal.sponsorship.pairs.states import State
from tests.factories import CommuneFactory, UserFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.people import coordinator, make_request, make_sponsor
from tests.sizes import at_size

pytestmark = pytest.mark.django_db
LABELS = {
    "job": "emploi",
    "training": "formation",
    "business": "création d’activité",
    "other": "autre",
    "nothing": "sans suite",
}
PAGE = "/parrainage/coordination/tableau/"
TODAY = timezone.localdate()
PERIOD = Period(TODAY - timedelta(days=200), TODAY - timedelta(days=20))
ENDS = ("job", "training", "business", "other", "nothing")
POSITIVE = {"job", "training", "business"}
REFUSED = ("declined", "expired", "cancelled")


def moment(days):
    """So many days ago, at an hour where Paris and Greenwich may be on two days."""
    hour = time(0, 30) if days % 2 else time(23, 30)
    return timezone.make_aware(datetime.combine(TODAY - timedelta(days=days), hour))


@pytest.fixture(scope="module")
def lived(lasting):
    """Pathways at every state, with outcomes before, during and after a pair."""
    chance = Random(7)
    communes = [*(CommuneFactory(name=name) for name in ("Delle", "Giromagny", "Beaucourt")), None]
    sponsors = [
        make_sponsor(
            chance.choice(["accepted", "paused", "left", "applied", "accepted"]),
            user=UserFactory(last_name=f"Quidam{number}"),
            commune=chance.choice(communes),
            domains=chance.sample(["A", "F", "G", "M"], chance.randrange(4)),
        )
        for number in range(at_size(8, 40))
    ]
    states = [*State]
    for number in range(at_size(30, 300)):
        asked = 20 + chance.randrange(280)
        # Each state at least once, then by chance; some wait, and were never proposed anybody.
        state = states[number] if number < len(states) else chance.choice([*states, None])
        person = make_guest(email=f"pathway{number}@exemple.test")
        request = make_request(
            participant=person,
            asked_at=moment(asked),
            state="ended" if state else "waiting",
        )
        if state:
            lay(chance, request, chance.choice(sponsors), state, asked)


def lay(chance, request, sponsor, state, asked):
    proposed = chance.randrange(1, asked)
    met = chance.randrange(proposed + 1)
    ended = chance.randrange(met + 1)
    is_met = state not in {State.PROPOSED, *REFUSED}
    is_over = state in {State.COMPLETED, State.BROKEN}
    yes = moment(met) if is_met and met < proposed else moment(proposed) if is_met else None
    end = max(moment(ended), yes or moment(proposed))
    pair = Sponsorship.objects.create(
        request=request,
        participant=request.participant,
        sponsor=sponsor,
        outcome=chance.choice(ENDS) if state == State.COMPLETED else "",
        changed_at=yes or moment(proposed),
        state=state,
        proposed_at=moment(proposed),
        answer_by=TODAY,
        person_accepted_at=yes,
        sponsor_accepted_at=yes,
        accepted_at=yes,
        started_on=TODAY - timedelta(days=met) if is_met else None,
        returned_at=moment(met) if chance.random() < 0.5 else None,
        ended_at=end if is_over or state in REFUSED else None,
    )
    lay_meetings(chance, pair, met if is_met else None)
    for _ in range(chance.randrange(3)):
        Outcome.objects.create(
            participant=request.participant,
            about="sponsorship",
            about_id=0,
            kind=chance.choice(["hired", "no_news"]),
            side="officer",
            said_at=moment(chance.randrange(asked)),
        )


def lay_meetings(chance, pair, met):
    for _ in range(chance.randrange(4) if met else 0):
        held = TODAY - timedelta(days=chance.randrange(met))
        state = chance.choice(["held", "missed", "cancelled"])
        noted = TODAY if state == "held" else None
        pair.meetings.create(day=held, mode="phone", state=state, side="person", noted_on=noted)
    if met and chance.random() < 0.3:
        later = TODAY + timedelta(days=3)
        pair.meetings.create(day=later, hour=time(10), mode="phone", state="planned", side="person")


def found(key, period=PERIOD):
    table = next(one for one in tables_of(period, timezone.now()) if one.key == key)
    return {line.label: line.value for line in table.lines}, table.sentence


def day(value):
    return timezone.localdate(value)


def within(value, period=PERIOD):
    return value is not None and period.first <= day(value) <= period.last


def middle(numbers):
    ranked = sorted(numbers)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def test_figures_equal_a_plain_reading_of_the_rows(lived):
    pairs = [*Sponsorship.objects.values()]
    proposed = [one for one in pairs if within(one["proposed_at"])]
    assert 3 < len(proposed) < len(pairs)
    states = Counter(one["state"] for one in proposed)
    assert found("pairs")[0] == {state.label: states[state.value] for state in State}
    assert found("answers")[0] == {
        "Acceptées par les deux": sum(one["accepted_at"] is not None for one in proposed),
        "Refusées": states["declined"],
        "Sans réponse à temps": states["expired"],
        "Retirées par la coordination": states["cancelled"],
        "En attente d’une réponse": states["proposed"],
    }
    unspoken = [one for one in pairs if one["state"] == "accepted" and one["returned_at"]]
    since = TODAY - timedelta(days=21)
    alive = {
        one["pair_id"]
        for one in Meeting.objects.values()
        if (one["state"] == "held" and one["day"] > since)
        or (one["state"] == "planned" and one["day"] >= TODAY)
    }
    silent = [
        one
        for one in pairs
        if one["state"] == "active"
        and one["started_on"] <= since
        and day(one["changed_at"]) <= since
        and one["id"] not in alive
    ]
    assert found("silent")[0] == {
        "Acceptés, sans contact confirmé dans le délai": len(unspoken),
        "En cours, sans rencontre ni rendez-vous": len(silent),
    }


def test_meetings_equal_a_plain_reading_of_the_rows(lived):
    rows = [one for one in Meeting.objects.values() if PERIOD.first <= one["day"] <= PERIOD.last]
    states = Counter(one["state"] for one in rows)
    counts, sentence = found("meetings")
    assert counts == {"Ont eu lieu": states["held"], "Manquées": states["missed"]}
    assert states["held"]
    pairs = {one["pair_id"] for one in rows if one["state"] == "held"}
    assert f"{len(pairs)}\u00a0binôme" in sentence


def test_waits_equal_a_plain_reading_of_the_rows(lived):
    asked = {one["id"]: one for one in SponsorshipRequest.objects.values()}
    waited = [
        (day(one["accepted_at"]) - day(asked[one["request_id"]]["asked_at"])).days
        for one in Sponsorship.objects.values()
        if within(one["accepted_at"])
    ]
    assert len(waited) > 2
    assert found("waited")[0] == {"Médiane": middle(waited), "La plus longue": max(waited)}
    waiting = [
        (TODAY - day(one["asked_at"])).days for one in asked.values() if one["state"] == "waiting"
    ]
    expected = {"Médiane": middle(waiting), "La plus longue": max(waiting)} if waiting else None
    assert found("waiting")[0] == (expected or {"Médiane": None, "La plus longue": None})


def test_ends_and_the_rate_equal_a_plain_reading_of_the_rows(lived):
    outcomes = [*Outcome.objects.values()]
    ended = [
        one
        for one in Sponsorship.objects.values()
        if one["state"] in {"completed", "broken"} and within(one["ended_at"])
    ]
    positive = [
        pair
        for pair in ended
        if pair["outcome"] in POSITIVE
        or any(
            fact["kind"] == "hired"
            and fact["participant_id"] == pair["participant_id"]
            and fact["said_at"] >= pair["accepted_at"]
            and day(fact["said_at"]) <= day(pair["ended_at"])
            for fact in outcomes
        )
    ]
    counts, sentence = found("ends")
    assert counts == {
        "Terminés": sum(one["state"] == "completed" for one in ended),
        "Interrompus": sum(one["state"] == "broken" for one in ended),
        **{
            f"Terminés\u00a0: {label}": sum(one["outcome"] == end for one in ended)
            for end, label in LABELS.items()
        },
        "Sorties positives": len(positive),
    }
    assert ended
    assert f"{round(100 * len(positive) / len(ended))}\u00a0% de sorties positives" in sentence


# Long before the pathways.
LONG_AGO = 1000


def test_a_hiring_said_while_the_pair_ran_is_a_positive_exit():
    pair = _completed()
    period = Period(TODAY - timedelta(days=LONG_AGO + 20), TODAY - timedelta(days=LONG_AGO))
    for said, positive in ((61, 0), (9, 0), (10, 1), (30, 1)):
        Outcome.objects.create(
            participant=pair.participant,
            about="application",
            about_id=0,
            kind="hired",
            side="officer",
            said_at=moment(LONG_AGO + said),
        )
        counts, sentence = found("ends", period)
        assert counts["Sorties positives"] == positive, said
    assert "100\u00a0% de sorties positives" in sentence


def _completed():
    request = make_request(asked_at=moment(LONG_AGO + 80), state="ended")
    yes = moment(LONG_AGO + 60)
    return Sponsorship.objects.create(
        request=request,
        participant=request.participant,
        sponsor=make_sponsor(),
        state="completed",
        outcome="nothing",
        proposed_at=moment(LONG_AGO + 70),
        answer_by=TODAY,
        person_accepted_at=yes,
        sponsor_accepted_at=yes,
        accepted_at=yes,
        started_on=yes.date(),
        ended_at=moment(LONG_AGO + 10),
    )


def test_sponsors_are_counted_by_domain_and_commune(lived):
    rows = [
        one
        for one in Sponsor.objects.select_related("commune")
        if one.state in {"accepted", "paused"}
    ]
    domains = Counter(label for one in rows for label in one.domain_labels)
    communes = Counter(one.commune.name if one.commune else NOBODY for one in rows)
    assert found("domains")[0] == domains
    assert not domains or f", {max(domains.values())}." in found("domains")[1]
    assert found("communes")[0] == communes


def test_nobody_is_no_figure():
    empty = Period(date(2001, 1, 1), date(2001, 1, 2))
    assert found("waited", empty)[0] == {"Médiane": None, "La plus longue": None}
    assert found("waited", empty)[1].endswith("0\u00a0binôme.")
    assert found("answers", empty)[1].startswith("Sur 0\u00a0proposition faite ")
    assert "se compte dès" in found("ends", empty)[1]


def test_the_screen_and_the_files_say_the_same_and_name_nobody(lived):
    office = coordinator()
    browser = signed_in(office)
    asked = {"du": PERIOD.first.isoformat(), "au": PERIOD.last.isoformat()}
    page = browser.get(PAGE, asked)
    assert (page.status_code, page.context["period"]) == (200, PERIOD)
    address = f"?du={asked['du']}&au={asked['au']}"
    text = browser.post(f"{PAGE}export/csv/{address}").content.decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(text), delimiter=";")]
    book = load_workbook(io.BytesIO(browser.post(f"{PAGE}export/xlsx/{address}").content))
    cells = [
        [
            "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
            for cell in r
        ]
        for r in book.active.iter_rows(values_only=True)
    ]
    assert [[_plain(cell) for cell in row] for row in rows] == cells
    # Opened as it comes, a spreadsheet cut every label after eight letters.
    assert book.active.freeze_panes == "A3"
    for column, number in (("A", 0), ("B", 1)):
        longest = max(len(row[number]) for row in rows[2:])
        assert book.active.column_dimensions[column].width >= longest
    values = {(row[0], row[1]): row[2] for row in rows[2:]}
    for table in page.context["tables"]:
        for line in table.lines:
            told = "" if line.value is None else f"{line.value:g}"
            assert _plain(values[table.title, line.label]) == told
    for said in (page.content.decode(), text):
        assert "Quidam" not in said
        assert "pathway" not in said
    logged = AuditEntry.objects.filter(action="data_exported", actor=office)
    assert [one.details["format"] for one in logged.order_by("pk")] == ["csv", "xlsx"]
    assert browser.post(f"{PAGE}export/pdf/{address}").status_code == 404
    assert logged.count() == 2


def _plain(cell):
    return cell.removesuffix(".0")


@pytest.mark.parametrize(
    "asked",
    [
        {"du": "2026-05-02", "au": "2026-05-01"},
        {"du": "hier", "au": ""},
        {"du": "0001-01-01", "au": "9999-12-31"},
    ],
)
def test_a_wrong_period_is_said_and_this_year_is_counted(asked):
    page = signed_in(coordinator()).get(PAGE, asked)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["period"].last == TODAY


def test_the_screen_costs_the_same_for_1_and_20():
    browser = signed_in(coordinator())
    _completed()
    first = queries_of(browser, PAGE)
    for _ in range(19):
        _completed()
    assert queries_of(browser, PAGE) == first
