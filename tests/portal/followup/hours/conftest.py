"""A case and its referent, as for contracts."""

from tests.portal.followup.contract.conftest import actor, browser, case, referent

__all__ = ["actor", "browser", "case", "referent"]
