"""Which column of a table holds what: recognised by its heading, said once, remembered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from portal.followup.imports.models import ColumnMapping, ImportFile
from portal.followup.imports.tables import cells
from snippets.errors import DomainError
from snippets.folding import fold_name

Flow = ImportFile.Flow
PEOPLE, BOTH = frozenset({Flow.TABLE}), frozenset({Flow.TABLE, Flow.CONTACTS})
# Field of `Column` by rank of the column in the file, as text: what JSON keeps.
Columns = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may hold. `headings` are folded, commas between; `read` reads a cell."""

    key: str
    label: str
    read: Callable[[str], Any]
    headings: str
    flows: frozenset[str] = BOTH

    @property
    def names(self) -> list[str]:
        """Each of its headings."""
        return self.headings.split(", ")


COLUMNS = (
    Column(
        "birth_name",
        "Nom de naissance",
        cells.read_person_name,
        "nom de naissance, nom naissance, nom de famille, nomnai, nom jeune fille, nom de "
        "jeune fille, nom patronymique, birth name, nom naiss",
    ),
    Column(
        "used_name",
        "Nom d’usage",
        cells.read_person_name,
        "nom d usage, nom usage, nom marital, nom d epouse, nom usuel",
        PEOPLE,
    ),
    Column(
        "first_name",
        "Prénom",
        cells.read_person_name,
        "prenom, prenoms, prenom 1, premier prenom, first name",
    ),
    Column(
        "birth_date",
        "Date de naissance",
        cells.read_day,
        "date de naissance, date naissance, dtnai, ne le, nee le, ne e le, naissance, "
        "ddn, dn, date naiss, date de naiss, birth date",
    ),
    Column(
        "number",
        "Numéro de dossier (celui de ce site)",
        cells.read_case_number,
        "numero de dossier, numero dossier, n dossier, n de dossier, numero declic",
    ),
    Column(
        "matricule",
        "Numéro d’allocataire",
        cells.read_matricule,
        "matricule, numero allocataire, n allocataire, numero d allocataire, num caf, n d "
        "allocataire, no allocataire, num allocataire, numero caf, n caf, matricule caf, "
        "numero msa, n msa, allocataire, numero caf msa",
    ),
    Column(
        "organism",
        "Organisme (CAF ou MSA)",
        cells.read_organism,
        "organisme, fonorg, caisse, caf msa, organisme payeur, caf ou msa",
    ),
    Column(
        "organism_number",
        "Numéro de l’organisme",
        cells.read_organism_number,
        "numorg, numero organisme, numero de l organisme, n organisme, code organisme",
    ),
    Column(
        "title",
        "Civilité",
        cells.read_title,
        "civilite, titre, qual, sexe, genre",
        PEOPLE,
    ),
    Column("role", "Rôle dans le foyer", cells.read_role, "role, rolepers, role foyer", PEOPLE),
    Column(
        "france_travail_number",
        "Numéro France Travail",
        cells.read_france_travail,
        "numero france travail, identifiant france travail, id france travail, ide, "
        "identifiant pole emploi, numero pole emploi, idassedic, n france travail, n pole "
        "emploi, france travail, identifiant ft, numero ft",
        PEOPLE,
    ),
    Column(
        "phone",
        "Téléphone",
        cells.read_phone,
        "telephone, tel, portable, mobile, telephone portable, numero de telephone, tel "
        "portable, tel mobile, telephone mobile, n telephone, n de telephone, gsm, "
        "telephone 1, tel 1, phone",
    ),
    Column(
        "email",
        "Adresse e-mail",
        cells.read_email,
        "email, e mail, mail, courriel, adresse email, adresse e mail, adresse mail, "
        "adresse electronique, adresse courriel, mel",
    ),
    Column(
        "address_line",
        "Adresse",
        cells.read_text,
        "adresse, adresse 1, adresse postale, voie, rue, numero et voie, libelle voie",
        PEOPLE,
    ),
    Column(
        "address_more",
        "Complément d’adresse",
        cells.read_text,
        "complement d adresse, complement adresse, complement, adresse 2, adresse suite",
        PEOPLE,
    ),
    Column(
        "postal_code",
        "Code postal",
        cells.read_postal_code,
        "code postal, cp, codepos, code post",
        PEOPLE,
    ),
    Column("town", "Ville", cells.read_text, "ville, commune, localite, nomcom", PEOPLE),
    Column(
        "known_on",
        "Coordonnées connues au",
        cells.read_day,
        "date de mise a jour, mise a jour, date maj, maj, coordonnees au, modifie le",
        frozenset({Flow.CONTACTS}),
    ),
    Column(
        "insee_code",
        "Code INSEE de la commune",
        cells.read_insee_code,
        "code insee, insee, numcom, code commune, code insee commune",
        PEOPLE,
    ),
    Column(
        "has_no_fixed_address",
        "Sans domicile stable",
        cells.read_yes_or_no,
        "sans domicile stable, sans domicile fixe, sdf, sds",
        PEOPLE,
    ),
    Column(
        "status",
        "État du droit",
        cells.read_status,
        "etat du droit, etatdosrsa, etat du dossier, etat dossier, situation du droit",
        PEOPLE,
    ),
    Column(
        "opened_on",
        "Ouverture du droit",
        cells.read_day,
        "ouverture du droit, date d ouverture, date ouverture, date d ouverture du droit, "
        "date ouverture du droit, date d ouverture des droits",
        PEOPLE,
    ),
    Column(
        "has_duties",
        "Soumis·e aux droits et devoirs",
        cells.read_yes_or_no,
        "droits et devoirs, soumis aux droits et devoirs, sdd, toppersdrodevorsa, soumis "
        "droits et devoirs, soumis a droits et devoirs",
        PEOPLE,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
# « Nom » alone is the name at birth, unless another column is.
_NAME = "nom"
_IDENTITY = ("birth_name", "first_name", "birth_date")


class ColumnsError(DomainError):
    """Columns that do not say who is who. `missing`: the labels of what is not there."""

    def __init__(self, message: str, *, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = missing


def columns_for(flow: str) -> list[Column]:
    """What a table of this kind may hold."""
    return [column for column in COLUMNS if flow in column.flows]


def guess(flow: str, headings: Sequence[str]) -> dict[str, str]:
    """The columns whose headings are known; each thing once, the first column that says it."""
    known = {name: column.key for column in columns_for(flow) for name in column.names}
    found: dict[str, str] = {}
    for rank, heading in enumerate(headings):
        key = known.get(fold_name(heading))
        if key and key not in found.values():
            found[str(rank)] = key
    for rank, heading in enumerate(headings):
        if fold_name(heading) != _NAME:
            continue
        for key in ("birth_name", "used_name"):
            if key not in found.values() and flow in BY_KEY[key].flows:
                found[str(rank)] = key
                break
        break
    return found


def check(flow: str, columns: Columns) -> None:
    """Raise ColumnsError unless the columns say who each line is about, and something of them."""
    held = list(columns.values())
    twice = sorted({BY_KEY[key].label for key in held if held.count(key) > 1})
    if twice:
        message = f"Deux colonnes diraient la même chose\u00a0: {', '.join(twice)}."
        raise ColumnsError(message)
    missing = [BY_KEY[key].label for key in _IDENTITY if key not in held]
    if flow == Flow.CONTACTS:
        if "number" in held:
            # Our number says who it is; the name, when it is there, is compared.
            missing = []
        elif "matricule" not in held:
            missing.insert(0, f"{BY_KEY['matricule'].label} (ou {BY_KEY['number'].label.lower()})")
        if not {"phone", "email"} & set(held):
            missing.append("Téléphone ou adresse e-mail")
    if missing:
        names = " ; ".join(missing)
        word = "Il manque la colonne" if len(missing) == 1 else "Il manque les colonnes"
        message = f"{word}\u00a0: {names}."
        raise ColumnsError(message, missing=missing)


def hash_of(headings: Sequence[str]) -> str:
    """What tells two sets of headings apart, whatever their capitals and accents."""
    return sha256("\n".join(map(fold_name, headings)).encode()).hexdigest()


def remembered(flow: str, headings: Sequence[str]) -> dict[str, str] | None:
    """What somebody said of the same headings; None when nobody did. In the scope of imports."""
    rows = ColumnMapping.objects.in_system_scope()
    saved = rows.filter(flow=flow, headings_hash=hash_of(headings)).first()
    return dict(saved.columns) if saved else None


def remember(flow: str, headings: Sequence[str], columns: Columns) -> None:
    """Keep what somebody said, for the next file. In the scope of imports. Raises ColumnsError."""
    check(flow, columns)
    ColumnMapping.objects.in_system_scope().update_or_create(
        flow=flow,
        headings_hash=hash_of(headings),
        defaults={"headings": list(headings), "columns": dict(columns)},
    )
