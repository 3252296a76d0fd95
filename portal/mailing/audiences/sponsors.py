"""Sponsors: by where they stand, the trades that they know and their commune."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat

from portal.mailing import mails
from portal.mailing.audiences import places
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.criteria import check_keys, choices, enumerated, is_all
from portal.mailing.audiences.rows import open_account, rows
from portal.mailing.models import Campaign, Origin
from portal.sponsorship.models import CharterSignature, Sponsor
from portal.sponsorship.sponsors.states import State as Standing
from snippets.mail.kinds import MailValue, Variable
from snippets.models import RomeDomain
from snippets.site import site_settings

_NO_STATE = "Choisissez au moins une situation."
_NO_DOMAIN = "Choisissez au moins un domaine, ou tous les domaines."


class State(models.TextChoices):
    """Where sponsors stand; whoever is not welcomed yet, or left, is in none."""

    ACTIVE = "active", "En activité, charte signée"
    PAUSED = "paused", "En pause"


_STANDINGS: dict[State, Standing] = {
    State.ACTIVE: Standing.ACCEPTED,
    State.PAUSED: Standing.PAUSED,
}


class Sponsors(BaseAudience):
    """People welcomed as sponsors, who signed the charter: by it they agreed to be told.

    They may stop this category as any other.
    """

    label = "Des parrains et marraines"
    keys = ("states", *places.KEYS, "domains")
    category = mails.SPONSORS
    variables: Mapping[str, Variable] = {
        "first_name": Variable("le prénom", "Jeanne"),
        "commune": Variable("la commune du parrain ou de la marraine", "Villeneuve"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        check_keys(criteria, self.keys)
        states = [State(one) for one in choices(criteria, "states", State.values, empty=_NO_STATE)]
        area = places.area_of(criteria)
        domains = _domains(criteria)
        signed = CharterSignature.objects.filter(sponsor=OuterRef("pk"))
        found = Sponsor.objects.filter(
            open_account("user"), Exists(signed), state__in=[_STANDINGS[one] for one in states]
        )
        reason: list[Any] = [
            Value(f"Vous êtes parrain ou marraine sur {site_settings().site_name}"),
            Case(When(state=Standing.PAUSED, then=Value(", en pause.")), default=Value(".")),
        ]
        if area.codes is not None:
            found = found.filter(commune__in=area.codes)
            reason += [Value(" Votre commune\u00a0: "), F("commune__name"), Value(".")]
        if domains:
            found = found.filter(domains__overlap=[domain.value for domain in domains])
            reason += [Value(" Vous connaissez\u00a0: "), _first_known(domains), Value(".")]
        chosen = rows(
            found,
            origin=Origin.SPONSOR,
            address="user__email",
            user="user_id",
            # Whoever is a member was welcomed by the last decision.
            since="decided_at",
            reason=Concat(*reason, output_field=CharField()),
        )
        named = enumerated([state.label.lower() for state in states])
        said = [f"Les parrains et marraines\u00a0: {named}", area.sentence]
        if domains:
            labels = enumerated([str(domain.label) for domain in domains])
            said.append(f"qui connaissent\u00a0: {labels}")
        return Rule(", ".join(filter(None, said)), chosen)

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        keys = {person.user_id for person in people if person.user_id}
        known = Sponsor.objects.filter(user__in=keys).order_by()
        said = {
            user: (first_name, commune or "")
            for user, first_name, commune in known.values_list(
                "user_id", "user__first_name", "commune__name"
            )
        }
        return {
            person.address: dict(
                zip(self.variables, said.get(person.user_id or 0, ("", "")), strict=True)
            )
            for person in people
        }


def _domains(criteria: Mapping[str, Any]) -> list[RomeDomain]:
    """The domains asked; none for all of them."""
    if is_all(criteria, "domains"):
        return []
    found = choices(criteria, "domains", RomeDomain.values, empty=_NO_DOMAIN)
    return [RomeDomain(one) for one in found]


def _first_known(domains: list[RomeDomain]) -> Case:
    """The first domain of a sponsor that is among those asked."""
    return Case(
        *(
            When(Q(domains__contains=[domain.value]), then=Value(str(domain.label)))
            for domain in domains
        ),
        default=Value(""),
        output_field=CharField(),
    )


AUDIENCE = Sponsors()
