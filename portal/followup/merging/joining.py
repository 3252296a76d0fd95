"""Make one case of two: what is chosen, what moves, what the pointer keeps (scope `merge`)."""

from django.contrib.postgres.functions import TransactionNow
from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.models import CareTeamMember
from portal.followup.booking import answering, sending
from portal.followup.booking.models import Invitation
from portal.followup.booking.states import I, Role, go
from portal.followup.contract.models import EngagementContract
from portal.followup.imports.fields import CONTACTS
from portal.followup.link.models import LinkCode
from portal.followup.merging import tables
from portal.followup.merging.comparing import (
    ADDRESS,
    FIELDS,
    LOSER,
    contract_of,
    leaving_orientations,
    open_assignment,
    open_orientation,
)
from portal.followup.merging.errors import StoppedError
from portal.followup.merging.models import CaseMerge
from portal.followup.merging.obstacles import exemptions_not_over, overlapping
from portal.followup.merging.proposals import withdraw_all
from portal.followup.merging.tables import Sorted
from portal.followup.orientation import telling
from portal.followup.orientation.models import Orientation
from portal.followup.orientation.services import handing_over
from portal.followup.orientation.services.assigning import end_assignment
from portal.followup.people.models import Beneficiary, SearchKey

_MERGED = "Fusion de deux dossiers de la même personne"
_OVERLAPPING = (
    "Les orientations passées des deux dossiers se chevauchent trop pour être échangées\u00a0: "
    "gardez l’orientation du dossier à garder, ou gardez l’autre dossier."
)
_JUST_MERGED = "Sans objet\u00a0: un des deux dossiers vient d’être fusionné."
_Contract = EngagementContract.State


def join(merge: CaseMerge, kept: Beneficiary, loser: Beneficiary, *, actor: Actor) -> None:
    """Move all that the loser holds, and leave a pointer. Both are locked, and nothing stops it."""
    chosen = merge.choices
    _remember(merge, kept, loser)
    _end_the_like(kept, loser, chosen)
    # Other merges that were proposed of these two are to be looked at anew.
    withdraw_all([kept.pk, loser.pk], why=_JUST_MERGED, but=merge)
    done = {"Orientation": _one_orientation(kept, loser, chosen)}
    _one_exemption(kept, loser)
    _one_referent(kept, loser, chosen, actor)
    _move_rows(merge, kept, loser, done)
    _one_person(merge, kept, loser)
    SearchKey.unscoped.filter(beneficiary=loser).delete()


def _remember(merge: CaseMerge, kept: Beneficiary, loser: Beneficiary) -> None:
    """The numbers by which files, and people, go on naming the case that is given up.

    Of the two households, that which nobody is in any more by the choice that was made: its row
    stays, for imports to know it, and is destroyed with the person.
    """
    merge.number, merge.identity_key = loser.number, loser.identity_key
    left = kept.household if merge.choices.get("household") == LOSER else loser.household
    if left:
        merge.organism = left.organism
        merge.organism_number = left.organism_number
        merge.matricule = left.matricule


def _end_the_like(kept: Beneficiary, loser: Beneficiary, chosen: dict[str, str]) -> None:
    """End what a case has one of, on the side that was not chosen."""
    today = timezone.localdate()
    over = {"closed_on": today, "closing_reason": _MERGED, "version": F("version") + 1}
    for name, states, ended in (
        ("contract", (_Contract.SIGNED,), _Contract.ENDED),
        ("preparation", (_Contract.DRAFT, _Contract.PROPOSED), _Contract.DROPPED),
    ):
        if name in chosen:
            row = contract_of(kept if chosen[name] == LOSER else loser, *states)
            EngagementContract.unscoped.filter(pk=row.pk if row else None).update(
                state=ended, **over
            )
    known = CareTeamMember.unscoped.filter(
        beneficiary=kept, ends_at__isnull=True, refused_at__isnull=True
    )
    CareTeamMember.unscoped.filter(
        beneficiary=loser,
        ends_at__isnull=True,
        refused_at__isnull=True,
        professional__in=known.values("professional"),
    ).update(ends_at=TransactionNow(), end_reason=_MERGED)
    _withdraw_invitations(kept, loser)
    codes = LinkCode.unscoped.filter(used_at__isnull=True, cancelled_at__isnull=True)
    if codes.filter(beneficiary=kept).exists():
        codes.filter(beneficiary=loser).update(cancelled_at=timezone.now())


def _withdraw_invitations(kept: Beneficiary, loser: Beneficiary) -> None:
    """One invitation of a category waits for a choice: that of the case that is kept."""
    waiting = {"state__in": [I.WAITING, I.EXPIRED]}
    own = Invitation.unscoped.filter(beneficiary=kept, **waiting)
    rows = Invitation.unscoped.filter(
        beneficiary=loser, category__in=own.values("category"), **waiting
    )
    for invitation in rows.select_for_update(of=("self",)):
        go(invitation, I.WITHDRAWN, Role.SERVICE)
        invitation.closing_reason = _MERGED
        invitation.save()
        sending.drop(invitation.messages.all(), _MERGED)


def _one_orientation(kept: Beneficiary, loser: Beneficiary, chosen: dict[str, str]) -> Sorted:
    """End the orientation that was not chosen: it stays with the pointer, with its days.

    The only one that goes on comes, whatever past ones of the case that is kept cover its days.
    """
    if "orientation" not in chosen and leaving_orientations(kept, loser):
        return _exchange(kept, loser, open_orientation(loser))
    other = open_orientation(kept if chosen.get("orientation") == LOSER else loser)
    stays = open_orientation(loser if chosen.get("orientation") == LOSER else kept)
    if "orientation" not in chosen or other is None or stays is None:
        return Sorted([], [])
    other.ends_on = max(timezone.localdate(), other.starts_on)
    other.version += 1
    other.save()
    if chosen["orientation"] != LOSER:
        return Sorted([], [other.pk])
    return _exchange(kept, loser, stays)


