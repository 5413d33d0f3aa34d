"""Over a limit: what programs and forms are told, what counts, and what does not."""

import transaction
from base64 import b64encode
from cites.cug.web.limits.use import Limit, PERIODS, PREFIX
from datetime import datetime, timedelta, UTC
from plone import api
from tests.library.case import LibraryCase, text_of
from tests.library.http import Form
from tests.messaging.browser.case import SAVE, ScreenCase, text_file
from tests.messaging.http import in_json, MessagesHttpCase
from tests.web.confirmation.case import (
    CONFIRMED,
    decisions,
    NAMED,
    NominalCase,
    REASON,
)
from tests.workspaces.case import WorkspaceTestCase
from unittest.mock import patch


LETTER = {"subject": "EXERCISE", "body": "A crate.", "to": ["police-xb"]}


def set_limit(limit, number):
    transaction.begin()
    api.portal.set_registry_record(f"{PREFIX}.{limit.value}", number)
    transaction.commit()


class ProgramsTest(MessagesHttpCase):
    def send(self, user="customs-xa", headers=(), **more):
        return self.ask(user, "POST", "", headers=headers, json={**LETTER, **more})

    def assertOver(self, answer, limit, number, seconds=None):
        """The limit is named, and when it ends."""
        self.assertEqual(429 if seconds else 413, answer.status_code, answer.text)
        said = answer.json()
        kind = "TooManyRequests" if seconds else "ContentTooLarge"
        self.assertEqual(kind, said["type"])
        self.assertEqual(limit.value, said["errors"][0]["field"])
        self.assertEqual(said["message"], said["errors"][0]["message"])
        self.assertIn(f": at most {number}.", said["message"])
        told = (said["limit"]["name"], said["limit"]["number"])
        self.assertEqual((limit.value, number), told)
        if not seconds:
            self.assertIsNone(said["limit"]["ends"])
            self.assertNotIn("Retry-After", answer.headers)
            return
        self.assertTrue(0 < int(answer.headers["Retry-After"]) <= seconds)
        self.assertEqual(answer.headers["RateLimit-Reset"], answer.headers["Retry-After"])
        self.assertEqual("0", answer.headers["RateLimit-Remaining"])
        self.assertGreater(int(answer.headers["RateLimit-Limit"]), 0)
        ends = datetime.fromisoformat(said["limit"]["ends"])
        self.assertLess(ends, datetime.now(UTC) + timedelta(seconds=seconds))

    def test_sends(self):
        set_limit(Limit.SENDS, 2)
        sent = [self.send() for _time in "12"]
        self.assertEqual([201, 201], [one.status_code for one in sent])
        # Of two limits, sends and recipients, the one that ends first is told.
        told = [one.headers["RateLimit-Remaining"] for one in sent]
        self.assertEqual(["1", "0"], told)
        self.assertEqual("2", sent[0].headers["RateLimit-Limit"])
        self.assertLessEqual(int(sent[0].headers["RateLimit-Reset"]), 3600)
        self.assertOver(self.send(), Limit.SENDS, 2, 3600)
        draft = self.send(draft=True)
        self.assertEqual(201, draft.status_code)
        answer = self.ask("customs-xa", "POST", f"{draft.json()['id']}/send", json={})
        self.assertOver(answer, Limit.SENDS, 2, 3600)
        self.assertEqual(2, self.listed("police-xb")["items_total"])
        # Of one member in one group.
        self.assertEqual(201, self.send("customs-xb").status_code)

    def test_recipients_of_all_messages_together(self):
        set_limit(Limit.RECIPIENTS, 3)
        two = {"to": ["police-xb", "customs-xb"]}
        self.assertEqual(201, self.send(**two).status_code)
        self.assertOver(self.send(**two), Limit.RECIPIENTS, 3, 3600)
        self.assertEqual(201, self.send().status_code)

    def test_a_message_to_more_goes_where_nothing_was_sent(self):
        set_limit(Limit.RECIPIENTS, 1)
        self.assertEqual(201, self.send(to=["police-xb", "customs-xb"]).status_code)
        self.assertOver(self.send(), Limit.RECIPIENTS, 1, 3600)

    def test_what_is_asked_again_counts_once(self):
        set_limit(Limit.SENDS, 2)
        again = {"headers": {"Idempotency-Key": "one"}}
        answers = [self.send(**again) for _time in range(4)]
        self.assertEqual({201}, {answer.status_code for answer in answers})
        self.assertEqual(201, self.send().status_code)
        self.assertOver(self.send(), Limit.SENDS, 2, 3600)
        self.assertEqual(201, self.send(**again).status_code)

    def test_what_is_refused_does_not_count(self):
        set_limit(Limit.SENDS, 1)
        answers = [self.send(to=["nobody-xx"]) for _time in range(3)]
        self.assertEqual({400}, {answer.status_code for answer in answers})
        self.assertEqual(201, self.send().status_code)
        self.assertOver(self.send(), Limit.SENDS, 1, 3600)

    def test_but_a_flood_of_it_is_held_up(self):
        set_limit(Limit.REFUSALS, 3)
        answers = [self.send(to=["nobody-xx"]) for _time in range(3)]
        self.assertEqual({400}, {answer.status_code for answer in answers})
        for more in ({"to": ["nobody-xx"]}, {}):
            self.assertOver(self.send(**more), Limit.REFUSALS, 3, 60)

    def test_so_is_one_of_requests_with_other_mistakes(self):
        set_limit(Limit.REFUSALS, 3)
        url = f"{self.group}/@requests"
        sent = {**LETTER, "kind": "none", "to": ["nobody-xx"]}
        told = [self.ask("customs-xa", "POST", url, json=sent) for _time in range(4)]
        self.assertEqual([400] * 3, [answer.status_code for answer in told[:3]])
        self.assertOver(told[3], Limit.REFUSALS, 3, 60)

    def test_so_are_tries_over_a_limit(self):
        set_limit(Limit.SENDS, 1)
        set_limit(Limit.REFUSALS, 2)
        names = [self.send().json().get("limit", {}).get("name") for _time in range(5)]
        sends, refusals = Limit.SENDS.value, Limit.REFUSALS.value
        self.assertEqual([None, sends, sends, refusals, refusals], names)

    def test_drafts(self):
        set_limit(Limit.DRAFTS, 1)
        first = self.send(draft=True)
        self.assertEqual(201, first.status_code)
        self.assertOver(self.send(draft=True), Limit.DRAFTS, 1)
        self.done("customs-xa", "DELETE", first.json()["id"], 204)
        self.assertEqual(201, self.send(draft=True).status_code)

    def test_files_in_a_mailbox(self):
        set_limit(Limit.FILES, 1)
        note = in_json("notes.txt", b"exercise " * 80_000)  # 0.7 MB
        sent = self.send(attachments=[note])
        self.assertEqual(201, sent.status_code)
        self.assertOver(self.send(attachments=[note]), Limit.FILES, 1)
        forward = {"forward_files_of": sent.json()["id"]}
        self.assertOver(self.send(**forward), Limit.FILES, 1)
        self.assertEqual(201, self.send().status_code)
        # What others send does not count.
        answer = self.send("customs-xb", attachments=[note], to=["customs-xa"])
        self.assertEqual(201, answer.status_code)
        draft = self.send(draft=True).json()["id"]
        more = {"attachments": [note]}
        answer = self.ask("customs-xa", "POST", f"{draft}/attachments", json=more)
        self.assertOver(answer, Limit.FILES, 1)

    def test_files_handed_in_kept_or_not(self):
        set_limit(Limit.UPLOADS, 3)
        note, wrong = in_json("a.txt", b"exercise"), in_json("a.pdf", b"exercise")
        self.assertEqual(201, self.send(attachments=[note]).status_code)
        self.assertEqual(400, self.send(attachments=[note, wrong]).status_code)
        self.assertOver(self.send(attachments=[note]), Limit.UPLOADS, 3, 3600)
        # Everywhere in the group.
        document = {
            "@type": "LibraryDocument",
            "title": "EXERCISE",
            "document_type": "training",
            "handling": "green",
            "file": {
                "data": b64encode(b"exercise").decode(),
                "encoding": "base64",
                "filename": "a.txt",
                "content-type": "text/plain",
            },
        }
        answer = self.ask("customs-xa", "POST", f"{self.group}/library", json=document)
        self.assertOver(answer, Limit.UPLOADS, 3, 3600)

    def test_more_files_at_once_than_are_left(self):
        set_limit(Limit.UPLOADS, 2)
        many = [in_json(f"{name}.txt", b"exercise") for name in "abc"]
        self.assertOver(self.send(attachments=many), Limit.UPLOADS, 2, 3600)
        self.assertEqual(0, self.listed("police-xb")["items_total"])

    def test_checks_of_texts(self):
        set_limit(Limit.CHECKS, 2)
        url = f"{self.group}/@non-nominal"
        answers = [
            self.ask("customs-xa", "POST", url, json={"text": text}) for text in "abc"
        ]
        self.assertEqual([200, 200, 429], [answer.status_code for answer in answers])
        self.assertOver(answers[-1], Limit.CHECKS, 2, 60)

    def test_texts_are_charged_by_their_length(self):
        set_limit(Limit.CHECKED, 4)
        url = f"{self.group}/@non-nominal"
        long = {"text": "a word " * 500}
        for status in (200, 429):
            answer = self.ask("customs-xa", "POST", url, json=long)
            self.assertEqual(status, answer.status_code, answer.text)
        self.assertOver(answer, Limit.CHECKED, 4, 60)
        # What is saved is checked as well.
        self.assertOver(self.send(body="<p>a word</p>" * 500), Limit.CHECKED, 4, 60)
        # One text that is longer than the limit uses all of it.
        self.assertEqual(
            201, self.send("customs-xb", body="<p>a word</p>" * 1000).status_code
        )
        self.assertOver(self.send("customs-xb"), Limit.CHECKED, 4, 60)

    def test_a_text_that_is_refused_is_charged(self):
        set_limit(Limit.CHECKED, 4)
        nominal = {"body": "<p>The driver was Jean Dupont.</p>" * 200}
        self.assertEqual(400, self.send(**nominal).status_code)
        self.assertOver(self.send(), Limit.CHECKED, 4, 60)

    def test_reports(self):
        set_limit(Limit.REPORTS, 1)
        made = [self.send("customs-xb", to=["customs-xa"]) for _time in "12"]
        body = {"reason": "It names the driver."}
        answers = [
            self.ask("customs-xa", "POST", f"{one.json()['id']}/report", json=body)
            for one in made
        ]
        self.assertEqual(201, answers[0].status_code, answers[0].text)
        self.assertOver(answers[1], Limit.REPORTS, 1, 3600)


