"""Screens of accounts that need no level."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.errors import AccountError
from portal.accounts.forms import OpenAccountForm
from portal.accounts.models import Invitation, User
from portal.accounts.services.invitations import accept_invitation, find_invitation, open_account
from portal.accounts.sign_in.lengths import limit_session
from search.reporting import client_address

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationView(View):
    """What an invitation gives, and the button that accepts it: reading the page does nothing."""

    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why the link does not work, when it does not."""
        try:
            self.invitation = find_invitation(kwargs["token"])
            return super().dispatch(request, *args, **kwargs)
        except AccountError as error:
            context = {"reason": str(error)}
            return render(request, "accounts/invitation_refused.html", context, status=410)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show who invites, to what, and what to do: sign in, or choose a password."""
        return self._page(request, OpenAccountForm(email=self.invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept, making the account first when the address has none."""
        address = client_address(request)
        if isinstance(request.user, User):
            accept_invitation(invitation=self.invitation, user=request.user, address=address)
            limit_session(request, request.user)
        else:
            form = OpenAccountForm(request.POST, email=self.invitation.email)
            if not form.is_valid():
                return self._page(request, form)
            user = open_account(invitation=self.invitation, address=address, **form.cleaned_data)
            login(request, user, backend=_BACKEND)
        messages.success(request, f"C’est fait\u00a0: {self.invitation.aim}.")
        return redirect("account_home")

    def _page(self, request: HttpRequest, form: OpenAccountForm) -> HttpResponse:
        has_account = User.objects.filter(email__iexact=self.invitation.email).exists()
        is_theirs = (
            isinstance(request.user, User)
            and request.user.email.lower() == self.invitation.email.lower()
        )
        context = {
            "invitation": self.invitation,
            "form": form,
            "has_account": has_account,
            "is_theirs": is_theirs,
        }
        return render(request, "accounts/invitation.html", context)
