"""Loads communes, occupations and contours: everything is checked before anything is written.

Every function raises `LoadingError`, whose message is for the person who runs the command, and
then nothing has changed. Rows that are not in the source are left alone.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from snippets import contours, territory
from snippets.folding import fold_name
from snippets.models import Commune, Occupation
from snippets.sources import LoadingError, fetch_json, parse_json, read_text

DATA = Path(__file__).parent / "data"
COMMUNE_FIELDS = ("name", "postal_codes", "population", "epci_code", "epci_name")
POSITION_FIELDS = ("latitude", "longitude")
_COMMUNE_COLUMNS = {"insee_code", *COMMUNE_FIELDS, *POSITION_FIELDS}
_OCCUPATION_COLUMNS = {"code", "label"}
_PROBLEMS_SHOWN = 3
_DEPARTMENT = re.compile(r"^(\d{2,3}|2[AB])$")
_LOCK = 7_436_001  # advisory lock: one load at a time

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Counts:
    """What a load did."""

    created: int
    updated: int
    unchanged: int

    def __str__(self) -> str:
        return f"ajouts {self.created}, modifications {self.updated}, inchangés {self.unchanged}"


def load_communes(path: Path = DATA / "communes.csv") -> Counts:
    """Load communes from a CSV file with the columns of `data/communes.csv`."""
    rows = _csv_rows(path, _COMMUNE_COLUMNS)
    return _write_communes(_checked(rows, _commune_from_csv, path.name))


def load_communes_from_api(department: str) -> Counts:
    """Load the communes of a Département from the geographic API."""
    data = fetch_json(
        f"departements/{_department(department)}/communes",
        {"fields": "nom,code,codesPostaux,population,centre,epci", "format": "json"},
    )
    source = "la réponse du service géographique"
    if not isinstance(data, list):
        message = f"{source.capitalize()} n’est pas une liste de communes."
        raise LoadingError(message)
    rows = ((f"commune {number}", item) for number, item in enumerate(data, 1))
    communes = _checked(rows, _commune_from_api, source)
    foreign = [commune for commune in communes if not commune.pk.startswith(department)]
    if foreign:
        message = f"La commune {foreign[0].pk} n’est pas dans le département {department}."
        raise LoadingError(message)
    return _write_communes(communes)


def load_occupations(path: Path = DATA / "occupations.csv") -> Counts:
    """Load ROME occupations from a CSV file with the columns of `data/occupations.csv`."""
    rows = _csv_rows(path, _OCCUPATION_COLUMNS)
    occupations = _checked(rows, _occupation_from_csv, path.name)
    return _write(Occupation, occupations, ("label", "folded_label"))


def load_contours(path: Path) -> Counts:
    """Load contours from a GeoJSON FeatureCollection whose features have `properties.code`."""
    return _write_contours(parse_json(read_text(path), f"Le fichier {path}"), path.name)


def load_reference_contours() -> Counts:
    """Give the communes that have no contour the one of the reference file, when it has it.

    Contours that were loaded from elsewhere stay.
    """
    path = DATA / "contours.geojson"
    data = parse_json(read_text(path), f"Le fichier {path}")
    bare = set(Commune.objects.filter(contour__isnull=True).values_list("pk", flat=True))
    wanted = [item for item in data["features"] if item["properties"]["code"] in bare]
    if not wanted:
        return Counts(0, 0, 0)
    return _write_contours({**data, "features": wanted}, path.name)


def load_contours_from_api(department: str) -> Counts:
    """Load the contours of a Département's communes from the geographic API."""
    data = fetch_json(
        f"departements/{_department(department)}/communes",
        {"fields": "nom,code", "format": "geojson", "geometry": "contour"},
    )
    return _write_contours(data, "la réponse du service géographique")


def _department(code: str) -> str:
    """The code of a Département, fit for an address."""
    if not _DEPARTMENT.match(code):
        message = f"«\u00a0{code}\u00a0» n’est pas un code de département, comme 90."
        raise LoadingError(message)
    return code


