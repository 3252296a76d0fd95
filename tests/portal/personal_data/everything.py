"""A person of whom every table of the register holds a row."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from post_office.models import STATUS, Email
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from pages.moderation.models import BulkOperation
from portal.accounts.models import (
    AuditEntry,
    Consent,
    GrantProposal,
    Invitation,
    JoinRequest,
    KnownDevice,
    LevelGrant,
    Membership,
    User,
    VerificationRequest,
)
from portal.applications.models import ApplicationNote
from portal.candidates.models import (
    AlertedOpportunity,
    AlertRecipient,
    CandidateProfile,
    Favourite,
    SavedSearch,
)
from portal.cv.models import (
    Cv,
    CvHelper,
    CvHelpRequest,
    CvImport,
    CvPhoto,
    CvShare,
    CvShareOpening,
    CvVersion,
)
from portal.participation.models import (
    CallBack,
    Outcome,
    OutcomeAccess,
    OutcomeQuestion,
    Participant,
)
from portal.participation.services.participants import participant_of
from portal.recruitment.models import (
    CompanyLink,
    ListAccess,
    PlaceOffer,
    RegistrationChange,
    Scan,
    SessionMessage,
)
from search.models import AdReport
from snippets.models import (
    Dispatch,
    MailRefusal,
    SiteDocument,
    SuppressedAddress,
)
from tests.editorial_factories import ImageFactory
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.portal.cv.documents import SAMPLES
from tests.portal.followup.people_of_the_area import everything_in_the_area
from tests.portal.followup.procedures.laid import everything_judged
from tests.portal.mailing.rows import everything_of_campaigns
from tests.portal.participation.people import make_application, make_frozen_cv
from tests.portal.recruitment.met import came, held
from tests.portal.sponsorship.commitments.volunteers import everything_of_commitments
from tests.portal.sponsorship.pairing.made import everything_of_sponsorship
from tests.portal.sponsorship.pairs.made import everything_of_pairs


def person_with_everything() -> User:
    """Make her, with a value in nearly every field."""
    user = UserFactory(email="zenobie@exemple.test", first_name="Zénobie", last_name="Lœuf")
    _account(user)
    _mail(user)
    _candidate(user)
    _cv(user)
    _applications(user)
    _sessions(user)
    everything_of_sponsorship(user)
    everything_of_pairs(user)
    everything_of_commitments(user)
    everything_of_campaigns(user)
    _staff(user)
    everything_in_the_area(user)
    everything_judged(user)
    return user


def _account(user: User) -> None:
    now, other = timezone.now(), UserFactory()
    organisation = OrganisationFactory(name="Fromagerie du Lion")
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate(), last_login=now)
    user.refresh_from_db()
    LevelGrant.objects.create(user=user, level="candidate", reason="Inscription")
    Membership.objects.create(user=user, organisation=organisation, role="manager", created_by=user)
    Invitation.objects.create(
        email=user.email,
        organisation=organisation,
        role="member",
        invited_by=other,
        accepted_by=user,
        accepted_at=now,
        expires_at=now,
        token_hash="0" * 64,
    )
    GrantProposal.objects.create(
        user=user, level="adviser", reason="Recrutée", proposed_by=other, expires_at=now
    )
    KnownDevice.objects.create(user=user, secret_hash="2" * 64)
    JoinRequest.objects.create(user=user, organisation=organisation, message="Bonjour")
    JoinRequest.objects.create(
        user=other,
        organisation=organisation,
        decided_by=user,
        decided_at=now,
        outcome="accepted",
    )
    VerificationRequest.objects.create(
        organisation=organisation,
        asked_by=user,
        asked_at=now,
        decided_by=user,
        decided_at=now,
        outcome="verified",
    )
    OrganisationFactory(
        name="Scierie du Ballon",
        verified_at=now,
        verified_by=user,
        suspended_at=now,
        suspended_by=user,
        suspension_reason="Impayés",
    )
    Consent.objects.create(user=user, purpose="terms", version="2026-11")
    AuditEntry.objects.create(
        action="level_granted",
        actor=user,
        actor_name=str(user),
        subject=user,
        subject_name=str(user),
        organisation=organisation,
        details={"avant": None, "après": ["membre", {"depuis": "hier"}], "sûr": True},
        address="192.0.2.1",
    )
    assert EmailAddress.objects.filter(user=user).exists()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DP"})
    UserSession.objects.create(
        user=user, ip="192.0.2.1", user_agent="Firefox", session_key="k" * 32
    )
    SocialAccount.objects.create(user=user, provider="franceconnect", uid="fc-1")


def _mail(user: User) -> None:
    email = Email.objects.create(
        from_email="declic@exemple.test",
        to=[user.email],
        subject="Bienvenue",
        message="Bonjour",
        status=STATUS.sent,
    )
    Dispatch.objects.create(email=email, key="welcome", category="account", address=user.email)
    MailRefusal.objects.create(address=user.email, category="alerts", source="preferences")
    SuppressedAddress.objects.create(address=user.email, reason="bounces", detail="550")
    AdReport.objects.create(
        opportunity_id=1,
        title="Maçon",
        url="/offres/macon/",
        reason="scam",
        message="Bizarre",
        email=user.email,
        handled_at=timezone.now(),
        handled_by=user,
    )


def _candidate(user: User) -> None:
    now = timezone.now()
    profile = CandidateProfile.objects.create(
        user=user,
        experience="under_1",
        commune=CommuneFactory(belfort=True),
        radius_km=20,
        transports=["bus", "bike"],
        licences=["B"],
        contracts=["cdi"],
        working_time="full",
        schedules=["day"],
        availability="from",
        available_from=timezone.localdate(),
    )
    for rank, label in enumerate(("Soudeur / Soudeuse", "Fleuriste"), start=1):
        profile.trades.create(occupation=OccupationFactory(label=label), rank=rank)
    Favourite.objects.create(
        user=user,
        opportunity_id=1,
        kind="job_offer",
        title="Boulanger",
        url="/offres/boulanger/",
        kept_at=now,
    )
    recipient = AlertRecipient.objects.create(address=user.email)
    SavedSearch.objects.create(
        recipient=recipient,
        query="q=soudeur",
        name="Soudeur",
        created_at=now,
        confirmed_at=now,
        slot=1,
        since=now,
        watermark=now,
    )
    AlertedOpportunity.objects.create(recipient=recipient, opportunity_id=77, told_at=now)


def _cv(user: User) -> None:
    now, month = timezone.now(), timedelta(days=30)
    document = SAMPLES[min(SAMPLES)]
    photo = CvPhoto.objects.create(owner=user, file=ContentFile(b"jpeg", "photo.jpg"))
    cv = Cv.objects.create(
        owner=user, title="CV de soudage", document=document, photo=photo, slot=1, step=2
    )
    CvImport.objects.create(owner=user, name="mon-cv.pdf", content=b"%PDF-1.7")
    CvVersion.objects.create(
        cv=cv,
        number=1,
        document=document,
        author=user,
        created_at=now,
        saved_at=now,
        reason="created",
    )
    share = CvShare.objects.create(
        cv=cv, token_hash="1" * 64, recipient="Garage Roy", created_at=now, expires_at=now + month
    )
    CvShareOpening.objects.create(share=share, network="192.0.2.0/24")
    CvHelper.objects.create(cv=cv, user=user)
    for side, own in (("candidate", cv), ("helper", None)):
        CvHelpRequest.objects.create(
            asked_by=side, asker=user, address=user.email, cv=own, expires_at=now + month
        )


def _applications(user: User) -> None:
    now, person, helper = timezone.now(), participant_of(user=user), UserFactory()
    Participant.objects.filter(pk=person.pk).update(
        phone="06 01 02 03 04",
        commune=CommuneFactory(belfort=True),
        first_name="Zénobie",
        last_name="Lœuf",
        email=user.email,
        email_confirmed_at=now,
    )
    application = make_application(
        user=user,
        page=JobOfferPageFactory.row(title="Relieur d’art"),
        message="Je suis Zénobie Lœuf, et je relie des livres.",
        cv=make_frozen_cv(person, title="CV de Zénobie"),
        by=helper,
        helped_for=OrganisationFactory(name="Mission locale"),
    )
    ApplicationNote.objects.create(
        application=application, author=user, author_name=str(user), text="Zénobie Lœuf rappelle."
    )
    make_application(page=JobOfferPageFactory.row(title="Doreuse"), by=user)
    CallBack.objects.create(
        participant=person,
        phone="06 01 02 03 04",
        purpose="help",
        about="Trouver un emploi",
        message="Après 18 h",
        taken_by=user,
    )
    outcome = Outcome.objects.create(
        participant=person,
        organisation=application.organisation,
        about="application",
        about_id=application.pk,
        kind="hired",
        contract="cdi",
        start_date=timezone.localdate(),
        side="person",
        said_by=user,
        said_by_name=str(user),
    )
    OutcomeQuestion.objects.create(
        participant=person,
        organisation=application.organisation,
        about="application",
        about_id=application.pk,
        side="person",
        day=30,
        due_on=timezone.localdate(),
    )
    OutcomeAccess.objects.create(organisation=application.organisation, by=user, outcome=outcome)


def _sessions(user: User) -> None:
    now, person = timezone.now(), participant_of(user=user)
    roster = held(title="Rencontre de la reliure")
    own = came(
        roster,
        participant=person,
        accessibility_needs="Zénobie se déplace en fauteuil.",
        helped_by=UserFactory(),
        helped_for=OrganisationFactory(name="Plie de l’Étang"),
        cv=make_frozen_cv(person, title="CV de la rencontre"),
        coming_at=now,
        asked_at=now,
    )
    other = came(roster, helped_by=user)
    for registration in (own, other):
        RegistrationChange.objects.create(
            registration=registration,
            from_status="confirmed",
            to_status="present",
            slot_starts_at=now,
            actor=user,
            actor_name=str(user),
            note="Zénobie arrive plus tard.",
        )
    PlaceOffer.objects.create(
        registration=own, sent_at=now, deadline=now + timedelta(hours=2), answer="", slot=None
    )
    scan = {"how": "code", "at": now, "result": "present"}
    Scan.objects.create(roster=roster, nonce=uuid4(), registration=own, by=user, **scan)
    CompanyLink.objects.create(
        roster=roster,
        organisation=roster.organisation,
        token_hash="2" * 64,
        made_by=user,
        expires_at=now + timedelta(days=30),
    )
    ListAccess.objects.create(roster=roster, how="pdf", by=user, by_name=str(user), rows=2)
    message = SessionMessage.objects.create(
        roster=roster,
        subject="La salle change",
        text="Rendez-vous au premier étage.",
        sent_by=user,
        sent_by_name=str(user),
    )
    message.recipients.add(own)


def _staff(user: User) -> None:
    now = timezone.now()
    page = JobOfferPageFactory(title="Tourneur sur bois", owner=user, locked_by=user)
    kind = ContentType.objects.get_for_model(page)
    about = {"content_type": kind, "object_id": str(page.pk)}
    revision = page.save_revision(user=user)
    state = WorkflowState.objects.create(
        **about,
        base_content_type=kind,
        workflow=Workflow.objects.create(name="Relecture"),
        requested_by=user,
    )
    TaskState.objects.create(
        workflow_state=state,
        revision=revision,
        task=Task.objects.create(name="Relire"),
        status="approved",
        finished_by=user,
    )
    logged = {"content_type": kind, "label": page.title, "timestamp": now, "user": user}
    PageLogEntry.objects.create(page=page, action="wagtail.edit", **logged)
    ModelLogEntry.objects.create(object_id="1", action="wagtail.edit", **logged)
    comment = Comment.objects.create(
        page=page, user=user, text="À revoir", contentpath="title", resolved_by=user
    )
    CommentReply.objects.create(comment=comment, user=user, text="C’est fait")
    ImageFactory(title="Atelier", uploaded_by_user=user)
    SiteDocument.objects.create(
        title="Livret", file=ContentFile(b"pdf", "livret.pdf"), uploaded_by_user=user
    )
    BulkOperation.objects.create(action="prolong", user=user, before=[{}, {}])
    PageSubscription.objects.create(page=page, user=user, comment_notifications=True)
    UploadedFile.objects.create(file=ContentFile(b"x", "envoi.txt"), uploaded_by_user=user)
    UserProfile.objects.create(user=user)
    EditingSession.objects.create(user=user, last_seen_at=now, **about)
    FormState.objects.create(user=user, last_updated_at=now, data="", **about)
