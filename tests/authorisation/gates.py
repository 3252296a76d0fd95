"""Which function refused a request: two people that one gate refuses need no two requests.

`GATES` are those of the closed area that look at the person and at the case, and at nothing of the
address: somebody has no level that may, no unit, or does not reach the case.

`capability_before` is for the gate of all views: what it asks for, which `may` tells of anybody.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any
from unittest import mock

from django.core.handlers import exception as handlers
from django.core.handlers.exception import response_for_exception
from django.template.backends.django import Template
from django.test import Client

from portal.accounts.capability import Capability
from portal.followup.rows import area
from portal.followup.rows.area import _no_place
from tests.states import undone

# Module and function of ours, and the function that raised, when it is another.
Gate = tuple[str, str, str]

_CAPABILITY = ("portal.accounts.access", "CapabilityRequiredMixin.dispatch")
NO_GATE: Gate = ("", "", "")
NO_PLACE: Gate = ("portal.followup.rows.area", "_no_place", "_no_place")
GATES = {
    NO_PLACE,
    (*_CAPABILITY, _CAPABILITY[1]),
    ("portal.followup.case.screens", "CaseMixin.case", "get_object_or_404"),
}
# What may run before a view asks for its capability: the gate itself, the door of the closed area,
# and screens that hand on first and look at the answer after.
_BEFORE = {
    _CAPABILITY,
    ("portal.followup.rows.area", "in_the_area.<locals>.entered"),
    ("portal.followup.case.screens", "CaseMixin.dispatch"),
    ("portal.followup.journal.draft_forms", "KeepsTextMixin.dispatch"),
    ("portal.candidates.views.base", "SpaceView.dispatch"),
    ("portal.cv.views.base", "OwnerView.dispatch"),
}
_OURS = ("config", "snippets", "pages", "search", "portal")


def refused(browser: Client, method: str, path: str) -> tuple[int, Gate]:
    """The status that somebody gets, and which gate refused them: none when none did."""
    gates: list[Gate] = []

    def no_place(request: Any) -> Any:
        gates.append(NO_PLACE)
        return _no_place(request)

    with ExitStack() as patches:
        patches.enter_context(undone())
        patches.enter_context(told(lambda error: gates.append(gate_of(error))))
        patches.enter_context(mock.patch.object(area, "_no_place", no_place))
        status = getattr(browser, method)(path).status_code
    return status, gates[0] if gates else NO_GATE


@contextmanager
def told(tell: Callable[[Exception], None]) -> Iterator[None]:
    """Tell the errors that become answers, and draw nothing."""

    def failed(request: Any, error: Exception) -> Any:
        tell(error)
        return response_for_exception(request, error)

    with without_templates(), mock.patch.object(handlers, "response_for_exception", failed):
        yield


def gate_of(error: Exception) -> Gate:
    """The last function of ours that an error came through, and the one that raised it."""
    called = [_name(frame) for frame in _frames(error)]
    ours = [gate for gate in called if _is_ours(gate)]
    return (*ours[-1], called[-1][1]) if ours else NO_GATE


def capability_before(browser: Client, method: str, path: str) -> tuple[int, Capability | None]:
    """The status that somebody gets, and the capability for want of which they are refused.

    None where they were refused by something else, or after something of the view's own.
    """
    errors: list[Exception] = []
    with undone(), told(errors.append):
        status = getattr(browser, method)(path).status_code
    return status, _capability_of(errors[0]) if errors else None


def _capability_of(error: Exception) -> Capability | None:
    frames = _frames(error)
    last = frames[-1] if frames else None
    if last is None or _name(last) != _CAPABILITY:
        return None
    if {name for name in map(_name, frames) if _is_ours(name)} - _BEFORE:
        return None
    view = last.f_locals["self"]
    asked = type(view).capability
    # One that the view reckons may be another for somebody else.
    return asked if isinstance(asked, Capability) and view.capability is asked else None


def _frames(error: Exception) -> list[FrameType]:
    return [frame for frame, _ in traceback.walk_tb(error.__traceback__)]


def _name(frame: FrameType) -> tuple[str, str]:
    return frame.f_globals.get("__name__", ""), frame.f_code.co_qualname


def _is_ours(name: tuple[str, str]) -> bool:
    return name[0].partition(".")[0] in _OURS


def without_templates() -> Any:
    """Answer with empty pages, as fast as the view decides."""
    return mock.patch.object(Template, "render", return_value="")
