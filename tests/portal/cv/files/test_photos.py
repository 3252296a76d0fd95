"""The photo: what comes in, what is kept of it, who sees it, what is printed."""

import struct
import threading
import zlib
from datetime import timedelta
from functools import partial
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.accounts.level_names import LevelName
from portal.cv.models import Cv, CvHelper, CvPhoto
from portal.cv.photos import Frame, PhotoError, framed, read_photo
from portal.cv.printing import pdf_of
from portal.cv.services import copy_cv, create_cv
from portal.personal_data.services import purge
from snippets.pictures import PictureError, Unusable, one_of_few
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.files.pictures import COMMENT, colour, jpeg, other
from tests.races import errors_at_once

pytestmark = pytest.mark.django_db
NAME = {"basics": {"name": "Nadia Lefort"}}


@pytest.fixture
def nadia():
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture
def browser(nadia):
    return signed_in(nadia)


@pytest.fixture
def cv(nadia):
    return create_cv(owner=nadia, title="Cuisine", document=NAME)


def send(browser, cv, data: bytes, name: str = "photo.jpg"):
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return browser.post(reverse("cv:photo", args=[cv.pk]), {"file": file})


def frame(browser, cv, **numbers):
    return browser.post(reverse("cv:photo_frame", args=[cv.pk]), numbers)


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(len(page.get_images()) for page in document.pages)


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 99))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def test_nothing_of_the_phone_is_left_in_the_bytes():
    data = jpeg(orientation=6)
    assert b"MAKER-OF-PHONE" in data
    assert COMMENT in data
    assert b"Exif" in data
    made = framed(read_photo(data), Frame())
    with Image.open(BytesIO(made)) as photo:
        assert not photo.getexif()
        assert "comment" not in photo.info
        assert "icc_profile" not in photo.info
        assert photo.size == (600, 750)
    for word in (b"MAKER-OF-PHONE", COMMENT, b"Exif", b"ICC_PROFILE", b"GPS"):
        assert word not in read_photo(data), word
        assert word not in made, word


def test_a_photo_held_upright_stands_upright():
    """Orientation 6: the phone was turned, the left of the sensor is the top of the picture."""
    with Image.open(BytesIO(read_photo(jpeg(orientation=6)))) as photo:
        assert photo.height > photo.width
        assert (colour(photo, 0.5, 0.1), colour(photo, 0.5, 0.9)) == ("red", "blue")


@pytest.mark.parametrize(("x", "seen"), [(0, "red"), (100, "blue")])
def test_the_frame_is_the_part_that_was_chosen(x, seen):
    with Image.open(BytesIO(framed(read_photo(jpeg()), Frame(x, 50, 200)))) as photo:
        assert colour(photo, 0.5, 0.5) == seen


def test_a_frame_is_never_outside_of_its_picture():
    """By a hair of rounding it was, for one height in ten: Pillow refuses that, the page fell."""
    sides = range(200, 1601)
    outside = [
        (width, height)
        for height in sides
        for width in (height, 1600)
        for left, top, right, bottom in [Frame().box(width, height)]
        if left < 0 or top < 0 or right > width or bottom > height
    ]
    assert outside == []
    assert framed(read_photo(jpeg(200, 201)), Frame())


def test_sixteen_bits_of_grey_are_not_all_white():
    stream = BytesIO()
    Image.new("I;16", (300, 300), 30_000).save(stream, "PNG")
    with Image.open(BytesIO(read_photo(stream.getvalue()))) as photo:
        assert 110 < photo.getpixel((150, 150))[0] < 125


def test_numbers_that_are_none_give_the_usual_frame():
    assert Frame.read({"x": "abc", "y": "-4", "zoom": "9" * 30}) == Frame()
    assert Frame.read({"x": "900", "zoom": "5"}) == Frame(x=100, zoom=100)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_become_a_jpeg(kind):
    with Image.open(BytesIO(read_photo(other(kind)))) as photo:
        assert photo.format == "JPEG"
        assert colour(photo, 0.1, 0.5) == "red"


