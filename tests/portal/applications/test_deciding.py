"""What an organisation answers: to whom it may, once, told to the person, kept with its author."""

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.applications.errors import ApplicationError, MeanwhileError, OutOfReachError
from portal.applications.models import Application
from portal.applications.services.bulk import decide_many
from portal.applications.services.deciding import decide, mark_seen
from portal.applications.services.notes import add_note
from portal.applications.states import Refusal, Status
from portal.participation.models import About, Channel, Outcome, Side
from portal.participation.services.agreements import withdraw_agreement
from snippets.models import SiteSettings
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import officer, person_with, place
from tests.portal.applications.received import (
    as_actor,
    mails_to,
    offer_of,
    recruiting,
)
from tests.portal.participation.people import (
    make_application,
    make_guest,
    make_phone_guest,
)

pytestmark = pytest.mark.django_db

DECISIONS = {"shortlisted", "interview", "offered", "hired", "refused"}
OPEN = {"sent", "seen", "shortlisted", "interview", "offered", "no_answer"}
# Behind an adviser's name, which nobody outside the Département reads.
ADVISER = "Zébulonne"


@pytest.fixture
def company():
    return recruiting()[0]


@pytest.fixture
def member(company):
    return company.memberships.get(user__first_name="Marc").user


@pytest.fixture
def offer(company):
    return offer_of(company)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def reason_of(to):
    return Refusal.LICENCE if to == "refused" else ""


@pytest.mark.parametrize("before", Status.values)
def test_deciding_goes_where_it_may_and_nowhere_else(offer, member, before):
    for to in Status.values:
        application = make_application(page=offer, status=before)
        lines = application.changes.count()
        try:
            decide(application=application, to=to, actor=as_actor(member), refusal=reason_of(to))
        except ApplicationError:
            assert not (to in DECISIONS and before in OPEN - {to}), (before, to)
            assert fresh(application).status == before
            assert application.changes.count() == lines
        else:
            assert to in DECISIONS, (before, to)
            assert before in OPEN - {to}, (before, to)
            assert fresh(application).status == to
            last = application.changes.last()
            assert (last.from_status, last.to_status, last.actor) == (before, to, member)


def test_deciding_is_for_those_who_recruit(offer, company):
    application = make_application(page=offer)
    applicant = person_with(L.CANDIDATE)
    own = make_application(page=offer, user=applicant)
    strangers = [
        person_with(L.COMMUNICATION),
        person_with(L.ADVISER),
        person_with(L.SPONSOR),
        recruiting()[1],
        UserFactory(),
    ]
    for stranger in strangers:
        with pytest.raises(OutOfReachError):
            decide(application=application, to="interview", actor=as_actor(stranger))
    with pytest.raises(OutOfReachError):
        decide(application=own, to="hired", actor=as_actor(applicant))
    decide(application=application, to="interview", actor=as_actor(officer()))
    assert fresh(application).status == "interview"


def test_who_left_the_organisation_decides_nothing(offer, company, member):
    colleague = place(UserFactory(), L.ORGANISATION_MEMBER, company)
    application = make_application(page=offer)
    actor = as_actor(colleague.user)
    type(colleague).objects.filter(pk=colleague.pk).update(ended_at=timezone.now())
    with pytest.raises(OutOfReachError):
        decide(application=application, to="interview", actor=actor)


@pytest.mark.parametrize("change", [{"verified_at": None}, {"suspended_at": timezone.now()}])
def test_nobody_decides_for_an_organisation_that_is_not_trusted(offer, company, member, change):
    if "suspended_at" in change:
        change = {**change, "suspended_by": member, "suspension_reason": "Signalée"}
    application = make_application(page=offer)
    type(company).objects.filter(pk=company.pk).update(**change)
    with pytest.raises(OutOfReachError):
        decide(application=application, to="interview", actor=as_actor(member))


def test_what_is_hidden_or_no_longer_agreed_to_is_out_of_reach(offer, member):
    hidden = make_application(page=offer, hidden_at=timezone.now())
    withdrawn = make_application(page=offer)
    withdraw_agreement(agreement=withdrawn.agreement)
    for application in (hidden, withdrawn):
        with pytest.raises(OutOfReachError):
            decide(application=application, to="interview", actor=as_actor(member))
        with pytest.raises(OutOfReachError):
            add_note(application=application, text="Relancer", actor=as_actor(member))


