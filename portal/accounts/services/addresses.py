"""The address of an account, as signing in knows it."""

from allauth.account.models import EmailAddress

from portal.accounts.models import User


def verify_address(user: User) -> None:
    """Hold the account's address for verified: a link sent there has just been opened."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
