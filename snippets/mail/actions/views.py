"""The screens of links that act."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from snippets.errors import DomainError
from snippets.mail.actions import links
from snippets.mail.actions.links import TooOldError


@method_decorator(
    [login_not_required, never_cache, require_http_methods(["GET", "HEAD", "POST"])],
    name="dispatch",
)
class ActionLinkView(View):
    """GET shows what will happen and one button, POST acts; a link that cannot says why: 410."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Never indexed.

        The site's policy keeps the address from other sites. A stricter one would have browsers
        post from nowhere ("Origin: null"), which the protection of forms refuses.
        """
        try:
            response = super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            response = self._refuse(error)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def read(self, token: str) -> links.Link:
        """What the token says. Raises LinkError."""
        return links.read_token(token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"proposal": links.propose(self.read(token))}
        return render(request, "snippets/mail/action_link.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"outcome": links.use(self.read(token))}
        return render(request, "snippets/mail/action_link_done.html", context)

    def _refuse(self, error: DomainError) -> HttpResponse:
        """Say why, and what to do instead."""
        label, path = "Aller à l’accueil", "/"
        if isinstance(error, TooOldError) and error.kind.next_name:
            label, path = error.kind.next_label, reverse(error.kind.next_name)
        context = {"explanation": str(error), "next_label": label, "next_path": path}
        return render(
            self.request, "snippets/mail/action_link_refused.html", context, status=HTTPStatus.GONE
        )
