"""A session with a page, and what its people do with it: their forms, their mails, their links."""

import re
from html import unescape
from typing import Any

from django.test import Client
from post_office.models import Email

from pages.models import RecruitmentSessionPage
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.recruitment.models import Registration, Roster
from portal.recruitment.services.following import follow_page
from tests.factories import RecruitmentSessionPageFactory
from tests.portal.accounts.people import person_with

GUEST = {
    "first_name": "Éloïse",
    "last_name": "Martin",
    "email": "eloise@exemple.test",
    "phone": "",
    "accessibility_needs": "",
    "agreed": "on",
}
HELPED = {**GUEST, "how": "in_person"}


def make_session(**fields: Any) -> tuple[RecruitmentSessionPage, Roster]:
    """A session online and its list: two places and three ranks unless said otherwise."""
    values = {"capacity": 2, "waiting_list_size": 3, **fields}
    page = RecruitmentSessionPageFactory.row(**values)
    return page, follow_page(page=page)


def with_slots(**fields: Any) -> tuple[RecruitmentSessionPage, Roster]:
    """The same with an hour for each: three of an hour, one person in each."""
    return make_session(**{"slot_minutes": 60, "interviewers": 1, "capacity": 3, **fields})


def form_path(page: RecruitmentSessionPage) -> str:
    return f"/inscription/{page.pk}/"


def candidate(**fields: Any) -> User:
    return person_with(LevelName.CANDIDATE, **fields)


def register_guest(page: RecruitmentSessionPage, **typed: str) -> Registration:
    """A guest posts the form, then confirms by the link of the mail."""
    browser = Client()
    data = {**GUEST, **typed}
    answer = browser.post(form_path(page), data)
    assert answer.status_code == 302, answer.content.decode()
    path = path_in(last_mail(data["email"]), "confirmer")
    answer = browser.post(path, {name: data[name] for name in ("slot",) if name in data})
    assert answer.status_code == 302, answer.content.decode()
    return Registration.objects.get(participant__email=data["email"], roster__page_id=page.pk)


def mails(address: str) -> list[Email]:
    return list(Email.objects.filter(to=address).order_by("pk"))


def last_mail(address: str) -> Email:
    return mails(address)[-1]


def path_in(mail: Email, act: str = "") -> str:
    """The path of a link of a message: of the own page, or of one of its buttons."""
    end = f"{act}/" if act else ""
    found = re.search(rf"/inscription/suivi/[\w.-]+/(?:place/[\w-]+/)?{end}(?=\s)", mail.message)
    assert found, mail.message
    return found[0]


def attached(mail: Email, name: str) -> bytes:
    """A file that a message carries."""
    with mail.attachments.get(name=name).file.open() as file:
        return bytes(file.read())


def text_of(answer: Any) -> str:
    """What a person reads of a page, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
