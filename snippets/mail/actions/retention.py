"""How long it is remembered that a link has acted: as long as the link could be opened."""

from django.db.models import Q
from django.utils import timezone

from snippets.mail.actions import kinds
from snippets.mail.models import UsedLink


def forget_used_links() -> int:
    """Delete what no link needs any more; return how many.

    A link was made before it was used: past the lifetime of its kind since then, its date refuses
    it. What a purpose without code left behind stays, for a link may outlive it for a while.
    """
    now = timezone.now()
    past = Q(pk__in=[])
    for kind in kinds.every():
        past |= Q(purpose=kind.purpose, used_at__lt=now - kind.lifetime)
    return UsedLink.objects.filter(past).delete()[0]
