"""REST: permits are handed in, their status changed, scans added and read."""

import transaction
from base64 import b64encode
from cites.cug.permits.registry import get
from cites.cug.permits.serialization import serialize_permit
from dataclasses import replace
from pathlib import Path
from tests.library.samples import PDF
from tests.permits.rest import CURRENT, MISSING, PermitsHttpCase


FILES = Path(__file__).parents[1] / "files"
OTHER = replace(CURRENT, country="XB")


class InSqlAloneCase(PermitsHttpCase):
    """What changes permits changes no content: nothing of it comes from the journal.

    So no moment of a change (``change_order``) is committed late.
    """

    def setUp(self):
        super().setUp()
        content = self.layer["zodbDB"]
        before = content.lastTransaction()
        self.addCleanup(lambda: self.assertEqual(before, content.lastTransaction()))


class TestHandingIn(InSqlAloneCase):
    def hand_in(self, user, *permits, status=201, **changes):
        body = [serialize_permit(one) | changes for one in permits]
        return self.done(user, "POST", status=status, json=body)

    def test_one_is_found_where_the_answer_says(self):
        answer = self.ask("contact-xa", "POST", json=serialize_permit(CURRENT))
        self.assertEqual(201, answer.status_code, answer.text)
        counts = {"created": 1, "changed": 0, "unchanged": 0}
        told = answer.json()
        self.assertEqual(counts, {name: told[name] for name in counts})
        self.assertEqual(told["@id"], answer.headers["Location"])
        transaction.abort()
        self.assertEqual(CURRENT, get(told["id"]).permit)

    def test_many_by_the_secretariat_of_whatever_country(self):
        told = self.hand_in("secretariat", CURRENT, OTHER)
        self.assertEqual(2, told["created"])
        told = self.hand_in("secretariat", CURRENT, replace(OTHER, purpose="T"))
        self.assertEqual((0, 1, 1), (told["created"], told["changed"], told["unchanged"]))

    def test_what_was_read_can_be_handed_in_again(self):
        (permit_id,) = self.store(CURRENT)
        read = self.done("secretariat", path=f"/{permit_id}")
        told = self.done("secretariat", "POST", status=201, json=read)
        self.assertEqual(1, told["unchanged"])

    def test_a_contact_point_for_its_own_country_alone(self):
        body = [
            serialize_permit(CURRENT),
            serialize_permit(OTHER),
            serialize_permit(replace(OTHER, number="9")),
        ]
        answer = self.ask("contact-xa", "POST", json=body)
        self.assertBad(answer, "[1].country", "[2].country")
        self.assertIn("XA", answer.json()["errors"][0]["message"])
        self.assertEqual(0, self.stored())
        self.assertBad(
            self.ask("contact-xa", "POST", json=serialize_permit(OTHER)), "country"
        )

    def test_all_that_is_wrong_at_once_and_nothing_kept(self):
        line = {"quantity": "-1", "term": "??"}
        body = [serialize_permit(CURRENT), {"number": "1", "lines": [line]}, 7]
        answer = self.ask("secretariat", "POST", json=body)
        places = {error["field"] for error in answer.json()["errors"]}
        lines = {"[1].lines[0].quantity", "[1].lines[0].term"}
        self.assertEqual({*lines, "[1].country", "[1].type", "[2]"}, places)
        self.assertEqual(400, answer.status_code)
        self.assertEqual(0, self.stored())

    def test_a_name_that_is_not_known_is_named_and_nothing_kept(self):
        for changes, field in (
            ({"valid_untill": "2026-01-31"}, "[0].valid_untill"),
            ({"importer": {"nom": "x"}}, "[0].importer.nom"),
            ({"foreign": True}, "[0].foreign"),
            ({"a\ud800\n": 1}, "[0].a\ufffd\ufffd"),
        ):
            body = [serialize_permit(CURRENT) | changes]
            self.assertBad(self.ask("secretariat", "POST", json=body), field)
        body = {"permits": [serialize_permit(CURRENT)], "source": "import"}
        self.assertBad(self.ask("secretariat", "POST", json=body), "source")
        self.assertEqual(0, self.stored())

    def test_one_number_with_two_meanings(self):
        body = [
            serialize_permit(CURRENT),
            serialize_permit(replace(CURRENT, purpose="T")),
        ]
        answer = self.ask("secretariat", "POST", json=body)
        self.assertBad(answer, "[1].number")
        self.assertIn("[0]", answer.json()["message"])
        self.assertEqual(0, self.stored())

    def test_what_is_no_list_of_permits(self):
        for body in (b"", b"[]", b"{", b"7", b"null", b'"x"', b"[" * 99999):
            headers = {"Content-Type": "application/json"}
            answer = self.ask("secretariat", "POST", data=body, headers=headers)
            self.assertEqual(400, answer.status_code, body[:9])
        answer = self.ask(
            "secretariat", "POST", data=b"x", headers={"Content-Type": "a/b"}
        )
        self.assertEqual(400, answer.status_code)
        self.assertIn("application/json", answer.json()["message"])

    def test_xml_by_itself_and_several_files_in_a_form(self):
        headers = {"Content-Type": "application/xml"}
        one = (FILES / "v2.xml").read_bytes()
        told = self.done("secretariat", "POST", "", 201, data=one, headers=headers)
        self.assertEqual(1, told["created"])
        names = ("v2.xml", "v2-three-permits.xml", "list.json")
        files = [("permits", (name, (FILES / name).read_bytes())) for name in names]
        told = self.done("secretariat", "POST", "", 201, files=files)
        self.assertEqual(self.stored() - 1, told["created"])
        self.assertGreater(told["created"], 3)

    def test_what_is_wrong_with_a_file_stands_beside_its_name_and_line(self):
        names = ("v2.xml", "bad-second-of-three.xml")
        files = [("permits", (name, (FILES / name).read_bytes())) for name in names]
        answer = self.ask("secretariat", "POST", files=files)
        self.assertEqual(400, answer.status_code, answer.text)
        for error in answer.json()["errors"]:
            self.assertEqual("bad-second-of-three.xml", error["file"])
            self.assertGreater(error["line"], 50)
        self.assertEqual(0, self.stored())
        headers = {"Content-Type": "application/xml"}
        bomb = (FILES / "bad-billion-laughs.xml").read_bytes()
        answer = self.ask("secretariat", "POST", data=bomb, headers=headers)
        self.assertBad(answer, "permits")

    def test_nobody_else(self):
        for user, status in (
            (None, 401),
            ("outsider", 403),
            ("customs-xa", 403),
            ("igo-interpol", 403),
        ):
            answer = self.ask(user, "POST", json=serialize_permit(CURRENT))
            self.assertEqual(status, answer.status_code, user)
        self.assertEqual(0, self.stored())


