"""What somebody types is never lost: an expired session, a case that goes to somebody else."""

import json
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.models import AccessEntry
from portal.followup.journal import drafts
from portal.followup.journal.models import Draft, JournalEntry
from portal.followup.models import ReferentAssignment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.cast import browser, make_cast
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional, refer

pytestmark = pytest.mark.django_db
SAVE = "/suivi/brouillons/enregistrer/"
LEFT = "/suivi/brouillons/"
TEXT = "Une longue note sur la situation."


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


def address(cast, path="journal/ecrire/"):
    return f"/suivi/dossiers/{cast.case.pk}/{path}"


def token_in(client, path):
    return client.get(path).context["draft_token"]


def save(client, token, text=TEXT, form="note", **fields):
    said = {"text": text, "visibility": "team", "on": "2026-11-30"} | fields
    typed = {"draft_token": token, "draft_form": form, "fields": json.dumps(said)}
    return client.post(SAVE, typed)


def kept():
    with system_scope(Scope.TEST):
        return list(Draft.unscoped.order_by("pk"))


def hand_over(cast, successor):
    """The case goes to somebody else, while the former referent types."""
    with system_scope(Scope.TEST):
        now = timezone.now() - timedelta(seconds=1)
        ReferentAssignment.unscoped.filter(beneficiary=cast.case, ends_at__isnull=True).update(
            ends_at=now
        )
        refer(cast.case, successor, starts_at=now)


def test_what_is_typed_is_kept_and_comes_back_in_the_form(cast):
    writer = browser(cast.referent)
    answer = save(writer, token_in(writer, address(cast)))
    assert answer.status_code == 200
    assert "h" in answer.json()["saved"]
    page = writer.get(address(cast))
    assert page.context["form"]["text"].value() == TEXT
    assert "n’avait pas été enregistré" in page.content.decode()
    # It is of this form, of this case and of this person.
    assert browser(cast.nurse).get(address(cast)).context["form"]["text"].value() is None
    assert writer.get(address(cast, "noter/")).context["form"]["text"].value() is None


def test_one_may_start_anew(cast):
    writer = browser(cast.referent)
    save(writer, token_in(writer, address(cast)))
    (draft,) = kept()
    drop = f"{LEFT}{draft.pk}/effacer/"
    answer = writer.post(drop, {"next": address(cast)})
    assert (answer.status_code, answer["Location"]) == (302, address(cast))
    assert kept() == []
    save(writer, token_in(writer, address(cast)))
    (draft,) = kept()
    elsewhere = writer.post(f"{LEFT}{draft.pk}/effacer/", {"next": "https://ailleurs.test/suivi/"})
    assert elsewhere["Location"] == LEFT


def test_a_form_that_is_sent_forgets_its_draft_in_the_same_transaction(cast):
    writer = browser(cast.referent)
    token = token_in(writer, address(cast))
    save(writer, token)
    sent = {"text": TEXT, "visibility": "team", "on": "2026-11-30", "draft_key": "abc"}
    assert writer.post(address(cast), sent).status_code == 302
    assert kept() == []
    # The tab is told that its copy is of no use.
    assert "abc" in writer.get(address(cast, "journal/")).context["draft_sent"]


def test_a_form_that_is_refused_keeps_its_draft(cast):
    writer = browser(cast.referent)
    save(writer, token_in(writer, address(cast)))
    wrong = {"text": TEXT, "visibility": "team", "on": "2099-01-01"}
    assert writer.post(address(cast), wrong).status_code == 422
    assert len(kept()) == 1


def test_an_expired_session_is_led_to_sign_in_and_keeps_what_was_kept(cast):
    writer = browser(cast.referent)
    token = token_in(writer, address(cast))
    save(writer, token)
    signed_out = save(Client(), token, "Plus rien")
    assert signed_out.status_code == 302
    assert "/compte/connexion/" in signed_out["Location"]
    assert kept()[0].fields["text"] == TEXT
    again = browser(cast.referent).get(address(cast))
    assert again.context["form"]["text"].value() == TEXT


