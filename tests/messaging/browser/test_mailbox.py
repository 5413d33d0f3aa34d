"""The list of a mailbox, its buttons and its questions."""

import transaction
from cites.cug.demo.testing import ACCOUNTS
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.layout.times import reader_today
from datetime import date, timedelta
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase
from unittest.mock import patch


class MailboxTest(ScreenCase):
    def test_a_row_says_what_one_must_know(self):
        day = date(2099, 1, 31)
        options = {"handling": "amber_strict", "answer_by": day}
        self.sent("police-xb", "customs-xa", body="Two cubs", **options)
        (row,) = self.list("customs-xa").xpath("//*[@data-row]")
        words = text_of(row)
        for said in ("Police officer, XB", "Crate", "Two cubs", "TLP:AMBER+STRICT"):
            self.assertIn(said, words)
        self.assertIn("by 31 Jan 2099", words)
        self.assertIn("Answer by 31 Jan 2099", words)
        self.assertIn("unread", row.get("class"))
        self.assertNotIn("late", words)

    def test_a_day_that_is_past_is_late(self):
        self.sent("police-xb", "customs-xa", answer_by=reader_today())
        with patch(
            "cites.cug.messaging.browser.rows.reader_today",
            return_value=reader_today() + timedelta(days=1),
        ):
            (due,) = self.list("customs-xa").xpath("//*[@data-row]//*[@title]")
        self.assertEqual(text_of(due.find("span")), "late")
        self.assertIn("Late: answer by", due.get("title"))

    def test_the_inbox_is_one_click_from_where_a_group_begins(self):
        answer = self.ask("customs-xa", "GET", self.group)
        self.assertEqual(answer.status_code, 302)
        begin = self.page("customs-xa", answer.headers["Location"])
        self.assertIn(self.messages, begin.xpath("//nav[@aria-label='Group']//a/@href"))

    def test_the_number_of_unread_messages_stands_on_every_page(self):
        self.assertFalse(self.page("customs-xa", self.library).xpath("//nav//b"))
        message = self.sent("police-xb", "customs-xa")
        page = self.page("customs-xa", self.library)
        (entry,) = page.xpath("//nav[@aria-label='Group']/a[b]")
        self.assertEqual(text_of(entry), "Messages unread messages: 1")
        title = self.list("customs-xa").findtext(".//title")
        self.assertTrue(title.startswith("(1) Inbox"), title)
        self.page("customs-xa", f"{self.messages}/{message}")
        self.assertFalse(self.page("customs-xa", self.library).xpath("//nav//b"))

    def test_nobody_sees_what_is_not_addressed_to_them(self):
        message = self.sent("police-xb", "customs-xa")
        for user in set(ACCOUNTS) - {"police-xb", "customs-xa"}:
            with self.subTest(user):
                self.assertEqual(self.subjects(user), [])
                self.page(user, f"{self.messages}/{message}", 404)
        self.page("outsider", self.messages, 404)
        self.assertEqual(self.ask(None, "GET", self.messages).status_code, 302)

    def test_folders(self):
        self.sent("customs-xa", "police-xb", subject="Out")
        save_draft(self.cug, Letter("Begun"), Addressees(), acting_user="customs-xa")
        transaction.commit()
        self.assertEqual(self.subjects("customs-xa", folder="sent"), ["Out"])
        self.assertEqual(self.subjects("customs-xa", folder="drafts"), ["Begun"])
        page = self.list("customs-xa", folder="sent")
        who = text_of(page.xpath("//*[@class='who']")[0])
        self.assertIn("To: Police officer, XB", who)
        (drafts,) = page.xpath("//nav[@aria-label='Folders']/a[contains(., 'Drafts')]")
        self.assertIn("drafts: 1", text_of(drafts))
        for folder in ("inbox", "starred", "archive", "trash"):
            page = self.list("customs-xa", folder=folder)
            self.assertTrue(page.xpath("//*[@class='empty']"), folder)

    def test_conversations_are_one_row(self):
        first = self.sent("police-xb", "customs-xa", subject="First")
        self.sent("police-xb", "customs-xa", subject="Second", reply_to=first)
        self.assertEqual(self.subjects("customs-xa"), ["Second"])
        flat = self.subjects("customs-xa", view="flat")
        self.assertEqual(flat, ["Second", "First"])
        (number,) = self.list("customs-xa").xpath("//*[@class='who']//*[@class='number']")
        self.assertIn("2", text_of(number))

    def test_what_is_done_to_a_conversation_is_done_to_all_of_it(self):
        first = self.sent("police-xb", "customs-xa", subject="First")
        second = self.sent("police-xb", "customs-xa", subject="Second", reply_to=first)
        self.sent("police-xb", "customs-xa", subject="Other")
        page = self.list("customs-xa")
        answer = self.post("customs-xa", "", page, action="archive", ids=second)
        archived = self.lies_in("customs-xa", "archive")
        self.assertEqual(archived, ["Second", "First"])
        done = self.follow("customs-xa", answer)
        self.assertIn("Messages now in the archive: 2", text_of(done))
        (undo,) = done.xpath("//form[.//button[@value='undo']]")
        form = {one.get("name"): one.get("value") for one in undo.iter("input")}
        self.post("customs-xa", "", done, action="undo", **form)
        inbox = self.lies_in("customs-xa", "inbox")
        self.assertEqual(inbox, ["Other", "Second", "First"])

    def test_buttons(self):
        message = self.sent("police-xb", "customs-xa")
        page = self.list("customs-xa")

        def press(**form):
            self.post("customs-xa", "", page, **form)

        press(action="read", ids=message)
        self.assertEqual(self.subjects("customs-xa", unread="1"), [])
        press(action="unread", ids=message)
        self.assertEqual(self.subjects("customs-xa", unread="1"), ["Crate"])
        press(star=message)
        self.assertEqual(self.subjects("customs-xa", folder="starred"), ["Crate"])
        press(unstar=message)
        self.assertEqual(self.subjects("customs-xa", folder="starred"), [])
        press(action="trash", ids=message)
        self.assertEqual(self.lies_in("customs-xa", "trash"), ["Crate"])
        press(action="restore", ids=message, back="folder=trash")
        self.assertEqual(self.lies_in("customs-xa", "inbox"), ["Crate"])
        press(action="trash", ids=message)
        press(action="empty", back="folder=trash")
        self.assertEqual(self.lies_in("customs-xa", "trash"), [])

    def test_one_comes_back_to_the_same_page_of_the_list(self):
        message = self.sent("police-xb", "customs-xa")
        back = "view=flat&b_start=25"
        answer = self.post(
            "customs-xa",
            "",
            self.list("customs-xa"),
            action="read",
            ids=message,
            back=back,
        )
        self.assertTrue(answer.headers["Location"].endswith(f"?{back}"))

    def test_nothing_chosen_is_said(self):
        self.sent("police-xb", "customs-xa")
        answer = self.post("customs-xa", "", self.list("customs-xa"), action="archive")
        page = self.follow("customs-xa", answer)
        self.assertIn("Select messages first", text_of(page))

    def test_a_foreign_page_cannot_post(self):
        message = self.sent("police-xb", "customs-xa")
        form = {"action": "trash", "ids": message}
        for url in (self.messages, f"{self.messages}/{message}"):
            answer = self.ask("customs-xa", "POST", url, data=form)
            self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.lies_in("customs-xa", "inbox"), ["Crate"])

    def test_foreign_messages_cannot_be_filed(self):
        message = self.sent("police-xb", "customs-xa")
        page = self.page("igo-unodc", f"{self.messages}/write")
        for form in ({"action": "trash", "ids": message}, {"star": message}):
            self.post("igo-unodc", "", page, 404, **form)
        self.assertEqual(self.lies_in("customs-xa", "inbox"), ["Crate"])


