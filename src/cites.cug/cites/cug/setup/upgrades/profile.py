"""Brings a site to the newest profile: one step for all versions before."""

from plone import api
from typing import Any


PROFILE = "profile-cites.cug:default"


def bring_up_to_date(tool: Any) -> None:
    """Apply the profile again, which also upgrades the records.

    It may be run again. Settings that administrators have chosen below
    *Site setup → Logging in*, and the content itself, stay as they are.
    """
    tool.runAllImportStepsFromProfile(PROFILE, ignore_dependencies=True)
    # Content stores permissions by the workflow of its last change of state.
    api.portal.get_tool("portal_workflow").updateRoleMappings()
