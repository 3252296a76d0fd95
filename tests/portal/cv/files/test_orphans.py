"""Files that nothing names go; those of photos stay."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv.jobs import delete_orphan_files
from portal.cv.models import CvPhoto
from portal.cv.models.cv import FOLDER, private_storage
from portal.cv.services import create_cv, send_photo
from portal.cv.services import files as services
from portal.cv.services.files import GRACE
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.files.old_cvs import read_waiting
from tests.portal.cv.files.pictures import jpeg


@pytest.fixture
def nadia(db):
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture(autouse=True)
def empty_folder():
    """One storage in memory serves all the tests of a process: the others leave files in it."""
    storage = private_storage()
    for name in list(services.old_files(storage, FOLDER, timezone.now() + GRACE)):
        storage.delete(name)


def files() -> set[str]:
    """What is in the folder of CVs."""
    storage = private_storage()
    names = {f"cv/{name}" for name in storage.listdir("cv")[1]}
    return names | {f"cv/sources/{name}" for name in storage.listdir("cv/sources")[1]}


@transaction.atomic
def interrupted(owner) -> None:
    """The files are written, then the database dies before the end."""
    send_photo(owner=owner, source=jpeg())
    raise OperationalError


def test_files_of_a_photo_whose_row_was_lost_are_deleted_a_day_later(nadia):
    kept = send_photo(owner=nadia, source=jpeg())
    other = person_with(LevelName.CANDIDATE)
    with pytest.raises(OperationalError):
        interrupted(other)
    lost = files() - {kept.file.name, kept.source.name}
    assert len(lost) == 2
    delete_orphan_files(timestamp=0)
    assert lost < files(), "a file may be of a transaction that is not over"
    assert services.delete_orphan_files(now=timezone.now() + 2 * GRACE) == 2
    assert files() == {kept.file.name, kept.source.name}
    assert CvPhoto.objects.get() == kept


def test_files_elsewhere_are_not_touched(db):
    """The private storage may have files of others."""
    storage = private_storage()
    name = storage.save("autre/fichier.txt", ContentFile(b"a"))
    services.delete_orphan_files(now=timezone.now() + 2 * GRACE)
    assert storage.exists(name)
    storage.delete(name)


def test_nothing_that_is_sent_is_written_on_disk(nadia, monkeypatch):
    """An upload that a crash leaves on disk would be somebody's old CV, for ever."""
    cv = create_cv(owner=nadia, title="CV", document={"basics": {"name": "Nadia"}})
    written = []

    def write(*args: object, **kwargs: object) -> None:
        written.append(args)
        raise OSError

    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", write)
    heavy = b"%PDF-1.7\n" + b"a" * 3_000_000
    browser = signed_in(nadia)
    answer = browser.post(reverse("cv:import"), {"file": SimpleUploadedFile("cv.pdf", heavy)})
    read_waiting()
    assert "abîmé" in browser.get(answer.url).text
    picture = SimpleUploadedFile("photo.jpg", jpeg() + b"\0" * 3_000_000)
    assert browser.post(reverse("cv:photo", args=[cv.pk]), {"file": picture}).status_code == 302
    assert not written