class FormsTest(ScreenCase):
    def test_a_message_stays_typed_and_a_draft_keeps_it(self):
        set_limit(Limit.SENDS, 1)
        letter = {"to": "member:police-xb", "subject": "zqsubject", "body": "zqbody"}
        self.write("customs-xa", **letter)
        page = self.parse(self.write("customs-xa", 429, **letter))
        said = "Messages sent per hour: at most 1. You can go on at"
        self.assertIn(said, text_of(page.xpath("//*[@role='alert']")[0]))
        self.assertEqual("zqsubject", page.get_element_by_id("subject").get("value"))
        self.assertIn("zqbody", page.text_content())
        self.assertEqual(["zqsubject"], self.lies_in("customs-xa", "drafts"))

    def test_a_decision_about_a_message_that_is_not_sent_leaves_no_record(self):
        set_limit(Limit.SENDS, 1)
        letter = {"to": "member:police-xb", "subject": "EXERCISE", "body": NAMED}
        before = decisions()
        self.write("customs-xa", **letter, **{CONFIRMED: REASON})
        self.write("customs-xa", 429, **letter, **{CONFIRMED: REASON})
        self.assertEqual(1, len(decisions()) - len(before))
        self.assertEqual(["EXERCISE"], self.lies_in("customs-xa", "drafts"))

    def test_too_many_drafts(self):
        set_limit(Limit.DRAFTS, 1)
        for status in (302, 413):
            answer = self.write("customs-xa", status, **{SAVE: "1"}, subject="zqsubject")
        page = self.parse(answer)
        self.assertIn("Drafts in a mailbox: at most 1.", text_of(page))
        self.assertEqual("zqsubject", page.get_element_by_id("subject").get("value"))

    def test_an_export(self):
        set_limit(Limit.EXPORTS, 1)
        for status in (200, 429):
            page = self.page("customs-xa", f"{self.messages}/export")
            answer = self.post("customs-xa", "/export", page, status, key="k")
        self.assertIn("Exports per hour: at most 1.", text_of(self.parse(answer)))

    def test_files_of_a_message(self):
        set_limit(Limit.UPLOADS, 1)
        letter = {"to": "member:police-xb", "subject": "zqsubject"}
        files = [text_file(), text_file(name="more.txt")]
        page = self.parse(self.write("customs-xa", 429, files=files, **letter))
        self.assertIn("Files uploaded per hour: at most 1.", text_of(page))
        self.assertEqual("zqsubject", page.get_element_by_id("subject").get("value"))

    def test_a_report(self):
        set_limit(Limit.REPORTS, 1)
        for status in (302, 429):
            message = self.sent("customs-xb", "customs-xa")
            page = self.page("customs-xa", f"{self.messages}/{message}/report")
            form = {"reason": "zqreason"}
            path = f"/{message}/report"
            answer = self.post("customs-xa", path, page, status, **form)
        page = self.parse(answer)
        self.assertIn("Reports per hour: at most 1.", text_of(page))
        self.assertEqual("zqreason", page.get_element_by_id("reason").text)


class LibraryFormsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        set_limit(Limit.UPLOADS, 1)

    def hand_in(self, url, status, **fields):
        page = self.page("customs-xa", url)
        (form,) = [one for one in page.forms if one.xpath(".//input[@type='file']")]
        (name,) = form.xpath(".//input[@type='file']/@name")
        files = {name: ("notes.txt", b"exercise", "text/plain")}
        data = {**dict(form.form_values()), **fields}
        answer = self.ask("customs-xa", "POST", form.action, data=data, files=files)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return answer

    def test_a_document(self):
        url = f"{self.library}/++add++LibraryDocument"
        fields = {
            "form.widgets.title": "zqtitle",
            "form.widgets.document_type": "training",
            "form.widgets.handling": "green",
            "form.buttons.save": "Save",
        }
        self.hand_in(url, 302, **fields)
        page = self.parse(self.hand_in(url, 429, **fields))
        said = text_of(page.xpath("//*[@role='alert']")[0])
        self.assertIn("Files uploaded per hour: at most 1.", said)
        self.assertIn("zqtitle", page.xpath("//input/@value"))

    def test_several_at_once(self):
        url = f"{self.library}/upload"
        kind = {"document_type": "training", "handling": "green"}
        self.hand_in(url, 200, **kind)
        page = self.parse(self.hand_in(url, 429, **kind))
        self.assertIn("Files uploaded per hour: at most 1.", text_of(page))


