"""What a row of the matrix says, and the rows that look alike.

A row is `name of the address: Row(path, who)`. In a path, `{…}` is an attribute of `World`. `other`
is the same address with an object out of reach, which must not be found by those who are answered.
"""

from dataclasses import dataclass

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
    for those of `elsewhere`, who may do it to others, the object is not found.
    """

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    other: str = ""
    method: str = "get"
    refusal: int = REFUSED
    signed_out: int = SIGN_IN
    elsewhere: frozenset[str] = frozenset()

    def expected(self, level: str) -> int:
        """What a level gets."""
        if level in self.who:
            return self.status
        if level in self.elsewhere:
            return 404
        return self.signed_out if level == ANONYMOUS else self.refusal


def cms(path: str, who: frozenset[str] = MODERATORS, **options) -> Row:
    """An address of ours in the CMS, which sends whoever has no access to it back to its door."""
    return Row(f"/cms/{path}", who, refusal=302, **options)


def rights(path: str, **options) -> Row:
    """A screen of the administration of rights."""
    if options.get("other"):
        options["other"] = f"/habilitations/{options['other']}"
    return Row(f"/habilitations/{path}", RIGHTS, **options)


def own(path: str, status: int = 200, **options) -> Row:
    """A screen of one's own account."""
    return Row(f"/compte/{path}", SIGNED_IN, status, **options)


def entrance(path: str, status: int = 200, **options) -> Row:
    """A screen on the way to signing in."""
    return Row(f"/compte/{path}", status=status, **options)


def members(path: str, **options) -> Row:
    """A screen of an organisation's people: its managers, and those who may everywhere."""
    return Row(f"/mon-organisation/{{organisation.slug}}/{path}", MANAGERS, **options)


def space(path: str, **options) -> Row:
    """A screen of an organisation's opportunities: its members alone, officers have the CMS."""
    return Row(
        f"/mon-organisation/{{organisation.slug}}/{path}",
        MEMBERS,
        other=f"/mon-organisation/{{other_organisation.slug}}/{path}",
        elsewhere=MODERATORS,
        **options,
    )


def one(path: str, **options) -> Row:
    """What is done to one opportunity of the organisation."""
    return space(f"annonces/{{own_draft.pk}}/{path}", **options)


def own_space(path: str, status: int = 200, **options) -> Row:
    """A screen of a candidate's own space."""
    return Row(f"/mon-espace/{path}", CANDIDATES, status, **options)


def own_alert(path: str, status: int = 302, **options) -> Row:
    """What is done to one's own alert, and not to somebody else's."""
    return own_space(
        f"alertes/{{alert.pk}}/{path}",
        status,
        other=f"/mon-espace/alertes/{{other_alert.pk}}/{path}",
        **options,
    )
