"""The desk of the Secretariat, and what members see of what was reported."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of


REASON = "The third line names the driver."


class ReportsCase(LibraryCase):
    @property
    def desk(self):
        return f"{self.group}/reports"

    def report(self, item, user="police-xb", status=200, comment=REASON):
        body = {"comment": comment}
        return self.rest(user, "POST", f"{item}/@workflow/report", status, json=body)

    def cards(self, user="secretariat"):
        return self.page(user, self.desk).xpath("//main//article")

    def decide(self, name, card=0, **changes):
        """Press a button of one of the cards."""
        (form,) = self.cards()[card].xpath(".//form")
        values = {**dict(form.form_values()), "do": name, **changes}
        return self.ask("secretariat", "POST", self.desk, data=values)

    def state(self, item):
        return self.rest("secretariat", "GET", f"{item}/@audience", 200)["state"]

    def audited(self, item, action):
        path = item[len(self.portal) :]
        query = select(AuditEvent).where(AuditEvent.action == action)
        found = session().scalars(query.order_by(AuditEvent.id))
        return [one.detail for one in found if one.target.endswith(path)]


class TestItems(ReportsCase):
    def test_it_is_hidden_at_once_from_all_but_author_and_secretariat(self):
        item = self.published()
        self.report(item)
        for user in ("police-xb", "customs-xb", "contact-xa", "igo-interpol"):
            self.rest(user, "GET", item, 404)
        for user in ("customs-xa", "secretariat"):
            self.assertEqual(
                self.rest(user, "GET", item, 200)["review_state"], "reported"
            )
        listed = self.rest("customs-xb", "GET", f"{self.group}/@library", 200)
        self.assertNotIn(item, [row["@id"] for row in listed["items"]])

    def test_nobody_changes_it_meanwhile(self):
        item = self.published()
        self.report(item)
        for user in ("customs-xa", "secretariat"):
            self.rest(user, "PATCH", item, 403, json={"title": "Other"})
            self.assertNotEqual(self.rest(user, "GET", item, 200)["title"], "Other")

    def test_a_reason_is_asked_for_and_kept(self):
        item = self.published()
        for comment in ("", "  "):
            answer = self.report(item, status=400, comment=comment)
            self.assertIn("comment: ", answer["message"])
        self.assertEqual(self.state(item), "enforcement")
        self.report(item)
        last = self.audited(item, "library.state")[-1]
        told = {"from": "enforcement", "to": "reported", "reason": REASON}
        self.assertEqual(told, last)

    def test_drafts_are_not_reported(self):
        item = self.make()
        self.report(item, "secretariat", 403)
        self.report(item, "police-xb", 404)
        self.assertEqual(self.state(item), "draft")
        self.assertEqual(self.audited(item, "library.state"), [])

    def test_it_goes_back_to_where_it_was(self):
        ways = {
            (): ("reinstate", "enforcement"),
            ("share",): ("reinstate_shared", "shared"),
            ("archive",): ("reinstate_archived", "archived"),
        }
        for before, (name, state) in ways.items():
            item = self.published(*before)
            self.report(item)
            others = {way for way, _state in ways.values()} - {name}
            for other in others:
                url = f"{item}/@workflow/{other}"
                self.rest("secretariat", "POST", url, 400, json={})
            for user in ("customs-xa", "police-xb"):
                url = f"{item}/@workflow/{name}"
                status = 403 if user == "customs-xa" else 404
                self.rest(user, "POST", url, status, json={})
            self.assertEqual(self.decide(name).status_code, 302)
            self.assertEqual(self.state(item), state)

    def test_only_what_it_is_for_shows_on_its_card(self):
        self.report(self.published("share"), "igo-interpol")
        (card,) = self.cards()
        buttons = [button.get("value") for button in card.xpath(".//button")]
        self.assertEqual(["reinstate_shared", "return", "delete"], buttons)
        for words in (REASON, "EXERCISE: cubs in a crate", "Alert", "igo-interpol"):
            name = self.layer["portal"].acl_users.getUserById(words)
            told = name.getProperty("fullname") if name else words
            self.assertIn(told, text_of(card))

    def test_returned_it_is_a_draft_of_its_author(self):
        item = self.published()
        self.report(item)
        self.decide("return")
        self.assertEqual(self.state(item), "draft")
        self.rest("customs-xa", "PATCH", item, 204, json={"title": "EXERCISE: cubs"})
        self.assertEqual([], self.cards())

    def test_deleted_it_is_gone(self):
        item = self.published()
        self.report(item)
        self.decide("delete")
        self.rest("secretariat", "GET", item, 404)
        self.assertEqual([], self.cards())

    def test_what_was_decided_is_not_decided_again(self):
        item = self.published()
        self.report(item)
        (form,) = self.cards()[0].xpath(".//form")
        values = {**dict(form.form_values()), "do": "reinstate"}
        self.ask("secretariat", "POST", self.desk, data=values)
        self.move(item, "archive")
        self.ask("secretariat", "POST", self.desk, data=values)
        self.assertEqual(self.state(item), "archived")

    def test_the_desk_is_for_the_secretariat_of_the_group(self):
        self.report(self.published())
        for user in ("customs-xa", "police-xb", "contact-xa", "igo-interpol"):
            self.assertEqual(self.ask(user, "GET", self.desk).status_code, 403, user)
        ivory = f"{self.portal}/ivory/reports"
        self.assertIn("nothing to decide", text_of(self.page("secretariat", ivory)))
        key = self.cards()[0].xpath(".//input[@name='report']/@value")[0]
        form = self.page("secretariat", self.desk).forms[-1]
        values = {**dict(form.form_values()), "report": key, "do": "delete"}
        self.ask("secretariat", "POST", ivory, data=values)
        self.assertEqual(1, len(self.cards()))

    def test_the_navigation_counts_what_waits(self):
        link = "//nav[@class='group']//a[contains(@href, '/administration')]"
        item = self.published()
        page = self.page("secretariat", f"{self.group}/overview")
        self.assertEqual(["Administration"], [text_of(one) for one in page.xpath(link)])
        self.report(item)
        page = self.page("secretariat", f"{self.group}/overview")
        (entry,) = page.xpath(link)
        self.assertIn("Awaiting your decision: 1", text_of(entry))
        page = self.page("customs-xa", f"{self.group}/overview")
        self.assertFalse(page.xpath(link))

    def test_its_author_reads_why_and_not_by_whom(self):
        item = self.published()
        self.report(item)
        page = text_of(self.page("customs-xa", item))
        self.assertIn(REASON, page)
        name = self.layer["portal"].acl_users.getUserById("police-xb")
        name = name.getProperty("fullname")
        self.assertNotIn(name, page)
        self.assertIn(name, text_of(self.page("secretariat", item)))
        for path in ("@workflow", "@history"):
            answer = self.ask(
                "customs-xa",
                "GET",
                f"{item}/{path}",
                headers={"Accept": "application/json"},
            )
            self.assertNotIn("police-xb", answer.text)

    def test_nor_does_its_author_once_it_was_decided(self):
        item = self.published()
        self.report(item)
        self.decide("return")
        user = self.layer["portal"].acl_users.getUserById("police-xb")
        told = (REASON, "police-xb", user.getProperty("fullname"))
        headers = {"Accept": "application/json"}
        for name in ("", "@workflow", "@history", "?expand=workflow"):
            url = f"{item}/{name}".replace("/?", "?")
            answer = self.ask("customs-xa", "GET", url, headers=headers)
            for words in told:
                self.assertNotIn(words, answer.text, name)
        page = text_of(self.page("customs-xa", item))
        self.assertIn("Reported: identifies a person or company", page)
        for words in told:
            self.assertNotIn(words, page)
            if words != "police-xb":
                self.assertIn(words, text_of(self.page("secretariat", item)))

    def test_a_reason_holds_no_characters_that_nobody_sees(self):
        item = self.published()
        for comment in ("names\0somebody", "names\u202esomebody", "x" * 1001):
            answer = self.report(item, status=400, comment=comment)
            self.assertIn("comment: ", answer["message"])
        self.assertEqual(self.state(item), "enforcement")
