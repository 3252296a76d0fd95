"""Agents show a second factor before anything else; what a person sees is never cached."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.sign_in import activity
from portal.accounts.sign_in.next_page import keep_next, page_of
from portal.accounts.sign_in.second_factor import is_proved, needs_second_factor

# They answer everybody alike and ask nothing about who is there.
_IMPERSONAL = ("/api/", "/media/", "/health/", "/.well-known/")
_PROVING = frozenset(
    {"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_continue"}
)
_SETTING_UP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Everything asks for an account, unless its view says otherwise."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Lead to the sign-in page, then back to where the person was.

        What was posted is not asked again: one comes back to the page of the form.
        """
        return redirect_to_login(
            page_of(request),
            str(self.get_login_url(view_func)),
            self.get_redirect_field_name(view_func),
        )


class SecondFactorMiddleware:
    """After authentication: see the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forbid caching of what was made for somebody, unless the view said how to cache it."""
        response = self.get_response(request)
        # In this order: the page that says that the database is away must not ask it who is there.
        if not response.has_header("Cache-Control") and _is_somebodys(request):
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the set-up, or to the second step, whoever needs it and wants something else."""
        if not _is_somebodys(request):
            return None
        activity.note(request)
        if is_proved(request):
            return None
        user = request.user
        if not needs_second_factor(user):
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if not has_second_factor(user):  # type: ignore[arg-type]
            if name in _SETTING_UP:
                return None
            keep_next(request)
            return redirect("mfa_index")
        if name in _PROVING:
            return None
        method = get_adapter(request).get_reauthentication_methods(user)[0]
        back = page_of(request) or "/"
        return redirect(f"{method['url']}?{urlencode({'next': back})}")


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether somebody is signed in; a visitor without a session costs nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    if request.path_info.startswith(_IMPERSONAL):
        return False
    return request.user.is_authenticated
