"""Diagnosis, contract, plan and hours of a case."""

from portal.accounts.capabilities import READ_CASES, WRITE_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

FOLLOWERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
# Identity and orientation are theirs: the rest of a case is not found.
OFFICER = frozenset({L.ORIENTATION_OFFICER})


def one(path: str, status: int = 200, **options) -> Row:
    """An address of a case; the same of another case, of an object of another case."""
    other = options.pop("other", path.replace("{case_", "{other_"))
    return Row(
        f"/suivi/dossiers/{{case.pk}}/{path}",
        FOLLOWERS,
        status,
        other=f"/suivi/dossiers/{{other_case.pk}}/{other}",
        elsewhere=OFFICER,
        asks=(READ_CASES, WRITE_CASES),
        **options,
    )


def button(path: str, **options) -> Row:
    """A button, which leads to a screen that says what was done."""
    return one(path, 302, method="post", **options)


FOLLOWUP_CONTRACT = {
    "followup:diagnosis": one("diagnostic/"),
    "followup:diagnosis_new": one("diagnostic/nouveau/"),
    "followup:diagnosis_one": one("diagnostic/{case_diagnosis.pk}/"),
    "followup:diagnosis_edit": one("diagnostic/{case_diagnosis.pk}/modifier/"),
    "followup:contract": one("contrat/"),
    "followup:contract_prepare": button("contrat/preparer/"),
    "followup:contract_edit": one("contrat/{case_contract.pk}/"),
    "followup:contract_read": one("contrat/{case_contract.pk}/lire/"),
    "followup:contract_pdf": one("contrat/{case_contract.pk}/contrat.pdf"),
    "followup:contract_propose": button("contrat/{case_contract.pk}/proposer/"),
    "followup:contract_take_back": button("contrat/{case_contract.pk}/reprendre/"),
    # The contract of the world is a draft: there is nothing to sign, it is read.
    "followup:contract_sign": one("contrat/{case_contract.pk}/signer/", 302),
    "followup:contract_scan": one("contrat/{case_contract.pk}/scan/"),
    "followup:contract_end": one("contrat/{case_contract.pk}/terminer/"),
    "followup:contract_breach": one("contrat/{case_contract.pk}/rompre/"),
    "followup:contract_drop": one("contrat/{case_contract.pk}/abandonner/"),
    "followup:goal_new": one("plan/objectifs/nouveau/"),
    "followup:goal_edit": one("plan/objectifs/{case_goal.pk}/"),
    "followup:goal_state": button("plan/objectifs/{case_goal.pk}/etat/"),
    "followup:goal_move": button("plan/objectifs/{case_goal.pk}/place/"),
    "followup:step_new": one("plan/etapes/nouvelle/"),
    "followup:step_edit": one("plan/etapes/{case_step.pk}/"),
    "followup:step_state": button("plan/etapes/{case_step.pk}/etat/"),
    "followup:career_new": one("projet/nouveau/"),
    "followup:career_edit": one("projet/{case_career.pk}/"),
    "followup:career_remove": button("projet/{case_career.pk}/retirer/"),
    "followup:hours": one("heures/"),
    "followup:hours_add": one("heures/ajouter/"),
    "followup:hours_activity": one("heures/activite/"),
    "followup:hours_take": one("heures/trouvee/?source=step&key=step:{case_done_step.pk}"),
    "followup:hours_edit": one("heures/{case_hours.pk}/"),
    "followup:hours_remove": button("heures/{case_hours.pk}/retirer/"),
    "followup:hours_confirm": button("heures/{case_hours.pk}/confirmer/"),
    "followup:hours_refuse": one("heures/{case_hours.pk}/ne-pas-retenir/"),
    "followup:hours_take_back": one("heures/{case_hours.pk}/annuler-confirmation/"),
    "followup:exemption_new": one("heures/dispenses/nouvelle/"),
    "followup:exemption_edit": one("heures/dispenses/{case_exemption.pk}/"),
    "followup:exemption_remove": button("heures/dispenses/{case_exemption.pk}/retirer/"),
}
