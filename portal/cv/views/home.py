"""A person's CVs, and what is done to a whole one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import MAX_CVS, Cv, CvImport
from portal.cv.views.base import OwnerView, number_of


class HomeView(OwnerView):
    """`/mon-espace/cv/`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The CVs, the last one written in first; or how to begin."""
        deleted = (
            Cv.objects.deleted_of(self.person)
            .filter(pk=number_of(request.GET.get("supprime", "")))
            .first()
        )
        context = {
            "cvs": Cv.objects.owned_by(self.person).order_by("-updated_at", "-pk"),
            "imports": CvImport.objects.of(self.person).to_tell(),
            "deleted": deleted,
            "links_stopped": bool(deleted and deleted.stopped_links),
            "limit": MAX_CVS,
        }
        return render(request, "cv/home.html", context)


class StartView(OwnerView):
    """Begin a CV at the first question."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, or say why not."""
        try:
            cv = services.start_cv(owner=self.person)
        except CvError as error:
            messages.error(request, str(error))
            return redirect("cv:home")
        return redirect("cv:step", cv.pk, 1)


class CopyView(OwnerView):
    """Make another one with the same text."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy, then to the copy."""
        try:
            made = services.copy_cv(cv=self.own(pk), user=self.person)
        except CvError as error:
            messages.error(request, str(error))
            return redirect("cv:home")
        messages.success(request, f"Voici la copie\u00a0: «\u00a0{made.title}\u00a0».")
        return redirect("cv:edit", made.pk)


class RenameView(OwnerView):
    """Give it another name."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the name."""
        cv = self.own(pk)
        return render(request, "cv/rename.html", {"cv": cv, "is_owner": True, "name": cv.title})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name it, or say what is wrong."""
        cv, name = self.own(pk), request.POST.get("title", "")
        try:
            services.rename_cv(cv=cv, user=self.person, title=name)
        except CvError as error:
            context = {"cv": cv, "is_owner": True, "name": name, "error": str(error)}
            return render(request, "cv/rename.html", context, status=422)
        messages.success(request, "Ce CV a un nouveau nom.")
        return redirect("cv:home")


class DeleteView(OwnerView):
    """Delete it; it can come back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it aside; a button that is pressed twice does it once."""
        cv = get_object_or_404(Cv.objects.filter(owner=self.person), pk=pk)
        services.delete_cv(cv=cv, user=self.person)
        response = redirect("cv:home")
        response["Location"] += f"?supprime={cv.pk}"
        return response


class UndeleteView(OwnerView):
    """Bring it back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it a place again."""
        mine = Cv.objects.filter(owner=self.person)
        cv = get_object_or_404(mine, pk=pk)
        links = cv.stopped_links
        try:
            services.undelete_cv(cv=cv, user=self.person)
        except CvError as error:
            messages.error(request, str(error))
        else:
            said = f"«\u00a0{cv.title}\u00a0» est revenu."
            if links:
                said += " Ses liens de partage restent arrêtés\u00a0: refaites-en si besoin."
            messages.success(request, said)
        return redirect("cv:home")
