"""One member alone hides little, and what one member has hidden is soon shown again."""

import transaction
from AccessControl.SecurityManagement import newSecurityManager
from cites.cug.access.roles import Category
from cites.cug.access.transitions import do_transition
from cites.cug.membership.actions import remove_member
from cites.cug.membership.service_accounts import make_service_account
from cites.cug.membership.suspension import suspend_member
from cites.cug.reports.register import hiding
from plone import api
from plone.app.testing import login, logout
from Products.CMFCore.WorkflowCore import WorkflowException
from tests.library.case import text_of
from tests.reports.browser.test_desk import REASON, ReportsCase
from tests.workspaces.actions.test_reporting import ReportingCase


SETTING = "cites.cug.limits.open_reports"
VISIBLE = "It can be read as before"


class TestFewAtATime(ReportsCase):
    def reported(self, count, user="igo-interpol", *shared):
        """Items that the member reports, and how each report is answered."""
        items = [self.published(*(shared or ("share",))) for _number in range(count)]
        for item in items:
            url = f"{item}/@workflow/report"
            headers = {"Accept": "application/json"}
            body = {"comment": REASON}
            yield item, self.ask(user, "POST", url, headers=headers, json=body)

    def test_beyond_three_nothing_is_hidden_and_the_secretariat_is_told(self):
        found = list(self.reported(5))
        self.assertEqual([200] * 3 + [202] * 2, [a.status_code for _item, a in found])
        states = [self.state(item) for item, _answer in found]
        self.assertEqual(["reported"] * 3 + ["shared"] * 2, states)
        told = found[3][1].json()
        self.assertIs(told["hidden"], False)
        self.assertEqual("shared", told["review_state"])
        cards = self.cards()
        self.assertEqual(5, len(cards))
        visible = [card for card in cards if "Visible" in text_of(card)]
        self.assertEqual(2, len(visible))
        for card in visible:
            self.assertIn(REASON, text_of(card))
        (detail,) = self.audited(found[3][0], "report.tell")
        self.assertEqual({"reason": REASON}, detail)
        for item, _answer in found[3:]:
            self.assertNotIn("igo-interpol", self.ask("customs-xa", "GET", item).text)
            self.assertNotIn(REASON, self.ask("customs-xa", "GET", item).text)

    def test_others_hide_as_before_and_one_decided_makes_room(self):
        found = [item for item, _answer in self.reported(4)]
        self.report(found[3], "police-xb")
        self.assertEqual("reported", self.state(found[3]))
        self.rest("secretariat", "POST", f"{found[0]}/@workflow/reinstate_shared", 200)
        self.report(found[0], "igo-interpol")
        self.assertEqual("reported", self.state(found[0]))

    def test_what_was_told_is_told_once_and_hides_once_there_is_room(self):
        found = [item for item, _answer in self.reported(4)]
        last, cards = found[3], len(self.cards())
        self.report(last, "igo-interpol", 202)
        self.assertEqual(cards, len(self.cards()))
        self.assertEqual(1, len(self.audited(last, "report.tell")))
        self.rest("secretariat", "POST", f"{found[0]}/@workflow/reinstate_shared", 200)
        self.report(last, "igo-interpol", 200)
        self.assertEqual(cards - 1, len(self.cards()))

    def test_the_number_is_a_setting(self):
        api.portal.set_registry_record(SETTING, 0)
        transaction.commit()
        ((item, answer),) = self.reported(1)
        self.assertEqual((202, "shared"), (answer.status_code, self.state(item)))

    def test_the_page_says_so_before_and_after(self):
        found = [item for item, _answer in self.reported(3)]
        item = self.published("share")
        page = self.page("igo-interpol", f"{item}/change-state?transition=report")
        self.assertIn("Nothing is hidden until then", text_of(page))
        answer = self.send("igo-interpol", page, "change-state", comment=REASON)
        self.assertEqual(item, answer.headers["Location"])
        said = self.ask("igo-interpol", "GET", item, cookies=answer.cookies).text
        self.assertIn(VISIBLE, said)
        self.assertEqual("shared", self.state(item))
        self.assertEqual(3, len(found))

    def test_told_it_is_left_or_hidden_by_the_secretariat(self):
        *_hidden, (left, _answer), (hidden, _other) = self.reported(5)
        self.assertEqual(["dismiss", "hide"], self.cards()[0].xpath(".//button/@value"))
        self.assertEqual(302, self.decide("hide").status_code)  # the newest
        self.assertEqual("reported", self.state(hidden))
        self.rest("police-xb", "GET", hidden, 404)
        (card,) = [one for one in self.cards() if hidden in one.xpath(".//a/@href")]
        self.assertIn("INTERPOL", text_of(card).upper())
        self.assertIn(REASON, text_of(card))
        self.decide("dismiss", card=1)
        self.assertEqual("shared", self.state(left))
        self.assertEqual(4, len(self.cards()))

    def test_all_of_one_member_is_reinstated_in_one_step(self):
        found = [item for item, _answer in self.reported(5)]
        other = self.published()
        self.report(other)
        for user in ("customs-xa", "igo-interpol", "contact-xa"):
            data = {"do": "reinstate_all", "reporter": "igo-interpol"}
            answer = self.ask(user, "POST", self.desk, data=data)
            self.assertEqual(403, answer.status_code)
        page = self.page("secretariat", self.desk)
        (form,) = [one for one in page.forms if "reporter" in one.fields]
        values = {**dict(form.form_values()), "do": "reinstate_all"}
        self.ask("secretariat", "POST", self.desk, data=values)
        self.assertEqual({"shared"}, {self.state(item) for item in found})
        self.assertEqual("reported", self.state(other))
        self.assertEqual(1, len(self.cards()))
        (detail,) = self.audited(self.group, "report.reinstate")
        self.assertEqual({"member": "igo-interpol", "reports": 5}, detail)

    def test_with_suspension_all_is_shown_and_still_to_be_decided(self):
        before = {"share": "shared", "archive": "archived"}
        found = {}
        for name, state in before.items():
            ((item, _answer),) = self.reported(1, "police-xb", name)
            found[item] = state
        self.suspend("police-xb")
        for item, state in found.items():
            self.assertEqual(state, self.state(item))
            self.rest("customs-xb", "GET", item, 200)
        cards = self.cards()
        self.assertEqual(2, len(cards))
        for card in cards:
            self.assertIn("Visible", text_of(card))
        (detail,) = self.audited(self.group, "report.lift")
        self.assertEqual({"member": "police-xb", "reports": 2}, detail)

    def test_by_whatever_suspends(self):
        ((item, _answer),) = self.reported(1, "police-xb")
        self.suspend("police-xb", acting_user="system")  # as the clock does
        self.assertEqual("shared", self.state(item))

    def test_who_leaves_in_good_standing_has_reported_all_the_same(self):
        ((item, _answer),) = self.reported(1, "police-xb")
        transaction.begin()
        group = self.layer["portal"].cheetahs
        remove_member(group, "police-xb", acting_user="secretariat")
        transaction.commit()
        self.assertEqual("reported", self.state(item))

    def content(self, item):
        transaction.begin()
        path = item[len(self.portal) + 1 :]
        return self.layer["portal"].unrestrictedTraverse(path)

    def suspend(self, user, acting_user="secretariat"):
        transaction.begin()
        group = self.layer["portal"].cheetahs
        suspend_member(group, user, acting_user=acting_user)
        transaction.commit()

    def test_programs_hide_nothing(self):
        item = self.published("share")
        content = self.content(item)
        group = self.layer["portal"].cheetahs
        program = make_service_account(
            group,
            "EXERCISE: gateway",
            Category.CUSTOMS,
            country="XA",
            organisation="Customs",
            acting_user="secretariat",
        )
        users = self.layer["portal"].acl_users
        newSecurityManager(None, users.getUserById(program).__of__(users))
        self.assertFalse(do_transition(content, "report", REASON))
        logout()
        transaction.commit()
        self.assertEqual("shared", self.state(item))
        self.assertEqual(1, len(self.cards()))

    def test_no_other_way_hides_anything(self):
        item = self.published("share")
        content = self.content(item)
        login(self.layer["portal"], "police-xb")
        with self.assertRaises(WorkflowException):
            self.layer["portal"].portal_workflow.doActionFor(content, "report")
        logout()
        transaction.abort()
        self.assertEqual("shared", self.state(item))
        self.assertIsNone(hiding(content.UID()))


