"""Rights on rows that the code makes."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.permissions import ModelPermissionPolicy


class FixedRowsPolicy(ModelPermissionPolicy):
    """Rows that the code makes: staff change them, nobody adds or deletes one."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether `user` holds the model's permission, for what can be done at all."""
        return action in {"change", "view"} and super().user_has_permission(user, action)
