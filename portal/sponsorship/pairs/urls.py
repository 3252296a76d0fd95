"""Addresses of a pair that runs: each of the two has the same screens under their own page."""

from django.urls import URLPattern, path

from portal.sponsorship.pairs.views import coordination as chief
from portal.sponsorship.pairs.views import following
from portal.sponsorship.pairs.views.sides import of_person, of_sponsor

_PERSON = "parrainage/mon-binome/<int:pk>"
_SPONSOR = "parrainage/binomes/<int:pk>"
_ONE = "parrainage/coordination/binomes/<int:pk>"
_BOTH = (
    ("noter/", following.NoteView, "note_meeting"),
    ("rendez-vous/", following.PlanView, "plan_meeting"),
    ("rendez-vous/annuler/", following.CancelView, "cancel_meeting"),
    ("rendez-vous/manque/", following.MissView, "miss_meeting"),
    ("rendez-vous.ics", following.CalendarView, "meeting_calendar"),
    ("objectifs/", following.ObjectiveView, "add_objective"),
    ("objectifs/<int:objective>/", following.ObjectiveStateView, "change_objective"),
    ("bilan/<int:review>/", following.ReviewView, "review"),
    ("alerte/", following.AlertView, "alert"),
    ("arreter/", following.LeaveView, "leave_pair"),
)

private: list[URLPattern] = [
    *(
        path(f"{_PERSON}/{end}", of_person(view).as_view(), name=f"own_{name}")
        for end, view, name in _BOTH
    ),
    *(
        path(f"{_SPONSOR}/{end}", of_sponsor(view).as_view(), name=name)
        for end, view, name in _BOTH
    ),
    path(f"{_PERSON}/travail/", of_person(following.WorkView).as_view(), name="own_work"),
    path("parrainage/coordination/binomes/suivis/", chief.FollowedView.as_view(), name="followed"),
    path(f"{_ONE}/suspendre/", chief.SuspendView.as_view(), name="suspend_pair"),
    path(f"{_ONE}/reprendre/", chief.ResumeView.as_view(), name="resume_pair"),
    path(f"{_ONE}/finir/", chief.BreakView.as_view(), name="break_pair"),
    path(f"{_ONE}/clore/", chief.CompleteView.as_view(), name="complete_pair"),
    path(f"{_ONE}/travail/", chief.InWorkView.as_view(), name="in_work"),
    path(f"{_ONE}/bilan/", chief.AskReviewView.as_view(), name="ask_final_review"),
    path(f"{_ONE}/alertes/<int:alert>/", chief.HandleView.as_view(), name="handle_alert"),
]