def test_a_photo_of_an_iphone_is_read():
    from pillow_heif import from_pillow

    from tests.portal.cv.files.pictures import half_and_half

    stream = BytesIO()
    from_pillow(half_and_half()).save(stream)
    with Image.open(BytesIO(read_photo(stream.getvalue()))) as photo:
        assert photo.format == "JPEG"
        assert colour(photo, 0.9, 0.5) == "blue"


def test_what_is_transparent_is_white():
    stream = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(stream, "PNG")
    with Image.open(BytesIO(read_photo(stream.getvalue()))) as photo:
        assert photo.getpixel((150, 150)) == (255, 255, 255)


BAD = {
    "empty": (b"", Unusable.EMPTY),
    "text": (b"Bonjour" * 99, Unusable.KIND),
    "PDF": (b"%PDF-1.7", Unusable.KIND),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Unusable.KIND),
    "cut": (jpeg()[:3000], Unusable.BROKEN),
    "bomb": (png_header(60_000, 60_000), Unusable.PIXELS),
    "tiny": (jpeg(40, 40), Unusable.SMALL),
    "a ribbon": (jpeg(12_000, 210), Unusable.LONG),
    "HEIC that is none": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 400, Unusable.HEIC),
    "20 MB": (jpeg() + b"\x00" * 20_000_000, Unusable.SIZE),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_photo_is_told_at_its_place(browser, cv, name):
    data, reason = BAD[name]
    answer = send(browser, cv, data)
    assert answer.status_code == 422
    said = str(PhotoError(reason))
    assert said in answer.text.split('id="file-notes"')[1][:900]
    assert 'aria-invalid="true"' in answer.text
    assert not CvPhoto.objects.exists()


def test_a_heavy_photo_of_an_old_phone_passes(browser, cv):
    answer = send(browser, cv, jpeg(4000, 3000) + b"\x00" * 14_000_000)
    assert answer.url == reverse("cv:photo_frame", args=[cv.pk])


def test_no_file_is_told(browser, cv):
    answer = browser.post(reverse("cv:photo", args=[cv.pk]))
    assert "Choisissez d’abord une photo" in answer.text


def test_a_photo_is_printed_once_it_is_chosen_only(browser, cv):
    send(browser, cv, jpeg())
    today = timezone.localdate()
    cv.refresh_from_db()
    assert pictures(pdf_of(cv, today)) == 0
    frame(browser, cv, x=50, y=35, zoom=100)
    cv = Cv.objects.get(pk=cv.pk)
    assert pictures(pdf_of(cv, today)) == 1
    assert pictures(pdf_of(cv, today, anonymous=True)) == 0
    browser.post(reverse("cv:photo", args=[cv.pk]), {"print": "0"})
    cv = Cv.objects.get(pk=cv.pk)
    assert cv.photo_id
    assert pictures(pdf_of(cv, today)) == 0


def test_the_whole_picture_goes_once_the_frame_is_chosen(
    browser, cv, django_capture_on_commit_callbacks
):
    send(browser, cv, jpeg())
    waiting = CvPhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        frame(browser, cv)
    kept = CvPhoto.objects.get()
    assert not waiting.source.storage.exists(waiting.source.name)
    assert not waiting.file.storage.exists(waiting.file.name)
    assert kept.source.name == ""
    assert kept.file.storage.exists(kept.file.name)


def test_a_photo_that_is_replaced_or_removed_is_deleted(
    browser, cv, django_capture_on_commit_callbacks
):
    send(browser, cv, jpeg())
    frame(browser, cv)
    first = CvPhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(browser, cv, jpeg())
        frame(browser, cv)
    second = CvPhoto.objects.get()
    assert first.pk != second.pk
    assert not first.file.storage.exists(first.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("cv:photo", args=[cv.pk]), {"remove": "1"})
    assert not CvPhoto.objects.exists()
    assert not second.file.storage.exists(second.file.name)
    cv.refresh_from_db()
    assert "photo" not in cv.document.get("x-declic", {})


