import json
from tests.test_authorisation_matrix import *
from tests.test_authorisation_matrix import world
P = {
 "account_home":"/compte/","account_email":"/compte/adresse/","account_change_password":"/compte/mot-de-passe/","usersessions_list":"/compte/appareils/","socialaccount_connections":"/compte/identite/","mfa_index":"/compte/seconde-verification/",
 "account_set_password":"/compte/mot-de-passe/choisir/","account_reauthenticate":"/compte/confirmer/","account_continue":"/compte/seconde-verification/continuer/","mfa_reauthenticate":"/compte/confirmer/code/","mfa_reauthenticate_webauthn":"/compte/confirmer/cle/",
 "mfa_activate_totp":"/compte/seconde-verification/application/","mfa_deactivate_totp":"/compte/seconde-verification/application/retirer/","mfa_list_webauthn":"/compte/seconde-verification/cles/","mfa_add_webauthn":"/compte/seconde-verification/cles/ajouter/","mfa_view_recovery_codes":"/compte/seconde-verification/codes-de-secours/","mfa_generate_recovery_codes":"/compte/seconde-verification/codes-de-secours/nouveaux/","mfa_download_recovery_codes":"/compte/seconde-verification/codes-de-secours/telecharger/",
 "mfa_remove_webauthn":"/compte/seconde-verification/cles/0/retirer/","account_end_session POST":"/compte/appareils/0/deconnecter/",
 "account_login":"/compte/connexion/","mfa_authenticate":"/compte/connexion/verification/","openid_connect_login":"/compte/connexion/proconnect/","openid_connect_callback":"/compte/connexion/proconnect/retour/","account_logout":"/compte/deconnexion/","account_inactive":"/compte/desactive/","account_signup":"/compte/inscription/","socialaccount_signup":"/compte/inscription/identite/","account_email_verification_sent":"/compte/inscription/message/","account_confirm_email":"/compte/adresse/faux/","socialaccount_login_cancelled":"/compte/identite/annulee/","socialaccount_login_error":"/compte/identite/erreur/","account_reset_password":"/compte/mot-de-passe/oublie/","account_reset_password_done":"/compte/mot-de-passe/oublie/envoye/","account_reset_password_from_key":"/compte/mot-de-passe/nouveau/1-faux/","account_reset_password_from_key_done":"/compte/mot-de-passe/change/",
 "wagtailadmin_login":"/cms/login/","wagtailadmin_logout":"/cms/logout/","reset":"/cms/password_reset/","search:occupations":"/offres/metiers/?q=sou",
 "organisations:register":"/organisations/inscription/","organisations:join":"/organisations/{other_organisation.slug}/rejoindre/","organisations:choice":"/mon-organisation/","organisations:cancel_join POST":"/mon-organisation/demandes/0/annuler/","organisations:queue":"/organisations/verifier/",
 "organisations:review":"/organisations/verifier/{organisation.slug}/","organisations:suspend":"/organisations/verifier/{organisation.slug}/suspendre/","organisations:restore":"/organisations/verifier/{organisation.slug}/retablir/",
 **{f"organisations:{n}{m}":f"/mon-organisation/{{organisation.slug}}/{t}" for n,m,t in (("sheet","","fiche/"),("edit","","fiche/modifier/"),("leave","","quitter/"),("members","","membres/"),("invite","","membres/inviter/"),("role"," POST","membres/{member.pk}/role/"),("remove","","membres/{member.pk}/retirer/"),("resend"," POST","invitations/{place.pk}/renvoyer/"),("revoke"," POST","invitations/{place.pk}/annuler/"),("answer","","demandes/{asked.pk}/"))},
 **{f"submissions:{n}{m}":f"/mon-organisation/{{organisation.slug}}/{t}" for n,m,t in (("home","",""),("create","","proposer/offre/"),("locate"," POST","lieu/"),*((n,m,"annonces/{own.pk}/"+t) for n,m,t in (("detail","",""),("edit","","modifier/"),("preview","","apercu/"),("submit"," POST","envoyer/"),("take_back"," POST","reprendre/"),("prolong"," POST","prolonger/"),("fill"," POST","pourvue/"),("duplicate"," POST","dupliquer/"),("withdraw","","retirer/"),("delete","","supprimer/"))))},
}
def test_probe(world):
    from portal.accounts.models import JoinRequest, Membership
    from portal.accounts.services.invitations import invite_to_organisation
    from tests.portal.accounts.people import join
    m = join(world.organisation); world.member = m
    world.place = invite_to_organisation(email="x@exemple.test", organisation=world.organisation, role=Membership.Role.MEMBER, actor=Actor(Membership.objects.managers().filter(organisation=world.organisation).first().user))
    world.asked = JoinRequest.objects.create(user=world.person, organisation=world.organisation, message="x")
    world.own = JobOfferPageFactory(live=False, organisation=world.organisation)
    world.own.save_revision()
    out = {}
    for key, path in P.items():
        name, _, method = key.partition(" ")
        found = {}
        for level in world.browsers:
            try: st = ask(world, level, path, (method or "get").lower())
            except Exception as e: st = repr(e)[:80]
            found.setdefault(st, []).append(str(level))
        mx = max(found, key=lambda k: len(found[k]))
        out[key] = {k: (v if k != mx else f"others({len(v)})") for k, v in found.items()}
        print(key, out[key])
    try: print(sorted({name for name, route, module in addresses() if not is_wagtails(route, module)} - ROWS.keys() - {k.partition(" ")[0] for k in P}))
    except Exception as e: print(e)
