"""What campaigns add to the CMS: the way to them."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.capabilities import CAMPAIGNS, has_capability


class CampaignsMenuItem(MenuItem):
    """For those who write to many."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_capability(request.user, CAMPAIGNS)


@hooks.register("register_admin_menu_item")
def campaigns_menu_item() -> CampaignsMenuItem:
    """Before what was sent to one person."""
    return CampaignsMenuItem("Campagnes", reverse("mailing:home"), icon_name="mail", order=415)
