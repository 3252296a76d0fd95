"""The checklist and the reasons: written by staff, by kind, and never rewritten in the past."""

import pytest
from django.urls import reverse

from pages.moderation import services
from pages.moderation.forms import ApprovalForm, RefusalForm
from pages.moderation.models import ChecklistItem, ModerationTaskState, RefusalReason
from pages.wording import MISSION, NOTICE, OFFER, SESSION, common_noun
from tests.factories import JobOfferPageFactory, VolunteeringPageFactory
from tests.pages.moderation.conftest import act, approval, approve, refusal

MODELS = [ChecklistItem, RefusalReason]


@pytest.fixture
def cms(client, author):
    client.force_login(author)
    return client


def url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("model", MODELS)
def test_staff_add_rename_switch_off_and_reorder_but_never_delete(cms, model):
    cms.post(url(model, "add"), {"label": "Le vélo est fourni", "kinds": ["job"], "active": "on"})
    term = model.objects.get(label="Le vélo est fourni")
    assert term.key.startswith("le-velo-est-fourni-")
    assert model.objects.order_by("position").last() == term, "a new one goes last"
    cms.post(url(model, "edit", term.pk), {"label": "Le vélo est prêté", "kinds": ["session"]})
    term.refresh_from_db()
    assert (term.label, term.kinds, term.active) == ("Le vélo est prêté", ["session"], False)
    assert cms.post(url(model, "reorder", term.pk) + "?position=0").status_code == 200
    assert model.objects.first() == term
    cms.post(url(model, "delete", term.pk))
    assert model.objects.filter(pk=term.pk).exists()
    assert "Sessions de recrutement" in cms.get(url(model, "list")).content.decode()


def test_employment_officers_use_the_terms_without_writing_them(client, officer):
    client.force_login(officer)
    count = ChecklistItem.objects.count()
    client.post(url(ChecklistItem, "add"), {"label": "x", "active": "on"})
    assert ChecklistItem.objects.count() == count


def test_each_kind_has_its_points_and_reasons(db):
    def keys(form):
        return {item.key for item in form.items}

    job, volunteering, session = (
        keys(ApprovalForm(kind=kind)) for kind in ("job", "volunteering", "session")
    )
    shared = {"discriminatory", "fee", "place"}
    assert job == shared | {"pay", "contact", "duties"}
    assert volunteering == shared | {"free", "host", "duties"}
    assert session == shared | {"times", "host", "programme"}
    offered = [key for key, _ in RefusalForm(kind="volunteering").fields["reason"].choices]
    assert "pay" not in offered
    assert {"free", "other"} <= set(offered)


def test_volunteering_is_approved_with_its_own_points_only(cms, author, moderator):
    page = VolunteeringPageFactory(live=False, owner=author)
    services.submit(page=page, user=author)
    state = page.current_workflow_task_state
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, "approve", state.pk])
        html = cms.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()["html"]
        assert "C’est du bénévolat" in html
        assert "Le contrat et le salaire sont légaux" not in html
        assert "Relire la mission" in html
    approve(page, moderator)
    page.refresh_from_db()
    assert page.live
    answers = ModerationTaskState.objects.get().answers
    assert "pay" not in {answer["key"] for answer in answers}


def test_points_of_another_kind_do_not_replace_its_own(author, moderator):
    from pages.moderation.errors import ModerationError

    page = VolunteeringPageFactory(live=False, owner=author)
    services.submit(page=page, user=author)
    wrong = list(ChecklistItem.objects.proposed_for("job").values_list("key", flat=True))
    with pytest.raises(ModerationError):
        act(page, moderator, "approve", approval(page, checks=wrong))
    with pytest.raises(ModerationError, match="motif"):
        act(page, moderator, "reject", refusal(page, reason="pay"))
    page.refresh_from_db()
    assert not page.live


def test_past_decisions_keep_their_words(author, moderator):
    page = JobOfferPageFactory(live=False, owner=author)
    services.submit(page=page, user=author)
    act(page, moderator, "reject", refusal(page))
    said = RefusalReason.objects.get(key="pay").label
    RefusalReason.objects.filter(key="pay").update(label="Autre chose")
    state = ModerationTaskState.objects.get()
    assert state.refusal_label == said
    services.submit(page=page, user=author)
    approve(page, moderator)
    point = ChecklistItem.objects.get(key="pay")
    words = point.label
    point.label = "Réécrit"
    point.save()
    approved = ModerationTaskState.objects.get(status="approved")
    assert {"key": "pay", "label": words} in approved.answers


@pytest.mark.parametrize(
    ("noun", "the", "counted"),
    [
        (OFFER, "l’offre", "2\u00a0offres"),
        (MISSION, "la mission", "2\u00a0missions"),
        (SESSION, "la session", "2\u00a0sessions"),
        (NOTICE, "l’annonce", "2\u00a0annonces"),
    ],
)
def test_each_kind_is_named_in_french(noun, the, counted):
    assert (noun.the, noun.of_the, noun.counted(2)) == (the, f"de {the}", counted)
    assert noun.counted(1) == f"1\u00a0{noun.singular}"
    assert common_noun([type("Page", (), {"noun": noun})] * 2) == noun
    assert common_noun([]) == NOTICE


def test_mail_names_the_kind(author, moderator):
    from post_office.models import Email

    page = VolunteeringPageFactory(owner=author)
    services.withdraw(page=page, user=moderator, reason="Annulé")
    assert Email.objects.latest("pk").subject.startswith("Votre mission «")
