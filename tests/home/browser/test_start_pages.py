"""The start pages of the portal and of a group."""

import requests
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
        answer = requests.get(self.portal, auth=auth, timeout=30)
        self.assertIn("++add++ClosedUserGroup", answer.text)


class GroupStartTest(LibraryCase):
    @property
    def overview(self):
        return f"{self.group}/overview"

    def test_members_come_to_their_messages(self):
        for user in ("customs-xa", "igo-unodc", "secretariat"):
            answer = self.ask(user, "GET", self.group)
            self.assertEqual(answer.status_code, 302)
            self.assertEqual(answer.headers["Location"], f"{self.group}/messages")

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
            for section in page.xpath("//main//section[h2]")
        }

    def test_each_sees_what_is_new_and_what_waits_for_them(self):
        self.make(title="EXERCISE: draft")
        pending = self.make(title="EXERCISE: pending")
        self.move(pending, "submit", user="customs-xa")
        self.published(title="EXERCISE: enforcement")
        self.published("share", title="EXERCISE: shared")
        new = ["EXERCISE: shared", "EXERCISE: enforcement"]
        self.assertEqual(
            self.sections("secretariat"),
            {
                "Waiting for your decision": ["EXERCISE: pending"],
                "Newest in the library": new,
                "Drafts": ["EXERCISE: draft"],
            },
        )
        self.assertEqual(
            self.sections("customs-xa"),
            {"Newest in the library": new, "Drafts": ["EXERCISE: draft"]},
        )
        self.assertEqual(self.sections("police-xb"), {"Newest in the library": new})
        self.assertEqual(
            self.sections("igo-unodc"), {"Newest in the library": ["EXERCISE: shared"]}
        )

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

    def test_an_empty_group_says_so(self):
        self.assertIn("Nothing here yet", text_of(self.page("police-xb", self.overview)))
