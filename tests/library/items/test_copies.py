"""Copies follow what they were made from, whatever happens to that."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from sqlalchemy import select
from tests.library.case import LibraryCase


OFFICE = "secretariat"
XA, XB = "member:customs-xa", "member:police-xb"


class CopiesCase(LibraryCase):
    def copy(self, source, user=OFFICE):
        url, body = f"{self.library}/@copy", {"source": source}
        return self.rest(user, "POST", url, 200, json=body)[0]["target"]

    def choose(self, item, readers, status=200):
        url, body = f"{item}/@workflow/choose", {"readers": readers}
        return self.rest(OFFICE, "POST", url, status, json=body)

    def state(self, item):
        return self.rest(OFFICE, "GET", f"{item}/@workflow", 200)["state"]["id"]

    def handling(self, item):
        return self.rest(OFFICE, "GET", item, 200)["handling"]["token"]

    def mark(self, item, code, status=204, user=OFFICE):
        self.rest(user, "DELETE", f"{item}/@lock", 200, json={"force": True})
        change = {"handling": code}
        return self.rest(user, "PATCH", item, status, json=change)

    def refused(self, answer):
        return [one["field"] for one in answer["errors"]]

    def shared_pair(self):
        """A shared alert and its shared copy."""
        alert = self.published("share")
        copy = self.copy(alert)
        self.move(copy, "publish", "share")
        return alert, copy


class ReadersTest(CopiesCase):
    def test_a_copy_is_not_opened_to_readers_whom_its_source_does_not_have(self):
        alert = self.make()
        copy = self.copy(alert)
        for name in ("publish", "choose"):
            body = {"readers": [XA]}
            url = f"{copy}/@workflow/{name}"
            self.rest(OFFICE, "POST", url, 400, json=body if name == "choose" else {})
        self.choose(alert, [XA, XB])
        self.rest(OFFICE, "POST", f"{copy}/@workflow/publish", 400, json={})
        answer = self.choose(copy, [XA, "member:customs-xb"], 400)
        self.assertEqual(self.refused(answer), ["readers"])
        self.choose(copy, [XA])
        self.assertEqual(self.ask("police-xb", "GET", copy).status_code, 404)
        self.move(alert, "publish")
        self.choose(copy, ["member:igo-interpol"], 400)
        self.choose(copy, ["category:igo"], 400)
        self.choose(copy, ["category:customs"])
        self.move(copy, "publish")
        self.rest(OFFICE, "POST", f"{copy}/@workflow/share", 400, json={})
        form = self.page(OFFICE, f"{copy}/choose-readers").forms[-1]
        data = {**dict(form.form_values()), "how": "shared"}
        answer = self.ask(OFFICE, "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("made from another item", answer.text)
        self.move(alert, "share")
        self.choose(copy, ["member:igo-interpol"])
        self.move(copy, "share")

    def test_what_takes_readers_from_the_source_closes_its_copies(self):
        for steps in (
            ["restrict"],
            ["archive"],
            ["report"],
            ["choose"],
        ):
            alert, copy = self.shared_pair()
            further = self.copy(copy)
            self.move(further, "publish", "share")
            for name in steps:
                if name == "choose":
                    self.choose(alert, ["category:customs"])
                else:
                    url = f"{alert}/@workflow/{name}"
                    self.rest(OFFICE, "POST", url, 200, json={"comment": "EXERCISE"})
            for one in (copy, further):
                self.assertEqual(self.state(one), "draft", steps)
                for user in ("customs-xb", "igo-interpol"):
                    self.assertEqual(self.ask(user, "GET", one).status_code, 404)
                    listed = self.rest(user, "GET", f"{self.group}/@library", 200)
                    self.assertNotIn(one, [row["@id"] for row in listed["items"]])
                url = f"{one}/@workflow/choose"
                body = {"readers": ["member:igo-interpol"]}
                self.rest(OFFICE, "POST", url, 400, json=body)

    def test_a_reader_who_becomes_an_igo_reads_no_copy_of_what_igos_do_not_read(self):
        member = f"{self.group}/@members/police-xb"
        alert = self.published()
        copies = {}
        for reader in (XB, "country:XB", "category:wildlife"):
            copies[reader] = self.copy(alert)
            self.choose(copies[reader], [reader])
        self.choose(unbound := self.make(), [XB])
        self.addCleanup(
            self.rest, OFFICE, "PATCH", member, 204, json={"category": "police"}
        )
        self.rest(OFFICE, "PATCH", member, 204, json={"category": "customs"})
        self.assertEqual(self.ask("police-xb", "GET", copies[XB]).status_code, 200)
        self.rest(OFFICE, "PATCH", member, 204, json={"category": "igo"})
        for one in (alert, copies[XB], copies["country:XB"]):
            self.assertEqual(self.ask("police-xb", "GET", one).status_code, 404)
        states = {reader: self.state(one) for reader, one in copies.items()}
        expected = {XB: "draft", "country:XB": "draft", "category:wildlife": "chosen"}
        self.assertEqual(expected, states)
        # What was made from nothing names whom the Secretariat chose.
        self.assertEqual("chosen", self.state(unbound))
        self.rest(OFFICE, "PATCH", copies[XB], 204, json={"title": "EXERCISE: edited"})

    def test_it_is_on_record_and_in_the_history(self):
        alert, copy = self.shared_pair()
        url, body = f"{alert}/@workflow/report", {"comment": "EXERCISE: names one"}
        self.rest("customs-xb", "POST", url, 200, json=body)
        transaction.abort()
        query = select(AuditEvent.actor, AuditEvent.detail).order_by(AuditEvent.id.desc())
        path = copy.removeprefix(self.portal.rpartition("/")[0])
        query = query.where(AuditEvent.target == path)
        actor, detail = session().execute(query).first()
        self.assertEqual(actor, "customs-xb")
        source = alert.removeprefix(self.portal.rpartition("/")[0])
        closed = {"from": "shared", "to": "draft", "made_from": source}
        self.assertEqual(detail, closed)
        words = self.page(OFFICE, copy).text_content()
        self.assertIn("Closed together with the original item", words)
        # What is decided on the source opens nothing: the copy is published anew.
        self.move(alert, "reinstate_shared")
        self.assertEqual(self.state(copy), "draft")
        self.move(copy, "publish")

    def test_a_copy_waits_no_longer_once_its_source_is_retracted(self):
        alert = self.make()
        copy = self.copy(alert, "customs-xa")
        self.move(alert, "submit", user="customs-xa")
        self.move(copy, "submit", user="customs-xa")
        self.move(alert, "retract", user="customs-xa")
        self.assertEqual(self.state(copy), "draft")

    def test_a_copy_is_closed_with_its_deleted_source(self):
        alert, copy = self.shared_pair()
        reported = self.copy(alert)
        self.move(reported, "publish", "share")
        url, body = f"{reported}/@workflow/report", {"comment": "EXERCISE: names one"}
        self.rest("customs-xb", "POST", url, 200, json=body)
        further = self.copy(copy)
        self.rest(OFFICE, "DELETE", alert, 204)
        self.assertEqual(self.state(copy), "draft")
        self.move(reported, "reinstate_shared")
        # Nobody can compare readers any more, so none gets it.
        for one in (copy, further, reported):
            self.assertEqual(self.state(one), "draft")
            self.rest(OFFICE, "POST", f"{one}/@workflow/submit", 200, json={})
            self.rest(OFFICE, "POST", f"{one}/@workflow/publish", 400, json={})
            answer = self.choose(one, [XA], 400)
            self.assertEqual(self.refused(answer), ["readers"])
            self.assertIn("deleted", answer["message"])

    def test_a_reported_copy_does_not_come_back_further_than_its_source(self):
        alert, copy = self.shared_pair()
        url, body = f"{copy}/@workflow/report", {"comment": "EXERCISE: names one"}
        self.rest("customs-xb", "POST", url, 200, json=body)
        self.assertEqual(self.state(alert), "shared")
        self.move(alert, "restrict")
        self.assertEqual(self.state(copy), "reported")
        self.move(copy, "reinstate_shared")
        self.assertEqual(self.state(copy), "draft")

    def test_a_copy_that_is_called_a_bulletin_is_none(self):
        document = self.make_document(handling="green")
        self.move(document, "publish", "share")
        copy = self.copy(document)
        self.rest(OFFICE, "PATCH", copy, 204, json={"document_type": "bulletin"})
        self.move(copy, "publish", "share")
        self.move(document, "archive")
        self.assertEqual(self.state(copy), "draft")


class HandlingTest(CopiesCase):
    def test_a_copy_has_at_least_the_code_of_its_source(self):
        alert = self.make(handling="amber")
        copy = self.copy(alert, "customs-xa")
        further = self.copy(copy, "customs-xa")
        for one in (copy, further):
            self.assertEqual(self.handling(one), "amber")
            for user in ("customs-xa", OFFICE):
                answer = self.mark(one, "green", 400, user)
                self.assertEqual(self.refused(answer), ["handling"])
        self.mark(copy, "red")
        self.mark(copy, "amber")
        self.mark(alert, "green")
        self.mark(copy, "green")
        by_office = self.copy(alert)
        self.mark(alert, "red", user="customs-xa")
        copies = (copy, further, by_office)
        self.assertEqual([self.handling(one) for one in copies], ["red"] * 3)

    def test_neither_an_earlier_version_nor_the_end_of_the_source_lowers_it(self):
        alert = self.make(handling="green")
        copy = self.copy(alert)
        self.mark(alert, "amber_strict")
        self.assertEqual(self.handling(copy), "amber_strict")
        self.rest(OFFICE, "PATCH", f"{copy}/@history", 400, json={"version": 0})
        self.rest(OFFICE, "DELETE", alert, 204)
        self.mark(copy, "green", 400)
        self.rest(OFFICE, "PATCH", f"{copy}/@history", 400, json={"version": 0})
        self.assertEqual(self.handling(copy), "amber_strict")

    def test_a_code_that_forbids_the_readers_of_a_copy_closes_it(self):
        alert = self.published("share")
        copy = self.copy(alert)
        self.choose(copy, ["member:igo-interpol", XA])
        self.choose(alert, ["member:igo-interpol", XA])
        self.assertEqual(self.state(copy), "chosen")
        self.mark(alert, "red")
        self.assertEqual((self.handling(copy), self.state(copy)), ("red", "chosen"))
        self.choose(alert, [XA])
        self.assertEqual(self.state(copy), "draft")
        self.choose(copy, [XA])
        self.choose(alert, [XA, XB])
        self.assertEqual(self.state(copy), "chosen")
        self.mark(alert, "amber_strict")
        self.assertEqual((self.handling(copy), self.state(copy)), ("red", "chosen"))
