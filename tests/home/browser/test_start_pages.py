"""The start pages of the portal and of a group."""

import json
import requests
import transaction
from cites.cug.core.jobs.job_status import note_known
from cites.cug.core.settings.deployment import data_folder
from cites.cug.home import start
from cites.cug.home.browser import start_pages
from cites.cug.home.start import FIRST
from cites.cug.library.items.visits import mark_all_read
from datetime import date, datetime, timedelta, UTC
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase, text_of
from tests.membership.access_requests.case import pending
from unittest.mock import patch


class PortalStartTest(LibraryCase):
    def test_with_one_group_it_is_that_group_s_page(self):
        answer = self.ask("customs-xa", "GET", self.portal)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(answer.headers["Location"], self.group)

    def test_with_two_groups_one_chooses(self):
        page = self.page("secretariat", self.portal)
        links = page.xpath("//main//h2/a/@href")
        self.assertEqual(links, [self.group, f"{self.portal}/ivory"])
        self.assertFalse(page.xpath("//a[contains(@href, '++add++')]"))

    def test_without_group_one_is_told_so(self):
        page = self.page("outsider", self.portal)
        self.assertIn("not a member of a group yet", text_of(page))
        self.assertNotIn("Cheetahs", text_of(page))

    def test_a_site_manager_makes_groups(self):
        auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        answer = requests.get(self.portal, auth=auth, timeout=120)
        self.assertIn("++add++ClosedUserGroup", answer.text)


class GroupStartTest(LibraryCase):
    @property
    def overview(self):
        return f"{self.group}/overview"

    def test_members_come_home(self):
        for user in ("customs-xa", "igo-unodc", "secretariat"):
            answer = self.ask(user, "GET", self.group)
            self.assertEqual(answer.status_code, 302)
            self.assertEqual(answer.headers["Location"], self.overview)
            messages = f"{self.group}/messages"
            self.assertIn(
                messages, self.page(user, self.overview).xpath("//nav//a/@href")
            )

    def test_a_site_manager_has_none(self):
        auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        options = {"auth": auth, "timeout": 30, "allow_redirects": False}
        answer = requests.get(self.group, **options)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("About this group", answer.text)
        # Nor is one led to the library, which answers that it is not there.
        self.assertNotIn(f'href="{self.group}/library"', answer.text)
        answer = requests.get(f"{self.group}/messages", **options)
        self.assertEqual(answer.status_code, 403)


class OverviewTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.overview = f"{self.group}/overview"

    def sections(self, user, lang="en") -> dict[str, list[tuple[str, ...]]]:
        """By the id of each section: the words of its rows' links, and their actions."""
        page = self.page(user, self.overview, set_language=lang)
        return {
            section.get("id"): [
                (
                    text_of(row.xpath("p[@class='row-head']")[0]),
                    *(one.text for one in row.xpath("a")),
                )
                for row in section.xpath(".//li[contains(@class, 'row')]")
            ]
            for section in page.xpath("//main//section[h2]")
        }

    def write(self, service="messages", **fields):
        fields = {
            "to": ["wildlife-xc"],
            "subject": "Whose?",
            "body": "EXERCISE",
            "handling": "green",
            **fields,
        }
        url = f"{self.group}/@{service}"
        return self.rest("police-xa", "POST", url, 201, json=fields)["@id"]

    def test_each_thing_stands_once_with_its_action(self):
        soon, far = (str(date.today() + timedelta(days=days)) for days in (3, 30))
        self.write("requests", kind="information", due=soon)
        self.write("requests", kind="information", subject="Any day")
        self.write(subject="Far", answer_by=far)
        self.write(subject="News")
        alert = {"title": "EXERCISE: cubs", "incident_country": "XA"}
        follow = {"field": "country", "value": "XA"}
        self.rest("wildlife-xc", "POST", f"{self.group}/@follows", 201, json=follow)
        self.published(**alert)
        found = self.sections("wildlife-xc")
        self.assertEqual(list(found), ["week", "later", "new", "about"])
        self.assertEqual(found["week"], [("TLP:GREEN New Whose?", "Answer")])
        later = [("TLP:GREEN New Far", "Answer"), ("TLP:GREEN New Any day", "Answer")]
        self.assertEqual(found["later"], later)
        new = [("TLP:GREEN New EXERCISE: cubs",), ("TLP:GREEN New News",)]
        self.assertCountEqual(found["new"], new)

    def test_the_action_leads_to_the_answer(self):
        request = self.write("requests", kind="information")
        message = self.write(answer_by="2999-12-31")
        page = self.page("wildlife-xc", self.overview)
        message_id = message.rpartition("/")[2]
        self.assertEqual(
            page.xpath("//*[@id='later']//li/a/@href"),
            [
                f"{self.group}/messages/write?reply={message_id}",
                f"{self.group}/assistance/{request.rpartition('/')[2]}",
            ],
        )

    def test_what_is_overdue_is_first(self):
        self.write(answer_by=str(date.today() + timedelta(days=3)))
        later = date.today() + timedelta(days=4)
        with patch.object(start_pages, "reader_today", return_value=later):
            found = self.sections("wildlife-xc")
        self.assertEqual(next(iter(found)), "overdue")
        self.assertEqual(found["overdue"], [("TLP:GREEN New Whose?", "Answer")])

    def test_what_named_readers_alone_may_see_has_no_text(self):
        self.write(handling="red", body="Quoll")
        alert = {"handling": "red", "title": "EXERCISE: parcel"}
        url = self.make("secretariat", **alert)
        readers = {"readers": ["member:wildlife-xc"]}
        self.rest("secretariat", "POST", f"{url}/@workflow/choose", 200, json=readers)
        page = self.page("wildlife-xc", self.overview)
        for word in ("Whose?", "Quoll", "parcel"):
            self.assertNotIn(word, text_of(page))
        new = [
            ("TLP:RED New Item for named readers",),
            ("TLP:RED New Message for named readers",),
        ]
        self.assertCountEqual(self.sections("wildlife-xc")["new"], new)

    def test_where_there_is_more_a_link_leads_to_all(self):
        for number in range(FIRST + 1):
            self.published(title=f"EXERCISE: {number}")
        page = self.page("police-xb", self.overview)
        links = {
            text_of(one): one.get("href")
            for one in page.xpath("//ul[@class='numbers']//a")
        }
        self.assertEqual(
            links[f"New alerts {FIRST + 1}"], f"{self.group}/library?type=Alert"
        )
        self.assertNotIn("Unread messages", " ".join(links))

    def test_own_drafts_alone_stand_below(self):
        self.make(title="EXERCISE: draft")
        draft = [("TLP:GREEN EXERCISE: draft",)]
        self.assertEqual(self.sections("customs-xa")["drafts"], draft)
        for user in ("secretariat", "police-xb"):
            self.assertNotIn("drafts", self.sections(user))

    def test_where_nothing_waits_it_says_so_and_shows_the_latest_alerts(self):
        for number in range(FIRST + 1):
            self.published("share", title=f"EXERCISE: {number}")
        self.published(title="EXERCISE: of enforcement")
        now = datetime.now(UTC)
        group = self.layer["portal"]["cheetahs"]
        for user in ("igo-unodc", "police-xb"):
            mark_all_read(user, group, now)
        transaction.commit()
        latest = [(f"TLP:GREEN EXERCISE: {number}",) for number in range(FIRST, 0, -1)]
        self.assertEqual(self.sections("igo-unodc")["latest"], latest)
        latest = [("TLP:GREEN EXERCISE: of enforcement",), *latest[:-1]]
        self.assertEqual(self.sections("police-xb")["latest"], latest)
        page = text_of(self.page("police-xb", self.overview, set_language="fr"))
        self.assertIn("Rien ne vous attend aujourd’hui", page)

    def test_who_decides_is_told_what_waits(self):
        draft = self.make(title="EXERCISE: skins")
        self.move(draft, "submit", user="customs-xa")
        drafts = ("Drafts waiting to be published 1", "Decide")
        self.assertIn(drafts, self.sections("secretariat")["decisions"])
        self.assertNotIn("decisions", self.sections("police-xb"))
        self.assertNotIn(drafts, self.sections("contact-xa").get("decisions", []))
        page = self.page("secretariat", self.overview)
        (row,) = page.xpath("//*[@id='decisions']//li[contains(., 'Drafts')]")
        links = [(text_of(one), one.get("href")) for one in row.xpath(".//a")]
        self.assertEqual(links[1], ("EXERCISE: skins", draft))
        self.assertEqual(links[2][1], draft)

    def test_the_request_that_waits_longest_is_decided_first(self):
        group = self.layer["portal"]["cheetahs"]
        first = pending(group)
        pending(group, email="other@customs.example", first_name="Other")
        transaction.commit()
        page = self.page("secretariat", self.overview)
        (row,) = page.xpath("//*[@id='decisions']//li[contains(., 'Requests')]")
        links = [(text_of(one), one.get("href")) for one in row.xpath(".//a")]
        url = f"{self.group}/requests-one?id={first}"
        self.assertEqual(links[0][1], f"{self.group}/requests")
        said = "Officer Exercise, Customs Administration of XA (exercise)"
        self.assertIn(said, links[1][0])
        self.assertIn("0 days", links[1][0])
        self.assertEqual([url, url], [href for _words, href in links[1:]])

    def test_readers_whom_nothing_reached_are_no_decision(self):
        with patch.object(start, "troubles", return_value=(2, ())):
            page = self.page("secretariat", self.overview)
        self.assertFalse(page.xpath("//*[@id='decisions']//li[contains(., 'Readers')]"))
        numbers = [text_of(one) for one in page.xpath("//ul[@class='numbers']//a")]
        self.assertIn("Readers whom no notification reached 2", numbers)

    def test_a_row_says_its_kind_first_and_its_text_on_a_line_of_its_own(self):
        self.write(body="EXERCISE: who has seen it?")
        page = self.page("wildlife-xc", self.overview)
        (row,) = page.xpath("//*[@id='new']//li")
        facts, snippet = row.xpath("p[position() > 1]")
        self.assertTrue(text_of(facts).startswith("Message Police officer, XA"))
        self.assertTrue(facts.xpath("time"))
        self.assertIn("who has seen it", text_of(snippet))
        self.assertEqual(text_of(page.find(".//h1")), "Today")

    def test_jobs_that_fail_are_told_without_a_link(self):
        note_known("cites.cug.exercise", 1, 1)
        status = data_folder() / "jobs" / "cites.cug.exercise.json"
        self.addCleanup(status.unlink)
        told = json.loads(status.read_text())
        status.write_text(json.dumps({**told, "since": told["since"] - 60}))
        page = self.page("secretariat", self.overview)
        (line,) = page.xpath("//*[@id='decisions']//li[contains(., 'jobs')]")
        self.assertIn("1", text_of(line))
        self.assertFalse(line.xpath(".//a"))
        page = self.page("contact-xa", self.overview)
        self.assertNotIn("Jobs", text_of(page))

    def test_with_several_groups_each_has_its_numbers(self):
        self.move(self.make(), "submit", user="customs-xa")
        page = self.page("secretariat", self.portal)
        numbers = page.xpath("//*[@class='numbers']/li/a")
        told = {(one.get("href"), text_of(one)) for one in numbers}
        self.assertIn((self.group, "Drafts waiting to be published 1"), told)

    def test_the_newest_of_all_groups_stand_below(self):
        for number in range(4):
            self.published("share", title=f"EXERCISE: {number}")
        self.published(title="EXERCISE: of enforcement")
        for user, newest in (
            ("police-xb", ["of enforcement", "3", "2"]),
            ("igo-unodc", ["3", "2", "1"]),
        ):
            page = self.page(user, self.portal)
            rows = page.xpath("//section[h2[@id='newest']]//li")
            titles = [text_of(row.find(".//a")) for row in rows]
            self.assertEqual(titles, [f"EXERCISE: {one}" for one in newest], user)
            for row in rows:
                self.assertIn("Closed User Group on Cheetahs", text_of(row))

    def test_what_is_overdue_in_any_group_stands_above_the_groups(self):
        day = date.today() + timedelta(days=3)
        self.write(to=["police-xb"], answer_by=str(day))
        self.assertFalse(
            self.page("police-xb", self.portal).xpath("//section[@id='overdue']")
        )
        later = day + timedelta(days=1)
        with patch.object(start_pages, "reader_today", return_value=later):
            page = self.page("police-xb", self.portal)
            others = self.page("igo-unodc", self.portal)
        (row,) = page.xpath("//section[@id='overdue']//li")
        self.assertIn("Closed User Group on Cheetahs", text_of(row))
        (action,) = row.xpath(".//a[text()='Answer']")
        self.assertTrue(action.get("href").startswith(self.group))
        self.assertFalse(others.xpath("//section[@id='overdue']"))

    def test_it_is_hidden_from_others(self):
        self.page("outsider", self.overview, 404)
        self.page("customs-xa", f"{self.portal}/ivory/overview", 404)
        self.assertEqual(self.ask(None, "GET", self.overview).status_code, 302)

    def test_members_begin_from_each_page(self):
        write, permits = f"{self.group}/messages/write", f"{self.group}/permits"
        alert = f"{self.library}/++add++Alert"
        offered = {
            "customs-xa": [write, alert, permits],
            "igo-unodc": [write, alert, permits],
        }
        for user, links in offered.items():
            for url in (self.overview, f"{self.group}/members"):
                page = self.page(user, url)
                menu = page.xpath("//header//*[@class='menu begin']//a/@href")
                self.assertEqual(menu, links, user)
        page = self.page("customs-xa", self.overview)
        self.assertEqual(page.xpath("//main/div/p//a/@href"), offered["customs-xa"])
        page = self.page("customs-xa", f"{self.portal}/profile")
        self.assertTrue(page.xpath("//header//*[@class='menu begin']"))

    def test_the_secretariat_edits_the_group_from_here(self):
        edit = f"{self.group}/edit"
        for user, links in (("secretariat", [edit]), ("customs-xa", [])):
            page = self.page(user, self.overview)
            found = page.xpath(f"//*[@id='about']//a/@href[. = '{edit}']")
            self.assertEqual(found, links)
