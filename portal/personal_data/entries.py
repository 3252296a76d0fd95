"""The holdings of accounts, of the CMS and of mail."""

from datetime import timedelta

from django.db.models import Q

from portal.accounts.consents import TEXTS
from portal.accounts.levels import label_of
from portal.personal_data.register import (
    Holding,
    OnErasure,
    by_email,
    by_user,
    named,
    register,
)
from portal.personal_data.sign_in import OF_SIGN_IN
from snippets.mail.categories import find_category
from snippets.mail.kinds import find
from snippets.mail.models.dispatch import Delivery

ERASED_NAME = "Compte effacé"
_ACCOUNT = "Jusqu’à l’effacement du compte."
_PROOF = "Cinq ans, pour prouver qui pouvait faire quoi."
_CONTENT = "Tant que le contenu existe."
# Of the tables of the CMS that may be about anything.
_OBJECT = "content_object"


def category_words(key: str) -> str:
    """What people call a category of messages; its key once the code has it no more."""
    found = find_category(key)
    return found.label if found else key


ACCOUNT = Holding(
    "accounts.User",
    "Votre compte",
    "Vous reconnaître et vous écrire.",
    "Jusqu’à ce que vous l’effaciez\u00a0; sans connexion pendant deux ans, il est effacé.",
    lambda user: Q(pk=user.pk),
    {
        "email": "Vous identifier et vous écrire.",
        "first_name": "S’adresser à vous.",
        "last_name": "S’adresser à vous.",
        "is_active": "Savoir si vous pouvez vous connecter.",
        "date_joined": "Dater le compte.",
        "last_login": "Savoir si le compte sert.",
        "erasure_due_on": "Tenir le délai d’effacement.",
        "erasure_by_inactivity": "Annuler l’effacement si vous revenez.",
    },
    left_out=frozenset(
        {
            "id",
            "password",
            "session_epoch",
            "is_staff",
            "is_superuser",
            "erased_at",
            "folded_name",
            "groups",
            "user_permissions",
        }
    ),
    on_erasure=OnErasure.REDACT,
    # The address is replaced by one of nobody: see `services.erase`.
    redacted={"first_name": "", "last_name": ERASED_NAME, "is_active": False},
)
GRANTS = Holding(
    "accounts.LevelGrant",
    "Vos niveaux d’habilitation",
    "Vous donner accès à ce que demande votre travail.",
    _PROOF,
    by_user("user"),
    {
        "level": "Ouvrir les écrans de ce niveau.",
        "reason": "Justifier l’accès.",
        "granted_at": "Dater l’accès.",
        "ends_on": "Fermer l’accès à temps.",
        "confirmed_at": "Revoir les accès tous les six mois.",
        "ended_at": "Dater la fin de l’accès.",
        "end_reason": "Justifier la fin de l’accès.",
    },
    left_out=frozenset({"id", "user", "granted_by", "approved_by", "ended_by"}),
    on_erasure=OnErasure.KEEP,
)
PROPOSALS = Holding(
    "accounts.GrantProposal",
    "Les niveaux proposés pour vous",
    "Ne rien ouvrir sans l’accord de deux personnes.",
    _PROOF,
    by_user("user"),
    {
        "level": "Dire ce qui est proposé.",
        "reason": "Justifier l’accès.",
        "ends_on": "Fermer l’accès à temps.",
        "proposed_at": "Dater la proposition.",
        "expires_at": "Fermer une proposition sans réponse.",
        "decided_at": "Dater la réponse.",
        "outcome": "Garder la réponse.",
        "answer": "Justifier la réponse.",
    },
    left_out=frozenset({"id", "user", "proposed_by", "decided_by"}),
    on_erasure=OnErasure.KEEP,
)
MEMBERSHIPS = Holding(
    "accounts.Membership",
    "Vos organisations",
    "Proposer des annonces au nom d’une organisation.",
    _PROOF,
    by_user("user"),
    {
        "organisation": "Savoir au nom de qui vous agissez.",
        "role": "Savoir qui gère l’organisation.",
        "created_at": "Dater l’accès.",
        "ended_at": "Dater la fin de l’accès.",
        "end_reason": "Expliquer le départ.",
    },
    left_out=frozenset({"id", "user", "created_by", "ended_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"end_reason": ""},
)
INVITATIONS = Holding(
    "accounts.Invitation",
    "Les invitations que vous avez reçues",
    "Vous ouvrir un accès.",
    "Un an.",
    lambda user: Q(accepted_by=user) | Q(email__iexact=user.email),
    {
        "email": "Envoyer le lien.",
        "level": "Dire ce que le lien donne.",
        "level_ends_on": "Fermer l’accès à temps.",
        "organisation": "Dire ce que le lien donne.",
        "role": "Dire ce que le lien donne.",
        "reason": "Justifier l’accès.",
        "created_at": "Dater l’invitation.",
        "expires_at": "Rendre le lien inutile après sept jours.",
        "accepted_at": "Ne servir qu’une fois.",
        "revoked_at": "Pouvoir annuler.",
    },
    left_out=frozenset({"id", "token_hash", "invited_by", "accepted_by"}),
    expired=lambda now: Q(created_at__lt=now - timedelta(days=365)),
)
CONSENTS = Holding(
    "accounts.Consent",
    "Ce à quoi vous avez dit oui",
    "Prouver votre accord, et l’arrêter quand vous changez d’avis.",
    "Cinq ans après son retrait.",
    by_user("user"),
    {
        "purpose": "Dire de quoi il s’agit.",
        "version": "Savoir quel texte vous avez lu.",
        "given_at": "Dater l’accord.",
        "withdrawn_at": "Dater le retrait.",
    },
    said={"purpose": named((text.purpose, text.title) for text in TEXTS)},
    left_out=frozenset({"id", "user"}),
    on_erasure=OnErasure.KEEP,
    expired=lambda now: Q(withdrawn_at__lt=now - timedelta(days=5 * 365)),
)
AUDIT_ABOUT = Holding(
    "accounts.AuditEntry",
    "Ce qui a changé vos droits",
    "Prouver qui a changé quoi.",
    _PROOF,
    by_user("subject"),
    {
        "at": "Dater le changement.",
        "action": "Dire ce qui a changé.",
        "actor_name": "Dire qui l’a fait.",
        "subject_name": "Dire pour qui.",
        "organisation": "Dire où.",
        "level": "Dire ce qui a changé.",
        "reason": "Dire pourquoi.",
        "details": "Dire ce qui a changé.",
    },
    left_out=frozenset({"id", "actor", "subject", "address"}),
    said={"level": label_of},
    on_erasure=OnErasure.REDACT,
    redacted={"subject_name": ERASED_NAME},
)
AUDIT_BY = Holding(
    "accounts.AuditEntry",
    "Ce que vous avez fait des droits des autres",
    "Prouver qui a changé quoi.",
    _PROOF,
    by_user("actor"),
    {
        "at": "Dater le changement.",
        "action": "Dire ce qui a changé.",
        "actor_name": "Dire que c’était vous.",
        "organisation": "Dire où.",
        "level": "Dire ce qui a changé.",
        "reason": "Dire pourquoi.",
        "address": "Reconnaître un accès qui ne serait pas le vôtre.",
    },
    # Who it was done to is their data, not yours.
    left_out=frozenset({"id", "actor", "subject", "subject_name", "details"}),
    said={"level": label_of},
    on_erasure=OnErasure.REDACT,
    redacted={"actor_name": ERASED_NAME, "address": ""},
)
JOIN_REQUESTS = Holding(
    "accounts.JoinRequest",
    "Vos demandes à rejoindre une organisation",
    "Laisser l’organisation répondre à votre demande.",
    _PROOF,
    by_user("user"),
    {
        "organisation": "Savoir où vous demandez à entrer.",
        "message": "Dire aux gestionnaires qui vous êtes.",
        "created_at": "Dater la demande.",
        "decided_at": "Dater la réponse.",
        "outcome": "Ne répondre qu’une fois.",
        "reason": "Expliquer un refus.",
    },
    left_out=frozenset({"id", "user", "decided_by"}),
    on_erasure=OnErasure.REDACT,
    # A refusal keeps a reason: a constraint says so.
    redacted={"message": "", "reason": ERASED_NAME},
)
MAILS = Holding(
    "post_office.Email",
    "Les messages que nous vous avons envoyés",
    "Vous écrire, et savoir si le message est parti.",
    "Un an\u00a0; le texte, soixante jours.",
    by_email("to"),
    {
        "to": "Vous écrire.",
        "subject": "Savoir ce qui vous a été dit.",
        "message": "Savoir ce qui vous a été dit.",
        "created": "Dater le message.",
        "status": "Savoir s’il est parti.",
    },
    left_out=frozenset(
        {
            "id",
            "from_email",
            "cc",
            "bcc",
            "html_message",
            "last_updated",
            "scheduled_time",
            "expires_at",
            "headers",
            "template",
            "context",
            "backend_alias",
            "message_id",
            "recipient_delivery_status",
            "number_of_retries",
            "priority",
        }
    ),
    expired=lambda now: Q(created__lt=now - timedelta(days=365)),
    labels={
        "to": "À",
        "subject": "Objet",
        "message": "Message",
        "created": "Écrit le",
        "status": "État",
    },
    said={"status": named(Delivery.choices)},
)
DISPATCHES = Holding(
    "snippets.Dispatch",
    "Les adresses de ces messages",
    "Retrouver ce qui vous a été envoyé, et pourquoi un message n’est pas parti.",
    "Un an, avec le message.",
    by_email("address"),
    {
        "key": "Savoir de quel message il s’agit.",
        "category": "Respecter vos choix.",
        "address": "Vous écrire.",
        "withheld": "Savoir pourquoi le message n’est pas parti.",
    },
    # The message's row takes this one with it.
    said={
        "key": lambda key: kind.label if (kind := find(key)) else key,
        "category": category_words,
    },
    left_out=frozenset({"email", "public_id", "emptied_at", "halted"}),
)
REFUSALS = Holding(
    "snippets.MailRefusal",
    "Les messages que vous ne voulez plus recevoir",
    "Ne plus vous les envoyer.",
    "Jusqu’à ce que vous changiez d’avis.",
    # The others outlive an account (`portal/mailing/holdings.py`).
    lambda user: by_email("address")(user) & ~Q(source="objection"),
    {
        "address": "Ne plus vous écrire.",
        "category": "Savoir de quels messages il s’agit.",
        "source": "Savoir comment vous l’avez dit.",
        "created_at": "Dater votre choix.",
    },
    left_out=frozenset({"id"}),
    said={"category": category_words},
)
SUPPRESSED = Holding(
    "snippets.SuppressedAddress",
    "Une adresse qui ne reçoit plus nos messages",
    "Ne pas écrire à une adresse qui les refuse.",
    "Un an.",
    by_email("address"),
    {
        "address": "Ne plus écrire à cette adresse.",
        "reason": "Savoir pourquoi.",
        "detail": "Savoir ce que le serveur a répondu.",
        "created_at": "Dater l’arrêt.",
    },
    left_out=frozenset({"id"}),
    expired=lambda now: Q(created_at__lt=now - timedelta(days=365)),
)
REPORTS = Holding(
    "search.AdReport",
    "Vos signalements d’annonces",
    "Vérifier l’annonce et vous répondre.",
    "Un an.",
    by_email("email"),
    {
        "email": "Vous répondre.",
        "reason": "Savoir quoi vérifier.",
        "message": "Savoir quoi vérifier.",
        "created_at": "Dater le signalement.",
    },
    left_out=frozenset({"id", "opportunity_id", "title", "url", "handled_at", "handled_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"email": "", "message": ""},
    expired=lambda now: Q(created_at__lt=now - timedelta(days=365)),
)


def _trace(
    model: str,
    name: str,
    title: str,
    on_erasure: OnErasure = OnErasure.KEEP,
    how_long: str = _CONTENT,
    about: str = "",
) -> Holding:
    """Rows that say that a person made or decided something in the CMS."""
    return Holding(
        model,
        title,
        "Savoir qui a écrit, relu ou décidé, et pouvoir lui répondre.",
        how_long,
        by_user(name),
        {},
        on_erasure=on_erasure,
        is_trace=True,
        about=about,
    )


TRACES = (
    _trace("wagtailcore.Page", "owner", "Les pages que vous avez créées"),
    _trace("wagtailcore.Page", "locked_by", "Les pages que vous avez verrouillées"),
    _trace(
        "wagtailcore.Revision", "user", "Les versions que vous avez écrites", about="object_str"
    ),
    _trace(
        "wagtailcore.WorkflowState",
        "requested_by",
        "Les relectures que vous avez demandées",
        about=_OBJECT,
    ),
    _trace(
        "wagtailcore.TaskState",
        "finished_by",
        "Les relectures que vous avez faites",
        about="revision.object_str",
    ),
    _trace("wagtailcore.PageLogEntry", "user", "Vos actions sur des pages", about="label"),
    _trace("wagtailcore.ModelLogEntry", "user", "Vos actions sur d’autres contenus", about="label"),
    _trace("wagtailcore.Comment", "user", "Vos commentaires sur des pages", about="text"),
    _trace(
        "wagtailcore.Comment", "resolved_by", "Les commentaires que vous avez fermés", about="text"
    ),
    _trace("wagtailcore.CommentReply", "user", "Vos réponses à des commentaires", about="text"),
    _trace("snippets.SiteImage", "uploaded_by_user", "Les images que vous avez ajoutées"),
    _trace("snippets.SiteDocument", "uploaded_by_user", "Les documents que vous avez ajoutés"),
    _trace("snippets.Organisation", "verified_by", "Les organisations que vous avez vérifiées"),
    _trace("snippets.Organisation", "suspended_by", "Les organisations que vous avez suspendues"),
    _trace("accounts.JoinRequest", "decided_by", "Vos réponses à des demandes d’entrée"),
    _trace("accounts.VerificationRequest", "asked_by", "Les vérifications que vous avez demandées"),
    _trace("accounts.VerificationRequest", "decided_by", "Les vérifications que vous avez faites"),
    _trace("search.AdReport", "handled_by", "Les signalements que vous avez traités"),
    _trace(
        "pages.BulkOperation", "user", "Vos actions groupées récentes", OnErasure.DELETE, _ACCOUNT
    ),
    *(
        _trace(model, name, title, OnErasure.DELETE, _ACCOUNT, about)
        for model, name, title, about in (
            ("wagtailcore.PageSubscription", "user", "Les pages que vous suivez", "page"),
            (
                "wagtailcore.UploadedFile",
                "uploaded_by_user",
                "Vos envois de fichiers en cours",
                "file.name",
            ),
            ("wagtailusers.UserProfile", "user", "Vos préférences de l’espace de publication", ""),
            ("wagtailadmin.EditingSession", "user", "Vos écrans d’édition ouverts", _OBJECT),
            ("wagtailadmin.FormState", "user", "Vos aperçus en cours", _OBJECT),
        )
    ),
)


def register_entries() -> None:
    """Declare them: called when the app is ready."""
    register(ACCOUNT, GRANTS, PROPOSALS, MEMBERSHIPS, INVITATIONS, JOIN_REQUESTS, CONSENTS)
    register(AUDIT_ABOUT, AUDIT_BY)
    register(MAILS, DISPATCHES, REFUSALS, SUPPRESSED, REPORTS, *OF_SIGN_IN, *TRACES)
