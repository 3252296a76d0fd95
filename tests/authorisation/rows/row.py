"""What a row of the matrix says, and the rows that look alike.

A row is `name of the address: Row(path, who)`. What the address asks is said twice: by the levels
that are answered, written out, and by the capabilities of `asks`, of which the registry says who
holds them; `tests/authorisation/test_registry.py` compares the two. A row without `asks` is
everybody's, or tells only who is signed in. In a path, `{…}` is an attribute of `World`. `other`
is the same address with an object out of reach, which must not be found by those who are answered.
"""

from dataclasses import dataclass

from portal.accounts.capabilities import (
    MANAGE_MEMBERS,
    MANAGE_RIGHTS,
    OWN_ACCOUNT,
    OWN_SPACE,
    PROPOSE,
)
from portal.accounts.capability import Capability
from portal.accounts.level_names import LevelName as L

ANONYMOUS = "anonymous"
EVERYBODY = frozenset({ANONYMOUS, *L})
SIGNED_IN = frozenset(L)
MODERATORS = frozenset({L.COMMUNICATION, L.EMPLOYMENT_OFFICER})
COMMUNICATION = frozenset({L.COMMUNICATION})
RIGHTS = frozenset({L.RIGHTS_ADMINISTRATOR})
OFFICERS = frozenset({L.EMPLOYMENT_OFFICER})
CANDIDATES = frozenset({L.CANDIDATE})
MEMBERS = frozenset({L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER})
MANAGERS = frozenset({L.ORGANISATION_MANAGER, L.EMPLOYMENT_OFFICER, L.RIGHTS_ADMINISTRATOR})

REFUSED = 403
# To the sign-in page: for whoever is signed out.
SIGN_IN = 302


@dataclass(frozen=True)
class Row:
    """One address: the path that is asked, who is answered, and with which status.

    Whoever is not in `who` gets `refusal` (signed-out people the sign-in page), by POST as well;
    for those of `elsewhere`, who may do it to others, the object is not found. Those of `led` are
    sent to where they do it.
    """

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    other: str = ""
    method: str = "get"
    refusal: int = REFUSED
    signed_out: int = SIGN_IN
    elsewhere: frozenset[str] = frozenset()
    # Those who do it at another address, where this one leads them.
    led: frozenset[str] = frozenset()
    # Those for whom `other` is out of reach, when it is not for all who are answered.
    bounded: frozenset[str] = frozenset()
    # Those who put two cases side by side there, whosever they are.
    pairs: frozenset[str] = frozenset()
    asks: tuple[Capability, ...] = ()
    # In the CMS, where only the levels that reach everything are let in.
    in_cms: bool = False

    def expected(self, level: str) -> int:
        """What a level gets."""
        if level in self.who:
            return self.status
        if level in self.elsewhere:
            return 404
        if level in self.led:
            return 302
        return self.signed_out if level == ANONYMOUS else self.refusal


def cms(
    path: str, who: frozenset[str] = MODERATORS, *, asks: Capability = PROPOSE, **options
) -> Row:
    """An address in the CMS, which sends whoever has no access to it back to its door."""
    return Row(f"/cms/{path}", who, refusal=302, asks=(asks,), in_cms=True, **options)


def rights(path: str, **options) -> Row:
    """A screen of the administration of rights."""
    if options.get("other"):
        options["other"] = f"/habilitations/{options['other']}"
    return Row(f"/habilitations/{path}", RIGHTS, asks=(MANAGE_RIGHTS,), **options)


def own(path: str, status: int = 200, **options) -> Row:
    """A screen of one's own account."""
    return Row(f"/compte/{path}", SIGNED_IN, status, asks=(OWN_ACCOUNT,), **options)


def entrance(path: str, status: int = 200, **options) -> Row:
    """A screen on the way to signing in."""
    return Row(f"/compte/{path}", status=status, **options)


def members(path: str, **options) -> Row:
    """A screen of an organisation's people: its managers, and those who may everywhere."""
    return Row(
        f"/mon-organisation/{{organisation.slug}}/{path}",
        MANAGERS,
        asks=(MANAGE_MEMBERS,),
        **options,
    )


def space(path: str, **options) -> Row:
    """A screen of an organisation's opportunities: its members alone, officers have the CMS."""
    return Row(
        f"/mon-organisation/{{organisation.slug}}/{path}",
        MEMBERS,
        other=f"/mon-organisation/{{other_organisation.slug}}/{path}",
        elsewhere=MODERATORS,
        asks=(PROPOSE,),
        **options,
    )


def one(path: str, **options) -> Row:
    """What is done to one opportunity of the organisation."""
    return space(f"annonces/{{own_draft.pk}}/{path}", **options)


def own_space(path: str, status: int = 200, **options) -> Row:
    """A screen of a candidate's own space."""
    return Row(f"/mon-espace/{path}", CANDIDATES, status, asks=(OWN_SPACE,), **options)


def own_alert(path: str, status: int = 302, **options) -> Row:
    """What is done to one's own alert, and not to somebody else's."""
    return own_space(
        f"alertes/{{alert.pk}}/{path}",
        status,
        other=f"/mon-espace/alertes/{{other_alert.pk}}/{path}",
        **options,
    )
