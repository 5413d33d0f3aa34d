"""What topics and comments said before they were changed, and who is shown it."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.confirmation.decisions import CONFIRMED
from cites.cug.workspaces.edit_history import earlier
from datetime import datetime, UTC
from lxml import html
from plone.app.discussion.interfaces import IConversation
from sqlalchemy import select
from tests.library.http import Form
from tests.workspaces.case import WorkspaceTestCase


NAMED = "The driver was Mr John Smith."


class EarlierCase(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic("police-xa", title="zqtitle", text="<p>zqtext</p>")

    def patch(self, user="police-xa", status=204, url=None, **body):
        answer = self.ask("PATCH", url or self.topic, user, json=body)
        self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def kept(self, url=None):
        return [
            (one.title, one.text and one.text.raw, one.by)
            for one in earlier(self.object_at(url or self.topic))
        ]

    def page(self, user=None, url=None, status=200, **kw):
        answer = self.browse("GET", url or self.topic, user, **kw)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return answer.text

    def head(self, user=None, **kw):
        """What the page says of the topic itself."""
        tree = html.fromstring(self.page(user, **kw))
        (head,) = tree.xpath("//article[contains(@class, 'topic-head')]")
        return " ".join(head.text_content().split())

    def transition(self, url, name, user=None, **body):
        answer = self.ask("POST", f"{url}/@workflow/{name}", user, json=body)
        self.assertEqual(200, answer.status_code, answer.text)


class TestKept(EarlierCase):
    """Of each real change one version."""

    def test_over_rest(self):
        self.assertFalse(self.ask("GET", self.topic).json()["edited"])
        self.patch(text="<p>After</p>")
        self.patch("customs-xa", title="New title")
        first = ("zqtitle", "<p>zqtext</p>", "police-xa")
        second = ("zqtitle", "<p>After</p>", "customs-xa")
        self.assertEqual([first, second], self.kept())
        topic = self.ask("GET", self.topic, "wildlife-xa").json()
        self.assertTrue(topic["edited"])
        self.assertEqual("New title", topic["title"])

    def test_by_the_form(self):
        form = Form(self, f"{self.topic}/edit", "customs-xa")
        answer = form.send(title="New title", text="<p>After</p>")
        self.assertEqual(302, answer.status, answer.text)
        self.assertEqual([("zqtitle", "<p>zqtext</p>", "customs-xa")], self.kept())
        topic = self.ask("GET", self.topic).json()
        self.assertEqual("New title", topic["title"])
        self.assertIn("After", topic["text"]["data"])

    def test_text_that_was_not_there_or_is_no_more(self):
        self.patch(text=None)
        self.patch(text="<p>Again</p>")
        self.assertEqual(["<p>zqtext</p>", None], [text for _t, text, _by in self.kept()])
        self.assertIn("zqtext", self.head())

    def test_not_what_stays_as_it_was(self):
        self.patch(title="zqtitle", text="<p>zqtext</p>")
        self.patch(text="<p>zqtext</p>\n")
        self.patch(**{**self.ask("GET", self.topic, "police-xa").json()})
        form = Form(self, f"{self.topic}/edit", "police-xa")
        self.assertEqual(302, form.send().status)
        form = Form(self, f"{self.topic}/edit", "police-xa")
        form.send(text="\r\n<p>zqtext</p>\r\n")
        self.assertEqual([], self.kept())
        self.assertNotIn("Changed", self.head())

    def test_not_what_is_no_change_of_its_words(self):
        comments = f"{self.topic}/@comments"
        number = self.ask("POST", comments, json={"text": "x"}).headers["Location"]
        number = number.rpartition("/")[2]
        self.ask("POST", f"{self.topic}/@answer/{number}", json={})
        self.ask("POST", f"{self.topic}/@pin", json={})
        self.assertEqual([], self.kept())

    def test_not_what_is_refused(self):
        for body in ({"title": ""}, {"title": "New", "text": "<script>1</script>"}):
            self.patch(status=400, **body)
        for user, status in (("wildlife-xa", 403), ("customs-xb", 404)):
            self.patch(user, status, title="New")
        form = Form(self, f"{self.topic}/edit", "police-xa")
        self.assertEqual(400, form.send(title="").status)
        self.assertEqual([], self.kept())

    def test_the_check_of_names_reads_the_new_text_alone(self):
        self.patch(status=400, text=f"<p>{NAMED}</p>")
        self.assertEqual([], self.kept())
        self.patch(text=f"<p>{NAMED}</p>", **{CONFIRMED: "It is an exercise."})
        self.patch(text="<p>The driver is known.</p>")
        self.patch(title="New title")
        self.assertIn(NAMED, self.head())
        self.assertEqual(3, len(self.kept()))

    def test_it_is_on_record(self):
        self.patch("customs-xa", title="New title")
        uid = self.ask("GET", self.topic).json()["UID"]
        asked = select(AuditEvent.actor).where(
            AuditEvent.action == "topic.edit", AuditEvent.target_uid == uid
        )
        self.assertEqual(["customs-xa"], list(session().scalars(asked)))

    def test_searches_find_what_it_says_now(self):
        self.patch(title="New title", text="<p>After</p>")
        for word in ("zqtitle", "zqtext"):
            self.assertEqual(set(), self.found("customs-xa", SearchableText=word))


class TestShown(EarlierCase):
    """To whom what comments said before is shown: who moderates the topic now."""

    def setUp(self):
        super().setUp()
        self.patch("customs-xa", title="New title", text="<p>After</p>")

    def assert_shown(self, *users, url=None):
        """To these of all who can read it, and with who changed it when."""
        day = datetime.now(UTC).year
        for user in ("customs-xa", "police-xa", "wildlife-xa"):
            head = self.head(user, url=url)
            self.assertRegex(head, rf"Changed .*{day}.* by Customs officer, XA")
            for said in ("What it said before", "zqtitle", "zqtext"):
                self.assertEqual(user in users, said in head, (user, said))
        self.assert_unknown("customs-xb", "secretariat", "igo-interpol", url=url)

    def assert_unknown(self, *users, url=None):
        for user in users:
            for way in (self.ask, self.browse):
                answer = way("GET", url or self.topic, user)
                self.assertEqual(404, answer.status_code, user)
                self.assertNotIn("zqtext", answer.text)

    def test_to_who_moderates(self):
        self.assert_shown("customs-xa")
        head = self.head()
        self.assertRegex(head, "until .*, changed by Customs officer, XA")

    def test_markup_is_shown_as_that_of_the_topic(self):
        self.patch(text="<p>One <b>bold</b> word</p>")
        self.patch(text="<p>x</p>")
        (bold,) = html.fromstring(self.page()).xpath("//details[@class='past']//p/b[1]")[
            -1:
        ]
        self.assertEqual("bold", bold.text)

    def test_a_title_is_text(self):
        self.patch(title="<script>1</script>")
        self.patch(title="x")
        self.assertNotIn("<script>1", self.page())
        self.assertIn("<script>1</script>", self.head())

    def test_not_over_rest(self):
        self.assert_no_word_in(self.topic, f"{self.topic}/history")
        self.assert_no_word_in(f"{self.topic}?version=0", f"{self.topic}/@history")
        self.assert_no_word_in(f"{self.topic}/@history/0", f"{self.topic}/@comments")
        uid = self.ask("GET", self.topic).json()["UID"]
        search = f"{self.portal}/@search?UID={uid}"
        self.assert_no_word_in(f"{search}&metadata_fields=history")
        self.assert_no_word_in(f"{search}&fullobjects=1")

    def assert_no_word_in(self, *urls):
        for url in urls:
            answer = self.ask("GET", url)
            self.assertLess(answer.status_code, 500, url)
            self.assertNotIn("zqtext", answer.text, url)

    def test_a_new_moderator_sees_it_and_a_former_one_does_not(self):
        self.invite("police-xa", role="moderator")
        self.assert_shown("customs-xa", "police-xa")
        self.invite("customs-xa", by="police-xa", role="guest")
        self.assert_shown("police-xa")

    def test_who_is_suspended_does_not(self):
        member = f"{self.group}/@members/customs-xa"
        answer = self.ask(
            "POST", f"{member}/suspend", "secretariat", json={"reason": "x"}
        )
        self.assertEqual(200, answer.status_code, answer.text)
        self.assert_unknown("customs-xa")

    def test_in_a_closed_topic(self):
        self.transition(self.topic, "close")
        self.assert_shown("customs-xa")
        self.patch(title="Changed once more", user="customs-xa")
        self.assertEqual(2, len(self.kept()))

    def test_an_archive_keeps_it_for_later(self):
        self.transition(self.workspace, "archive")
        self.assert_shown()
        self.assertEqual(1, len(self.kept()))
        self.transition(self.workspace, "restore", "secretariat")
        self.assert_shown("customs-xa")

    def test_while_it_is_reported_to_nobody(self):
        self.transition(self.topic, "report", "customs-xa", comment="It names one.")
        for user in ("police-xa", "secretariat"):
            head = self.head(user)
            self.assertIn("Changed", head)
            self.assertNotIn("zqtext", head)
        self.assert_unknown("customs-xa", "wildlife-xa", "customs-xb", "igo-interpol")
        reports = self.page("secretariat", f"{self.group}/reports")
        self.assertNotIn("zqtext", reports)
        self.transition(self.topic, "reinstate", "secretariat")
        self.assert_shown("customs-xa")

    def test_it_moves_with_its_topic(self):
        other = self.make_workspace(title="EXERCISE: other")
        for user, role in (("police-xa", "member"), ("wildlife-xa", "guest")):
            self.invite(user, where=other, role=role)
        body = {"workspace": self.ask("GET", other).json()["UID"]}
        moved = self.ask("POST", f"{self.topic}/@move-to", json=body).json()["@id"]
        self.assertEqual([("zqtitle", "<p>zqtext</p>", "customs-xa")], self.kept(moved))
        self.assert_shown("customs-xa", url=moved)
        self.assert_unknown("customs-xa", "police-xa")

    def test_it_goes_with_its_topic(self):
        self.assertEqual(204, self.status("DELETE", self.topic))
        self.assert_unknown("customs-xa", "police-xa", "secretariat")

    def test_every_language(self):
        for lang, words in (
            ("fr", ("Modifié", "par Customs", "jusqu’au", "modifié par")),
            ("es", ("Modificado", "por Customs", "hasta", "modificado por")),
        ):
            head = self.head(lang=lang)
            for word in words:
                self.assertIn(word, head)


class TestComments(EarlierCase):
    """They keep theirs in the same way."""

    def setUp(self):
        super().setUp()
        url = f"{self.topic}/@comments"
        answer = self.ask("POST", url, "police-xa", json={"text": "zqbefore"})
        self.url = answer.headers["Location"]
        self.number = self.url.rpartition("/")[2]

    def comment(self):
        return IConversation(self.object_at(self.topic))[self.number]

    def said(self, user):
        tree = html.fromstring(self.page(user))
        (comment,) = tree.xpath(f"//article[@id='c{self.number}']")
        return " ".join(comment.text_content().split())

    def test_what_the_topic_said_is_not_said_of_its_comments(self):
        self.patch(text="<p>After</p>")
        self.assertEqual([], earlier(self.comment()))
        self.assertFalse(self.ask("GET", self.url).json()["edited"])
        self.assertNotIn("Changed", self.said("customs-xa"))

    def test_to_who_moderates(self):
        self.patch(url=self.url, text="After")
        for user in ("customs-xa", "police-xa", "wildlife-xa"):
            said = self.said(user)
            self.assertRegex(said, "Changed .* by Police officer, XA")
            self.assertEqual(user == "customs-xa", "zqbefore" in said, user)

    def test_those_kept_without_a_name_were_changed_by_their_author(self):
        def as_it_was_kept():
            self.comment().history = ((datetime.now(UTC), "zqbefore"),)

        self.do(as_it_was_kept)
        self.assertRegex(
            self.said("customs-xa"), "changed by Police officer, XA.*zqbefore"
        )

    def test_a_deleted_one_keeps_nothing(self):
        self.patch(url=self.url, text="After")
        self.assertEqual(204, self.status("DELETE", self.url))
        self.assertEqual([], earlier(self.comment()))
        self.assertNotIn("zqbefore", self.page())
