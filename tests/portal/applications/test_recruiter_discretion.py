"""What the file, the notes and the screens tell of a person, and to whom."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from post_office.models import Email

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import AuditEntry
from portal.applications.services.changing import change
from portal.applications.services.deciding import decide
from portal.applications.states import Role, Status
from portal.participation.models import Channel
from portal.participation.services.agreements import withdraw_agreement
from tests.factories import (
    UserFactory,
)
from tests.portal.accounts.people import officer, person_with, place, signed_in
from tests.portal.applications.received import (
    as_actor,
    called,
    fresh,
    mails_to,
    recruiting,
    url,
)
from tests.portal.participation.people import (
    make_application,
    make_guest,
)

pytestmark = pytest.mark.django_db


MARKER = "Zébulonne"


def test_the_file_has_those_who_agree_as_text(browser, offer, member):
    make_application(
        page=offer,
        participant=make_guest(first_name="=1+1", last_name="Zoé", phone="06 01 02 03 04"),
        message="@SUM(A1)",
    )
    gone = called(offer, "Yvan", "Dol")
    withdraw_agreement(agreement=gone.agreement)
    called(offer, "Lia", "Cachée", hidden_at=timezone.now())
    called(offer, "Ida", "Attend", status="to_confirm")
    for client, known in ((browser, member), (signed_in(officer()), None)):
        response = client.post(url("export", offer.pk, "csv"))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "'=1+1" in text
        assert "'@SUM(A1)" in text
        assert not any(name in text for name in ("Dol", "Cachée", "Attend"))
        entry = AuditEntry.objects.filter(action="candidates_exported").latest("pk")
        assert entry.details == {"format": "csv", "lines": 1, "page": offer.pk}
        assert known in {None, entry.actor}
    response = browser.post(url("export", offer.pk, "xlsx"))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:2] == ("Zoé", "'=1+1")
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert browser.post(url("export", offer.pk, "pdf")).status_code == 404


def test_the_file_follows_the_filters_of_the_list(browser, offer):
    called(offer, "Élodie", "Zeller")
    called(offer, "Marc", "Abel")
    response = browser.post(f"{url('export', offer.pk, 'csv')}?q=zeller")
    text = b"".join(response.streaming_content).decode()
    assert "Zeller" in text
    assert "Abel" not in text


def test_notes_are_read_by_colleagues_and_officers(browser, offer, member):
    application = make_application(page=offer)
    where = url("note", application.pk)
    assert browser.post(where, {"text": ""}).status_code == 422
    browser.post(where, {"text": "À rappeler lundi"})
    agent = signed_in(officer(last_name="Agentdupays"))
    agent.post(where, {"text": "Vue au forum"})
    for reader in (browser, agent):
        text = reader.get(url("one", application.pk)).content.decode()
        assert "À rappeler lundi" in text
        assert "Vue au forum" in text
    assert "Agentdupays" not in browser.get(url("one", application.pk)).content.decode()


def helper_of_kind(kind):
    """An adviser, an officer or a partner's member, whom a test looks for."""
    name = {"first_name": MARKER, "last_name": f"de {MARKER}"}
    if kind != "partner":
        return person_with(kind, **name), {}
    partner = recruiting(kind="employment_partner", name=f"Mission {MARKER}", siret="")[0]
    return place(UserFactory(**name), L.ORGANISATION_MEMBER, partner).user, {"helped_for": partner}


@pytest.mark.parametrize("kind", ["adviser", "employment_officer", "partner"])
def test_who_helped_is_named_nowhere_to_an_organisation(browser, offer, member, kind):
    helper, fields = helper_of_kind(kind)
    application = make_application(
        page=offer,
        by=helper,
        channel=Channel.ADVISER,
        status="to_confirm",
        message="Bonjour",
        **fields,
    )
    change(application, Status.SENT, role=Role.RECRUITER, actor=as_actor(helper))
    pages = [
        url("home"),
        url("list", offer.pk),
        url("one", application.pk),
        f"{url('answer', application.pk)}?vers=interview",
        url("refuse", application.pk, "motif"),
        f"/mon-organisation/{offer.organisation.slug}/",
    ]
    for page in pages:
        assert MARKER not in browser.get(page).content.decode(), page
    for extension in ("csv", "xlsx"):
        content = b"".join(browser.post(url("export", offer.pk, extension)).streaming_content)
        assert MARKER.encode() not in content
    bulk = {"ids": [application.pk], "to": "interview"}
    assert MARKER not in browser.post(url("bulk", offer.pk), bulk).content.decode()
    # An officer decides for the organisation: who comes second is not told their name either.
    where = f"{url('answer', application.pk)}?vers=offered"
    version = browser.get(where).context["form"]["version"].value()
    agent = helper if kind == "employment_officer" else officer(first_name=MARKER)
    decide(application=fresh(application), to="interview", actor=as_actor(agent))
    second = browser.post(
        where, {"to": "offered", "version": version, "subject": "Oui", "message": "Oui"}
    )
    assert "Le service emploi a répondu entre-temps" in second.content.decode()
    assert MARKER not in second.content.decode()
    browser.post(url("refuse", application.pk, "motif"), {"refusal": "profile"})
    step = browser.get(url("refuse", application.pk, "message"))
    assert step.context["total"] == 3
    browser.post(url("refuse", application.pk, "message"), {"subject": "Non", "message": "Non"})
    last = browser.get(url("refuse", application.pk, "aide")).content.decode()
    assert "la personne qui l’a aidée" in last
    assert MARKER not in last
    browser.post(url("refuse", application.pk, "aide"), {"word_to_helper": "Un mot"})
    assert fresh(application).status == "refused"
    assert MARKER not in browser.get(url("one", application.pk)).content.decode()
    assert mails_to(helper.email)
    for mail in Email.objects.all():
        if helper.email not in mail.to:
            assert MARKER not in f"{mail.message}{mail.html_message}{mail.subject}"


def test_an_officer_reads_who_helped(offer):
    helper = officer(first_name=MARKER)
    application = make_application(page=offer, by=helper, channel=Channel.ADVISER)
    assert MARKER in signed_in(officer()).get(url("one", application.pk)).content.decode()
