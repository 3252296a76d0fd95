"""`manage.py render_cv`, without a database: pytest refuses one here, a process has none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = Path(__file__).parent / "people"


def _run(
    tmp_path: Path, *arguments: str, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1:9/nothing"
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [*before, sys.executable, str(ROOT / "manage.py"), "render_cv", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _run_here(*arguments: str) -> int:
    """The same in this process: the exit code."""
    try:
        execute_from_command_line(["manage.py", "render_cv", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_command_prints_without_a_database(tmp_path: Path) -> None:
    output = tmp_path / "cv.pdf"
    done = _run(
        tmp_path, str(PEOPLE / "premier.json"), str(output), "--template", "premier", "--anonymous"
    )
    assert done.returncode == 0, done.stderr
    assert output.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "arguments", "code", "told"),
    [
        ("{oops", (), 1, "ligne 1, colonne 2"),
        ('{"work": 1}', (), 1, "Expériences"),
        ('{"x-declic": {"photo": "oui"}}', (), 1, "vrai ou faux"),
        ('{"a":' * 500 + "1" + "}" * 500, (), 1, "trop profondément"),
        (None, (), 1, "n’existe pas"),
        ("{}", ("--template", "baroque"), 2, "baroque"),
        ("{}", ("--baroque",), 2, "render_cv CV.json CV.pdf"),
        ("{}", ("--photo", __file__), 1, "pas une photo"),
        ("{}", ("--photo", "/"), 1, "c’est un dossier"),
    ],
)
def test_command_says_in_one_french_line_what_is_wrong(
    content: str | None,
    arguments: tuple[str, ...],
    code: int,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = tmp_path / "cv.json"
    if content is not None:
        source.write_text(content)
    assert _run_here(str(source), str(tmp_path / "out.pdf"), *arguments) == code
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out.pdf").exists()


def test_command_says_that_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run_here(str(PEOPLE / "premier.json"), str(tmp_path / "none" / "out.pdf")) == 1
    said = capsys.readouterr().err
    assert "n’existe pas" in said
    assert len(said.splitlines()) == 1


def test_command_leaves_what_was_there_when_the_disk_is_full(tmp_path: Path) -> None:
    output = tmp_path / "out.pdf"
    output.write_bytes(b"before")
    small = ("prlimit", "--fsize=2000")
    done = _run(tmp_path, str(PEOPLE / "premier.json"), str(output), before=small)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(output) in done.stderr
    assert output.read_bytes() == b"before"
    assert not list(tmp_path.glob(".*.part"))


def test_command_writes_to_what_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run_here(str(PEOPLE / "premier.json"), "/dev/full") == 1
    assert capsys.readouterr().err.endswith("/dev/full\u00a0: le disque est plein.\n")
    assert Path("/dev/full").is_char_device()


def test_command_prints_strange_characters_and_no_script_link(tmp_path: Path) -> None:
    source, output = tmp_path / "cv.json", tmp_path / "cv.pdf"
    profiles = [{"url": "JavaScript:alert(1)"}]
    document = {"basics": {"name": "A\0\ud800", "url": "javascript:x", "profiles": profiles}}
    source.write_text(json.dumps(document))
    assert _run_here(str(source), str(output)) == 0
    with pikepdf.open(output) as pdf:
        assert "/Annots" not in pdf.pages[0]
