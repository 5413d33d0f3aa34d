"""A copy is a new draft of whoever made it."""

import transaction
from Acquisition import aq_base
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.limits.use import Limit, PREFIX
from plone import api
from sqlalchemy import select
from tests.library.http import as_json, HttpTestCase


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
        address = self.copy("secretariat", self.shared)
        self.assert_draft_of("secretariat", self.content(address))
        for user, status in (
            ("secretariat", 200),
            ("customs-xa", 404),
            ("igo-interpol", 404),
        ):
            self.assertEqual(status, self.ask("GET", address, user).status_code, user)
        rows = self.ask("GET", f"{self.portal}/cheetahs/@library", "secretariat").json()
        authors = {row["@id"]: row["author"] for row in rows["items"]}
        self.assertEqual({address: "secretariat", self.shared: "customs-xa"}, authors)

    def test_readers_cannot_copy(self):
        for user in ("customs-xa", "police-xb", "igo-unodc"):
            answer = self.paste("copy", user, self.shared)
            self.assertEqual(403, answer.status_code, answer.text)
        self.assertEqual(1, len(self.content(self.library).objectIds()))

    def test_the_trail_names_both_addresses(self):
        draft = self.make(self.alert())["@id"]
        made = [self.copy("customs-xa", draft), self.copy("secretariat", self.shared)]
        query = select(AuditEvent.actor, AuditEvent.target, AuditEvent.detail)
        told = session().execute(query.where(AuditEvent.action == "library.copy")).all()
        self.assertEqual(
            [
                ("customs-xa", self.path(made[0]), {"from": self.path(draft)}),
                ("secretariat", self.path(made[1]), {"from": self.path(self.shared)}),
            ],
            [tuple(one) for one in told],
        )

    def test_files_that_are_copied_count_as_uploaded(self):
        name = f"{PREFIX}.{Limit.UPLOADS}"
        api.portal.set_registry_record(name, 3)
        transaction.commit()
        draft = self.make(self.alert())["@id"]
        self.add_file(draft)
        for status in (200, 200, 429):
            answer = self.paste("copy", "customs-xa", draft)
            self.assertEqual(status, answer.status_code, answer.text)
        self.assertEqual(Limit.UPLOADS, answer.json()["limit"]["name"])

    def test_its_name_tells_of_no_other_copy(self):
        names = set()
        for _number in range(3):
            names.add(self.copy("secretariat", self.shared).rpartition("/")[2])
        self.assertEqual(3, len(names))
        for name in names:
            self.assertRegex(name, "^[0-9a-f]{16}$")

    def test_it_is_its_own_first_version(self):
        draft = self.make(self.alert())["@id"]
        self.ask("PATCH", draft, json={"title": "EXERCISE: changed"})
        address = self.copy("customs-xa", draft)
        history = self.ask("GET", f"{address}/@history").json()
        versions = [one["version"] for one in history if one["type"] == "versioning"]
        self.assertEqual([0], versions)
        page = self.ask("GET", f"{address}/versions")
        self.assertEqual(200, page.status_code)
        # Nothing is stored that nobody would delete with the copy.
        copied = vars(self.stored_there(address))
        self.assertTrue({"version_id", "versioning_enabled"}.isdisjoint(copied))
        self.ask("PATCH", address, json={"title": "EXERCISE: mine"})
        history = self.ask("GET", f"{address}/@history").json()
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
                "00000000000000000000000000000000",
                "/cheetahs/library/nothing",
                f"{self.library}/nothing",
                [self.shared, f"{self.library}/nothing"],
            ):
                answer = self.paste(verb, "secretariat", source)
                self.assertEqual(400, answer.status_code, source)
                (wrong,) = answer.json()["errors"]
                self.assertEqual("source", wrong["field"], source)

    def test_a_folder_is_not_copied(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        self.assert_wrong_source("copy", "secretariat", folder, self.library)

    def assert_wrong_source(self, verb, user, source, target):
        answer = self.paste(verb, user, source, target)
        self.assertEqual(400, answer.status_code, (verb, source, answer.text))
        (wrong,) = answer.json()["errors"]
        self.assertEqual("source", wrong["field"])
        return wrong["message"]

    def test_nothing_is_copied_or_moved_into_another_group(self):
        sent = {"@type": "LibraryFolder", "title": "Operation"}
        folder = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        draft = self.make(self.alert())
        picture = self.add_file(draft["@id"])
        foreign = f"{self.portal}/ivory/library"
        alert = self.ask("POST", foreign, "secretariat", json=self.alert()).json()["@id"]
        items = [
            *(self.shared, draft["@id"], draft["UID"]),
            *(f"/cheetahs/library/{draft['id']}", [draft["@id"], self.shared]),
        ]
        for verb in ("copy", "move"):
            for source in items:
                why = self.assert_wrong_source(verb, "secretariat", source, foreign)
                self.assertIn("Items stay in their group", why)
            for place in (foreign, alert):
                self.assert_wrong_source(verb, "secretariat", picture, place)
        self.assert_wrong_source("move", "secretariat", folder, foreign)
        self.assertEqual(1, len(self.content(foreign).objectIds()))
        self.assertEqual([], self.content(alert).objectIds())

    def add_file(self, alert, user=None):
        sent = {"@type": "File", "title": "a", "file": as_json(b"words", "a.txt")}
        return self.ask("POST", alert, user, json=sent).json()["@id"]

    def test_a_file_stays_in_its_item(self):
        alert, other = (self.make(self.alert())["@id"] for _number in range(2))
        file = self.add_file(alert)
        for verb in ("copy", "move"):
            for place in (alert, other):
                if (verb, place) != ("move", alert):
                    self.assert_wrong_source(verb, "customs-xa", file, place)
        self.assertEqual(1, len(self.content(alert).objectIds()))
        self.assertEqual([], self.content(other).objectIds())

    def test_pages_and_methods_of_plone_copy_nothing(self):
        names = "object_copy object_cut object_paste folder_copy folder_cut folder_paste"
        zope = "manage_copyObjects manage_cutObjects manage_pasteObjects manage_clone"
        contents = "fc-copy fc-cut fc-paste @@fc-paste fc-rename folder_rename_form"
        library = self.content(self.library)
        before = list(library.objectIds())
        (name,) = before
        taken = library.manage_copyObjects([name]).replace(b"\n", b"").decode()
        for place in (self.shared, self.library, f"{self.portal}/ivory/library"):
            for page in f"{names} {zope} {contents}".split():
                url = f"{place}/{page}?ids:list={name}&id=x"
                for method in ("GET", "POST"):
                    for user in ("customs-xa", "secretariat"):
                        html, clipboard = {"Accept": "text/html"}, {"__cp": taken}
                        self.ask(method, url, user, html, cookies=clipboard)
            for method in ("COPY", "MOVE", "PUT", "MKCOL", "LOCK", "PROPPATCH"):
                answer = self.ask(
                    method,
                    self.shared,
                    "secretariat",
                    {"Destination": f"{self.portal}/ivory/library/x"},
                )
                self.assertIn(answer.status_code, (400, 401, 403, 404, 405), method)
        self.assertEqual(before, list(self.content(self.library).objectIds()))
        foreign = self.content(f"{self.portal}/ivory/library")
        self.assertEqual([], list(foreign.objectIds()))

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
        sent = {"@type": "LibraryFolder", "title": "Operations"}
        above = self.ask("POST", self.library, "secretariat", json=sent).json()["@id"]
        moved = self.paste("move", "secretariat", folder, above).json()[0]
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
