"""Whatever the door, a picture comes in upright, in sRGB, without metadata, or is refused."""

import gc
import re
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from PIL import Image
from wagtail.models import Collection

from demo.data_files import DATA
from snippets.models import SiteImage
from snippets.pictures import read_picture
from snippets.pictures.forms import ImageField
from snippets.pictures.library import normalise_image
from snippets.pictures.worker import read
from tests.editorial_factories import ImageFactory
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import manager_of
from tests.portal.cv.files.pictures import COMMENT, colour, jpeg
from tests.snippets.pictures.odd import REFUSED, TAKEN

pytestmark = pytest.mark.django_db
FIELDS = {"title": "Essai", "description": "Deux personnes en entretien"}


def fields(**more: object) -> dict:
    return FIELDS | {"collection": Collection.get_first_root_node().pk} | more


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(cms, name: str, content: bytes):
    return cms.post("/cms/images/add/", fields(file=file(name, content)))


def is_clean(image: SiteImage) -> bool:
    """Whether nothing of the phone is left, and it stands upright."""
    with image.file.open("rb") as opened:
        data = opened.read()
    told = [word for word in (b"Exif", b"MAKER", b"ICC_PROFILE", COMMENT) if word in data]
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == (image.width, image.height)
        assert (picture.mode, told) == ("RGB", [])
        return colour(picture, 0.5, 0.1) == "red" and colour(picture, 0.5, 0.9) == "blue"


@pytest.mark.parametrize("name", TAKEN)
def test_what_the_library_takes_has_every_size(cms, media, name):
    assert add(cms, name, TAKEN[name]()).status_code == 302
    image = SiteImage.objects.get()
    with Image.open(media / image.file.name) as picture:
        assert picture.mode in ("RGB", "RGBA", "L", "P")
        assert not picture.getexif()
        assert not {"icc_profile", "xmp", "Author"} & picture.info.keys()
        assert max(picture.size) <= 3200
    kept = (media / image.file.name).read_bytes()
    assert b"GPSPLACE" not in kept
    for spec in ("max-165x165", "fill-1200x675|format-jpeg", "width-400|format-webp"):
        with Image.open(media / image.get_rendition(spec).file.name) as size:
            size.load()


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_library_refuses_is_told_beside_the_field(cms, media, name):
    answer = add(cms, name, REFUSED[name]())
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert not SiteImage.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_wide_colours_are_those_of_screens_and_not_only_their_numbers():
    with Image.open(BytesIO(read_picture(TAKEN["wide colours.jpg"]()))) as picture:
        red, green, _ = picture.getpixel((200, 150))
    assert red > 208
    assert green < 98


def test_sixteen_bits_of_grey_are_not_all_white():
    with Image.open(BytesIO(read_picture(TAKEN["sixteen bits of grey.png"]()))) as picture:
        assert 110 < picture.getpixel((5, 5))[0] < 125


def test_what_is_transparent_stays_so():
    with Image.open(BytesIO(read_picture(TAKEN["one bit, transparent.png"]()))) as picture:
        assert (picture.getpixel((5, 5)), picture.getpixel((395, 5))[3]) == ((255,) * 4, 0)
    with Image.open(BytesIO(read_picture(TAKEN["grey, transparent.png"]()))) as picture:
        assert picture.getpixel((5, 5)) == (90, 90, 90, 120)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_written_once_is_not_written_again(name):
    once = read_picture(TAKEN[name]())
    assert read_picture(once) == once


