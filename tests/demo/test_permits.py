"""The exercise permits: one for each thing that an officer may be told."""

import unittest
from cites.cug.core.codelists.lists import code_list
from cites.cug.demo.sources import permits
from cites.cug.permits.lookup import consult
from cites.cug.permits.permit import Status
from cites.cug.permits.revisions import revisions_of
from cites.cug.permits.verdict import Verdict
from cites.cug.permits.warnings import RULES
from datetime import date
from tests.demo.layer import DEMO
from tests.some import some


class PermitsTest(unittest.TestCase):
    layer = DEMO

    def setUp(self):
        self.answers = [
            consult(
                one["country"],
                one["number"],
                "wrong",
                today=date.today(),
                acting_user="customs-xa",
            )
            for one in permits()
        ]
        self.found = [answer.registered for answer in self.answers]

    def test_every_verdict_and_every_status(self):
        verdicts = {answer.verdict for answer in self.answers}
        self.assertEqual(set(Verdict) - {Verdict.NOT_FOUND, Verdict.UNVERIFIED}, verdicts)
        self.assertEqual(set(Status), {one.status for one in self.found})

    def test_many_doubts_and_some_without_any(self):
        codes = {one.code for answer in self.answers for one in answer.warnings}
        # Published quotas are those of real countries, and all fictive ones are Parties.
        self.assertGreaterEqual(len(codes), len(RULES) - 5, codes)
        first, *_others = self.found
        sound = consult(
            "XA", first.permit.number, today=date.today(), acting_user="customs-xa"
        )
        self.assertEqual((Verdict.VALID, ()), (sound.verdict, tuple(sound.warnings)))

    def test_all_is_marked_and_fictive(self):
        for one in some(self.found):
            permit = one.permit
            self.assertIn("EXERCISE", permit.special_conditions)
            self.assertIn(permit.country, {"XA", "XB", "XC"})
            for party in (permit.importer, permit.exporter):
                self.assertTrue(not party.name or party.name.startswith("EXERCISE"))
            for line in some(permit.lines):
                self.assertIn(line.scientific_name, code_list("species").entries)

    def test_an_earlier_revision_and_a_scan(self):
        self.assertTrue(any(revisions_of(one.id) for one in self.found))
        self.assertTrue(any(one.attachments for one in self.found))