def _csv_rows(path: Path, columns: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each row is, and the row, of a CSV file with exactly these columns in any order."""
    text = read_text(path)
    header = text.partition("\n")[0]
    delimiter = ";" if ";" in header and "," not in header else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        found = [name.strip() for name in reader.fieldnames or []]
        if sorted(found) != sorted(columns):
            message = (
                f"Le fichier {path} doit avoir les colonnes {', '.join(sorted(columns))}"
                f" et non {', '.join(found) or 'aucune'}."
            )
            raise LoadingError(message)
        reader.fieldnames = found
        for row in reader:
            if None in row or None in row.values():
                message = (
                    f"{path.name}, ligne {reader.line_num}\u00a0: il manque des colonnes, ou trop."
                )
                raise LoadingError(message)
            yield f"ligne {reader.line_num}", row
    except csv.Error as error:
        message = f"Le fichier {path} n’est pas un CSV valable (ligne {reader.line_num})."
        raise LoadingError(message) from error


def _checked(
    items: Iterable[tuple[str, Any]], build: Callable[[Any], Row], source: str
) -> list[Row]:
    """The rows that `build` makes, all valid and with different codes; LoadingError otherwise."""
    rows: dict[Any, Row] = {}
    problems = []
    for where, item in items:
        try:
            row = build(item)
            row.clean_fields(exclude=["contour", "folded_name", "folded_label"])
        except (ValidationError, ValueError) as error:
            problems.append(f"{where}\u00a0: {_explain(error)}")
            continue
        if row.pk in rows:
            problems.append(f"{where}\u00a0: le code {row.pk} est déjà plus haut")
        rows[row.pk] = row
    if not (rows or problems):
        problems.append("aucune ligne")
    _refuse(problems, source)
    return list(rows.values())


def _refuse(problems: Sequence[str], source: str) -> None:
    """Raise LoadingError with the first problems, if there are any."""
    if not problems:
        return
    shown = "\u00a0; ".join(problem.rstrip(".") for problem in problems[:_PROBLEMS_SHOWN])
    more = len(problems) - _PROBLEMS_SHOWN
    rest = f", et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
    message = f"{source[0].upper()}{source[1:]} contient des erreurs ({shown}{rest})."
    raise LoadingError(message)


def _explain(error: ValidationError | ValueError) -> str:
    """One line for a person."""
    if isinstance(error, ValidationError) and hasattr(error, "message_dict"):
        field, messages = next(iter(error.message_dict.items()))
        return messages[0] if field == "__all__" else f"{field}, {messages[0]}"
    return str(error)


def _commune_from_csv(row: dict[str, str]) -> Commune:
    """A commune from text."""
    return Commune(
        insee_code=row["insee_code"].strip(),
        name=_name(row["name"]),
        postal_codes=[code.strip() for code in row["postal_codes"].split("|")],
        population=_integer(row["population"].strip()),
        epci_code=row["epci_code"].strip(),
        epci_name=_name(row["epci_name"]),
        latitude=_degrees(row["latitude"], "latitude"),
        longitude=_degrees(row["longitude"], "longitude"),
    )


def _commune_from_api(item: Any) -> Commune:
    """A commune from what the API answers: `centre` is a GeoJSON point, `epci` may be missing."""
    if not isinstance(item, dict):
        message = "un objet est attendu"
        raise ValueError(message)  # noqa: TRY004 - collected with the other problems of the row
    centre, epci = item.get("centre"), item.get("epci") or {}
    coordinates = centre.get("coordinates") if isinstance(centre, dict) else None
    postal_codes = item.get("codesPostaux")
    if not isinstance(coordinates, list) or len(coordinates) != 2:
        message = "centre, un point GeoJSON est attendu"
        raise ValueError(message)
    if not isinstance(postal_codes, list) or not isinstance(epci, dict):
        message = "codesPostaux ou epci n’a pas la forme attendue"
        raise ValueError(message)  # noqa: TRY004 - the same
    return Commune(
        insee_code=_line(item.get("code")),
        name=_name(item.get("nom")),
        postal_codes=[_line(code) for code in postal_codes],
        population=_integer(item.get("population") or 0),
        epci_code=_line(epci.get("code", "")),
        epci_name=_name(epci.get("nom", "")),
        latitude=_degrees(coordinates[1], "latitude"),
        longitude=_degrees(coordinates[0], "longitude"),
    )


def _occupation_from_csv(row: dict[str, str]) -> Occupation:
    """An occupation from text."""
    return Occupation(code=row["code"].strip(), label=_name(row["label"]))


def _name(value: Any) -> str:
    """A name or a label as it is printed: references type the apostrophe straight."""
    return _line(value).replace("'", "’")


def _line(value: Any) -> str:
    """One line of printable text."""
    if not isinstance(value, str):
        message = f"«\u00a0{value}\u00a0» n’est pas un texte"
        raise ValueError(message)  # noqa: TRY004 - collected with the other problems of the row
    text = " ".join(value.split())
    if not text.isprintable():
        message = "un caractère ne peut pas être lu"
        raise ValueError(message)
    return text


def _integer(value: Any) -> int:
    """A whole number that is not negative."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    message = f"«\u00a0{value}\u00a0» n’est pas un nombre d’habitants"
    raise ValueError(message)


def _degrees(value: Any, name: str) -> float:
    """A latitude or longitude in degrees (WGS 84)."""
    limit = 90 if name == "latitude" else 180
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    # A comparison with "not a number" is false.
    if not -limit <= number <= limit:
        message = f"{name}, «\u00a0{value}\u00a0» n’est pas entre −{limit} et {limit} degrés"
        raise ValueError(message)
    return number


def _write_communes(communes: list[Commune]) -> Counts:
    """Write communes; the contours already loaded stay."""
    fields = (*COMMUNE_FIELDS, *POSITION_FIELDS, "folded_name")
    counts = _write(Commune, communes, fields)
    territory.forget()
    return counts


def _write_contours(data: Any, source: str) -> Counts:
    """Check a FeatureCollection and write its contours on the communes of its codes."""
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        message = f"{source[0].upper()}{source[1:]} n’est pas une FeatureCollection GeoJSON."
        raise LoadingError(message)
    known = set(Commune.objects.values_list("pk", flat=True))
    rows: dict[str, Commune] = {}
    problems = []
    for number, feature in enumerate(features, 1):
        try:
            code, geometry = feature["properties"]["code"], feature["geometry"]
        except (KeyError, TypeError):
            problems.append(f"élément {number}\u00a0: il manque properties.code ou geometry")
            continue
        if problem := _contour_problem(code, geometry, known, rows):
            problems.append(f"élément {number}\u00a0: {problem}")
            continue
        light = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
        rows[code] = Commune(pk=code, contour=light)
    if not features:
        problems.append("aucun contour")
    _refuse(problems, source)
    counts = _write(Commune, list(rows.values()), ("contour",))
    territory.forget()
    return counts


def _contour_problem(code: Any, geometry: Any, known: set[str], seen: dict[str, Commune]) -> str:
    """What is wrong with one contour; empty when nothing is."""
    if not isinstance(code, str) or code not in known:
        return f"la commune «\u00a0{code}\u00a0» est inconnue, chargez d’abord les communes"
    if code in seen:
        return f"la commune {code} a déjà un contour plus haut"
    return contours.geometry_problem(geometry)


def _write(model: type[Row], rows: Sequence[Row], fields: Sequence[str]) -> Counts:
    """Create the missing rows and update those that differ, in one transaction."""
    for row in rows:
        _fold(row)
    manager: models.Manager[Any] = model._default_manager  # noqa: SLF001 - a documented API
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        existing = manager.only(*fields).in_bulk([row.pk for row in rows])
        new = [row for row in rows if row.pk not in existing]
        changed = [
            row
            for row in rows
            if row.pk in existing
            and any(getattr(row, name) != getattr(existing[row.pk], name) for name in fields)
        ]
        manager.bulk_create(new, batch_size=500)
        manager.bulk_update(changed, list(fields), batch_size=500)
        _tell(manager, [row.pk for row in changed], fields)
    return Counts(len(new), len(changed), len(rows) - len(new) - len(changed))


def _tell(manager: models.Manager[Any], keys: list[str], fields: Sequence[str]) -> None:
    """Send `post_save` for each changed row: what copies it (the public index, the CMS's) listens.

    A bulk update sends nothing.
    """
    for row in manager.filter(pk__in=keys):
        models.signals.post_save.send(
            sender=manager.model,
            instance=row,
            created=False,
            raw=False,
            using=manager.db,
            update_fields=frozenset(fields),
        )


def _fold(row: models.Model) -> None:
    """Set the folded column, which `bulk_create` and `bulk_update` do not."""
    if isinstance(row, Commune):
        row.folded_name = fold_name(row.name)
    elif isinstance(row, Occupation):
        row.folded_label = fold_name(row.label)
