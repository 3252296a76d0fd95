"""Who acts, and from where."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest

from portal.accounts.models import User
from snippets.models.site import SOFTWARE
from snippets.networks import client_address

# Who the log says did what the site did by itself; in rows of before, the software's own name.
AUTOMATIC = "Le site"
AUTOMATIC_NAMES = (AUTOMATIC, SOFTWARE)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person and the network address they act from; no user is the site itself (a job).

    `guest_name` is of somebody without an account, who acts by a link of theirs.
    """

    user: User | None
    address: str = ""
    guest_name: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The person of a request; nobody when signed out."""
        user = request.user
        return cls(user if isinstance(user, User) else None, client_address(request))

    @property
    def name(self) -> str:
        """What the log keeps of them once the account is gone."""
        return str(self.user) if self.user else self.guest_name or AUTOMATIC


SITE = Actor(None)


def person_of(request: HttpRequest) -> User:
    """The person who is signed in. Raises TypeError in a view that is open to everybody."""
    if not isinstance(request.user, User):
        message = "A view that asks for a person is behind sign-in."
        raise TypeError(message)
    return request.user
