"""One household of the monthly file, as the project's own words say it.

Children are counted, not kept: neither the NIR, which stands twice for each person, nor an amount
is read.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.followup.entitlements.models import OrganismMove, Status
from portal.followup.imports.said import SaidHousehold, SaidMove, SaidPerson, SaidRight
from portal.followup.imports.xml.kinds import read_day, read_flag
from portal.followup.people.models import Beneficiary
from portal.followup.people.spelling import proper_name
from snippets.folding import fold_name

_FOLLOWED = (Beneficiary.Role.CLAIMANT, Beneficiary.Role.PARTNER)
_TITLES = {"MME": "mme", "MLE": "mme", "MR": "m", "M": "m"}
_SEXES = {"1": "m", "2": "mme"}
_OLDEST = date(1900, 1, 1)
# Where the reason and the date of a state stand; the newest counts.
_STATES = {
    Status.REFUSED: ("Refus", "MOTIREFURSA", "DTREFURSA"),
    Status.OPEN_SUSPENDED: ("SuspensionDroit", "MOTISUSDRORSA", "DDSUSDRORSA"),
    Status.PAYMENT_SUSPENDED: ("SuspensionVersement", "MOTISUSVERSRSA", "DDSUSVERSRSA"),
    Status.CLOSED: ("FinDroit", "MOTICLORSA", "DTCLORSA"),
    Status.CLOSED_EARLIER: ("FinDroitMoisAnterieur", "MOTICLORSA", "DTCLORSA"),
}
_FRANCE = "AdresseDetailleeFrance"


def error_line(element: Any, position: int, problem: str) -> SaidPerson:
    """A household that cannot be read, by its number when that can."""
    household = _key(element)
    number = household.matricule if household else ""
    return SaidPerson(
        position=position,
        problem=problem,
        label=f"Foyer {number}" if number else f"Foyer n°\u00a0{position} du fichier",
        household=household or SaidHousehold(),
    )


def people_of(element: Any, position: int, reference: date) -> list[SaidPerson]:
    """Who is followed in a household whose limits were checked; one line in error otherwise.

    That is the claimant, the partner, and whoever owes duties.
    """
    household, right = _household(element), _right(element)
    if right is None:
        return [error_line(element, position, "ETATDOSRSA\u00a0: cet état n’est pas connu.")]
    if not household.matricule.strip("0"):
        return [error_line(element, position, "MATRICULE\u00a0: ce n’est pas un numéro.")]
    common = SaidPerson(
        position=position, household=household, moves=_moves(element), **_address(element)
    )
    people: list[SaidPerson] = []
    for number, person in enumerate(element.iterfind("Personne"), 1):
        wrong = _wrong(person, reference)
        if wrong:
            return [error_line(element, position, f"Personne\u00a0{number}, {wrong}")]
        said = _person(person, common, right, element)
        if said is not None:
            people.append(replace(said, rank=len(people) + 1))
    if not people:
        nobody = "Personne de ce foyer n’est en demande, en couple ou soumis aux droits et devoirs."
        return [error_line(element, position, nobody)]
    return people


def _text(element: Any, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _key(element: Any) -> SaidHousehold | None:
    """Its number, even of a household in error."""
    organism = element.find("IdentificationRSA/Organisme")
    number = _text(organism, "MATRICULE") if organism is not None else ""
    if not (number.isdecimal() and len(number.lstrip("0")) <= 15):
        return None
    return SaidHousehold(
        organism=_text(organism, "FONORG")[:3],
        organism_number=_text(organism, "NUMORG")[:3],
        matricule=number.lstrip("0").zfill(15),
    )


def _household(element: Any) -> SaidHousehold:
    children = _text(element, "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA/NBENFAUTCHA")
    return replace(
        _key(element) or SaidHousehold(),
        rsa_number=_text(element, "IdentificationRSA/DemandeRSA/NUMDEMRSA"),
        claimed_on=_day(element, "IdentificationRSA/DemandeRSA/DTDEMRSA"),
        family=_text(element, "DonneesAdministratives/SituationFamille/SITFAM"),
        children=abs(int(children)) if children else None,
    )


def _day(element: Any, path: str) -> date | None:
    return read_day(element.findtext(path) or "")


def _right(element: Any) -> SaidRight | None:
    """The state, its reason and its date; None for a state that is not known."""
    situation = element.find("PrestationRSA/SituationDossierRSA")
    status = _text(situation, "EtatDossierRSA/ETATDOSRSA")
    if status not in Status.values:
        return None
    reason, since = "", None
    if status in _STATES:
        group, code, day = _STATES[Status(status)]
        for found in situation.iterfind(group):
            begun = _day(found, day)
            if since is None or (begun is not None and begun >= since):
                reason, since = _text(found, code), begun
    common = "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA"
    opened = _day(element, f"{common}/DTORIDEMRSA")
    return SaidRight(
        status=status,
        reason=reason,
        since=since,
        opened_on=opened or _day(element, "IdentificationRSA/DemandeRSA/DTDEMRSA"),
    )


def _moves(element: Any) -> tuple[SaidMove, ...]:
    moves = []
    came = element.find("IdentificationRSA/OrganismeCedant")
    if came is not None:
        number = _text(came, "MATRICULEORGCEDMUT")
        moves.append(
            SaidMove(
                direction=OrganismMove.Direction.IN.value,
                organism=_text(came, "FONORGCEDMUT"),
                organism_number=_text(came, "NUMORGCEDMUT"),
                matricule=number.lstrip("0").zfill(15) if number else "",
                on=_day(came, "DDARRMUT") or _OLDEST,
            )
        )
    left = element.find("IdentificationRSA/OrganismePrenant")
    if left is not None:
        moves.append(
            SaidMove(
                direction=OrganismMove.Direction.OUT.value,
                organism=_text(left, "FONORGPRENMUT"),
                organism_number=_text(left, "NUMORGPRENMUT"),
                on=_day(left, "DDDEPAMUT") or _OLDEST,
            )
        )
    return tuple(moves)


def _address(element: Any) -> dict[str, Any]:
    """The first address of the household, in France or abroad."""
    addresses = element.findall("DonneesAdministratives/Adresse")
    addresses.sort(key=lambda one: int(_text(one, "TroncCommunAdresse/RGADR")))
    address = addresses[0]
    path = "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA/TOPSANSDOMFIXE"
    nowhere = {"has_no_fixed_address": read_flag(element.findtext(path) or "")}
    france = address.find(_FRANCE)
    if france is not None:
        street = (_text(france, name) for name in ("NUMVOIE", "LIBTYPEVOIE", "NOMVOIE"))
        more = (_text(france, name) for name in ("COMPLIDEADR", "COMPLADR", "LIEUDIST"))
        return nowhere | {
            "address_line": " ".join(filter(None, street)),
            "address_more": ", ".join(filter(None, more)),
            "postal_code": _text(france, "CODEPOS").lstrip("+-").zfill(5)[-5:],
            "town": proper_name(_text(france, "NOMCOM")),
            "insee_code": _text(france, "NUMCOM"),
        }
    abroad = address.find("AdresseHorsFrance")
    lines = (
        [_text(abroad, f"LIBLIG{line}ADR") for line in range(2, 8)] if abroad is not None else []
    )
    said = [line for line in lines if line]
    country = _text(address, "TroncCommunAdresse/PAYS")
    rest = [*said[1:], *([f"({country})"] if said and country else [])]
    return nowhere | {
        "address_line": said[0] if said else "",
        "address_more": ", ".join(rest),
        "postal_code": "",
        "town": "",
        "insee_code": "",
    }


def _wrong(person: Any, reference: date) -> str:
    """What limits do not see: somebody without a name, or not born yet."""
    identity = person.find("Identification")
    for name in ("NOMNAI", "PRENOM"):
        if not fold_name(_text(identity, name)):
            return f"{name}\u00a0: vide."
    born = _day(identity, "DTNAI")
    if born is None or not _OLDEST <= born <= reference:
        return "DTNAI\u00a0: cette date de naissance n’est pas possible."
    return ""


def _person(person: Any, common: SaidPerson, right: SaidRight, household: Any) -> SaidPerson | None:
    """What is said of somebody who is followed; None for a child, who is only counted."""
    identity = person.find("Identification")
    role = _role(person)
    duties = read_flag(person.findtext("MontantCalculDroitRSAPersonne/TOPPERSDRODEVORSA") or "")
    if role not in _FOLLOWED and not duties:
        return None
    if duties is None:
        of_all = "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA/TOPFOYDRODEVORSA"
        duties = read_flag(household.findtext(of_all) or "") is not False
    birth_name, name = _text(identity, "NOMNAI"), _text(identity, "NOM")
    is_same = fold_name(name) in {"", fold_name(birth_name)}
    return replace(
        common,
        right=replace(right, has_duties=duties),
        birth_name=proper_name(birth_name),
        used_name="" if is_same else proper_name(name),
        first_name=proper_name(_text(identity, "PRENOM")),
        birth_date=_day(identity, "DTNAI"),
        title=_TITLES.get(_text(identity, "QUAL").upper())
        or _SEXES.get(_text(identity, "SEXE"), ""),
        role=role,
        france_travail_number=_text(person, "DossierPoleEmploi/IDASSEDIC") or None,
    )


def _role(person: Any) -> str:
    """Its role for RSA: the one for family benefits is another."""
    for benefit in person.iterfind("Prestations"):
        if _text(benefit, "NATPREST") == "RSA":
            role = _text(benefit, "ROLEPERS")
            return role if role in Beneficiary.Role.values else Beneficiary.Role.OTHER.value
    return Beneficiary.Role.OTHER.value


def other_organism(said: SaidPerson) -> SaidPerson:
    """A household of another organism than the file: one line in error."""
    home = said.household
    return SaidPerson(
        position=said.position,
        household=home,
        label=f"Foyer {home.matricule}",
        problem=f"Ce foyer est de {home.organism} {home.organism_number}, un autre organisme que "
        "le reste du fichier.",
    )
