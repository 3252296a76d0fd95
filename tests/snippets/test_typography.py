"""French typography: what it mends, and what it must not touch."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from snippets.typography import typeset

PIECES = st.lists(
    st.sampled_from(
        [
            "l'",
            "aujourd'hui",
            "«",
            "»",
            " ",
            "  ",
            "\n",
            "\n\n",
            ":",
            ";",
            "?",
            "!",
            "...",
            "....",
            "'",
            "14:30",
            "3,5",
            "1...5",
            "\u00a0",
            "\u202f",
            "été",
            "x",
            "5",
            "’",
            "…",
            "https://declic.example/a?b='c...' !",
            "jean.d'arc@exemple.fr",
            "@",
            "://",
        ]
    )
).map("".join)


# The first text drawn reads a table of all characters: slow on a loaded machine, not wrong.
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Prêt ? Oui !", "Prêt\u00a0? Oui\u00a0!"),
        ("Bonjour  : voici", "Bonjour\u00a0: voici"),
        ("L'annonce « Maçon » ;", "L’annonce «\u00a0Maçon\u00a0»\u00a0;"),
        ("d'« Alsace »", "d’«\u00a0Alsace\u00a0»"),
        ("À suivre...", "À suivre…"),
        ("Le 12 : merci", "Le 12\u00a0: merci"),
        ("Voir https://a.example/b :", "Voir https://a.example/b\u00a0:"),
        ("« https://a.example/b »", "«\u00a0https://a.example/b\u00a0»"),
    ],
)
def test_what_people_type_is_typeset(typed, printed):
    assert typeset(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://declic.example/l'offre?q=a...b&r='x'",
        "o'neil@exemple.fr",
        "(jean.d'arc@exemple.fr)",
        "14:30, 10:00-12:00, 3,5 et 1...5",
        "'entre guillemets droits'",
        " : au début",
        "ligne\n! suite",
        "a.... b",
        "déjà\u00a0: fait, ou étroit\u202f!",
    ],
)
def test_what_is_right_or_is_no_prose_stays(text):
    assert typeset(text) == text


@unhurried
@given(st.one_of(st.text(), PIECES))
@example("« ...'")
def test_twice_is_once(text):
    once = typeset(text)
    assert typeset(once) == once


@unhurried
@given(st.one_of(st.text(), PIECES))
def test_only_spaces_apostrophes_and_points_change(text):
    def bare(value):
        spaced = value.replace("’", "'").replace("…", "...").replace("\u00a0", " ")
        return re.sub(" +", " ", spaced)

    assert bare(typeset(text)) == bare(text)
    assert typeset(text).splitlines() == [typeset(line) for line in text.splitlines()]


@given(PIECES, st.from_regex(r"https?://[!-~]{1,40}", fullmatch=True), PIECES)
def test_addresses_are_untouched(before, address, after):
    assert address in typeset(f"{before} {address} {after}").split()


@given(PIECES, st.emails(), PIECES)
def test_e_mail_addresses_are_untouched(before, address, after):
    assert address in typeset(f"{before} {address} {after}").split()


@given(st.times(), st.decimals(allow_nan=False, allow_infinity=False))
def test_hours_and_numbers_are_untouched(time, number):
    text = f"{time:%H:%M} {time.isoformat()} {number} {number:,}"
    assert typeset(text) == text


def test_a_long_word_is_read_in_time_linear_in_its_length():
    assert typeset("a" * 200_000 + "@") == "a" * 200_000 + "@"
