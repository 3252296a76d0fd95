"""Candidates: by what their profile says of the place and the occupation that they look for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from portal.accounts.capabilities import OWN_SPACE
from portal.accounts.models import User
from portal.candidates.models import CandidateProfile, ProfileOccupation
from portal.mailing import mails
from portal.mailing.audiences import places
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.criteria import check_keys, check_known, enumerated, is_all, texts
from portal.mailing.audiences.rows import by_key, consents, rows
from portal.mailing.models import Campaign, Origin
from snippets.mail.kinds import MailValue, Variable
from snippets.models import Occupation, RomeDomain
from snippets.site import site_settings

_OCCUPATIONS = "occupations"
_NO_OCCUPATION = "Choisissez au moins un métier ou un domaine, ou tous les métiers."
_ACCEPTED = "Vous avez un compte sur {site}, et vous avez accepté de recevoir ces messages."


class Candidates(BaseAudience):
    """People who hold the level of candidates, with a profile that says what is asked."""

    label = "Des candidats"
    keys = (*places.KEYS, _OCCUPATIONS)
    category = mails.CANDIDATES
    variables: Mapping[str, Variable] = {
        "first_name": Variable("le prénom", "Amina"),
        "commune": Variable("la commune du profil", "Villeneuve"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        check_keys(criteria, self.keys)
        area = places.area_of(criteria)
        sought, names = _occupations(criteria)
        found = _candidates()
        reason: list[Any] = [Value(_ACCEPTED.format(site=site_settings().site_name))]
        if area.codes is not None:
            found = found.filter(candidate_profile__commune__in=area.codes)
            reason += [Value(" Votre profil dit\u00a0: "), F("candidate_profile__commune__name")]
        if sought is not None:
            trades = ProfileOccupation.objects.filter(sought)
            found = found.filter(pk__in=trades.values("profile"))
            reason += [
                Value(
                    " Métier cherché\u00a0: " if area.codes is None else ", métier cherché\u00a0: "
                ),
                _first_trade(trades),
            ]
        if len(reason) > 1:
            reason.append(Value("."))
        chosen = rows(
            found,
            origin=Origin.ACCOUNT,
            address="email",
            user="pk",
            since="date_joined",
            reason=Concat(*reason) if len(reason) > 1 else reason[0],
            has_consent=consents("pk"),
        )
        said = ["Les candidats", area.sentence, names]
        return Rule(", ".join(filter(None, said)), chosen)

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        users = by_key(User, (person.user_id for person in people))
        profiles = CandidateProfile.objects.filter(user__in=users, commune__isnull=False)
        communes = dict(profiles.order_by().values_list("user_id", "commune__name"))
        return {
            person.address: {
                "first_name": users[person.user_id].first_name if person.user_id in users else "",
                "commune": communes.get(person.user_id or 0, ""),
            }
            for person in people
        }


def _candidates() -> QuerySet[User]:
    """`people_who_may(OWN_SPACE)` whose account is not erased.

    The groups are read first: of a key that it knows, the database knows how many have it.
    """
    groups = Group.objects.filter(name__in=OWN_SPACE.holders).values_list("pk", flat=True)
    levels = User.groups.through.objects.filter(user=OuterRef("pk"), group__in=list(groups))
    return User.objects.filter(Exists(levels), is_active=True, erased_at__isnull=True)


def _occupations(criteria: Mapping[str, Any]) -> tuple[Q | None, str]:
    """The condition on the occupations of a profile, and what it is; None for every one."""
    if is_all(criteria, _OCCUPATIONS):
        return None, ""
    wanted = texts(criteria, _OCCUPATIONS, empty=_NO_OCCUPATION)
    domains = [one for one in wanted if one in RomeDomain.values]
    codes = [one for one in wanted if one not in domains]
    labels = dict(Occupation.objects.filter(pk__in=codes).values_list("pk", "label"))
    check_known(codes, labels, _OCCUPATIONS)
    condition = Q(occupation__in=codes)
    for domain in domains:
        condition |= Q(occupation__code__startswith=domain)
    names = [str(RomeDomain(one).label) if one in domains else labels[one] for one in wanted]
    return condition, f"qui cherchent\u00a0: {enumerated(names)}"


def _first_trade(trades: QuerySet[ProfileOccupation]) -> Subquery:
    """The first occupation of a profile that is among those asked."""
    own = trades.filter(profile=OuterRef("pk")).order_by("rank")
    return Subquery(own.values("occupation__label")[:1])


AUDIENCE = Candidates()
