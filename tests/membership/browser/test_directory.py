"""The directory's page, and what keepers do there."""

import requests
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.membership.renewal import today
from datetime import timedelta
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from tests.membership.case import MembersCase


class DirectoryPageTest(MembersCase):
    def names(self, user, path="members"):
        page = self.page(user, path)
        rows = page.xpath("//table[@class='members']//th//div/a/text()")
        return {row.partition(" (")[0] for row in rows}

    def texts(self, answer):
        return " ".join(answer.text.split())

    def test_members_look_each_other_up(self):
        self.assertEqual(10, len(self.names("igo-unodc")))
        self.assertEqual(
            {"Police officer, XA"}, self.names("igo-unodc", "members?country=XA&q=police")
        )
        page = self.page("igo-unodc")
        self.assertFalse(page.xpath("//form[@id='members']//button"))
        self.assertFalse(page.xpath("//input[@name='members']"))
        self.assertFalse(page.xpath("//select[@name='state']"))
        mails = page.xpath("//a[starts-with(@href, 'mailto:')]/text()")
        self.assertEqual(["igo-unodc@example.org"], mails)

    def test_only_members_find_it(self):
        self.page("outsider", status=404)
        answer = requests.get(
            f"{self.group}/members", auth=(SITE_OWNER_NAME, "secret"), timeout=120
        )
        self.assertEqual(403, answer.status_code)

    def test_a_question_that_makes_no_sense(self):
        page = self.page("customs-xa", "members?category=pirates", status=400)
        self.assertTrue(page.xpath("//p[@role='alert']"))

    def test_keepers_tick_whom_they_keep(self):
        def ticked(user):
            return set(self.page(user).xpath("//input[@name='members']/@value"))

        self.assertEqual({"customs-xa", "police-xa", "wildlife-xa"}, ticked("contact-xa"))
        self.assertEqual(10, len(ticked("secretariat")))
        actions = self.page("contact-xa").xpath("//button[@name='action']/@value")
        self.assertEqual(["revalidate", "reactivate", "suspend"], actions)

    def test_many_are_confirmed_at_once(self):
        members = ["police-xa", "customs-xa"]
        for name in members:
            self.note(name, valid_until=today() + timedelta(days=9), reminder=10)
        due = self.names("contact-xa", "members?due=30")
        self.assertEqual({"Police officer, XA", "Customs officer, XA"}, due)
        answer = self.send(
            "contact-xa", action="revalidate", members=members, back="due=30"
        )
        self.assertIn("Confirmed as still in office: 2", self.texts(answer))
        self.assertTrue(answer.url.endswith("members?due=30"))
        self.assertEqual(set(), self.names("contact-xa", "members?due=30"))

    def test_suspension_is_asked_once_more_then_felt(self):
        form = {"action": "suspend", "members": "police-xa", "back": "country=XA"}
        question = self.send("secretariat", **form)
        self.assertIn("Police officer, XA", question.text)
        page = html.fromstring(question.text)
        self.assertEqual(["Suspend these members?"], page.xpath("//main//h1/text()"))
        self.assertFalse(page.xpath("//main//h2"))
        (way_out,) = page.xpath("//form[@id='question']//a/@href")
        self.assertEqual(f"{self.group}/members?country=XA", way_out)
        self.assertTrue(self.sees_group("police-xa"))
        answer = self.send(
            "secretariat",
            action="suspend",
            members="police-xa",
            confirmed="1",
            note="Changed office",
        )
        self.assertIn("Suspended: 1", self.texts(answer))
        self.assertFalse(self.sees_group("police-xa"))
        self.assertNotIn("Police officer, XA", self.names("customs-xb"))
        self.assertIn("suspended by decision", self.texts(self.answered("secretariat")))
        query = select(AuditEvent.detail).where(AuditEvent.action == "member.suspend")
        self.assertEqual("Changed office", session().scalar(query)["note"])
        self.send("secretariat", action="reactivate", members="police-xa")
        self.assertTrue(self.sees_group("police-xa"))

    def answered(self, user):
        return requests.get(f"{self.group}/members", auth=(user, PASSWORD), timeout=120)

    def test_removal_is_for_the_secretariat(self):
        form = {"action": "remove", "members": "police-xa", "confirmed": "1"}
        self.assertEqual(403, self.send("contact-xa", **form).status_code)
        self.assertIn("Removed", self.texts(self.send("secretariat", **form)))
        self.assertIsNone(self.entry("police-xa"))

    def test_whom_one_does_not_keep_is_refused(self):
        for member, status in (("police-xb", 403), ("secretariat", 403), ("x", 404)):
            form = {"action": "suspend", "members": member, "confirmed": "1"}
            self.assertEqual(status, self.send("contact-xa", **form).status_code)

    def test_all_or_none(self):
        form = {"action": "suspend", "members": ["police-xa", "secretariat"]}
        answer = self.send("secretariat", **form, confirmed="1")
        self.assertIn("at least one member of the Secretariat", self.texts(answer))
        self.assertEqual("active", self.entry("police-xa").state)

    def test_nothing_was_chosen(self):
        answer = self.send("secretariat", action="suspend")
        self.assertIn("Choose at least one member", self.texts(answer))
        self.assertEqual(400, self.send("secretariat", action="promote").status_code)

    def test_a_foreign_page_cannot_post(self):
        form = {"action": "reactivate", "members": "police-xa"}
        answer = requests.post(
            f"{self.group}/members",
            auth=("secretariat", PASSWORD),
            data=form,
            timeout=120,
        )
        self.assertEqual(403, answer.status_code)

    def test_names_are_written_as_text(self):
        self.note("police-xa", organisation="<b>Police</b>", function="<i>x</i>")
        page = self.page("secretariat")
        self.assertFalse(page.xpath("//tbody//b"))
        self.assertIn("<b>Police</b>", page.text_content())


