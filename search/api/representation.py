"""Results as plain data: dictionaries, since serializers cost more than the search itself."""

import json
from typing import Any

from django.urls import reverse

from search.parameters.occupations import KnownOccupation
from search.parameters.places import KnownCommune
from search.queries import Cluster, Facets, Member
from search.queries.results import COLUMNS, Record, instant
from snippets.models import Organisation

MAX_CLUSTER_TITLE = 60
_AT = {name: index for index, name in enumerate(COLUMNS)}
_LONGITUDE, _LATITUDE, _DISTANCE = len(COLUMNS), len(COLUMNS) + 1, len(COLUMNS) + 2
_ID, _KIND, _TITLE, _URL = _AT["id"], _AT["kind"], _AT["title"], _AT["url"]
_ORGANISATION, _OCCUPATION = _AT["organisation_name"], _AT["occupation_label"]
_COMMUNE, _PRECISION, _CONTRACT = _AT["commune_name"], _AT["precision"], _AT["contract"]
_DETAILS, _ENDS = _AT["details"], _AT["ends_at"]
_STARTS, _PUBLISHED, _EXPIRES = _AT["starts_at"], _AT["published_at"], _AT["expires_at"]


def opportunity(record: Record, origin: str) -> dict[str, Any]:
    """One opportunity; `origin` is the scheme and host of the site."""
    distance = record[_DISTANCE]
    return {
        "id": record[_ID],
        "kind": record[_KIND],
        "title": record[_TITLE],
        "url": origin + record[_URL],
        "organisation": record[_ORGANISATION] or None,
        "occupation": record[_OCCUPATION] or None,
        "commune": record[_COMMUNE] or None,
        "latitude": record[_LATITUDE],
        "longitude": record[_LONGITUDE],
        "precision": record[_PRECISION] or None,
        "distance_km": None if distance is None else round(distance, 2),
        "contract": record[_CONTRACT] or None,
        "starts_at": _instant(record[_STARTS]),
        "published_at": _instant(record[_PUBLISHED]),
        "expires_at": _instant(record[_EXPIRES]),
    }


def session(record: Record, origin: str) -> dict[str, Any]:
    """A recruitment session: what it shares with the others, and its details."""
    shared, details = opportunity(record, origin), json.loads(record[_DETAILS])
    return {
        "id": shared["id"],
        "title": shared["title"],
        "url": shared["url"],
        "organisation": shared["organisation"],
        "partners": details["partners"],
        "occupations": details["occupations"],
        "commune": shared["commune"],
        "latitude": shared["latitude"],
        "longitude": shared["longitude"],
        "precision": shared["precision"],
        "place": details["place"] or None,
        "distance_km": shared["distance_km"],
        "starts_at": shared["starts_at"],
        "ends_at": _instant(record[_ENDS]),
        "session_type": details["session_type"],
        "status": details["status"],
        "audience": details["audience"],
        "capacity": details["capacity"],
        "positions": details["positions"],
        "registration_opens_at": details["registration_opens_at"],
        "registration_closes_at": details["registration_closes_at"],
        "published_at": shared["published_at"],
    }


def feature(result: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """A result as a GeoJSON Feature (RFC 7946) with some properties."""
    longitude, latitude = result["longitude"], result["latitude"]
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "geometry": None if longitude is None else point,
        "properties": properties,
    }


def _instant(seconds: float | None) -> str | None:
    """ISO 8601, in UTC."""
    value = instant(seconds)
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def facets(found: Facets) -> dict[str, list[dict[str, Any]]]:
    """The facets by the parameter that filters by them."""
    return {
        name: [
            {
                "value": item.value,
                "label": item.label,
                "count": item.count,
                "selected": item.selected,
            }
            for item in values
        ]
        for name, values in found.items()
    }


def feature_collection(clusters: list[Cluster], origin: str) -> dict[str, Any]:
    """Clusters as GeoJSON (RFC 7946)."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(cluster, origin) for cluster in clusters],
    }


def _feature(cluster: Cluster, origin: str) -> dict[str, Any]:
    properties: dict[str, Any] = {"count": cluster.count, "kinds": cluster.kinds}
    if cluster.opportunity:
        properties.update(_member(cluster.opportunity, origin))
    elif cluster.members:
        properties["members"] = [_member(member, origin) for member in cluster.members]
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(cluster.longitude, 5), round(cluster.latitude, 5)],
        },
        "properties": properties,
    }


def _member(member: Member, origin: str) -> dict[str, Any]:
    """What a marker shows; a long title is cut."""
    title = member.title
    if len(title) > MAX_CLUSTER_TITLE:
        title = f"{title[: MAX_CLUSTER_TITLE - 1].rstrip()}…"
    return {
        "id": member.id,
        "kind": member.kind,
        "title": title,
        "url": origin + member.url,
        "precision": member.precision or None,
    }


def commune(known: KnownCommune) -> dict[str, Any]:
    """A commune; `label` is what the parameter `lieu` accepts."""
    return {
        "code": known.code,
        "name": known.name,
        "label": known.label,
        "postal_codes": list(known.postal_codes),
        "latitude": known.latitude,
        "longitude": known.longitude,
    }


def occupation(known: KnownOccupation) -> dict[str, Any]:
    """An occupation of ROME."""
    return {
        "code": known.code,
        "label": known.label,
        "domain": known.domain,
        "domain_label": known.domain_label,
    }


def organisation(row: Organisation, origin: str) -> dict[str, Any]:
    """What the organisation's page shows; neither its phone nor its e-mail address."""
    commune = row.commune
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.name,
        "kind": row.kind,
        "url": origin + reverse("search:organisation", args=[row.slug]),
        "website": row.website or None,
        "description": row.description or None,
        "address": row.address or None,
        "commune": commune.name if commune else None,
        "commune_code": commune.insee_code if commune else None,
        "postal_code": commune.postal_code or None if commune else None,
        "verified": row.verified_at is not None,
        "opportunities": row.opportunities,  # type: ignore[attr-defined]  # annotated
    }
