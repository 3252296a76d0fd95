"""What a message of a list has besides: cards, who reads the replies, the link that says why."""

import pytest

from snippets.mail import kinds as mail_kinds
from snippets.mail.kinds import MailKind
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import CheckedTemplate, MailText
from snippets.mail.templates.html import MailCard
from snippets.typography import typeset

pytestmark = pytest.mark.django_db
OURS = "http://localhost:8000/emploi/macon-0a1b2c3d/"
GIVEN = MailKind("given", "Lettre", "À qui l’on veut.", {}, needs=(), text_is_given=True)
TEXT = MailText("Bonjour {{ first_name }}", "Bonjour {{ first_name }},\n\nVoici.")


@pytest.fixture(autouse=True)
def given(monkeypatch):
    monkeypatch.setitem(mail_kinds._kinds, GIVEN.key, GIVEN)


def queued(**options):
    options = {"text": TEXT, "context": {"first_name": "Inès"}, **options}
    return queue_mail("given", to="ines@exemple.test", **options)


def test_a_card_is_in_both_versions_with_its_link_alone_on_its_line():
    card = MailCard("Emploi", "Maçon <b>", ("Bâti & Co", "Delle"), OURS)
    email = queued(cards=[card])
    lines = email.message.partition("\n-- \n")[0].splitlines()
    assert lines[-4:] == ["Emploi\u00a0: Maçon <b>", "Bâti & Co", "Delle", OURS]
    assert f'href="{OURS}"' in email.html_message
    assert "Maçon &lt;b&gt;" in email.html_message
    assert "<img" not in email.html_message
    assert typeset(email.message) == email.message


def test_a_card_leads_to_no_other_site():
    with pytest.raises(ValueError, match="page of this site"):
        MailCard("Emploi", "Maçon", (), "https://ailleurs.example/")


def test_both_versions_say_who_reads_the_replies_and_why():
    email = queued(reply_to="nadia@exemple.test", replies_read_by="Nadia Roussel", why=True)
    for part in (email.message, email.html_message):
        assert "lue par\u00a0: Nadia Roussel." in part
        assert "Pourquoi ai-je reçu ce courriel\u00a0?" in part
        assert "http://localhost:8000/courriels/pourquoi/" in part
    assert email.headers["Reply-To"] == "nadia@exemple.test"


def test_other_messages_have_neither():
    email = queued()
    for part in (email.message, email.html_message):
        assert "votre réponse est lue" not in part
        assert "/pourquoi/" not in part


def test_a_message_whose_text_is_given_has_no_other():
    with pytest.raises(ValueError, match="no text of its own"):
        queued(text=None)
    assert GIVEN not in mail_kinds.every()
    assert GIVEN in mail_kinds.every_given()


def test_a_value_is_never_read_as_a_text():
    email = queued(context={"first_name": "{{ contact_email }} {% if %}"})
    assert "{{ contact_email }} {% if %}" in email.message


@pytest.mark.parametrize(
    ("source", "value", "lost"),
    [
        ("{{ when|date:'j F' }}", "bientôt", {"when"}),
        ("{% if name %}{{ when|date:'j F' }}{% endif %}", "bientôt", {"when"}),
        ("{{ when|lower }}", "Bientôt", set()),
        ("{{ when|long_date }}, {{ when|long_day }}", "bientôt", set()),
        ("{{ name }}", "", set()),
    ],
)
def test_what_a_filter_makes_nothing_of_is_told(source, value, lost):
    assert CheckedTemplate(source).blank({"when": value, "name": "Inès"}) == lost
