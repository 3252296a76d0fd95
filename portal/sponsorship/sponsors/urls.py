"""Addresses of sponsors: the public door, their own space, the coordinator's screens."""

from django.urls import URLPattern, path

from portal.sponsorship.sponsors.views import coordinating, door, own
from snippets.shared_pages import shared_page

_ROOT = "parrainage"
_COORDINATION = f"{_ROOT}/coordination/parrains"
_ONE = f"{_COORDINATION}/<int:pk>"

public: list[URLPattern] = [
    path("devenir-parrain/", shared_page(door.recruit), name="recruit"),
    path(f"{_ROOT}/devenir/", door.BecomeView.as_view(), name="become"),
]
private: list[URLPattern] = [
    path(f"{_ROOT}/", own.SpaceView.as_view(), name="space"),
    path(f"{_ROOT}/charte/", own.CharterView.as_view(), name="charter"),
    path(f"{_ROOT}/modifier/", own.DescribeView.as_view(), name="describe"),
    path(f"{_ROOT}/pause/", own.PauseView.as_view(), name="pause"),
    path(f"{_ROOT}/reprendre/", own.ResumeView.as_view(), name="resume"),
    path(f"{_ROOT}/employeurs/", own.EmployersView.as_view(), name="employers"),
    path(
        f"{_ROOT}/employeurs/<int:pk>/retirer/",
        own.RemoveEmployerView.as_view(),
        name="remove_employer",
    ),
    path(f"{_ROOT}/partir/", own.LeaveView.as_view(), name="leave"),
    path(f"{_COORDINATION}/", coordinating.SponsorsView.as_view(), name="sponsors"),
    path(f"{_ONE}/", coordinating.SponsorView.as_view(), name="sponsor"),
    path(f"{_ONE}/contact/", coordinating.ContactView.as_view(), name="sponsor_contact"),
    path(f"{_ONE}/entretien/", coordinating.InterviewView.as_view(), name="sponsor_interview"),
    path(f"{_ONE}/accueillir/", coordinating.AcceptView.as_view(), name="sponsor_accept"),
    path(f"{_ONE}/refuser/", coordinating.DeclineView.as_view(), name="sponsor_decline"),
    path(f"{_ONE}/pause/", coordinating.PauseView.as_view(), name="sponsor_pause"),
    path(f"{_ONE}/reprendre/", coordinating.ResumeView.as_view(), name="sponsor_resume"),
    path(f"{_ONE}/fin/", coordinating.EndView.as_view(), name="sponsor_end"),
]
