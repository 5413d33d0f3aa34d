"""Topics and comments that a member has reported as nominal: in the process, over REST
and on pages.
"""

from cites.cug.access.roles import Role, TeamRole
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing
from cites.cug.reports.notifications import DECIDED, HIDDEN, TO_DECIDE, TOLD
from cites.cug.reports.register import hiding
from cites.cug.workspaces.actions import reporting
from cites.cug.workspaces.actions.comments import (
    add_comment,
    attach_file,
    files_of,
    take_attachment,
)
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.models import TopicRow
from lxml import html
from Products.CMFCore.indexing import processQueue
from sqlalchemy import select
from tests.access.canaries import png
from tests.library.http import as_json
from tests.workspaces.actions.case import ActionCase
from tests.workspaces.case import WorkspaceTestCase


TEAM = ("customs-xa", "police-xa", "wildlife-xa")
REASON = "It names the driver."


class ActionsTest(ActionCase):
    """``customs-xa`` or a guest reports a comment of ``police-xa``."""

    def setUp(self):
        super().setUp()
        who = {"acting_user": "customs-xa"}
        invite_member(self.workspace, "wildlife-xa", TeamRole.GUEST, **who)
        self.topic = self.make_topic()
        who = {"acting_user": "police-xa"}
        self.comment = add_comment(self.topic, "Zqsecret.", **who)
        taken, self.number = take_attachment(b"note", "note.txt"), int(self.comment.id)
        attach_file(self.topic, taken, **who, comment_id=self.number)
        attach_file(self.topic, taken, **who)

    def report(self, user="customs-xa"):
        who = {"acting_user": user}
        return reporting.report_comment(self.topic, self.comment, REASON, **who)

    def decide(self, decision):
        decision(self.topic, self.comment, acting_user="secretariat")

    def readers(self):
        """Who finds the comment, its file and that of the topic."""
        processQueue()
        catalog = self.layer["portal"].portal_catalog
        found = []
        files = [*files_of(self.topic, self.number), *files_of(self.topic, None)]
        for content in (self.comment, *files):
            path = "/".join(content.getPhysicalPath())
            indexed = catalog.getIndexDataForUID(path)["allowedRolesAndUsers"]
            found.append({name for name in indexed if name.startswith("CUG")})
        return found

    def changes(self):
        query = select(TopicRow.changes).where(TopicRow.topic_uid == self.topic.UID())
        return session().connection().scalar(query)

    def test_of_a_team_it_hides_text_and_files_until_the_decision(self):
        before, changes = self.readers(), self.changes()
        self.assertIs(True, self.report())
        self.assertTrue(self.comment.reported)
        readers = [set(), {Role.SECRETARIAT.value}, before[2]]
        self.assertEqual(readers, self.readers())
        self.assertLess(changes, self.changes())
        told = [self.told(kind) for kind in (TO_DECIDE, HIDDEN, TOLD)]
        self.assertEqual([["secretariat"], ["police-xa"], []], told)
        detail = {"comment": self.comment.id, "reason": REASON}
        recorded = self.recorded("topic.comment_report", self.topic)
        self.assertEqual([("customs-xa", detail)], recorded)
        with self.assertRaises(Missing):
            self.report("wildlife-xa")
        changes = self.changes()
        self.decide(reporting.reinstate_comment)
        self.assertIs(False, self.comment.reported)
        self.assertEqual(before, self.readers())
        self.assertLess(changes, self.changes())
        recorded = self.recorded("topic.comment_reinstate", self.topic)
        expected = [("secretariat", {"comment": self.comment.id})]
        self.assertEqual(expected, recorded)
        self.assertEqual(["customs-xa", "police-xa"], self.told(DECIDED))
        self.assertIsNone(hiding(self.topic.UID(), self.number))
        self.assertIs(True, self.report())

    def test_of_a_guest_it_only_tells_the_secretariat_once(self):
        before = self.readers()
        for told in (["secretariat"], ["secretariat"]):
            self.assertIs(False, self.report("wildlife-xa"))
            self.assertEqual(told, self.told(TOLD))
        self.assertEqual(([], before), (self.told(HIDDEN), self.readers()))
        self.assertFalse(getattr(self.comment, "reported", False))
        detail = {"comment": self.comment.id, "reason": REASON}
        recorded = self.recorded("report.tell", self.topic)
        self.assertEqual([("wildlife-xa", detail)], recorded)

    def test_deleted_it_is_as_each_deleted_comment(self):
        self.report()
        self.decide(reporting.delete_reported)
        self.assertEqual((False, True), (self.comment.reported, self.comment.deleted))
        self.assertEqual([], files_of(self.topic, self.number))
        self.assertEqual(["customs-xa", "police-xa"], self.told(DECIDED))
        self.assertIsNone(hiding(self.topic.UID(), self.number))
        recorded = self.recorded("topic.comment_delete", self.topic)
        self.assertEqual([("secretariat", {"comment": self.comment.id})], recorded)


