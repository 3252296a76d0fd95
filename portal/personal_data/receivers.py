"""What follows when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from portal.accounts.models import User
from portal.personal_data.services import keep_account_of_who_signs_in


@receiver(user_logged_in)
def keep_a_used_account(sender: Any, user: User, **kwargs: Any) -> None:
    """Somebody who comes back keeps the account that the site was to erase."""
    keep_account_of_who_signs_in(user)
