"""Saving a part of a profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.candidates.models import CandidateProfile, ProfileOccupation
from snippets.models import Occupation


def profile_of(user: User) -> CandidateProfile:
    """A person's profile; an empty one, not saved, while there is none."""
    found = CandidateProfile.objects.select_related("commune").filter(user=user).first()
    return found or CandidateProfile(user=user)


@transaction.atomic
def save_profile(
    *, user: User, values: Mapping[str, Any], trades: Sequence[Occupation] | None = None
) -> CandidateProfile:
    """Write these fields, and the trades in their order unless they are None.

    The other fields keep what they have, whoever writes them at once.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    profile, _ = CandidateProfile.objects.get_or_create(user=user)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save(update_fields=[*values, "updated_at"])
    if trades is not None:
        profile.trades.all().delete()
        ProfileOccupation.objects.bulk_create(
            ProfileOccupation(profile=profile, occupation=occupation, rank=rank)
            for rank, occupation in enumerate(trades, start=1)
        )
    return profile
