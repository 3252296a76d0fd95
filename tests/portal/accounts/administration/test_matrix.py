"""The matrix on screen and in the documents is the registry, and nothing else."""

import re
from html import unescape

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.administration import matrix
from portal.accounts.capabilities import CAPABILITIES
from portal.accounts.level_names import LevelName

PAGE = "/habilitations/niveaux/"


def test_the_document_is_up_to_date():
    call_command("authorisation_matrix", check=True)


def test_a_stale_document_is_told(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="ancien"):
        call_command("authorisation_matrix", check=True)
    call_command("authorisation_matrix")
    call_command("authorisation_matrix", check=True)


BUILT = [row for row in CAPABILITIES if row.is_built]


def test_every_capability_that_is_built_is_in_the_table_once_and_no_other():
    shown = [row.capability.name for _, rows in matrix.areas() for row in rows]
    assert sorted(shown) == sorted(row.name for row in BUILT)
    assert len(BUILT) < len(CAPABILITIES)


def test_the_page_shows_each_cell_under_its_level(admin):
    text = admin.get(PAGE).content.decode()
    heads = re.findall(r'<th scope="col">([^<]+)</th>', text.partition('class="matrix"')[2])
    assert [unescape(head) for head in heads] == ["Droit", *(label for _, label in matrix.COLUMNS)]
    built, coming = "Relire et approuver les annonces", "Lire les indicateurs, FSE+"
    rows = {
        unescape(re.sub(r"<[^>]+>|\s+", " ", head)).strip(): cells
        for head, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL)
    }
    cells = re.findall(r"<td.*?</td>", rows[built], re.DOTALL)
    held = [name for (name, _), cell in zip(matrix.COLUMNS, cells, strict=True) if "oui" in cell]
    assert held == ["communication", "employment_officer"]
    assert not any(head.startswith(coming) for head in rows)


def test_one_level_reads_as_a_list(admin):
    response = admin.get(PAGE, {"niveau": "adviser"})
    capabilities = [row.name for _, rows in response.context["held"] for row, _ in rows]
    expected = [row.name for row in BUILT if row.reach(LevelName.ADVISER)]
    assert sorted(capabilities) == sorted(expected)
    assert admin.get(PAGE, {"niveau": "emperor"}).context["chosen"] == "candidate"
