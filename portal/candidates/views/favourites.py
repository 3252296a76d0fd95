"""Favourites: of who has a space, on the server; of the others, in their browser."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.capabilities import OWN_SPACE, has_capability
from portal.accounts.sign_in.next_page import is_ours
from portal.candidates.errors import CandidateError
from portal.candidates.kept_list import kept_list
from portal.candidates.models import MAX_FAVOURITES
from portal.candidates.services.favourites import keep, kept_by, remove, take_over
from portal.candidates.views.base import SpaceView
from search import queries
from snippets.numbers import whole_number


class FavouritesView(SpaceView):
    """`/mon-espace/favoris/`: those online, those that ended, and similar ones."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; `retiree` is the one that was just removed, which may come back."""
        removed = _number(request.GET.get("retiree", ""))
        context = kept_list(self.person, removed)
        return render(request, "candidates/favourites/list.html", context)


class KeepView(SpaceView):
    """The heart: `annonce` is kept, or kept no more; `garder` (1 or 0) says which.

    A script asks for JSON and gets what to say; a form goes back to its page.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        identifier = _number(request.POST.get("annonce", ""))
        wanted = request.POST.get("garder", "")
        if identifier is None or wanted not in {"", "0", "1"}:
            return self._answer("Cette offre n’existe pas.", None, HTTPStatus.BAD_REQUEST)
        if wanted == "":
            wanted = "0" if identifier in kept_by(request) else "1"
        if wanted == "0":
            remove(user=self.person, opportunity_id=identifier)
            return self._answer("L’offre n’est plus dans vos favoris.", identifier, kept=False)
        try:
            keep(user=self.person, opportunity_id=identifier)
        except CandidateError as error:
            return self._answer(str(error), identifier, HTTPStatus.CONFLICT)
        return self._answer("L’offre est dans vos favoris.", identifier, kept=True)

    def _answer(
        self,
        sentence: str,
        identifier: int | None,
        status: HTTPStatus = HTTPStatus.OK,
        *,
        kept: bool = False,
    ) -> HttpResponse:
        if self.request.headers.get("Accept") == "application/json":
            return JsonResponse({"kept": kept, "message": sentence}, status=status)
        if status != HTTPStatus.OK:
            messages.error(self.request, sentence)
        else:
            messages.success(self.request, sentence)
        address = self.request.POST.get("retour", "")
        favourites = reverse("candidates:favourites")
        if address.startswith("/") and is_ours(self.request, address) and address != favourites:
            return redirect(address)
        is_removed = status == HTTPStatus.OK and not kept
        return redirect(f"{favourites}?retiree={identifier}" if is_removed else favourites)


class TakeOverView(SpaceView):
    """What the browser kept before its owner signed in: `annonce`, once for each."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep them; say how many were added."""
        typed = request.POST.getlist("annonce")[:MAX_FAVOURITES]
        identifiers = [number for number in map(_number, typed) if number is not None]
        added = take_over(user=self.person, opportunity_ids=identifiers)
        return JsonResponse({"added": added})


@method_decorator([login_not_required, never_cache], name="dispatch")
class VisitorFavouritesView(View):
    """`/favoris/`: what this browser keeps, which its script shows."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; whoever has a space is led to their own list."""
        if has_capability(request.user, OWN_SPACE):
            return redirect("candidates:favourites")
        return render(request, "candidates/favourites/visitor.html")


@login_not_required
@require_safe
@never_cache
def cards(request: HttpRequest) -> HttpResponse:
    """The cards of the ids (`annonce`) that a script asks for, in their order, if online."""
    typed = request.GET.getlist("annonce")[:MAX_FAVOURITES]
    identifiers = [number for number in map(_number, typed) if number is not None]
    online = queries.by_ids(identifiers)
    rows = [online[identifier] for identifier in dict.fromkeys(identifiers) if identifier in online]
    return render(request, "candidates/favourites/cards.html", {"rows": rows})


def _number(text: str) -> int | None:
    """The id of an opportunity, or None for what cannot be one."""
    return whole_number(text) or None
