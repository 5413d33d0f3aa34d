"""The list of topics: what is new to whom, and who is told."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql import session
from cites.cug.core.sql.session import engine
from cites.cug.mailing.models import Notice
from cites.cug.workspaces import queries
from cites.cug.workspaces.actions.spaces import archive_ended
from cites.cug.workspaces.api import topics
from datetime import date, timedelta
from sqlalchemy import select
from tests.web.restapi.tags import TagsOfOneAnswer
from tests.workspaces.case import WorkspaceTestCase
from unittest.mock import patch


class TopicsTest(WorkspaceTestCase):
    def say(self, topic, text, user=None):
        answer = self.ask("POST", f"{topic}/@comments", user, json={"text": text})
        self.assertEqual(204, answer.status_code, answer.text)
        return answer.headers["Location"].rpartition("/")[2]

    def topics(self, user=None, **query):
        answer = self.ask("GET", f"{self.group}/@topics", user, params=query)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual(answer.json()["items_total"], len(answer.json()["items"]))
        return answer.json()["items"]

    def addresses(self, user=None, **query):
        return [one["@id"] for one in self.topics(user, **query)]

    def told(self):
        with engine(records_url()).connect() as connection:
            rows = connection.execute(select(Notice.user_id).order_by(Notice.id))
            return list(rows.scalars())

    def test_however_many_are_found_the_question_stays_one(self):
        topic = self.make_topic()
        path = "/".join(topic.split("/")[-2:])
        found = [*(f"x/{number}" for number in range(300_000)), path]
        with patch("cites.cug.workspaces.queries._matching", return_value=found):
            self.assertEqual([topic], self.addresses(q="zqmany"))

    def test_the_last_activity_comes_first(self):
        first, second = self.make_topic(), self.make_topic()
        self.assertEqual([second, first], self.addresses("police-xa"))
        self.say(first, "A word")
        self.assertEqual([first, second], self.addresses("police-xa"))
        keys = {"title", "author", "comments_total", "unread_total", "last_activity"}
        self.assertLessEqual(keys | {"subscribed"}, set(self.topics()[0]))

    def test_nobody_else_is_told_of_them(self):
        self.make_topic()
        for user in ("customs-xb", "secretariat", "igo-interpol"):
            self.assertEqual([], self.topics(user))
            self.assertEqual([], self.topics(user, workspace=self.workspace))
            self.assertEqual([], self.topics(user, q="crates"))
        self.assertEqual(404, self.status("GET", f"{self.group}/@topics", "outsider"))

    def test_of_one_workspace(self):
        other = self.make_workspace(title="EXERCISE: other")
        here, there = self.make_topic(), self.make_topic(where=other)
        self.assertEqual([there, here], self.addresses())
        self.assertEqual([there], self.addresses(workspace=other))
        self.assertEqual([], self.addresses(workspace="nothing"))
        self.assertEqual([here], self.addresses("police-xa"))

    def test_each_page_tells_how_many_there_are_now(self):
        """The number is kept from one request to the next while no topic changes."""
        topics = [self.make_topic(), self.make_topic(), self.make_topic("police-xa")]

        def totals(user):
            pages = ({"b_size": 1, "b_start": start} for start in range(5))
            url = f"{self.group}/@topics"
            answers = (self.ask("GET", url, user, params=page).json() for page in pages)
            return [one["items_total"] for one in answers]

        def expect(number, *users):
            for user in (*users, *users):
                self.assertEqual([number] * 5, totals(user), user)

        expect(3, "customs-xa", "police-xa", "wildlife-xa")
        expect(0, "customs-xb")
        self.make_topic(where=self.make_workspace(title="EXERCISE: other"))
        expect(4, "customs-xa")
        expect(3, "police-xa")
        self.assertEqual(204, self.status("DELETE", topics[0]))
        expect(3, "customs-xa")
        expect(2, "police-xa", "wildlife-xa")
        url = f"{topics[2]}/@workflow/report"
        reason = {"comment": "EXERCISE"}
        self.assertEqual(200, self.status("POST", url, json=reason))
        expect(2, "police-xa", "customs-xa")
        expect(1, "wildlife-xa")

    def test_topics_before_a_page_are_not_looked_at(self):
        """SQLite finds the page in the index alone, however deep it is."""
        records = engine(records_url())
        if records.dialect.name != "sqlite":
            self.skipTest("It says otherwise how it answers")
        asked = {"user_id": "customs-xa", "mine": ["x", "y"], "start": 5000, "size": 25}
        _count, page = queries._page_statements(unread=False, pinned_first=False)
        form = page._form(records.dialect, asked)
        with records.connect() as connection:
            text = f"EXPLAIN QUERY PLAN {form.text}"
            plan = connection.exec_driver_sql(text, form.values(asked)).all()
        steps = [row.detail for row in plan]
        index = "SEARCH workspace_topic USING COVERING INDEX ix_workspace_topic_activity"
        self.assertTrue(any(step.startswith(index) for step in steps), steps)

    def test_bad_questions_are_named(self):
        for query in ({"unread": "x"}, {"b_size": "x"}, {"q": "x" * 300}):
            answer = self.ask("GET", f"{self.group}/@topics", params=query)
            self.assertEqual(400, answer.status_code)
            self.assertIn(next(iter(query)), answer.text)

    def test_what_is_new(self):
        topic = self.make_topic("police-xa")
        self.say(topic, "A word", "police-xa")
        self.say(topic, "My word")
        (line,) = self.topics()
        self.assertEqual((2, 2), (line["unread_total"], line["comments_total"]))
        self.assertEqual([topic], self.addresses(unread=1))
        self.assertEqual(1, self.topics("police-xa")[0]["unread_total"])
        # Opening the page shows them.
        self.assertEqual(200, self.browse("GET", topic).status_code)
        self.assertEqual(0, self.topics()[0]["unread_total"])
        self.assertEqual([], self.addresses(unread=1))
        self.say(topic, "More", "police-xa")
        self.assertEqual(1, self.topics()[0]["unread_total"])
        body = {"read": True}
        url = f"{self.group}/@topics"
        self.assertEqual(204, self.status("POST", url, json=body))
        self.assertEqual(0, self.topics()[0]["unread_total"])

    def test_search_finds_words_of_topics_and_comments(self):
        topic, other = self.make_topic(text="<p>zqalpha</p>"), self.make_topic()
        self.say(other, "zqbeta")
        self.assertEqual([topic], self.addresses(q="zqalpha"))
        self.assertEqual([other], self.addresses("wildlife-xa", q="zqbet"))
        self.assertEqual([], self.addresses("customs-xb", q="zqbeta"))

    def test_deleted_comments_count_no_more(self):
        first, second = self.make_topic(), self.make_topic()
        number = self.say(first, "A word", "police-xa")
        self.assertEqual([first, second], self.addresses())
        self.ask("DELETE", f"{first}/@comments/{number}")
        self.assertEqual([second, first], self.addresses())
        line = self.topics()[1]
        self.assertEqual((0, 0), (line["comments_total"], line["unread_total"]))

    def test_answers_pins_and_titles(self):
        topic = self.make_topic("police-xa")
        number = self.say(topic, "In crates")
        url = f"{topic}/@answer/{number}"
        self.assertEqual(403, self.status("POST", url, "wildlife-xa"))
        self.assertEqual(204, self.status("POST", url, "police-xa"))
        self.assertEqual(404, self.status("POST", f"{topic}/@answer/1", "police-xa"))
        self.assertEqual(403, self.status("POST", f"{topic}/@pin", "police-xa"))
        self.assertEqual(204, self.status("POST", f"{topic}/@pin"))
        body = {"title": "EXERCISE: now in boxes"}
        self.assertEqual(204, self.status("PATCH", topic, "police-xa", json=body))
        self.ask("POST", f"{topic}/@workflow/close", json={})
        (line,) = self.topics()
        self.assertEqual(body["title"], line["title"])
        for name in ("answered", "pinned", "closed"):
            self.assertTrue(line[name])

    def test_a_moved_topic_has_the_new_audience(self):
        other = self.make_workspace(title="EXERCISE: other")
        topic = self.make_topic(text="<p>zqgamma</p>")
        number = self.say(topic, "zqdelta")
        uid = self.ask("GET", other).json()["UID"]
        body = {"workspace": uid}
        url = f"{topic}/@move-to"
        self.assertEqual(403, self.status("POST", url, "police-xa", json=body))
        for wrong in (self.ask("GET", self.place).json()["UID"], [uid], {"UID": uid}):
            answer = self.ask("POST", url, json={"workspace": wrong})
            self.assertEqual(400, answer.status_code, wrong)
            self.assertIn("workspace", answer.text)
        moved = self.ask("POST", url, json=body).json()["@id"]
        self.assertTrue(moved.startswith(other))
        self.assertEqual(404, self.status("GET", topic))
        self.assertEqual(200, self.status("GET", f"{moved}/@comments/{number}"))
        self.assertEqual([moved], self.addresses(q="zqdelta"))
        for word in ("zqgamma", "zqdelta"):
            self.assertEqual(set(), self.found("police-xa", SearchableText=word))
            self.assertTrue(self.found("customs-xa", SearchableText=word))
        self.assertEqual([], self.addresses("police-xa"))

    def test_the_team_is_told_of_what_is_new(self):
        topic = self.make_topic()
        self.assertEqual(["police-xa", "wildlife-xa"], sorted(self.told()))
        subscription = f"{topic}/@subscription"
        self.assertEqual(204, self.status("DELETE", subscription, "police-xa"))
        body = {"level": "mentions"}
        answer = self.ask("POST", subscription, "wildlife-xa", json=body)
        self.assertEqual("mentions", answer.json()["level"])
        self.say(topic, "Nobody is meant, write to x@police-xa")
        self.assertEqual(2, len(self.told()))
        self.say(topic, "@wildlife-xa and @police-xa and @customs-xb: look")
        self.assertEqual(["wildlife-xa"], self.told()[2:])
        self.assertFalse(self.topics("police-xa")[0]["subscribed"])
        answer = self.ask("POST", subscription, "police-xa", json={"level": "x"})
        self.assertEqual(400, answer.status_code)
        self.assertEqual(404, self.status("POST", subscription, "customs-xb"))

    def test_a_choice_for_the_workspace_holds_for_its_topics(self):
        url = f"{self.workspace}/@subscription"
        self.assertEqual(204, self.status("DELETE", url, "police-xa"))
        topic = self.make_topic()
        self.assertEqual(["wildlife-xa"], self.told())
        self.ask("POST", f"{topic}/@subscription", "police-xa")
        self.say(topic, "A word")
        self.assertEqual(["police-xa", "wildlife-xa"], sorted(self.told()[1:]))

    def test_what_is_gone_leaves_nothing(self):
        topic = self.make_topic()
        self.say(topic, "A word")
        self.assertEqual(204, self.status("DELETE", topic))
        self.assertEqual([], self.topics())
        self.make_topic()
        self.assertEqual(403, self.status("DELETE", self.workspace))
        self.assertEqual(204, self.status("DELETE", self.workspace, "secretariat"))
        self.assertEqual([], self.topics())

    def test_after_its_last_day_a_workspace_is_archived(self):
        yesterday = date.today() - timedelta(days=1)
        ended = self.make_workspace(end_date=yesterday.isoformat())
        today = self.make_workspace(end_date=date.today().isoformat())
        self.assertEqual(1, self.do(archive_ended, self.site.cheetahs, date.today()))
        self.assertEqual(0, self.do(archive_ended, self.site.cheetahs, date.today()))
        states = [self.ask("GET", url).json()["review_state"] for url in (ended, today)]
        self.assertEqual(["archived", "active"], states)


class KnownListTest(TagsOfOneAnswer, WorkspaceTestCase):
    """Who has the list already gets 304 as long as it would be the same, not longer."""

    reader = "police-xa"

    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/@topics"
        self.topic = self.make_topic()

    def known(self, tag, user=None, query=None, **kw):
        """The answer to who has the one with this tag, and whether it was made."""
        with patch.object(topics, "find_topics", wraps=topics.find_topics) as made:
            answer = self.ask(
                "GET",
                self.url,
                user or self.reader,
                {"If-None-Match": tag},
                params=query,
                **kw,
            )
        return answer, made.called

    def tag(self):
        answer = self.ask("GET", self.url, self.reader)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.headers["ETag"]

    def say(self, text="A word"):
        answer = self.ask("POST", f"{self.topic}/@comments", json={"text": text})
        self.assertEqual(204, answer.status_code, answer.text)
        return answer.headers["Location"]

    def test_it_is_read_without_a_transaction_of_the_records(self):
        with patch.object(session, "_vote_of", wraps=session._vote_of) as begun:
            self.tag()
            begun.assert_not_called()
            self.ask("GET", f"{self.group}/@messages", self.reader)
            begun.assert_called()

    def test_each_change_of_it_is_told(self):
        def done(verb, url, user=None, **body):
            status = self.status(verb, url, user, json=body)
            self.assertIn(status, (200, 201, 204), f"{verb} {url}")

        def rename_author():
            member = self.site.portal_membership.getMemberById(self.author)
            member.setMemberProperties({"fullname": "EXERCISE Another"})

        comment = self.say()
        changes = {
            "a topic": self.make_topic,
            "a comment": self.say,
            "one comment less": lambda: done("DELETE", comment),
            "its title": lambda: done("PATCH", self.topic, title="EXERCISE: boxes"),
            "pinned": lambda: done("POST", f"{self.topic}/@pin"),
            "closed": lambda: done("POST", f"{self.topic}/@workflow/close"),
            "read": lambda: self.browse("GET", self.topic, self.reader),
            "all read": lambda: done("POST", self.url, self.reader, read=True),
            "of the topic no notices": lambda: done(
                "DELETE", f"{self.topic}/@subscription", self.reader
            ),
            "notices again": lambda: done(
                "POST", f"{self.topic}/@subscription", self.reader, level="all"
            ),
            "of the workspace mentions": lambda: done(
                "POST", f"{self.workspace}/@subscription", self.reader, level="mentions"
            ),
            "the workspace's title": lambda: done(
                "PATCH", self.workspace, title="EXERCISE: another route"
            ),
            "the name of its author": lambda: self.do(rename_author),
            "a topic less": lambda: done("DELETE", self.topic),
            "out of the team": lambda: done(
                "DELETE", f"{self.workspace}/@roster/{self.reader}"
            ),
        }
        self.assert_told(changes)

    def test_it_is_for_one_member_one_question_and_one_language(self):
        tag = self.tag()
        for answer, _made in (
            self.known(tag, "wildlife-xa"),
            self.known(tag, query={"workspace": self.workspace}),
        ):
            self.assertEqual(200, answer.status_code)
        _answer, made = self.known(tag, cookies={"I18N_LANGUAGE": "fr"})
        self.assertTrue(made)

    def test_what_is_found_by_words_is_always_made(self):
        query = {"q": "crates"}
        tag = self.ask("GET", self.url, self.reader, params=query).headers["ETag"]
        answer, made = self.known(tag, query=query)
        self.assertEqual((304, True), (answer.status_code, made))