class QuestionTest(ScreenCase):
    def setUp(self):
        super().setUp()
        self.sent("police-xb", "customs-xa", subject="Skins", body="of leopards")
        self.sent("igo-unodc", "customs-xa", subject="Prices", handling="green")

    def found(self, **query):
        return self.subjects("customs-xa", **query)

    def test_words_filters_and_order(self):
        cases = (
            ({"q": "leopard"}, ["Skins"]),
            ({"q": "LEOPARD skins"}, ["Skins"]),
            ({"q": "elephant"}, []),
            ({"sender": "unodc"}, ["Prices"]),
            ({"sender": "police-xb"}, ["Skins"]),
            ({"country": "XB"}, ["Skins"]),
            ({"handling": "green"}, ["Prices"]),
            ({"since": "2099-01-01"}, []),
            ({"until": "2001-01-01"}, []),
            ({"files": "1"}, []),
            ({"sort": "subject"}, ["Prices", "Skins"]),
            ({"sort": "oldest"}, ["Skins", "Prices"]),
        )
        for query, expected in cases:
            with self.subTest(query):
                self.assertEqual(self.found(**query), expected)

    def test_a_day_that_is_none_is_said_and_kept(self):
        answer = self.ask("customs-xa", "GET", f"{self.messages}?since=yesterday")
        self.assertEqual(answer.status_code, 400)
        page = self.parse(answer)
        self.assertIn("2026-01-31", text_of(page.xpath("//*[@role='alert']")[0]))
        self.assertEqual(page.get_element_by_id("since").get("value"), "yesterday")

    def test_what_programs_are_refused_is_said_at_its_filter(self):
        self.sent("police-xb", "customs-xa")
        for query, name, said in (
            (
                {"since": "2026-03-01", "until": "2026-01-01"},
                "until",
                "before the beginn",
            ),
            ({"handling": "zz"}, "handling", "“zz” is not one of the codes."),
            ({"country": "QQ"}, "country", "“QQ” is not one of the codes."),
            ({"unread": "perhaps"}, "unread", "Give 1 (yes) or 0 (no)"),
            ({"sort": "size"}, "sort", "Choose one of these"),
            ({"folder": "gone"}, "folder", "Choose one of these"),
            ({"b_start": "-1"}, "b_start", "Enter a number from 0"),
            ({"q": ["a", "b"]}, "q", "Give one value."),
            ({"sender": "x" * 201}, "sender", "longer than 200"),
        ):
            page = self.page("customs-xa", self.messages, 400, **query)
            (summary,) = page.xpath("//*[@role='alert']")
            self.assertIn(said, text_of(summary))
            self.assertTrue(page.xpath("//*[@href=$to]", to=f"#{name}"), name)
            self.assertEqual(
                page.get_element_by_id(name).get("aria-invalid"), "true", name
            )
            (error,) = page.xpath("//*[@id=$id]", id=f"{name}-error")
            self.assertIn(said, text_of(error))
            self.assertTrue(page.xpath("//details[@class='mail-filters'][@open]"), name)
            self.assertFalse(page.xpath("//*[@data-row]"), name)
            (form,) = [one for one in page.forms if one.get("id") == "search"]
            if name != "unread":
                typed = query[name]
                typed = typed if isinstance(typed, str) else ", ".join(typed)
                self.assertEqual(dict(form.form_values())[name], typed)
        every = self.subjects("customs-xa")
        self.assertEqual(self.subjects("customs-xa", unread="0"), every)

    def test_nonsense_is_harmless(self):
        for query in (
            "folder=gone",
            "b_start=-1",
            "b_start=x",
            "sort=x",
            "view=%00x",
            "q=%01",
            "folder=inbox&folder=sent",
            "done=x&count=y&ids=z",
        ):
            status = self.ask("customs-xa", "GET", f"{self.messages}?{query}").status_code
            self.assertIn(status, (200, 400), query)
        for path in ("nothing", "a/b", "write/x", "0" * 32, f"{'0' * 32}/attachments/x"):
            self.page("customs-xa", f"{self.messages}/{path}", 404)

    def test_pages(self):
        for number in range(26):
            self.sent("police-xb", "customs-xa", subject=f"Number {number}")
        page = self.list("customs-xa")
        self.assertEqual(len(page.xpath("//*[@data-row]")), 25)
        (older,) = page.xpath("//a[@rel='next']/@href")
        page = self.page("customs-xa", older)
        subjects = [text_of(one) for one in page.xpath("//*[@class='subject']")]
        self.assertEqual(subjects, ["Number 0", "Prices", "Skins"])
        self.assertTrue(page.xpath("//a[@rel='prev']"))
