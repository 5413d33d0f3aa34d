"""The start pages of the portal and of a group."""

import json
import requests
import transaction
from cites.cug.core.jobs.job_status import note_known
from cites.cug.core.settings.deployment import data_folder
from cites.cug.home.start import FIRST
from cites.cug.library.items.visits import mark_all_read
from datetime import date, datetime, timedelta, UTC
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase, text_of


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

    def sections(self, user) -> dict[str, list[str]]:
        page = self.page(user, self.overview)
        return {
            text_of(section.find("h2")): [
                text_of(link) for link in section.xpath(".//*[@class='row-head']/a")
            ]
            for section in page.xpath("//main//section[h2][not(@id)]")
        }

    def test_own_drafts_stand_below(self):
        self.make(title="EXERCISE: draft")
        drafts = {"Drafts": ["EXERCISE: draft"]}
        self.assertEqual(self.sections("secretariat"), drafts)
        self.assertEqual(self.sections("customs-xa"), drafts)
        self.assertEqual(self.sections("police-xb"), {})

    def blocks(self, user, lang="en") -> dict[str, list[str]]:
        """Number and rows of each block, by its id."""
        page = self.page(user, self.overview, set_language=lang)
        return {
            block.get("id"): [
                *map(text_of, block.xpath("h2/b")),
                *map(text_of, block.xpath(".//*[@class='row-head']/a")),
            ]
            for block in page.xpath("//*[@class='blocks']/section")
        }

    def test_blocks_have_their_number_or_say_that_they_are_empty(self):
        order = ["due", "unread", "requests", "alerts", "follows", "topics"]
        page = self.page("wildlife-xc", self.overview)
        shown = page.xpath("//*[@class='blocks']/section")
        self.assertEqual(list(self.blocks("wildlife-xc")), order[: len(shown)])
        for block in shown:
            self.assertEqual(len(block.xpath("p[@class='quiet']")), 1)
        self.published(title="EXERCISE: cubs")
        message = {
            "to": ["wildlife-xc"],
            "subject": "Whose?",
            "body": "EXERCISE",
            "handling": "green",
            "kind": "information",
            "due": (date.today() + timedelta(days=3)).isoformat(),
        }
        self.rest("police-xa", "POST", f"{self.group}/@requests", 201, json=message)
        blocks = self.blocks("wildlife-xc")
        for name in ("due", "unread", "requests"):
            self.assertEqual(blocks[name], ["1", "Whose?"], name)
        self.assertEqual(blocks["alerts"], ["1", "EXERCISE: cubs"])
        self.assertEqual(self.blocks("igo-unodc")["alerts"], [])

    def test_where_no_alert_is_new_the_latest_are_shown(self):
        for number in range(FIRST + 1):
            self.published("share", title=f"EXERCISE: {number}")
        self.published(title="EXERCISE: of enforcement")
        now = datetime.now(UTC)
        group = self.layer["portal"]["cheetahs"]
        for user in ("igo-unodc", "police-xb"):
            mark_all_read(user, group, now)
        transaction.commit()
        latest = [f"EXERCISE: {number}" for number in range(FIRST, 0, -1)]
        self.assertEqual(self.blocks("igo-unodc")["alerts"], latest)
        latest = ["EXERCISE: of enforcement", *latest[:-1]]
        self.assertEqual(self.blocks("police-xb")["alerts"], latest)
        page = text_of(self.page("police-xb", self.overview, set_language="fr"))
        self.assertIn("Aucune alerte n’est arrivée depuis votre dernière visite", page)

    def test_who_decides_is_told_what_waits(self):
        self.move(self.make(), "submit", user="customs-xa")
        (tasks,) = self.page("secretariat", self.overview).xpath(
            "//*[@id='to-be-decided']"
        )
        self.assertIn("Drafts waiting to be published 1", text_of(tasks))
        self.assertFalse(
            self.page("police-xb", self.overview).xpath("//*[@id='to-be-decided']")
        )
        (tasks,) = self.page("contact-xa", self.overview).xpath(
            "//*[@id='to-be-decided']"
        )
        self.assertNotIn("Drafts", text_of(tasks))

    def test_jobs_that_fail_are_told_without_a_link(self):
        note_known("cites.cug.exercise", 1, 1)
        status = data_folder() / "jobs" / "cites.cug.exercise.json"
        self.addCleanup(status.unlink)
        told = json.loads(status.read_text())
        status.write_text(json.dumps({**told, "since": told["since"] - 60}))
        page = self.page("secretariat", self.overview)
        (line,) = page.xpath("//*[@id='to-be-decided']//li[contains(., 'jobs')]")
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

    def test_it_is_hidden_from_others(self):
        self.page("outsider", self.overview, 404)
        self.page("customs-xa", f"{self.portal}/ivory/overview", 404)
        self.assertEqual(self.ask(None, "GET", self.overview).status_code, 302)

    def test_members_write_from_here(self):
        page = self.page("customs-xa", self.overview)
        self.assertEqual(
            page.xpath("//aside//a/@href"),
            [
                f"{self.library}/++add++Alert",
                f"{self.library}/++add++LibraryDocument",
            ],
        )

    def test_the_secretariat_edits_the_group_from_here(self):
        edit = f"{self.group}/edit"
        for user, links in (("secretariat", [edit]), ("customs-xa", [])):
            page = self.page(user, self.overview)
            self.assertEqual(page.xpath(f"//aside//a/@href[. = '{edit}']"), links)