class MemberPageTest(MembersCase):
    def member(self, user, user_id, status=200):
        return self.page(user, f"member?id={user_id}", status)

    def test_it_shows_what_the_caller_may_see(self):
        self.note("police-xa", function="Risk analysis", telephone="+33142685300")
        colleague = self.member("igo-unodc", "police-xa")
        self.assertIn("Police officer, XA", colleague.xpath("//h1/text()")[0])
        self.assertIn("Risk analysis", colleague.xpath("//dl//dd/text()"))
        self.assertFalse(colleague.xpath("//a[starts-with(@href, 'mailto:')]"))
        self.assertFalse(colleague.xpath("//a[starts-with(@href, 'tel:')]"))
        self.assertFalse(colleague.xpath("//main//button"))
        keeper = self.member("secretariat", "police-xa")
        self.assertTrue(keeper.xpath("//a[@href='tel:+33142685300']"))
        point = self.member("contact-xa", "police-xa")
        self.assertFalse(point.xpath("//a[starts-with(@href, 'tel:')]"))
        actions = point.xpath("//main//button[@name='action']/@value")
        self.assertEqual(["revalidate", "suspend"], actions)

    def test_to_confirm_stands_first_only_where_it_is_due(self):
        def stands(user="secretariat"):
            page = self.member(user, "police-xa")
            return [
                " ".join(one.text_content().split())
                for one in page.xpath(
                    "//form[@id='members']/*[self::a or self::button or self::details]"
                    "/descendant-or-self::*[contains(@class, 'button')"
                    " or contains(@class, 'primary')][not(ancestor::div[@class])]"
                )
            ]

        write = "Write Police officer, XA (exercise)"
        self.assertEqual([write, "Change", "More"], stands())
        self.assertEqual([write], stands("customs-xb"))
        self.note("police-xa", valid_until=today() + timedelta(days=9), reminder=10)
        confirm = "Confirm: still in office"
        self.assertEqual([write, confirm, "Change", "More"], stands())
        page = self.member("secretariat", "police-xa")
        primary = page.xpath("//main//*[contains(@class, 'primary')]")
        self.assertEqual([confirm], [one.text_content().strip() for one in primary])

    def test_hidden_members_are_answered_as_none(self):
        self.send("secretariat", action="suspend", members="police-xa", confirmed="1")
        self.member("customs-xb", "police-xa", 404)
        self.member("customs-xb", "nobody", 404)
        self.page("customs-xb", "member", 404)
        self.member("outsider", "police-xa", 404)
        kept = self.member("contact-xa", "police-xa")
        self.assertEqual(
            ["reactivate"], kept.xpath("//main//button[@name='action']/@value")
        )

    def test_its_buttons_ask_first(self):
        (form,) = self.member("secretariat", "police-xa").xpath("//form[@id='members']")
        data = [*form.form_values(), ("action", "remove")]
        auth = ("secretariat", PASSWORD)
        answer = requests.post(form.get("action"), auth=auth, data=data, timeout=120)
        self.assertIn("This cannot be undone", answer.text)
        self.assertIsNotNone(self.entry("police-xa"))

    def press(self, user, user_id, action, **more):
        """A button of the page, with all that the form says."""
        (form,) = self.member(user, user_id).xpath("//form[@id='members']")
        data = {**dict(form.form_values()), "action": action, **more}
        url, auth = form.get("action"), (user, PASSWORD)
        return requests.post(url, auth=auth, data=data, timeout=120)

    def test_one_comes_back_to_it_while_there_is_one(self):
        here = f"{self.group}/member?id=police-xa"
        for action in ("revalidate", "suspend", "reactivate"):
            done = self.press("contact-xa", "police-xa", action, confirmed="1")
            self.assertEqual((200, here), (done.status_code, done.url), action)
            self.assertIn('class="message info"', done.text)
        question = html.fromstring(self.press("secretariat", "police-xa", "remove").text)
        (form,) = question.xpath("//form[@id='question']")
        self.assertEqual([here], form.xpath(".//a/@href"))
        data = {**dict(form.form_values()), "action": "remove"}
        done = requests.post(
            form.get("action"), auth=("secretariat", PASSWORD), data=data, timeout=120
        )
        self.assertEqual((200, f"{self.group}/members"), (done.status_code, done.url))
        self.assertIsNone(self.entry("police-xa"))
