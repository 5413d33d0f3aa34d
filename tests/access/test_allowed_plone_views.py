"""Which of Plone's pages and services there are for whom, by where they come from."""

import unittest
from cites.cug.access import allowed_plone_views
from cites.cug.access.allowed_plone_views import (
    is_control_panel,
    is_for_managers,
    is_for_nobody,
    is_listed,
    is_offered,
    is_ours,
    is_plones,
    runs_site,
)
from plone.namedfile.scaling import ImageScale
from plone.rest import Service
from Products.CMFCore.permissions import ManagePortal
from Products.Five.browser import BrowserView
from types import SimpleNamespace
from unittest.mock import patch


OURS, PLONES = "cites.cug.library.items.browser.item", "plone.app.layout.views"
RESTAPI = "plone.restapi.services.search.get"
PANEL = "Products.CMFPlone.controlpanel.browser.mail"
GET = "GET_application_json_"


def view(*modules, name="", base=BrowserView, **attributes):
    """A page whose class is of the first module, and derived from those of the others."""
    for module in reversed(modules):
        base = type("View", (base,), {"__module__": module})
    found = base.__new__(base)
    vars(found).update(attributes, __name__=name)
    return found


class AllowedPloneViewsTest(unittest.TestCase):
    def test_what_exports_content_or_undoes_is_for_nobody(self):
        for is_closed, found in (
            (False, view(PLONES)),
            (False, view("plone.schemaeditor.browser")),
            (True, view("plone.exportimport.services", base=Service)),
            (True, view("plone.restapi.services.transactions.get", base=Service)),
            (True, view(OURS, "Products.GenericSetup.browser.manage")),
            (True, view("plone.restapi.services.aliases.get", base=Service)),
            (True, view("Products.CMFPlone.controlpanel.browser.relations")),
            (True, view("plone.restapi.services.rules.get", base=Service)),
            (True, view("Products.Five.utilities.browser.marker")),
            (True, view("Products.Five.browser", name="error-log-show-entry")),
            (False, view("Products.Five.browser", name="mail-controlpanel")),
        ):
            self.assertIs(is_closed, is_for_nobody(found), vars(found))

    def test_site_managers_reach_a_few_from_any_address(self):
        panels = f"{GET}@controlpanels"
        for is_theirs, found in (
            (False, None),
            (False, view(PLONES)),
            (False, view("plone.schemaeditor.browser")),
            (False, view("plone.restapi.services.types.add", base=Service)),
            (False, view(PLONES, name=panels, params=["content-rules"])),
            (False, view(PLONES, name=panels, params=["dexterity-types", "Alert"])),
            (False, view(PLONES, name=panels, params=["mail", "x"])),
            (False, view(PLONES, name=f"{GET}@registry", params=["mail"])),
            (False, view(PLONES, name="security-controlpanel")),
            (True, view(PLONES, name="mail-controlpanel")),
            (True, view(PLONES, name="usergroup-userprefs")),
            (True, view(PLONES, name=panels, params=["mail"])),
            (True, view(PLONES, name=panels, params=[])),
            (True, view(PLONES, name=panels)),
        ):
            self.assertIs(is_theirs, is_for_managers(found), found and vars(found))

    def test_members_reach_ours_and_what_is_listed(self):
        request = SimpleNamespace(_rest_service_id=GET)
        for is_theirs, found in (
            (False, None),
            (True, view(OURS, name="anything")),
            (True, view(OURS, name="@anything", base=Service)),
            (True, view(PLONES, base=ImageScale)),
            (False, view(OURS, "plone.app.customerize.registration", name="download")),
            (True, view(PLONES, name="download")),
            (False, view(PLONES, name="sharing")),
            (False, view("plone.restapi.services.types.add", name=GET, base=Service)),
            (False, view(PLONES, name="@search")),
            (True, view(RESTAPI, name=f"{GET}@search", base=Service)),
            (True, view(RESTAPI, name=GET, base=Service)),
            (False, view(RESTAPI, name=f"{GET}@groups", base=Service)),
            (False, view(RESTAPI, name="download", base=Service)),
        ):
            with patch.object(
                allowed_plone_views, "published_view", lambda _request, found=found: found
            ):
                listed = is_listed(request)
            self.assertIs(is_theirs, listed, found and (type(found).mro(), vars(found)))

    def test_site_managers_reach_the_others_too(self):
        for listed, manages, offered in (
            (True, False, True),
            (False, True, True),
            (False, False, False),
        ):
            with patch.multiple(
                allowed_plone_views,
                is_listed=lambda _request, listed=listed: listed,
                may=lambda *asked, manages=manages: (
                    manages and asked == (ManagePortal, "site")
                ),
                getSite=lambda: "site",
            ):
                self.assertIs(manages, runs_site())
                self.assertIs(offered, is_offered(None))

    def test_whose_a_page_is(self):
        for ours, plones, panel, found in (
            (True, False, False, view(OURS)),
            (False, True, False, view(PLONES)),
            # Its checks are Plone's, who derives from a service of Plone's.
            (True, True, False, view(OURS, RESTAPI, base=Service)),
            (True, False, True, view(OURS, PANEL)),
            (False, True, True, view(PANEL)),
        ):
            told = is_ours(found), is_plones(found), is_control_panel(found)
            self.assertEqual((ours, plones, panel), told)
