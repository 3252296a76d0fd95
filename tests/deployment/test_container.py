"""The image and the compose file: what they name exists, and nothing in them is secret or loose."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.config.test_settings import load_settings

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "deployment" / "container"
LINES = re.sub(r"\\\n\s*", "", (FOLDER / "Containerfile").read_text()).splitlines()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SITE = ("migrate", "web", "worker", "backup")


def told(word):
    """What each line that begins with an instruction says after it."""
    return [line.partition(" ")[2] for line in LINES if line.startswith(f"{word} ")]


def test_the_image_has_stages_a_user_of_its_own_and_named_versions():
    assert [stage.partition(" AS ")[2] for stage in told("FROM")] == ["packages", "environment", ""]
    images = [*told("ARG"), COMPOSE["services"]["database"]["image"]]
    assert len(images) == 3
    for image in images:
        name = image.partition("=")[2] or image
        # A version of something, and no address of a registry.
        assert re.fullmatch(r"(python|node|postgres):\d[\w.-]+", name), name
    last = LINES[max(n for n, line in enumerate(LINES) if line.startswith("FROM")) :]
    assert "USER declic" in last
    assert not any(line.startswith(("RUN", "COPY")) for line in last[last.index("USER declic") :])
    assert "/health/live" in told("HEALTHCHECK")[0]
    assert any("--require-hashes" in line and ":all:" in line for line in told("RUN"))
    # What stays in the image holds no setting of a site.
    assert not re.search(r"SECRET_KEY|DATABASE_URL|PASSWORD", " ".join(told("ENV")))


def test_what_is_copied_exists_and_reaches_the_builder():
    open_to_builder = (ROOT / ".dockerignore").read_text()
    copied = [words.split()[:-1] for words in told("COPY") if not words.startswith("--from")]
    names = {name for words in copied for name in words}
    for name in names:
        assert (ROOT / name).exists(), name
        assert f"\n!{name}\n" in open_to_builder, name
    apps = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    ours = {app for app in apps if (ROOT / app).is_dir()}
    assert {*ours, "site", "templates", "manage.py"} <= names
    assert open_to_builder.splitlines()[1] == "*"
    assert "\nsite/demo\n" in open_to_builder


def test_services_of_the_site_may_do_little_and_wait_for_the_database():
    services = COMPOSE["services"]
    assert set(services) == {"database", *SITE}
    for name in SITE:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        words = service.get("command", [])
        assert not words or words[2] in get_commands()
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["database"]
    for name in ("web", "worker"):
        waits = services[name]["depends_on"]["migrate"]
        assert waits == {"condition": "service_completed_successfully"}
    # The role that escapes row-level security is the backup's alone.
    with_it = {name for name in SITE if "BACKUP_DATABASE_URL" in services[name]["environment"]}
    assert with_it == {"backup"}
    mounted = {volume.split(":")[0] for name in SITE for volume in services[name]["volumes"]}
    assert mounted < set(COMPOSE["volumes"])


@pytest.fixture
def environment():
    """What the example asks for, filled in."""
    example = (FOLDER / "declic.env.example").read_text()
    pairs = [line.partition("=")[::2] for line in example.splitlines() if "=" in line[:30]]
    asked = {name: value for name, value in pairs if not name.startswith("#")}
    return {name: value or "0123456789abcdef" * 4 for name, value in asked.items()}


def test_the_settings_of_the_example_start_the_site(environment):
    text = (ROOT / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{(\w+)", text)) == set(environment)

    def filled(value):
        return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: environment[found[1]], value)

    given = COMPOSE["services"]["backup"]["environment"]
    values = {name: filled(value) for name, value in given.items()}
    known = (ROOT / "site/config/settings/base.py").read_text()
    known += (ROOT / "site/config/settings/production.py").read_text()
    assert all(f'"{name}"' in known for name in values)
    check = "assert settings.DATABASES['default']['HOST'] == 'database'; print('started')"
    started = load_settings(check, **values, DJANGO_SETTINGS_MODULE="config.settings.production")
    assert started.stdout == "started\n", started.stderr


def test_the_roles_are_those_of_the_page_of_deployment():
    script = (FOLDER / "roles.sh").read_text()
    page = (ROOT / "docs" / "deployment.md").read_text()
    for line in ("GRANT pg_read_all_data, declic TO declic_backup;",):
        assert line in script
        assert line in page
    assert re.search(r"ROLE declic LOGIN PASSWORD .* NOSUPERUSER NOBYPASSRLS;", script)
    assert re.search(r"ROLE declic_backup LOGIN PASSWORD .* BYPASSRLS;", script)
