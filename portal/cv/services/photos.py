"""The photo of a CV: sent, framed, chosen, taken off. Each is its owner's alone."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from portal.accounts.models import User
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvPhoto
from portal.cv.photos import Frame, framed
from portal.cv.services.cvs import lock_owner, own_cv
from portal.cv.services.saving import change_cv

NO_PHOTO = "Cette photo n’est plus là. Choisissez-en une."


@transaction.atomic
def send_photo(*, owner: User, source: bytes) -> CvPhoto:
    """Keep a picture that `read_photo` made until its frame is chosen: one at a time.

    Its first frame is the usual one.
    """
    lock_owner(owner)
    CvPhoto.objects.owned_by(owner).to_frame().delete()
    return CvPhoto.objects.create(
        owner=owner,
        file=ContentFile(framed(source, Frame()), "photo.jpg"),
        source=ContentFile(source, "photo.jpg"),
    )


@transaction.atomic
def frame_photo(*, cv: Cv, user: User, frame: Frame) -> Cv:
    """Cut out the photo, print it on this CV, and forget the rest of the picture.

    Raises CvError when no picture waits.
    """
    lock_owner(user)
    own = own_cv(cv, user)
    waiting = CvPhoto.objects.owned_by(user).to_frame().first()
    if waiting is None:
        raise CvError(NO_PHOTO)
    with waiting.source.open("rb") as file:
        photo = framed(file.read(), frame)
    # What may be refused comes before the file is written.
    _say(own, user, printed=True)
    made = CvPhoto.objects.create(owner=user, file=ContentFile(photo, "photo.jpg"))
    waiting.delete()
    return _put_on(own, made)


@transaction.atomic
def choose_photo(*, cv: Cv, user: User, photo: int) -> Cv:
    """Print on this CV a photo that its person has already. Raises CvError when it is gone."""
    lock_owner(user)
    own = own_cv(cv, user)
    found = CvPhoto.objects.owned_by(user).framed().filter(pk=photo).first()
    if found is None:
        raise CvError(NO_PHOTO)
    _say(own, user, printed=True)
    return _put_on(own, found)


@transaction.atomic
def print_photo(*, cv: Cv, user: User, printed: bool) -> Cv:
    """Say whether the photo is printed on this CV: it is written in the document."""
    own = own_cv(cv, user)
    if printed and own.photo_id is None:
        raise CvError(NO_PHOTO)
    return _say(own, user, printed=printed)


@transaction.atomic
def remove_photo(*, cv: Cv, user: User) -> Cv:
    """Take the photo off this CV; once no CV has it, it is erased."""
    lock_owner(user)
    own = own_cv(cv, user)
    _say(own, user, printed=False)
    return _put_on(own, None)


def _say(cv: Cv, user: User, *, printed: bool) -> Cv:
    def change(document: dict[str, Any]) -> None:
        extension = document.get("x-declic")
        extension = document["x-declic"] = dict(extension or {})
        if printed:
            extension["photo"] = True
        else:
            extension.pop("photo", None)

    return change_cv(cv=cv, user=user, change=change)


def _put_on(cv: Cv, photo: CvPhoto | None) -> Cv:
    found = Cv.objects.select_related("photo").get(pk=cv.pk)
    before, found.photo = found.photo, photo
    found.save(update_fields=["photo", "updated_at"])
    if before and before != photo and not before.cvs.exists():
        before.delete()
    return found
