"""The units of systemd: hardened, naming commands that exist, without an error of systemd's own."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

FOLDER = settings.BASE_DIR / "deployment" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
APP = "/srv/declic/app"


def directives(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_may_do_little_and_still_closes_the_network_to_parsers(unit):
    said = directives(unit)
    expected = {
        "User": "declic",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "PrivateDevices": "yes",
        "ReadWritePaths": "/srv/declic/var",
        # `snippets.sandbox.child.leave_the_network` asks for these two.
        "RestrictNamespaces": "user net",
        "SystemCallFilter": "@system-service",
        "Environment": "DJANGO_SETTINGS_MODULE=config.settings.production",
    }
    assert {name: said[name][0] for name in expected} == expected
    assert said["EnvironmentFile"][0] == "/etc/declic.env"
    assert not re.search(r"(?i)password|secret|token", unit.read_text())


def test_the_services_start_what_the_project_has():
    started = {unit.stem: shlex.split(directives(unit)["ExecStart"][0]) for unit in SERVICES}
    assert started["declic-web"][:2] == [f"{APP}/.venv/bin/gunicorn", "config.wsgi:application"]
    commands = {name: words[2] for name, words in started.items() if words[1] == "manage.py"}
    assert commands == {"declic-backup": "backup", "declic-worker": "procrastinate"}
    assert set(commands.values()) <= set(get_commands())
    # The web processes do not read what escapes row-level security.
    with_backup_role = {
        unit.stem for unit in SERVICES if len(directives(unit)["EnvironmentFile"]) > 1
    }
    assert with_backup_role == {"declic-backup"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_reads_the_units(tmp_path):
    program = tmp_path / "program"
    program.touch(mode=0o755)
    units = []
    for unit in FOLDER.iterdir():
        text = re.sub(rf"{APP}/\.venv/bin/\w+", str(program), unit.read_text())
        units.append(tmp_path / unit.name)
        units[-1].write_text(text)
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    assert (told.returncode, told.stderr) == (0, "")
