"""Addresses of commitments: in a person's space, by a link, of the association, for everybody."""

from types import ModuleType

from django.urls import URLPattern, path

from portal.sponsorship.commitments.views import association, by_link, checking, own

_OWN, _LINK = "mon-espace/benevolat/", "engagement/<str:token>/"
_THEIRS = "benevolat/engagements/"


def _screens(folder: str, prefix: str, views: ModuleType, names: str) -> list[URLPattern]:
    """What both sides do with one commitment, at addresses of their own."""
    line = f"{folder}heures/<int:line_pk>/"
    found = {
        "": (folder, "Commitment"),
        "_end": (f"{folder}terminer/", "End"),
        "_issue": (f"{folder}attestation/", "Issue"),
        "_certificate": (f"{folder}attestation/<str:number>/", "Certificate"),
        "_confirm": (f"{line}confirmer/", "Confirm"),
        "_refuse": (f"{line}refuser/", "Refuse"),
        "_correct": (f"{line}corriger/", "Correct"),
        "_take_back": (f"{line}reprendre/", "TakeBack"),
    }
    return [
        path(route, getattr(views, f"{names}{view}View").as_view(), name=f"{prefix}{name}")
        for name, (route, view) in found.items()
    ]


public: list[URLPattern] = [
    *_screens(_LINK, "link_commitment", by_link, "Link"),
    path(f"{_LINK}communiquer/", by_link.LinkSharingView.as_view(), name="link_commitment_sharing"),
    path(
        "benevolat/attestation/<str:number>/",
        checking.CheckView.as_view(),
        name="certificate_check",
    ),
]
private: list[URLPattern] = [
    path(_OWN, own.OwnListView.as_view(), name="own_commitments"),
    path(f"{_OWN}communiquer/", own.OwnSharingView.as_view(), name="own_commitments_sharing"),
    *_screens(f"{_OWN}<int:pk>/", "own_commitment", own, "Own"),
    path(_THEIRS, association.ListView.as_view(), name="commitments"),
    path(f"{_THEIRS}confirmer/", association.BulkView.as_view(), name="commitments_confirm"),
    *_screens(f"{_THEIRS}<int:pk>/", "commitment", association, ""),
]