@pytest.mark.parametrize(
    "change",
    [
        {"draft_token": ""},
        {"draft_token": "faux"},
        {"draft_form": "<script>"},
        {"draft_form": ""},
        {"fields": "rien"},
        {"fields": "[1]"},
        {"fields": '{"text": 1}'},
        {"fields": json.dumps({"text": "a" * 60_001})},
        {"fields": json.dumps({str(number): "a" for number in range(101)})},
        {"fields": '{"text": "\\u0000"}'},
        {"fields": '{"text": "\\ud800"}'},
    ],
)
def test_nothing_is_kept_of_what_no_page_of_ours_sent(cast, change):
    writer = browser(cast.referent)
    typed = {
        "draft_token": token_in(writer, address(cast)),
        "draft_form": "note",
        "fields": json.dumps({"text": TEXT}),
    }
    answer = writer.post(SAVE, typed | change)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert kept() == []


def test_the_token_of_somebody_else_or_of_a_case_never_reached_keeps_nothing(cast):
    theirs = token_in(browser(cast.nurse), address(cast))
    assert save(browser(cast.referent), theirs).status_code == 422
    forged = signing.dumps([cast.referent.user.pk, cast.other_case.pk], salt="autre")
    assert save(browser(cast.referent), forged).status_code == 422
    assert save(signed_in(cast.candidate), theirs).status_code == 403
    assert kept() == []


def test_a_case_that_goes_away_while_one_types_gives_the_text_back(cast):
    writer = browser(cast.referent)
    token = token_in(writer, address(cast))
    hand_over(cast, cast.nurse)
    assert writer.get(address(cast)).status_code == 404
    # The page is still open: what is typed is kept, since it is theirs.
    assert save(writer, token).status_code == 200
    page = writer.get(LEFT).content.decode()
    assert cast.case.shown_number in page
    assert TEXT not in page
    assert cast.case.birth_name not in page
    (draft,) = kept()
    shown = writer.post(f"{LEFT}{draft.pk}/lire/")
    assert shown.status_code == 302
    page = writer.get(LEFT).content.decode()
    assert TEXT in page
    assert cast.case.birth_name not in page
    assert kept()[0].returned_at is not None
    assert writer.post(f"{LEFT}{draft.pk}/effacer/").status_code == 302
    assert kept() == []
    assert "Tout ce que vous avez écrit est enregistré" in writer.get(LEFT).content.decode()


def test_a_plain_form_that_is_refused_gives_the_text_back_too(cast):
    """Without a script, the text comes with the form, when it is too late."""
    writer = browser(cast.referent)
    token = token_in(writer, address(cast, "noter/"))
    hand_over(cast, cast.nurse)
    sent = {"state": "held", "text": TEXT, "step": "Appeler la CAF demain matin"}
    proof = {"draft_token": token, "draft_form": "quick"}
    with system_scope(Scope.TEST):
        AccessEntry.unscoped.all().delete()
    answer = writer.post(address(cast, "noter/"), sent | proof)
    assert (answer.status_code, answer["Location"]) == (302, LEFT)
    with system_scope(Scope.TEST):
        assert JournalEntry.unscoped.count() == 0
        refused = AccessEntry.unscoped.get(act=AccessEntry.Act.REFUSED)
        assert (refused.user, refused.place) == (cast.referent.user, "followup:quick")
        # The manager of the case reads that somebody wrote in it who follows it no more.
        assert refused.beneficiary == cast.case
    (draft,) = kept()
    writer.post(f"{LEFT}{draft.pk}/lire/")
    page = writer.get(LEFT).content.decode()
    assert TEXT in page
    assert "Appeler la CAF demain matin" in page
    # Without the proof that the page was theirs, there is nothing to find here.
    assert writer.post(address(cast, "noter/"), sent).status_code == 404


def test_a_sign_that_no_database_keeps_loses_no_text(cast):
    writer = browser(cast.referent)
    token = token_in(writer, address(cast))
    hand_over(cast, cast.nurse)
    sent = {"text": f"{TEXT}\x00", "draft_token": token, "draft_form": "note", "\x00": "\x00"}
    assert writer.post(address(cast), sent)["Location"] == LEFT
    (draft,) = kept()
    assert draft.fields["text"] == TEXT


