"""Examples of answers, shown in the schema; a test compares their properties with the shapes."""

from typing import Any

_SITE = "https://emploi.example"
OPPORTUNITY: dict[str, Any] = {
    "id": 42,
    "kind": "job",
    "title": "Maçon ou maçonne",
    "url": f"{_SITE}/offres/macon-ou-maconne-1f2e3d4c/",
    "organisation": "Bâtir Ensemble",
    "occupation": "Maçon / Maçonne",
    "commune": "Villeneuve",
    "latitude": 46.6,
    "longitude": 2.5,
    "precision": "address",
    "distance_km": 3.2,
    "contract": "cdi",
    "starts_at": "2027-01-04T23:00:00Z",
    "published_at": "2026-11-03T08:05:01Z",
    "expires_at": "2027-01-02T08:05:01Z",
}
_PAGES: dict[str, Any] = {"count": 1, "next": None, "previous": None}
OPPORTUNITY_LIST: dict[str, Any] = {
    **_PAGES,
    "facets": {"contrat": [{"value": "cdi", "label": "CDI", "count": 1, "selected": False}]},
    "widened_to_km": None,
    "results": [OPPORTUNITY],
}
_POINT = {"type": "Point", "coordinates": [2.5, 46.6]}
OPPORTUNITY_COLLECTION: dict[str, Any] = {
    "type": "FeatureCollection",
    **_PAGES,
    "features": [{"type": "Feature", "geometry": _POINT, "properties": OPPORTUNITY}],
}
CLUSTER_COLLECTION: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": _POINT,
            "properties": {"count": 12, "kinds": {"job": 10, "session": 2}},
        }
    ],
}
COMMUNE_LIST: dict[str, Any] = {
    "results": [
        {
            "code": "01234",
            "name": "Villeneuve",
            "label": "Villeneuve (01230)",
            "postal_codes": ["01230"],
            "latitude": 46.6,
            "longitude": 2.5,
        }
    ]
}
OCCUPATION_LIST: dict[str, Any] = {
    "count": 1,
    "results": [
        {
            "code": "F1703",
            "label": "Maçon / Maçonne",
            "domain": "F",
            "domain_label": "Construction, bâtiment, travaux publics",
        }
    ],
}
ORGANISATION: dict[str, Any] = {
    "id": 7,
    "slug": "batir-ensemble",
    "name": "Bâtir Ensemble",
    "kind": "company",
    "url": f"{_SITE}/organisations/batir-ensemble/",
    "website": "https://batir.example",
    "description": "Une entreprise de maçonnerie de douze personnes.",
    "address": "12 rue des Artisans",
    "commune": "Villeneuve",
    "commune_code": "01234",
    "postal_code": "01230",
    "verified": True,
    "opportunities": 3,
}
ORGANISATION_LIST: dict[str, Any] = {**_PAGES, "results": [ORGANISATION]}
SESSION: dict[str, Any] = {
    "id": 57,
    "title": "Les métiers du bâtiment recrutent",
    "url": f"{_SITE}/sessions/les-metiers-du-batiment-recrutent-5a6b7c8d/",
    "organisation": "Service emploi du Département",
    "partners": [{"id": 7, "name": "Bâtir Ensemble"}],
    "occupations": ["F1703"],
    "commune": "Villeneuve",
    "latitude": 46.6,
    "longitude": 2.5,
    "precision": "address",
    "place": "Salle des fêtes, place de la Mairie",
    "distance_km": None,
    "starts_at": "2027-01-12T13:00:00Z",
    "ends_at": "2027-01-12T16:00:00Z",
    "session_type": "job_dating",
    "status": "scheduled",
    "audience": "public",
    "capacity": 40,
    "positions": 12,
    "registration_opens_at": None,
    "registration_closes_at": "2027-01-10T11:00:00Z",
    "published_at": "2026-11-24T08:05:01Z",
}
SESSION_LIST: dict[str, Any] = {**_PAGES, "results": [SESSION]}
