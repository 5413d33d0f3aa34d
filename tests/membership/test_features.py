"""Tools that a group's Secretariat turns on."""

import requests
import transaction
from cites.cug.access.features import Feature
from cites.cug.demo.testing import PASSWORD
from lxml import html
from plone.dexterity.utils import createContent
from tests.exchange.feeds_case import FeedsCase
from tests.exchange.hooks.case import HooksCase
from tests.login.case import MEMBER


def turn_on(portal, *features):
    """Turn these on in all groups, and nothing else."""
    transaction.begin()
    for group in (portal.cheetahs, portal.ivory):
        group.features = list(features)
    transaction.commit()


class FeaturesTest(FeedsCase):
    def setUp(self):
        super().setUp()
        self.turn_on()

    def turn_on(self, *features):
        turn_on(self.layer["portal"], *features)

    def page(self, path, user=MEMBER):
        url = f"{self.portal}/{path}"
        answer = requests.get(url, auth=(user, PASSWORD), timeout=120)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text)

    def menu(self, path="api-tokens", user=MEMBER):
        """The pages that the menu of one's own settings leads to."""
        links = self.page(path, user).xpath("//nav//a/@href")
        return {link.rpartition("/")[2] for link in links} & {"feeds", "api-tokens"}

    def make_token(self, user):
        terms = {"name": "nightly", "scopes": ["read:library"]}
        return self.do("POST", "@tokens", user, json=terms)

    def test_a_new_group_has_none(self):
        self.assertEqual([], createContent("ClosedUserGroup").features)

    def test_the_secretariat_alone_turns_them_on(self):
        feeds = {"features": ["feeds"]}
        for user in (MEMBER, "contact-xa", "igo-unodc"):
            self.do("PATCH", "cheetahs", user, 403, json=feeds)
        self.do("PATCH", "cheetahs", "secretariat", 204, json=feeds)
        self.do("PATCH", "cheetahs", "secretariat", 400, json={"features": ["all"]})
        boxes = self.page("cheetahs/edit", "secretariat").xpath(
            "//input[@type='checkbox'][contains(@name, 'features')]"
        )
        checked = [box.get("value") for box in boxes if box.get("checked")]
        self.assertEqual(
            (list(Feature), ["feeds"]), ([box.get("value") for box in boxes], checked)
        )

    def test_feeds(self):
        answer = self.do("POST", "cheetahs/@feed-key", status=403)
        self.assertIn("has not turned this on", answer.json()["message"])
        self.assertEqual([], self.page("feeds").xpath("//button[@name='make']"))
        self.assertNotIn("feeds", self.menu())
        self.turn_on(Feature.FEEDS)
        self.assertIn("feeds", self.menu())
        address = self.key()
        self.assertEqual(200, self.read(address).status_code)
        self.turn_on()
        self.assertEqual(403, self.read(address).status_code)

    def test_tokens(self):
        self.assertEqual(403, self.make_token(MEMBER).status_code)
        self.assertEqual([], self.page("api-tokens").xpath("//*[@name='scopes:list']"))
        self.assertNotIn("api-tokens", self.menu("account"))
        self.assertEqual(201, self.make_token("secretariat").status_code)
        self.assertIn("api-tokens", self.menu("account", "secretariat"))
        self.turn_on(Feature.TOKENS)
        self.assertEqual(201, self.make_token(MEMBER).status_code)
        self.assertIn("api-tokens", self.menu("account"))

    def test_tokens_open_the_groups_that_have_turned_them_on(self):
        def reads(secret, group):
            heads = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
            url = f"{self.portal}/{group}/@library"
            return requests.get(url, headers=heads, timeout=120).status_code

        self.turn_on(Feature.TOKENS)
        secrets = {
            user: self.make_token(user).json()["token"]
            for user in ("police-xb", "secretariat")
        }
        self.turn_on()
        self.turn_on_in("ivory", Feature.TOKENS)
        self.assertEqual(201, self.make_token("police-xb").status_code)
        for user, group, status in (
            ("police-xb", "ivory", 200),
            ("police-xb", "cheetahs", 403),
            ("secretariat", "cheetahs", 200),
        ):
            with self.subTest((user, group)):
                self.assertEqual(status, reads(secrets[user], group))

    def test_suspended_members_and_people_in_no_group_make_no_tokens(self):
        url = "cheetahs/@members/wildlife-xc"
        self.do("POST", f"{url}/suspend", "secretariat", 200, json={"reason": "Leave."})
        for user in ("wildlife-xc", "outsider"):
            self.assertEqual(403, self.make_token(user).status_code)

    def turn_on_in(self, name, *features):
        transaction.begin()
        self.layer["portal"][name].features = list(features)
        transaction.commit()

    def test_grades(self):
        def inputs():
            page = self.page("cheetahs/library/++add++Alert?form=long")
            return len(page.xpath("//*[contains(@name, 'source_grade')]"))

        self.assertEqual(0, inputs())
        self.turn_on(Feature.GRADES)
        self.assertTrue(inputs())


class HooksOffTest(HooksCase):
    def test_none_is_made_or_told(self):
        hook = self.hook()
        self.rest("POST", f"/{hook['id']}/test", status=204)
        turn_on(self.layer["portal"])
        self.rest("POST", "", status=403, json={"account": hook["account"]})
        self.assertEqual([], self.run_job())
        turn_on(self.layer["portal"], Feature.HOOKS)
        self.assertEqual(["test"], [one["type"] for one in self.run_job()])
