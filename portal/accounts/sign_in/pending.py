"""An account whose address is not verified yet: shown, mended and written to again.

Only the browser that registered, or gave the right password, holds it (allauth keeps it in the
session for a quarter of an hour). The screen says the same of an address that has an account: its
owner gets a mail. So `login.user` may be None.
"""

from allauth.account.internal.flows import email_verification
from allauth.account.internal.stagekit import stash_login, unstash_login
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import filter_users_by_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from portal.accounts.models import User


def pending_login(request: HttpRequest) -> Login | None:
    """What waits for the verification of an address in this browser, if anything does."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    return stage.login if stage else None


def next_of(request: HttpRequest) -> str:
    """Where the person was going when they registered."""
    login = unstash_login(request, peek=True)
    return (login.redirect_url or "") if login else ""


def address_of(login: Login) -> str:
    """The address that was written to."""
    return login.email or (login.user.email if login.user else "")


def is_verified(login: Login) -> bool:
    """Whether the link was opened meanwhile, in another browser."""
    return bool(login.user) and EmailAddress.objects.filter(user=login.user, verified=True).exists()


def send_again(request: HttpRequest, login: Login) -> bool:
    """Send the message once more; whether it left, which it does a few times an hour at most."""
    if login.user is None:
        return _write_without_account(request, login.email)
    return email_verification.send_verification_email_at_login(request, login) and _left(request)


def change_address(request: HttpRequest, login: Login, email: str) -> bool:
    """Write to another address in place of the one that was typed; whether the message left.

    The old link, which somebody else may have received, verifies nothing any more.
    """
    moved = login.user is not None and replace_unverified_address(user=login.user, email=email)
    if not moved:
        login.user = None
    login.email = email
    stash_login(request, login)
    return send_again(request, login)


def _write_without_account(request: HttpRequest, email: str) -> bool:
    """To the owner of an account, that it exists; to anybody else, how to register."""
    address = EmailAddress(user=None, email=email)
    email_verification.send_verification_email_to_address(
        request, address, signup=bool(filter_users_by_email(email))
    )
    return _left(request)


def _left(request: HttpRequest) -> bool:
    """Whether the message of this request is on its way: the adapter withholds one too many."""
    return not getattr(request, "is_mail_withheld", False)


def replace_unverified_address(*, user: User, email: str) -> bool:
    """Give another address to an account that never verified one; False when it is somebody's."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user.pk)
            if EmailAddress.objects.filter(user=user, verified=True).exists():
                return False
            if any(owner.pk != user.pk for owner in filter_users_by_email(email)):
                return False
            # Another row, and not the same one: a link names the row that it verifies.
            EmailAddress.objects.filter(user=user).delete()
            user.email = email
            user.save(update_fields=["email"])
            EmailAddress.objects.create(user=user, email=email, primary=True)
    except IntegrityError:
        # Somebody has just registered with this address.
        return False
    return True
