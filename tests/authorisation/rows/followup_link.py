"""The link of a case with an account."""

from portal.accounts.capabilities import OWN_CASE, READ_CASES, WRITE_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, Row

_ON_CASES = frozenset({L.ADVISER, L.UNIT_MANAGER})
_CASE, _OTHER = "/suivi/dossiers/{case.pk}/lien/", "/suivi/dossiers/{other_case.pk}/lien/"
_OFFICER = frozenset({L.ORIENTATION_OFFICER})

FOLLOWUP_LINK = {
    "followup:link": Row(_CASE, _ON_CASES, other=_OTHER, elsewhere=_OFFICER, asks=(READ_CASES,)),
    "followup:link_code": Row(
        "/suivi/dossiers/{spare_case.pk}/lien/code/",
        _ON_CASES,
        other=f"{_OTHER}code/",
        method="post",
        asks=(WRITE_CASES,),
    ),
    "followup:link_cut": Row(
        f"{_CASE}couper/",
        _ON_CASES,
        302,
        other=f"{_OTHER}couper/",
        method="post",
        asks=(WRITE_CASES,),
    ),
    "followup:own_cut": Row(
        "/mon-espace/accompagnement/couper/", CANDIDATES, 302, method="post", asks=(OWN_CASE,)
    ),
}
