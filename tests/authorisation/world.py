"""What the paths of the rows name, made once for all the questions."""

from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import Consent, JoinRequest, Membership
from portal.accounts.services.invitations import invite_to_level, invite_to_organisation
from portal.accounts.services.proposals import give_level
from portal.applications.links import Way, follow_token, sent_path
from portal.candidates.services.alerts import delete_alert
from portal.cv.models import CvHelper
from portal.cv.services import (
    ask_help,
    create_cv,
    create_share,
    propose_help,
    send_old_cv,
    send_photo,
)
from portal.cv.sharing.secrets import new_key
from portal.participation.models import CallBack, Participant
from portal.participation.services.participants import participant_of
from portal.recruitment.links import token_of as own_token_of
from portal.recruitment.services.company_links import make_link
from portal.sponsorship.commitments.links import token_of as commitment_token
from portal.sponsorship.commitments.services.issuing import issue
from portal.sponsorship.commitments.states import Side
from snippets.mail.preferences import links as mail_links
from snippets.mail.preferences.links import MailLink
from snippets.mail.queue import queue_mail
from tests.authorisation.followup_world import FollowupWorld
from tests.authorisation.rows import ANONYMOUS, MEMBERS
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import (
    first_administrator,
    give,
    join,
    person_with,
    place,
    signed_in,
    token_of,
)
from tests.portal.candidates.things import make_alert
from tests.portal.cv.files.pictures import jpeg
from tests.portal.mailing.laid import lay_campaigns
from tests.portal.participation.people import make_application, make_frozen_cv, make_guest
from tests.portal.recruitment.checkin.door import make_roster
from tests.portal.recruitment.met import held
from tests.portal.recruitment.session_lists import put, shown
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    by_volunteer,
    committed,
    confirmed,
)
from tests.portal.sponsorship.pairing.made import place_pair
from tests.portal.sponsorship.pairs.made import fill
from tests.portal.sponsorship.people import make_certificate, make_request, make_sponsor, recruits


