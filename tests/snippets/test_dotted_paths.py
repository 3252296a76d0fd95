"""Places in JSON documents: what is put there is read there, and nothing else changes."""

from contextlib import suppress
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.dotted_paths import (
    dotted,
    list_at,
    made_list_at,
    put_at,
    steps,
    value_at,
    with_value_at,
)

DOCUMENT = {
    "basics": {"location": {"city": "Belfort"}},
    "work": [{"highlights": ["Accueil", "Caisse", "Service"]}, {"2019": "Serveuse"}],
}
_KEYS = st.sampled_from(["basics", "location", "x-declic", "0", "2019", "007", ""])
_PATHS = st.lists(_KEYS, min_size=1, max_size=4).map(".".join)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_KEYS, below, max_size=3),
    max_leaves=8,
)
_DOCUMENTS = st.dictionaries(_KEYS, _VALUES, max_size=4)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("basics.location.city", "Belfort"),
        ("work.0.highlights.2", "Service"),
        ("work.1.2019", "Serveuse"),
        ("work.0.highlights.3", None),
        ("work.-1", None),
        ("work.0.highlights.city", None),
        ("basics.location.city.0", None),
        ("nowhere.at.all", None),
    ],
)
def test_value_is_read(path, value):
    assert value_at(DOCUMENT, path) == value
    assert value_at(DOCUMENT, steps(path)) == value


@given(_PATHS)
def test_path_is_written_as_it_was_read(path):
    assert dotted(steps(path)) == path


@given(_DOCUMENTS, _PATHS, st.text(min_size=1, max_size=3))
def test_what_is_put_is_read_and_can_be_taken_out(document, path, value):
    try:
        put_at(document, path, value)
    except LookupError:
        way = steps(path)
        assert any(isinstance(value_at(document, way[:end]), list) for end in range(len(way)))
        return
    assert value_at(document, path) == value
    put_at(document, path, "")
    assert not value_at(document, path)


@given(_DOCUMENTS, _PATHS)
def test_what_says_nothing_makes_nothing(document, path):
    """No empty object is left on the way of a text that was never there."""
    if value_at(document, path) is not None:
        return
    before = repr(document)
    with suppress(LookupError):
        put_at(document, path, "")
    assert len(repr(document)) <= len(before)


@given(_DOCUMENTS, _PATHS)
def test_list_that_is_made_is_in_the_document(document, path):
    try:
        rows = made_list_at(document, path)
    except LookupError:
        return
    rows.append("new")
    assert list_at(document, path)[-1] == "new"


def test_copy_leaves_the_document_alone():
    before = deepcopy(DOCUMENT)
    changed = with_value_at(DOCUMENT, "basics.location.city", "Roppe")
    assert before == DOCUMENT
    assert value_at(changed, "basics.location.city") == "Roppe"
    assert changed["work"] is DOCUMENT["work"]


def test_an_object_takes_the_place_of_what_leads_nowhere():
    document = {"x-declic": None, "basics": [], "work": "Serveuse"}
    for path in ("x-declic.rqth", "basics.location.city", "work.name"):
        put_at(document, path, "oui")
        assert value_at(document, path) == "oui"


def test_a_list_is_not_made_longer_by_a_path():
    with pytest.raises(LookupError):
        put_at({"work": []}, "work.0", "Serveuse")