def test_a_photo_of_two_cvs_stays_for_the_other(browser, nadia, cv):
    send(browser, cv, jpeg())
    frame(browser, cv)
    photo = CvPhoto.objects.get()
    copy = copy_cv(cv=cv, user=nadia)
    browser.post(reverse("cv:photo", args=[cv.pk]), {"remove": "1"})
    copy.refresh_from_db()
    assert copy.photo_id == photo.pk
    browser.post(reverse("cv:photo", args=[cv.pk]), {"choose": str(photo.pk)})
    cv.refresh_from_db()
    assert cv.photo_id == photo.pk
    assert cv.resume.show_photo


def test_a_picture_that_nobody_framed_is_purged_after_a_day(browser, cv):
    send(browser, cv, jpeg())
    purge(dry_run=False)
    assert CvPhoto.objects.count() == 1
    CvPhoto.objects.update(created_at=timezone.now() - timedelta(days=2))
    purge(dry_run=False)
    assert not CvPhoto.objects.exists()


def test_sending_twice_keeps_one_picture(browser, cv):
    send(browser, cv, jpeg())
    send(browser, cv, other("PNG"))
    assert CvPhoto.objects.count() == 1


def test_somebody_elses_photo_is_neither_seen_nor_taken(browser, cv):
    other_person = person_with(LevelName.CANDIDATE)
    other_cv = create_cv(owner=other_person, title="Autre", document=NAME)
    theirs = signed_in(other_person)
    send(theirs, other_cv, jpeg())
    frame(theirs, other_cv)
    photo = CvPhoto.objects.get()
    for kind in ("photo", "image", "cadre"):
        assert browser.get(reverse("cv:photo_file", args=[photo.pk, kind])).status_code == 404
    browser.post(reverse("cv:photo", args=[cv.pk]), {"choose": str(photo.pk)})
    cv.refresh_from_db()
    assert cv.photo_id is None
    assert send(browser, other_cv, jpeg()).status_code == 404


def test_an_adviser_who_helps_has_no_say_on_the_photo(cv):
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    browser = signed_in(adviser)
    assert browser.get(reverse("cv:photo", args=[cv.pk])).status_code == 403
    assert send(browser, cv, jpeg()).status_code == 403


def test_the_picture_is_served_to_no_cache_and_as_nothing_else(browser, cv):
    send(browser, cv, jpeg())
    photo = CvPhoto.objects.get()
    answer = browser.get(reverse("cv:photo_file", args=[photo.pk, "cadre"]), {"zoom": "200"})
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert browser.get(reverse("cv:photo_file", args=[photo.pk, "autre"])).status_code == 404
    assert Client().get(reverse("cv:photo_file", args=[photo.pk, "photo"])).status_code == 302


def test_the_token_of_the_form_is_asked_for(nadia, cv):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(nadia).cookies
    answer = send(browser, cv, jpeg())
    assert answer.status_code == 403
    assert not CvPhoto.objects.exists()


def test_a_photo_whose_file_is_lost_does_not_stop_the_pdf(browser, cv):
    send(browser, cv, jpeg())
    frame(browser, cv)
    photo = CvPhoto.objects.get()
    photo.file.storage.delete(photo.file.name)
    assert browser.get(reverse("cv:pdf", args=[cv.pk])).status_code == 200


def test_one_person_does_not_hold_the_site_with_slow_photos(transactional_db):
    """Each holds a thread of the site while it is read: one of each person, four of all."""
    people = [f"cv.{number}" for number in range(5)]
    done, said = threading.Event(), []

    def hold(person: str, started: threading.Barrier) -> None:
        with one_of_few(person):
            started.wait(30)
            done.wait(30)

    def refused(person: str) -> Unusable:
        with pytest.raises(PictureError) as caught, one_of_few(person):
            pass
        return caught.value.reason

    def ask(started: threading.Barrier) -> None:
        started.wait(30)
        said.extend([refused(people[0]), refused(people[4])])
        done.set()

    started = threading.Barrier(5)
    holders = [partial(hold, person, started) for person in people[:4]]
    assert errors_at_once(*holders, partial(ask, started)) == []
    assert said == [Unusable.MINE, Unusable.CROWDED]
    with one_of_few(people[4]):
        pass
