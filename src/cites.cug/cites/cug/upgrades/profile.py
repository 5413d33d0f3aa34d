"""Brings a site to the newest profile: one step for all earlier versions."""

from cites.cug.library.actions import choose_for_named_only
from cites.cug.library.picture_hashes import remember_pictures
from cites.cug.plone_internals.catalog import brain_object
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
    catalog = api.portal.get_tool("portal_catalog")
    remember_pictures(catalog)
    for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
        group = brain_object(brain)
        make_place(group)
        put_on_record(group)
        IWorkspace(group).count_anew()
        choose_for_named_only(group)
