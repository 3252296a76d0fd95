"""Which function refused a request: two people that one gate refuses need no two requests.

`GATES` are those of the closed area that look at the person and at the case, and at nothing of the
address: somebody has no level that may, no unit, or does not reach the case.
"""

import traceback
from contextlib import ExitStack
from typing import Any
from unittest import mock

from django.core.handlers import exception as handlers
from django.core.handlers.exception import response_for_exception
from django.template.backends.django import Template
from django.test import Client

from portal.followup.rows import area
from portal.followup.rows.area import _no_place
from tests.states import undone

# Module and function of ours, and the function that raised, when it is another.
Gate = tuple[str, str, str]

NO_GATE: Gate = ("", "", "")
NO_PLACE: Gate = ("portal.followup.rows.area", "_no_place", "_no_place")
GATES = {
    NO_PLACE,
    ("portal.accounts.access", "dispatch", "dispatch"),
    ("portal.followup.case.screens", "case", "get_object_or_404"),
}
_OURS = ("config", "snippets", "pages", "search", "portal")


def refused(browser: Client, method: str, path: str) -> tuple[int, Gate]:
    """The status that somebody gets, and which gate refused them: none when none did."""
    gates: list[Gate] = []

    def failed(request: Any, error: Exception) -> Any:
        gates.append(gate_of(error))
        return response_for_exception(request, error)

    def no_place(request: Any) -> Any:
        gates.append(NO_PLACE)
        return _no_place(request)

    with ExitStack() as patches:
        patches.enter_context(undone())
        patches.enter_context(without_templates())
        patches.enter_context(mock.patch.object(handlers, "response_for_exception", failed))
        patches.enter_context(mock.patch.object(area, "_no_place", no_place))
        status = getattr(browser, method)(path).status_code
    return status, gates[0] if gates else NO_GATE


def gate_of(error: Exception) -> Gate:
    """The last function of ours that an error came through, and the one that raised it."""
    called = [
        (frame.f_globals.get("__name__", ""), frame.f_code.co_name)
        for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    ours = [gate for gate in called if gate[0].partition(".")[0] in _OURS]
    return (*ours[-1], called[-1][1]) if ours else NO_GATE


def without_templates() -> Any:
    """Answer with empty pages, as fast as the view decides."""
    return mock.patch.object(Template, "render", return_value="")
