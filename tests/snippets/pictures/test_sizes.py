"""A size that cannot be made leaves its page up; one that can is made once."""

import json
import re
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from search.index.logos import SPEC
from snippets.models import SiteImage, SiteSettings
from snippets.models.media import SiteRendition
from snippets.pictures.showing import rendition_or_none
from snippets.site import site_settings
from snippets.storage import WholeFileStorage
from tests.editorial_factories import ImageFactory, NewsPageFactory
from tests.factories import JobOfferPageFactory, OrganisationFactory
from tests.pages.editorial.test_renditions import figure
from tests.races import errors_at_once
from tests.snippets.pictures.conftest import no_room
from tests.snippets.pictures.test_doors import add, jpeg

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
LOGO = SPEC.replace("|", ".")
SPECS = ("max-165x165", "width-400|format-webp")


def lose(media: Path, *images: SiteImage) -> None:
    for image in images:
        (media / image.file.name).unlink()


@pytest.fixture
def pages(db):
    """Addresses that show one image, and the image."""
    image = ImageFactory()
    organisation = OrganisationFactory(logo=image)
    offer = JobOfferPageFactory.row(organisation=organisation)
    news = NewsPageFactory(image=image, body=figure(image))
    SiteSettings.objects.update_or_create(defaults={"logo": image})
    cache.clear()
    assert site_settings().logo == image
    addresses = ["/", news.get_url(), news.get_parent().get_url(), offer.get_url()]
    return image, [*addresses, f"/organisations/{organisation.slug}/"]


def pictures(page: str) -> list[str]:
    """Addresses of sizes in a page, whatever shows them.

    The logo of a card is none: it is made when an offer is published, and shown as long as it is.
    """
    found = re.findall(r"/media/(?:images/|not-found)[^\s\"]*", page)
    return [address for address in found if LOGO not in address]


def test_pages_show_no_picture_and_stay_up_without_the_original(client, media, pages):
    image, addresses = pages
    lose(media, image)
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert pictures(page.text) == [], address


def test_pages_show_no_picture_and_stay_up_with_a_full_disk(client, media, pages):
    image, addresses = pages
    with no_room():
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert pictures(page.text) == [], address
    logo = SiteRendition.objects.get()
    files = {path.name for path in media.rglob("*") if path.is_file()}
    assert files == {Path(image.file.name).name, Path(logo.file.name).name}
    assert logo.filter_spec == SPEC
    cache.clear()
    for address in addresses:
        assert pictures(client.get(address).text), address


def test_the_library_stays_up_with_an_image_that_no_size_can_be_made_of(cms, media):
    lose(media, ImageFactory())
    (media / ImageFactory().file.name).write_bytes(b"\x89PNG\r\n\x1a\n")
    for address in ("/cms/images/", "/cms/images/chooser/", "/cms/images/chooser/results/"):
        assert cms.get(address).status_code == 200, address


def test_an_image_that_failed_is_not_tried_at_each_page(media, caplog):
    image = ImageFactory()
    with no_room():
        for _ in range(3):
            assert rendition_or_none(image, "max-165x165") is None
    assert len([line for line in caplog.records if line.name == "declic.images"]) == 1


def test_an_upload_that_finds_no_room_says_so_and_leaves_nothing(cms, media):
    with no_room():
        answer = add(cms, "photo.jpg", jpeg())
    assert answer.status_code == 507
    assert "n’a plus de place" in answer.text
    assert not SiteImage.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_an_image_stays_when_there_is_no_room_for_what_replaces_it(cms, media):
    image = ImageFactory()
    with no_room():
        answer = cms.post(
            f"/cms/images/{image.pk}/",
            {
                "title": "Essai",
                "description": "Deux personnes",
                "collection": image.collection_id,
                "file": SimpleUploadedFile("photo.jpg", jpeg()),
            },
        )
    assert answer.status_code == 507
    kept = SiteImage.objects.get()
    assert kept.file.name == image.file.name
    assert kept.get_rendition("max-165x165").file.size > 0


def test_names_that_two_processes_want_at_once_are_two_files(tmp_path):
    storage = WholeFileStorage(location=tmp_path)
    written = [partial(storage.save, "a/b.txt", ContentFile(bytes([n]) * 9)) for n in range(6)]
    assert errors_at_once(*written) == []
    contents = {path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert contents == {bytes([n]) * 9 for n in range(6)}


def test_several_processes_make_a_size_once(transactional_db, media):
    image = ImageFactory(size=(1600, 1000))
    ask = [lambda: SiteImage.objects.get(pk=image.pk).get_rendition(SPECS[0])] * 3
    ask += [lambda: SiteImage.objects.get(pk=image.pk).get_renditions(*SPECS)] * 3
    assert errors_at_once(*ask) == []
    assert SiteRendition.objects.count() == len(SPECS)
    assert len(list((media / "images").iterdir())) == len(SPECS)


def test_a_size_is_made_in_a_transaction_that_is_open():
    with transaction.atomic():
        assert ImageFactory().get_rendition("max-165x165").width == 165


def test_every_template_of_ours_shows_images_with_our_tags():
    files = [file for file in TEMPLATES.rglob("*.html") if "wagtailimages_tags" in file.read_text()]
    assert files == []


def test_json_ld_has_the_image_that_there_is(client, media, pages):
    image, addresses = pages
    news = addresses[1]
    assert "image" in article(client.get(news).text)
    image.renditions.all().delete()
    lose(media, image)
    cache.clear()
    assert "image" not in article(client.get(news).text)


def article(page: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])