def test_images_of_the_demonstration_are_as_the_library_keeps_them(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    files = [path for name in ("images", "logos") for path in (DATA / name).iterdir()]
    assert files
    odd = [path.name for path in files if read(path.read_bytes(), "library") != path.read_bytes()]
    assert odd == []


def test_one_image_is_clean(cms):
    add(cms, "photo.jpg", jpeg(orientation=6))
    assert is_clean(SiteImage.objects.get())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_several_images_are_clean(cms):
    answer = cms.post(
        "/cms/images/multiple/add/",
        {"files[]": file("photo.jpg", jpeg(orientation=6)), "title": "Essai"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    key = answer["uploaded_file_id"]
    described = {f"uploaded-image-{key}-{name}": value for name, value in fields().items()}
    done = cms.post(f"/cms/images/multiple/create_from_uploaded_image/{key}/", described)
    assert done.json()["success"]
    gc.collect()  # Wagtail leaves the file open
    assert is_clean(SiteImage.objects.get())


def test_a_moving_image_among_several_is_told(cms):
    answer = cms.post(
        "/cms/images/multiple/add/",
        {"files[]": file("moving.gif", REFUSED["moving.gif"]()), "title": "Essai"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert not answer["success"]
    assert "animées" in answer["error_message"]


def test_an_image_that_replaces_another_is_clean(cms):
    image = ImageFactory()
    photo = file("photo.jpg", jpeg(orientation=6))
    assert cms.post(f"/cms/images/{image.pk}/", fields(file=photo)).status_code == 302
    assert is_clean(SiteImage.objects.get())


def test_an_image_sent_from_a_page_is_clean(cms):
    prefixed = {f"image-chooser-upload-{name}": value for name, value in fields().items()}
    photo = file("photo.jpg", jpeg(orientation=6))
    cms.post("/cms/images/chooser/create/", prefixed | {"image-chooser-upload-file": photo})
    assert is_clean(SiteImage.objects.get())


def test_a_logo_is_clean_and_a_moving_one_is_told_at_its_place(client):
    organisation = OrganisationFactory()
    client.force_login(manager_of(organisation))
    url = f"/mon-organisation/{organisation.slug}/fiche/modifier/"
    typed = {"name": organisation.name, "email": "contact@exemple.test"}
    typed |= {"siret": organisation.siret}
    moving = file("moving.gif", REFUSED["moving.gif"]())
    answer = client.post(url, typed | {"logo_file": moving})
    assert answer.status_code == 422
    assert "Les images animées ne sont pas acceptées" in answer.text
    client.post(url, typed | {"logo_file": file("photo.jpg", jpeg(orientation=6))})
    organisation.refresh_from_db()
    assert is_clean(organisation.logo)


def test_a_file_that_django_keeps_on_disk_while_it_arrives_is_clean(cms, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    add(cms, "photo.jpg", jpeg(orientation=6))
    assert is_clean(SiteImage.objects.get())


def test_images_of_before_are_rewritten_once_and_their_sizes_with_them(
    media, django_capture_on_commit_callbacks, cms_index
):
    image = ImageFactory(file=file("photo.jpg", jpeg(orientation=6)))
    size = image.get_rendition("max-165x165")
    with django_capture_on_commit_callbacks(execute=True):
        outcome = normalise_image(image)
    assert (outcome.is_rewritten, outcome.problem) == (True, "")
    image = SiteImage.objects.get()
    assert is_clean(image)
    assert image.file_size == image.file.size
    assert not image.renditions.exists()
    assert [path.name for path in media.rglob("*") if path.is_file()] == [
        image.file.name.removeprefix("original_images/")
    ]
    assert not size.file.storage.exists(size.file.name)
    assert not normalise_image(image).is_rewritten


def test_the_focus_of_an_image_that_is_made_smaller_stays_where_it_was(media):
    image = ImageFactory(file=file("large.jpg", TAKEN["large.jpg"]()))
    image.focal_point_x, image.focal_point_y = 2500, 500
    image.focal_point_width = image.focal_point_height = 1000
    image.save()
    normalise_image(image)
    image = SiteImage.objects.get()
    assert (image.width, image.focal_point_x, image.focal_point_width) == (3200, 1600, 640)


def test_what_cannot_be_rewritten_is_told_and_lost_sizes_are_forgotten(media, capsys):
    lost, moving = ImageFactory(), ImageFactory(file=file("a.gif", REFUSED["moving.gif"]()))
    rendition = moving.get_rendition("max-165x165")
    (media / rendition.file.name).write_bytes(b"")
    (media / lost.file.name).unlink()
    call_command("normalise_images")
    told = capsys.readouterr()
    assert re.search(rf"Image {lost.pk} .* est perdu", told.err)
    assert re.search(rf"Image {moving.pk} .* animées", told.err)
    assert "oubliées\u00a0: 1. À voir\u00a0: 2." in told.out
    assert not SiteImage.objects.get(pk=moving.pk).renditions.exists()


def test_a_temporary_file_is_rewritten_where_it_is():
    with closing(TemporaryUploadedFile("photo.jpg", "image/jpeg", 0, None)) as upload:
        upload.write(jpeg(orientation=6))
        upload.size = upload.tell()
        upload.seek(0)
        ImageField().clean(upload)
        assert b"Exif" not in Path(upload.temporary_file_path()).read_bytes()