@dataclass
class World(FollowupWorld):
    """What the paths of the rows name, and a browser for each level, made once."""

    browsers: dict[str, Client] = field(default_factory=lambda: {ANONYMOUS: Client()})

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory(verified_at=timezone.now())
        self.other_organisation = OrganisationFactory()
        place(UserFactory(), L.ORGANISATION_MANAGER, self.other_organisation)
        self.people = {}
        for level in L:
            user = UserFactory()
            if level in MEMBERS:
                place(user, level, self.organisation)
            else:
                give(user, level)
            self.people[level] = user
            self.browsers[level] = signed_in(user)
        self.person = UserFactory()
        self.grant = give(self.person, L.SPONSOR)
        self.consent = Consent.objects.create(user=self.person, purpose="news", version="1")
        self.offer = JobOfferPageFactory()
        self.draft = JobOfferPageFactory(live=False)
        self.own_draft = JobOfferPageFactory(live=False, organisation=self.organisation)
        self.own_draft.save_revision()
        self.own_offer = JobOfferPageFactory.row(organisation=self.organisation)
        applicant = make_guest()
        self.received = make_application(
            page=self.own_offer, participant=applicant, cv=make_frozen_cv(applicant)
        )
        self.other_received = make_application(page=self.offer)
        self.member = join(self.organisation)
        self.asked = JoinRequest.objects.create(user=self.person, organisation=self.organisation)
        self.place = invite_to_organisation(
            email="collegue@exemple.test",
            organisation=self.organisation,
            role=Membership.Role.MEMBER,
            actor=Actor(
                Membership.objects.managers().filter(organisation=self.organisation)[0].user
            ),
        )
        self.cv = create_cv(owner=self.people[L.CANDIDATE], title="Cuisine", document={})
        adviser = self.people[L.ADVISER]
        self.helper = CvHelper.objects.create(cv=self.cv, user=adviser)
        other_candidate, other_adviser = person_with(L.CANDIDATE), person_with(L.ADVISER)
        self.other_cv = create_cv(owner=other_candidate, title="Autre", document={})
        self.other_helper = CvHelper.objects.create(cv=self.other_cv, user=other_adviser)
        self.asked_help = ask_help(
            cv=create_cv(owner=self.cv.owner, title="Salle", document={}),
            user=self.cv.owner,
            address=adviser.email,
        )
        self.proposed = propose_help(user=adviser, address="quelquun@exemple.test")
        self.other_request = ask_help(
            cv=self.other_cv, user=other_candidate, address="quelquun@exemple.test"
        )
        made = create_share(cv=self.cv, user=self.cv.owner, key=new_key())
        self.share, self.share_token = made.share, made.token
        self.photo = send_photo(owner=self.people[L.CANDIDATE], source=jpeg())
        self.old_cv = send_old_cv(owner=self.cv.owner, data=b"%PDF", name="cv.pdf")
        self.other_old_cv = send_old_cv(owner=other_candidate, data=b"%PDF", name="cv.pdf")
        self.other_photo = send_photo(owner=self.other_cv.owner, source=jpeg())
        self.volunteering = VolunteeringPageFactory()
        self.session = RecruitmentSessionPageFactory()
        self.held, self.other_held = held(self.organisation), held(self.other_organisation)
        self.roster = make_roster(organisation=self.organisation)
        self.other_roster = make_roster()
        candidate = self.people[L.CANDIDATE]
        self.namesake = make_guest(email=candidate.email)
        self.other_namesake = make_guest(email=self.person.email)
        self.call = CallBack.objects.create(
            participant=self.namesake, phone="06 12 34 56 78", purpose="help"
        )
        self.alert = make_alert(candidate)
        self.other_alert = make_alert(self.person)
        delete_alert(alert=self.other_alert)
        participant = participant_of(user=candidate)
        self.application = make_application(participant=participant, cv=make_frozen_cv(participant))
        self.other_application = make_application(user=other_candidate)
        self.helped_application = make_application(by=self.people[L.EMPLOYMENT_OFFICER])
        self.follow_token = follow_token(self.application)
        self.sent_token = sent_path(self.offer, Way.ACCOUNT).split("/")[-2]
        colleague = person_with(L.RIGHTS_ADMINISTRATOR)
        self.proposal = give_level(
            user=self.person, level=L.ADVISER, reason="Recrutée", actor=Actor(colleague)
        )
        self.invitation = invite_to_level(
            email="attendue@exemple.test",
            level=L.ADVISER,
            reason="Recrutée",
            actor=Actor(first_administrator()),
        )
        self.token = token_of(self.invitation)
        self._lists()
        self._sponsorship()
        lay_campaigns(self, self.people[L.EMPLOYMENT_OFFICER])
        self._commitments(participant)
        self.lay_followup()
        reminder = queue_mail("offer_expiring", to=self.person.email, context={}).dispatch
        self.stop_token = mail_links.token_of(MailLink.STOP, reminder)
        self.why_token = mail_links.token_of(MailLink.WHY, reminder)
        self.preferences_token = mail_links.token_of(MailLink.PREFERENCES, reminder)

    def _sponsorship(self) -> None:
        """Everybody has offered to sponsor, and the candidate would like to be."""
        sponsors = [make_sponsor("applied", user=user) for user in self.people.values()]
        self.sponsor = next(one for one in sponsors if one.user == self.people[L.SPONSOR])
        self.employer = recruits(make_sponsor(), self.organisation)
        self.asked_sponsor = make_request(self.people[L.CANDIDATE])
        self.pair = place_pair(self.people[L.CANDIDATE], self.sponsor)
        self.other_pair = place_pair()
        self.objective, self.review, self.pair_alert = fill(self.pair)
        self.other_objective, self.other_review, _ = fill(self.other_pair)
        self.sponsor_certificate = make_certificate(self.sponsor)
        self.other_sponsor_certificate = make_certificate(self.other_pair.sponsor)

    def _lists(self) -> None:
        """On each list, somebody who chose to be seen; for the organisation, a link to its own."""
        self.registration = shown(self.roster)
        self.registration.cv = make_frozen_cv(self.registration.participant)
        self.registration.save()
        self.other_registration = shown(self.other_roster)
        made = make_link(
            roster=self.roster,
            organisation=self.organisation,
            user=self.people[L.EMPLOYMENT_OFFICER],
        )
        self.company_link, self.company_token = made.link, made.token
        self.mine_token = own_token_of(self.registration)
        self.helped_registration = put(self.roster, by=self.people[L.EMPLOYMENT_OFFICER])

    def _commitments(self, participant: Participant) -> None:
        """An association of which the members are too: the candidate's commitment to it."""
        self.association, self.member_of_it = association()
        for level in MEMBERS:
            place(self.people[level], level, self.association)
        self.commitment = committed(self.association, participant)
        confirmed(self.commitment, self.member_of_it, ago=2)
        self.certificate = issue(
            commitment=self.commitment, side=Side.VOLUNTEER, actor=Actor(participant.user)
        )
        self.commitment_line = by_volunteer(self.commitment)
        self.commitment_token = commitment_token(self.commitment)
        self.other_commitment = committed(association(name="Une autre")[0])
