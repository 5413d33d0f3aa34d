"""REST: alerts as STIX and MISP, and what has changed, for each kind of caller."""

import stix2
from tests.library.http import HttpTestCase


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
