"""`make` says at once what is missing on a machine, and nothing where all is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path):
    """A fresh copy of what `make run` looks at first, in a path with spaces."""
    project = tmp_path / "a path with spaces"
    (project / "requirements").mkdir(parents=True)
    for name in ("requirements/dev.txt", "requirements/uv.txt", "package.json"):
        shutil.copy(ROOT / name, project / name)
    shutil.copy(ROOT / "package-lock.json", project)
    shutil.copy(ROOT / "Makefile", project)
    shutil.copytree(ROOT / ".ci", project / ".ci")
    return project


def make(project, programs):
    """What `make run` says with these programs alone, beside those of any system."""
    folder = project.parent / "bin"
    folder.mkdir()
    for name in ("sh", "make", "touch"):
        (folder / name).symlink_to(shutil.which(name))
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    environment = {"PATH": str(folder), "HOME": os.environ.get("HOME", "/")}
    told = subprocess.run(
        ["make", "setup"], cwd=project, env=environment, capture_output=True, text=True
    )
    return told.returncode, told.stderr


GOOD = {"python3": "exit 0", "node": "exit 0", "npm": "exit 0"}


@pytest.mark.parametrize(
    ("programs", "sentence"),
    [
        ({"python3": None}, "Déclic needs Python 3.11 or newer: there is no “python3” here."),
        (
            {"python3": 'test "$1" = --version && echo Python 3.9.2'},
            "Déclic needs Python 3.11 or newer, and “python3” is Python 3.9.2.",
        ),
        ({"python3": 'case "$2" in *ensurepip*) exit 1;; esac'}, "apt install python3-venv"),
        ({"node": None}, "Déclic needs Node 20 or newer, with npm: there is no “node” here."),
        (
            {"node": 'test "$1" = --version && echo v18.20.4'},
            "Déclic needs Node 20 or newer: the one that is here is v18.20.4.",
        ),
        ({"npm": None}, "Déclic needs npm, which comes with Node 20 or newer"),
    ],
)
def test_what_is_missing_is_a_sentence(project, programs, sentence):
    there = {name: script for name, script in (GOOD | programs).items() if script}
    code, told = make(project, there)
    assert code != 0
    assert sentence in told
    assert not (project / ".venv").exists()


def test_what_is_installed_needs_nothing_more(project):
    for name in (".venv/.installed", "node_modules/.package-lock.json"):
        (project / name).parent.mkdir()
        (project / name).touch()
    for old in ("requirements/dev.txt", "requirements/uv.txt", "package.json", "package-lock.json"):
        os.utime(project / old, (0, 0))
    assert make(project, {}) == (0, "")
