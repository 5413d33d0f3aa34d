"""Drafts while one types, their files, and whom they would go to."""

import transaction
from cites.cug.messaging.actions.sending import load_draft
from cites.cug.web.forms.meanwhile import BASED_ON
from tests.library.case import text_of
from tests.messaging.browser.case import DISCARD, SAVE, ScreenCase, SEND, text_file


class DraftTest(ScreenCase):
    def setUp(self):
        super().setUp()
        self.form = self.page("customs-xa", f"{self.messages}/write")

    def save(self, status=200, **fields):
        """What scripts do while one types."""
        values = {SAVE: "1", "scripted": "1", "handling": "amber", **fields}
        return self.post("customs-xa", "/write", self.form, status, **values).json()

    def kept(self, draft):
        transaction.begin()
        # It makes others wait: whoever loads a draft is about to change it.
        found = load_draft(self.cug, draft, acting_user="customs-xa")
        transaction.abort()
        return found

    def test_it_is_kept_as_one_types(self):
        said = self.save(subject="Cra")
        self.assertIn("T", said["saved"])
        draft = said["draft"]
        fields = {"subject": "Crate", "to": ["category:igo", "member:police-xb"]}
        self.assertEqual(self.save(draft=draft, **fields)["draft"], draft)
        kept = self.kept(draft)
        self.assertEqual(kept.letter.subject, "Crate")
        self.assertEqual(kept.addressees.to, ("police-xb",))
        self.assertEqual(self.lies_in("customs-xa", "drafts"), ["Crate"])
        page = self.page("customs-xa", f"{self.messages}/write", draft=draft)
        chosen = page.xpath("//*[@id='chosen']//input/@value")
        self.assertEqual(chosen, ["category:igo", "member:police-xb"])

    def test_two_windows_do_not_overwrite_each_other(self):
        first = self.save(subject="Crate", body="<p>One</p>")
        draft = first["draft"]
        page = self.page("customs-xa", f"{self.messages}/write", draft=draft)
        (shown,) = page.xpath("//input[@name='form.based_on']/@value")
        self.assertEqual(shown, first["based_on"])
        second = self.save(draft=draft, body="<p>Two</p>", **{BASED_ON: shown})
        self.assertNotEqual(second["based_on"], shown)
        mine = {"draft": draft, "body": "<p>Three</p>", BASED_ON: shown}
        said = self.save(412, **mine)
        self.assertIn("changed in another window", said["message"])
        self.assertNotIn("saved", said)
        self.assertIn("Two", self.kept(draft).letter.body)
        # So does whoever presses the button, who sees both texts, and may go on.
        for name in (SAVE, SEND):
            answer = self.post(
                "customs-xa", "/write", self.form, 412, **{name: 1}, **mine
            )
            page = self.parse(answer)
            (both,) = page.xpath("//*[@id='changed-meanwhile']")
            row = [text_of(cell) for cell in both.xpath(".//tbody/tr[1]/*")]
            self.assertEqual(row[1:], ["Two", "Three"])
            self.assertIn("Three", page.xpath("//textarea[@name='body']")[0].text)
        (now,) = page.xpath("//input[@name='form.based_on']/@value")
        self.save(**{**mine, BASED_ON: now})
        self.assertIn("Three", self.kept(draft).letter.body)

    def test_files_of_another_window_are_no_change_of_the_text(self):
        first = self.save(subject="Crate")
        based = {"draft": first["draft"], BASED_ON: first["based_on"]}
        path = f"/{first['draft']}/attachments"
        self.post("customs-xa", path, self.form, 201, files=[text_file()])
        self.save(subject="Crates", **based)

    def test_what_cannot_be_kept_is_said(self):
        said = self.save(400, body="<script>1</script>")
        self.assertIn("<script>", said["message"])
        self.assertEqual(self.lies_in("customs-xa", "drafts"), [])

    def test_a_text_outlives_its_draft_and_what_it_answers(self):
        message = self.sent("police-xb", "customs-xa")
        draft = self.save(subject="Crate", reply_to=message)["draft"]
        for lost in (draft, message):
            for _once in range(2):
                self.post(
                    "customs-xa",
                    "",
                    self.form,
                    action="delete",
                    ids=lost,
                    back="folder=trash",
                )
        again = self.save(subject="Crate", draft=draft, reply_to=message)["draft"]
        self.assertNotEqual(again, draft)
        self.assertEqual(self.kept(again).letter.reply_to, None)

    def test_files_are_put_in_one_by_one_and_taken_out(self):
        draft = self.save()["draft"]
        path = f"/{draft}/attachments"
        answer = self.post("customs-xa", path, self.form, 201, files=[text_file()])
        (item,) = answer.json()["items"]
        self.assertEqual((item["name"], item["number"]), ("notes.txt", 0))
        bad = [text_file(b"MZ\0\1", "tool.exe")]
        answer = self.post("customs-xa", path, self.form, 400, files=bad)
        self.assertIn("not accepted", answer.json()["message"])
        self.post("customs-xa", path, self.form, 400)
        page = self.page("customs-xa", f"{self.messages}/write", draft=draft)
        uploads = text_of(page.get_element_by_id("uploads"))
        self.assertIn("notes.txt", uploads)
        self.post("customs-xa", f"{path}/0", self.form, 200)
        self.assertEqual(self.kept(draft).files, [])
        self.post("customs-xa", f"{path}/0", self.form, 404)

    def test_nobody_else_reaches_a_draft(self):
        draft = self.save(subject="Crate")["draft"]
        page = self.page("police-xb", f"{self.messages}/write")
        self.page("police-xb", f"{self.messages}/{draft}", 404)
        path = f"/{draft}/attachments"
        self.post("police-xb", path, page, 404, files=[text_file()])
        answer = self.ask("customs-xa", "POST", f"{self.messages}{path}")
        self.assertEqual(answer.status_code, 403)

    def test_without_scripts(self):
        answer = self.post(
            "customs-xa",
            "/write",
            self.form,
            200,
            look_up="1",
            find="police",
            subject="Crate",
            handling="red",
        )
        page = self.parse(answer)
        offered = page.xpath("//*[@class='offered']//input/@value")
        self.assertEqual(
            offered, ["category:police", "member:police-xa", "member:police-xb"]
        )
        self.assertEqual(page.get_element_by_id("subject").get("value"), "Crate")
        answer = self.post(
            "customs-xa",
            "/write",
            page,
            **{SAVE: "1"},
            subject="Crate",
            handling="red",
            to=offered[1:],
            files=[text_file()],
        )
        page = self.follow("customs-xa", answer)
        self.assertIn("The draft has been saved", text_of(page))
        self.assertIn("Will be sent to 2 people", text_of(page))
        (button,) = page.xpath("//button[@name='remove']")
        draft = page.xpath("//input[@name='draft']/@value")[0]
        self.post(
            "customs-xa",
            "/write",
            page,
            remove=button.get("value"),
            draft=draft,
            subject="Crate",
            handling="red",
        )
        self.assertEqual(self.kept(draft).files, [])

    def test_discarded_it_lies_in_the_trash(self):
        draft = self.save(subject="Crate")["draft"]
        answer = self.post(
            "customs-xa", "/write", self.form, **{DISCARD: "1"}, draft=draft
        )
        page = self.follow("customs-xa", answer)
        self.assertIn("moved to the trash", text_of(page))
        self.assertEqual(self.lies_in("customs-xa", "trash"), ["Crate"])
