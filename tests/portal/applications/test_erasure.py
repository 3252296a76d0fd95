"""An erased account applies to nothing any more, and its CVs are nowhere."""

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.models import Application, ApplicationChange, ApplicationNote
from portal.applications.states import Status
from portal.participation.services.participants import participant_of
from portal.personal_data import services
from tests.factories import JobOfferPageFactory, UserFactory
from tests.portal.accounts.people import join, officer
from tests.portal.applications.sending import files_kept, mails_to
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_agreement, make_application, make_frozen_cv
from tests.portal.personal_data.test_erasure import tables_with

pytestmark = pytest.mark.django_db


def erase(user: User) -> None:
    services.ask_erasure(user=user, actor=Actor(user))
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate())
    services.erase(user=user)


@pytest.fixture
def person():
    return candidate(first_name="Zénobie", last_name="Quatrebarbes", email="zenobie.u@exemple.test")


def test_its_applications_are_withdrawn_hidden_and_nameless(
    person, django_capture_on_commit_callbacks
):
    participant = participant_of(user=person)
    type(participant).objects.filter(pk=participant.pk).update(phone="06 98 76 54 32")
    offer = JobOfferPageFactory.row()
    offer.organisation.verified_at, offer.organisation.verified_by = timezone.now(), UserFactory()
    offer.organisation.save()
    recruiter = join(offer.organisation).user
    waiting = make_application(
        page=offer,
        participant=participant,
        message="Quatrebarbes, disponible lundi",
        cv=make_frozen_cv(participant, title="CV de Quatrebarbes"),
    )
    hired = make_application(participant=participant, status=Status.HIRED)
    ApplicationNote.objects.create(
        application=waiting, author=recruiter, author_name="R", text="Zénobie Quatrebarbes rappelle"
    )
    # What was done by a link has a name and no account.
    ApplicationChange.objects.create(
        application=waiting, to_status=Status.SENT, actor_name="Zénobie Quatrebarbes"
    )
    assert Application.objects.visible_to(recruiter).exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
    waiting.refresh_from_db()
    hired.refresh_from_db()
    assert (waiting.status, hired.status) == (Status.WITHDRAWN, Status.HIRED)
    assert not Application.objects.visible_to(recruiter).exists()
    assert files_kept() == []
    assert not ApplicationNote.objects.exists()
    assert mails_to(person.email, "application_withdrawn") == []
    assert tables_with("Zénobie", "Quatrebarbes", "zenobie.u", "98 76 54") == {}
    waiting.participant.refresh_from_db()
    assert waiting.participant.erased_at


def test_who_helped_is_nameless_in_the_proof_which_stays(person):
    helper = officer(first_name="Hippolyte", last_name="Vauquelin")
    helped = make_application(user=person, by=helper)
    ApplicationChange.objects.create(
        application=helped, to_status=Status.SENT, actor=helper, actor_name=str(helper)
    )
    agreement = make_agreement(helped.participant, by=helper)
    erase(helper)
    helped.refresh_from_db()
    agreement.refresh_from_db()
    assert helped.status == Status.SENT
    assert agreement.recorded_by_name == "Compte effacé"
    assert tables_with("Hippolyte", "Vauquelin") == {}
