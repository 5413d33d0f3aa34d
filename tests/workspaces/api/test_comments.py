"""Comments of a topic over REST."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.workspaces.actions import comments as actions
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.topic import Topic
from datetime import timedelta
from plone.app.discussion.interfaces import IConversation
from sqlalchemy import select
from tests.access.canaries import png
from tests.library.http import as_json
from tests.library.marked import pdf, PLANTED
from tests.workspaces.case import WorkspaceTestCase
from tests_nonnominal.files.planted_pictures import jpeg
from unittest.mock import patch


class CommentsTest(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic()
        self.comments = f"{self.topic}/@comments"

    def say(self, text, user=None, to="", status=204, **more):
        body = {"text": text, **more}
        answer = self.ask("POST", f"{self.comments}{to}", user, json=body)
        self.assertEqual(status, answer.status_code, answer.text)
        return answer.headers.get("Location", "").rpartition("/")[2]

    def items(self, user=None, **query):
        answer = self.ask("GET", self.comments, user, params=query)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.json()["items"]

    def item(self, number, user=None):
        return self.ask("GET", f"{self.comments}/{number}", user).json()

    def test_replies_follow_what_they_reply_to(self):
        first = self.say("First", "police-xa")
        second = self.say("Second")
        self.say("Reply to the first", to=f"/{first}")
        self.say("Reply to the second", "police-xa", in_reply_to=second)
        said = [(one["text"]["data"], one["depth"]) for one in self.items("wildlife-xa")]
        expected = [
            ("First", 0),
            ("Reply to the first", 1),
            ("Second", 0),
            ("Reply to the second", 1),
        ]
        self.assertEqual(expected, said)
        one = self.items()[1]
        self.assertEqual(first, one["in_reply_to"])
        self.assertEqual(f"{self.comments}/{first}", one["@parent"])

    def test_each_topic_has_its_own(self):
        self.say("A word")
        other = self.make_topic()
        self.assertEqual([], self.ask("GET", f"{other}/@comments").json()["items"])
        hinted = [cls for cls in Topic.__mro__ if "__annotations__" in vars(cls)]
        self.assertEqual([], hinted)

    def test_pages(self):
        for number in range(5):
            self.say(f"Number {number}")
        said = [one["text"]["data"] for one in self.items(b_start=2, b_size=2)]
        self.assertEqual(["Number 2", "Number 3"], said)
        self.assertEqual(400, self.status("GET", self.comments, params={"b_size": "x"}))

    def test_who_may_write_what(self):
        number = self.say("A word", "police-xa")
        one = f"{self.comments}/{number}"
        self.say("No", "wildlife-xa", status=403)
        for user in ("customs-xb", "secretariat", "igo-interpol"):
            self.say("No", user, status=404)
            for method in ("GET", "PATCH", "DELETE"):
                self.assertEqual(404, self.status(method, one, user, json={"text": "x"}))
        for user in ("customs-xa", "wildlife-xa"):
            self.assertEqual(403, self.status("PATCH", one, user, json={"text": "x"}))
        self.assertEqual(403, self.status("DELETE", one, "wildlife-xa"))
        self.assertEqual("A word", self.item(number)["text"]["data"])

    def test_bad_input_is_named(self):
        number = self.say("A word")
        bad = (
            ({}, "text"),
            ({"text": 7}, "text"),
            ({"text": "  "}, "text"),
            ({"text": "\x00"}, "text"),
            ({"text": "x" * 20_001}, "text"),
            ({"text": "x", "in_reply_to": "1"}, "in_reply_to"),
            ({"text": "x", "in_reply_to": [1]}, "in_reply_to"),
            ({"text": "x", "attachments": "x"}, "attachments"),
            ({"text": "x", "attachments": [{"filename": "x.png"}]}, "attachments"),
            ({"text": "x", "attachments": [as_json(b"MZ", "x.png")]}, "attachments[0]"),
            ({"text": "x", "author_name": "y"}, "author_name"),
        )
        for body, field in bad:
            answer = self.ask("POST", self.comments, json=body)
            self.assertEqual(400, answer.status_code, f"{body}"[:80])
            self.assertIn(field, answer.text)
        self.assertEqual(1, len(self.items()))
        for name in ("nonsense", "0", "1", f"{number}/x", "9" * 30):
            for method in ("GET", "PATCH", "DELETE", "POST"):
                url = f"{self.comments}/{name}"
                body = {"json": {"text": "x"}} if method in ("PATCH", "POST") else {}
                self.assertEqual(404, self.status(method, url, **body), name)

    def test_an_author_can_change_it_for_a_while(self):
        number = self.say("Before", "police-xa")
        one = f"{self.comments}/{number}"
        body = {"text": "After"}
        self.assertEqual(204, self.status("PATCH", one, "police-xa", json=body))
        shown = self.item(number)
        self.assertEqual(("After", True), (shown["text"]["data"], shown["edited"]))
        with patch.object(actions, "EDIT_TIME", timedelta(0)):
            answer = self.ask("PATCH", one, "police-xa", json={"text": "Too late"})
        self.assertEqual(400, answer.status_code)
        comment = IConversation(self.object_at(self.topic))[number]
        (kept,) = earlier(comment)
        self.assertEqual(("Before", "police-xa"), (kept.text, kept.by))

    def test_nobody_else_can(self):
        number = self.say("Before", "police-xa")
        topic = self.object_at(self.topic)
        comment = IConversation(topic)[number]
        self.assertTrue(actions.may_still_edit(comment, "police-xa"))
        for user in ("customs-xa", "wildlife-xa", "secretariat"):
            self.assertFalse(actions.may_still_edit(comment, user), user)
            with self.assertRaises(InvalidValue):
                actions.edit_comment(topic, comment, "After", acting_user=user)
        self.assertEqual(("Before", []), (comment.text, list(earlier(comment))))

    def test_what_is_changed_is_held_back_as_what_is_said(self):
        number = self.say("Before", "police-xa")
        body = {"text": "The driver, Chinedu Okonkwo, left by car."}
        answer = self.ask("PATCH", f"{self.comments}/{number}", "police-xa", json=body)
        self.assertEqual((400, "NonNominal"), (answer.status_code, answer.json()["type"]))
        self.assertEqual("Before", self.item(number)["text"]["data"])

    def test_each_change_is_on_record(self):
        picture = as_json(png("crate"), "crate.png")
        number = self.say("Before", "police-xa", attachments=[picture])
        one = f"{self.comments}/{number}"
        self.status("PATCH", one, "police-xa", json={"text": "After"})
        self.status("DELETE", one, "customs-xa")
        asked = select(AuditEvent.action, AuditEvent.actor).where(
            AuditEvent.action.in_(
                f"topic.{name}"
                for name in ("comment", "attach", "comment_edit", "comment_delete")
            )
        )
        with engine(records_url()).connect() as connection:
            found = connection.execute(asked.order_by(AuditEvent.id)).all()
        expected = {
            ("topic.comment", "police-xa"),
            ("topic.attach", "police-xa"),
            ("topic.comment_edit", "police-xa"),
            ("topic.comment_delete", "customs-xa"),
        }
        self.assertEqual(expected, {tuple(event) for event in found})

    def test_its_writer_is_told_what_was_taken_out_of_its_files(self):
        body = {"text": "See this", "attachments": [as_json(jpeg(), "crate.jpg")]}
        answer = self.ask("POST", self.comments, json=body)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertIn("/@comments/", answer.headers["Location"])
        told = {(e["filename"], e["key"]) for e in answer.json()["metadata_removed"]}
        self.assertIn(("crate.jpg", "EXIF:Artist"), told)
        self.assertNotIn("metadata_removed", self.ask("GET", self.comments).text)

    def test_a_file_is_read_on_its_page_by_the_team(self):
        pages = as_json(pdf(), "map.pdf")
        number = self.say("See page 1", status=200, attachments=[pages])
        file = self.item(number)["attachments"][0]["@id"]
        shown = self.browse("GET", f"{file}/sheet/1", user="wildlife-xa")
        self.assertEqual(shown.headers["Content-Type"], "image/jpeg")
        self.assertIn(PLANTED, self.browse("GET", f"{file}/words").text)
        hidden = self.browse("GET", f"{file}/sheet/1", user="customs-xb")
        self.assertEqual(404, hidden.status_code)

    def test_a_deleted_comment_leaves_a_trace_and_no_words(self):
        picture = as_json(png("crate"), "crate.png")
        number = self.say("Wrong zqcrate", "police-xa", attachments=[picture])
        reply = self.say("A reply", to=f"/{number}")
        one = self.item(number)
        self.assertEqual(["crate.png"], [file["title"] for file in one["attachments"]])
        file = one["attachments"][0]["@id"]
        self.assertEqual(200, self.status("GET", file, "wildlife-xa"))
        self.assertEqual(404, self.status("GET", file, "customs-xb"))
        self.assertEqual(403, self.status("PATCH", file, json={"title": "x"}))
        url = f"{self.comments}/{number}"
        self.assertEqual(204, self.status("DELETE", url, "police-xa"))
        one = self.item(number)
        self.assertTrue(one["deleted"])
        self.assertEqual(("", []), (one["text"]["data"], one["attachments"]))
        self.assertEqual(404, self.status("GET", file))
        self.assertEqual(set(), self.found("customs-xa", SearchableText="zqcrate"))
        self.assertEqual([number, reply], [one["comment_id"] for one in self.items()])
        self.assertEqual(404, self.status("PATCH", url, json={"text": "x"}))
        self.assertEqual(404, self.status("DELETE", url))
        self.say("To what is gone", to=f"/{number}", status=404)

    def test_a_moderator_deletes_what_others_wrote(self):
        number = self.say("A word", "police-xa")
        self.assertEqual(204, self.status("DELETE", f"{self.comments}/{number}"))

    def test_a_closed_topic_is_closed(self):
        number = self.say("A word", "police-xa")
        one = f"{self.comments}/{number}"
        move = f"{self.topic}/@workflow"
        self.assertEqual(403, self.status("POST", f"{move}/close", "police-xa", json={}))
        self.assertEqual(200, self.status("POST", f"{move}/close", json={}))
        self.say("No", "police-xa", status=403)
        body = {"text": "x"}
        self.assertEqual(403, self.status("PATCH", one, "police-xa", json=body))
        self.assertEqual(403, self.status("DELETE", one, "police-xa"))
        self.assertEqual(200, self.status("POST", f"{move}/reopen", json={}))
        self.say("Yes", "police-xa")

    def test_an_archived_workspace_is_only_read(self):
        number = self.say("A word", "police-xa")
        move = f"{self.workspace}/@workflow"
        status = self.status("POST", f"{move}/archive", "police-xa", json={})
        self.assertEqual(403, status)
        self.assertEqual(200, self.status("POST", f"{move}/archive", json={}))
        for user in ("customs-xa", "police-xa", "wildlife-xa"):
            self.assertEqual(1, len(self.items(user)))
            self.assertIn(self.topic, self.found(user))
            self.say("No", user, status=403)
        one = f"{self.comments}/{number}"
        refused = (
            ("DELETE", one, None),
            ("PATCH", self.topic, {"title": "x"}),
            ("PATCH", self.workspace, {"title": "x"}),
            ("DELETE", self.topic, None),
            ("POST", self.workspace, {"@type": "Topic", "title": "x"}),
            ("POST", f"{self.topic}/@workflow/close", {}),
            ("POST", f"{self.topic}/@pin", {}),
            ("POST", f"{self.topic}/@seen/{number}", {}),
            ("POST", f"{self.workspace}/@roster", {"id": "customs-xb"}),
            ("POST", f"{move}/restore", {}),
        )
        for method, url, body in refused:
            self.assertEqual(403, self.status(method, url, json=body), url)
        status = self.status("POST", f"{move}/restore", "secretariat", json={})
        self.assertEqual(200, status)
        self.say("Yes", "police-xa")

    def test_quotations_of_any_depth_are_shown(self):
        """Each is a block in another, up to a limit: nothing breaks the page for all."""
        number = self.say(">" * 10_000 + " deep")
        shown = self.ask("GET", f"{self.comments}/{number}")
        self.assertEqual(200, shown.status_code)
        self.assertIn("deep", shown.text)
        self.assertEqual(
            200, self.ask("GET", self.topic, headers={"Accept": "text/html"}).status_code
        )

    def test_unchanged_it_is_not_sent_again(self):
        self.say("A word")
        tag = self.ask("GET", self.comments).headers["ETag"]
        again = {"headers": {"If-None-Match": tag}}
        self.assertEqual(304, self.status("GET", self.comments, **again))
        self.assertEqual(200, self.status("GET", self.comments, "police-xa", **again))
        hidden = self.ask("GET", self.comments, "customs-xb", **again)
        self.assertEqual(404, hidden.status_code)
        self.assertNotIn("ETag", hidden.headers)
        self.say("Another")
        self.assertEqual(200, self.status("GET", self.comments, **again))

    def test_seen(self):
        number = self.say("A word")
        url = f"{self.topic}/@seen/{number}"
        for user in ("police-xa", "wildlife-xa", "police-xa"):
            self.assertEqual(204, self.status("POST", url, user))
        self.assertEqual(["police-xa", "wildlife-xa"], self.item(number)["seen"])
        self.assertEqual(204, self.status("DELETE", url, "police-xa"))
        self.assertEqual(["wildlife-xa"], self.item(number)["seen"])
        self.assertEqual(404, self.status("POST", url, "customs-xb"))
        self.assertEqual(404, self.status("POST", f"{self.topic}/@seen/1"))

    def test_mentions_offer_readers_alone(self):
        def offered(user, q):
            answer = self.ask("GET", f"{self.topic}/@mentions", user, params={"q": q})
            return {one["id"] for one in answer.json()["items"]}

        self.assertEqual({"police-xa", "wildlife-xa"}, offered("customs-xa", ""))
        self.assertEqual({"police-xa"}, offered("customs-xa", "pol"))
        self.assertEqual(set(), offered("police-xa", "secretariat"))
        self.assertEqual(404, self.status("GET", f"{self.topic}/@mentions", "customs-xb"))
