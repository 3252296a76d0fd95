"""Texts of messages: what staff may write, and what no value can do."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import TemplateDoesNotExist
from django.utils.safestring import mark_safe
from django.utils.timezone import get_current_timezone

from snippets.mail import kinds as mail_kinds
from snippets.mail.templates.engine import (
    CheckedTemplate,
    MailTemplateError,
    MailText,
    load_text,
    render,
)

KEYS = [kind.key for kind in mail_kinds.every()]


@pytest.mark.parametrize("key", KEYS)
def test_every_text_of_the_project_uses_only_its_variables(key):
    kind, text = mail_kinds.get(key), load_text(key)
    for part in (text.subject, text.body):
        CheckedTemplate(part).check(kind.names)
    used = CheckedTemplate(f"{text.subject}{text.body}").names
    assert set(kind.variables) <= used, "a variable is offered but not used"


@pytest.mark.parametrize("key", KEYS)
def test_every_text_reads_well_with_and_without_its_values(key):
    kind = mail_kinds.get(key)
    full = render(load_text(key), kind.sample)
    empty = render(load_text(key), dict.fromkeys(kind.names, ""))
    assert full.subject
    assert "\n" not in full.subject
    assert full.body.startswith("Bonjour")
    for text in (full, empty):
        assert "{" not in text.body + text.subject
        assert "\n\n\n" not in text.body
        assert "'" not in text.body + text.subject
    assert empty.body.startswith("Bonjour,")


def test_last_day_is_said_in_words():
    kind = mail_kinds.get("offer_expiring")
    text = load_text("offer_expiring")
    tomorrow = render(text, kind.sample | {"days_left": 1, "expires_on": date(2027, 1, 1)})
    assert "se termine demain" in tomorrow.subject
    assert "vendredi 1er janvier 2027" in tomorrow.body
    assert "dans 7 jours" in render(text, kind.sample).subject


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ secret }}", "«\u00a0secret\u00a0»"),
        ("{{ offer_title.secret }}", "offer_title.secret"),
        ("{% if secret and offer_title %}x{% endif %}", "«\u00a0secret\u00a0»"),
        ("{% if not 1 == days or offer_title %}x{% endif %}", "«\u00a0days\u00a0»"),
        ("{% if offer_title %}{% if secret %}x{% endif %}{% endif %}", "«\u00a0secret\u00a0»"),
        ("{{ offer_title|default:secret }}", "«\u00a0secret\u00a0»"),
        ("{{ offer_title|safe }}", "filtre «\u00a0safe\u00a0»"),
        ("{{ ofer_title }}", "Vouliez-vous dire {{ offer_title }}\u00a0?"),
        ("{{ offer titre }}", "«\u00a0titre\u00a0» est en trop"),
        ("{% if offer_title = 1 %}x{% endif %}", "écrivez =="),
        ("x\n{% else %}", "Ligne 2, {% else %} ne ferme aucune condition"),
        ("{% if offer_title %}{% loop %}{% endif %}", "«\u00a0loop\u00a0» est inconnu"),
        ("{% load static %}", "permises"),
        ("{% include 'mail/ad_reported.txt' %}", "permises"),
        ("{% extends 'base.html' %}", "permises"),
        ("{% for x in offer_title %}{% endfor %}", "permises"),
        ("{% url 'wagtailadmin_home' %}", "permises"),
        ("{% debug %}", "permises"),
        ("Bonjour\n{% if offer_title %}", "Ligne 2, une condition {% if … %} n’est pas fermée"),
        ("x{% endif %}", "{% endif %} ne ferme aucune condition"),
        ("{{ }}", "accolades"),
        ("{{ offer_title.__class__ }}", "accolades"),
        ("Le poste {{ offer_title } est pris", "ici\u00a0: «\u00a0Le poste {{ offer_title } est"),
        ("{ offer_title }}", "accolade manque"),
        ("{% if offer_title %}{{ offer_title %}{% endif %}", "accolade"),
    ],
)
def test_text_that_cannot_be_used_is_explained(source, says):
    with pytest.raises(MailTemplateError) as caught:
        CheckedTemplate(source).check({"offer_title"})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Sans variable, à 100 % et {simple}",
        "{{ offer_title|capfirst }}",
        "{% if days_left == 1 %}un{% elif days_left > 3 %}x{% else %}{{ days_left }}{% endif %}",
        "{{ offer_title|default:'rien'|truncatechars:20 }}",
    ],
)
def test_text_that_can_be_used(source):
    CheckedTemplate(source).check({"offer_title", "days_left"})


def test_values_are_neither_markup_nor_templates_nor_headers():
    text = MailText("{{ title }}", "{{ title }}\n{{ raw }}")
    sent = render(
        text,
        {
            "title": "A\r\nBcc: autre@exemple.test\u2028{{ x }}\x00",
            "raw": mark_safe("<b>&\ud800"),
        },
    )
    assert sent.subject == "A Bcc: autre@exemple.test {{ x }}"
    assert sent.body == "A\nBcc: autre@exemple.test {{ x }}\n<b>&?\n"


def test_long_subject_is_cut():
    assert len(render(MailText("{{ x }}", ""), {"x": "a" * 5_000}).subject) == 200


def test_plain_values_only():
    plain = {
        "a": 1,
        "b": Decimal("1.5"),
        "c": None,
        "d": date(2027, 1, 2),
        "e": datetime(2027, 1, 2, tzinfo=get_current_timezone()),
    }
    assert render(MailText("{{ a }} {{ b }} {{ d|long_date }}", ""), plain).subject == (
        "1 1,5 samedi 2 janvier 2027"
    )
    with pytest.raises(TypeError):
        render(MailText("", ""), {"user": object()})


def test_the_day_of_a_moment_is_the_one_here_and_the_first_is_1er():
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    said = render(
        MailText("{{ d|long_day }}", "{{ d|long_date }}{{ nothing|long_day }}"), {"d": late}
    )
    assert (said.subject, said.body) == ("1er janvier 2027", "vendredi 1er janvier 2027\n")


def test_unknown_file_is_said():
    with pytest.raises(TemplateDoesNotExist):
        load_text("absent")


def test_file_must_begin_with_its_subject(settings, tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "sans_objet.txt").write_text("Bonjour", encoding="utf-8")
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path]},
        *settings.TEMPLATES[1:],
    ]
    with pytest.raises(ValueError, match="must begin with"):
        load_text("sans_objet")


def test_a_key_is_declared_once():
    kind = mail_kinds.get("ad_reported")
    mail_kinds.register(kind)
    with pytest.raises(ValueError, match="ad_reported"):
        mail_kinds.register(mail_kinds.MailKind("ad_reported", "Autre", "", {}, needs=()))
    assert mail_kinds.find("absent") is None
