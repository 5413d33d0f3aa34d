"""1001: groups have workspaces."""

from cites.cug.access.team_groups import take_over
from cites.cug.records.schema import upgrade
from cites.cug.workspaces.actions.spaces import make_place
from plone import api
from typing import Any


PROFILE = "profile-cites.cug:default"
STEPS = ("rolemap", "typeinfo", "workflow", "catalog")


def add_workspaces(tool: Any) -> None:
    """Can be run again: what is there is left alone."""
    upgrade()
    for step in STEPS:
        tool.runImportStepFromProfile(PROFILE, step, run_dependencies=False)
    take_over(api.portal.get())
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
        make_place(brain._unrestrictedGetObject())
