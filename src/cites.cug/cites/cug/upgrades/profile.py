"""Brings a site to the newest profile: one step, whichever version it comes from."""

from cites.cug.plone_internals.catalog import brain_object
from cites.cug.reports.content import put_on_record
from cites.cug.workspaces.actions.spaces import make_place
from plone import api
from typing import Any


PROFILE = "profile-cites.cug:default"


def bring_up_to_date(tool: Any) -> None:
    """Apply the profile again, which moves the records too, and then what is there.

    Can be run again. What administrators have chosen below *Site setup → Logging in*, and
    the content, stay as they are.
    """
    tool.runAllImportStepsFromProfile(PROFILE, ignore_dependencies=True)
    # Content keeps what its workflow said of permissions when it was changed last.
    api.portal.get_tool("portal_workflow").updateRoleMappings()
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
        group = brain_object(brain)
        make_place(group)
        put_on_record(group)
