"""Sections put in order."""

import pytest

from portal.cv.editor.changes import arrange_sections, section_order

DOCUMENT = {"basics": {"name": "Nadia Lefort"}}


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (["skills", "summary", "work", "education"], ["skills", "summary", "work", "education"]),
        # What was not named, or came meanwhile, keeps its place.
        (["education", "work"], ["summary", "education", "work", "skills"]),
        (["nothing", "", "skills", "skills", "work"], ["summary", "skills", "education", "work"]),
        (["work"], ["summary", "work", "education", "skills"]),
    ],
)
def test_sections_take_the_order_that_is_wanted(wanted, first):
    document = {**DOCUMENT}
    before = section_order(document)
    assert arrange_sections(document, wanted) == (before[:4] != first)
    after = section_order(document)
    assert after[:4] == first
    assert sorted(after) == sorted(before)
