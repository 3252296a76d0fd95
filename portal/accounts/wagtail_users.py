"""Wagtail's app of users with our closed screens; INSTALLED_APPS names it instead of Wagtail's."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """The screens are in `portal.accounts.cms`."""

    user_viewset = "portal.accounts.cms.ClosedUserViewSet"
    group_viewset = "portal.accounts.cms.ClosedGroupViewSet"
