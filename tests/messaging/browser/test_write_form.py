"""The form to write: what is sent, kept, refused, quoted and asked for."""

import transaction
from cites.cug.demo.accounts import OUTSIDER_FULLNAME
from cites.cug.demo.testing import ACCOUNTS, OUTSIDER
from cites.cug.messaging.actions.sending import save_draft
from cites.cug.messaging.browser import recipients
from cites.cug.messaging.browser.recipients import MANY
from cites.cug.messaging.schema import Addressees, Letter
from tests.library.case import text_of
from tests.messaging.browser.case import SAVE, ScreenCase, SEND, text_file
from unittest.mock import patch


class FormCase(ScreenCase):
    def form(self, user, **query):
        return self.page(user, f"{self.messages}/write", **query)

    def values(self, page):
        (form,) = [form for form in page.forms if form.get("id") == "letter"]
        return dict(form.form_values())

    def mistakes(self, answer):
        """The list on top: id of an input → what is said of it."""
        links = self.parse(answer).xpath("//*[@id='form-errors']//a")
        return {link.get("href")[1:]: text_of(link) for link in links}


class WriteTest(FormCase):
    def test_it_is_sent_with_its_files(self):
        fields = {"to": "member:police-xb", "subject": "Crate", "body": "<p>Cubs</p>"}
        answer = self.write("customs-xa", files=[text_file()], **fields)
        page = self.follow("customs-xa", answer)
        self.assertIn("has been sent. Recipients: 1", text_of(page))
        (row,) = self.list("police-xb").xpath("//*[@data-row]")
        self.assertIn(["Crate", "Cubs"][0], text_of(row))
        self.assertIn("Files: 1", text_of(row))
        self.assertEqual(self.lies_in("customs-xa", "sent"), ["Crate"])
        self.assertEqual(self.lies_in("customs-xa", "drafts"), [])

    def test_categories_countries_and_everyone(self):
        cases = (
            (["category:police"], {"police-xa", "police-xb"}),
            (
                ["country:XB", "member:igo-unodc"],
                {"customs-xb", "police-xb", "igo-unodc"},
            ),
            (["everyone"], {"wildlife-xc", "secretariat", "igo-interpol"}),
        )
        for tokens, users in cases:
            subject = " ".join(tokens)
            self.write("customs-xa", to=tokens, subject=subject, handling="green")
            for user in users:
                self.assertIn(subject, self.lies_in(user, "inbox"))

    def test_what_is_wrong_is_said_and_what_was_typed_kept(self):
        good = {"to": "member:police-xb", "subject": "Crate", "body": "Some words"}
        cases = (
            ({"to": ""}, {"find"}),
            ({"to": "member:nobody"}, {"find"}),
            ({"to": "category:pirates"}, {"find"}),
            ({"to": "member:customs-xa"}, {"find"}),
            ({"subject": ""}, {"subject"}),
            ({"subject": "x" * 201}, {"subject"}),
            ({"subject": "a\nb"}, {"subject"}),
            ({"body": "<script>1</script>"}, {"body"}),
            ({"body": "x" * 200_001}, {"body"}),
            ({"handling": "violet"}, {"handling-0"}),
            ({"answer_by": "soon"}, {"answer_by"}),
            ({"answer_by": "2001-01-31"}, {"answer_by"}),
            ({"handling": "red", "to": "category:police"}, {"handling-0"}),
            ({"subject": "", "to": ""}, {"subject", "find"}),
        )
        for wrong, targets in cases:
            with self.subTest(wrong if len(str(wrong)) < 99 else str(wrong)[:99]):
                typed = {**good, **wrong}
                answer = self.write("customs-xa", 400, **typed)
                self.assertEqual(set(self.mistakes(answer)), targets)
                kept = self.values(self.parse(answer))
                for name in ("subject", "body", "answer_by"):
                    self.assertEqual(
                        kept[name].replace("\r\n", "\n").strip("\n"), typed.get(name, "")
                    )
                for target in targets:
                    self.parse(answer).get_element_by_id(target)
        self.assertEqual(self.lies_in("police-xb", "inbox"), [])

    def test_a_wrong_file_is_refused_by_name(self):
        fields = {"to": "member:police-xb", "subject": "Crate"}
        files = [text_file(b"MZ\0\1", "tool.exe")]
        answer = self.write("customs-xa", 400, files=files, **fields)
        self.assertEqual(set(self.mistakes(answer)), {"files"})
        self.assertEqual(self.lies_in("police-xb", "inbox"), [])

    def test_an_igo_under_a_strict_code_needs_confirmation(self):
        fields = {
            "to": "member:igo-unodc",
            "subject": "Crate",
            "handling": "amber_strict",
        }
        answer = self.write("customs-xa", 400, **fields)
        page = self.parse(answer)
        self.assertEqual(set(self.mistakes(answer)), {"igo_confirmed"})
        box = page.get_element_by_id("ask-igo")
        self.assertIsNone(box.get("hidden"))
        self.assertIn("UNODC", text_of(box))
        draft = self.values(page)["draft"]
        self.write("customs-xa", draft=draft, igo_confirmed="1", **fields)
        self.assertEqual(self.lies_in("igo-unodc", "inbox"), ["Crate"])
        self.assertEqual(self.lies_in("customs-xa", "drafts"), [])

    def test_many_recipients_need_confirmation(self):
        self.assertEqual(MANY, 20)
        fields = {"to": "everyone", "subject": "Crate", "handling": "green"}
        with patch.object(recipients, "MANY", 8):
            answer = self.write("customs-xa", 400, **fields)
            self.assertEqual(set(self.mistakes(answer)), {"many_confirmed"})
            self.assertIn("9 people", text_of(self.parse(answer)))
            self.assertEqual(self.lies_in("igo-unodc", "inbox"), [])
            self.write("customs-xa", many_confirmed="1", **fields)
        self.assertEqual(self.lies_in("igo-unodc", "inbox"), ["Crate"])

    def test_sent_twice_it_goes_once(self):
        answer = self.post(
            "customs-xa",
            "/write",
            **{SAVE: "1"},
            subject="Crate",
            handling="amber",
            to="member:police-xb",
        )
        draft = answer.headers["Location"].partition("draft=")[2]
        fields = {"to": "member:police-xb", "subject": "Crate", "draft": draft}
        self.write("customs-xa", **fields)
        answer = self.write("customs-xa", **fields)
        self.assertTrue(answer.headers["Location"].endswith(draft))
        self.assertEqual(self.lies_in("police-xb", "inbox"), ["Crate"])

    def test_a_foreign_page_cannot_post(self):
        form = {SEND: "1", "to": "member:police-xb", "subject": "Crate"}
        answer = self.ask("customs-xa", "POST", f"{self.messages}/write", data=form)
        self.assertEqual(answer.status_code, 403)
        form = {"look_up": "1", "find": "police", "subject": "Crate"}
        answer = self.ask("customs-xa", "POST", f"{self.messages}/write", data=form)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.lies_in("police-xb", "inbox"), [])


