"""REST: permits are looked up, searched and counted."""

import transaction
from cites.cug.permits.formats.reading import read_permits
from cites.cug.permits.serializers import without_parties
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from plone import api
from pytz import timezone
from tests.permits.rest import CURRENT, ENFORCEMENT, MISSING, PermitsHttpCase


MEMBERS = (*ENFORCEMENT, "igo-interpol")


PARTIES = ("importer", "exporter")


class TestLookUp(PermitsHttpCase):
    def test_every_member_finds_it_however_the_number_is_spelled(self):
        (permit_id,) = self.store(CURRENT)
        for user in MEMBERS:
            (found,) = self.look_up(user, number="xa 2026–000123", country="xa")
            self.assertEqual(permit_id, found["id"])
            self.assertEqual(f"{self.permits}/{permit_id}", found["@id"])
            again = self.done(user, path=f"/{permit_id}")
            self.assertEqual(found, again)
        self.assertEqual("valid", found["verdict"])
        self.assertEqual(1e-06, found["lines"][0]["quantity"])
        self.assertEqual("Two\nlines", found["special_conditions"])

    def test_names_and_addresses_only_for_enforcement(self):
        (permit_id,) = self.store(CURRENT)
        for user in ENFORCEMENT:
            found = self.done(user, path=f"/{permit_id}")
            self.assertEqual("1 Road", found["importer"]["street"])
            self.assertEqual([], found["attachments"])
        found = self.done("igo-interpol", path=f"/{permit_id}")
        self.assertEqual({"country": "XB"}, found["importer"])
        self.assertEqual({"country": ""}, found["exporter"])
        self.assertNotIn("attachments", found)

    def test_as_an_e_permit(self):
        (permit_id,) = self.store(CURRENT)
        for user in MEMBERS:
            answer = self.ask(user, path=f"/{permit_id}/export.xml")
            self.assertEqual("application/xml", answer.headers["Content-Type"])
            (read,) = read_permits(BytesIO(answer.content), "permit.xml")
            sees = user in ENFORCEMENT
            self.assertEqual(CURRENT if sees else without_parties(CURRENT), read.permit)
        self.assertEqual(len(MEMBERS), len(self.events("consult")))

    def test_what_is_not_there(self):
        self.store(CURRENT)
        query = {"country": "XB", "number": CURRENT.number}
        found = self.done("customs-xa", params=query)
        self.assertEqual(("not_found", []), (found["verdict"], found["items"]))
        for path in (
            MISSING,
            f"{MISSING}/export.xml",
            f"{MISSING}/revisions",
            "x",
            MISSING[:-1],
            "1/2/3",
        ):
            answer = self.ask("customs-xa", path=f"/{path}")
            self.assertEqual(404, answer.status_code)

    def test_a_stamp_that_does_not_match_and_words_in_the_reader_s_language(self):
        self.store(CURRENT)
        (found,) = self.look_up("igo-interpol", stamp="S 7")
        self.assertEqual("stamp_mismatch", found["warnings"][0]["code"])
        french = {"Accept-Language": "fr"}
        query = {"country": "XA", "number": CURRENT.number, "stamp": "S 7"}
        (other,) = self.done("igo-interpol", params=query, headers=french)["items"]
        text = found["warnings"][0]["text"]
        self.assertNotEqual(text, other["warnings"][0]["text"])
        (found,) = self.look_up("igo-interpol", stamp="s0001234")
        self.assertEqual([], found["warnings"])

    def test_its_last_day_is_that_of_the_reader(self):
        """Two places whose clocks are 25 hours apart never have the same day."""
        last = datetime.now(timezone("Pacific/Pago_Pago")).date()
        (permit_id,) = self.store(replace(CURRENT, valid_until=last))
        for zone, verdict in (
            ("Pacific/Pago_Pago", "valid"),
            ("Pacific/Kiritimati", "expired"),
        ):
            transaction.begin()
            member = api.user.get("customs-xa")
            member.setMemberProperties({"timezone": zone})
            transaction.commit()
            (found,) = self.look_up("customs-xa")
            whole = self.done("customs-xa", path=f"/{permit_id}")
            (row,) = self.done("customs-xa", path="/search")["items"]
            told = [one["verdict"] for one in (found, whole, row)]
            self.assertEqual([verdict] * 3, told)
            expired = verdict == "expired"
            codes = [one["code"] for one in found["warnings"]]
            self.assertEqual(expired, "expired" in codes)

    def test_questions_that_make_no_sense(self):
        for query, field in (
            ("", "country"),
            ("country=XA", "number"),
            ("country=QQ&number=1", "country"),
            ("country=XA&country=XB&number=1", "country"),
            ("country=XA&number=%01", "number"),
            (f"country=XA&number=1&stamp={'1' * 71}", "stamp"),
        ):
            self.assertBad(self.ask("police-xb", path=f"?{query}"), field)

    def test_every_look_is_audited(self):
        (permit_id,) = self.store(CURRENT)
        self.look_up("customs-xa")
        self.look_up("igo-interpol", country="XB")
        self.done("police-xb", path=f"/{permit_id}")
        self.done("police-xb", path=f"/{permit_id}/revisions")
        told = [(one.actor, one.detail["result"]) for one in self.events("consult")]
        expected = [("customs-xa", "valid"), ("igo-interpol", "not_found")]
        self.assertEqual([*expected, *[("police-xb", "valid")] * 2], told)

    def test_a_program_that_has_the_answer_already(self):
        (permit_id,) = self.store(CURRENT)
        tag = self.ask("customs-xa", path=f"/{permit_id}").headers["ETag"]
        known = {"If-None-Match": tag}
        answer = self.ask("customs-xa", path=f"/{permit_id}", headers=known)
        self.assertEqual((304, b""), (answer.status_code, answer.content))
        self.done("igo-interpol", path=f"/{permit_id}", headers=known)
        self.store(replace(CURRENT, purpose="T"))
        self.done("customs-xa", path=f"/{permit_id}", headers=known)

    def test_nobody_else(self):
        (permit_id,) = self.store(CURRENT)
        for path in (f"/{permit_id}", f"/{MISSING}", "?country=XA&number=1", "/search"):
            self.assertEqual(401, self.ask(None, path=path).status_code)
            self.assertEqual(403, self.ask("outsider", path=path).status_code)
        self.assertEqual([], self.events("consult"))


class TestRevisions(PermitsHttpCase):
    def test_what_it_said_before(self):
        (permit_id,) = self.store(CURRENT)
        importer = replace(CURRENT.importer, street="2 Road", country="XC")
        self.store(replace(CURRENT, purpose="T", importer=importer))
        for user, nominal in (("customs-xa", True), ("igo-interpol", False)):
            found = self.done(user, path=f"/{permit_id}/revisions")
            (earlier,) = found["items"]
            self.assertEqual("Z", earlier["permit"]["purpose"])
            differing = [one["field"] for one in earlier["differences"]]
            self.assertEqual(nominal, "importer.street" in differing)
            self.assertIn("importer.country", differing)
            purpose = {"field": "purpose", "before": "Z", "after": "T"}
            self.assertIn(purpose, earlier["differences"])
            self.assertEqual(nominal, "Road" in str(found))
