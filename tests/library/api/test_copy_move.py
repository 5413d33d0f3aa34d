"""A copy is a new draft of whoever made it."""

import base64
import transaction
from Acquisition import aq_base
from cites.cug.audit.trail import AuditEvent
from cites.cug.limits.rules import Limit, PREFIX
from cites.cug.sql.session import session
from plone import api
from sqlalchemy import select
from tests.library.http import HttpTestCase


class CopiesTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.shared = self.make(self.alert())["@id"]
        for name in ("publish", "share"):
            way = f"{self.shared}/@workflow/{name}"
            self.ask("POST", way, "secretariat", json={"comment": "seen"})

    def paste(self, verb, user, source, target=None):
        address = f"{target or self.library}/@{verb}"
        return self.ask("POST", address, user, json={"source": source})

    def content(self, address):
        transaction.abort()
        path = address.removeprefix(f"{self.portal}/")
        return self.layer["portal"].unrestrictedTraverse(path)

    def copy(self, user, source):
        answer = self.paste("copy", user, source)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.json()[0]["target"]

    def assert_draft_of(self, user, item):
        self.assertEqual(user, item.Creator())
        self.assertIsNone(item.effective_date)
        states = [
            e["review_state"] for e in item.workflow_history["cug_library_workflow"]
        ]
        self.assertEqual(["draft"], states)
        self.assertEqual((), item.get_local_roles())

    def test_a_copy_is_its_maker_s_draft(self):
        address = self.copy("igo-unodc", self.shared)
        self.assert_draft_of("igo-unodc", self.content(address))
        for user, status in (
            ("igo-unodc", 200),
            ("secretariat", 200),
            ("customs-xa", 404),
            ("igo-interpol", 404),
        ):
            self.assertEqual(status, self.ask("GET", address, user).status_code, user)
        rows = self.ask("GET", f"{self.portal}/cheetahs/@library", "igo-unodc").json()
        authors = {row["@id"]: row["author"] for row in rows["items"]}
        self.assertEqual({address: "igo-unodc", self.shared: "customs-xa"}, authors)

    def test_files_that_are_copied_count_as_uploaded(self):
        name = f"{PREFIX}.{Limit.UPLOADS}"
        api.portal.set_registry_record(name, 3)
        transaction.commit()
        encoded = base64.b64encode(b"words").decode()
        file = {"filename": "a.txt", "data": encoded, "encoding": "base64"}
        sent = {"@type": "File", "title": "a", "file": file}
        draft = self.make(self.alert())["@id"]
        self.make(sent, draft)
        for status in (200, 200, 429):
            answer = self.paste("copy", "customs-xa", draft)
            self.assertEqual(status, answer.status_code, answer.text)
        self.assertEqual(Limit.UPLOADS, answer.json()["limit"]["name"])

    def test_its_name_tells_of_no_other_copy(self):
        names = set()
        for user in ("customs-xb", "police-xa", "police-xa"):
            names.add(self.copy(user, self.shared).rpartition("/")[2])
        self.assertEqual(3, len(names))
        for name in names:
            self.assertRegex(name, "^[0-9a-f]{16}$")

    def test_it_is_its_own_first_version(self):
        changed = {"title": "EXERCISE: changed"}
        self.ask("PATCH", self.shared, "secretariat", json=changed)
        address = self.copy("police-xa", self.shared)
        history = self.ask("GET", f"{address}/@history", "police-xa").json()
        versions = [one["version"] for one in history if one["type"] == "versioning"]
        self.assertEqual([0], versions)
        page = self.ask("GET", f"{address}/versions", "police-xa")
        self.assertEqual(200, page.status_code)
        # Nothing is stored that nobody would delete with the copy.
        copied = vars(self.stored_there(address))
        self.assertTrue({"version_id", "versioning_enabled"}.isdisjoint(copied))
        self.ask("PATCH", address, "police-xa", json={"title": "EXERCISE: mine"})
        history = self.ask("GET", f"{address}/@history", "police-xa").json()
        versions = [one["version"] for one in history if one["type"] == "versioning"]
        self.assertEqual([1, 0], versions)

    def stored_there(self, address):
        item = aq_base(self.content(address))
        item._p_activate()
        return item

    def test_what_is_no_address_is_refused_and_named(self):
        for verb in ("copy", "move"):
            for source in (
                None,
                "",
                7,
                1.5,
                True,
                {"a": 1},
                [7],
                [self.shared, None],
                [[]],
            ):
                answer = self.paste(verb, "secretariat", source)
                self.assertEqual(400, answer.status_code, source)
                (wrong,) = answer.json()["errors"]
                self.assertEqual("source", wrong["field"], source)

    def test_what_is_in_a_copied_folder_is_a_draft_too(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        self.paste("move", "secretariat", self.shared, folder)
        copied = self.content(self.copy("secretariat", folder))
        (item,) = copied.objectValues()
        self.assert_draft_of("secretariat", item)
        self.assertNotIn("versioning_enabled", vars(aq_base(item)))

    def test_moving_changes_neither_state_nor_author(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        moved = self.paste("move", "secretariat", self.shared, folder).json()[0]["target"]
        item = self.content(moved)
        self.assertEqual("customs-xa", item.Creator())
        self.assertIsNotNone(item.effective_date)
        self.assertEqual(200, self.ask("GET", moved, "igo-interpol").status_code)

    def test_the_trail_says_what_was_moved_and_from_where(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        inside = self.paste("move", "secretariat", self.shared, folder).json()[0]
        elsewhere = f"{self.portal}/ivory/library"
        moved = self.paste("move", "secretariat", folder, elsewhere).json()[0]
        self.ask("PATCH", moved["target"], "secretariat", json={"id": "renamed"})
        query = select(AuditEvent.actor, AuditEvent.target, AuditEvent.detail)
        told = session().execute(query.where(AuditEvent.action == "library.move"))
        self.assertEqual(
            [
                ("secretariat", self.path(one["target"]), self.path(one["source"]))
                for one in (inside, moved)
            ],
            [(actor, target, detail["from"]) for actor, target, detail in told],
        )

    def path(self, address):
        return f"/plone/{address.removeprefix(f'{self.portal}/')}"

    def test_only_the_secretariat_moves(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        draft = self.make(self.alert())["@id"]
        for source in (draft, self.shared):
            answer = self.paste("move", "customs-xa", source, folder)
            self.assertEqual(403, answer.status_code)
            self.assertIn(source.rpartition("/")[2], self.content(self.library))

    def test_what_one_may_not_see_cannot_be_copied(self):
        draft = self.make(self.alert())
        for verb in ("copy", "move"):
            for source in (
                draft["@id"],
                draft["UID"],
                f"/cheetahs/library/{draft['id']}",
            ):
                hidden = self.paste(verb, "police-xb", source)
                missing = self.paste(verb, "police-xb", f"{self.library}/nothing")
                self.assertEqual(missing.status_code, hidden.status_code)
                self.assertEqual(missing.text, hidden.text)
        children = self.content(self.library).objectIds()
        self.assertEqual(2, len(children))

    def test_where_a_thing_does_not_belong_it_is_refused(self):
        alert = self.make(self.alert())["@id"]
        for source, target in ((f"{self.portal}/cheetahs", None), (self.shared, alert)):
            answer = self.paste("copy", "secretariat", source, target)
            self.assertIn(answer.status_code, (400, 403), answer.text)

    def test_nothing_but_what_is_in_a_library_comes_into_one(self):
        place = f"{self.portal}/cheetahs/workspaces"
        sent = {"@type": "Workspace", "title": "EXERCISE: crates"}
        workspace = self.ask("POST", place, "secretariat", json=sent).json()["@id"]
        for verb in ("copy", "move"):
            answer = self.paste(verb, "secretariat", workspace)
            self.assertEqual(400, answer.status_code, answer.text)
            self.assertIn("source", answer.json()["message"])
        self.assertEqual(200, self.ask("GET", workspace, "secretariat").status_code)
        answer = self.paste("copy", "secretariat", self.portal)
        self.assertEqual(400, answer.status_code, answer.text)
        answer = self.paste("move", "secretariat", self.portal)
        self.assertEqual(403, answer.status_code, answer.text)
        self.assertEqual("Forbidden", answer.json()["type"])