class TestStatus(InSqlAloneCase):
    def setUp(self):
        super().setUp()
        self.permit_id, self.other = self.store(CURRENT, OTHER)

    def change(self, user, permit_id=None, **body):
        return self.ask(user, "PATCH", f"/{permit_id or self.permit_id}", json=body)

    def condition(self):
        transaction.abort()
        found = get(self.permit_id)
        return found.status.value, found.reason, found.replaced_by

    def test_with_its_reason(self):
        # What is only perhaps a number of somebody holds nothing back.
        reason = "Seen leaving, IMEI 49-015420-323751-1"
        answer = self.change("contact-xa", status="used", reason=f" {reason} ")
        self.assertEqual((204, b""), (answer.status_code, answer.content))
        self.assertEqual(("used", reason, None), self.condition())
        new = {"status": "replaced", "reason": "Damaged", "replaced_by": "XA-7"}
        self.assertEqual(204, self.change("secretariat", **new).status_code)
        (found,) = self.look_up("igo-interpol")
        self.assertEqual(("replaced", "XA-7"), (found["verdict"], found["replaced_by"]))
        statuses = [step["status"] for step in found["history"]]
        self.assertEqual(["replaced", "used"], statuses)

    def test_what_is_wrong(self):
        said = {"status": "used", "reason": "EXERCISE"}
        for change, *fields in (
            ({"reason": ""}, "reason"),
            ({"status": None, "reason": None}, "status", "reason"),
            ({"status": "expired"}, "status"),
            ({"status": "valid", "reason": "x" * 2001}, "status", "reason"),
            ({"status": 7, "reason": ["x"]}, "status", "reason"),
            ({"replaced_by": "XA-7"}, "replaced_by"),
            ({"status": "replaced"}, "replaced_by"),
            ({"status": "replaced", "replaced_by": "xa2026-000123"}, "replaced_by"),
            ({"reason": "\x00"}, "reason"),
            ({"reason": "Stolen from Mr Peter Miller"}, "reason"),
        ):
            self.assertBad(self.change("secretariat", **said | change), *fields)
        answer = self.change("secretariat", **said, number="XA-9")
        self.assertEqual(400, answer.status_code)
        self.assertIn("number", answer.json()["message"])
        self.assertEqual(("issued", "", None), self.condition())

    def test_by_nobody_but_who_keeps_it(self):
        said = {"status": "used", "reason": "EXERCISE"}
        for user, permit_id, status in (
            (None, self.permit_id, 401),
            ("outsider", self.permit_id, 403),
            ("igo-interpol", self.permit_id, 403),
            ("customs-xa", self.permit_id, 403),
            ("contact-xa", self.other, 403),
            ("contact-xa", MISSING, 404),
            ("secretariat", MISSING, 404),
        ):
            answer = self.change(user, permit_id, **said)
            self.assertEqual(status, answer.status_code, (user, answer.text))
        self.assertEqual(("issued", "", None), self.condition())
        self.assertEqual([], self.events("status"))


