"""A list takes the place of another in one step, after its changes were seen."""

import transaction
import unittest
from cites.cug.codelist_editor.jobs import drop_former
from cites.cug.codelist_editor.taxon_lists import actions
from cites.cug.codelist_editor.taxon_lists.differences import Change
from cites.cug.core.codelists.models import TaxonList, TaxonName, TaxonRow
from cites.cug.core.codelists.taxon_lists import read_current
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.demo.testing import CUG_FUNCTIONAL
from datetime import datetime, timedelta, UTC
from sqlalchemy import func, select
from tests.codelist_editor.taxon_lists.case import put_in, store
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, large_list, ORCHID, PARROT
from unittest.mock import patch


WHO = {"acting_user": "secretariat"}


class ActionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs

    def trail(self):
        query = select(AuditEvent.action).where(AuditEvent.action.startswith("taxa."))
        return [*session().scalars(query.order_by(AuditEvent.id))]

    def rows(self, table):
        return session().scalar(select(func.count()).select_from(table))

    def test_what_would_change(self):
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        renamed = {**PARROT, "FullName": "Zqara ficta"}
        renamed["SynonymsWithAuthors"] = "Zqpsittacus fictus (Nobody, 1900)"
        new = {**ORCHID, "FullName": "Zqorchis nova"}
        list_id = store({**CHEETAH, "CurrentListing": "II"}, renamed, new)
        self.assertNotEqual(list_id, read_current().id)
        found = actions.preview_list(list_id)
        self.assertEqual([("Acinonyx jubatus", "I", "II")], found.shown[Change.APPENDIX])
        self.assertEqual(
            [("Zqpsittacus fictus", "", "Zqara ficta")], found.shown[Change.RENAMED]
        )
        self.assertEqual([("Zqorchis ficta", "II", "")], found.shown[Change.REMOVED])
        added = [one.name for one in found.shown[Change.ADDED]]
        self.assertEqual(["Zqara ficta", "Zqorchis nova"], added)
        moved = actions.preview_list(
            store({**CHEETAH, "Family": "Zqidae"}, ORCHID, PARROT)
        )
        before, after = "Felidae, Carnivora", "Zqidae, Carnivora"
        self.assertEqual([("Acinonyx jubatus", before, after)], moved.shown[Change.MOVED])
        self.assertEqual(2, moved.unchanged)

    def test_the_first_list_is_compared_with_what_is_shipped(self):
        found = actions.preview_list(store(CHEETAH, ORCHID))
        self.assertEqual(1, found.counts[Change.ADDED])
        self.assertEqual(18, found.counts[Change.REMOVED])
        self.assertEqual(1, found.unchanged)

    def test_many_changes_are_counted_and_some_are_shown(self):
        found = actions.preview_list(store(*large_list(300)))
        self.assertEqual(299, found.counts[Change.ADDED])
        self.assertEqual(50, len(found.shown[Change.ADDED]))

    def test_it_begins_once_and_on_record(self):
        first = put_in(self.portal, CHEETAH)
        second, third = store(ORCHID), store(PARROT)
        actions.begin_list(self.group, second, first, **WHO)
        transaction.commit()
        self.assertEqual(second, read_current().id)
        # Somebody else was faster: nobody lets count what they have not compared.
        for before in (first, None):
            with self.assertRaises(Refusal):
                actions.begin_list(self.group, third, before, **WHO)
            transaction.abort()
        self.assertEqual(second, read_current().id)
        with self.assertRaises(Missing):
            actions.begin_list(self.group, 999, second, **WHO)
        transaction.abort()
        self.assertEqual(["taxa.replace"] * 2, self.trail())

    def test_it_ends(self):
        first = put_in(self.portal, CHEETAH)
        actions.end_list(self.group, first, **WHO)
        transaction.commit()
        self.assertIsNone(actions.counting_list())
        with self.assertRaises(Refusal):
            actions.end_list(self.group, first, **WHO)
        transaction.abort()
        self.assertEqual(["taxa.replace", "taxa.end"], self.trail())

    def test_what_counts_no_more_is_deleted(self):
        put_in(self.portal, CHEETAH)
        waiting, dropped = store(ORCHID), store(PARROT)
        actions.drop_list(self.group, dropped, **WHO)
        actions.drop_list(self.group, dropped, **WHO)
        transaction.commit()
        self.assertEqual([waiting], [one.id for one in actions.waiting_lists()])
        put_in(self.portal, CHEETAH)
        now = datetime.now(UTC)
        self.assertFalse(drop_former(now))  # a request may still read it
        self.delete(now + timedelta(minutes=6))
        self.assertEqual(2, self.rows(TaxonList))
        with patch("cites.cug.codelist_editor.jobs.AT_A_TIME", 1):  # some at a time
            self.delete(now + timedelta(days=3))  # nobody has decided
        self.assertEqual([], actions.waiting_lists())
        self.assertEqual(1, self.rows(TaxonList))
        of_list = TaxonRow.list_id != read_current().id
        self.assertFalse(session().scalar(select(func.count()).where(of_list)))
        self.assertGreater(self.rows(TaxonName), 0)
        with self.assertRaises(Missing):
            actions.find_list(waiting)

    def test_nobody_waits_for_the_job_while_nothing_is_to_be_deleted(self):
        store(ORCHID)
        refused = AssertionError("asked for a turn to write")
        name = "cites.cug.codelist_editor.jobs.autonomous_transaction"
        with patch(name, side_effect=refused):
            self.assertFalse(drop_former(datetime.now(UTC)))

    def delete(self, now):
        while drop_former(now):
            pass
        transaction.abort()
