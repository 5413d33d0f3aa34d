"""What followed an item: each sees what may be seen, and nothing tells of more."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.library.items.browser.item import MOST_FOLLOW_UPS
from cites.cug.messaging.models import Message
from sqlalchemy import select, update
from tests.library.case import LibraryCase, text_of


class ConversationTest(LibraryCase):
    """``customs-xa`` writes the alert, ``police-xb`` writes about it."""

    def setUp(self):
        super().setUp()
        self.alert = self.published()

    def listed(self, user, item=None):
        found = self.rest(user, "GET", f"{item or self.alert}/@conversation", 200)
        return [(one["kind"], one["title"], one["author"]) for one in found["items"]]

    def write(self, user="police-xb", to=("customs-xa",), status=201, **fields):
        letter = {"to": list(to), "subject": "EXERCISE: crates", "body": "<p>Which?</p>"}
        letter |= {"about": self.alert, **fields}
        url = f"{self.group}/@messages"
        return self.rest(user, "POST", url, status, json=letter)

    def test_messages_and_requests_are_for_who_has_them(self):
        self.assertEqual([], self.listed("police-xb"))
        sent = self.write()
        self.assertEqual(self.alert, sent["about"]["@id"])
        asked = {"kind": "information", "subject": "EXERCISE: route", "body": "<p>?</p>"}
        asked |= {"to": ["customs-xa"], "about": self.alert}
        self.rest("police-xa", "POST", f"{self.group}/@requests", 201, json=asked)
        message = ("message", "EXERCISE: crates", "police-xb")
        request = ("request", "EXERCISE: route", "police-xa")
        self.assertEqual([request, message], self.listed("customs-xa"))
        self.assertEqual([message], self.listed("police-xb"))
        self.assertEqual([request], self.listed("police-xa"))
        self.assertEqual([], self.listed("secretariat"))

    def test_drafts_and_what_is_in_the_trash_are_left_out(self):
        draft = self.write(draft=True)
        self.assertEqual(self.alert, draft["about"]["@id"])
        self.assertEqual([], self.listed("police-xb"))
        url = f"{draft['@id']}/send"
        sent = self.rest("police-xb", "POST", url, 200, json={})
        self.assertEqual(self.alert, sent["about"]["@id"], "a draft keeps it")
        self.assertEqual(1, len(self.listed("customs-xa")))
        self.rest("customs-xa", "DELETE", sent["@id"], 204)
        self.assertEqual([], self.listed("customs-xa"))
        self.assertEqual(1, len(self.listed("police-xb")))

    def test_who_may_not_see_the_item_learns_nothing_of_it(self):
        sent = self.write(to=("igo-unodc",), handling="green")
        url = f"{self.group}/@messages/{sent['id']}"
        got = self.rest("igo-unodc", "GET", url, 200)
        self.assertEqual((None, True), (got["about"], got["about_hidden"]))
        name = self.alert.rpartition("/")[2]
        page = self.ask("igo-unodc", "GET", f"{self.group}/messages/{sent['id']}").text
        self.assertIn("an item of the library that is not open to you", page)
        self.assertNotIn(name, page)
        self.rest("igo-unodc", "GET", f"{self.alert}/@conversation", 404)

    def test_it_must_be_something_the_writer_may_see(self):
        hidden = self.make()
        for about in (hidden, f"{self.library}/none", self.group, {"country": "XA"}, 1):
            answer = self.write(about=about, status=400)
            self.assertEqual(["about"], [one["field"] for one in answer["errors"]], about)
        permit = {"country": "XA", "number": "XA-2026-0117"}
        self.assertEqual("XA XA-2026-0117", self.write(about=permit)["about"]["title"])

    def test_topics_are_for_the_team(self):
        space = {"@type": "Workspace", "title": "EXERCISE: route"}
        url = f"{self.group}/workspaces"
        space = self.rest("police-xb", "POST", url, 201, json=space)["@id"]
        text = f'<p>See <a href="{self.alert}">{self.alert}</a></p>'
        topic = {"@type": "Topic", "title": "EXERCISE: who", "text": text}
        topic = self.rest("police-xb", "POST", space, 201, json=topic)["@id"]
        self.assertEqual(
            [("topic", "EXERCISE: who", "police-xb")], self.listed("police-xb")
        )
        self.assertEqual([], self.listed("customs-xa"))
        found = self.rest("police-xb", "GET", f"{self.alert}/@conversation", 200)
        self.assertEqual([topic], [one["@id"] for one in found["items"]])
        self.rest("police-xb", "PATCH", topic, 204, json={"text": "<p>Another</p>"})
        self.assertEqual([], self.listed("police-xb"))
        elsewhere = self.alert.replace(self.portal, "http://evil.example/plone")
        uid = self.rest("police-xb", "GET", self.alert, 200)["UID"]
        path = self.alert.removeprefix(self.group)
        for link, is_about in (
            (elsewhere, False),
            (elsewhere.removeprefix("http:"), False),
            (f"http://evil.example/resolveuid/{uid}", False),
            (f"{self.alert}/view?x=1#body", True),
            (f"/plone/cheetahs{path}", True),
            (f"../..{path}", True),
            (f"resolveuid/{uid}", True),
            (f"../../../resolveuid/{uid}", True),
            (f"{self.portal}/resolveuid/{uid}", True),
            (f"resolveuid/{'0' * 32}", False),
        ):
            text = f'<p><a href="{link}">See</a></p>'
            self.rest("police-xb", "PATCH", topic, 204, json={"text": text})
            self.assertEqual(is_about, self.listed("police-xb") != [], link)

    def test_sightings_corrections_and_translations(self):
        seen = {"country": "XB", "note": "At the port."}
        self.rest("police-xb", "POST", f"{self.alert}/@sightings", 201, json=seen)
        change = {"field": "location", "value": "Mirror Port"}
        self.rest("police-xb", "POST", f"{self.alert}/@corrections", 201, json=change)
        words = {"language": "fr", "title": "EXERCICE : petits en caisse"}
        self.rest("customs-xa", "POST", f"{self.alert}/@translations", 201, json=words)
        expected = [
            ("translation", "Translation: French", "customs-xa"),
            ("correction", "Correction awaiting a decision: Place", "police-xb"),
            ("sighting", "Sighting from Wonderland (exercise)", "police-xb"),
        ]
        self.assertEqual(expected, self.listed("customs-xa"))
        self.assertEqual(expected, self.listed("police-xb"))
        self.assertEqual([expected[0], expected[2]], self.listed("wildlife-xa"))

    def test_the_page_lists_it_with_links(self):
        path = "//section[@id='conversation']"
        self.assertFalse(self.page("police-xb", self.alert).xpath(path))
        sent = self.write()
        (block,) = self.page("customs-xa", self.alert).xpath(path)
        (link,) = block.xpath(".//a")
        self.assertEqual(f"{self.group}/messages/{sent['id']}", link.get("href"))
        letter = self.page("customs-xa", link.get("href"))
        (about,) = letter.xpath(f"//*[@class='letter-facts']//a[@href='{self.alert}']")
        self.assertEqual("EXERCISE: cubs in a crate", text_of(about))

    def test_a_document_has_it_too(self):
        document = self.make_document()
        self.move(document, "submit", "publish")
        self.write(about=document)
        (block,) = self.page("customs-xa", document).xpath("//*[@id='conversation']")
        self.assertIn("EXERCISE: crates", text_of(block))

    def test_the_page_shows_the_latest_and_on_demand_all(self):
        for number in range(MOST_FOLLOW_UPS + 1):
            self.write(subject=f"EXERCISE: {number}")
        rows = "//*[@id='conversation']//li"
        page = self.page("customs-xa", self.alert)
        self.assertEqual(MOST_FOLLOW_UPS, len(page.xpath(rows)))
        (more,) = page.xpath("//*[@id='conversation']/p/a")
        self.assertEqual(f"Show all: {MOST_FOLLOW_UPS + 1}", text_of(more))
        whole = self.page("customs-xa", more.get("href"))
        self.assertEqual(MOST_FOLLOW_UPS + 1, len(whole.xpath(rows)))
        self.assertFalse(whole.xpath("//*[@id='conversation']/p/a"))

    def test_a_digest_that_was_forged_leads_nowhere(self):
        other = self.published(title="EXERCISE: another")
        self.write(about=other)
        sent = self.write()
        mine = select(Message.about_digest).where(Message.id == sent["id"])
        with engine(records_url()).begin() as records:
            digest = records.scalar(mine)
            records.execute(update(Message.__table__).values(about_digest=digest))
        found = self.rest("customs-xa", "GET", f"{self.alert}/@conversation", 200)
        told = [one["@id"].rpartition("/")[2] for one in found["items"]]
        self.assertEqual([sent["id"]], told)

    def test_what_is_gone_meanwhile_takes_no_text_along(self):
        path = self.alert.removeprefix(f"{self.group}/")
        form = self.page("police-xb", f"{self.group}/messages/write?about={path}")
        self.rest("secretariat", "DELETE", self.alert, 204)
        text = {"to": "member:customs-xa", "subject": "EXERCISE: late", "body": "Which?"}
        self.assertEqual(302, self.press(form, "send", **text).status_code)
        inbox = f"{self.group}/@messages"
        (first, *_rest) = self.rest("customs-xa", "GET", inbox, 200)["items"]
        self.assertEqual("EXERCISE: late", first["subject"])

    def test_the_form_says_what_it_is_about_and_keeps_it(self):
        path = self.alert.removeprefix(f"{self.group}/")
        url = f"{self.group}/messages/write?about={path}"
        form = self.page("police-xb", url)
        self.assertIn("EXERCISE: cubs in a crate", text_of(form))
        text = {"to": "member:customs-xa", "subject": "EXERCISE: asks", "body": "Which?"}
        saved = self.press(form, "save", **text)
        again = self.page("police-xb", saved.headers["Location"])
        self.assertIn("EXERCISE: cubs in a crate", text_of(again))
        self.press(again, "send")
        self.assertEqual(
            [("message", "EXERCISE: asks", "police-xb")], self.listed("customs-xa")
        )

    def press(self, page, button, **changes):
        (form,) = page.xpath("//form[@id='letter']")
        values = {**dict(form.form_values()), **changes, f"buttons.{button}": "1"}
        return self.ask("police-xb", "POST", form.action, data=values)