def test_somebody_elses_text_is_not_found(cast):
    writer = browser(cast.referent)
    save(writer, token_in(writer, address(cast)))
    (draft,) = kept()
    for other in (cast.nurse, cast.manager, cast.breaker, cast.officer):
        reader = browser(other)
        assert TEXT not in reader.get(LEFT).content.decode()
        for act in ("lire", "effacer"):
            assert reader.post(f"{LEFT}{draft.pk}/{act}/").status_code == 404
    assert signed_in(cast.administrator).get(LEFT).status_code == 403
    assert len(kept()) == 1


def test_texts_in_progress_are_listed_with_their_case(cast):
    writer = browser(cast.referent)
    save(writer, token_in(writer, address(cast)))
    page = writer.get(LEFT).content.decode()
    assert cast.case.birth_name in page
    assert address(cast, "") in page


def test_a_text_is_given_back_once(cast):
    me = make_professional(unit=cast.referent.unit)
    lost = make_beneficiary()
    now = timezone.now()
    with acting_as(me.user):
        draft = drafts.keep(
            actor=Actor(me.user), beneficiary_pk=lost.pk, form="note", fields={"text": TEXT}
        )
        drafts.give_back(draft=draft, actor=Actor(me.user))
        assert len(drafts.to_give_back(me.user)) == 1
        assert drafts.to_give_back(me.user, now=now + timedelta(hours=25)) == []
    assert drafts.purge(now=now + timedelta(hours=23)) == 0
    assert drafts.purge(now=now + timedelta(hours=25)) == 1


def test_a_text_that_nobody_came_back_to_is_erased_after_90_days(cast):
    writer = browser(cast.referent)
    save(writer, token_in(writer, address(cast)))
    now = timezone.now()
    assert drafts.purge(now=now + timedelta(days=89)) == 0
    assert drafts.purge(now=now + timedelta(days=91)) == 1


def test_what_was_typed_over_an_older_text_is_compared_when_it_is_sent(cast):
    """The version that the text began with comes back with it."""
    writer = browser(cast.referent)
    writer.post(address(cast), {"text": "Au départ", "visibility": "team", "on": "2026-11-30"})
    with system_scope(Scope.TEST):
        note = JournalEntry.unscoped.get()
    edit = address(cast, f"journal/{note.pk}/modifier/")
    token = token_in(writer, edit)
    save(writer, token, "Du bureau", form=f"note:{note.pk}", version="1")
    phone = {"text": "Du téléphone", "visibility": "team", "on": "2026-11-30", "version": "1"}
    with system_scope(Scope.TEST):
        JournalEntry.unscoped.update(text="Du téléphone", version=2)
    form = writer.get(edit).context["form"]
    assert (form["text"].value(), form["version"].value()) == ("Du bureau", "1")
    answer = writer.post(edit, phone | {"text": "Du bureau"})
    assert answer.status_code == 409
    assert "Du téléphone" in answer.content.decode()


def age(draft, days):
    with system_scope(Scope.TEST):
        Draft.unscoped.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=days))


def test_the_oldest_text_gives_its_place_never_one_of_the_day(cast, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    writer = browser(cast.referent)
    token = token_in(writer, address(cast))
    for number in (1, 2, 3):
        assert save(writer, token, form=f"note:{number}").status_code == 200
    # All are being typed: none goes, the new one is refused, and those go on being kept.
    refused = save(writer, token, form="note:4")
    assert refused.status_code == 422
    assert "3\u00a0textes" in refused.json()["message"]
    assert save(writer, token, "Encore", form="note:2").status_code == 200
    assert [draft.form for draft in kept()] == ["note:1", "note:2", "note:3"]
    first, _, third = kept()
    age(first, 2)
    age(third, 3)
    assert save(writer, token, form="note:4").status_code == 200
    assert [draft.form for draft in kept()] == ["note:1", "note:2", "note:4"]
    # Nobody else's.
    other = browser(cast.nurse)
    assert save(other, token_in(other, address(cast)), form="note:9").status_code == 200
    assert len(kept()) == 4
    assert "3&nbsp;textes au plus" in writer.get(LEFT).content.decode()


def test_there_is_such_a_bound():
    assert drafts.MOST <= 200
