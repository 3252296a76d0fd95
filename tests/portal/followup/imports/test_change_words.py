"""What a preview says of a change: words, and no code of the file that is known."""

import pytest

from portal.followup.imports.fields import shown


def words(**after):
    return {change.label: change.after for change in shown({}, after)}


def test_codes_of_the_file_are_said_in_words():
    said = words(
        **{
            "title": "mme",
            "role": "CJT",
            "household.family": "CEL",
            "right.status": "5",
            "right.reason": "ECH",
            "moves": [["in", "CAF", "251", "2026-08-02", ""]],
            "has_no_fixed_address": False,
        }
    )
    assert said == {
        "civilité": "Madame",
        "rôle dans le foyer": "Conjoint·e",
        "situation familiale": "Célibataire",
        "droit": "Droit clos",
        "motif": "Quatre mois sans versement",
        "mutation": "arrivée CAF 251",
        "sans domicile stable": "non",
    }


def test_a_code_that_nobody_explained_is_shown_as_one():
    said = words(**{"household.family": "ZZZ", "right.status": "5", "right.reason": "ZZZ"})
    assert (said["situation familiale"], said["motif"]) == ("ZZZ", "code ZZZ")


@pytest.mark.parametrize("known", [{}, {"right.reason": None}, {"right.reason": ""}])
def test_a_right_that_had_no_reason_says_nothing_of_it(known):
    [change] = shown(known, {"right.reason": "ECH"})
    assert change.before == ""


def test_addresses_are_spelled_and_what_is_kept_is_not_changed():
    before, after = {"address_line": "22 rue des Lilas"}, {"address_line": "23 RUE DES LILAS"}
    [change] = shown(before, after)
    assert (change.before, change.after) == ("22 rue des Lilas", "23 rue des Lilas")
    assert after == {"address_line": "23 RUE DES LILAS"}
