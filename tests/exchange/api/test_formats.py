"""REST: alerts as STIX and MISP, and what has changed, for each kind of caller."""

import requests
import stix2
from cites.cug.demo.testing import PASSWORD
from tests.library.http import HttpTestCase


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class FormatsTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"
        self.item = self.add()

    def add(self):
        answer = self.ask("POST", self.library, json=self.alert())
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["@id"]

    def move(self, transition, item=None):
        url = f"{item or self.item}/@workflow/{transition}"
        answer = self.ask("POST", url, "secretariat", json={})
        self.assertEqual(answer.status_code, 200, answer.text)

    def stix(self, url, user):
        answer = self.ask("GET", url, user)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertTrue(
            answer.headers["Content-Type"].startswith("application/stix+json")
        )
        return answer, stix2.parse(answer.json(), allow_custom=False)

    def test_one_alert(self):
        for name in ("@stix", "@misp"):
            self.assertEqual(
                self.ask("GET", f"{self.item}/{name}", "customs-xb").status_code, 404
            )
        answer, found = self.stix(f"{self.item}/@stix", "customs-xa")
        self.assertIn("tlp-green.stix.json", answer.headers["Content-Disposition"])
        self.assertIn("incident", [one["type"] for one in found.objects])
        event = self.ask("GET", f"{self.item}/@misp").json()["Event"]
        self.assertEqual(event["info"], self.alert()["title"])
        trail = self.ask("GET", f"{self.group}/@audit?action=exchange", "secretariat")
        taken = [(one["action"], one["actor"]) for one in trail.json()["items"]]
        self.assertEqual(
            taken, [("exchange.misp", "customs-xa"), ("exchange.stix", "customs-xa")]
        )

    def test_services_answer_whatever_is_accepted(self):
        stix, csv = "application/stix+json;version=2.1", "text/csv"
        xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        report = f"{self.group}/@illegal-trade-report"
        for url, produced in (
            (f"{self.item}/@stix", (stix,)),
            (f"{self.group}/@stix", (stix,)),
            (f"{self.item}/@misp", ("application/json",)),
            (f"{self.group}/@library", ("application/json",)),
            (f"{self.portal}/@openapi", ("application/json",)),
            (f"{self.portal}/@types", ("application/json",)),
            (f"{self.group}/@feed", ("application/atom+xml",)),
            (f"{report}?country=XA", ("application/json", csv, xlsx)),
        ):
            user = "secretariat" if url.startswith(report) else "customs-xa"
            for accepted in (None, "*/*", BROWSER, *produced):
                answer = self.ask("GET", url, user, headers={"Accept": accepted})
                expected = accepted if accepted in produced else produced[0]
                self.assertEqual(answer.status_code, 200, (url, accepted))
                kind = answer.headers["Content-Type"]
                self.assertTrue(kind.startswith(expected), (url, accepted, kind))
            answer = self.ask("GET", url, user, headers={"Accept": "image/png"})
            self.assertEqual(answer.status_code, 406, url)
            self.assertEqual(answer.headers["Content-Type"], "application/json")
            self.assertEqual(answer.json()["type"], "NotAcceptable")
            self.assertIn(produced[0], answer.json()["message"])

    def test_what_nobody_accepts_is_not_done(self):
        headers = {"Accept": "image/png"}
        url = f"{self.group}/@follows"
        sent = {"json": {"field": "country", "value": "XA"}, "headers": headers}
        self.assertEqual(self.ask("POST", url, **sent).status_code, 406)
        self.assertEqual(self.ask("GET", url).json()["items"], [])

    def test_what_is_closed_stays_closed_whatever_is_accepted(self):
        for accepted in (None, BROWSER, "image/png", "application/stix+json"):
            headers = {"Accept": accepted}
            answers = [
                requests.get(f"{url}/@stix", headers=headers, auth=login, timeout=120)
                for login in (("customs-xb", PASSWORD), None)
                for url in (self.item, f"{self.library}/nothing")
            ]
            self.assertEqual([404, 404, 401, 401], [one.status_code for one in answers])
            for hidden, missing in (answers[:2], answers[2:]):
                self.assertEqual(hidden.text, missing.text)
                self.assertEqual("application/json", hidden.headers["Content-Type"])

    def test_all_alerts_and_what_is_withdrawn(self):
        url = f"{self.group}/@stix"
        self.move("publish")
        self.move("share")
        answer, found = self.stix(url, "igo-interpol")
        (incident,) = [one for one in found.objects if one["type"] == "incident"]
        self.assertIn("tlp-green.stix.json", answer.headers["Content-Disposition"])
        following = answer.links["next"]["url"]
        nothing = self.ask("GET", following, "igo-interpol").json()
        self.assertEqual((nothing["type"], nothing.get("objects")), ("bundle", None))
        self.move("restrict")
        _answer, found = self.stix(following, "igo-interpol")
        (revoked,) = [one for one in found.objects if one["type"] == "incident"]
        self.assertEqual((revoked.id, revoked.revoked), (incident.id, True))
        wrong = self.ask("GET", following, "police-xb")
        self.assertEqual(wrong.status_code, 400)
        self.assertEqual(wrong.json()["errors"][0]["field"], "since")

    def test_changes(self):
        url = f"{self.group}/@changes"
        cursor = self.ask("GET", url, "igo-interpol").json()["cursor"]
        self.move("publish")
        self.move("share")
        answer = self.ask("GET", url, "igo-interpol", params={"since": cursor}).json()
        (change,) = answer["items"]
        self.assertEqual(
            (change["@id"], change["change"], answer["more"]), (self.item, "added", False)
        )
        self.move("restrict")
        cursor = {"since": answer["cursor"]}
        (change,) = self.ask("GET", url, "igo-interpol", params=cursor).json()["items"]
        self.assertEqual((change["@id"], change["change"]), (self.item, "withdrawn"))
        wrong = self.ask("GET", f"{url}?since=yesterday&b_size=0", "igo-interpol")
        self.assertEqual(wrong.status_code, 400)
