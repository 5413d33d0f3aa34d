"""Brings a site to the newest profile: one step for all earlier versions."""

from cites.cug.access.all_groups import all_groups
from cites.cug.library.actions import choose_for_named_only
from cites.cug.library.picture_hashes import remember_pictures
from cites.cug.reports.content import put_on_record
from cites.cug.workspaces.actions.spaces import make_place
from collective.workspace.interfaces import IWorkspace
from plone import api
from typing import Any


PROFILE = "profile-cites.cug:default"


def bring_up_to_date(tool: Any) -> None:
    """Apply the profile again, which also upgrades the records, and update the content.

    It may be run again. Settings that administrators have chosen below
    *Site setup → Logging in*, and the content itself, stay as they are.
    """
    tool.runAllImportStepsFromProfile(PROFILE, ignore_dependencies=True)
    # Content stores permissions by the workflow of its last change of state.
    api.portal.get_tool("portal_workflow").updateRoleMappings()
    remember_pictures(api.portal.get_tool("portal_catalog"))
    for group in all_groups():
        make_place(group)
        put_on_record(group)
        IWorkspace(group).count_anew()
        choose_for_named_only(group)
