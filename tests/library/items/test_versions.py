"""Each saved change of a library item is a version, kept with who made it."""

import transaction
import unittest
from AccessControl.unauthorized import Unauthorized
from cites.cug.core.plone_internals import adding, versions
from cites.cug.demo.testing import CUG_FUNCTIONAL
from plone import api
from plone.dexterity.utils import (
    addContentToContainer,
    createContent,
    createContentInContainer,
)
from tests.library.case import LibraryCase
from zope.component.hooks import site
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class VersionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def versions(self, item):
        history = api.portal.get_tool("portal_repository").getHistory(item)
        return [version.sys_metadata["principal"] for version in history]

    def make_alert(self, folder):
        with api.env.adopt_user("customs-xa"):
            return createContentInContainer(
                folder,
                "Alert",
                title="EXERCISE – cubs",
                alert_type="seizure",
                handling="green",
            )

    def add_lightly(self):
        """An alert as members add them: without a version."""
        item = createContent(
            "Alert", title="EXERCISE – one", alert_type="other", handling="green"
        )
        with adding.added_lightly(item):
            return addContentToContainer(self.layer["portal"].cheetahs.library, item)

    def test_a_change_makes_a_version(self):
        alert = self.make_alert(self.layer["portal"].cheetahs.library)
        with api.env.adopt_user("secretariat"):
            alert.title = "EXERCISE – three cubs"
            notify(ObjectModifiedEvent(alert))
            # Versions are read by a savepoint, which the records do not have.
            transaction.commit()
            self.assertEqual(self.versions(alert), ["secretariat", "customs-xa"])
            first = api.portal.get_tool("portal_repository").retrieve(alert, 0)
        self.assertEqual(first.object.title, "EXERCISE – cubs")

    def test_the_first_one_is_what_the_database_has(self):
        with api.env.adopt_user("customs-xa"):
            item = self.add_lightly()
            self.assertFalse(versions.has_versions(item))
            self.assertIsNone(versions.stored_copy(item))
            transaction.commit()
            item.title = "EXERCISE – two"
            transaction.savepoint(optimistic=True)
            then = versions.stored_copy(item)
            self.assertEqual("EXERCISE – one", then.title)
            versions.keep_first(item)
            self.assertTrue(versions.has_versions(item))
            transaction.commit()
            kept = api.portal.get_tool("portal_repository").retrieve(item, 0)
        self.assertEqual("EXERCISE – one", kept.object.title)
        self.assertEqual("EXERCISE – two", item.title)
        self.assertEqual("customs-xa", kept.sys_metadata["principal"])

    def test_the_first_one_is_kept_though_a_savepoint_stored_the_change(self):
        with api.env.adopt_user("customs-xa"):
            item = self.add_lightly()
            transaction.commit()
            item.title = "EXERCISE – two"
            repository = api.portal.get_tool("portal_repository")
            transaction.savepoint(optimistic=True)
            repository.save(item)
            transaction.commit()
            self.assertEqual(["customs-xa"] * 2, self.versions(item))
            kept = [repository.retrieve(item, one).object.title for one in (0, 1)]
        self.assertEqual(["EXERCISE – one", "EXERCISE – two"], kept)

    def test_a_site_manager_removes_a_group_without_reading_it(self):
        portal = self.layer["portal"]
        alert = self.make_alert(portal.cheetahs.library)
        history_id = api.portal.get_tool("portal_historyidhandler").queryUid(alert)
        with api.env.adopt_roles(["Manager"]):
            self.assertRaises(Unauthorized, self.versions, alert)
            api.content.delete(portal.cheetahs)
        self.assertNotIn("cheetahs", portal)
        storage = api.portal.get_tool("portal_historiesstorage")
        self.assertEqual(len(storage.getHistory(history_id, countPurged=False)), 0)


