"""The screens that a browser walks through: see `tests/e2e/test_screens.py`."""

from tests.authorisation.rows.row import Row

# What a screen asks for later, and what answers programs.
_PARTS = ("_results", ":chosen", ":chosen_multiple", ":favourite_cards", ":preview_frame")
_OF_PROGRAMS = ("/api/", "/cms/api/", "/messagerie/")


def is_walked(name: str, row: Row) -> bool:
    """Whether an address is a screen, opened by the first of those who may."""
    return (
        row.method == "get"
        and row.status != 302
        and (name == "api_docs" or not row.path.startswith(_OF_PROGRAMS))
        and not name.endswith(_PARTS)
    )
