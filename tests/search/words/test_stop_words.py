from itertools import product
from string import ascii_lowercase

import pytest
from django.db import connection

from search.words.stop_words import STOP_WORDS, meaningful


@pytest.mark.django_db
def test_whatever_postgresql_drops_is_a_stop_word_here():
    """A query made only of words that PostgreSQL drops would find nothing."""
    short = [
        "".join(letters) for size in (1, 2, 3) for letters in product(ascii_lowercase, repeat=size)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word WHERE ts_lexize('french_stem', word) = '{}'",
            [short],
        )
        dropped = {word for (word,) in cursor.fetchall()}
    assert len(dropped) > 50
    assert dropped <= STOP_WORDS


def test_meaningful_words_are_folded_and_each_once():
    assert meaningful("Offre d'emploi : Soudeuse à Belfort, soudeur") == ("soudeur", "belfort")
