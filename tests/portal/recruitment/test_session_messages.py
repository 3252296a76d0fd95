"""Writing to people of a list: about that session, one by one, in words that disclose nothing."""

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.participation.models import ReplyTemplate
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import SessionMessage
from portal.recruitment.services.messages import check_words, send_message
from portal.recruitment.states import Status
from snippets.mail import kinds
from snippets.mail.categories import SERVICE
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import join, officer, place, signed_in
from tests.portal.recruitment.session_lists import make_list, put, rsa_list

pytestmark = pytest.mark.django_db
TEXT = "Bonjour {prenom},\n\nNous vous attendons salle 4."


@pytest.fixture
def agent():
    return officer()


@pytest.fixture
def desk(agent):
    return signed_in(agent)


def address_of(roster):
    return f"/rencontres/{roster.pk}/message/"


def typed(*rows, step="envoyer", subject="La salle a changé", text=TEXT, reply_to="service"):
    return {
        "personne": [row.pk for row in rows],
        "etape": step,
        "subject": subject,
        "text": text,
        "reply_to": reply_to,
    }


class TestSending:
    def test_each_reads_their_own_with_the_way_to_their_registration(self, desk, agent):
        roster = make_list()
        rows = [put(roster, first_name=name) for name in ("Anne", "Paul")]
        desk.post(address_of(roster), typed(*rows))
        mails = {mail.to[0]: mail for mail in Email.objects.all()}
        assert len(mails) == 2
        for row, name in zip(rows, ("Anne", "Paul"), strict=True):
            mail = mails[row.participant.email]
            assert mail.subject == "La salle a changé"
            assert f"Bonjour {name}," in mail.message
            assert f"/inscription/suivi/{row.pk}." in mail.message
            assert roster.title in mail.message
        message = SessionMessage.objects.get()
        assert (message.sent_by, set(message.recipients.all())) == (agent, set(rows))

    def test_nobody_unsubscribes_from_it(self, desk):
        roster = make_list()
        desk.post(address_of(roster), typed(put(roster)))
        assert kinds.get("session_message").category == SERVICE
        assert "List-Unsubscribe" not in Email.objects.get().headers

    def test_who_has_no_address_or_left_is_counted_and_named(self, desk):
        roster = make_list()
        rows = [
            put(roster),
            put(roster, last_name="Muette", email="", phone="06 11 22 33 44"),
            put(roster, status=Status.CANCELLED),
            put(roster, status=Status.TO_CONFIRM),
        ]
        seen = desk.post(address_of(roster), typed(*rows, step="apercu")).content.decode()
        assert "Envoyer à 1\u00a0personne" in seen
        assert "Nadia Muette" in seen
        answer = desk.post(address_of(roster), typed(*rows), follow=True)
        assert "3\u00a0personnes sans adresse" in str(*answer.context["messages"])
        assert Email.objects.count() == 1

    def test_people_of_another_list_are_never_written_to(self, desk):
        roster, other = make_list(), make_list()
        answer = desk.post(address_of(roster), typed(put(other)))
        assert answer.status_code == 302
        assert not Email.objects.exists()

    def test_sent_twice_in_a_row_it_leaves_once(self, desk):
        roster = make_list()
        row = put(roster)
        desk.post(address_of(roster), typed(row))
        again = desk.post(address_of(roster), typed(row))
        assert again.status_code == 422
        assert "vient d’être envoyé" in again.content.decode()
        assert Email.objects.count() == 1

    def test_a_set_that_differs_is_written_to_without_those_who_just_had_it(self, desk):
        roster = make_list()
        first, second, third = (put(roster) for _ in range(3))
        desk.post(address_of(roster), typed(first, second))
        answer = desk.post(address_of(roster), typed(second, third), follow=True)
        said = " ".join(map(str, answer.context["messages"]))
        assert "1\u00a0personne l’avait déjà reçu à l’instant." in said
        assert Email.objects.count() == 3
        assert set(SessionMessage.objects.latest("pk").recipients.all()) == {third}


