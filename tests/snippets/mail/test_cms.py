"""The texts of messages in the CMS: explained, tried on oneself, with a history."""

import html

import pytest
from django.urls import reverse
from post_office.models import Email

from snippets.mail.edited_texts import TESTS
from snippets.mail.templates.engine import load_text
from snippets.models import MailTemplate
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KEY = "offer_5Fpublished"


def url(name, *arguments):
    return reverse(f"wagtailsnippets_snippets_mailtemplate:{name}", args=[*(arguments or [KEY])])


def stored():
    return MailTemplate.objects.get(pk="offer_published")


def own(
    body="Bravo {{ recipient_name }} ! {{ offer_url }}", subject="En ligne : {{ offer_title }}"
):
    return {"subject": subject, "body": body}


@pytest.fixture
def editor():
    return UserFactory(superuser=True)


@pytest.fixture
def cms(client, editor):
    client.force_login(editor)
    return client


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("body", "{{ recipiant_name }}", "Vouliez-vous dire {{ recipient_name }}"),
        ("body", "{% if recipient_name %}x", "n’est pas fermée"),
        ("body", "Bonjour {{ recipient_name }", "Une accolade manque"),
        ("subject", "{{ recipient_name }}", "serait vide"),
        ("subject", "Un\nDeux", "une seule ligne"),
    ],
)
def test_broken_text_is_refused_at_its_field(cms, field, text, says):
    response = cms.post(url("edit"), own() | {field: text})
    assert says in response.context["form"].errors[field][0]
    assert not stored().is_changed


def test_nothing_is_saved_while_one_types(cms):
    assert cms.get(url("edit")).context["autosave_enabled"] is False


def test_history_begins_with_the_original_and_gives_it_back(cms, editor):
    cms.post(url("edit"), own("Premier {{ offer_url }}"))
    cms.post(url("edit"), own("Deuxième {{ offer_url }}"))
    first, second, third = stored().revisions.order_by("pk")
    assert [version.as_object().body for version in (first, second, third)] == [
        "",
        "Premier {{ offer_url }}",
        "Deuxième {{ offer_url }}",
    ]
    assert (first.user, third.user) == (None, editor)

    shown = cms.get(url("revisions_compare", KEY, first.pk, second.pk)).content.decode()
    original = load_text("offer_published").body.splitlines()[0]
    assert "Premier" in shown
    assert html.escape(original.partition("{%")[0]) in shown

    back = url("revisions_revert", KEY, second.pk)
    assert cms.get(back).context["form"].initial["body"] == "Premier {{ offer_url }}"
    cms.post(back, own("Premier {{ offer_url }}"))
    assert stored().body == "Premier {{ offer_url }}"


def test_return_to_the_original_is_undone_by_the_history(cms):
    cms.post(url("edit"), own())
    cms.post(url("reset"))
    assert not stored().is_changed
    changed = stored().revisions.order_by("pk")[1]
    shown = cms.get(url("revisions_revert", KEY, changed.pk)).context["form"].initial
    cms.post(url("revisions_revert", KEY, changed.pk), {key: shown[key] for key in own()})
    assert stored().body == own()["body"]
    history = cms.get(url("history")).content.decode()
    assert "Retour au texte d’origine" in history
    assert "Texte avant la première modification" in history


def test_a_test_goes_to_oneself_with_the_text_as_typed_and_saves_nothing(cms, editor):
    response = cms.post(url("test"), own())
    email = Email.objects.get()
    assert email.to == [editor.email]
    assert email.subject == "[Essai] En ligne\u00a0: Maçon ou maçonne"
    assert email.message.startswith("Bravo Éloïse Martin\u00a0!")
    assert own()["body"] in html.unescape(response.content.decode())
    assert not stored().is_changed
    assert not stored().revisions.exists()


def test_a_test_of_a_broken_text_sends_nothing(cms):
    response = cms.post(url("test"), own("{{ nom }}"))
    assert "nom" in response.context["form"].errors["body"][0]
    assert not Email.objects.exists()


def test_tests_to_oneself_are_counted(cms, editor, client):
    for _ in range(TESTS.most + 2):
        response = cms.post(url("test"), own())
    assert Email.objects.count() == TESTS.most
    assert "c’est le maximum" in response.content.decode()
    client.force_login(UserFactory(superuser=True))
    client.post(url("test"), own())
    assert Email.objects.count() == TESTS.most + 1


def test_preview_shows_both_parts_in_a_frame_that_runs_nothing(cms):
    cms.post(url("preview_on_edit"), own("Bravo <script>\n\nVoir :\n{{ offer_url }}"))
    shown = cms.get(url("preview_on_edit")).content.decode()
    frame = shown.partition("<iframe")[2].partition(">")[0]
    assert "sandbox" in frame
    assert "allow-" not in frame
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown.partition("<pre")[2]
    assert "service emploi" in shown.partition("<pre")[2]


def test_each_variable_has_its_button_and_can_be_copied(cms):
    shown = cms.get(url("edit")).content.decode()
    assert "<code>{{ offer_title }}</code>" in shown
    assert 'data-insert="{{ expires_on|long_date }}"' in shown
    assert "js/cms/mail-variables" in shown
