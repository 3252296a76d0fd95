"""Campaigns of the demo: one that left, a draft, one that waits for a colleague."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from post_office.models import Email

from demo.candidates import demo_candidates
from demo.data_files import read_folder, slug_of
from pages.models import JobOfferPage
from portal.accounts.actors import Actor
from portal.accounts.consents import CAMPAIGNS, give_consent
from portal.accounts.models import User
from portal.mailing.models import Campaign, CampaignChange, Source
from portal.mailing.sending import send_round
from portal.mailing.services import lifecycle, writing
from portal.mailing.services.attaching import attach
from portal.mailing.services.changing import change
from portal.mailing.states import Status
from snippets.mail.models import Delivery
from snippets.models import Organisation

COMMUNICATION = "claire.morel@declic.example"
OFFICER = "sophie.kessler@declic.example"
_LEFT_DAYS_AGO = 6
_TO_COMPANIES = {
    "kinds": [Organisation.Kind.COMPANY],
    "communes": "all",
    "radius_km": 0,
    "sectors": "all",
    "verified": "yes",
}
_TO_PARTNERS = {key: value for key, value in _TO_COMPANIES.items() if key != "kinds"}
_TO_CANDIDATES = {"communes": "all", "radius_km": 0, "occupations": "all"}
# A draft shows an offer to those whom it is for.
_CARD = "commis-cuisine-belfort"
_FORUM = "\n\n".join(
    (
        "Bonjour {{ first_name }},",
        (
            "Le Département prépare le forum de l’emploi de printemps, au Phare, à Belfort."
            " Il reste des stands pour les entreprises qui recrutent."
        ),
        (
            "Pour {{ organisation_name }}, le stand et le repas sont offerts. Répondez à ce"
            " message avant la fin du mois."
        ),
        "À bientôt,\nLe service communication",
    )
)
_MORNING = "\n\n".join(
    (
        "Bonjour,",
        (
            "Une matinée d’échange réunit les partenaires de l’emploi du Territoire de "
            "Belfort. Nous y parlerons des rencontres de l’année et de ce que vous en "
            "attendez."
        ),
        "{{ organisation_name }} peut venir à deux personnes.",
        "À bientôt,\nLe service communication",
    )
)
_KITCHENS = "\n\n".join(
    (
        "Bonjour {{ first_name }},",
        (
            "Plusieurs cuisines recrutent près de chez vous. Voici une annonce qui accepte "
            "les débutants."
        ),
        "À bientôt,\nLe service emploi",
    )
)


def load_campaigns() -> int:
    """Make them once; return how many. Organisations, candidates and offers come before."""
    if Campaign.objects.exists():
        return 0
    _agree()
    _sent(User.objects.get(email=COMMUNICATION))
    officer = User.objects.get(email=OFFICER)
    _waiting(User.objects.get(email=COMMUNICATION))
    _draft(officer)
    return Campaign.objects.count()


def _agree() -> None:
    """The candidates who have filled in their profile accepted to receive campaigns."""
    emails = [one.email for one in demo_candidates() if not one.is_new]
    for user in User.objects.filter(email__in=emails).order_by("pk"):
        give_consent(user=user, text=CAMPAIGNS)


def _written(user: User, source: Source, criteria: dict[str, Any], **message: Any) -> Campaign:
    campaign = writing.create(user=user, source=source, name=message["name"], criteria=criteria)
    return writing.change_message(
        campaign=campaign,
        user=user,
        version=campaign.version,
        reply_to=user.email,
        replies_read_by=str(user),
        **message,
    )


def _sent(user: User) -> None:
    """To companies: it left a few days ago, and every message arrived."""
    campaign = _written(
        user,
        Source.ORGANISATIONS,
        _TO_COMPANIES,
        name="Forum de l’emploi de printemps",
        subject="Un stand au forum de l’emploi, {{ organisation_name }}\u00a0?",
        body=_FORUM,
        fallbacks={"first_name": "à vous", "organisation_name": "votre entreprise"},
    )
    campaign = lifecycle.submit(campaign=campaign, user=user, version=campaign.version)
    campaign = lifecycle.start(campaign=campaign, user=user, version=campaign.version)
    # Queued, and handed over elsewhere: the demo writes to nobody.
    send_round(campaign_id=campaign.pk)
    queued = Email.objects.filter(dispatch__campaign_recipient__campaign=campaign)
    queued.filter(status=Delivery.QUEUED).update(status=Delivery.SENT)
    send_round(campaign_id=campaign.pk)
    _age(campaign, queued)


def _age(campaign: Campaign, emails: Any) -> None:
    """As if it had left some days ago."""
    at = timezone.now() - timedelta(days=_LEFT_DAYS_AGO)
    emails.update(created=at, last_updated=at)
    CampaignChange.objects.filter(campaign=campaign).update(at=at)
    Campaign.objects.filter(pk=campaign.pk).update(
        created_at=at - timedelta(days=1),
        changed_at=at,
        frozen_at=at,
        started_at=at,
        ended_at=at + timedelta(minutes=3),
    )


def _waiting(user: User) -> None:
    """To partners: a colleague has to agree, as to any long list."""
    campaign = _written(
        user,
        Source.PARTNERS,
        _TO_PARTNERS,
        name="Matinée des partenaires",
        subject="Une matinée entre partenaires de l’emploi",
        body=_MORNING,
        fallbacks={"organisation_name": "Votre organisation"},
    )
    change(campaign, Status.SUBMITTED, actor=Actor(user), now=timezone.now())


def _draft(user: User) -> None:
    """To candidates: written, with an offer as a card."""
    campaign = _written(
        user,
        Source.CANDIDATES,
        _TO_CANDIDATES,
        name="Les cuisines recrutent",
        subject="Des cuisines recrutent près de chez vous",
        body=_KITCHENS,
        fallbacks={"first_name": "à vous"},
    )
    (record,) = (record for record in read_folder("offers") if record["key"] == _CARD)
    page = JobOfferPage.objects.filter(slug=slug_of(record), live=True).first()
    if page is not None:
        attach(campaign=campaign, user=user, version=campaign.version, page_id=page.pk)
