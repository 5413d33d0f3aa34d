"""Imports in several transactions: all of it is there, or nothing."""

import transaction
from cites.cug.core.sql.session import session, write_session
from cites.cug.exchange.alert_imports import runs
from cites.cug.exchange.alert_imports.drafts import DraftMaker
from cites.cug.exchange.alert_imports.jobs import TakeOutBroken
from cites.cug.web.restapi.idempotency import Done, KeyedRequest
from cites.cug.wsgi.writers import end_turn
from contextlib import ExitStack
from datetime import datetime, UTC
from sqlalchemy import func, select, update
from tests.exchange.alert_imports.api.test_imports import ImportsCase, MAPPING, TABLE
from unittest.mock import patch
from ZODB.POSException import ConflictError


LINE = "A-{0};2025-12-24;Border post {0};guepardo;live;1;\n"
MANY = TABLE.splitlines(keepends=True)[0] + "".join(map(LINE.format, range(7)))


class RunsTest(ImportsCase):
    def setUp(self):
        super().setUp()
        with ExitStack() as patches:
            patches.enter_context(patch.object(runs, "PART", 2))
            patches.enter_context(patch.object(runs, "PAUSE", 0))
            self.addCleanup(patches.pop_all().close)
        self.addCleanup(end_turn)

    def broken_at(self, number, error):
        """The draft of that number cannot be made, the first time."""
        made, add = [], DraftMaker.add

        def add_some(maker, draft_id, values):
            made.append(draft_id)
            if len(made) == number:
                raise error
            add(maker, draft_id, values)

        return patch.object(DraftMaker, "add", add_some)

    def left(self):
        transaction.abort()
        count = session().scalar(select(func.count()).select_from(runs.TABLE))
        transaction.abort()
        return count

    def listed(self):
        """What the catalog, the folder and the library's list have."""
        library = self.layer["portal"].cheetahs.library
        transaction.begin()
        inside = len(library.objectIds())
        catalog = self.layer["portal"].portal_catalog
        found = catalog.unrestrictedSearchResults(portal_type="Alert")
        self.assertEqual(len(found), inside)
        self.assertEqual(len(self.drafts()), inside)
        return inside

    def test_parts_are_one_import(self):
        again = {"headers": {"Idempotency-Key": "zq"}, "duplicates": "import"}
        made = self.send(MANY, 201, MAPPING, **again)
        self.assertEqual(7, made["created"])
        self.assertEqual((7, 0), (self.listed(), self.left()))
        self.assertEqual(made, self.send(MANY, 201, MAPPING, **again))
        trail = f"{self.group}/@audit?action=exchange.import"
        (event,) = self.ask("GET", trail, "secretariat").json()["items"]
        self.assertEqual({"items": 7, "skipped": 0}, event["detail"])
        self.assertEqual(0, self.send(MANY, 201, MAPPING)["created"])

    def test_those_made_alike_are_as_the_first(self):
        """Plone makes the first of a part, and the others are made after it."""
        self.send(MANY, 201, MAPPING)
        library = self.layer["portal"].cheetahs.library
        transaction.begin()
        names = {
            tuple(sorted(vars(item)))
            for item in (one.aq_base for one in library.values())
        }
        self.assertEqual(1, len(names))
        catalog, kept = self.layer["portal"].portal_catalog, set()
        for item in library.objectValues():
            path = "/".join(item.getPhysicalPath())
            before = self.indexed(catalog, path)
            catalog.reindexObject(item)
            self.assertEqual(self.indexed(catalog, path), before)
            kept.add(item.workflow_history["cug_library_workflow"][0]["time"])
        self.assertGreater(len(kept), 1)
        transaction.abort()
        url = self.drafts()[-1]["@id"]
        answer = self.ask("POST", f"{url}/@workflow/submit", json={})
        self.assertEqual(200, answer.status_code, answer.text)

    def indexed(self, catalog, path):
        """All that the catalog keeps of an item, as it compares."""
        rid = catalog.getrid(path)
        kept = {**catalog.getIndexDataForRID(rid), **catalog.getMetadataForRID(rid)}
        changing = ("modified", "ModificationDate", "Date")
        return {name: str(kept[name]) for name in sorted(kept) if name not in changing}

    def test_a_part_in_conflict_is_made_again(self):
        with self.broken_at(5, ConflictError()):
            self.assertEqual(7, self.send(MANY, 201, MAPPING)["created"])
        self.assertEqual((7, 0), (self.listed(), self.left()))

    def test_nothing_stays_of_what_fails(self):
        with self.broken_at(6, RuntimeError("zq")):
            self.send(MANY, 500, MAPPING)
        self.assertEqual((0, 0), (self.listed(), self.left()))
        trail = f"{self.group}/@audit?action=exchange.import_undo"
        (event,) = self.ask("GET", trail, "secretariat").json()["items"]
        self.assertEqual({"member": "customs-xa", "items": 7}, event["detail"])
        self.assertEqual(7, self.send(MANY, 201, MAPPING)["created"])

    def show_life(self, _seconds=0):
        transaction.begin()
        write_session().execute(update(runs.ImportRun).values(renewed=datetime.now(UTC)))
        transaction.commit()

    def test_a_repeat_takes_out_what_a_killed_one_leaves(self):
        again = {"headers": {"Idempotency-Key": "zq"}}
        with patch.object(runs, "take_out"), self.broken_at(6, RuntimeError("zq")):
            self.send(MANY, 500, MAPPING, **again)
        self.assertEqual((4, 1), (self.listed(), self.left()))
        with patch.object(runs, "LEASE", 0):
            made = self.send(MANY, 201, MAPPING, **again)
        self.assertEqual((7, 0), (made["created"], made["skipped"]))
        self.assertEqual((7, 0), (self.listed(), self.left()))

    def test_nobody_imports_beside_an_import_that_is_alive(self):
        """The half of it would count as duplicates."""
        with patch.object(runs, "take_out"), self.broken_at(6, RuntimeError("zq")):
            self.send(MANY, 500, MAPPING)
        with patch.object(runs, "sleep", self.show_life):
            told = self.send(MANY, 409, MAPPING)
        self.assertIn("is running", told["message"])

    def test_one_that_ends_meanwhile_is_done_once(self):
        again = {"headers": {"Idempotency-Key": "zq"}, "duplicates": "import"}
        self.send(MANY, 201, MAPPING, **again)
        ended = [("0" * 32, datetime.now(UTC)), None]
        found = patch.object(runs, "_find_run", side_effect=ended)
        # It is not known to be done yet, and then it is.
        asked = patch.object(
            KeyedRequest, "find", side_effect=[None, Done(201, None, "{}")]
        )
        with found, asked:
            self.send(MANY, 201, MAPPING, **again)
        self.assertEqual((7, 0), (self.listed(), self.left()))

    def test_what_a_killed_one_leaves_is_taken_out_by_the_clock(self):
        with patch.object(runs, "take_out"), self.broken_at(6, RuntimeError("zq")):
            self.send(MANY, 500, MAPPING)
        self.assertEqual((4, 1), (self.listed(), self.left()))
        self.send(MANY, 201, MAPPING, user="police-xb")
        shared = self.drafts()[0]["@id"]
        self.ask("POST", f"{shared}/@workflow/submit", json={})
        job = TakeOutBroken()
        job.run()
        self.assertEqual(1, self.left())
        self.show_life()
        job.run()
        self.assertEqual(1, self.left())
        job.run()
        self.assertEqual(0, self.left())
        # What its author has handed on stays.
        self.assertEqual([], self.drafts())
        self.assertEqual(200, self.ask("GET", shared).status_code)
        self.assertEqual(7, len(self.drafts("police-xb")))
