"""The page of a team: who comes to it, who leaves it, who asks to join."""

from lxml import html
from tests.workspaces.browser.case import ScreensCase


class TeamPageTest(ScreensCase):
    def test_the_team(self):
        url = f"{self.workspace}/team"
        self.send_invited("customs-xb", role="guest")
        answer = self.send_invited("igo-unodc", role="guest", status=400)
        form = self.invite_form(html.fromstring(answer.text))
        (chip,) = form.xpath(".//ul[@id='chosen']/li")
        self.assertEqual("member:igo-unodc", chip.get("data-token"))
        self.assertEqual(["guest"], form.xpath(".//option[@selected]/@value"))
        self.assertIn("please confirm it", answer.text)
        self.assert_named(answer, "igo")
        self.assert_named(self.send_invited("outsider", status=400), "members")
        answer = self.send_invited(status=400)
        self.assert_named(answer, "members")
        self.assertIn("Choose a member.", answer.text)
        self.send_invited("igo-unodc", igo="selected", role="guest")
        for page in (url, self.workspace):
            words = self.words(self.page(page, "police-xa"))
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
        answer = self.send(url, status=400, do="role", user=user, role="guest")
        tree = html.fromstring(answer.text)
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertEqual(f"#{last}", link)
        (marked,) = tree.xpath("//*[@aria-invalid]/@id")
        self.assertEqual(last, marked)

    def test_a_category_of_a_country_comes_in_together_or_not_at_all(self):
        by = "secretariat"
        other = self.make_workspace(by, title="EXERCISE: all of XA")
        part = "part:2:customs:XA"
        found = self.offered("customs neverland", by, other)
        self.assertEqual([part, "member:customs-xa", "member:contact-xa"], found)
        # Nobody comes in where one of them cannot.
        self.send_invited(part, "igo-unodc", by=by, where=other, status=400)
        self.assertEqual(404, self.status("GET", other, "customs-xa"))
        answer = self.send_invited("part:3:customs:XA", by=by, where=other, status=400)
        self.assertIn("other members by now", answer.text)
        self.send_invited(part, by=by, where=other)
        for user in ("customs-xa", "contact-xa"):
            self.assertEqual(200, self.status("GET", other, user))
        self.assertEqual([], self.offered("customs neverland", by, other))

    def test_persons_alone_come_into_what_is_for_named_persons(self):
        by = "secretariat"
        other = self.make_workspace(by, handling="red")
        found = self.offered("customs neverland", by, other)
        self.assertEqual(["member:customs-xa", "member:contact-xa"], found)
        part = "part:2:customs:XA"
        answer = self.send_invited(part, by=by, where=other, status=400)
        self.assert_named(answer, "members")
        self.assertIn("named one by one", answer.text)

    def test_who_can_be_invited_is_asked_by_moderators_alone(self):
        url = f"{self.workspace}/team"
        for user, status in (("police-xa", 403), ("customs-xb", 404)):
            answer = self.browse("GET", url, user, params={"q": "customs"})
            self.assertEqual(status, answer.status_code)
            self.send_invited("customs-xb", by=user, status=status)
            role = {"do": "role", "user": "police-xa", "role": "moderator"}
            self.send(url, user, status, **role)

    def test_it_is_looked_up_without_scripts(self):
        fields = {"look_up": "1", "find": "xb police", "role": "guest"}
        page = self.send(f"{self.workspace}/team", status=200, **fields)
        form = self.invite_form(html.fromstring(page.text))
        found = form.xpath(".//ul[@class='offered']//input/@value")
        self.assertEqual(["member:police-xb"], found)
        self.assertEqual(["guest"], form.xpath(".//option[@selected]/@value"))
        self.assertEqual(404, self.status("GET", self.workspace, "police-xb"))

    def offered(self, typed, by=None, where=None):
        url = f"{where or self.workspace}/team"
        answer = self.browse("GET", url, by, params={"q": typed})
        return [one["token"] for one in answer.json()["items"]]

    def invite_form(self, page):
        (form,) = page.xpath("//form[@id='invite']")
        return form

    def send_invited(self, *users, status=302, by=None, where=None, **fields):
        """Send the form with these members, or with tokens of parts."""
        url = f"{where or self.workspace}/team"
        fields = {"role": "member", **fields}
        members = [one if ":" in one else f"member:{one}" for one in users]
        return self.send(url, by, status, do="invite", members=members, **fields)

    def assert_named(self, answer, field):
        """What is wrong is linked to the field, and said there."""
        tree = html.fromstring(answer.text)
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertEqual(f"#{field}", link)
        (described,) = tree.xpath(f"//*[@id='{field}']/@aria-describedby")
        self.assertEqual(f"{field}-error", described)

    def test_a_token_of_another_kind_invites_nobody(self):
        for token in ("category:police-xb", "x:police-xb"):
            self.send_invited(token, status=400)

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
