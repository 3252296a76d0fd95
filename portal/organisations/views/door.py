"""The way in for those who recruit: public, from the home page, the menu and `/employeurs/`."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.views import serve


@login_not_required
def door(request: HttpRequest) -> HttpResponse:
    """`/espace-pro/`: sign in or register; whoever is signed in goes to their organisations."""
    if request.user.is_authenticated:
        return redirect("organisations:choice")
    return render(request, "organisations/door.html")


@login_not_required
def employers(request: HttpRequest) -> HttpResponse:
    """`/employeurs/`: the page that staff wrote there, or this site's own while there is none.

    Where staff have renamed theirs, the redirect that it left is followed.
    """
    try:
        return serve(request, request.path_info.lstrip("/"))
    except Http404:
        if get_redirect(request, Redirect.normalise_path(request.path_info)):
            raise
    return render(request, "organisations/employers.html")
