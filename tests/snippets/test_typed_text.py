"""Signs that look like those of a keyboard, or like nothing, hide no number, date or address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cv.editor.fields import Field, Kind
from portal.cv.editor.values import put
from portal.cv.exchange.imports import read_text
from portal.cv.pdf.typography import phone
from portal.cv.resume import parse, problems
from snippets.dates import PartialDate, continues, find_period, read_date
from snippets.typed_text import normalised
from tests.portal.cv.printed import TODAY

HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
SPACES = "\u00a0\u2002\u2007\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"a{HYPHENS}b", f"a{'-' * len(HYPHENS)}b"),
        (f"a{SPACES}b", f"a{' ' * len(SPACES)}b"),
        (f"{INVISIBLE}a{INVISIBLE}b{INVISIBLE}", "ab"),
        ("Le\u0301a", "Léa"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        # They shape the word, or make one picture of three.
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🍳", "👩\u200d🍳"),
    ],
)
def test_a_text_has_the_signs_of_a_keyboard(typed: str, read: str) -> None:
    assert normalised(typed) == read


def test_dashes_of_a_text_that_is_kept_stay() -> None:
    assert normalised("2019 – Paris — Lyon, \u221230\u00a0%", keep_dashes=True) == (
        "2019 – Paris — Lyon, -30 %"
    )


@given(st.text(), st.booleans())
def test_what_is_normalised_stays_as_it_is(text: str, keep: bool) -> None:
    once = normalised(text, keep_dashes=keep)
    assert normalised(once, keep_dashes=keep) == once


@pytest.mark.parametrize("sign", [*HYPHENS, *SPACES])
def test_a_number_is_dialled_whatever_parts_it(sign: str) -> None:
    typed = sign.join(("\u202a06", "12", "34", "56", "78\u202c"))
    assert phone(typed) == ("06\u00a012\u00a034\u00a056\u00a078", "tel:+33612345678")
    assert phone(f"+41\u2060{sign}79{sign}1234567")[1] == "tel:+41791234567"
    assert read_text(f"Nadia Lefort\n{typed}").document["basics"] == {
        "name": "Nadia Lefort",
        "phone": normalised(typed),
    }


@pytest.mark.parametrize("dash", HYPHENS)
def test_dates_are_read_whatever_dash_they_have(dash: str) -> None:
    assert read_date(f"\u200e2019{dash}09") == PartialDate(2019, 9)
    assert read_date("septembre\u202f2019") == PartialDate(2019, 9)
    assert read_date("aou\u0302t 2019\u200b") == PartialDate(2019, 8)
    assert continues("aujourd’hui\u200b")
    period = find_period(f"2019\u2009{dash}\u20092021\u200b Magasinie\u0300re")
    assert period is not None
    assert (period.start, period.end, period.rest) == ("2019", "2021", "Magasinière")


def test_an_address_is_kept_as_it_can_be_written_to() -> None:
    typed = "\u200ejean\u2011luc@exemple\u2010ville.fr\u00a0"
    basics = {"name": "Jean-Luc", "label": "Soudeur", "email": typed}
    said = [problem.message for problem in problems(parse({"basics": basics}), TODAY)]
    assert not [text for text in said if "e-mail" in text]
    holder: dict = {}
    put(holder, Field("email", "E-mail", Kind.EMAIL), typed)
    put(holder, Field("phone", "Téléphone", Kind.PHONE), "\u202a06\u202f12\u202c")
    assert holder == {"email": "jean-luc@exemple-ville.fr", "phone": "06 12"}


def test_a_name_is_read_with_its_accents() -> None:
    basics = read_text("Zoe\u0301\u00a0\u200bLefe\u0300vre\n06 12 34 56 78").document["basics"]
    assert basics["name"] == "Zoé Lefèvre"
