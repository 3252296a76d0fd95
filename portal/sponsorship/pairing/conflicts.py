"""Who is never paired with whom. Why is said to nobody.

A sponsor who recruits for an organisation to which a person applied, and one who reads their case,
are in one set: nothing that is shown, nor the number of queries, tells one from the other. Both are
asked for the whole list each time, whatever the pair that somebody looks at.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from portal.accounts.models import Membership
from portal.applications.models import Application
from portal.participation.rules import not_to_meet
from portal.recruitment.models import Registration
from portal.sponsorship.pairing.values import Pair
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor

NOT_PROPOSED = "Ce binôme n’est pas proposé."


def forbidden_pairs(
    requests: Collection[SponsorshipRequest], sponsors: Collection[Sponsor]
) -> frozenset[Pair]:
    """Every pair of these that is never made. Requests and sponsors have their accounts loaded."""
    employers = _employers(sponsors)
    met = _organisations_met(requests)
    unseen = _not_to_meet(requests, sponsors)
    tried = _tried(requests)
    return frozenset(
        (request.pk, sponsor.pk)
        for request in requests
        for sponsor in sponsors
        if request.participant.user_id == sponsor.user_id
        or employers[sponsor.pk] & met[request.participant_id]
        or request.participant.user_id in unseen[sponsor.pk]
        or (request.participant_id, sponsor.pk) in tried
    )


def _employers(sponsors: Iterable[Sponsor]) -> defaultdict[int, set[int]]:
    """The organisations for which each recruits: as a member, or as they said themselves."""
    by_user = {sponsor.user_id: sponsor.pk for sponsor in sponsors}
    members = Membership.objects.active().filter(user__in=by_user)
    said = Sponsor.employers.through.objects.filter(sponsor__in=by_user.values())
    found: defaultdict[int, set[int]] = defaultdict(set)
    for user, organisation in members.values_list("user_id", "organisation_id"):
        found[by_user[user]].add(organisation)
    for sponsor, organisation in said.values_list("sponsor_id", "organisation_id"):
        found[sponsor].add(organisation)
    return found


def _organisations_met(requests: Iterable[SponsorshipRequest]) -> defaultdict[int, set[int]]:
    """The organisations to which each person applied, or that they met in a session."""
    people = [request.participant_id for request in requests]
    applied = Application.objects.filter(participant__in=people)
    registered = Registration.objects.filter(participant__in=people)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for rows, organisation in (
        (applied, "organisation_id"),
        (registered, "roster__organisations"),
        (registered, "roster__organisation_id"),
    ):
        for person, key in rows.values_list("participant_id", organisation).order_by():
            found[person].add(key)
    return found


def _not_to_meet(
    requests: Iterable[SponsorshipRequest], sponsors: Iterable[Sponsor]
) -> dict[int, set[int]]:
    """The accounts that each sponsor must not meet: other apps say so (`participation.rules`)."""
    people = [request.participant.user_id for request in requests if request.participant.user_id]
    return {sponsor.pk: not_to_meet(sponsor.user, people) for sponsor in sponsors}


def _tried(requests: Iterable[SponsorshipRequest]) -> set[Pair]:
    """Those of which one said no already, and those that were broken."""
    people = [request.participant_id for request in requests]
    over = Sponsorship.objects.filter(
        participant__in=people, state__in=[State.DECLINED, State.BROKEN]
    )
    return set(over.values_list("participant_id", "sponsor_id").order_by())
