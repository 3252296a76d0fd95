"""A sponsor asks for a certificate; the coordination issues it."""

from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.certificates.figures import figures_of
from portal.sponsorship.certificates.models import CertificateRequest, SponsorCertificate
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.rules import require_coordinator
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor
from snippets.mail.queue import queue_mail
from snippets.site import absolute

NEVER_WELCOMED = "Une attestation se délivre à qui a été accueilli dans le parrainage."
YOURSELF = "C’est votre propre attestation\u00a0: un ou une collègue la délivre."
NOT_YOURS = "Cette attestation n’est pas la vôtre."


@transaction.atomic
def ask(*, sponsor: Sponsor, actor: Actor) -> CertificateRequest:
    """Ask for one; what is asked already is the same request. Raises SponsorshipError."""
    found = lock_sponsor(sponsor)
    if actor.user is None or found.user != actor.user:
        raise SponsorshipError(NOT_YOURS)
    if figures_of(found, timezone.localdate()) is None:
        raise SponsorshipError(NEVER_WELCOMED)
    made, _ = CertificateRequest.objects.get_or_create(sponsor=found, certificate=None)
    return made


@transaction.atomic
def issue(*, sponsor: Sponsor, actor: Actor) -> SponsorCertificate:
    """Freeze the figures of today under a number, and tell the sponsor.

    Issued again without having been asked, what says the same is the same certificate: a button
    pressed twice makes no second number. Raises SponsorshipError.
    """
    coordinator = require_coordinator(actor)
    found = lock_sponsor(sponsor)
    if found.user == coordinator:
        raise SponsorshipError(YOURSELF)
    figures = figures_of(found, timezone.localdate())
    if figures is None or found.user.erased_at is not None:
        raise SponsorshipError(NEVER_WELCOMED)
    frozen = {"person_name": found.user.get_full_name(), **asdict(figures)}
    waiting = CertificateRequest.objects.filter(sponsor=found, certificate=None)
    same = found.certificates.filter(**frozen).first()
    if same is not None and not waiting.exists():
        return same
    made = SponsorCertificate.objects.create(sponsor=found, issued_by=coordinator, **frozen)
    waiting.update(certificate=made)
    queue_mail(
        "sponsor_certificate",
        to=found.user.email,
        context={
            "recipient_name": found.user.get_short_name(),
            "space_url": absolute(reverse("sponsorship:space")),
        },
    )
    return made
