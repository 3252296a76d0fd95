"""Organisations: their members, the address of their sheet, the contacts that they publish.

An address is here in no other way: not because somebody once wrote from it, nor because a contact
was typed in a form without being shown.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from pages.models.session import SessionAudience as SessionAudience
from portal.accounts.models import Membership, User
from portal.mailing import mails
from portal.mailing.audiences import places, sectors
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.criteria import ALL, check_keys, choices, enumerated, refuse
from portal.mailing.audiences.rows import by_key, open_account, rows, together
from portal.mailing.models import Campaign, Origin
from snippets import french
from snippets.mail.kinds import MailValue, Variable
from snippets.models import Organisation
from snippets.site import site_settings

VERIFIED: Mapping[str, str] = {
    "yes": "Vérifiées",
    "no": "Pas encore vérifiées",
    ALL: "Vérifiées ou non",
}
_NO_KIND = "Choisissez au moins un type d’organisation."
_NO_VERIFIED = "Dites si les organisations sont vérifiées ou non."
_KIND_LABELS = {kind.value: french.lower_first(str(kind.label)) for kind in Organisation.Kind}


class Organisations(BaseAudience):
    """Organisations that are registered, and not suspended."""

    label = "Des organisations"
    keys: tuple[str, ...] = ("kinds", *places.KEYS, sectors.KEY, "verified")
    category = mails.ORGANISATIONS
    variables: Mapping[str, Variable] = {
        "organisation_name": Variable("le nom de l’organisation", "Menuiserie Richard"),
        "organisation_kind": Variable("ce qu’est l’organisation", "entreprise"),
        "commune": Variable("la commune de l’organisation", "Villeneuve"),
        "first_name": Variable("le prénom, quand l’adresse est celle d’un compte", "Marc"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        check_keys(criteria, self.keys)
        kinds = self.kinds(criteria)
        area = places.area_of(criteria)
        in_sector, sectors_said = sectors.sector_condition(criteria)
        verified = criteria["verified"]
        if not isinstance(verified, str) or verified not in VERIFIED:
            refuse(_NO_VERIFIED, "verified")
        found = Organisation.objects.filter(in_sector, kind__in=kinds, suspended_at__isnull=True)
        if area.codes is not None:
            found = found.filter(commune__in=area.codes)
        if verified != ALL:
            found = found.filter(verified_at__isnull=verified == "no")
        said = [
            self.said(kinds),
            "" if verified == ALL else VERIFIED[verified].lower(),
            area.sentence,
            f"secteur\u00a0: {sectors_said}" if sectors_said else "",
        ]
        return Rule(", ".join(filter(None, said)), _addresses(found.order_by(), now))

    def kinds(self, criteria: Mapping[str, Any]) -> list[str]:
        """The kinds that are chosen."""
        return choices(criteria, "kinds", Organisation.Kind.values, empty=_NO_KIND)

    def said(self, kinds: list[str]) -> str:
        """Whom it is about, as a sentence begins."""
        if set(kinds) == set(Organisation.Kind.values):
            return "Les organisations inscrites"
        return f"Les organisations de type {enumerated([_KIND_LABELS[kind] for kind in kinds])}"

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        keys = [person.organisation_id for person in people if person.organisation_id]
        found = Organisation.objects.select_related("commune").defer("commune__contour")
        organisations = found.in_bulk(keys)
        users = by_key(User, (person.user_id for person in people))
        values: dict[str, dict[str, MailValue]] = {}
        for person in people:
            organisation = organisations.get(person.organisation_id or 0)
            user = users.get(person.user_id or 0)
            commune = organisation.commune if organisation else None
            values[person.address] = {
                "organisation_name": organisation.name if organisation else "",
                "organisation_kind": _KIND_LABELS[organisation.kind] if organisation else "",
                "commune": commune.name if commune else "",
                "first_name": user.first_name if user else "",
            }
        return values


def _addresses(found: QuerySet[Organisation], now: datetime) -> QuerySet[Any, Any]:
    keys, site = found.values("pk"), site_settings().site_name
    members = Membership.objects.active().filter(open_account("user"), organisation__in=keys)
    parts = [
        rows(
            members,
            origin=Origin.MEMBERSHIP,
            address="user__email",
            user="user_id",
            organisation="organisation_id",
            since="created_at",
            reason=Concat(
                Value("Votre compte est membre de "),
                _named("organisation__"),
                Value(f", qui est inscrite sur {site}."),
            ),
        ),
        rows(
            found.exclude(email=""),
            origin=Origin.ORGANISATION,
            address="email",
            organisation="pk",
            # A sheet does not say when its address was written: since it is there at the earliest.
            since="created_at",
            reason=Concat(
                Value("Cette adresse est celle de la fiche de "),
                _named(""),
                Value(f" sur {site}."),
            ),
        ),
        *(_published(model, keys, now) for model in (JobOfferPage, VolunteeringPage)),
        # What tells of a session for beneficiaries stays out of every list.
        _published(RecruitmentSessionPage, keys, now, ~Q(audience=SessionAudience.RSA)),
    ]
    return together(parts)


def _published(
    model: Any, keys: QuerySet[Any, Any], now: datetime, condition: Q | None = None
) -> QuerySet[Any, Any]:
    """The contacts of opportunities that the public reads now, where the address is shown."""
    online = model.objects.filter(
        condition or Q(),
        Q(expire_at__isnull=True) | Q(expire_at__gt=now),
        live=True,
        contact_email_public=True,
        organisation__in=keys,
    ).exclude(contact_email="")
    return rows(
        online,
        origin=Origin.PUBLISHED_CONTACT,
        address="contact_email",
        organisation="organisation_id",
        since="first_published_at",
        reason=Concat(
            Value("Cette adresse est le contact publié sur l’annonce «\u00a0"),
            F("title"),
            Value("\u00a0» de "),
            _named("organisation__"),
            Value("."),
        ),
    )


def _named(path: str) -> Any:
    """« Menuiserie Richard » (entreprise, Delle)."""
    kind = Case(
        *(When(**{f"{path}kind": key}, then=Value(label)) for key, label in _KIND_LABELS.items()),
        default=Value("organisation"),
    )
    place = Case(
        When(**{f"{path}commune__isnull": True}, then=Value("")),
        default=Concat(Value(", "), F(f"{path}commune__name")),
    )
    return Concat(Value("«\u00a0"), F(f"{path}name"), Value("\u00a0» ("), kind, place, Value(")"))


AUDIENCE = Organisations()