class TestWriting:
    def test_a_template_begins_the_text_with_what_is_known(self, desk):
        roster = make_list(title="Forum du bois")
        row = put(roster)
        template = ReplyTemplate.objects.create(
            use="session",
            title="Salle",
            subject="{annonce}",
            text="Bonjour {prenom}, rendez-vous le {date}, {lieu}.",
        )
        answer = desk.post(
            address_of(roster),
            {"personne": row.pk, "etape": "modele", "modele": template.pk},
        )
        form = answer.context["form"]
        assert form.initial["subject"] == "Forum du bois"
        assert form.initial["text"].startswith("Bonjour {prenom}, rendez-vous le ")
        assert "Maison du peuple" in form.initial["text"]

    def test_a_look_before_it_leaves_keeps_what_was_typed(self, desk):
        roster = make_list()
        row = put(roster, first_name="Anne")
        answer = desk.post(address_of(roster), typed(row, step="apercu"))
        text = answer.content.decode()
        assert "Bonjour Anne," in text
        assert "Bonjour {prenom}," in text
        assert not Email.objects.exists()

    def test_what_is_missing_or_unknown_is_said_beside_the_field(self, desk):
        roster = make_list()
        row = put(roster)
        for wrong, field in (
            (typed(row, subject=""), "subject"),
            (typed(row, text="Bonjour {nom}"), "text"),
        ):
            answer = desk.post(address_of(roster), wrong)
            assert answer.status_code == 422
            assert answer.context["form"].errors[field]
            assert [row.pk] == answer.context["keys"]

    def test_all_those_of_a_filtered_list(self, desk):
        roster = make_list()
        put(roster)
        waiting = put(roster, status=Status.WAITLISTED)
        data = {**typed(step="apercu"), "tous": "1", "filtre-etat": "attente"}
        seen = desk.post(address_of(roster), data).content.decode()
        # All of them travel as the filters, however many they are.
        assert 'name="filtre-etat" value="attente"' in seen
        assert 'name="personne"' not in seen
        desk.post(address_of(roster), {**data, "etape": "envoyer"})
        assert Email.objects.get().to == [waiting.participant.email]

    def test_one_button_writes_to_all_and_says_where_else_to_write(self, desk):
        roster = make_list()
        put(roster)
        button = desk.get(f"/rencontres/{roster.pk}/").text.partition("Écrire aux inscrits")[0]
        assert button.rpartition("<form")[2].startswith(
            f' method="post" action="{address_of(roster)}"'
        )
        seen = desk.post(address_of(roster), {"tous": "1"}).text
        assert "Écrire à 1\u00a0personne" in seen
        assert "personne ne peut s’en désabonner" in seen

    def test_the_service_reads_the_answers_unless_the_writer_does(self, desk, agent):
        roster = make_list()
        row = put(roster)
        desk.post(address_of(roster), typed(row))
        desk.post(address_of(roster), typed(row, subject="Autre", reply_to="own"))
        first, second = Email.objects.order_by("pk")
        assert "lue par\u00a0: le service emploi." in first.message
        assert second.headers["Reply-To"] == agent.email
        # Nobody of the list shows themselves: an answer to an organisation would.
        assert desk.post(address_of(roster), typed(row, reply_to="organisation")).status_code == 422

    def test_what_was_sent_is_read_again(self, desk):
        roster = make_list()
        desk.post(address_of(roster), typed(put(roster)))
        assert "La salle a changé" in desk.get(address_of(roster)).content.decode()


