"""« Bonjour Éloïse », what to do next, and a tile for each part of the space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.candidates.home_registry import overviews_of
from portal.candidates.views.base import SpaceView

MAX_STEPS = 3


class HomeView(SpaceView):
    """`/mon-espace/`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """At most three things to do, the most pressing first."""
        overviews = overviews_of(self.person)
        steps = sorted(
            (step for overview in overviews for step in overview.steps), key=lambda step: step.rank
        )
        context = {
            "section": "space",
            "person": self.person,
            "steps": steps[:MAX_STEPS],
            "tiles": [overview.tile for overview in overviews if overview.tile],
        }
        return render(request, "space/home.html", context)
