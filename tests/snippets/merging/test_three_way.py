"""Three texts make one: whatever the values, nothing that somebody typed is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.merging.three_way import (
    UNKNOWN,
    Fate,
    Outcome,
    Side,
    merge,
    merge_items,
    origin,
)

NAMES = ("title", "days", "is_open")
VALUES = st.one_of(
    st.sampled_from(["", "a", "b"]), st.lists(st.sampled_from("ab"), max_size=2), st.booleans()
)
TEXTS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))
LISTS = st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), TEXTS, max_size=3)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "outcome"),
    [
        ("a", "a", "a", Outcome.UNCHANGED),
        ("a", "b", "a", Outcome.MINE),
        ("a", "a", "b", Outcome.THEIRS),
        ("a", "b", "b", Outcome.SAME),
        ("a", "b", "c", Outcome.CONFLICT),
        ("a", "", "c", Outcome.CONFLICT),
        (UNKNOWN, "b", "b", Outcome.SAME),
        (UNKNOWN, "b", "c", Outcome.CONFLICT),
        (["a"], ["a", "b"], ["a", "c"], Outcome.CONFLICT),
    ],
)
def test_each_way_to_change_a_field_is_told(base, mine, theirs, outcome):
    merged = merge({"title": base}, {"title": mine}, {"title": theirs})
    assert merged.fields["title"].outcome == outcome


@given(TEXTS, TEXTS)
def test_what_one_alone_changed_is_taken(base, changed):
    for merged in (merge(base, changed, base), merge(base, base, changed)):
        assert not merged.conflicts
        assert merged.values(Side.MINE) == merged.values(Side.THEIRS) == changed


@given(TEXTS, TEXTS)
def test_the_same_change_by_two_is_no_conflict(base, changed):
    merged = merge(base, changed, changed)
    assert not merged.conflicts
    assert merged.values(Side.THEIRS) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_both_are_asked_about_the_same_fields(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.conflicts.keys() == other.conflicts.keys()
    assert one.values(Side.MINE) == other.values(Side.THEIRS)


@given(st.one_of(TEXTS, st.just(UNKNOWN)), TEXTS, TEXTS)
def test_nothing_that_was_typed_is_lost(base, mine, theirs):
    merged = merge(base, mine, theirs)
    for side in Side:
        kept = merged.values(side)
        for name in NAMES:
            for typed in (mine[name], theirs[name]):
                is_new = base is UNKNOWN or typed != base[name]
                shown = name in merged.conflicts
                assert not is_new or kept[name] == typed or shown


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_choice_holds_for_the_text_that_was_seen_and_no_other(base, mine, theirs, later):
    left = merge(base, mine, theirs).conflicts
    seen = {name: one.theirs for name, one in left.items()}
    assert not merge(base, mine, theirs, decided=seen).conflicts
    again = merge(base, mine, later, decided=seen)
    for name, text in seen.items():
        is_asked = name in again.conflicts
        assert is_asked == (later[name] not in (text, mine[name], base[name]))


@given(LISTS, LISTS)
def test_a_list_that_one_alone_changed_is_theirs_or_mine(base, changed):
    for items in (merge_items(base, changed, base), merge_items(base, base, changed)):
        assert kept(items) == changed


@given(LISTS, LISTS, LISTS)
def test_no_entry_that_somebody_wrote_in_is_lost(base, mine, theirs):
    items = merge_items(base, mine, theirs)
    assert items.keys() == mine.keys() | theirs.keys()
    for texts, other in ((mine, theirs), (theirs, mine)):
        for name, entry in texts.items():
            if name not in other and entry != base.get(name):
                assert items[name].fate in (Fate.ADDED, Fate.RETURNED)
                assert items[name].only == entry
    assert list(items)[: len(theirs)] == list(theirs)


@given(LISTS, LISTS)
def test_an_entry_that_both_leave_or_take_out_stays_or_goes(base, other):
    items = merge_items(base, other, {})
    gone = {name for name, item in items.items() if item.fate == Fate.GONE}
    assert gone == {name for name in other if base.get(name) == other[name]}


def kept(items):
    """The entries that are left, by name."""
    return {
        name: item.merge.values(Side.MINE) if item.fate == Fate.STAYS else item.only
        for name, item in items.items()
        if item.fate != Fate.GONE
    }


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([("c", "x"), ("b", "x"), ("a", "y")], "b"),
        ([("c", "x"), ("b", "y"), ("a", "x")], "c"),
        ([("c", "y")], None),
        ([], None),
    ],
)
def test_the_change_that_brought_a_text_is_found(history, found):
    assert origin(history, "x", str.__eq__) == found
