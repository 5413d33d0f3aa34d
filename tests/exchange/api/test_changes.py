"""REST: what a token may follow of a group."""

import requests
from tests.workspaces.case import WorkspaceTestCase


ALERT, TOPIC = "Alert", "Topic"


class ChangesTest(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/@changes"
        self.make(self.alert())
        self.make_topic()

    def token(self, *scopes):
        body = {"name": "EXERCISE", "scopes": list(scopes)}
        answer = self.ask("POST", f"{self.portal}/@tokens", json=body)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["token"]

    def follow(self, token, since=None):
        params = {"since": since} if since else {}
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        return requests.get(self.url, params=params, headers=headers, timeout=60)

    def kinds(self, answer):
        self.assertEqual(answer.status_code, 200, answer.text)
        return {(one["@type"], one["change"]) for one in answer.json()["items"]}

    def test_a_token_follows_what_its_scopes_are_for(self):
        library = self.token("read:library")
        answer = self.follow(library)
        self.assertEqual(self.kinds(answer), {(ALERT, "added")})
        self.make_topic(title="EXERCISE: another")
        self.make(self.alert(title="EXERCISE: another"))
        answer = self.follow(library, answer.json()["cursor"])
        self.assertEqual(self.kinds(answer), {(ALERT, "added")})
        # What the other token is for too has kept its place: the beginning.
        both = self.follow(
            self.token("read:workspaces", "read:library"), answer.json()["cursor"]
        )
        self.assertEqual(self.kinds(both), {(TOPIC, "added")})
        self.assertEqual(len(both.json()["items"]), 2)
        self.assertEqual(self.follow(self.token("read:messages")).status_code, 403)

    def test_without_a_token_everything_is_told(self):
        answer = self.ask("GET", self.url)
        self.assertEqual(self.kinds(answer), {(ALERT, "added"), (TOPIC, "added")})
        since = {"since": answer.json()["cursor"], "b_size": 1}
        self.assertEqual(self.ask("GET", self.url, params=since).json()["items"], [])

    def test_a_time_that_utc_does_not_have_is_none(self):
        for time in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            for url in (self.url, self.url.replace("@changes", "@stix")):
                answer = self.ask("GET", url, params={"since": time})
                self.assertEqual(answer.status_code, 400, answer.text)
                self.assertEqual(answer.json()["errors"][0]["field"], "since")

    def test_what_is_too_old_is_gone(self):
        answer = self.ask("GET", self.url, params={"since": "2020-01-01"})
        self.assertEqual(answer.status_code, 410, answer.text)
        said = answer.json()
        self.assertEqual(said["type"], "Gone")
        self.assertIn("start again", said["message"])
