"""Addresses of what became of the people of a session."""

from django.urls import path

from portal.recruitment.views import funnel, outcomes

private = [
    path("rencontres/bilan/", funnel.PeriodFunnelView.as_view(), name="period_funnel"),
    path("rencontres/<int:pk>/bilan/", funnel.FunnelView.as_view(), name="funnel"),
    path("rencontres/<int:pk>/suites/", outcomes.OutcomesView.as_view(), name="outcomes"),
]
