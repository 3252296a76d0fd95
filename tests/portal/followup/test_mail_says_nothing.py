"""A message of the closed area tells nobody else what its reader receives."""

import pytest
from django.urls import reverse
from post_office.models import STATUS

from portal.followup.unsaid import UNSAID
from snippets.folding import fold_name
from snippets.mail import kinds
from snippets.mail.kinds import MailKind, Variable
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import MailText, load_text
from snippets.mail.templates.faults import fault_of
from snippets.models import Dispatch
from tests.portal.accounts.people import officer, signed_in

OURS = [kind for kind in kinds.every() if kind.key.startswith("followup")]
PRIVATE = MailKind(
    "followup_of_a_test",
    "Essai",
    "Pour un test.",
    {"page_url": Variable("la page", "https://declic.example/suivi/")},
    needs=("page_url",),
    unsaid=UNSAID,
)


@pytest.fixture
def private_kind(monkeypatch):
    """A message of the area, with a text that says nothing."""
    monkeypatch.setitem(kinds._kinds, PRIVATE.key, PRIVATE)
    return MailText("Votre accompagnement", "Bonjour,\n\n{{ page_url }}\n")


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.key)
def test_each_message_of_the_area_is_private_and_says_nothing(kind):
    assert kind.is_private
    text = load_text(kind.key)
    assert UNSAID.isdisjoint(fold_name(f"{text.subject} {text.body}").split())


def test_no_other_message_is_private():
    assert {kind.key for kind in kinds.every() if kind.is_private} == {kind.key for kind in OURS}


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["Votre RSA", "Les bénéficiaires du RSA", "Le R.S.A. de ce mois"])
def test_a_text_that_tells_is_refused(private_kind, said):
    assert "n’y a pas sa place" in fault_of(PRIVATE.key, MailText(said, private_kind.body))
    assert fault_of(PRIVATE.key, MailText("De Versailles à Arsac", "Voici {{ page_url }}")) == ""


@pytest.mark.django_db
def test_no_journal_shows_that_it_was_sent(private_kind):
    email = queue_mail(
        PRIVATE.key,
        to="eloise@exemple.test",
        context={"page_url": "https://declic.example/suivi/"},
        text=private_kind,
    )
    email.status = STATUS.failed
    email.save()
    assert Dispatch.objects.filter(key=PRIVATE.key).exists()
    browser = signed_in(officer())
    for page in (
        browser.post(reverse("accounts:mail_journal"), {"address": "eloise@exemple.test"}),
        browser.get(reverse("accounts:mail_troubles")),
    ):
        assert page.status_code == 200
        assert "accompagnement" not in page.content.decode()
    public_id = Dispatch.objects.get(key=PRIVATE.key).public_id
    answer = browser.post(reverse("accounts:mail_resend", args=[public_id]))
    assert answer.status_code == 404
