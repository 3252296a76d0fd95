"""Propose an ad to the person, once: by mail, on a sheet, or by word of mouth."""

from django.db import IntegrityError, transaction

from pages.models.session import SessionAudience, SessionStatus
from portal.accounts.actors import Actor
from portal.followup.contract.reaching import locked_case
from portal.followup.people.errors import HasLeftError
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.suggestions import queries, words
from portal.followup.suggestions.errors import AlreadySentError, SuggestionError
from portal.followup.suggestions.models import Suggestion
from search.models import Kind, Opportunity
from search.queries import by_ids
from snippets.french import short_date
from snippets.mail.models import Delivery
from snippets.mail.queue import queue_mail

Way = Suggestion.Way
GONE = "Cette annonce n’est plus en ligne\u00a0: elle ne peut plus être proposée."
CANCELLED = "Cette session est annulée\u00a0: elle ne peut plus être proposée."
NO_ADDRESS = "Cette personne n’a ni adresse e-mail ni compte lié\u00a0: donnez-lui la feuille."
WITHHELD = (
    "L’adresse de cette personne ne reçoit plus nos messages\u00a0: imprimez la feuille, ou "
    "dites-le-lui."
)


@transaction.atomic
def propose(*, beneficiary: Beneficiary, opportunity_id: int, way: str, actor: Actor) -> Suggestion:
    """Propose what is online, and write to the person when it is by mail.

    Raises AlreadySentError, SuggestionError (gone, no address), HasLeftError, NotWritableError.
    """
    if way != Way.MAIL:
        return recorded(
            beneficiary=beneficiary, opportunity_id=opportunity_id, way=way, actor=actor
        )
    # Held before its address is read: a link that is cut meanwhile waits, or is cut already.
    case = locked_case(beneficiary, actor)
    standing = queries.standing_of(case, actor.user)
    row = recorded(
        beneficiary=case,
        opportunity_id=opportunity_id,
        way=way,
        # That of an account stays with the account: the case keeps none once the link is cut.
        address="" if standing.account_id else standing.address,
        actor=actor,
    )
    if not standing.address:
        raise SuggestionError(NO_ADDRESS)
    email = queue_mail("followup_suggestion", to=standing.address, context=words.mail_of(row))
    if email.status == Delivery.WITHHELD:
        raise SuggestionError(WITHHELD)
    return row


def recorded(
    *, beneficiary: Beneficiary, opportunity_id: int, way: str, actor: Actor, address: str = ""
) -> Suggestion:
    """Write that it is proposed, the case being held: two who propose the same wait in turn.

    In the caller's transaction. Raises as `propose` does.
    """
    case = locked_case(beneficiary, actor)
    if case.has_left:
        raise HasLeftError
    _check_once(case, opportunity_id, actor)
    ad = _online(opportunity_id)
    made = Suggestion(
        beneficiary=case,
        opportunity_id=ad.pk,
        kind=ad.kind,
        title=ad.title,
        organisation=ad.organisation_name,
        place=ad.commune_name,
        starts_at=ad.starts_at if ad.kind == Kind.SESSION else None,
        is_neutral=ad.details.get("audience") == SessionAudience.RSA,
        way=way,
        address=address,
        **written_by(actor),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        # Out of this person's sight, or written without the lock.
        message = "Cette annonce a déjà été proposée à cette personne."
        raise AlreadySentError(message) from error
    return made


def _check_once(case: Beneficiary, opportunity_id: int, actor: Actor) -> None:
    rows = Suggestion.objects.visible_to(actor.user).filter(beneficiary=case)
    before = rows.filter(opportunity_id=opportunity_id).first()
    if before is not None:
        message = (
            f"Déjà proposée le {short_date(before.created_at)} par {before.author_name}\u00a0: "
            "elle n’est pas envoyée deux fois."
        )
        raise AlreadySentError(message)


def _online(opportunity_id: int) -> Opportunity:
    ad = by_ids([opportunity_id]).get(opportunity_id)
    if ad is None:
        raise SuggestionError(GONE)
    if ad.details.get("status") == SessionStatus.CANCELLED:
        raise SuggestionError(CANCELLED)
    return ad
