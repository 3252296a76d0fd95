"""What a message cannot do without: refused when left out, and never sent without."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from snippets.mail import kinds as mail_kinds
from snippets.mail.kinds import MailKind
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import MailText, load_text
from snippets.mail.templates.faults import UNFILLABLE, fault_of
from snippets.models import MailTemplate
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KEY = "account_reset_password"
LINK = "{{ password_url }}"
SUBJECT = "Un mot de passe"
# A second way, or a way out, beside what the message is for.
MAY_BE_LEFT_OUT = {
    ("account_exists", "reset_url"),
    ("application_no_answer", "search_url"),
    ("application_refused", "search_url"),
    ("cv_help_proposed", "signup_url"),
    # Of who chose by a link.
    ("followup_appointment_eve", "page_url"),
    # Of who has an account as well.
    ("guest_data", "account_url"),
    ("offer_expiring", "offer_url"),
    # Of who holds a place, or was registered by somebody.
    ("session_moved", "coming_url"),
    ("session_moved", "not_coming_url"),
    ("session_postponed", "not_coming_url"),
    ("session_registered", "withdraw_url"),
    ("session_waitlisted", "withdraw_url"),
}


def edit_url(key=KEY):
    return reverse("wagtailsnippets_snippets_mailtemplate:edit", args=[key.replace("_", "_5F")])


@pytest.fixture
def cms(client):
    client.force_login(UserFactory(superuser=True))
    return client


def stored(**text):
    MailTemplate.objects.filter(pk=KEY).update(**text)
    return MailTemplate.objects.get(pk=KEY)


def test_every_message_says_what_it_needs_and_its_own_text_has_it():
    faults = {kind.key: fault_of(kind.key, load_text(kind.key)) for kind in mail_kinds.every()}
    assert not {key: fault for key, fault in faults.items() if fault}
    links = {
        (kind.key, name)
        for kind in mail_kinds.every()
        for name in kind.variables
        if name.endswith(("_url", "_urls")) and name not in kind.needs
    }
    assert links == MAY_BE_LEFT_OUT
    assert {kind.key for kind in mail_kinds.every() if not kind.needs} == {"mail_address_test"}
    with pytest.raises(ValueError, match="needs"):
        MailKind("other", "Autre", "", {}, needs=("absent",))


@pytest.mark.parametrize("kind", mail_kinds.every(), ids=lambda kind: kind.key)
def test_no_message_may_lose_what_it_needs(kind):
    original = load_text(kind.key)
    for name in kind.needs:
        # Not the variable whose name begins with this one's.
        written = re.compile(rf"\{{\{{ {name}\b")
        body = written.sub("{{ site_name", original.body)
        subject = written.sub("{{ site_name", original.subject)
        assert name in fault_of(kind.key, MailText(subject, body))
        hidden = f"{{% if site_name == 'x' %}}{original.body}{{% endif %}}"
        assert name in fault_of(kind.key, MailText(subject, hidden))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Bonjour, voici votre lien.", "Il manque {{ password_url }}"),
        (f"Bonjour. {{% if contact_phone == 'x' %}}{LINK}{{% endif %}}", "dans certains cas"),
        (f"{{% if contact_phone %}}{LINK}{{% endif %}}", "dans certains cas"),
        (f"{{% if contact_phone %}}Un{{% else %}}{LINK}{{% endif %}}", "dans certains cas"),
        (f"{{% if password_url and contact_phone %}}{LINK}{{% endif %}}", "dans certains cas"),
        ("{{ password_url|truncatechars:30 }}", "ne ferait pas un lien"),
        (f"{LINK}suite", "ne ferait pas un lien"),
        (f"> {LINK}", "ne ferait pas un lien"),
        ("{{ site_name|default:password_url }}", "dans certains cas"),
    ],
)
def test_text_without_its_link_is_refused_at_its_field(cms, body, says):
    answer = cms.post(edit_url(), {"subject": SUBJECT, "body": body})
    assert says in answer.context["form"].errors["body"][0]
    assert not stored().is_changed


@pytest.mark.parametrize(
    "body",
    [
        f"Ouvrez {LINK}.",
        f"Choisir :\n{LINK}",
        f"{{% if contact_phone %}}A {LINK}{{% else %}}B {LINK}{{% endif %}}",
        f"{{% if password_url %}}{LINK}{{% endif %}}",
        f"- un\n- {LINK}",
    ],
)
def test_text_with_its_link_is_kept(cms, body):
    assert cms.post(edit_url(), {"subject": SUBJECT, "body": body}).status_code == 302
    assert stored().body == body
    assert not stored().fault


def test_word_in_the_subject_is_enough(cms):
    sent = {"subject": "Reçu : {{ offer_title }}", "body": "Bien reçu."}
    assert cms.post(edit_url("offer_submitted"), sent).status_code == 302
    lost = cms.post(edit_url("offer_submitted"), {"subject": "Reçu", "body": "Bien reçu."})
    assert "offer_title" in lost.context["form"].errors["body"][0]


@pytest.mark.parametrize(
    "text",
    [
        {"body": "Bonjour, sans lien."},
        {"body": "{% if x %}", "subject": "Bonjour"},
        {"body": f"{LINK} {{{{ former_variable }}}}"},
    ],
)
def test_stored_text_that_cannot_be_used_is_told_and_the_original_is_sent(cms, text):
    assert stored(**text).fault
    address = "http://localhost:8000/compte/mot-de-passe/nouveau/1a-secret/"
    queue_mail(KEY, to="eloise@exemple.test", context={"password_url": address})
    assert address in Email.objects.get().message
    assert Email.objects.get().subject == load_text(KEY).subject.replace("'", "’")

    assert Client().get("/health/ready").json()["checks"]["texts"] == {
        "ok": True,
        "unusable": [KEY],
    }
    first = cms.get("/cms/").content.decode()
    assert "texte d’origine" in first
    assert edit_url() in first
    assert "Inutilisable" in cms.get(edit_url().partition("edit/")[0]).content.decode()
    page = cms.get(edit_url())
    assert "Ce texte n’est pas utilisé" in page.content.decode()
    assert page.context["form"].initial["body"] == text["body"], "it is there to be mended"

    stored(subject="", body="")
    assert Client().get("/health/ready").json()["checks"]["texts"]["unusable"] == []
    assert "texte d’origine" not in cms.get("/cms/").content.decode()


def test_filter_that_fails_is_a_fault(monkeypatch):
    assert fault_of(KEY, MailText(SUBJECT, f"{LINK} {{{{ site_name|date:3 }}}}")) in {
        "",
        UNFILLABLE,
    }
    monkeypatch.setattr(mail_kinds, "find", lambda _: None)
    assert fault_of("gone", MailText("", "")) == ""
