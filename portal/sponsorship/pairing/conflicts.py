"""Who is never paired with whom. Why is said to nobody.

Nothing that is shown, nor the number of queries, tells one reason from another: all are asked for
the whole list each time, whatever the pair that somebody looks at.

For whom a sponsor recruits, the sponsor alone writes and reads: who coordinates can try no
organisation on anybody. Whoever reads cases meets nobody, followed or not: a refusal, a proposal, a
pair that the site suspends would each say who has a case. Nothing here asks whose case it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from portal.accounts.models import Membership
from portal.applications.models import Application
from portal.recruitment.models import Registration
from portal.sponsorship.pairing.values import Pair
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor, SponsorEmployer

NOT_PROPOSED = "Ce binôme n’est pas proposé."


def forbidden_pairs(
    requests: Collection[SponsorshipRequest], sponsors: Collection[Sponsor]
) -> frozenset[Pair]:
    """Every pair of these that is never made. Requests and sponsors have their accounts loaded."""
    members, said = _memberships(sponsors), _said(sponsors)
    met = _organisations_met(requests)
    reading = {sponsor.pk for sponsor in sponsors if sponsor.reads_cases}
    tried = _tried(requests)
    return frozenset(
        (request.pk, sponsor.pk)
        for request in requests
        for sponsor in sponsors
        if request.participant.user_id == sponsor.user_id
        or sponsor.pk in reading
        or members[sponsor.pk] & met[request.participant_id]
        or _says(said[sponsor.pk], request, met)
        or (request.participant_id, sponsor.pk) in tried
    )


def _memberships(sponsors: Iterable[Sponsor]) -> defaultdict[int, set[int]]:
    """The organisations of which each is a member."""
    by_user = {sponsor.user_id: sponsor.pk for sponsor in sponsors}
    rows = Membership.objects.active().filter(user__in=by_user)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        found[by_user[user]].add(organisation)
    return found


def _said(sponsors: Iterable[Sponsor]) -> defaultdict[int, list[SponsorEmployer]]:
    """The organisations for which each said that they recruit, those taken back as well."""
    rows = SponsorEmployer.objects.filter(sponsor__in=[sponsor.pk for sponsor in sponsors])
    found: defaultdict[int, list[SponsorEmployer]] = defaultdict(list)
    for row in rows.order_by():
        found[row.sponsor_id].append(row)
    return found


def _says(
    said: Iterable[SponsorEmployer], request: SponsorshipRequest, met: Mapping[int, set[int]]
) -> bool:
    """Whether they said that they recruit where this person applied.

    What was taken back holds for whoever asked before: the board does not change with it.
    """
    return any(
        row.organisation_id in met[request.participant_id]
        and (row.removed_at is None or request.asked_at <= row.removed_at)
        for row in said
    )


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


def _tried(requests: Iterable[SponsorshipRequest]) -> set[Pair]:
    """Those of which one said no already, and those that were broken."""
    people = [request.participant_id for request in requests]
    over = Sponsorship.objects.filter(
        participant__in=people, state__in=[State.DECLINED, State.BROKEN]
    )
    return set(over.values_list("participant_id", "sponsor_id").order_by())
