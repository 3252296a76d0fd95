"""Addresses of signing in, in French, under the names that allauth reverses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal.accounts.sign_in import limits, views
from portal.accounts.sign_in.limits import limited
from portal.accounts.sign_in.refusals import refusing
from portal.accounts.sign_in.social import callback, sign_in_elsewhere

_PASSWORD = [
    path("oublie/", account.password_reset, name="account_reset_password"),
    path("oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        limited(limits.NEW_PASSWORDS, views.new_password),
        name="account_reset_password_from_key",
    ),
    path(
        "change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("", limited(limits.OWN_PASSWORD, account.password_change), name="account_change_password"),
    path(
        "choisir/", limited(limits.OWN_PASSWORD, account.password_set), name="account_set_password"
    ),
]
_SECOND_FACTOR = [
    path("", mfa.index, name="mfa_index"),
    path("application/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("cles/", views.keys, name="mfa_list_webauthn"),
    path("cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("cles/<int:pk>/retirer/", views.RemoveKeyView.as_view(), name="mfa_remove_webauthn"),
    path("codes-de-secours/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes-de-secours/telecharger/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("continuer/", views.go_on, name="account_continue"),
]
_ENTRANCE = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/verification/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/<slug:provider_id>/", sign_in_elsewhere, name="openid_connect_login"),
    path("connexion/<slug:provider_id>/retour/", callback, name="openid_connect_callback"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("desactive/", account.account_inactive, name="account_inactive"),
    path("inscription/", limited(limits.REGISTRATIONS, account.signup), name="account_signup"),
    path(
        "inscription/identite/",
        limited(limits.REGISTRATIONS, social.signup),
        name="socialaccount_signup",
    ),
    path(
        "inscription/message/",
        login_not_required(limited(limits.REGISTRATIONS, views.VerificationSentView.as_view())),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^adresse/(?P<key>[-:\w]+)/$",
        login_not_required(views.ConfirmEmailView.as_view()),
        name="account_confirm_email",
    ),
    path("identite/annulee/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("identite/erreur/", social.login_error, name="socialaccount_login_error"),
]
_OWN = [
    path("", views.home, name="account_home"),
    path("adresse/", limited(limits.OWN_ADDRESS, account.email), name="account_email"),
    path("appareils/", views.own_devices, name="usersessions_list"),
    path("appareils/<int:pk>/deconnecter/", views.end_session, name="account_end_session"),
    path("identite/", social.connections, name="socialaccount_connections"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "compte/",
        include(
            [
                *refusing(_ENTRANCE),
                *refusing(_OWN),
                path("mot-de-passe/", include(refusing(_PASSWORD))),
                path("seconde-verification/", include(refusing(_SECOND_FACTOR))),
            ]
        ),
    ),
    # Wagtail's own addresses, before Wagtail's.
    path("cms/login/", login_not_required(views.cms_login), name="wagtailadmin_login"),
    path("cms/logout/", account.logout, name="wagtailadmin_logout"),
    re_path(r"^cms/password_reset/.*$", login_not_required(views.to_reset)),
    path("_util/login/", login_not_required(views.page_login), name="wagtailcore_login"),
]
