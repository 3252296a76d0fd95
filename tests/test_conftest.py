"""The strict fixtures are strict."""

import socket

import pytest
from django.template import engines
from django.template.base import Origin, Template

from tests.conftest import TEMPLATES
from tests.database import ROOT
from tests.scheduling import group_of


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


def test_the_files_for_the_oldest_postgresql_are_there():
    listed = (ROOT / "tests" / "postgres15.txt").read_text().splitlines()
    assert [path for path in listed if not (ROOT / path).is_file()] == []


def test_tests_that_share_the_demo_stay_in_one_process():
    folder = "tests/demo/loaded"
    assert (ROOT / folder / "conftest.py").is_file()
    first, second = f"{folder}/test_members.py::test_a", f"{folder}/test_served.py::test_b[1]"
    assert group_of(first) == group_of(second)
    assert group_of("tests/pages/test_geo.py::test_a") == "tests/pages/test_geo.py::test_a"
