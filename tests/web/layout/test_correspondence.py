"""Links that begin a message or a topic, and what the text about something says."""

from tests.library.case import LibraryCase, text_of


class CorrespondenceTest(LibraryCase):
    def writable(self, page):
        links = page.xpath("//main//a[contains(@class, 'write-to')]/@href")
        return {link.partition("write?to=")[2] for link in links}

    def lead_on(self, user, item):
        links = self.page(user, item).xpath("//*[@class='item-bar']//a")
        return {text_of(link): link.get("href") for link in links}

    def about(self, page):
        return page.xpath("//input[@name='about_token']/@value")

    def body(self, page):
        return page.xpath("//textarea[@name='body']")[0].text

    def test_write_stands_beside_all_whom_one_can_write_to(self):
        page = self.page("customs-xa", f"{self.group}/members")
        found = self.writable(page)
        self.assertTrue({"police-xb", "igo-unodc", "secretariat"} <= found, found)
        self.assertNotIn("customs-xa", found)
        names = page.xpath("//a[contains(@class, 'write-to')]")
        self.assertTrue(all(len(text_of(name)) > len("Write ") for name in names))

    def test_about_an_alert_one_writes_to_its_author(self):
        alert = self.published("share", title="EXERCISE: crate <1>", handling="amber")
        links = self.lead_on("igo-unodc", alert)
        form = self.page("igo-unodc", links["Answer to the author"])
        chosen = form.xpath("//input[@name='to']/@value")
        self.assertEqual(chosen, ["member:customs-xa"])
        subject = form.xpath("//input[@name='subject']/@value")
        self.assertEqual(subject, ["EXERCISE: crate <1>"])
        self.assertEqual(self.about(form), [alert.removeprefix(f"{self.group}/")])
        self.assertFalse((self.body(form) or "").strip())
        self.assertNotIn("Answer to the author", self.lead_on("customs-xa", alert))

    def test_sent_on_it_says_no_title(self):
        alert = self.published(title="EXERCISE: crate <2>")
        links = self.lead_on("police-xb", alert)
        form = self.page("police-xb", links["Forward as a message"])
        self.assertEqual(form.xpath("//input[@name='subject']/@value"), [""])
        self.assertEqual(self.about(form), [alert.removeprefix(f"{self.group}/")])
        self.assertIn("its title is shown only to those it is open to", text_of(form))

    def test_what_one_may_not_see_is_left_out(self):
        alert = self.published(title="EXERCISE: hidden crate")
        path = alert.removeprefix(f"{self.group}/")
        for about in (path, "library/nothing", "..", "messages/x"):
            url = f"{self.group}/messages/write"
            form = self.page("igo-unodc", url, about=about, to="police-xb")
            self.assertFalse((self.body(form) or "").strip())
            spaces = self.page("igo-unodc", f"{self.group}/workspaces", about=about)
            self.assertNotIn("In which team", text_of(spaces))
            self.assertNotIn("hidden crate", text_of(form) + text_of(spaces))

    def test_readers_of_a_message_see_the_title_if_they_may(self):
        alert = self.published(title="EXERCISE: crate & 3")
        letter = {
            "to": ["police-xb", "igo-unodc"],
            "subject": "EXERCISE",
            "body": f'<p><a href="{alert}">{alert}</a></p>',
        }
        answer = self.rest(
            "customs-xa", "POST", f"{self.group}/@messages", 201, json=letter
        )
        url = f"{self.group}/messages/{answer['id']}"
        for user, sees in (("police-xb", True), ("igo-unodc", False)):
            (link,) = self.page(user, url).xpath(f"//main//a[@href='{alert}']")
            expected = "EXERCISE: crate & 3" if sees else alert
            self.assertEqual(text_of(link), expected)
