"""The mailbox of development: open to anybody there, nowhere else."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path, reverse
from post_office.models import Email

from config import urls as site
from config.dev_mailbox.urls import where_it_is_on
from snippets.mail.delivery.courier import send_one
from snippets.mail.files import MailFile
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, Dispatch
from tests.config.test_settings import GOOD_PRODUCTION, load_settings

pytestmark = pytest.mark.django_db

urlpatterns = [path("dev/courriels/", include("config.dev_mailbox.urls")), *site.urlpatterns]
handler404 = site.handler404
SCRIPT = "<script>alert(1)</script>"
FIND = "import django; django.setup(); from django.urls import reverse;"


@pytest.fixture
def mailbox(settings, client):
    """A visitor of a site that has the mailbox, where a message waits."""
    settings.ROOT_URLCONF = __name__
    return client


def queue(to="eloise@exemple.test", title="Soudeur", **options):
    return queue_mail("offer_published", to=to, context={"offer_title": title}, **options)


def shown(response) -> str:
    return response.content.decode()


def test_mailbox_is_not_there_unless_it_is_asked_for(client):
    email = queue()
    assert client.get("/dev/courriels/").status_code == 404
    assert client.get(f"/dev/courriels/{email.pk}/").status_code == 404
    assert client.get(f"/dev/courriels/{email.pk}/html/").status_code == 404


def test_development_has_the_mailbox():
    result = load_settings(f"{FIND} print(reverse('dev_mailbox:mailbox'))")
    assert result.stdout.strip() == "/dev/courriels/", result.stderr


def test_production_does_not_start_with_the_mailbox():
    code = (
        "settings.DEV_MAILBOX = True; import django; django.setup();"
        "from django.core.management import call_command; call_command('check')"
    )
    result = load_settings(code, **GOOD_PRODUCTION)
    assert result.returncode != 0
    assert "ImproperlyConfigured: DEV_MAILBOX" in result.stderr


@pytest.mark.parametrize("hosts", [["declic.example"], ["localhost", "*"], [".localhost"]])
def test_mailbox_is_refused_where_others_are_answered(settings, hosts):
    settings.DEV_MAILBOX, settings.ALLOWED_HOSTS = True, hosts
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        where_it_is_on()


def test_mailbox_without_messages_says_so(mailbox):
    assert "Aucun message pour l’instant" in shown(mailbox.get("/dev/courriels/"))


def test_messages_are_listed_newest_first_with_their_state(mailbox):
    queue(title="Première")
    send_one(Email.objects.get().pk)
    queue(title="Deuxième")
    page = mailbox.get("/dev/courriels/")
    text = shown(page)
    assert text.index("Deuxième") < text.index("Première")
    assert [line.state for _, line in page.context["lines"]] == ["Attend", "Envoyé"]
    assert "eloise@exemple.test" in text


def test_a_message_withheld_is_shown_with_the_reason(mailbox):
    email = queue()
    Email.objects.filter(pk=email.pk).update(status=Delivery.WITHHELD)
    Dispatch.objects.filter(pk=email.pk).update(withheld=Dispatch.Withheld.DECLINED)
    for address in ("/dev/courriels/", f"/dev/courriels/{email.pk}/"):
        assert "La personne ne veut plus de ces messages." in shown(mailbox.get(address))


def test_messages_are_found_by_a_part_of_the_address(mailbox):
    queue(title="Pour elle")
    queue(to="paul@exemple.test", title="Pour lui")
    text = shown(mailbox.get("/dev/courriels/", {"adresse": " PAUL@ "}))
    assert "Pour lui" in text
    assert "Pour elle" not in text
    nobody = shown(mailbox.get("/dev/courriels/", {"adresse": SCRIPT}))
    assert "Aucun message à une adresse" in nobody
    assert SCRIPT not in nobody


def test_list_has_fifty_messages_a_page_and_costs_the_same(mailbox, django_assert_max_num_queries):
    for number in range(51):
        queue(to=f"p{number}@exemple.test")
    with django_assert_max_num_queries(20):
        first = mailbox.get("/dev/courriels/", {"adresse": "exemple"})
    assert len(first.context["lines"]) == 50
    assert "?adresse=exemple&amp;page=2" in shown(first)
    second = mailbox.get("/dev/courriels/", {"adresse": "exemple", "page": 2})
    assert [row.address for row, _ in second.context["lines"]] == ["p0@exemple.test"]


def test_what_a_visitor_wrote_is_escaped_wherever_it_is_shown(mailbox):
    email = queue(title=SCRIPT)
    for name in ("message", "html_part"):
        text = shown(mailbox.get(reverse(f"dev_mailbox:{name}", args=[email.pk])))
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text
    assert SCRIPT not in shown(mailbox.get("/dev/courriels/"))


def test_message_shows_its_text_its_headers_and_a_frame_without_scripts(mailbox):
    email = queue(reply_to="conseil@exemple.test")
    text = shown(mailbox.get(f"/dev/courriels/{email.pk}/"))
    frame = re.search(r"<iframe[^>]*>", text)[0]
    assert 'sandbox="allow-popups allow-top-navigation-by-user-activation"' in frame
    assert f'src="/dev/courriels/{email.pk}/html/"' in frame
    assert "conseil@exemple.test" in text
    assert email.message_id.strip("<>") in text
    assert "Vous recevez ce message car" in text


def test_html_part_runs_nothing_and_its_links_leave_the_frame(mailbox):
    email = queue()
    response = mailbox.get(f"/dev/courriels/{email.pk}/html/")
    policy = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "sandbox allow-popups allow-top-navigation-by-user-activation" in policy
    assert "frame-ancestors 'self'" in policy
    assert not [part for part in policy if part.startswith("script-src")]
    assert '<head><base target="_top">' in shown(response)
    page = mailbox.get(f"/dev/courriels/{email.pk}/")
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_attachment_is_listed_and_saved_never_shown(mailbox):
    file = MailFile("rendez-vous été.html", b"<b>contenu</b>", "text/html")
    email = queue(attachments=[file])
    attachment = email.attachments.get()
    address = reverse("dev_mailbox:attachment", args=[email.pk, attachment.pk])
    text = shown(mailbox.get(f"/dev/courriels/{email.pk}/"))
    assert address in text
    assert file.name in text
    response = mailbox.get(address)
    assert b"".join(response.streaming_content) == file.content
    assert response["Content-Disposition"].startswith("attachment")
    other = reverse("dev_mailbox:attachment", args=[queue().pk, attachment.pk])
    assert mailbox.get(other).status_code == 404


def test_attachment_that_is_lost_is_not_found(mailbox):
    email = queue(attachments=[MailFile("a.txt", b"a", "text/plain")])
    attachment = email.attachments.get()
    attachment.file.storage.delete(attachment.file.name)
    address = reverse("dev_mailbox:attachment", args=[email.pk, attachment.pk])
    assert mailbox.get(address).status_code == 404
    assert mailbox.get(f"/dev/courriels/{email.pk}/").status_code == 200


def test_a_message_whose_text_was_forgotten_has_no_frame(mailbox):
    email = queue()
    Email.objects.filter(pk=email.pk).update(message="", html_message="")
    Dispatch.objects.filter(pk=email.pk).update(emptied_at=email.created)
    text = shown(mailbox.get(f"/dev/courriels/{email.pk}/"))
    assert "Le texte a été effacé le" in text
    assert "<iframe" not in text
    assert mailbox.get(f"/dev/courriels/{email.pk}/html/").status_code == 404


@pytest.mark.parametrize("rest", ["", "html/", "pieces-jointes/1/"])
def test_a_message_that_does_not_exist_is_not_found(mailbox, rest):
    assert mailbox.get(f"/dev/courriels/99999999999999999999/{rest}").status_code == 404


def test_nothing_of_it_is_kept_indexed_or_posted_to(mailbox):
    email = queue(attachments=[MailFile("a.txt", b"a", "text/plain")])
    addresses = [
        "/dev/courriels/",
        f"/dev/courriels/{email.pk}/",
        f"/dev/courriels/{email.pk}/html/",
        f"/dev/courriels/{email.pk}/pieces-jointes/{email.attachments.get().pk}/",
    ]
    for address in addresses:
        response = mailbox.get(address)
        assert b"".join(response)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert mailbox.post(address).status_code == 405
