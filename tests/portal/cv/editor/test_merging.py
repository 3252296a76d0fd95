"""Several people in one CV: fields are merged one by one, and no text is lost."""

import pytest

from portal.cv.editor.fields import PARTS, TARGET, WORK
from portal.cv.editor.merging import Typed, merge
from portal.cv.editor.values import values

ENTRY = {"position": "Serveuse", "name": "Le Lion", "x-declic": {"id": "a1"}}


def label(texts, base, document, chosen=None):
    name = "basics.label"
    typed = Typed({name: texts}, {name: base}, {name: chosen} if chosen is not None else {})
    return merge({"basics": {"label": document}}, (TARGET,), typed)


@pytest.mark.parametrize(
    ("mine", "base", "current", "kept", "conflict"),
    [
        ("Cuisinière", "Serveuse", "Serveuse", "Cuisinière", None),
        ("Serveuse", "Serveuse", "Plongeuse", "Plongeuse", None),
        ("Cuisinière", "Serveuse", "Cuisinière", "Cuisinière", None),
        ("Cuisinière", "Serveuse", "Plongeuse", "Plongeuse", "Plongeuse"),
        ("", "Serveuse", "Plongeuse", "Plongeuse", "Plongeuse"),
        ("  Serveuse \r\n", "Serveuse", "Plongeuse", "Plongeuse", None),
    ],
)
def test_a_field_is_merged(mine, base, current, kept, conflict):
    merged = label(mine, base, current)
    assert merged.document["basics"].get("label") == kept
    assert merged.conflicts.get("basics.label") == conflict


def test_a_choice_replaces_the_text_that_was_shown_and_no_other():
    assert (
        label("Mienne", "Base", "Sienne", chosen="Sienne").document["basics"]["label"] == "Mienne"
    )
    again = label("Mienne", "Base", "Nouvelle", chosen="Sienne")
    assert again.conflicts == {"basics.label": "Nouvelle"}


def test_two_people_change_two_fields_of_one_entry():
    typed = Typed({"work:a1.name": "Le Coq"}, {"work:a1.name": "Le Lion"})
    merged = merge({"work": [{**ENTRY, "position": "Cuisinière"}]}, (WORK,), typed)
    assert merged.document["work"][0]["position"] == "Cuisinière"
    assert merged.document["work"][0]["name"] == "Le Coq"


def test_an_entry_removed_by_somebody_comes_back_with_what_was_written_in_it():
    base = {"work:a1.position": "Serveuse", "work:a1.name": "Le Lion"}
    merged = merge({}, (WORK,), Typed({**base, "work:a1.name": "Le Coq"}, base))
    assert merged.document["work"][0]["position"] == "Serveuse"
    assert merged.document["work"][0]["name"] == "Le Coq"
    assert merge({}, (WORK,), Typed(base, base)).document == {}


def test_what_a_form_does_not_show_is_kept():
    document = {"meta": {"tool": "x"}, "work": [{**ENTRY, "url": "https://exemple.fr"}]}
    typed = Typed({"work:a1.position": "Chef"}, {"work:a1.position": "Serveuse"})
    merged = merge(document, (WORK,), typed).document
    assert merged["meta"] == {"tool": "x"}
    assert merged["work"][0]["url"] == "https://exemple.fr"


def test_a_date_written_otherwise_is_the_same_date():
    document = {"work": [{"startDate": "2019-09", "x-declic": {"id": "a1"}}]}
    name = "work:a1.startDate"
    assert values(document, (WORK,))[name] == "septembre 2019"
    merged = merge(document, (WORK,), Typed({name: "09/2019"}, {name: "2018"}))
    assert merged.conflicts == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2019", "2019"),
        ("9/2019", "2019-09"),
        ("Septembre 2019", "2019-09"),
        ("1er août 2020", "2020-08-01"),
        ("09/98", "1998-09"),
        ("1/09/04", "2004-09-01"),
        ("été 2019", "2019"),
        ("l’hiver 2020", "2020"),
        ("2020-02-30", None),
        ("13/98", None),
        ("09-11", None),
        ("l’an dernier", None),
        ("ju 2020", None),
        ("٢٠١٩", None),
    ],
)
def test_a_date_is_read_or_kept_as_it_was_typed(typed, kept):
    name = "work:a1.startDate"
    merged = merge({"work": [ENTRY]}, (WORK,), Typed({name: typed}, {})).document
    assert merged["work"][0].get("startDate") == kept
    if kept is None:
        assert values(merged, (WORK,))[name] == typed


@pytest.mark.parametrize("typed", ["Aujourd’hui", "en cours", "jusqu'à maintenant", "à ce jour"])
def test_an_end_that_says_that_it_continues_is_none(typed):
    merged = merge({"work": [ENTRY]}, (WORK,), Typed({"work:a1.endDate": typed}, {})).document
    assert "endDate" not in merged["work"][0]
    assert values(merged, (WORK,))["work:a1.endDate"] == ""


def test_a_start_is_never_empty_because_it_says_that_it_continues():
    merged = merge(
        {"work": [ENTRY]}, (WORK,), Typed({"work:a1.startDate": "en cours"}, {})
    ).document
    assert values(merged, (WORK,))["work:a1.startDate"] == "en cours"


@pytest.mark.parametrize("text", ["x" * 60, "👩🏽‍🍳 cuisine", "مُحَمَّد علي", "a\x00b", "ligne\nligne"])
def test_any_text_is_kept(text):
    merged = label(text, "", "")
    assert merged.document["basics"]["label"] == text.replace("\x00", "")


def test_a_text_that_is_too_long_changes_nothing_and_says_so():
    merged = label("x" * 5000, "", "Serveuse")
    assert merged.document["basics"]["label"] == "Serveuse"
    assert "C’est trop long" in merged.errors["basics.label"]


def test_a_list_is_full_at_two_hundred():
    rows = [{"position": "x", "x-declic": {"id": f"r{n}"}} for n in range(200)]
    merged = merge({"work": rows}, (WORK,), Typed({"work:new.position": "Un de plus"}, {}))
    assert len(merged.document["work"]) == 200
    assert "pleine" in merged.errors["work:new.position"]


@pytest.mark.parametrize(
    "name",
    [
        "basics.image",
        "work:a1.url",
        "work:.position",
        "work:A/B.position",
        "x-declic",
        "__",
        ":.basics.name",
        ":a1.basics.name",
    ],
)
def test_only_what_is_asked_can_be_written(name):
    document = {"basics": {"name": "Nadia"}, "work": [dict(ENTRY)]}
    typed = Typed({name: "x", "basics.name": "Nadia"}, {"basics.name": "Nadia"})
    assert merge(document, PARTS, typed).document == document


def test_an_entry_that_comes_back_brings_no_text_that_is_too_long():
    long = "x" * 5000
    base = {"work:a1.position": long, "work:a1.name": "Le Lion"}
    merged = merge({}, (WORK,), Typed({**base, "work:a1.name": "Le Coq"}, base))
    assert merged.document["work"][0]["name"] == "Le Coq"
    assert "position" not in merged.document["work"][0]
    assert "C’est trop long" in merged.errors["work:a1.position"]
