"""Dates as people write them, alone in a field or among the words of a line."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.dates import (
    PartialDate,
    begins_with_period,
    continues,
    find_period,
    read_date,
    write_date,
)

_DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))
MOMENTS = st.one_of(
    st.builds(PartialDate, st.integers(1000, 2999)),
    _DAYS.map(lambda day: PartialDate(day.year, day.month)),
    _DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
)
# A period is looked for in lines of any kind: there, other years are rather quantities.
RECENT = st.builds(
    PartialDate,
    st.integers(1901, 1999),
    st.one_of(st.none(), st.integers(1, 12)),
)


@given(MOMENTS)
def test_written_date_is_read_back(moment):
    assert read_date(write_date(moment)) == moment
    assert read_date(f"  {write_date(moment).upper()} ") == moment
    assert read_date(str(moment)) == PartialDate.parse(str(moment)) == moment


@given(RECENT, RECENT)
def test_written_period_is_found_in_a_line(start, end):
    found = find_period(f"Serveuse, {write_date(start)} – {write_date(end)}")
    assert (found.start, found.end, found.rest) == (str(start), str(end), "Serveuse")
    since = find_period(f"Depuis {write_date(start)} : serveuse")
    assert (since.start, since.end, since.rest) == (str(start), "", "serveuse")


@given(st.text(max_size=40))
def test_any_text_is_a_date_that_exists_or_none(text):
    moment = read_date(text)
    assert moment is None or PartialDate.parse(str(moment)) == moment
    period = find_period(text)
    for end in (period.start, period.end) if period else ():
        assert not end or PartialDate.parse(end)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2019", "2019"),
        ("03/2019", "2019-03"),
        ("mars 2019", "2019-03"),
        ("Sept. 2019", "2019-09"),
        ("March 2019", "2019-03"),
        ("1er août 2020", "2020-08-01"),
        ("2019-9", "2019-09"),
        ("29/02/2020", "2020-02-29"),
        ("31/12/98", "1998-12-31"),
        ("au printemps 2021", "2021"),
    ],
)
def test_date_is_read(typed, read):
    assert str(read_date(typed)) == read


@pytest.mark.parametrize(
    "typed",
    ["", "31/02", "31/02/2019", "29 février 2019", "00/2019", "13/2019", "hier", "jui 2019", "0"],
)
def test_what_is_no_date_is_refused(typed):
    assert read_date(typed) is None


@pytest.mark.parametrize(("typed", "said"), [("Aujourd’hui", True), ("2021", False), ("", False)])
def test_an_end_may_say_that_there_is_none(typed, said):
    assert continues(typed) is said


@pytest.mark.parametrize(
    ("line", "start", "end", "rest"),
    [
        ("mars 2019 – juin 2021", "2019-03", "2021-06", ""),
        ("Bâti-Est • 09/2019 à 2021", "2019-09", "2021", "Bâti-Est"),
        ("Depuis août 2022 : vendeur", "2022-08", "", "vendeur"),
        ("Serveuse, 2019-2020", "2019", "2020", "Serveuse"),
        ("2021 - aujourd’hui", "2021", "", ""),
        ("jusqu’en 2017", "", "2017", ""),
        ("BTS (2018)", "2018", "2018", "BTS"),
        ("été 2018 Serveuse", "2018", "2018", "Serveuse"),
        ("De l’automne 2018 à mai 2019, plonge", "2018", "2019-05", "plonge"),
        ("De sept. 2018 à ce jour", "2018-09", "", ""),
        ("Juin à sept. 2015 Agent de tri", "2015-06", "2015-09", "Agent de tri"),
        ("[ 01/03/2019 – 30/11/2021 ]", "2019-03", "2021-11", ""),
        ("[ 15/06/2015 – Actuel ] Peintre", "2015-06", "", "Peintre"),
        ("Du 1er mars 2019 au 12 mai 2019", "2019-03", "2019-05", ""),
        ("BTS 2018/2019", "2018", "2019", "BTS"),
        ("2014 Stage (3 semaines)", "2014", "2014", "Stage (3 semaines)"),
        ("Délégué en 2022", "2022", "2022", "Délégué"),
        ("De 2019 à nos jours", "2019", "", ""),
        ("2015 jusqu’à aujourd’hui", "2015", "", ""),
        ("2019 –", "2019", "", ""),
        ("Vendeuse (2019 - …)", "2019", "", "Vendeuse"),
        ("2019 – Vendeuse", "2019", "2019", "Vendeuse"),
        ("2018-20 Vendeuse", "2018", "2020", "Vendeuse"),
        ("1998-14", "1998", "2014", ""),
        ("2008-09", "2008", "2009", ""),
        ("2019-09", "2019-09", "2019-09", ""),
        ("09/19 – 06/21", "2019-09", "2021-06", ""),
        ("09/19 – 06/2021", "2019-09", "2021-06", ""),
        ("09/2019 – 06/21", "2019-09", "2021-06", ""),
        ("01/09/98 au 30/06/01", "1998-09", "2001-06", ""),
        ("sept. 19 – juin 21", "2019-09", "2021-06", ""),
        ("depuis 09/19", "2019-09", "", ""),
        ("2019-09 – 2021-06", "2019-09", "2021-06", ""),
        ("2003-09 – 2008-09", "2003-09", "2008-09", ""),
        ("2019-09-01 – 2021-06-30", "2019-09", "2021-06", ""),
        ("09-2019 – 06-2021", "2019-09", "2021-06", ""),
        ("2019 – 2021 (CDI)", "2019", "2021", "CDI"),
    ],
)
def test_period_is_found(line: str, start: str, end: str, rest: str) -> None:
    period = find_period(line)
    assert period is not None
    assert (period.start, period.end, period.rest) == (start, end, rest)


@pytest.mark.parametrize(
    ("line", "duration", "rest"),
    [
        ("2019 – 2021 (2 ans)", "2 ans", ""),
        ("Vendeuse (2019 – 2021, 2 ans)", "2 ans", "Vendeuse"),
        ("janv. 2019 - juin 2021 · 2 ans 6 mois", "2 ans 6 mois", ""),
        ("Jan 2019 - Present · 5 yrs 2 mos", "5 yrs 2 mos", ""),
        ("2019 – 2021, 2 ans chez Lidl", "", "2 ans chez Lidl"),
    ],
)
def test_duration_beside_a_period_is_no_part_of_the_rest(line, duration, rest) -> None:
    period = find_period(line)
    assert period is not None
    assert (period.duration, period.rest) == (duration, rest)


@pytest.mark.parametrize("unit", ["1/", "2019-", "09/19 ", "mars ", "( ", "1 an "])
def test_endless_line_is_read_in_a_moment(unit: str) -> None:
    began = time.process_time()
    for _ in range(20):
        find_period((unit * 400)[:400])
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12/20 en français",
        "06/12/34/56/78",
        "Chef de rang",
        "06 20 20 20 20",
        "2019 2020 2021",
        "R2019X",
        "Aucune erreur d’expédition en 2020.",
        "Tri de 2000 colis",
    ],
)
def test_period_is_not_invented(line: str) -> None:
    assert find_period(line) is None


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("31/02/2019 – 2020", "2019-02", "2020"),
        ("Du 1er mars 2019 au 31 juin 2019", "2019-03", "2019-06"),
    ],
)
def test_period_keeps_the_month_of_a_day_that_does_not_exist(line, start, end):
    period = find_period(line)
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_line_that_opens_with_dates_is_told_from_one_that_ends_with_them():
    assert begins_with_period("2019-2020 Serveuse")
    assert not begins_with_period("Serveuse, 2019-2020")