def test_the_person_reads_the_decision_and_the_message(offer, company, member):
    application = make_application(page=offer)
    address = application.participant.email
    decide(
        application=application,
        to="interview",
        actor=as_actor(member),
        subject="Rencontrons-nous\r\nBcc: x@y.test",
        message="Venez mardi.",
    )
    [mail] = mails_to(address)
    assert mail.subject == "Rencontrons-nous Bcc: x@y.test"
    assert "un entretien vous est proposé" in mail.message
    assert "> Venez mardi." in mail.message
    assert company.name in mail.message
    assert mail.headers["Reply-To"] == member.email
    assert "délai" not in mail.message


def test_each_decision_has_its_mail(offer, member):
    for to in DECISIONS:
        application = make_application(page=offer)
        decide(application=application, to=to, actor=as_actor(member), refusal=reason_of(to))
        [mail] = mails_to(application.participant.email)
        assert offer.title in mail.message
        assert ("n’est pas retenue" in mail.message) is (to == "refused")


def test_a_refusal_has_a_reason_of_the_list_and_the_others_have_none(offer, member):
    application = make_application(page=offer)
    for to, refusal in (("refused", ""), ("refused", "tête"), ("interview", "licence")):
        with pytest.raises(ApplicationError) as caught:
            decide(application=application, to=to, actor=as_actor(member), refusal=refusal)
        assert caught.value.field == "refusal"
    decide(application=application, to="refused", actor=as_actor(member), refusal="licence")
    assert fresh(application).refusal == application.changes.last().refusal == "licence"


def test_hiring_is_a_fact(offer, company, member):
    application = make_application(page=offer)
    decide(application=application, to="hired", actor=as_actor(member), contract="cdi")
    fact = Outcome.objects.get(participant=application.participant)
    assert (fact.kind, fact.about, fact.about_id) == ("hired", About.APPLICATION, application.pk)
    assert (fact.organisation, fact.side, fact.contract) == (company, Side.ORGANISATION, "cdi")
    other = make_application(page=offer)
    decide(application=other, to="hired", actor=as_actor(officer()))
    assert Outcome.objects.get(participant=other.participant).side == Side.OFFICER


@pytest.mark.parametrize(("days", "is_late"), [(13, False), (14, False), (15, True), (40, True)])
def test_a_late_reply_is_accepted_shown_and_told(offer, member, days, is_late):
    SiteSettings.objects.update_or_create(pk=1, defaults={"reply_deadline_days": 14})
    application = make_application(page=offer, days_ago=days)
    decide(application=application, to="refused", actor=as_actor(member), refusal="other")
    [mail] = mails_to(application.participant.email)
    assert fresh(application).answered_late is is_late
    assert application.changes.last().is_late is is_late
    assert ("après le délai" in mail.message) is is_late


def test_a_reply_after_no_answer_is_accepted(offer, member):
    application = make_application(page=offer, status="no_answer", days_ago=30)
    decide(application=application, to="interview", actor=as_actor(member))
    assert fresh(application).answered_late


def test_only_the_first_answer_is_late(offer, member):
    application = make_application(page=offer, status="interview", days_ago=30)
    decide(application=application, to="offered", actor=as_actor(member))
    assert not fresh(application).answered_late


def test_whoever_comes_second_reads_what_the_first_did(offer, company, member):
    colleague = place(UserFactory(), L.ORGANISATION_MEMBER, company).user
    application = make_application(page=offer)
    version = application.version
    decide(application=application, to="interview", actor=as_actor(member), version=version)
    with pytest.raises(MeanwhileError) as caught:
        decide(
            application=application,
            to="refused",
            actor=as_actor(colleague),
            refusal="other",
            version=version,
        )
    assert "Marc Vauthier" in str(caught.value)
    assert "Entretien" in str(caught.value)
    assert fresh(application).status == "interview"
    assert len(mails_to(application.participant.email)) == 1
    decide(
        application=application,
        to="refused",
        actor=as_actor(colleague),
        refusal="other",
        version=caught.value.version,
    )
    assert fresh(application).status == "refused"


def helped(page, helper, **fields):
    return make_application(page=page, by=helper, channel=Channel.ADVISER, **fields)


