"""The page of a team: who comes to it, who leaves it, who asks to join."""

from lxml import html
from tests.workspaces.browser.case import ScreensCase


class TeamPageTest(ScreensCase):
    def test_the_team(self):
        url = f"{self.workspace}/team"
        self.send(url, do="invite", user="customs-xb", role="guest")
        igo = {"do": "invite", "user": "igo-unodc"}
        answer = self.send(url, status=400, role="guest", **igo)
        chosen = html.fromstring(answer.text).xpath(
            "//form[contains(@class, 'invite')]//option[@selected]/@value"
        )
        self.assertEqual([igo["user"], "guest"], chosen)
        self.assertIn("please confirm it", answer.text)
        self.assert_named(answer, "igo")
        answer = self.send(url, status=400, do="invite", user="outsider")
        self.assert_named(answer, "user")
        answer = self.send(url, status=400, do="invite", user="")
        self.assert_named(answer, "user")
        self.assertIn("Choose a member.", answer.text)
        self.send(url, igo="1", **igo)
        for page in (url, self.workspace):
            words = self.words(self.page(page, "police-xa"))
            self.assertIn("INTERPOL", words) if "interpol" in igo["user"] else None
            self.assertIn("read everything here", words)
        asked = self.send(url, status=200, do="remove", user="customs-xb")
        self.assertIn("Remove Customs officer, XB (exercise) from the team?", asked.text)
        # Who is not in the team is not named: it may be somebody of another group.
        asked = self.send(url, status=200, do="remove", user="police-xb")
        self.assertIn("Remove police-xb from the team?", asked.text)
        self.send(url, sure=True, do="remove", user="customs-xb")
        self.assertEqual(404, self.status("GET", self.workspace, "customs-xb"))
        self.send(url, "police-xa", sure=True, do="leave")
        self.assertEqual(404, self.status("GET", self.workspace, "police-xa"))
        self.send(url, status=400, sure=True, do="leave")

    def test_a_role_that_cannot_be_changed_is_named(self):
        url = f"{self.workspace}/team"
        (last,) = self.page(url).xpath(
            "//select[option[@selected]/@value='moderator']/@id"
        )
        user = last.removeprefix("role-")
        answer = self.send(url, status=400, do="invite", user=user, role="guest")
        tree = html.fromstring(answer.text)
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertEqual(f"#{last}", link)
        (marked,) = tree.xpath("//*[@aria-invalid]/@id")
        self.assertEqual(last, marked)

    def assert_named(self, answer, field):
        """What is wrong is linked to the field, and said there."""
        tree = html.fromstring(answer.text)
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertEqual(f"#{field}", link)
        (described,) = tree.xpath(f"//*[@id='{field}']/@aria-describedby")
        self.assertEqual(f"{field}-error", described)

    def test_asking_to_join(self):
        offered = self.make_workspace(title="EXERCISE: open", takes_requests=True)
        uid = self.ask("GET", offered).json()["UID"]
        closed = self.ask("GET", self.workspace).json()["UID"]
        self.assertIn("EXERCISE: open", self.words(self.page(self.place, "customs-xb")))
        for user in ("igo-interpol",):
            self.assertNotIn("EXERCISE: open", self.words(self.page(self.place, user)))
        self.assertEqual(404, self.status("GET", offered, "customs-xb"))
        ask = {"do": "join", "text": "I work on it"}
        self.send(self.place, "customs-xb", workspace=uid, **ask)
        self.send(self.place, "customs-xb", workspace=closed, status=404, **ask)
        self.assertEqual(404, self.status("GET", offered, "customs-xb"))
        url = f"{offered}/team"
        self.assertIn("I work on it", self.words(self.page(url)))
        self.send(url, do="accept", user="customs-xb")
        self.assertEqual(200, self.status("GET", offered, "customs-xb"))
        self.send(url, do="accept", user="customs-xb", status=404)

    def test_who_stops_taking_requests_is_offered_to_nobody(self):
        offered = self.make_workspace(title="EXERCISE: open", takes_requests=True)
        self.assertIn("EXERCISE: open", self.words(self.page(self.place, "customs-xb")))
        answer = self.ask("PATCH", offered, json={"takes_requests": False})
        self.assertEqual(answer.status_code, 204, answer.text)
        self.assertNotIn(
            "EXERCISE: open", self.words(self.page(self.place, "customs-xb"))
        )
