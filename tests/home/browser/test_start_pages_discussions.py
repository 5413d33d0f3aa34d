"""What the overview of a group shows of the discussions, and to whom."""

import transaction
from cites.cug.home.browser.start_pages import NEWEST
from lxml import html
from plone import api
from plone.app.testing import logout
from plone.dexterity.utils import createContentInContainer
from tests.library.case import text_of
from tests.library.cost import CostTestCase
from tests.workspaces.case import WorkspaceTestCase
from zope.component import getMultiAdapter


class DiscussionsTest(WorkspaceTestCase):
    def section(self, user=None, lang="en"):
        """The block about discussions; None where there is none."""
        answer = self.browse("GET", f"{self.group}/overview", user, lang=lang)
        self.assertEqual(200, answer.status_code, answer.text[:2000])
        page = html.fromstring(answer.text)
        found = page.xpath(
            "//main//section[not(@id)][.//a[contains(@href, '/workspaces')]]"
        )
        self.assertLessEqual(len(found), 1)
        return found[0] if found else None

    def topics(self, user=None):
        rows = self.section(user).xpath(".//li")
        return [text_of(row.xpath(".//*[@class='row-head']/a")[0]) for row in rows]

    def say(self, topic, user=None):
        answer = self.ask("POST", f"{topic}/@comments", user, json={"text": "x"})
        self.assertEqual(204, answer.status_code, answer.text)

    def test_topics_stand_by_their_last_activity(self):
        first = self.make_topic(title="EXERCISE: first")
        self.make_topic(title="EXERCISE: second")
        latest = ["EXERCISE: second", "EXERCISE: first"]
        self.assertEqual(latest, self.topics("police-xa"))
        self.say(first, "police-xa")
        self.assertEqual(latest[::-1], self.topics("police-xa"))

    def test_a_topic_says_where_it_is_what_is_new_and_since_when(self):
        topic = self.make_topic()
        self.say(topic)
        (line,) = self.ask("GET", f"{self.group}/@topics").json()["items"]
        (row,) = self.section("police-xa").xpath(".//li")
        self.assertEqual([topic], row.xpath(".//a/@href"))
        self.assertIn("EXERCISE: route through XB", text_of(row))
        (new,) = row.xpath(".//*[@class='new']")
        self.assertEqual("New contributions: 2", text_of(new))
        (moment,) = row.xpath(".//time/@datetime")
        self.assertEqual(line["last_activity"].replace("+00:00", "Z"), moment)
        (own,) = self.section().xpath(".//li")
        self.assertFalse(own.xpath(".//*[@class='new']"))

    def test_the_latest_of_many(self):
        for number in range(NEWEST + 1):
            self.make_topic(title=f"EXERCISE: {number}")
        expected = [f"EXERCISE: {number}" for number in range(NEWEST, 0, -1)]
        self.assertEqual(expected, self.topics())
        links = self.section().xpath("./p/a/@href")
        self.assertEqual([self.place], links)

    def test_there_is_nothing_for_who_is_in_no_workspace(self):
        self.make_topic()
        for user in ("customs-xb", "igo-interpol", "secretariat"):
            self.assertIsNone(self.section(user), user)

    def test_whoever_is_in_one_workspace_sees_nothing_of_another(self):
        self.make_topic(title="EXERCISE: zqsecret")
        other = self.make_workspace("customs-xb", title="EXERCISE: other")
        self.make_topic("customs-xb", other, title="EXERCISE: of theirs")
        self.invite("secretariat", by="customs-xb", where=other)
        for user in ("customs-xb", "secretariat"):
            self.assertEqual(["EXERCISE: of theirs"], self.topics(user))
            page = self.browse("GET", f"{self.group}/overview", user).text
            self.assertNotIn("zqsecret", page)
            self.assertNotIn("route through XB", page)

    def test_whoever_is_taken_out_sees_nothing_any_more(self):
        self.make_topic()
        self.assertEqual(["EXERCISE: crates"], self.topics("wildlife-xa"))
        url = f"{self.workspace}/@roster/wildlife-xa"
        self.assertEqual(204, self.status("DELETE", url))
        self.assertIsNone(self.section("wildlife-xa"))

    def test_what_is_reported_is_shown_to_its_author_alone(self):
        topic = self.make_topic()
        self.invite("secretariat")
        report = {"comment": "It names somebody."}
        url = f"{topic}/@workflow/report"
        self.assertEqual(200, self.status("POST", url, "police-xa", json=report))
        self.assertEqual(["EXERCISE: crates"], self.topics())
        for user in ("police-xa", "secretariat"):
            self.assertEqual([], self.topics(user))

    def test_where_nothing_is_written_it_says_where_to_write(self):
        for lang, said in (
            ("en", "Nothing has been written in your workspaces yet."),
            ("fr", "Rien n’a encore été écrit dans vos espaces de travail."),
            ("es", "Todavía no se ha escrito nada en sus espacios de trabajo."),
        ):
            section = self.section(lang=lang)
            self.assertIn(said, text_of(section))
            self.assertFalse(section.xpath(".//li"))
            self.assertEqual([self.place], section.xpath(".//a/@href"))


class DiscussionsCostTest(CostTestCase):
    asleep = ("Topic", "Workspace")

    def setUp(self):
        super().setUp()
        with api.env.adopt_user(self.reader):
            self.workspaces = [self.make(self.group.workspaces, "Workspace")]
        transaction.commit()

    def make(self, where, kind):
        fields = {"handling": "green"} if kind == "Workspace" else {}
        title = f"EXERCISE {len(where)}"
        return createContentInContainer(where, kind, title=title, **fields)

    def fill(self, workspaces, topics):
        with api.env.adopt_user(self.reader):
            for _number in range(workspaces):
                self.workspaces.append(self.make(self.group.workspaces, "Workspace"))
        # Which teams somebody is in is found out once in a request.
        logout()
        with api.env.adopt_user(self.reader):
            for number in range(topics):
                self.make(self.workspaces[number % len(self.workspaces)], "Topic")
        transaction.commit()

    def page(self, topics):
        page = getMultiAdapter((self.group, self.request), name="overview")()
        rows = html.fromstring(page).xpath("//li[contains(@class, 'topic')]")
        self.assertEqual(topics, len(rows))

    def test_the_page_wakes_no_topic_and_makes_the_same_queries_for_any_number(self):
        self.fill(0, 1)
        few = self.assertWakesNone(lambda: self.page(1))
        self.fill(3, 12)
        many = self.assertWakesNone(lambda: self.page(NEWEST))
        self.assertGreater(len(few), 0)
        self.assertEqual(len(many), len(few))