def test_the_word_reaches_who_helped_and_nobody_else(offer, member):
    # An officer helps: advisers are helpers once they follow somebody.
    helper = officer(first_name=ADVISER, last_name="Conseillère")
    application = helped(offer, helper)
    decide(
        application=application,
        to="refused",
        actor=as_actor(member),
        refusal="licence",
        message="Merci.",
        word_to_helper="Il manque le CACES.",
    )
    [word] = mails_to(helper.email)
    [mail] = mails_to(application.participant.email)
    assert "> Il manque le CACES." in word.message
    assert "CACES" not in mail.message
    assert ADVISER not in mail.message


def test_there_is_no_word_when_nobody_helped_or_helps_any_more(offer, member):
    gone = officer()
    alone, left = make_application(page=offer), helped(offer, gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    for application in (alone, left):
        with pytest.raises(ApplicationError) as caught:
            decide(
                application=application,
                to="refused",
                actor=as_actor(member),
                refusal="other",
                word_to_helper="Un mot",
            )
        assert caught.value.field == "word_to_helper"
        assert fresh(application).status == "sent"


def test_who_helped_passes_the_answer_on_to_somebody_without_an_address(offer, member):
    helper = officer()
    application = helped(offer, helper, participant=make_phone_guest())
    decide(application=application, to="offered", actor=as_actor(member), message="Appelez-nous.")
    [mail] = mails_to(helper.email)
    assert "Un poste lui est proposé" in mail.message
    assert "> Appelez-nous." in mail.message


def test_somebody_without_an_address_nor_help_is_answered_all_the_same(offer, member):
    application = make_application(page=offer, participant=make_phone_guest())
    decide(application=application, to="offered", actor=as_actor(member))
    assert fresh(application).status == "offered"


def test_opening_is_reading_for_the_organisation_and_not_for_an_officer(offer, member):
    application = make_application(page=offer)
    mark_seen(application=application, actor=as_actor(officer()))
    assert fresh(application).status == "sent"
    mark_seen(application=application, actor=as_actor(member))
    mark_seen(application=fresh(application), actor=as_actor(member))
    assert fresh(application).status == "seen"
    assert application.changes.filter(to_status="seen").count() == 1


def test_an_officer_opens_for_the_departement():
    service = OrganisationFactory(kind="department", siret="", naf_code="")
    application = make_application(page=offer_of(service))
    mark_seen(application=application, actor=as_actor(officer()))
    assert fresh(application).status == "seen"


def test_many_are_answered_and_those_that_could_not_are_named(offer, member):
    able = [make_application(page=offer) for _ in range(3)]
    gone = make_application(
        page=offer, status="withdrawn", participant=make_guest(first_name="Yvan", last_name="Dol")
    )
    result = decide_many(
        applications=[*able, gone],
        to="refused",
        actor=as_actor(member),
        refusal="profile",
        subject="Réponse à {prenom}",
        message="Bonjour {prenom}, merci pour {annonce}. {lieu}",
    )
    assert {one.pk for one in result.done} == {one.pk for one in able}
    assert [name for name, _ in result.refused] == ["Yvan Dol"]
    assert result.sentence == "3\u00a0candidatures changées, 1\u00a0ne pouvait pas."
    for application in able:
        [mail] = mails_to(application.participant.email)
        assert f"> Bonjour Nadia, merci pour {offer.title}." in mail.message
        assert "{" not in mail.message
    assert mails_to(gone.participant.email) == []


def test_many_of_others_are_refused_one_by_one(offer, member):
    own, foreign = make_application(page=offer), make_application()
    result = decide_many(applications=[own, foreign], to="interview", actor=as_actor(member))
    assert [one.pk for one in result.done] == [own.pk]
    assert len(result.refused) == 1
    assert fresh(foreign).status == "sent"


def test_a_reply_that_is_none_changes_nobody(offer, member):
    application = make_application(page=offer)
    with pytest.raises(ApplicationError):
        decide_many(applications=[application], to="refused", actor=as_actor(member))
    with pytest.raises(ApplicationError):
        decide_many(applications=[], to="interview", actor=as_actor(member))
    assert fresh(application).status == "sent"


def test_a_note_keeps_its_author_and_has_words(offer, member):
    application = make_application(page=offer)
    note = add_note(application=application, text="  À rappeler  ", actor=as_actor(member))
    assert (note.text, note.author, note.author_name) == ("À rappeler", member, "Marc Vauthier")
    for text in ("  ", "x" * 1001):
        with pytest.raises(ApplicationError):
            add_note(application=application, text=text, actor=as_actor(member))
