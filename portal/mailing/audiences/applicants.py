"""People who applied to one offer or volunteering opportunity, and did not withdraw."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from wagtail.models import Page

from pages.models import JobOfferPage, VolunteeringPage
from portal.applications.models import Application
from portal.applications.states import PENDING, Status
from portal.mailing import mails
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.criteria import (
    check_keys,
    choices,
    enumerated,
    identifier,
    refuse,
    refuse_disclosing,
)
from portal.mailing.audiences.participants import PARTICIPANT, reachable, values_of_people
from portal.mailing.audiences.rows import consents, rows
from portal.mailing.models import Campaign, Origin
from snippets.mail.kinds import MailValue, Variable

_NO_OFFER = "Choisissez une annonce."
_GONE = "Cette annonce n’existe plus, ou n’a jamais été publiée\u00a0: choisissez-en une autre."
_NO_STATE = "Choisissez au moins un état de candidature."


class State(models.TextChoices):
    """Groups of states of an application; who withdrew, or proved nothing, is in none."""

    WAITING = "waiting", "En cours"
    HIRED = "hired", "Embauchées"
    REFUSED = "refused", "Non retenues"
    NO_ANSWER = "no_answer", "Sans réponse"


_STATUSES: dict[State, frozenset[Status]] = {
    State.WAITING: PENDING,
    State.HIRED: frozenset({Status.HIRED}),
    State.REFUSED: frozenset({Status.REFUSED}),
    State.NO_ANSWER: frozenset({Status.NO_ANSWER}),
}


class Applicants(BaseAudience):
    """People who applied to an offer that was published, be it over."""

    label = "Les personnes qui ont postulé à une offre"
    keys = ("page", "states")
    category = mails.CANDIDATES
    variables: Mapping[str, Variable] = {
        "first_name": Variable("le prénom", "Amina"),
        "offer_title": Variable("l’intitulé de l’annonce", "Maçon / Maçonne"),
        "organisation_name": Variable("l’organisation de l’annonce", "Menuiserie Richard"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        check_keys(criteria, self.keys)
        key = identifier(criteria, "page", wrong=_NO_OFFER)
        wanted = choices(criteria, "states", State.values, empty=_NO_STATE)
        published = Page.objects.type(JobOfferPage, VolunteeringPage)
        page = published.filter(pk=key, first_published_at__isnull=False).first()
        if page is None:
            refuse(_GONE, "page")
        statuses = frozenset().union(*(_STATUSES[State(one)] for one in wanted))
        found = Application.objects.filter(
            reachable(), page=key, sent_at__isnull=False, status__in=statuses
        )
        # An offer may have had another title, or organisation, when somebody applied.
        received = Application.objects.filter(page=key).order_by()
        told = received.values_list("title", "organisation__name").distinct()
        refuse_disclosing("page", page.title, *chain.from_iterable(told))
        chosen = rows(
            found,
            origin=Origin.APPLICATION,
            address=PARTICIPANT,
            user="participant__user_id",
            since="sent_at",
            reason=Concat(
                Value("Vous avez postulé à l’annonce «\u00a0"),
                F("title"),
                Value("\u00a0» («\u00a0"),
                F("organisation__name"),
                Value("\u00a0»)."),
            ),
            has_consent=consents("participant__user_id"),
        )
        names = enumerated([State(one).label.lower() for one in wanted])
        said = f"Les personnes qui ont postulé à «\u00a0{page.title}\u00a0»\u00a0: {names}"
        return Rule(said, chosen)

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        own = values_of_people(people)
        titles = Application.objects.filter(
            page=campaign.criteria.get("page"),
            participant__user__in=[person.user_id for person in people if person.user_id],
        ).order_by("sent_at", "pk")
        by_user = {
            user: (title, name)
            for user, title, name in titles.values_list(
                "participant__user_id", "title", "organisation__name"
            )
        }
        for person in people:
            title, name = by_user.get(person.user_id or 0, ("", ""))
            own[person.address] |= {"offer_title": title, "organisation_name": name}
        return own


AUDIENCE = Applicants()
