"""Finding or making the person who applies or registers."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.participation.errors import ParticipationError
from portal.participation.helping import check_helped
from portal.participation.models import Participant, digits_of
from snippets import locks
from snippets.addresses import normal_address
from snippets.folding import fold_name
from snippets.models import Commune
from snippets.networks import client_address

NO_NAME = "Écrivez le prénom et le nom."
NO_WAY = "Donnez une adresse e-mail ou un numéro de téléphone, pour que l’on puisse répondre."


@transaction.atomic
def participant_of(*, user: User) -> Participant:
    """The participant of an account, made the first time; two at once make one."""
    made, _ = Participant.objects.get_or_create(user=user)
    return made


@transaction.atomic
def guest(
    *,
    first_name: str,
    last_name: str,
    email: str = "",
    phone: str = "",
    commune: Commune | None = None,
    may_be_unreachable: bool = False,
) -> Participant:
    """The person without an account who has this name and this way to be reached.

    Known already, they keep what they said before: somebody else may have typed this, and adds
    nothing to who proved their address. Whoever registers somebody else heard them, and may say
    that there is no way to write (`may_be_unreachable`).
    Raises ParticipationError for a missing name, or no way to be reached.
    """
    first_name, last_name = " ".join(first_name.split()), " ".join(last_name.split())
    folded = fold_name(f"{last_name} {first_name}")[:320]
    if not folded:
        raise ParticipationError(NO_NAME, field="last_name")
    email, digits = normal_address(email), digits_of(phone)
    if not (email or digits or may_be_unreachable):
        raise ParticipationError(NO_WAY, field="email")
    found = None
    if email or digits:
        locks.take(f"participation.guest {email or digits} {folded}")
        same = Participant.objects.guests().filter(folded_name=folded, erased_at__isnull=True)
        same = same.filter(email=email) if email else same.filter(email="", phone_digits=digits)
        found = same.first()
    if found is None:
        return Participant.objects.create(
            first_name=first_name,
            last_name=last_name,
            email=email,
            phone=phone.strip(),
            commune=commune,
        )
    may_add = may_be_unreachable or not found.has_proved_address
    if may_add and ((phone and not found.phone) or (commune and not found.commune_id)):
        found.phone = found.phone or phone.strip()
        found.commune = found.commune or commune
        found.save(update_fields=["phone", "commune"])
    return found


def helped_guest(
    *,
    helper: User,
    first_name: str,
    last_name: str,
    email: str,
    phone: str,
    confirmed_warning: bool,
    may_be_unreachable: bool = True,
) -> Participant:
    """Somebody for whom a helper acts, as they typed them. Raises as `check_helped` and `guest`."""
    check_helped(
        helper=helper,
        first_name=first_name,
        last_name=last_name,
        email=email,
        confirmed_warning=confirmed_warning,
    )
    return guest(
        first_name=first_name,
        last_name=last_name,
        email=email,
        phone=phone,
        may_be_unreachable=may_be_unreachable,
    )


@transaction.atomic
def confirm_address(*, participant: Participant) -> Participant:
    """Write that what is sent there reaches them: they opened a link."""
    # What only points to the person (an agreement, a registration) does not wait for it.
    found = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if found.email_confirmed_at is None and found.email:
        found.email_confirmed_at = timezone.now()
        found.save(update_fields=["email_confirmed_at"])
    return found


def actor_of(participant: Participant, request: HttpRequest) -> Actor:
    """Who acts by a link of their own: history keeps their name, signed in or not."""
    is_signed_in = participant.user_id is not None and request.user.pk == participant.user_id
    return Actor(
        participant.user if is_signed_in else None, client_address(request), participant.name
    )
