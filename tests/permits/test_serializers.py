"""A permit as programs get it."""

import unittest
from cites.cug.permits.lookup import LookupAnswer
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Party, Status
from cites.cug.permits.registry import Attachment, Registered
from cites.cug.permits.serializers import permit_json
from cites.cug.permits.verdict import Verdict
from cites.cug.permits.warnings import warnings_of
from datetime import datetime, UTC
from tests.permits.examples import permit, TODAY


NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
PARTY = Party(name="Canary name", street="Canary street", city="Canary", country="XB")
SCAN = Attachment(
    number=0, filename="canary.pdf", content_type="application/pdf", size=9, added=NOON
)
FOUND = Registered(
    id="1f",
    permit=permit(importer=PARTY, exporter=PARTY, purpose="T"),
    status=Status.ISSUED,
    reason="",
    changed=NOON,
    source=PermitSource.IMPORT,
    revision=1,
    replaced_by=None,
    attachments=(SCAN,),
)
ANSWER = LookupAnswer(
    registered=FOUND, verdict=Verdict.VALID, warnings=warnings_of(FOUND, today=TODAY)
)


def shown(parties):
    return permit_json(ANSWER, "/@permits", str.upper, parties=parties)


class TestShowing(unittest.TestCase):
    def test_all_that_stands_on_it(self):
        found = shown(True)
        self.assertEqual(("/@permits/1f", "1f"), (found["@id"], found["id"]))
        self.assertEqual(("valid", "issued"), (found["verdict"], found["status"]))
        self.assertEqual(("E", "2026-01-10"), (found["type"], found["valid_from"]))
        self.assertEqual(2, found["lines"][0]["quantity"])
        self.assertEqual("Canary street", found["importer"]["street"])
        (scan,) = found["attachments"]
        self.assertEqual("/@permits/1f/attachments/0", scan["download"])
        (warning,) = found["warnings"]
        self.assertEqual("appendix_i_commercial", warning["code"])
        self.assertEqual(warning["text"].upper(), warning["text"])

    def test_names_and_addresses_only_for_some(self):
        found = shown(False)
        self.assertEqual({"country": "XB"}, found["importer"])
        self.assertNotIn("canary", str(found).lower())
        self.assertEqual(shown(True)["lines"], found["lines"])
