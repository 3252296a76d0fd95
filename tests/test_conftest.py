"""The strict fixtures are strict."""

import socket
from types import SimpleNamespace
from unittest import mock

import pytest
from django.template import engines
from django.template.base import Origin, Template

from tests.conftest import TEMPLATES
from tests.database import ROOT
from tests.scheduling import GroupScheduling, group_of


def template(text: str, folder: str) -> Template:
    """A template that claims to live in a folder."""
    return Template(text, origin=Origin(f"{folder}/page.html"), engine=engines["django"].engine)


def test_undefined_variable_in_a_template_of_ours_fails():
    from django.template import Context

    with pytest.raises(AssertionError, match="undefined variable nothing"):
        template("{{ nothing }}", str(TEMPLATES)).render(Context())


def test_undefined_variable_elsewhere_is_empty_and_keeps_its_filters():
    from django.template import Context

    page = template("[{{ nothing }}{{ nothing|default:'x' }}]", "/elsewhere")
    assert page.render(Context()) == "[x]"


def test_network_is_closed():
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_tests_that_share_the_demo_or_a_module_stay_in_one_process():
    folder = "tests/demo/loaded"
    assert (ROOT / folder / "conftest.py").is_file()
    first, second = f"{folder}/test_members.py::test_a", f"{folder}/test_served.py::test_b[1]"
    assert group_of(first) == group_of(second)
    module = "tests/pages/pin/test_geo.py"
    assert group_of(f"{module}::test_a") == group_of(f"{module}::test_b[1]") == module
    journey = "tests/e2e/test_cv.py::test_a[phone]"
    assert group_of(journey) == journey


class Process:
    """One of xdist's, as its schedulers see it: the positions of the tests that it was sent."""

    def __init__(self):
        self.sent = []
        self.shutting_down = False
        self.gateway = SimpleNamespace(id="gw")

    def send_runtest_some(self, positions):
        self.sent += positions

    def shutdown(self):
        self.shutting_down = True


def test_every_test_is_sent_once_and_what_is_done_is_forgotten():
    tests = [f"tests/demo/loaded/test_a.py::test_{number}" for number in range(3)]
    tests += [f"tests/test_{module}.py::test_a[{of}]" for module in range(20) for of in "xy"]
    config = SimpleNamespace(
        getvalue=lambda _: ["popen", "popen"], option=SimpleNamespace(loadscopereorder=True)
    )
    scheduling = GroupScheduling(config, mock.Mock())
    processes = [Process(), Process()]
    for process in processes:
        scheduling.add_node(process)
        scheduling.add_node_collection(process, tests)
    scheduling.schedule()
    done = dict.fromkeys(processes, 0)
    while scheduling.has_pending:
        for process in processes:
            if done[process] < len(process.sent):
                scheduling.mark_test_complete(process, process.sent[done[process]])
                done[process] += 1
        assert max(map(len, scheduling.assigned_work.values())) <= 4
    first, second = processes
    assert sorted([*first.sent, *second.sent]) == list(range(len(tests)))
    assert {0, 1, 2} <= set(first.sent)
    assert first.shutting_down
    assert second.shutting_down
