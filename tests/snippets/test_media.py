"""Images, documents and rich texts that do not come from where they should."""

import json
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection
from wagtail.test.utils.form_data import rich_text

from snippets.models import SiteDocument, SiteImage
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def cms(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(UserFactory(superuser=True))
    return client


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, pixels):
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def upload(cms, kind, name, content, **fields):
    return cms.post(
        f"/cms/{kind}/add/",
        {
            "title": "Essai",
            "description": "Deux personnes en entretien",
            "collection": Collection.get_first_root_node().pk,
            "file": SimpleUploadedFile(name, content),
            **fields,
        },
    )


@pytest.mark.parametrize(
    "content",
    [
        SIGNATURE,
        png(8, 8, b"\0\0" * 8)[:44],
        png(8, 8, b"\0\0" * 8).replace(b"IDAT", b"IDAX"),
        png(30_000, 30_000, b"\0" * 1000),
    ],
    ids=["signature only", "cut", "damaged", "immense"],
)
def test_an_image_that_cannot_be_decoded_is_told_beside_the_field(cms, content):
    response = upload(cms, "images", "photo.png", content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not SiteImage.objects.exists()


def test_an_image_without_an_alternative_text_is_refused_beside_the_field(cms):
    content = png(8, 4, b"\0\0" * 4)
    response = upload(cms, "images", "photo.png", content, description=" ")
    assert "Décrivez l’image" in str(response.context["form"].errors["description"])
    assert not SiteImage.objects.exists()


def test_several_images_at_once_wait_for_their_alternative_texts(cms):
    content = png(8, 4, b"\0\0" * 4)
    answer = cms.post(
        "/cms/images/multiple/add/",
        {"files[]": SimpleUploadedFile("photo.png", content), "title": "Essai"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert answer["success"]
    assert "Texte alternatif" in answer["form"]
    assert not SiteImage.objects.exists()


def test_an_image_is_added(cms):
    content = png(8, 4, b"\0\0" * 4)
    assert upload(cms, "images", "photo.png", content).status_code == 302
    added = SiteImage.objects.get()
    assert (added.width, added.height, added.file_size) == (8, 4, added.file.size)


@pytest.mark.parametrize("name", ["page.html", "image.svg", "outil.exe", "script.js"])
def test_a_document_that_browsers_or_machines_run_is_refused(cms, name):
    response = upload(cms, "documents", name, b"<script>1</script>")
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not SiteDocument.objects.exists()


def test_a_document_that_people_read_is_added(cms):
    assert upload(cms, "documents", "guide.pdf", b"%PDF-1.7").status_code == 302


HALF_A_CHARACTER = json.dumps(
    {
        "entityMap": {},
        "blocks": [
            {
                "key": "a",
                "type": "unstyled",
                "depth": 0,
                "text": "\ud800",
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text", ["{bad", "[]", '"x"', '{"blocks": 5}', '{"blocks": [{"text": 1}]}', HALF_A_CHARACTER]
)
def test_a_rich_text_that_is_not_the_editor_s_changes_nothing(cms, text):
    address, given = settings_form(cms)
    response = cms.post(address, given | {"legal_notice": text})
    assert response.status_code == 400
    assert "Autre nom" not in cms.get(address).content.decode()


def settings_form(cms):
    """The address of the site's settings, and what the browser sends when only the name changes."""
    address = cms.get("/cms/settings/snippets/sitesettings/", follow=True).request["PATH_INFO"]
    return address, {
        "site_name": "Autre nom",
        "tagline": "L’emploi près de chez vous",
        "contact_phone": "03 84 00 00 00",
        "contact_address": "Place du Marché",
        "contact_email": "emploi@declic.example",
        "moderation_days": "2",
        "reply_reminder_days": "10",
        "reply_deadline_days": "14",
        "no_answer_days": "21",
        "offer_cutoff_hours": "3",
        "outcome_window_days": "30",
        "call_back_days": "3",
        "sponsor_contact_days": "10",
        "hours_reminder_days": "7",
        "map_latitude": "47.6",
        "map_longitude": "6.8",
        "map_zoom": "11",
        "tile_layer": "ign",
        "legal_notice": rich_text(""),
        "accessibility_statement": rich_text(""),
        "accessibility_conformity": "none",
    }


def test_saving_the_settings_keeps_the_project_s_legal_pages(cms, client):
    pages = ("/mentions-legales/", "/accessibilite/")
    before = [len(client.get(page).content) for page in pages]
    address, given = settings_form(cms)
    assert cms.post(address, given).status_code == 302
    assert all(
        len(client.get(page).content) >= length - 100
        for page, length in zip(pages, before, strict=True)
    )
    assert (
        cms.post(address, given | {"legal_notice": rich_text("<p>Éditeur</p>")}).status_code == 302
    )
    assert "Éditeur" in client.get("/mentions-legales/").content.decode()


def test_a_key_that_no_column_can_hold_is_a_bad_request(cms):
    organisation = OrganisationFactory(commune=None)
    response = cms.post(
        f"/cms/snippets/snippets/organisation/edit/{organisation.pk}/",
        {"kind": "company", "name": "Autre nom", "commune": "90\x00010"},
    )
    assert response.status_code == 400
    organisation.refresh_from_db()
    assert organisation.name != "Autre nom"


def test_another_user_of_the_machine_reads_renditions_and_nothing_else(cms, tmp_path):
    """The proxy is another user: it gives out the pictures of pages, and must read no original."""
    upload(cms, "images", "photo.png", png(8, 8, b"\0\0" * 8))
    upload(cms, "documents", "note.txt", b"bonjour")
    image = SiteImage.objects.get()
    rendition = image.get_rendition("width-4")
    files = [Path(file.path) for file in (rendition.file, image.file)]
    files.append(Path(SiteDocument.objects.get().file.path))
    assert [f"{path.stat().st_mode & 0o777:o}" for path in files] == ["644", "640", "640"]
    folders = [f"{path.parent.stat().st_mode & 0o777:o}" for path in files]
    assert folders == ["755", "750", "750"]
