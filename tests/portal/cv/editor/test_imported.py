"""Sections that only an import brings: shown once they say something, and moved past when not."""

from portal.cv.editor import changes


def test_empty_imported_section_is_no_step_in_the_order() -> None:
    document: dict = {"x-declic": {"sections": {"order": ["work", "projects", "education"]}}}
    assert changes.move_section(document, "education", -1)
    assert changes.section_order(document)[:2] == ["education", "work"]


def test_filled_imported_section_is_placed_and_hidden() -> None:
    document: dict = {"awards": [{"title": "Prix"}]}
    before = changes.section_order(document).index("awards")
    assert changes.move_section(document, "awards", -1)
    assert changes.section_order(document).index("awards") < before
    assert changes.show_section(document, "awards", hide=True)
    assert changes.hidden_sections(document) == {"awards"}
