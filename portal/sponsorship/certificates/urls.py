"""Addresses of certificates of engagement."""

from django.urls import URLPattern, path

from portal.sponsorship.certificates import views

_OWN = "parrainage/attestation"
_COORDINATION = "parrainage/coordination"

public: list[URLPattern] = [
    path(
        f"{_OWN}/verifier/<str:number>/",
        views.CheckView.as_view(),
        name="sponsor_certificate_check",
    ),
]
private: list[URLPattern] = [
    path(f"{_OWN}/", views.AskView.as_view(), name="sponsor_certificate_ask"),
    path(f"{_OWN}/<str:number>/", views.OwnFileView.as_view(), name="sponsor_certificate"),
    path(
        f"{_COORDINATION}/attestations/",
        views.CertificatesView.as_view(),
        name="sponsor_certificates",
    ),
    path(
        f"{_COORDINATION}/attestations/<str:number>/",
        views.FileView.as_view(),
        name="sponsor_certificate_file",
    ),
    path(
        f"{_COORDINATION}/parrains/<int:pk>/attestation/",
        views.IssueView.as_view(),
        name="sponsor_certificate_issue",
    ),
]
