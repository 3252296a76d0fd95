"""Queueing: the message, its job and the data are one transaction."""

import pytest
from django.core import mail
from django.db import transaction
from post_office.models import STATUS, Email
from procrastinate.contrib.django.models import ProcrastinateJob

from snippets.mail.delivery.courier import send_one
from snippets.mail.queue import queue_mail
from snippets.models import MailTemplate, SiteSettings

CONTEXT = {
    "recipient_name": "Éloïse Martin",
    "offer_title": "Soudeur <b>TIG</b>",
    "noun": "offre",
    "organisation_name": "Métal & Cie",
    "offer_url": "http://localhost:8000/offres/soudeur-1/",
}


def queue(**changes):
    arguments = {"to": "eloise@exemple.test", "context": CONTEXT} | changes
    return queue_mail("offer_published", **arguments)


@pytest.mark.django_db
def test_message_and_job_are_stored():
    email = queue()
    assert email.status == STATUS.queued
    assert email.subject == "Votre offre «\u00a0Soudeur <b>TIG</b>\u00a0» est en ligne"
    assert "Bonjour Éloïse Martin," in email.message
    assert email.headers["Reply-To"] == "emploi@declic.example"
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("snippets.send_mail", {"email_id": email.pk})


@pytest.mark.django_db(transaction=True)
def test_nothing_is_queued_when_the_transaction_rolls_back():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Email.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    with transaction.atomic():
        queue()
    assert Email.objects.count() == ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db
def test_html_version_escapes_and_links_only_our_addresses():
    email = queue(
        context=CONTEXT | {"organisation_name": "x\n\nhttp://localhost:8000.evil.example/a\n\n"}
    )
    assert "&lt;b&gt;TIG&lt;/b&gt;" in email.html_message
    assert '<html lang="fr">' in email.html_message
    assert 'href="http://localhost:8000/offres/soudeur-1/"' in email.html_message
    assert email.html_message.count('href="http') == 1


@pytest.mark.django_db
def test_template_syntax_in_a_value_is_sent_as_it_is():
    email = queue(context=CONTEXT | {"offer_title": "{{ site_name }} {% debug %}"})
    assert "{{ site_name }} {% debug %}" in email.message
    send_one(email.pk)
    assert "{{ site_name }} {% debug %}" in mail.outbox[0].body


@pytest.mark.django_db
def test_headers_cannot_be_injected():
    email = queue(
        context=CONTEXT | {"offer_title": "a\r\nBcc: autre@exemple.test"},
        reply_to="repondre@exemple.test",
    )
    send_one(email.pk)
    (sent,) = mail.outbox
    message = sent.message()
    assert "\n" not in sent.subject
    assert message["Bcc"] is None
    assert message["Reply-To"] == "repondre@exemple.test"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == email.message_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"to": ""},
        {"to": "pas une adresse"},
        {"reply_to": "a@exemple.test\nBcc: b@exemple.test"},
        {"reply_to": "pas une adresse"},
        {"context": {"unknown": 1}},
    ],
)
def test_wrong_call_queues_nothing_and_shows_no_address(changes):
    with pytest.raises(ValueError, match="offer_published") as caught:
        queue(**changes)
    assert "exemple.test" not in str(caught.value)
    assert not Email.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://emploi.exemple.test:8443/", "emploi.exemple.test"),
        ("https://emploi-été.exemple.test", "xn--emploi-t-h1ab.exemple.test"),
    ],
)
def test_message_id_is_in_the_site_s_own_domain(settings, base_url, domain):
    settings.BASE_URL = base_url
    assert queue().message_id.endswith(f"@{domain}>")


@pytest.mark.django_db
def test_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        queue_mail("absent", to="a@exemple.test", context={})


@pytest.mark.django_db
def test_text_of_staff_replaces_the_original_part_by_part():
    body = "Bravo {{ recipient_name }} !\n\n{{ offer_url }}"
    MailTemplate.objects.filter(pk="offer_published").update(body=body)
    email = queue()
    assert email.message.startswith(
        f"Bravo Éloïse Martin\u00a0!\n\n{CONTEXT['offer_url']}\n\n-- \n"
    )
    assert email.subject.endswith("est en ligne")


@pytest.mark.django_db
def test_settings_of_the_site_are_in_the_message():
    settings = SiteSettings.load()
    settings.site_name, settings.contact_email = "Rebond", "contact@rebond.example"
    settings.save()
    email = queue()
    assert "L’équipe de Rebond" in email.message
    assert email.headers["Reply-To"] == "contact@rebond.example"
