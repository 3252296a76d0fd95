"""The check of the page takes minutes: here, that both were changed together."""

import re
from pathlib import Path

import dj_email_url
import pytest

from tests.deployment import __main__ as check
from tests.deployment import looks, served
from tests.deployment.page import PAGE, blocks, blocks_by_name

ROOT = PAGE.parents[1]
PROJECT_FILE = re.compile(r"(?:/srv/declic/app/)?(deployment/[\w/.*-]+)")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_check_follows_every_block_of_the_page_in_its_order(page):
    named = [block.name for block in blocks(page)]
    assert named == list(blocks_by_name(page))
    assert named == [*check.FROM_NOTHING, *check.LATER]
    code = "".join(Path(module.__file__).read_text() for module in (check, looks))
    followed = set(re.findall(r'(?:follow\(|how_long_closed\(site, )"([\w-]+)"\)', code))
    assert followed - {"release"} == set(check.LATER)


def test_what_is_left_to_the_reader_is_filled_in_by_the_check(page):
    site = served.Site(machine=None, page=page, mails=Path())
    left = {"restore": "…", "release": "forge.example.org"}
    for name, text in site.blocks.items():
        filled = text
        for placeholder, value in site.filled_in.get(name, {}).items():
            assert placeholder in text, (name, placeholder)
            filled = filled.replace(placeholder, value)
        if name not in left:
            assert "…" not in filled, f"{name} leaves something that the check does not know"


def test_the_page_names_files_of_the_project_that_exist(page):
    named = set(PROJECT_FILE.findall(page))
    assert {"deployment/declic", "deployment/nginx/declic.conf"} <= named
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/.")))] == []


def test_the_mail_of_the_page_leaves_encrypted(page):
    (address,) = re.findall(
        r'^EMAIL_URL="(.*)"$', blocks_by_name(page)["/etc/declic.env"], re.MULTILINE
    )
    read = dj_email_url.parse(address)
    assert read["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert read["EMAIL_USE_TLS"]
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("smtp.example.org", 587)
