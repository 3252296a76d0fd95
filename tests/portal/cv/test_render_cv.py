"""`manage.py render_cv`, in a process of its own, without a database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = Path(__file__).parent / "people"


def _run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1:9/nothing"
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "render_cv", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


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
        (None, (), 1, "No such file"),
        ("{}", ("--template", "baroque"), 2, "baroque"),
    ],
)
def test_command_says_what_is_wrong(
    content: str | None, arguments: tuple[str, ...], code: int, told: str, tmp_path: Path
) -> None:
    source = tmp_path / "cv.json"
    if content is not None:
        source.write_text(content)
    done = _run(tmp_path, str(source), str(tmp_path / "out.pdf"), *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.pdf").exists()
