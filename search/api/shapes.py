"""What the API answers, as OpenAPI schemas; `representation` writes exactly these properties.

With `fields`, a result has the chosen properties only: so none of a result's is required.
"""

from typing import Any

from pages.models.opportunity import Precision
from pages.models.session import SessionAudience, SessionStatus, SessionType
from search.models import Kind
from snippets.models import Organisation
from snippets.models.reference import RomeDomain

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer", "minimum": 0}
ADDRESS: Shape = {"type": "string", "format": "uri"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
FLAG: Shape = {"type": "boolean"}


def nullable(shape: Shape, description: str = "") -> Shape:
    """The shape, or null."""
    return {**shape, "nullable": True} | ({"description": description} if description else {})


def described(shape: Shape, description: str) -> Shape:
    """The shape with its meaning."""
    return {**shape, "description": description}


def of(component: str) -> Shape:
    """A shape by its name in COMPONENTS."""
    return {"$ref": f"#/components/schemas/{component}"}


def record(properties: dict[str, Shape], *, required: bool = True, extra: bool = False) -> Shape:
    """An object of these properties; all of them are there when `required`."""
    shape: Shape = {"type": "object", "properties": properties}
    if not extra:
        shape["additionalProperties"] = False
    return {**shape, "required": list(properties)} if required else shape


def array(items: Shape) -> Shape:
    """A list."""
    return {"type": "array", "items": items}


LATITUDE = {"type": "number", "format": "double", "minimum": -90, "maximum": 90}
LONGITUDE = {"type": "number", "format": "double", "minimum": -180, "maximum": 180}

OPPORTUNITY: dict[str, Shape] = {
    "id": {"type": "integer", "format": "int64"},
    "kind": {"type": "string", "enum": Kind.values},
    "title": TEXT,
    "url": described(ADDRESS, "La page de l’annonce."),
    "organisation": nullable(TEXT),
    "occupation": nullable(TEXT, "Métier (ROME)."),
    "commune": nullable(TEXT),
    "latitude": nullable(LATITUDE, "Degrés, WGS 84."),
    "longitude": nullable(LONGITUDE, "Degrés, WGS 84."),
    "precision": {
        "type": "string",
        "enum": [*Precision.values, None],
        "nullable": True,
        "description": "«\u00a0commune\u00a0»\u00a0: le point est le centre de la commune.",
    },
    "distance_km": nullable({"type": "number"}, "Depuis le lieu demandé."),
    "contract": nullable(TEXT, "Type de contrat, pour un emploi."),
    "starts_at": nullable(INSTANT),
    "published_at": INSTANT,
    "expires_at": nullable(INSTANT),
}
SESSION: dict[str, Shape] = {
    **{name: OPPORTUNITY[name] for name in ("id", "title", "url", "organisation")},
    "partners": array(of("Partner")),
    "occupations": described(array(TEXT), "Codes ROME."),
    **{name: OPPORTUNITY[name] for name in ("commune", "latitude", "longitude", "precision")},
    "place": nullable(TEXT, "Le nom du lieu et son adresse."),
    "distance_km": OPPORTUNITY["distance_km"],
    "starts_at": INSTANT,
    "ends_at": INSTANT,
    "session_type": {"type": "string", "enum": SessionType.values},
    "status": {"type": "string", "enum": SessionStatus.values},
    "audience": {"type": "string", "enum": SessionAudience.values},
    "capacity": nullable(WHOLE),
    "positions": nullable(WHOLE, "Postes à pourvoir."),
    "registration_opens_at": nullable(INSTANT),
    "registration_closes_at": nullable(INSTANT),
    "published_at": INSTANT,
}
OCCUPATION: dict[str, Shape] = {
    "code": described({"type": "string", "pattern": "^[A-N][0-9]{4}$"}, "Code ROME."),
    "label": TEXT,
    "domain": {"type": "string", "enum": RomeDomain.values},
    "domain_label": TEXT,
}
ORGANISATION: dict[str, Shape] = {
    "id": {"type": "integer", "format": "int64"},
    "slug": TEXT,
    "name": TEXT,
    "kind": {"type": "string", "enum": Organisation.Kind.values},
    "url": described(ADDRESS, "La page de l’organisation."),
    "website": nullable(TEXT),
    "description": nullable(TEXT),
    "address": nullable(TEXT),
    "commune": nullable(TEXT),
    "commune_code": nullable(TEXT, "Code INSEE."),
    "postal_code": nullable(TEXT),
    "verified": described(FLAG, "Vérifiée par le Département."),
    "opportunities": described(WHOLE, "Nombre d’annonces en ligne."),
}
COMMUNE: dict[str, Shape] = {
    "code": described(TEXT, "Code INSEE."),
    "name": TEXT,
    "label": described(TEXT, "Ce que le paramètre «\u00a0lieu\u00a0» accepte."),
    "postal_codes": array(TEXT),
    "latitude": LATITUDE,
    "longitude": LONGITUDE,
}
_MEMBER: dict[str, Shape] = {
    name: OPPORTUNITY[name] for name in ("id", "kind", "title", "url", "precision")
}
_POINT: Shape = record(
    {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {
            **array({"type": "number"}),
            "minItems": 2,
            "maxItems": 2,
            "description": "Longitude, latitude (degrés, WGS 84).",
        },
    }
)
_PAGES: dict[str, Shape] = {
    "count": described(WHOLE, "Nombre de résultats, toutes pages comprises."),
    "next": nullable(ADDRESS, "La page suivante."),
    "previous": nullable(ADDRESS, "La page précédente."),
}


def _feature(properties: Shape, *, anywhere: bool) -> Shape:
    """A GeoJSON Feature; `anywhere` when its place may be unknown."""
    point = {"allOf": [of("Point")], "nullable": True} if anywhere else of("Point")
    kind = {"type": "string", "enum": ["Feature"]}
    return record({"type": kind, "geometry": point, "properties": properties})


def _collection(feature: str, more: dict[str, Shape]) -> Shape:
    """A GeoJSON FeatureCollection with some members of ours."""
    kind = {"type": "string", "enum": ["FeatureCollection"]}
    return record({"type": kind, **more, "features": array(of(feature))})


COMPONENTS: dict[str, Shape] = {
    "Problem": record(
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "errors": array(of("FieldError")),
        }
    )
    | {
        "required": ["type", "title", "status", "detail"],
        "description": "Un problème (RFC 9457), avec les paramètres en cause.",
    },
    "FieldError": record({"field": TEXT, "reason": TEXT}),
    "Opportunity": record(OPPORTUNITY, required=False),
    "FacetValue": record(
        {
            "value": TEXT,
            "label": TEXT,
            "count": described(WHOLE, "Résultats, les autres filtres étant gardés."),
            "selected": FLAG,
        }
    ),
    "OpportunityList": record(
        {
            **_PAGES,
            "facets": {
                "type": "object",
                "additionalProperties": array(of("FacetValue")),
                "description": "Par paramètre, les valeurs qui filtrent et leurs nombres.",
            },
            "widened_to_km": nullable(
                {"type": "integer"},
                "Le rayon utilisé, quand celui demandé ne contenait rien.",
            ),
            "results": array(of("Opportunity")),
        }
    ),
    "Partner": record({"id": {"type": "integer", "format": "int64"}, "name": TEXT}),
    "Session": record(SESSION, required=False),
    "SessionList": record({**_PAGES, "results": array(of("Session"))}),
    "Point": _POINT,
    "OpportunityFeature": _feature(of("Opportunity"), anywhere=True),
    "OpportunityCollection": _collection("OpportunityFeature", _PAGES),
    "ClusterMember": record(_MEMBER),
    "Cluster": record(
        {
            "count": {"type": "integer", "minimum": 1},
            "kinds": {"type": "object", "additionalProperties": {"type": "integer"}},
            **_MEMBER,
            "members": array(of("ClusterMember")),
        }
    )
    | {
        "required": ["count", "kinds"],
        "description": "Une annonce seule porte ses champs\u00a0; au zoom 18, toutes sont listées.",
    },
    "ClusterFeature": _feature(of("Cluster"), anywhere=False),
    "ClusterCollection": _collection("ClusterFeature", {}),
    "Commune": record(COMMUNE, required=False),
    "CommuneList": record({"results": array(of("Commune"))}),
    "Occupation": record(OCCUPATION, required=False),
    "OccupationList": record(
        {
            "count": described(WHOLE, "Nombre de métiers trouvés, au-delà de la limite compris."),
            "results": array(of("Occupation")),
        }
    ),
    "Organisation": record(ORGANISATION, required=False),
    "OrganisationList": record({**_PAGES, "results": array(of("Organisation"))}),
}