class ReportingCase(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.invite("wildlife-xa", role="member")  # guests hide nothing
        self.topic = self.make_topic("police-xa", text="<p>zqtopic</p>")
        self.comments = f"{self.topic}/@comments"
        self.desk = f"{self.group}/reports"

    def say(self, text, user="police-xa", **more):
        answer = self.ask("POST", self.comments, user, json={"text": text, **more})
        self.assertEqual(204, answer.status_code, answer.text)
        return answer.headers["Location"].rpartition("/")[2]

    def one(self, number, user):
        return self.ask("GET", f"{self.comments}/{number}", user).json()

    def text(self, number, user):
        return self.one(number, user)["text"]["data"]

    def page(self, url, user, status=200):
        answer = self.browse("GET", url, user)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return html.fromstring(answer.text)

    def words(self, url, user):
        return " ".join(self.page(url, user).text_content().split())

    def press(self, url, user, status=302, **fields):
        tree = self.page(f"{self.portal}/notifications", user)
        token = tree.xpath("//input[@name='_authenticator']/@value")[0]
        data = {"_authenticator": token, **fields}
        answer = self.browse("POST", url, user, data=data)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return answer

    def decide(self, name):
        (about,) = self.page(self.desk, "secretariat").xpath(
            "//input[@name='report']/@value"
        )
        self.press(self.desk, "secretariat", report=about, do=name)

    def audited(self, action):
        query = select(AuditEvent.detail).where(AuditEvent.action == action)
        return list(session().scalars(query))


class TestTopics(ReportingCase):
    def report(self, user="wildlife-xa", status=200, comment=REASON):
        url = f"{self.topic}/@workflow/report"
        answer = self.ask("POST", url, user, json={"comment": comment})
        self.assertEqual(status, answer.status_code, answer.text)

    def listed(self, user):
        answer = self.ask("GET", f"{self.group}/@topics", user).json()
        return [row["@id"] for row in answer["items"]]

    def test_who_may_report_one(self):
        self.report("customs-xb", status=404)
        self.report("secretariat", status=404)
        self.report("wildlife-xa", status=400, comment="")
        self.assertIn(self.topic, self.listed("wildlife-xa"))
        self.report("wildlife-xa")
        self.assertNotIn(self.topic, self.listed("wildlife-xa"))

    def test_it_is_hidden_from_all_but_author_and_secretariat(self):
        self.ask("POST", f"{self.comments}", "customs-xa", json={"text": "zqcomment"})
        self.report()
        for user in ("customs-xa", "wildlife-xa", "customs-xb", "igo-interpol"):
            for url in (self.topic, self.comments, f"{self.topic}/@mentions?q="):
                self.assertEqual(404, self.status("GET", url, user), (user, url))
            self.assertNotIn(self.topic, self.listed(user))
            for word in ("zqtopic", "zqcomment"):
                self.assertEqual(set(), self.found(user, SearchableText=word))
        for user in ("police-xa", "secretariat"):
            self.assertEqual(200, self.status("GET", self.topic, user), user)
            self.assertIn("zqcomment", self.ask("GET", self.comments, user).text)
        self.assertIn(self.topic, self.listed("police-xa"))
        self.assertNotIn("EXERCISE: crates", self.words(self.workspace, "customs-xa"))
        self.assertIn("EXERCISE: crates", self.words(self.workspace, "police-xa"))

    def test_files_follow(self):
        picture = {"@type": "Image", "image": as_json(png("crate"), "crate.png")}
        file = self.created(self.ask("POST", self.topic, "police-xa", json=picture))
        number = self.ask(
            "POST",
            self.comments,
            "customs-xa",
            json={"text": "x", "attachments": [as_json(b"note", "note.txt")]},
        ).headers["Location"]
        (note,) = self.ask("GET", number).json()["attachments"]
        self.report()
        for user, status in (
            ("customs-xa", 404),
            ("police-xa", 200),
            ("secretariat", 200),
        ):
            for one in (file, note["@id"]):
                self.assertEqual(status, self.status("GET", one, user), (user, one))
                self.assertEqual(status == 200, one in self.found(user))

    def test_nothing_is_done_with_it_meanwhile(self):
        self.report()
        for method, url, body in (
            ("PATCH", self.topic, {"title": "x"}),
            ("POST", self.comments, {"text": "x"}),
            ("DELETE", self.topic, None),
            ("POST", f"{self.topic}/@workflow/close", {}),
            ("POST", f"{self.topic}/@workflow/reinstate", {}),
            ("POST", f"{self.topic}/@workflow/report", {"comment": "x"}),
        ):
            for user, status in (("police-xa", 403), ("customs-xa", 404)):
                said = self.ask(method, url, user, json=body)
                self.assertEqual(status, said.status_code, (user, method, url))

    def test_nor_by_an_author_who_moderates(self):
        self.topic = self.make_topic("customs-xa")
        self.comments = f"{self.topic}/@comments"
        own, other = self.say("own", "customs-xa"), self.say("other")
        elsewhere = self.make_workspace()
        uid = self.ask("GET", elsewhere).json()["UID"]
        self.report()
        for method, url, body in (
            ("DELETE", f"{self.comments}/{own}", None),
            ("DELETE", f"{self.comments}/{other}", None),
            ("POST", f"{self.topic}/@pin", {}),
            ("POST", f"{self.topic}/@move-to", {"workspace": uid}),
        ):
            said = self.ask(method, url, "customs-xa", json=body)
            self.assertEqual(403, said.status_code, (method, url))
        self.assertIn("other", self.ask("GET", self.comments, "customs-xa").text)

    def test_only_the_secretariat_learns_by_whom(self):
        for decided in (False, True):
            if decided:
                self.decide("reinstate")
            else:
                self.report()
            path = f"{self.topic}/@workflow"
            told = self.ask("GET", path, "police-xa").json()["history"]
            entry = next(one for one in told if one["action"] == "report")
            self.assertEqual(("", ""), (entry["actor"], entry["comments"]))
            for url in (path, f"{self.topic}?expand=workflow", f"{self.topic}/@history"):
                for user in ("police-xa", "customs-xa"):
                    told = self.ask("GET", url, user).text
                    self.assertNotIn("wildlife-xa", told, (url, user))
                    self.assertNotIn(REASON, told, (url, user))
        self.ask("POST", f"{self.topic}/@workflow/close", json={})
        self.assertIn("customs-xa", self.ask("GET", path, "police-xa").text)

    def test_it_goes_back_to_where_it_was(self):
        self.report()
        self.decide("reinstate")
        self.assertEqual(200, self.status("GET", self.topic, "customs-xa"))
        self.ask("POST", f"{self.topic}/@workflow/close", json={})
        self.report()
        self.decide("reinstate")  # to a state that it did not have
        self.assertEqual(404, self.status("GET", self.topic, "customs-xa"))
        self.decide("reinstate_closed")
        answer = self.ask("GET", self.topic, "customs-xa").json()
        self.assertEqual("closed", answer["review_state"])
        self.assertIn(self.topic, self.listed("customs-xa"))

    def test_in_an_archived_workspace_too(self):
        self.ask("POST", f"{self.workspace}/@workflow/archive", json={})
        self.report("customs-xa")
        for user, status in (("police-xa", 200), ("customs-xa", 404)):
            self.assertEqual(status, self.status("GET", self.topic, user), user)
            self.assertEqual(status == 200, self.topic in self.found(user), user)
        self.ask("PATCH", self.topic, "police-xa", json={"title": "x"})
        self.decide("reinstate")
        topic = self.ask("GET", self.topic, "customs-xa").json()
        self.assertEqual("EXERCISE: crates", topic["title"])

    def test_the_secretariat_deletes_it(self):
        self.report()
        self.decide("delete")
        self.assertEqual(404, self.status("GET", self.topic, "police-xa"))
        self.assertEqual([], self.listed("police-xa"))

    def test_nothing_of_it_stays_when_its_workspace_goes(self):
        self.say("zqcomment")
        self.report()
        self.assertEqual(204, self.status("DELETE", self.workspace, "secretariat"))
        self.assertIn("nothing to decide", self.words(self.desk, "secretariat"))
        self.assertEqual([], self.left_below(self.workspace))

    def test_nor_when_it_goes_itself(self):
        self.say("zqcomment")
        self.assertEqual(204, self.status("DELETE", self.topic))
        self.assertEqual([], self.left_below(self.topic))

    def left_below(self, url):
        path = self.site.absolute_url_path() + url[len(self.portal) :]
        found = self.do(self.site.portal_catalog.unrestrictedSearchResults, path=path)
        return [brain.getPath() for brain in found]

    def test_the_page_asks_why_and_leads_on(self):
        self.assertIn(
            "Report identifying information", self.words(self.topic, "wildlife-xa")
        )
        act = {"do": "report_topic"}
        for reason in (None, " ", "x" * 1001):
            fields = {"sure": "1", "reason": reason} if reason else {}
            status = 400 if fields else 200
            answer = self.press(self.topic, "wildlife-xa", status, **act, **fields)
            (field,) = html.fromstring(answer.text).xpath("//textarea[@name='reason']")
            self.assertEqual((reason or "").strip(), (field.text or "").strip())
            self.assertEqual(200, self.status("GET", self.topic, "customs-xa"))
        fields = {"sure": "1", "reason": REASON}
        answer = self.press(self.topic, "wildlife-xa", **act, **fields)
        self.assertEqual(self.workspace, answer.headers["Location"])
        self.assertIn(REASON, self.words(self.topic, "police-xa"))
        self.assertIn("Decide", self.words(self.topic, "secretariat"))
        detail = {"from": "open", "to": "reported", "reason": REASON}
        self.assertIn(detail, self.audited("topic.state"))


class TestComments(ReportingCase):
    def setUp(self):
        super().setUp()
        self.number = self.say("zqsecret", attachments=[as_json(png("zq"), "zq.png")])
        (file,) = self.one(self.number, "customs-xa")["attachments"]
        self.file = file["@id"]

    def report(self, user="wildlife-xa", status=204, number=None, **body):
        url = f"{self.topic}/@report/{number or self.number}"
        answer = self.ask("POST", url, user, json=body or {"reason": REASON})
        self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def test_who_may_report_one(self):
        for user in ("customs-xb", "secretariat", "igo-interpol"):
            self.report(user, status=404)
        for number in ("1", "x", "1/2"):
            self.report(status=404, number=number)
        for body in ({"reason": ""}, {"reason": 7}, {"reason": "x" * 1001}, {"why": "x"}):
            answer = self.report(status=400, **body)
            self.assertIn(next(iter(body)), answer.json()["message"])
        self.assertEqual("zqsecret", self.text(self.number, "customs-xa"))
        self.report()
        self.report(status=404)

    def test_it_is_hidden_from_all_but_whoever_wrote_it(self):
        self.report()
        for user in ("customs-xa", "wildlife-xa"):
            one = self.one(self.number, user)
            self.assertEqual("", one["text"]["data"])
            self.assertTrue(one["reported"])
            self.assertEqual([], one["attachments"])
            self.assertNotIn("zqsecret", self.words(self.topic, user))
            self.assertIn(
                "has reported identifying information", self.words(self.topic, user)
            )
            self.assertEqual(set(), self.found(user, SearchableText="zqsecret"))
            query = {"q": "zqsecret"}
            found = self.ask("GET", f"{self.group}/@topics", user, params=query)
            self.assertEqual([], found.json()["items"])
            self.assertEqual(404, self.status("GET", self.file, user))
            self.assertNotIn(self.file, self.found(user))
        self.assertEqual("zqsecret", self.text(self.number, "police-xa"))
        self.assertIn("zqsecret", self.words(self.topic, "police-xa"))

    def test_the_secretariat_reads_it_and_nothing_around_it(self):
        self.report()
        tree = self.page(self.desk, "secretariat")
        (card,) = tree.xpath("//main//article")
        words = " ".join(card.text_content().split())
        for told in ("zqsecret", REASON, "EXERCISE: route through XB", "Comment"):
            self.assertIn(told, words)
        self.assertNotIn("EXERCISE: crates", words)
        uid = self.ask("GET", self.topic, "police-xa").json()["UID"]
        self.assertNotIn(uid, self.browse("GET", self.desk, "secretariat").text)
        (link,) = card.xpath(".//ul//a/@href")
        self.assertEqual(200, self.browse("GET", link, "secretariat").status_code)
        self.assertEqual(404, self.status("GET", self.topic, "secretariat"))

    def test_nothing_is_done_with_it_meanwhile(self):
        self.ask("POST", f"{self.topic}/@answer/{self.number}", "police-xa", json={})
        self.report()
        one = f"{self.comments}/{self.number}"
        for method, url, body in (
            ("PATCH", one, {"text": "x"}),
            ("DELETE", one, None),
            ("POST", one, {"text": "x"}),
            ("POST", f"{self.topic}/@seen/{self.number}", {}),
            ("POST", f"{self.topic}/@answer/{self.number}", {}),
        ):
            for user in ("customs-xa", "police-xa"):
                said = self.ask(method, url, user, json=body)
                self.assertEqual(404, said.status_code, (user, method, url))
        words = self.words(f"{self.topic}?reply={self.number}&quote=1", "customs-xa")
        self.assertNotIn("zqsecret", words)

    def test_nor_does_it_become_a_draft(self):
        self.ask("POST", f"{self.topic}/@answer/{self.number}", "police-xa", json={})
        self.report()
        made = self.press(self.topic, "customs-xa", do="draft").headers["Location"]
        self.assertNotIn("zqsecret", self.browse("GET", made, "customs-xa").text)

    def test_reinstated_it_is_as_it_was(self):
        self.report()
        self.decide("reinstate")
        self.assertEqual("zqsecret", self.text(self.number, "customs-xa"))
        self.assertEqual(1, len(self.found("customs-xa", SearchableText="zqsecret")))
        self.assertIn(self.file, self.found("customs-xa"))
        self.assertEqual(200, self.status("GET", self.file, "wildlife-xa"))
        self.assertEqual(404, self.status("GET", self.file, "secretariat"))
        self.report("customs-xa")

    def test_deleted_it_is_gone(self):
        self.report()
        self.decide("delete")
        for user in TEAM:
            one = self.one(self.number, user)
            self.assertTrue(one["deleted"])
            self.assertFalse(one["reported"])
        self.assertEqual(404, self.status("GET", self.file, "police-xa"))
        self.assertIn("nothing to decide", self.words(self.desk, "secretariat"))

    def test_it_stays_hidden_when_all_is_indexed_anew(self):
        self.report()
        catalog = self.site.portal_catalog
        self.do(catalog.clearFindAndRebuild)
        for user in (*TEAM, "secretariat"):
            self.assertEqual(set(), self.found(user, SearchableText="zqsecret"))

    def test_a_topic_takes_its_reports_along(self):
        self.report()
        self.assertEqual(204, self.status("DELETE", self.topic))
        self.assertIn("nothing to decide", self.words(self.desk, "secretariat"))

    def test_the_page_asks_why(self):
        act = {"do": "report_comment", "comment": self.number}
        answer = self.press(self.topic, "wildlife-xa", 200, **act)
        self.assertTrue(html.fromstring(answer.text).xpath("//textarea[@name='reason']"))
        self.assertEqual("zqsecret", self.text(self.number, "customs-xa"))
        fields = {"sure": "1", "reason": REASON}
        answer = self.press(self.topic, "wildlife-xa", **act, **fields)
        self.assertIn(f"#c{self.number}", answer.headers["Location"])
        self.assertEqual("", self.text(self.number, "customs-xa"))
        detail = {"comment": self.number, "reason": REASON}
        self.assertIn(detail, self.audited("topic.comment_report"))
        self.press(self.topic, "wildlife-xa", 404, **act, **fields)