class NamesTest(FormCase):
    def test_who_is_no_member_is_not_named(self):
        page = self.form("customs-xa", to="police-xb")
        self.assertIn(ACCOUNTS["police-xb"].fullname, text_of(page))
        page = self.form("customs-xa", to=OUTSIDER)
        self.assertIn(OUTSIDER, text_of(page))
        self.assertNotIn(OUTSIDER_FULLNAME, text_of(page))
        addressees = Addressees((OUTSIDER,))
        save_draft(self.cug, Letter("Crate"), addressees, acting_user="customs-xa")
        transaction.commit()
        page = self.list("customs-xa", folder="drafts")
        self.assertNotIn(OUTSIDER_FULLNAME, text_of(page))


class AnswerTest(FormCase):
    def setUp(self):
        super().setUp()
        options = {"addressees": Addressees(("customs-xa", "igo-unodc"))}
        body = "<p>Three <b>cubs</b></p>"
        self.message = self.sent(
            "police-xb", options=options, body=body, handling="green"
        )

    def chosen(self, page):
        return page.xpath("//*[@id='chosen']//input/@value")

    def test_reply(self):
        page = self.form("customs-xa", reply=self.message)
        self.assertEqual(self.chosen(page), ["member:police-xb"])
        values = self.values(page)
        self.assertEqual(values["subject"], "Re: Crate")
        self.assertEqual(values["handling"], "green")
        self.assertEqual(values["reply_to"], self.message)
        intro, quote = values["body"].split("\n")[3:]
        self.assertIn("Police officer, XB (exercise) wrote:", intro)
        self.assertEqual(quote, "> Three cubs")
        (formatted,) = page.xpath("//*[@id='body']/@data-html")
        self.assertIn("<blockquote><p>Three <b>cubs</b></p></blockquote>", formatted)

    def test_reply_to_all(self):
        page = self.form("customs-xa", reply_all=self.message)
        self.assertEqual(self.chosen(page), ["member:police-xb", "member:igo-unodc"])

    def test_a_sent_reply_continues_the_conversation(self):
        page = self.form("customs-xa", reply=self.message)
        fields = {**self.values(page), "to": "member:police-xb"}
        answer = self.write("customs-xa", **fields)
        self.assertTrue(answer.headers["Location"].endswith(self.message))
        (number,) = self.list("police-xb").xpath("//*[@class='who']//*[@class='number']")
        self.assertIn("2", text_of(number))

    def test_forward_takes_the_files_along(self):
        self.write(
            "customs-xa",
            files=[text_file(b"found")],
            to="member:police-xb",
            subject="Files",
        )
        (message,) = self.list("police-xb").xpath("//input[@name='ids']/@value")
        page = self.form("police-xb", forward=message)
        self.assertEqual(self.chosen(page), [])
        self.assertIn("notes.txt", text_of(page.get_element_by_id("uploads")))
        fields = {**self.values(page), "to": "member:wildlife-xc"}
        self.assertEqual(fields["subject"], "Fwd: Files")
        self.write("police-xb", **fields)
        (row,) = self.list("wildlife-xc").xpath("//*[@data-row]")
        self.assertIn("Files: 1", text_of(row))

    def test_what_is_not_one_s_own_cannot_be_quoted(self):
        url = f"{self.messages}/write"
        for name in ("reply", "reply_all", "forward", "draft"):
            self.page("wildlife-xc", url, 404, **{name: self.message})

    def test_what_was_a_draft_once_leads_to_the_message(self):
        url = f"{self.messages}/write?draft={self.message}"
        answer = self.ask("police-xb", "GET", url)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(answer.headers["Location"], f"{self.messages}/{self.message}")
