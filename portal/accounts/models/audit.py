"""The audit log (journal des droits): who did what to whose rights, when, from where, why."""

from django.db import models
from django.utils import timezone

from portal.accounts.models.user import User
from snippets.models import Organisation


class AuditEntry(models.Model):
    """One line. A trigger refuses to change or delete it; names are kept beside the keys.

    `portal.accounts.services.audit` writes them, and redacts what an erased person must not leave.
    """

    class Action(models.TextChoices):
        """What happened; the label completes “le 3 mai, Nadia Roussel : …”."""

        LEVEL_GRANTED = "level_granted", "a donné un niveau"
        LEVEL_PROPOSED = "level_proposed", "a proposé un niveau"
        LEVEL_APPROVED = "level_approved", "a validé un niveau proposé"
        PROPOSAL_REFUSED = "proposal_refused", "a refusé un niveau proposé"
        PROPOSAL_WITHDRAWN = "proposal_withdrawn", "a retiré sa proposition de niveau"
        PROPOSAL_EXPIRED = "proposal_expired", "a fermé une proposition sans réponse"
        LEVEL_CONFIRMED = "level_confirmed", "a confirmé un niveau"
        LEVEL_ENDED = "level_ended", "a retiré un niveau"
        LEVEL_REFUSED = "level_refused", "s’est vu refuser un changement de niveau"
        INVITED = "invited", "a invité"
        INVITATION_ACCEPTED = "invitation_accepted", "a accepté une invitation"
        INVITATION_REVOKED = "invitation_revoked", "a annulé une invitation"
        SESSIONS_ENDED = "sessions_ended", "a fermé des sessions"
        ACCOUNT_DEACTIVATED = "account_deactivated", "a désactivé un compte"
        ACCOUNT_REACTIVATED = "account_reactivated", "a réactivé un compte"
        SECOND_FACTOR_RESET = "second_factor_reset", "a retiré un second facteur"
        ORGANISATION_REGISTERED = "organisation_registered", "a inscrit une organisation"
        ORGANISATION_VERIFIED = "organisation_verified", "a vérifié une organisation"
        ORGANISATION_UNVERIFIED = "organisation_unverified", "a annulé une vérification"
        ORGANISATION_TO_CORRECT = "organisation_to_correct", "a demandé une correction"
        ORGANISATION_REFUSED = "organisation_refused", "a refusé une organisation"
        ORGANISATION_CHANGED = "organisation_changed", "a modifié une organisation"
        ORGANISATION_SUSPENDED = "organisation_suspended", "a suspendu une organisation"
        ORGANISATION_RESTORED = "organisation_restored", "a rétabli une organisation"
        MEMBER_JOINED = "member_joined", "a fait entrer un membre"
        MEMBER_LEFT = "member_left", "a fait sortir un membre"
        ROLE_CHANGED = "role_changed", "a changé un rôle"
        JOIN_ASKED = "join_asked", "a demandé à rejoindre une organisation"
        JOIN_CANCELLED = "join_cancelled", "a annulé sa demande"
        JOIN_REFUSED = "join_refused", "a refusé une demande"
        DATA_EXPORTED = "data_exported", "a exporté des données"
        ERASURE_ASKED = "erasure_asked", "a demandé l’effacement de son compte"
        ERASURE_CANCELLED = "erasure_cancelled", "a annulé l’effacement de son compte"
        ERASED = "erased", "compte effacé"
        MAIL_JOURNAL_READ = "mail_journal_read", "a lu quels messages ont été envoyés"
        MAIL_TROUBLES_READ = "mail_troubles_read", "a lu quels messages ne sont pas arrivés"
        MAIL_RESENT = "mail_resent", "a fait envoyer un message de nouveau"
        ADDRESS_RESTORED = "address_restored", "a fait écrire de nouveau à une adresse"
        LOG_EXPORTED = "log_exported", "a exporté le journal"
        CANDIDATES_EXPORTED = "candidates_exported", "a exporté des candidatures"
        LOG_PURGED = "log_purged", "a effacé des lignes trop anciennes"

    at = models.DateTimeField("date", auto_now_add=True)
    action = models.CharField("action", max_length=30, choices=Action.choices)
    actor = models.ForeignKey(
        User,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_name = models.CharField("nom de l’auteur", max_length=320)
    subject = models.ForeignKey(
        User,
        verbose_name="personne",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    subject_name = models.CharField("nom de la personne", max_length=320, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    level = models.CharField("niveau", max_length=30, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    details = models.JSONField("détails", default=dict, blank=True)
    address = models.CharField("adresse réseau", max_length=45, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal des droits"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=("-at", "-id"), name="accounts_audit_at"),
            models.Index(fields=("action", "-at"), name="accounts_audit_action"),
        ]

    def __str__(self) -> str:
        at = timezone.localtime(self.at)
        return f"{at:%d/%m/%Y %H:%M} {self.actor_name} {self.get_action_display()}"