class TestGuests(ReportingCase):
    """Of workspaces: they report, and all stays as it is."""

    GUEST = "police-xb"

    def setUp(self):
        super().setUp()
        self.invite(self.GUEST, role="guest")
        self.number = self.say("zqsecret")

    def report_topic(self, user):
        url = f"{self.topic}/@workflow/report"
        return self.ask("POST", url, user, json={"comment": REASON})

    def report_comment(self, user):
        url = f"{self.topic}/@report/{self.number}"
        return self.ask("POST", url, user, json={"reason": REASON})

    def test_nothing_is_hidden(self):
        self.assertEqual(202, self.report_topic(self.GUEST).status_code)
        answer = self.report_comment(self.GUEST)
        self.assertEqual(202, answer.status_code)
        self.assertIs(answer.json()["hidden"], False)
        for user in ("customs-xa", "police-xa", self.GUEST):
            self.assertEqual(200, self.status("GET", self.topic, user))
            self.assertEqual("zqsecret", self.text(self.number, user))
        self.assertEqual(404, self.status("GET", self.topic, "secretariat"))

    def test_in_an_archive_members_are_no_guests(self):
        self.ask("POST", f"{self.workspace}/@workflow/archive", json={})
        self.assertEqual(202, self.report_topic(self.GUEST).status_code)
        self.assertEqual(200, self.report_topic("police-xa").status_code)

    def test_the_secretariat_reads_no_more_than_what_it_hides(self):
        self.report_topic(self.GUEST)
        self.report_comment(self.GUEST)
        words = self.words(self.desk, "secretariat")
        self.assertIn("EXERCISE: route through XB", words)
        for hidden in ("zqsecret", "zqtopic", "EXERCISE: crates"):
            self.assertNotIn(hidden, words)
        for about in self.abouts():
            self.press(self.desk, "secretariat", report=about, do="hide")
        words = self.words(self.desk, "secretariat")
        for hidden in ("zqsecret", "EXERCISE: crates"):
            self.assertIn(hidden, words)
        self.assertEqual(404, self.status("GET", self.topic, "customs-xa"))
        self.assertTrue(self.one(self.number, "police-xa")["reported"])
        for about in self.abouts():
            self.press(self.desk, "secretariat", report=about, do="reinstate")
        self.assertEqual("zqsecret", self.text(self.number, "customs-xa"))

    def abouts(self):
        page = self.page(self.desk, "secretariat")
        return page.xpath("//main//article//input[@name='report']/@value")

    def test_comments_count_with_topics_and_are_lifted_with_them(self):
        numbers = [self.number, *(self.say(f"zq{number}") for number in "ab")]
        for number in numbers:
            url = f"{self.topic}/@report/{number}"
            answer = self.ask("POST", url, "customs-xa", json={"reason": REASON})
            self.assertEqual(204, answer.status_code, answer.text)
        self.assertEqual(202, self.report_topic("customs-xa").status_code)
        group = self.site.cheetahs
        self.do(suspend_member, group, "customs-xa", acting_user="secretariat")
        self.assertEqual("zqsecret", self.text(self.number, "police-xa"))
        self.assertEqual(4, len(self.abouts()))

    def test_on_the_page(self):
        act = {"do": "report_topic", "sure": "1", "reason": REASON}
        answer = self.press(self.topic, self.GUEST, **act)
        self.assertEqual(self.topic, answer.headers["Location"])
        act = {"do": "report_comment", "comment": self.number}
        asked = self.press(self.topic, self.GUEST, 200, **act).text
        self.assertIn("Nothing is hidden until then", asked)
        self.press(self.topic, self.GUEST, sure="1", reason=REASON, **act)
        self.assertEqual("zqsecret", self.text(self.number, "customs-xa"))

    def test_a_deleted_comment_takes_its_reports_along(self):
        self.report_comment(self.GUEST)
        self.ask("DELETE", f"{self.comments}/{self.number}", "police-xa")
        self.assertEqual([], self.abouts())
