"""The photo of a CV: nobody needs one, and whoever wants one chooses it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvPhoto
from portal.cv.photos import MAX_BYTES, Frame, PhotoError, framed, read_photo
from portal.cv.views.base import OwnerView, UploadView, number_of
from snippets.errors import DomainError
from snippets.form_views import REFUSED
from snippets.pictures import Unusable, one_of_few

NO_FILE = "Choisissez d’abord une photo, avec le bouton au-dessus."


class PhotoView(UploadView):
    """`…/photo/`: send one, print it or not, take another CV's, remove it."""

    max_bytes = MAX_BYTES

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What there is, and what can be done."""
        return self._page(self.own_cv(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cv, data = self.own_cv(pk), request.POST
        try:
            if "remove" in data:
                services.remove_photo(cv=cv, user=self.person)
                said = "Votre photo est retirée de ce CV."
            elif "choose" in data:
                services.choose_photo(cv=cv, user=self.person, photo=number_of(data["choose"]))
                said = "Cette photo est imprimée sur ce CV."
            elif "print" in data:
                printed = data["print"] == "1"
                services.print_photo(cv=cv, user=self.person, printed=printed)
                said = (
                    "Votre photo est imprimée sur ce CV."
                    if printed
                    else "Votre photo n’est plus imprimée sur ce CV."
                )
            else:
                return self._sent(cv)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect("cv:photo", cv.pk)

    def _sent(self, cv: Cv) -> HttpResponse:
        """A new picture: to its frame, or what is wrong with it."""
        try:
            data = self.sent(PhotoError(Unusable.SIZE))
            if data is None:
                return self._page(cv, NO_FILE)
            with one_of_few(f"cv.{self.person.pk}", error=PhotoError):
                source = read_photo(data)
            services.send_photo(owner=self.person, source=source)
        except DomainError as error:
            return self._page(cv, str(error))
        return redirect("cv:photo_frame", cv.pk)

    def _page(self, cv: Cv, error: str = "") -> HttpResponse:
        mine = CvPhoto.objects.owned_by(self.person)
        context = {
            "cv": cv,
            "is_owner": True,
            "printed": cv.photo_id is not None and cv.resume.show_photo,
            "others": mine.framed().exclude(cvs=cv).order_by("-pk"),
            "waiting": mine.to_frame().exists(),
            "megabytes": MAX_BYTES // 1_000_000,
            "error": error,
        }
        status = REFUSED if error else HTTPStatus.OK
        return render(self.request, "cv/photo/photo.html", context, status=status)


class FrameView(OwnerView):
    """`…/photo/cadrer/`: the part of the picture to print. With JavaScript, one sees it move."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        cv = self.own_cv(pk)
        waiting = CvPhoto.objects.owned_by(self.person).to_frame().first()
        if waiting is None:
            return redirect("cv:photo", cv.pk)
        frame = Frame.read(request.GET)
        picture = reverse("cv:photo_file", args=[waiting.pk, "cadre"])
        context = {
            "cv": cv,
            "is_owner": True,
            "frame": frame,
            "photo": waiting,
            "preview": f"{picture}?x={frame.x}&y={frame.y}&zoom={frame.zoom}",
        }
        return render(request, "cv/photo/frame.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it again without JavaScript; or cut it out, and print it on this CV."""
        cv, frame = self.own_cv(pk), Frame.read(request.POST)
        if "look" in request.POST:
            query = f"?x={frame.x}&y={frame.y}&zoom={frame.zoom}"
            return HttpResponseRedirect(reverse("cv:photo_frame", args=[cv.pk]) + query)
        try:
            services.frame_photo(cv=cv, user=self.person, frame=frame)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Votre photo est imprimée sur ce CV.")
        return redirect("cv:photo", cv.pk)


class PhotoFileView(OwnerView):
    """The picture itself, for its person alone: the photo, the whole picture, or a frame of it."""

    def get(self, request: HttpRequest, photo: int, kind: str) -> HttpResponse:
        """A JPEG that no cache keeps. Raises Http404."""
        found = self.own(CvPhoto.objects, pk=photo)
        file: Any = found.file if kind == "photo" else found.source
        if kind not in ("photo", "image", "cadre") or not file.name:
            raise Http404
        try:
            with file.open("rb") as opened:
                picture = opened.read()
        except FileNotFoundError as error:
            raise Http404 from error
        if kind == "cadre":
            picture = framed(picture, Frame.read(request.GET))
        headers = {
            "Content-Disposition": 'inline; filename="photo.jpg"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(picture, content_type="image/jpeg", headers=headers)