def _exchange(kept: Beneficiary, loser: Beneficiary, chosen: Orientation | None) -> Sorted:
    """Bring the chosen orientation, and give those whose days it has to the pointer.

    Days of one person never overlap, at no moment: they are emptied, exchanged, then given back.
    """
    if chosen is None:
        return Sorted([], [])
    rows = Orientation.unscoped.order_by("pk")
    left = [*rows.filter(beneficiary=kept, ends_on__gt=chosen.starts_on)]
    emptied = [chosen.pk, *(row.pk for row in left)]
    rows.filter(pk__in=emptied).update(ends_on=F("starts_on"))
    went = tables.sort("Orientation", tables.RULES["Orientation"], kept=kept, loser=loser).go
    rows.filter(pk__in=went).update(beneficiary=kept)
    rows.filter(pk__in=[row.pk for row in left]).update(beneficiary=loser)
    for row in left:
        taken = rows.filter(beneficiary=loser, starts_on__lt=row.ends_on, ends_on__gt=row.starts_on)
        if taken.exists():
            raise StoppedError([_OVERLAPPING])
        rows.filter(pk=row.pk).update(ends_on=row.ends_on)
    rows.filter(pk=chosen.pk).update(beneficiary=kept, ends_on=None)
    return Sorted(went, [row.pk for row in left])


def _one_exemption(kept: Beneficiary, loser: Beneficiary) -> None:
    """Let the reduction or waiver of hours that is not over come: it begins after those of before.

    Of the case that is kept, one that is not over either, on its days, stops the merge.
    """
    for row in exemptions_not_over(loser):
        if ends := [own.ends_on for own in overlapping(kept, row) if own.ends_on]:
            row.starts_on = max(ends)
            row.save()


def _one_referent(
    kept: Beneficiary, loser: Beneficiary, chosen: dict[str, str], actor: Actor
) -> None:
    """End the referent who was not chosen: their appointments go to the other."""
    if "referent" not in chosen:
        return
    ending, going_on = (kept, loser) if chosen["referent"] == LOSER else (loser, kept)
    former, stays = open_assignment(ending), open_assignment(going_on)
    if former is None or stays is None:
        return
    items = handing_over.what_to_hand_over(ending)
    end_assignment(former, _MERGED, actor)
    answering.handed_over(ending, former.professional)
    if former.professional_id == stays.professional_id:
        return
    handing_over.hand_over(
        items=items,
        fates={item.key: item.default for item in items},
        assignment=stays,
        to=stays.professional,
    )
    telling.tell_handed_over(ending, former.professional)


def _move_rows(
    merge: CaseMerge, kept: Beneficiary, loser: Beneficiary, done: dict[str, Sorted]
) -> None:
    """Every table, by its rule; what went and what stayed is kept by its keys."""
    for name, rule in tables.RULES.items():
        if not isinstance(rule, tables.Moves):
            continue
        found = tables.sort(name, rule, kept=kept, loser=loser)
        before = done.get(name, Sorted([], []))
        stay = {*found.stay, *before.stay}
        go = [pk for pk in found.go if pk not in stay]
        if go:
            rows = tables.model_of(name).unscoped.filter(pk__in=go)
            rows.update(**{rule.name: kept})
        if go or before.go:
            merge.moved[name] = sorted({*go, *before.go})
        if stay:
            merge.stayed[name] = sorted(stay)


def _one_person(merge: CaseMerge, kept: Beneficiary, loser: Beneficiary) -> None:
    """Write who it is, then make a pointer of the other."""
    chosen, household = merge.choices, loser.household_id
    Beneficiary.unscoped.filter(merged_into=loser).update(merged_into=kept)
    Beneficiary.unscoped.filter(pk=loser.pk).update(
        state=Beneficiary.State.MERGED,
        merged_into=kept,
        household=None,
        unit=None,
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    names = [name for name in FIELDS if chosen.get(name) == LOSER]
    names += ADDRESS if chosen.get("address") == LOSER else ()
    for name in names:
        setattr(kept, name, getattr(loser, name))
    _date(kept, loser, {*names, *(["household"] if chosen.get("household") == LOSER else ())})
    if chosen.get("household") == LOSER:
        kept.household_id, kept.role = household, loser.role
    if kept.unit_id is None:
        kept.unit_id = loser.unit_id
    # The case goes to the unit of its referent, as with any other change of referent.
    stays = open_assignment(kept)
    if stays and stays.pk in merge.moved.get("ReferentAssignment", ()):
        kept.unit_id = stays.professional.unit_id
    kept.has_litigation_hold |= loser.has_litigation_hold
    kept.has_disability_recognition |= loser.has_disability_recognition
    kept.was_followed_before_reform |= loser.was_followed_before_reform
    kept.version += 1
    kept.save()


def _date(kept: Beneficiary, loser: Beneficiary, came: set[str]) -> None:
    """Say of what day is what came, so that an older file does not write over it."""
    contacts = came & set(CONTACTS)
    days = []
    if contacts:
        days.append("contacts_on")
    if came - contacts:
        days.append("identity_on")
    for name in days:
        known = [day for day in (getattr(kept, name), getattr(loser, name)) if day]
        setattr(kept, name, max(known, default=None))
