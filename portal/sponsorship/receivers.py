"""What follows for sponsors when rights end elsewhere."""

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import LevelGrant
from portal.accounts.signals import level_ended
from portal.sponsorship.pairing import receivers as pairing
from portal.sponsorship.rules import SPONSOR
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.absences import follow_the_level


def connect() -> None:
    """Called once the app is ready."""
    pairing.connect()
    level_ended.connect(leave_with_the_level, dispatch_uid="sponsorship.level_ended")


def leave_with_the_level(sender: Any, grant: LevelGrant, actor: Actor, **kwargs: Any) -> None:
    """Whoever is no longer given the level is no longer a sponsor."""
    if grant.level != SPONSOR:
        return
    for sponsor in Sponsor.objects.filter(user=grant.user_id):
        follow_the_level(sponsor=sponsor, reason=grant.end_reason, actor=actor)
