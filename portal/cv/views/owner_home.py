"""A person's CVs, and what is done to a whole one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy

from portal.cv import services
from portal.cv.coming_from import PARAMETER, offer_of, remember_offer
from portal.cv.forms import RenameForm
from portal.cv.models import MAX_CVS, Cv, CvImport
from portal.cv.views.base import OwnerView, number_of
from snippets.form_views import ServiceActionView, ServiceFormView


class HomeView(OwnerView):
    """`/mon-espace/cv/`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The CVs, the last one written in first; or how to begin."""
        remember_offer(request)
        deleted = (
            Cv.objects.deleted_of(self.person)
            .filter(pk=number_of(request.GET.get("supprime", "")))
            .first()
        )
        context = {
            "cvs": Cv.objects.owned_by(self.person).order_by("-updated_at", "-pk"),
            "imports": CvImport.objects.owned_by(self.person).to_tell(),
            "deleted": deleted,
            "links_stopped": bool(deleted and deleted.stopped_links),
            "limit": MAX_CVS,
            "offer": offer_of(request),
        }
        return render(request, "cv/home.html", context)


class _HomeAction(OwnerView, ServiceActionView):
    """What is done from the list of CVs, which says what could not be done."""

    success_url = reverse_lazy("cv:home")

    def get_refused_url(self) -> str:
        return reverse("cv:home")


class StartView(_HomeAction):
    """Begin a CV at the first question."""

    http_method_names = ["get", "head", *ServiceActionView.http_method_names]
    made: Cv

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the button that begins one: an address that is opened makes nothing."""
        query = {name: value for name, value in request.GET.items() if name == PARAMETER}
        return redirect(reverse("cv:home", query=query))

    def act(self) -> str:
        self.made = services.start_cv(owner=self.person)
        return ""

    def get_success_url(self) -> str:
        return reverse("cv:step", args=[self.made.pk, 1])


class CopyView(_HomeAction):
    """Make another one with the same text."""

    made: Cv

    def act(self) -> str:
        self.made = services.copy_cv(cv=self.cv, user=self.person)
        return f"Voici la copie\u00a0: «\u00a0{self.made.title}\u00a0»."

    def get_success_url(self) -> str:
        return reverse("cv:edit", args=[self.made.pk])


class RenameView(OwnerView, ServiceFormView):
    """Give it another name."""

    form_class = RenameForm
    template_name = "cv/rename.html"
    success_url = reverse_lazy("cv:home")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.cv.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cv=self.cv, is_owner=True, **kwargs)

    def act(self, form: RenameForm) -> str:
        services.rename_cv(cv=self.cv, user=self.person, title=form.cleaned_data["title"])
        return "Ce CV a un nouveau nom."


class DeleteView(OwnerView):
    """Delete it; it can come back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it aside; a button that is pressed twice does it once."""
        cv = get_object_or_404(Cv.objects.ever_of(self.person), pk=pk)
        services.delete_cv(cv=cv, user=self.person)
        response = redirect("cv:home")
        response["Location"] += f"?supprime={cv.pk}"
        return response


class UndeleteView(_HomeAction):
    """Bring it back."""

    def act(self) -> str:
        cv = get_object_or_404(Cv.objects.ever_of(self.person), pk=self.kwargs["pk"])
        links = cv.stopped_links
        services.undelete_cv(cv=cv, user=self.person)
        said = f"«\u00a0{cv.title}\u00a0» est revenu."
        if links:
            said += " Ses liens de partage restent arrêtés\u00a0: refaites-en si besoin."
        return said
