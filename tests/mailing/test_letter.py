"""What a mail holds, and what it cannot be made to hold."""

from App.config import getConfiguration
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.jobs import send_notices
from cites.cug.mailing.letter import address, write
from datetime import timedelta
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default
from lxml import html
from tests.mailing.case import MailingCase, NOON, text_of
from threading import Thread
from unittest import TestCase


SUBJECT = "Portal (exercise): new notification"
READER = Address(addr_spec="customs-xa@example.org")
BAD_ADDRESSES = (
    None,
    "",
    "nobody",
    "@example.org",
    "a@",
    "a@example.org\nBcc: b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org, b@example.org",
    "A <a@example.org>",
    "a b@example.org",
    "ä@example.org",
    "a\0@example.org",
    "a@example.org\u2028Bcc: b@example.org",
    f"{'a' * 250}@example.org",
)


class AddressTest(TestCase):
    def test_only_one_plain_address(self):
        for text in BAD_ADDRESSES:
            self.assertIsNone(address(text), text)
        self.assertEqual("a.b+c@example.org", address("a.b+c@example.org").addr_spec)

    def test_a_name_cannot_add_headers(self):
        sender = address("portal@example.org", "Portal\r\nBcc: b@example.org")
        self.assertEqual("Portal Bcc: b@example.org", sender.display_name)


class LetterTest(TestCase):
    layer = CUG_FUNCTIONAL

    def write(self, *lines, subject=SUBJECT):
        sender = address("portal@example.org", "Portal, «exercise»")
        mail = write("1@example.org", sender, READER, subject, lines, "en", NOON)
        return message_from_bytes(mail.as_bytes(), policy=default)

    def test_the_headers(self):
        mail = self.write("Something new.")
        self.assertEqual("customs-xa@example.org", mail["To"])
        self.assertEqual("portal@example.org", mail["From"].addresses[0].addr_spec)
        self.assertEqual("<1@example.org>", mail["Message-ID"])
        self.assertEqual("Wed, 25 Nov 2026 12:30:00 +0000", mail["Date"])
        self.assertEqual("auto-generated", mail["Auto-Submitted"])
        self.assertEqual("multipart/alternative", mail.get_content_type())
        self.assertFalse([name for name in mail if name.startswith("List-")])

    def test_no_line_becomes_a_header(self):
        mail = self.write(
            *("Bcc: evil@example.org", "\r\n.\r\nRCPT TO:<evil@example.org>"),
            subject="Portal\r\nBcc: evil@example.org\nX-Evil: 1",
        )
        self.assertNotIn("Bcc", mail)
        self.assertNotIn("X-Evil", mail)
        self.assertEqual(1, len(mail["To"].addresses))

    def test_the_page_says_the_same_and_loads_nothing(self):
        for language, way in (("fr", "ltr"), ("ar", "rtl")):
            sender = address("portal@example.org")
            lines = "<b>1 & 2</b>", "https://example.org/a."
            mail = write("1@example.org", sender, READER, SUBJECT, lines, language, NOON)
            mail = message_from_bytes(mail.as_bytes(), policy=default)
            page = html.fromstring(mail.get_body(("html",)).get_content().encode())
            self.assertEqual((language, way), (page.get("lang"), page.get("dir")))
            self.assertEqual(str(mail["Subject"]), page.findtext("head/title"))
            self.assertEqual({"meta", "title"}, {one.tag for one in page.find("head")})
            self.assertFalse(page.xpath("//@src | //@href | //style | //script"))
            text = " ".join(text_of(mail).split())
            for line in page.xpath("//body//p//text()"):
                self.assertIn(" ".join(line.split()), text)
            self.assertEqual("https://example.org/a", page.findtext(".//bdi"))
            side = {"ltr": "left", "rtl": "right"}[way]
            self.assertIn(f"text-align:{side}", page.find("body/div").get("style"))

    def test_it_says_where_to_choose(self):
        address = f"{self.layer['portal'].absolute_url()}/notifications"
        self.assertIn(address, text_of(self.write("Something new.")))


class AddressesTest(MailingCase):
    """Links lead to the address by which visitors come."""

    def test_links_of_the_clock(self):
        settings = getConfiguration().product_config[SECTION]
        self.addCleanup(settings.pop, "public-url")
        for url in ("https://cug.example.org", "http://127.0.0.1:8123/portal"):
            settings["public-url"] = url
            self.queue(reference=url, at=NOON - timedelta(days=365))
            thread = Thread(target=run_job, args=("tests.post", Job(send_notices, 10)))
            with self.server():
                thread.start()
                thread.join()
            content = text_of(self.mails()[-1]).split()
            self.assertIn(f"{url}/cheetahs", content)
            self.assertIn(f"{url}/notifications", content)
