"""What organisations add to the CMS."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.capabilities import VERIFY_ORGANISATIONS, has_capability


class VerificationMenuItem(MenuItem):
    """The way to the organisations that wait, for those who verify them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_capability(request.user, VERIFY_ORGANISATIONS)


@hooks.register("register_admin_menu_item")
def verification_menu_item() -> VerificationMenuItem:
    """After the reference data."""
    return VerificationMenuItem(
        "Vérifications", reverse("organisations:queue"), icon_name="check", order=410
    )
