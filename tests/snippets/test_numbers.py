"""Numbers that somebody sends in an address or a form."""

import pytest

from snippets.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "1.0", "²", "١", "1" * 19, "1" * 5000, "12a"])
def test_anything_else_is_none(text):
    """Python reads Arabic digits, and refuses to read thousands; no key of ours has nineteen."""
    assert whole_number(text) is None


def test_fewer_digits_may_be_asked():
    assert whole_number("1234", digits=4) == 1234
    assert whole_number("12345", digits=4) is None
