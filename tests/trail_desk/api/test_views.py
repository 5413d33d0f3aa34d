"""Saved views and single events over REST."""

import requests
from cites.cug.demo.testing import PASSWORD
from tests.membership.case import MembersCase


class ViewsTest(MembersCase):
    def send(self, method, path="", user="secretariat", status=200, **body):
        answer = requests.request(
            method,
            f"{self.group}/@audit/views{path}",
            auth=(user, PASSWORD),
            headers={"Accept": "application/json"},
            json=body or None,
            timeout=120,
        )
        self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def names(self, user="secretariat"):
        return [one["name"] for one in self.send("GET", user=user).json()["items"]]

    def test_a_view_is_saved_read_replaced_and_deleted(self):
        filters = {"action": "member", "result": "done", "q": ""}
        made = self.send("POST", status=201, name=" Members ", filters=filters)
        (view,) = self.send("GET").json()["items"]
        self.assertEqual(
            ("Members", {"action": "member", "result": "done"}, made.json()["@id"]),
            (view["name"], view["filters"], view["@id"]),
        )
        self.assertEqual(view["@id"], made.headers["Location"])
        self.send("POST", status=201, name="Members", filters={"q": "crate"})
        (view,) = self.send("GET").json()["items"]
        self.assertEqual({"q": "crate"}, view["filters"])
        # Another one's views are nobody's business.
        self.send("DELETE", f"/{'0' * 32}", status=404)
        self.send("DELETE", f"/{view['id']}", status=204)
        self.send("DELETE", f"/{view['id']}", status=404)
        self.assertEqual([], self.names())

    def test_what_cannot_be_saved_is_named(self):
        for body, field in (
            ({"name": "", "filters": {"q": "x"}}, "name"),
            ({"name": "x" * 61, "filters": {"q": "x"}}, "name"),
            ({"name": 7, "filters": {"q": "x"}}, "name"),
            ({"name": "x", "filters": {}}, "filters"),
            ({"name": "x", "filters": {"q": ""}}, "filters"),
            ({"name": "x", "filters": []}, "filters"),
            ({"name": "x", "filters": {"who": "me"}}, "who"),
            ({"name": "x", "filters": {"since": "soon"}}, "since"),
            ({"name": "x", "filters": {"network": "here"}}, "network"),
            ({"name": "x", "filters": {"result": "maybe"}}, "result"),
            ({"name": "x", "filters": {"q": 5}}, "q"),
            ({"name": "x", "filters": {"q": "x"}, "more": 1}, "more"),
        ):
            answer = self.send("POST", status=400, **body)
            self.assertEqual(field, answer.json()["errors"][0]["field"], body)
        self.assertEqual([], self.names())

    def test_nobody_else_has_views(self):
        for user, status in (("customs-xa", 403), ("contact-xa", 403), ("outsider", 404)):
            self.send("GET", user=user, status=status)
            body = {"name": "x", "filters": {"q": "x"}}
            self.send("POST", user=user, status=status, **body)

    def test_one_event(self):
        self.members = f"{self.group}/@audit"
        for _time in range(2):  # Reading is recorded.
            items = self.ask("secretariat", path="?action=audit").json()["items"]
        event = items[0]
        self.members = f"{self.group}/@audit/event"
        answer = self.ask("secretariat", path=f"?event={event['id']}")
        self.assertEqual(200, answer.status_code, answer.text)
        card = answer.json()
        self.assertEqual(event, card["event"])
        self.assertIn(card["state"], ("waiting", "proven"))
        for path, status in (("?event=999999999", 404), ("?event=x", 400), ("", 400)):
            self.assertEqual(status, self.ask("secretariat", path=path).status_code, path)
        self.assertEqual(403, self.ask("customs-xa", path="?event=1").status_code)