class TestOrganisation:
    def test_it_writes_to_those_whom_it_does_not_name_without_learning_who(self):
        roster = make_list(
            organisation=OrganisationFactory(name="Scierie Vauthier", verified_at=timezone.now())
        )
        member = signed_in(join(roster.organisation).user)
        hidden = put(roster, first_name="Inès", last_name="Cachée", email="ines@exemple.test")
        seen = member.post(address_of(roster), typed(hidden, step="apercu")).content.decode()
        for word in ("Inès", "Cachée", "ines@exemple.test"):
            assert word not in seen
        member.post(address_of(roster), typed(hidden))
        mail = Email.objects.get()
        assert mail.to == ["ines@exemple.test"]
        assert "Scierie Vauthier vous écrit" in mail.message
        # An answer would say who they are: it goes to the employment service.
        assert roster.organisation.email not in str(mail.headers)

    def test_answers_go_to_it_only_from_those_who_show_themselves(self):
        organisation = OrganisationFactory(email="rh@scierie.example", verified_at=timezone.now())
        roster = make_list(organisation=organisation)
        user = join(organisation).user
        member = signed_in(user)
        seen = put(roster, shares_identity=True)
        for reply_to, address in (("organisation", organisation.email), ("own", user.email)):
            refused = member.post(address_of(roster), typed(seen, put(roster), reply_to=reply_to))
            assert refused.status_code == 422
            assert refused.context["form"].errors["reply_to"]
            member.post(address_of(roster), typed(seen, subject=reply_to, reply_to=reply_to))
            mail = Email.objects.get()
            assert mail.headers["Reply-To"] == address
            assert f"lue par\u00a0: {SessionMessage.objects.get().replies_read_by}" in mail.message
            Email.objects.all().delete()
            SessionMessage.objects.all().delete()

    @pytest.fixture
    def partners(self):
        """Two organisations of one session: who organises it, and a company that recruits there."""
        mine, theirs = (
            OrganisationFactory(name=name, verified_at=timezone.now())
            for name in ("Scierie Vauthier", "Fonderie Robert")
        )
        return make_list(organisation=mine, partners=(theirs,)), theirs

    def test_a_partner_writes_in_its_own_name(self, partners):
        roster, theirs = partners
        signed_in(join(theirs).user).post(address_of(roster), typed(put(roster)))
        assert "Fonderie Robert vous écrit" in Email.objects.get().message

    def test_it_reads_what_its_own_people_wrote_and_nothing_of_the_others(self, partners, desk):
        roster, theirs = partners
        person = put(roster)
        desk.post(address_of(roster), typed(person, text="Un fauteuil vous attend à l’entrée."))
        member = signed_in(join(theirs).user)
        member.post(address_of(roster), typed(person, text="Apportez votre CACES."))
        seen = member.get(address_of(roster)).content.decode()
        assert "CACES" in seen
        assert "fauteuil" not in seen
        assert "fauteuil" in desk.get(address_of(roster)).content.decode()

    def test_nobody_writes_for_an_organisation_that_is_suspended_nor_reads_its_people(
        self, partners
    ):
        roster, theirs = partners
        person = put(roster)
        colleague = join(roster.organisation).user
        signed_in(colleague).post(address_of(roster), typed(person, text="Un fauteuil attend."))
        both = join(theirs).user
        place(both, LevelName.ORGANISATION_MEMBER, roster.organisation)
        Organisation.objects.filter(pk=roster.organisation_id).update(
            suspended_at=timezone.now(), suspended_by=colleague, suspension_reason="Plainte"
        )
        signed_in(both).post(address_of(roster), typed(person, text="Apportez votre CACES."))
        assert "Fonderie Robert vous écrit" in Email.objects.get(message__contains="CACES").message
        seen = signed_in(both).get(address_of(roster)).content.decode()
        assert "CACES" in seen
        assert "fauteuil" not in seen

    def test_nobody_writes_to_who_took_their_agreement_back(self, desk):
        roster = make_list()
        came = put(roster, status=Status.PRESENT)
        came.agreement.withdrawn_at = timezone.now()
        came.agreement.save()
        desk.post(address_of(roster), typed(came))
        assert not Email.objects.exists()


class TestWords:
    @pytest.mark.parametrize(
        "word", ["RSA", "rsa", "R.S.A.", "allocataires", "Revenu de solidarité active"]
    )
    def test_what_says_who_has_the_rsa_is_refused_everywhere(self, word):
        with pytest.raises(RecruitmentError, match="touche le RSA"):
            check_words(roster=make_list(), subject="Bonjour", text=f"Pour vous, {word} ou non.")

    @pytest.mark.parametrize(
        "word", ["bénéficiaire", "Bénéficiaires", "CAF", "contrat d’engagement"]
    )
    def test_more_of_them_among_beneficiaries(self, word):
        text = f"Apportez ceci, {word}."
        with pytest.raises(RecruitmentError) as refused:
            check_words(roster=rsa_list(), subject="Bonjour", text=text)
        assert refused.value.field == "text"
        check_words(roster=make_list(), subject="Bonjour", text=text)

    def test_a_part_of_a_word_is_none(self):
        check_words(roster=rsa_list(), subject="Adversaire", text="La traversée, persane.")

    def test_the_title_and_the_address_of_the_page_are_refused_too(self):
        roster = rsa_list(title="Atelier du lundi")
        for text in ("Pour l’atelier du lundi", "Voir https://declic.example/sessions/a-b/"):
            with pytest.raises(RecruitmentError, match="Rendez-vous emploi"):
                check_words(roster=roster, subject="Bonjour", text=text)

    def test_the_refusal_explains_and_keeps_the_text(self, desk):
        roster = rsa_list()
        row = put(roster)
        answer = desk.post(address_of(roster), typed(row, text="Votre RSA continue."))
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "un e-mail peut être lu par quelqu’un d’autre" in text
        assert "Votre RSA continue." in text
        assert not Email.objects.exists()

    def test_a_message_among_beneficiaries_is_neutral(self, agent):
        roster = rsa_list()
        row = put(roster)
        send_message(roster=roster, registrations=[row], subject="Salle 4", text=TEXT, user=agent)
        mail = Email.objects.get()
        assert mail.subject == "Rendez-vous emploi\u00a0: Salle 4"
        whole = f"{mail.subject} {mail.message} {mail.html_message}".lower()
        for word in ("rsa", "allocataire", "bénéficiaire", "/sessions/", roster.title.lower()):
            assert word not in whole
