"""Plone's own pages and services, where they would tell too much."""

import requests
import unittest
from cites.cug.access import plone_views
from cites.cug.access.policy import Permission
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.http import HttpTestCase
from types import SimpleNamespace
from unittest.mock import Mock, patch
from zExceptions import NotFound, Unauthorized
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


class ReplacementTest(unittest.TestCase):
    """What each replacement does beside Plone's part, which is left out."""

    def plones(self, kind, name, **options):
        return self.enterContext(patch.object(kind, name, **options))

    def may(self, granted):
        asked = Mock(return_value=granted)
        self.enterContext(patch.object(plone_views, "may", asked))
        return asked

    def test_what_the_portal_has_its_own_for_is_not_there(self):
        with self.assertRaises(NotFound):
            plone_views.NoPage(None, None)()
        with self.assertRaises(NotFound):
            plone_views.NoService().reply()
        self.assertEqual({}, plone_views.NoElement("a", "b")(expand=True))

    def test_a_link_by_uid_leads_who_may_view(self):
        self.plones(plone_views.VisibleUID.__base__, "__call__", return_value="there")
        view = plone_views.VisibleUID(None, None)
        view.uuid = "uid"
        for target, granted, is_shown in (
            ("item", True, True),
            ("item", False, False),
            (None, True, False),
        ):
            asked = self.may(granted)
            with patch.object(plone_views, "uuidToObject", return_value=target) as found:
                if is_shown:
                    self.assertEqual("there", view())
                    asked.assert_called_once_with(Permission.VIEW, "item")
                else:
                    self.assertRaises(NotFound, view)
            # Whoever asks: whether it is there is not what is told.
            found.assert_called_once_with("uid", unrestricted=True)

    def test_links_by_uid_stay_in_texts(self):
        self.enterContext(patch.object(plone_views, "getSite", lambda: "site"))
        others = self.plones(plone_views.LinksByUID.__base__, "resolve_link")
        links = plone_views.LinksByUID()
        uid = "resolveuid/0123456789abcdef0123456789abcdef"
        for href in (uid, f"../{uid}"):
            self.assertEqual(("site", uid, ""), links.resolve_link(href))
        self.assertIs(others.return_value, links.resolve_link("http://localhost/x"))

    def test_what_may_not_be_viewed_is_left_out(self):
        crumbs = ("group", "library", "item")
        base = plone_views.VisibleBreadcrumbs.__base__
        self.plones(base, "breadcrumbs", return_value=crumbs)
        item = SimpleNamespace(absolute_url=lambda: "http://localhost/item")
        request = Mock(form={})
        view = plone_views.VisibleBreadcrumbs(item, request)
        self.plones(
            plone_views.VisibleSummary.__base__, "__call__", return_value={"title": "x"}
        )
        summary = plone_views.VisibleSummary(item, request)
        asked = self.may(True)
        self.assertEqual((crumbs, {"title": "x"}), (view.breadcrumbs(), summary()))
        asked.assert_called_with(Permission.VIEW, item)
        self.may(False)
        only = {"@id": "http://localhost/item"}
        self.assertEqual((crumbs[:2], only), (view.breadcrumbs(), summary()))

    def test_a_hidden_root_of_a_tree_is_the_portal(self):
        tree = plone_views.ManagersTree()
        tree.request = SimpleNamespace(form={plone_views.TREE_ROOT: "/hidden"})
        plones = self.plones(plone_views.ManagersTree.__base__, "reply")
        plones.side_effect = [Unauthorized, {"of": "portal"}, {"of": "asked"}]
        self.assertEqual({"of": "portal"}, tree.reply())
        self.assertEqual({plone_views.TREE_ROOT: "/"}, tree.request.form)
        self.assertEqual({"of": "asked"}, tree.reply())


class LinksTest(HttpTestCase):
    """A link by UID in a text leads readers to what they may see."""

    def setUp(self):
        super().setUp()
        self.hidden = self.make(self.alert())
        body = f'<p><a href="resolveuid/{self.hidden["UID"]}">see there</a></p>'
        self.linking = self.make(self.alert(body=body))["@id"]
        for item, names in (
            (self.hidden["@id"], ("publish",)),
            (self.linking, ("publish", "share")),
        ):
            for name in names:
                self.ask("POST", f"{item}/@workflow/{name}", "secretariat", json={})

    def test_a_text_names_no_place_that_a_reader_may_not_see(self):
        link = f"{self.portal}/resolveuid/{self.hidden['UID']}"
        for user in ("customs-xb", "igo-interpol", "customs-xb"):
            for answer in (
                self.ask("GET", self.linking, user),
                self.browse("GET", self.linking, user),
            ):
                self.assertEqual(200, answer.status_code)
                self.assertIn(link, answer.text)
                self.assertNotIn(self.hidden["id"], answer.text)

    def test_a_link_by_uid_leads_to_what_one_may_see(self):
        address = f"{self.portal}/resolveuid/{self.hidden['UID']}"
        answer = self.browse("GET", address, "customs-xb")
        self.assertEqual(self.hidden["@id"], answer.headers["Location"])
        hidden = self.browse("GET", address, "igo-interpol")
        missing = self.browse("GET", f"{self.portal}/resolveuid/none", "igo-interpol")
        self.assertEqual((404, 404), (hidden.status_code, missing.status_code))
        self.assertEqual(missing.text, hidden.text)


class TreeTest(HttpTestCase):
    def test_a_tree_of_what_one_may_not_see_is_as_that_of_what_is_not_there(self):
        hidden = self.make(self.alert())["@id"].removeprefix(self.portal)
        ask = f"{self.portal}/@contextnavigation?expand.contextnavigation.root_path"
        answers = [
            requests.get(
                f"{ask}={path}",
                auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
                headers={"Accept": "application/json"},
                timeout=60,
            )
            for path in (hidden, f"{hidden}/x", "/x", "/cheetahs/x")
        ]
        told = {(one.status_code, one.text.replace(hidden, "/x")) for one in answers}
        self.assertEqual({200}, {status for status, _text in told})
        self.assertEqual(1, len(told), told)


class BreadcrumbsTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_they_end_above_what_one_may_not_see(self):
        portal, request = self.layer["portal"], self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        login(portal, "customs-xa")
        library, fields = portal.cheetahs.library, {"alert_type": "other"}
        draft = api.content.create(
            library, "Alert", title="EXERCISE", handling="green", **fields
        )
        above = [portal.cheetahs.absolute_url(), library.absolute_url()]
        for user, last in (("customs-xa", [draft.absolute_url()]), ("customs-xb", [])):
            login(portal, user)
            page = getMultiAdapter((draft, request.clone()), name="breadcrumbs_view")
            found = [one["absolute_url"] for one in page.breadcrumbs()]
            self.assertEqual([*above, *last], found, user)


class NoPageTest(HttpTestCase):
    def test_pages_that_the_portal_has_its_own_for_are_gone(self):
        for path in (
            "sitemap",
            "author/customs-xa",
            "cheetahs/@@view",
            "cheetahs/team-roster",
            "cheetahs/edit-roster",
            "cheetahs/library/@@view",
            "cheetahs/library/sitemap",
            "cheetahs/library/versions_history_form",
            "cheetahs/library/content_status_modify?workflow_action=restrict",
        ):
            for user in ("customs-xa", "secretariat"):
                answer = self.browse("GET", f"{self.portal}/{path}", user)
                self.assertEqual(404, answer.status_code, f"{path}, {user}")
