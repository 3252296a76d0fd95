"""How often a code may be tried: by link and visitor, by link, by visitor."""

from snippets.limits import DAY, HOUR, MINUTE, Limit, first_reached

# A person mistypes, a program counts. It takes several networks to use up what a link allows.
BY_LINK_AND_VISITOR = Limit("cv.codes.link_and_visitor", 5, 15 * MINUTE)
BY_LINK_AND_VISITOR_A_DAY = Limit("cv.codes.link_and_visitor_a_day", 12, DAY)
BY_LINK = Limit("cv.codes.link", 60, DAY)
BY_VISITOR = Limit("cv.codes.visitor", 50, HOUR)
_Uses = tuple[tuple[Limit, tuple[object, ...]], ...]


def reached_by_try(*, share: int, visitor: str, reader: str) -> Limit | None:
    """Count one try before it is made, so that many at once count too; the limit that is reached.

    `reader` names a browser that has found the code of this link before: it is counted by itself,
    and nobody else's tries keep it out.
    """
    return first_reached(*_uses(share, visitor, reader))


def forget_try(*, share: int, visitor: str, reader: str) -> None:
    """Forget the last wrong tries of who found the code, and take this one back for the others."""
    for limit, who in _uses(share, visitor, reader):
        if limit is BY_LINK_AND_VISITOR:
            limit.forget(*who)
        else:
            limit.take_back(*who)


def _uses(share: int, visitor: str, reader: str) -> _Uses:
    if reader:
        return ((BY_LINK_AND_VISITOR, (share, "reader", reader)),)
    return (
        (BY_VISITOR, (visitor,)),
        (BY_LINK_AND_VISITOR, (share, visitor)),
        (BY_LINK_AND_VISITOR_A_DAY, (share, visitor)),
        (BY_LINK, (share,)),
    )