class TestScans(InSqlAloneCase):
    def setUp(self):
        super().setUp()
        self.permit_id, self.other = self.store(CURRENT, OTHER)

    def add(self, user, permit_id=None, name="front.pdf", content=PDF):
        files = {"attachments": (name, content)}
        path = f"/{permit_id or self.permit_id}/attachments"
        return self.ask(user, "POST", path, files=files)

    def test_they_come_back(self):
        answer = self.add("contact-xa")
        self.assertEqual(201, answer.status_code, answer.text)
        (scan,) = answer.json()["items"]
        data = {"filename": "back.pdf", "data": b64encode(PDF).decode()}
        path = f"/{self.permit_id}/attachments"
        body = {"attachments": [data]}
        self.done("secretariat", "POST", path, 201, json=body)
        listed = self.done("police-xb", path=path)["items"]
        self.assertEqual(["front.pdf", "back.pdf"], [one["filename"] for one in listed])
        self.assertEqual(scan, listed[0])
        shown = self.done("police-xb", path=f"/{self.permit_id}")["attachments"]
        self.assertEqual(listed, shown)
        answer = self.ask("police-xb", path=scan["download"].removeprefix(self.permits))
        self.assertTrue(answer.content.startswith(b"%PDF-"))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual("application/pdf", answer.headers["Content-Type"])

    def test_what_is_no_scan(self):
        answer = self.add("contact-xa", name="x.html", content=b"<html><script>")
        self.assertBad(answer, "attachments[0]")
        path = f"/{self.permit_id}/attachments"
        self.assertBad(self.ask("contact-xa", "POST", path, json={}), "attachments")
        wrong = {"attachments": [{"filename": "a.pdf", "data": "!"}]}
        answer = self.ask("contact-xa", "POST", path, json=wrong)
        self.assertBad(answer, "attachments[0].data")
        self.assertEqual([], self.done("customs-xa", path=path)["items"])

    def test_only_for_who_may_see_names_and_addresses(self):
        self.add("contact-xa")
        for user, status in ((None, 401), ("outsider", 403), ("igo-interpol", 404)):
            for path in ("attachments", "attachments/0", "attachments/9"):
                answer = self.ask(user, path=f"/{self.permit_id}/{path}")
                self.assertEqual(status, answer.status_code)
        for path in (f"{self.permit_id}/attachments/1", f"{MISSING}/attachments/0"):
            self.assertEqual(404, self.ask("police-xb", path=f"/{path}").status_code)

    def test_by_nobody_but_who_keeps_it(self):
        for user, permit_id, status in (
            (None, self.permit_id, 401),
            ("customs-xa", self.permit_id, 403),
            ("igo-interpol", self.permit_id, 403),
            ("contact-xa", self.other, 403),
            ("contact-xa", MISSING, 404),
        ):
            self.assertEqual(status, self.add(user, permit_id).status_code, user)
        self.assertEqual(
            [], self.done("customs-xa", path=f"/{self.permit_id}/attachments")["items"]
        )
