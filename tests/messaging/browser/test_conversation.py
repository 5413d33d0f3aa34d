"""A message with its conversation, and what can be done with it."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.layout.times import reader_today
from cites.cug.web.uploads.files import Upload
from datetime import date, timedelta
from io import BytesIO
from sqlalchemy import select
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase
from unittest.mock import patch


class ConversationTest(ScreenCase):
    def open(self, user, message, status=200):
        return self.page(user, f"{self.messages}/{message}", status)

    def letters(self, page):
        """The messages on a page: what they say, and whether they are open."""
        return [
            (text_of(one), one.get("open") is not None)
            for one in page.xpath("//details[contains(@class, 'letter')]")
        ]

    def test_it_says_who_to_whom_when_and_how_to_handle_it(self):
        options = {"handling": "amber_strict", "answer_by": date(2099, 1, 31)}
        message = self.sent("police-xb", "customs-xa", body="<p>Cubs</p>", **options)
        ((words, is_open),) = self.letters(self.open("customs-xa", message))
        self.assertTrue(is_open)
        for said in (
            "Police officer, XB (exercise)",
            "Police,",
            "To Customs officer, XA (exercise)",
            "TLP:AMBER+STRICT Enforcement members only Answer by 31 Jan 2099",
            "Cubs",
        ):
            self.assertIn(said, words)

    def test_what_has_been_read_is_folded(self):
        first = self.sent("police-xb", "customs-xa", body="One")
        self.open("customs-xa", first)
        second = self.sent("customs-xa", "police-xb", body="Two", reply_to=first)
        third = self.sent("police-xb", "customs-xa", body="Three", reply_to=second)
        shown = self.letters(self.open("customs-xa", third))
        self.assertEqual([is_open for _words, is_open in shown], [False, False, True])
        for number, (words, _open) in zip(("One", "Two", "Three"), shown, strict=True):
            self.assertIn(number, words)

    def test_it_has_one_main_action(self):
        first = self.sent("police-xb", "customs-xa", body="One")
        second = self.sent("police-xb", "customs-xa", body="Two", reply_to=first)
        page = self.open("customs-xa", second)
        self.assertTrue(all(is_open for _words, is_open in self.letters(page)))
        (main,) = page.xpath("//article//*[contains(@class, 'primary')]/@href")
        self.assertTrue(main.endswith(f"?reply={second}"), main)

    def test_a_draft_is_unfolded_and_its_button_is_the_main_one(self):
        first = self.sent("police-xb", "customs-xa", body="One")
        letter = Letter("Crate", "Two", reply_to=first)
        draft = save_draft(self.cug, letter, Addressees(), acting_user="customs-xa")
        transaction.commit()
        page = self.open("customs-xa", first)
        self.assertTrue(all(is_open for _words, is_open in self.letters(page)))
        (main,) = page.xpath("//article//*[contains(@class, 'primary')]/@href")
        self.assertTrue(main.endswith(f"?draft={draft}"), main)

    def test_a_day_that_is_past_is_late(self):
        message = self.sent("police-xb", "customs-xa", answer_by=reader_today())
        late = "//*[@class='due late']"
        self.assertFalse(self.open("customs-xa", message).xpath(late))
        with patch(
            "cites.cug.messaging.browser.shown.reader_today",
            return_value=reader_today() + timedelta(days=1),
        ):
            shown = self.open("customs-xa", message).xpath(late)
        self.assertEqual(text_of(shown[-1]), "late")

    def test_text_is_shown_as_it_was_kept(self):
        message = self.sent("police-xb", "customs-xa", body="a < b & <b>bold</b>")
        (body,) = self.open("customs-xa", message).xpath("//*[@class='letter-body text']")
        self.assertEqual(text_of(body), "a < b & bold")
        subject = "<script>alert(1)</script>"
        message = self.sent("police-xb", "customs-xa", subject=subject)
        page = self.open("customs-xa", message)
        self.assertFalse(page.xpath("//main//script"))
        self.assertEqual(text_of(page.find(".//h1")), subject)

    def test_recipients_see_the_names_of_groups_only(self):
        options = {"addressees": Addressees(("igo-unodc",), ("customs",))}
        message = self.sent("police-xb", options=options)
        (words, _open), *_others = self.letters(self.open("customs-xb", message))
        self.assertIn("To Customs", words)
        self.assertNotIn("UNODC", words)
        (words, _open), *_others = self.letters(self.open("police-xb", message))
        self.assertIn("UNODC", words)
        self.assertIn("Recipients: 4, read by 1", words)

    def test_receipts_are_the_sender_s(self):
        message = self.sent("police-xb", "customs-xa", "customs-xb")
        self.open("customs-xa", message)
        rows = self.open("police-xb", message).xpath("//tbody/tr")
        said = {text_of(row.find("th")): text_of(row.findall("td")[1]) for row in rows}
        self.assertIn("UTC", said["Customs officer, XA (exercise)"])
        self.assertEqual(said["Customs officer, XB (exercise)"], "not yet")
        self.assertFalse(self.open("customs-xa", message).xpath("//tbody"))

    def test_where_no_receipts_were_asked_for_none_are_shown(self):
        message = self.sent("police-xb", "customs-xa", receipt=False)
        self.open("customs-xa", message)
        page = self.open("police-xb", message)
        self.assertIn("no receipt was asked for", text_of(page.xpath("//tbody")[0]))
        self.assertNotIn("read by", text_of(page.xpath("//main")[0]))

    def test_it_is_taken_back_from_those_who_have_not_opened_it(self):
        message = self.sent("police-xb", "customs-xa", "customs-xb")
        self.open("customs-xa", message)
        page = self.open("police-xb", message)
        (button,) = page.xpath("//button[@value='recall']")
        words = "Recall (1) Police officer, XB (exercise)"
        self.assertTrue(text_of(button).startswith(words), text_of(button))
        self.assertIn("(1)", button.get("data-confirm"))
        answer = self.post("police-xb", f"/{message}", page, action="recall")
        page = self.follow("police-xb", answer)
        self.assertIn("had not opened it: 1", text_of(page))
        self.assertFalse(page.xpath("//button[@value='recall']"))
        self.open("customs-xb", message, 404)
        self.open("customs-xa", message)

    def test_recipients_take_nothing_back(self):
        message = self.sent("police-xb", "customs-xa", "customs-xb")
        page = self.open("customs-xa", message)
        self.assertFalse(page.xpath("//button[@value='recall']"))
        self.post("customs-xa", f"/{message}", page, 404, action="recall")
        self.open("customs-xb", message)

    def test_one_goes_on_to_the_next_and_back_to_the_list(self):
        older = self.sent("police-xb", "customs-xa", subject="Older")
        newer = self.sent("police-xb", "customs-xa", subject="Newer")
        page = self.page("customs-xa", f"{self.messages}/{newer}", back="view=flat")
        (link,) = page.xpath("//a[@rel='next']/@href")
        self.assertIn(older, link)
        self.assertFalse(page.xpath("//a[@rel='prev']"))
        (back,) = page.xpath("//a[@class='back']/@href")
        self.assertEqual(back, f"{self.messages}?view=flat")
        page = self.post(
            "customs-xa", f"/{newer}", page, action="trash", back="view=flat"
        )
        self.assertIn("view=flat&done=trash", page.headers["Location"])
        self.assertEqual(self.lies_in("customs-xa", "trash"), ["Newer"])

    def test_marked_as_unread_it_stays_so(self):
        message = self.sent("police-xb", "customs-xa")
        page = self.open("customs-xa", message)
        self.post("customs-xa", f"/{message}", page, action="unread")
        self.assertEqual(self.subjects("customs-xa", unread="1"), ["Crate"])


class FileTest(ScreenCase):
    def setUp(self):
        super().setUp()
        upload = Upload("Bericht „1“.txt", BytesIO(b"three cubs\n" * 100_000))
        options = {"uploads": [upload], "addressees": Addressees(("customs-xa",))}
        self.message = self.sent("police-xb", options=options)
        self.file = f"{self.messages}/{self.message}/attachments/0"

    def test_a_file_is_offered_and_saved_whole(self):
        page = self.page("customs-xa", f"{self.messages}/{self.message}")
        (link,) = page.xpath("//*[@class='letter-files']//a")
        self.assertEqual(
            (text_of(link), link.get("href")), ("Bericht „1“.txt", self.file)
        )
        answer = self.ask("customs-xa", "GET", self.file)
        self.assertEqual(answer.content, b"three cubs\n" * 100_000)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        disposition = answer.headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("attachment;"))
        self.assertIn("filename*=UTF-8''Bericht%20%E2%80%9E1%E2%80%9C.txt", disposition)

    def test_it_is_put_on_record(self):
        self.ask("customs-xa", "GET", self.file)
        transaction.begin()
        query = select(AuditEvent).where(AuditEvent.action == "message.download")
        (event,) = session().scalars(query)
        self.assertEqual(event.actor, "customs-xa")
        self.assertEqual(event.detail, {"message": self.message, "number": 0})

    def test_nobody_else_gets_it(self):
        for user in ("igo-unodc", "secretariat", "outsider"):
            self.assertEqual(self.ask(user, "GET", self.file).status_code, 404, user)
        for path in ("1", "x", "-1", "", "9" * 30):
            url = f"{self.messages}/{self.message}/attachments/{path}"
            self.assertEqual(self.ask("customs-xa", "GET", url).status_code, 404, path)

    def test_a_sent_message_keeps_its_files(self):
        page = self.page("police-xb", f"{self.messages}/write")
        path = f"/{self.message}/attachments"
        self.post("police-xb", f"{path}/0", page, 404)
        self.post("police-xb", path, page, 404, files=[("files", ("a.txt", b"a"))])
        self.assertEqual(self.ask("customs-xa", "GET", self.file).status_code, 200)
