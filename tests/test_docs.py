"""What the documents and the description of the project promise holds."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
NAMED_FILE = re.compile(r"`((?:docs|tests|site|pages|search|snippets|portal|templates)/[\w/.-]+)`")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
READ_SETTING = re.compile(r"\benv\.\w+\(\s*\"([A-Z_]+)\"")

TEXT = {"type": "string", "minLength": 1}
DESCRIPTION = {
    "type": "object",
    "required": ["shortDescription", "longDescription", "features"],
    "additionalProperties": False,
    "properties": {
        "localisedName": TEXT,
        "shortDescription": {"type": "string", "minLength": 1, "maxLength": 150},
        "longDescription": {"type": "string", "minLength": 150, "maxLength": 10_000},
        "features": {"type": "array", "minItems": 1, "items": TEXT},
    },
}
DEPENDENCIES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": TEXT, "versionMin": TEXT, "optional": {"type": "boolean"}},
    },
}
# The part of the standard's version 0.4 that the file uses: nothing else may be in it.
PUBLICCODE = {
    "type": "object",
    "required": [
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ],
    "additionalProperties": False,
    "properties": {
        "publiccodeYmlVersion": {"const": "0.4"},
        "name": TEXT,
        "url": {"type": "string", "pattern": r"^https://.+\.git$"},
        "releaseDate": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "platforms": {"type": "array", "items": {"enum": ["web", "windows", "mac", "linux"]}},
        "categories": {"type": "array", "minItems": 1, "items": TEXT},
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"const": "standalone/web"},
        "intendedAudience": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "countries": {"type": "array", "items": {"pattern": "^[a-z]{2}$"}},
                "scope": {"type": "array", "items": TEXT},
            },
        },
        "description": {
            "type": "object",
            "required": ["fr"],
            "patternProperties": {"^[a-z]{2}$": DESCRIPTION},
            "additionalProperties": False,
        },
        "legal": {
            "type": "object",
            "required": ["license"],
            "additionalProperties": False,
            "properties": {"license": {"const": "EUPL-1.2"}, "mainCopyrightOwner": TEXT},
        },
        "maintenance": {
            "type": "object",
            "required": ["type", "contacts"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "internal"},
                "contacts": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["name"],
                        "additionalProperties": False,
                        "properties": {"name": TEXT, "email": {"pattern": "^[^@]+@[^@]+$"}},
                    },
                },
            },
        },
        "localisation": {
            "type": "object",
            "required": ["localisationReady", "availableLanguages"],
            "additionalProperties": False,
            "properties": {
                "localisationReady": {"type": "boolean"},
                "availableLanguages": {"type": "array", "items": {"pattern": "^[a-z]{2}$"}},
            },
        },
        "dependsOn": {"type": "object", "additionalProperties": DEPENDENCIES},
    },
}


def test_publiccode_follows_the_standard():
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    jsonschema.validate(described, PUBLICCODE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_files_that_exist(document):
    text = document.read_text(encoding="utf-8")
    linked = [document.parent / target for target in LINK.findall(text)]
    named = [ROOT / target for target in NAMED_FILE.findall(text)]
    assert [path.name for path in [*linked, *named] if not path.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_commands_that_exist(document):
    from django.core.management import get_commands

    named = set(COMMAND.findall(document.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()


def test_one_table_has_every_setting_and_no_other():
    page = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    rows = SETTING.findall(page.partition("\n## All the settings\n")[2])
    read = {
        name
        for path in (ROOT / "site/config/settings").glob("*.py")
        for name in READ_SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert len(read) > 40
    assert sorted(rows) == sorted(read)


@pytest.mark.django_db
def test_security_txt_says_whom_to_tell_and_until_when(client, settings):
    settings.BASE_URL = "https://declic.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:emploi@declic.example"
    assert fields["Canonical"] == "https://declic.example/.well-known/security.txt"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    # A file that is good for more than a year is stale by the standard.
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
