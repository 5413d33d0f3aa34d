"""The catalog and the library's counts, asked in-process as each kind of caller."""

import unittest
from AccessControl.ImplPython import rolesForPermissionOn
from cites.cug.access.policy import Permission
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import ALL_FACETS, LibrarySearch
from plone.app.testing import login, logout, SITE_OWNER_NAME
from tests.access.canaries import PASTS
from tests.access.layer import AUTHORS, CANARY_FUNCTIONAL
from tests.access.matrix import CALLERS, may_see
from tests.access.probe import CANARY
from tests.some import some


class CountsTest(unittest.TestCase):
    layer = CANARY_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.objects = self.layer["objects"]
        # What has an address of its own: no earlier versions, and no comments, reported
        # ones included.
        no_content = PASTS | {"comment", "remark"}
        self.content = [obj for obj in self.objects if obj.kind not in no_content]

    def enter(self, kind):
        account = CALLERS[kind]
        # Of another user one is not told which teams they are in.
        logout()
        if account is None:
            return
        if account == SITE_OWNER_NAME:
            login(self.layer["app"], account)
        else:
            login(self.portal, account)

    def seen(self, kind, content, group=None):
        return {
            obj.uid
            for obj in content
            if may_see(kind, obj.group, obj.name) and group in (None, obj.group)
        }

    def test_the_catalog_finds_what_one_may_see(self):
        catalog = self.portal.portal_catalog
        everything = {obj.uid for obj in self.content}
        for kind in CALLERS:
            with self.subTest(kind):
                self.enter(kind)
                for more in ({}, {"show_inactive": True}, {"sort_on": "sortable_title"}):
                    brains = catalog.searchResults(**more)
                    found = {brain.UID for brain in brains} & everything
                    self.assertEqual(self.seen(kind, self.content), found, more)

    def test_the_metadata_of_what_one_sees_tells_of_nothing_else(self):
        catalog = self.portal.portal_catalog
        for kind in CALLERS:
            self.enter(kind)
            seen = [o for o in self.objects if may_see(kind, o.group, o.name)]
            known = set().union(*(obj.canaries for obj in seen))
            secret = set().union(*(obj.canaries for obj in self.objects)) - known
            for brain in some(catalog.searchResults()) if seen else ():
                row = [getattr(brain, name, None) for name in catalog.schema()]
                shown = set(CANARY.findall(repr(row)))
                self.assertEqual(set(), shown & secret, f"{kind}, {brain.getPath()}")

    def test_the_library_counts_what_one_may_see(self):
        items = [obj for obj in self.content if obj.kind in ("alert", "document")]
        for kind in CALLERS:
            self.enter(kind)
            for group in AUTHORS:
                with self.subTest(kind, group=group):
                    asked = LibrarySearch(facets=ALL_FACETS, size=100)
                    page = list_items(self.portal[group], asked)
                    expected = self.seen(kind, items, group)
                    self.assertEqual(expected, {uid for _path, uid, _row in page.rows})
                    self.assertEqual(len(expected), page.total)
                    for facet in ("type", "state", "handling"):
                        self.assertEqual(len(expected), sum(page.facets[facet].values()))
                    alerts = page.facets["type"].get("Alert", 0)
                    for facet in ("origin", "concealment"):
                        self.assertEqual(alerts, sum(page.facets[facet].values()))

    def test_words_find_the_items_that_one_may_see(self):
        items = some(o for o in self.content if o.kind in ("alert", "document"))
        for kind in CALLERS:
            self.enter(kind)
            for obj in items:
                page = list_items(self.portal[obj.group], LibrarySearch(words=obj.word))
                expected = int(may_see(kind, obj.group, obj.name))
                self.assertEqual(expected, page.total, f"{kind}, {obj.name}")

    def test_strangers_may_view_nothing_of_ours(self):
        for obj in some(self.content):
            content = self.portal.unrestrictedTraverse(obj.path)
            for permission in (Permission.VIEW, Permission.ACCESS, Permission.READ):
                roles = set(rolesForPermissionOn(permission, content))
                open_to = roles & {"Anonymous", "Authenticated", "Member"}
                self.assertEqual(set(), open_to, f"{obj.name}, {permission}")