class AddingTest(LibraryCase):
    """New items are stored without what nobody needs of them before they change."""

    def item(self, url):
        transaction.begin()
        return self.layer["portal"].cheetahs.library[url.rpartition("/")[2]]

    def versions(self, url):
        history = self.rest("secretariat", "GET", f"{url}/@history", 200)
        return [one for one in history if one["type"] == "versioning"]

    def change(self, url, **fields):
        self.rest("customs-xa", "PATCH", url, 204, json=fields)

    def test_the_first_version_is_stored_with_the_second(self):
        alert = self.make(title="EXERCISE zqone")
        item = self.item(alert)
        with site(self.layer["portal"]):
            handler = api.portal.get_tool("portal_historyidhandler")
            self.assertIsNone(handler.queryUid(item, None))
        made = item.created()
        shown = self.page("customs-xa", f"{alert}/versions", version="1")
        self.assertIn("zqone", shown.text_content())
        self.change(alert, title="EXERCISE zqtwo")
        self.rest("customs-xa", "POST", f"{alert}/@workflow/submit", 200)
        self.rest("secretariat", "PATCH", alert, 204, json={"title": "EXERCISE zqthree"})
        actors = [one["actor"]["id"] for one in self.versions(alert)]
        self.assertEqual(["secretariat", "customs-xa", "customs-xa"], actors)
        first = self.versions(alert)[-1]
        self.assertEqual(first["time"][:19], made.toZone("UTC").ISO8601()[:19])
        self.assertEqual("Initial version", first["comments"])
        for number, word in enumerate(("zqone", "zqtwo", "zqthree")):
            then = self.rest("secretariat", "GET", f"{alert}/@history/{number}", 200)
            self.assertEqual(f"EXERCISE {word}", then["title"])

    def test_an_item_that_nobody_changed_is_its_first_version(self):
        alert, document = self.make(title="EXERCISE zqone"), self.make_document()
        for url in (alert, document):
            (shown,) = self.versions(url)
            page = self.page("secretariat", f"{url}/versions")
            self.assertIn("Initial version", page.xpath("string(//main)"))
            self.change(url, description="EXERCISE: changed")
            *_later, first = self.versions(url)
            self.assertEqual({**first, "time": None}, {**shown, "time": None})
            self.assertEqual(first["time"][:16], shown["time"][:16])

    def test_the_author_of_an_unnamed_item_is_not_said_to_be_who_asks(self):
        alert = self.make(title="EXERCISE zqone", hide_country=True)
        (before,) = self.versions(alert)
        self.change(alert, description="EXERCISE: changed")
        *_later, after = self.versions(alert)
        for first in (before, after):
            actor = first["actor"]
            self.assertEqual(("", ""), (actor["id"], actor["fullname"]))

    def test_the_first_version_is_answered_before_there_is_another(self):
        alert = self.make(title="EXERCISE zqone")
        for number, status in ((0, 200), (1, 404), (-1, 404)):
            for url in (f"{alert}?version={number}", f"{alert}/@history/{number}"):
                self.rest("secretariat", "GET", url, status)
        self.assertEqual(
            "EXERCISE zqone",
            self.rest("secretariat", "GET", f"{alert}?version=0", 200)["title"],
        )

    def test_an_item_without_versions_goes_back_to_itself(self):
        alert = self.make(title="EXERCISE zqone")
        history = f"{alert}/@history"
        self.rest("secretariat", "PATCH", history, 400, json={"version": 1})
        self.rest("customs-xa", "PATCH", history, 200, json={"version": 0})
        self.assertEqual(2, len(self.versions(alert)))
        self.assertEqual(
            "EXERCISE zqone", self.rest("customs-xa", "GET", alert, 200)["title"]
        )

    def test_the_first_file_of_a_document_is_kept(self):
        document = self.make_document(data="dGhlIGZpcnN0")
        file = {"data": "dGhlIHNlY29uZA==", "encoding": "base64", "filename": "b.txt"}
        self.change(document, file=file)
        query = "version_id=0&field_id=file&filename=guide.txt"
        url = f"{document}/@@download-version?{query}"
        self.assertEqual(b"the first", self.ask("customs-xa", "GET", url).content)