class CommentsTest(WorkspaceTestCase):
    def test_a_comment_with_a_file_stays_typed(self):
        set_limit(Limit.UPLOADS, 1)
        topic = self.make_topic()
        for status in (302, 429):
            page = self.browse("GET", topic).text
            token = page.partition('name="_authenticator"')[2]
            token = token.partition('value="')[2].partition('"')[0]
            data = {"_authenticator": token, "do": "comment", "text": "zqtext"}
            files = [("files", ("notes.txt", b"exercise", "text/plain"))]
            answer = self.browse("POST", topic, data=data, files=files)
            self.assertEqual(status, answer.status_code, answer.text[:2000])
        self.assertIn("Files uploaded per hour: at most 1.", answer.text)
        self.assertIn("zqtext", answer.text)


class FindingsTest(NominalCase):
    """Texts that name somebody: who is refused many of them waits, wherever it was."""

    def ways(self):
        alert, topic = self.created(self.alerted()), self.make_topic()
        made = self.ask("POST", f"{topic}/@comments", json={"text": "A word"})
        file = {"filename": "a.txt", "data": "d29yZHM=", "encoding": "base64"}
        attached = {"@type": "File", "title": "x", "description": NAMED, "file": file}
        return (
            ("POST", self.library, self.alert(title=NAMED)),
            ("PATCH", alert, {"description": NAMED}),
            ("POST", alert, attached),
            ("POST", f"{alert}/@workflow/submit", {"comment": NAMED}),
            ("POST", f"{alert}/@translations", {"language": "fr", "title": NAMED}),
            ("POST", f"{topic}/@comments", {"text": NAMED}),
            ("PATCH", made.headers["Location"], {"text": NAMED}),
        )

    def alerted(self):
        return self.ask("POST", self.library, json=self.alert())

    def answers(self, ways, user=None):
        return [self.ask(verb, url, user, json=sent) for verb, url, sent in ways]

    def test_all_ways_count_together(self):
        ways = self.ways()
        set_limit(Limit.REFUSALS, len(ways))
        with patch.dict(PERIODS, {Limit.REFUSALS: timedelta(hours=1)}):
            held_back = self.answers(ways)
            over = self.answers(ways)
            self.assertEqual(429, self.alerted().status_code)
            self.assertEqual(
                201,
                self.ask(
                    "POST", self.library, "police-xa", json=self.alert()
                ).status_code,
            )
        self.assertEqual(
            ["NonNominal"] * len(ways), [a.json()["type"] for a in held_back]
        )
        self.assertEqual([429] * len(ways), [answer.status_code for answer in over])

    def test_sending_again_with_a_decision_does_not_count(self):
        text = f"{NAMED} Kofi Boateng followed."
        body = self.alert(title=text)
        decided = {"text": "Chinedu Okonkwo", "decision": "keep", "reason": "author"}
        about_nothing = {**decided, "text": "Kofi"}
        set_limit(Limit.REFUSALS, 1)
        with patch.dict(PERIODS, {Limit.REFUSALS: timedelta(hours=1)}):
            statuses = [
                self.ask(
                    "POST", self.library, json={**body, "decisions": made}
                ).status_code
                for made in ([decided], [decided], [about_nothing], [decided])
            ]
        self.assertEqual([400, 400, 400, 429], statuses)

    def test_so_does_a_comment_on_who_reads_an_item(self):
        alert = self.created(self.alerted())
        sent = {"readers": ["country:XB"], "comment": NAMED}
        ways = [("POST", f"{alert}/@workflow/choose", sent)] * 3
        set_limit(Limit.REFUSALS, 2)
        with patch.dict(PERIODS, {Limit.REFUSALS: timedelta(hours=1)}):
            told = [one.status_code for one in self.answers(ways, "secretariat")]
        self.assertEqual([400, 400, 429], told)

    def test_what_was_typed_into_a_form_stays(self):
        set_limit(Limit.REFUSALS, 1)
        with patch.dict(PERIODS, {Limit.REFUSALS: timedelta(hours=1)}):
            form = Form(self, f"{self.library}/++add++Alert")
            typed = {"title": NAMED, "alert_type": "other", "handling": "green"}
            form.send(**typed)
            screen = form.send(**typed)
        self.assertEqual(429, screen.status)
        self.assertIn("You have reached a limit", screen.text)
        self.assertIn(NAMED, screen.text)
