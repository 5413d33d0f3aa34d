"""The page of a topic: its comments, and what can be done with both."""

import transaction
from cites.cug.membership.portraits import keep_portrait
from lxml import html
from tests.access.canaries import png
from tests.workspaces.browser.case import ScreensCase
from tests_nonnominal.files.planted_pictures import jpeg
from tests_nonnominal.files.planting import found_in


class TopicPageTest(ScreensCase):
    def test_what_was_done_already_is_not_done_again(self):
        """By who moderates too, or in another window."""
        for name in ("close", "reopen"):
            self.send(self.topic, do=name)
            answer = self.send(self.topic, do=name)
            self.assertEqual(self.topic, answer.headers["Location"])

    def test_a_discussion(self):
        self.send(self.topic, do="comment", text="First @customs-xa\n\n> quoted")
        tree = self.page(self.topic, "police-xa")
        (comment,) = tree.xpath("//article[contains(@class, 'comment ')]")
        self.assertIn("unread", comment.get("class"))
        self.assertTrue(comment.xpath(".//blockquote"))
        self.assertTrue(comment.xpath(".//b[@class='mention']"))
        number = comment.get("id")[1:]
        self.assertTrue(tree.xpath(f"//a[@data-jump][contains(@href, '#c{number}')]"))
        quoting = self.page(f"{self.topic}?reply={number}&quote=1", "police-xa")
        text = quoting.xpath("//textarea")[0].text
        self.assertIn("> First @customs-xa", text)
        (below,) = quoting.xpath(f"//*[@id='c{number}']/following-sibling::*[1]")
        self.assertEqual(below.xpath(".//form/@id"), ["write"])
        self.assertEqual(1, len(quoting.xpath("//*[@id='write']")))
        self.send(self.topic, "police-xa", do="comment", reply=number, text="Second")
        self.send(self.topic, "police-xa", do="seen", comment=number)
        tree = self.page(self.topic)
        depths = tree.xpath("//article/@data-depth")
        self.assertEqual(["0", "1"], depths)
        self.assertIn("seen by", self.words(tree))
        self.send(self.topic, "police-xa", do="answer", comment=number)
        self.assertIn("Answered", self.words(self.page(self.workspace)))

    def test_whoever_wrote_is_pictured(self):
        self.send(self.topic, do="comment", text="First")
        self.send(self.topic, "police-xa", do="comment", text="Second")
        keep_portrait("police-xa", png("face"))
        transaction.commit()
        shown = self.page(self.topic)
        (picture,) = shown.xpath("//summary/img[@class='portrait']/@src")
        self.assertTrue(picture.endswith("/portraits/police-xa"), picture)
        self.assertEqual(200, self.browse("GET", picture).status_code)
        letters = shown.xpath("//summary/span[@aria-hidden]/text()")
        self.assertEqual(1, len(letters))
        self.assertRegex(letters[0], "^[A-Z]{1,2}$")

    def test_what_is_rarely_done_is_in_a_menu(self):
        self.send(self.topic, do="comment", text="First")
        shown = self.page(self.topic, "police-xa")
        menu = shown.xpath("//article//details[@class='rare']/div//button/@value")
        self.assertLessEqual({"answer", "report_comment"}, set(menu))
        beside = shown.xpath("//form[@class='comment-actions']/button/@value")
        self.assertEqual(["seen"], beside)
        often = shown.xpath("//form[@class='comment-actions']/a")
        self.assertIn("Reply", [self.words(one).split()[0] for one in often])

    def test_it_is_safe_whatever_is_written(self):
        evil = '<script>alert(1)</script> http://x.example/"onclick=x <b>\n> <img src=x>'
        self.send(self.topic, do="comment", text=evil)
        shown = self.browse("GET", self.topic).text
        self.assertNotIn("<script>alert", shown)
        self.assertNotIn("<img src=x", shown)
        self.assertNotIn('"onclick', shown)

    def test_links_tell_their_titles_to_those_who_may_see_them(self):
        draft = self.make(self.alert(title="EXERCISE: zqsecret draft"))["@id"]
        self.send(self.topic, do="comment", text=f"See {draft}. Or not")
        self.assertIn("zqsecret", self.browse("GET", self.topic).text)
        shown = self.browse("GET", self.topic, "police-xa").text
        self.assertNotIn("zqsecret", shown)
        self.assertIn(f'<a href="{draft}">{draft}</a>', shown)

    def test_changing_and_deleting(self):
        self.send(self.topic, do="comment", text="Before")
        number = self.page(self.topic).xpath("//article/@id")[-1][1:]
        editing = self.page(f"{self.topic}?edit={number}")
        self.assertEqual("Before", editing.xpath("//textarea")[0].text.strip())
        self.send(self.topic, do="edit", comment=number, text="After")
        self.assertEqual(["After"], self.comments())
        asked = self.send(self.topic, do="remove", comment=number, status=200)
        self.assertIn("Delete this comment?", asked.text)
        self.assertEqual(["After"], self.comments())
        self.send(self.topic, do="remove", comment=number, sure=True)
        self.assertEqual([""], self.comments())

    def test_files_come_with_a_comment_or_nothing_does(self):
        good = {"files": ("crate.png", png("crate"))}
        self.send(self.topic, do="comment", text="A picture", files=good)
        self.assertIn("@@images/image/preview", self.browse("GET", self.topic).text)
        bad = {"files": ("crate.png", b"MZ")}
        said = {"do": "comment", "text": "A program", "status": 400}
        answer = self.send(self.topic, files=bad, **said)
        self.assertIn("A program", answer.text)
        self.assertIn("Please choose the files again", answer.text)
        self.assertIn("crate.png: The file is of type text/plain", answer.text)
        self.assertEqual(["A picture"], self.comments())

    def test_files_of_comments_are_cleaned(self):
        files = {"files": ("crate.jpg", jpeg())}
        self.send(self.topic, do="comment", text="A picture", files=files)
        (picture,) = self.object_at(self.topic).objectValues("Dexterity Item")
        self.assertEqual(found_in(picture.image.data), set())
        self.assertEqual(picture.image.contentType, "image/jpeg")

    def written(self, tree):
        """The fields of the form for a comment."""
        return dict(tree.xpath("//form[@id='write']")[0].form_values())

    def test_a_comment_that_is_sent_twice_is_written_once(self):
        fields = {**self.written(self.page(self.topic)), "text": "Once", "do": "comment"}
        first, second = (self.send(self.topic, **fields) for _time in "12")
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(["Once"], self.comments())
        other = self.send(self.topic, status=400, **{**fields, "text": "Another"})
        self.assertIn("was sent already", other.text)
        self.assertEqual(["Once"], self.comments())
        again = {**self.written(html.fromstring(other.text)), "do": "comment"}
        self.assertEqual("Another", again["text"])
        self.send(self.topic, **again)
        self.assertEqual(["Once", "Another"], self.comments())

    def test_a_change_of_a_comment_shows_a_faster_one(self):
        self.send(self.topic, do="comment", text="Before")
        number = self.page(self.topic).xpath("//article/@id")[-1][1:]
        fields = self.written(self.page(f"{self.topic}?edit={number}"))
        self.send(self.topic, do="edit", comment=number, text="Faster")
        mine = {**fields, "text": "Mine", "do": "edit"}
        answer = html.fromstring(self.send(self.topic, status=412, **mine).text)
        (row,) = answer.xpath("//*[@id='changed-meanwhile']//tr[td]")
        told = [cell.text_content().strip() for cell in row]
        self.assertEqual(["Text", "Faster", "Mine"], told)
        self.assertEqual(["Faster"], self.comments())
        self.send(self.topic, do="edit", **self.written(answer))
        self.assertEqual(["Mine"], self.comments())

    def test_empty_comments_are_refused_on_the_page(self):
        answer = self.send(self.topic, do="comment", text=" ", status=400)
        self.assertIn("Write the comment first.", answer.text)
        page = html.fromstring(answer.text)
        (link,) = page.xpath("//*[@id='form-errors']//a/@href")
        (described,) = page.xpath("//textarea[@id='text']/@aria-describedby")
        self.assertEqual("#text", link)
        self.assertIn("text-error", described.split())

    def test_a_comment_that_names_somebody_says_so_once(self):
        named = {"do": "comment", "text": "The driver is Chinedu Okonkwo."}
        page = html.fromstring(self.send(self.topic, status=400, **named).text)
        (said,) = page.xpath("//*[@role='alert']")
        self.assertIn("may identify", said.text_content())
        self.assertIn("Chinedu", page.xpath("string(//textarea)"))
        self.assertFalse(page.xpath("//*[@id='files-again']"))

    def test_moderating(self):
        self.send(self.topic, do="pin")
        self.send(self.topic, do="close")
        self.assertIn("Closed", self.words(self.page(self.workspace)))
        self.assertFalse(self.page(self.topic, "police-xa").xpath("//textarea"))
        self.send(self.topic, do="reopen")
        self.send(self.topic, do="unpin")
        asked = self.send(self.topic, do="delete", status=200)
        self.assertIn("Delete this topic?", asked.text)
        self.send(self.topic, do="delete", sure=True)
        self.assertEqual(404, self.status("GET", self.topic))

    def test_others_are_refused(self):
        for fields in ({"do": "pin"}, {"do": "close"}, {"do": "delete", "sure": "1"}):
            self.send(self.topic, "wildlife-xa", status=403, **fields)
        self.send(self.topic, "wildlife-xa", status=403, do="comment", text="x")
        self.send(self.topic, status=404, do="nonsense")
        self.send(self.topic, status=404, do="__class__")
        for page in ("news", "mentions"):
            self.assertEqual(
                404, self.status("GET", f"{self.topic}/{page}", "customs-xb")
            )

    def test_the_result_becomes_a_draft_of_ones_own(self):
        self.send(self.topic, do="comment", text="In crates of fruit")
        number = self.page(self.topic).xpath("//article/@id")[-1][1:]
        self.send(self.topic, "police-xa", do="answer", comment=number)
        answer = self.send(self.topic, "police-xa", do="draft")
        draft = answer.headers["Location"].removesuffix("/edit")
        item = self.ask("GET", draft, "police-xa").json()
        self.assertEqual("draft", item["review_state"])
        self.assertIn("In crates of fruit", item["body"]["data"])
        self.assertEqual(404, self.status("GET", draft, "wildlife-xa"))

    def test_news_while_one_reads(self):
        since = self.page(self.topic).xpath("//*[@data-news]/@data-news")[0]
        answer = self.browse("GET", since)
        self.assertEqual(0, answer.json()["new"])
        self.send(self.topic, "police-xa", do="comment", text="New")
        self.assertEqual(1, self.browse("GET", since).json()["new"])
        self.assertEqual(0, self.browse("GET", since, "police-xa").json()["new"])
