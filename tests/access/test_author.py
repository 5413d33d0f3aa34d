"""Who has written an alert, asked in every channel by those who are not told."""

import base64
import re
import unittest
from cites.cug.access import author
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from tests.access.canaries import png
from tests.library.case import LibraryCase, text_of
from types import SimpleNamespace
from unittest.mock import call, Mock, patch


AUTHOR, OFFICE = "wildlife-xc", "secretariat"
#: A member of another authority, one of the author's country's own kind, and an IGO.
READERS = ("customs-xb", "contact-xa", "igo-interpol")
NUMBER = "XC/zq4711"
#: The user id, the name, the authority and the seizure number; and, in what services
#: tell, the country, which is named nowhere in the alert.
TELLING = re.compile(
    r"wildlife-xc|Wildlife (officer|Service)[^<]*XC|zq4711", re.IGNORECASE
)
COUNTRY = re.compile(r"\bXC\b")
FIELDS = {
    "title": "EXERCISE: zqnowhere",
    "description": "Nothing of who has seen it.",
    "incident_country": "XA",
    "seizure_id": NUMBER,
    "specimens": [{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 1}],
    "alleged_origin": "XA",
    "alleged_destination": "XB",
}
SERVICES = """
    {alert} {alert}?fullobjects=1 {alert}?metadata_fields=_all
    {alert}?expand=breadcrumbs,navigation,workflow,actions {alert}/@audience
    {alert}/@workflow {alert}/@history {alert}/@history/0 {alert}?version=0
    {alert}/@lock {alert}/@conversation {alert}/@related {alert}/@sightings
    {alert}/@stix {alert}/@misp
    {alert}/@types {alert}/@breadcrumbs {alert}/@navigation {alert}/@actions
    {picture} {picture}?metadata_fields=_all {picture}?metadata_fields=Creator
    {picture}?metadata_fields=listCreators {picture}/@lock {picture}/@history
    {group}/@library {group}/@library?facets=all {group}/@library?q=zqnowhere
    {group}/@statistics {group}/@changes {group}/@stix {group}/@home
    {group}/@search-all?q=zqnowhere {group}/@follows
    {portal}/@search?b_size=500&metadata_fields=_all
    {portal}/@search?b_size=500&fullobjects=1
    {portal}/@search?b_size=500&metadata_fields=Creator&metadata_fields=listCreators
    {portal}/@search?SearchableText=zqnowhere&metadata_fields=_all
"""
PAGES = """
    {alert} {alert}/sightings {alert}/versions {picture} {group}/start
    {group}/library {group}/library?facets=all {group}/library-rows
    {group}/search-all?q=zqnowhere {group}/first-results?q=zqnowhere
    {group}/statistics {group}/statistics?download=csv {group}/map {group}/followed
"""


def item(*creators, **attributes):
    return SimpleNamespace(creators=creators, **attributes)


class AuthorTest(unittest.TestCase):
    """What follows from an item and a roster, without a portal."""

    def replace(self, **names):
        self.enterContext(patch.multiple(author, **names))

    def test_it_is_the_first_of_its_makers(self):
        for found, expected in (
            (item("a", "b"), "a"),
            (item(), ""),
            (SimpleNamespace(), ""),
        ):
            self.assertEqual(expected, author.author_of(found))

    def test_who_is_told_of_an_unnamed_one(self):
        for hide, caller, granted, expected in (
            (False, "b", False, True),
            (True, "a", False, True),
            (True, "b", True, True),
            (True, "b", False, False),
        ):
            may = Mock(return_value=granted)
            self.replace(caller=lambda caller=caller: caller, may=may)
            found = item("a", hide_country=hide)
            self.assertIs(hide, author.is_unnamed(found))
            self.assertIs(expected, author.knows_author(found), (hide, caller, granted))
            if may.called:
                may.assert_called_once_with(Permission.PUBLISH, found)
        self.assertIs(False, author.is_unnamed(SimpleNamespace()))
        self.assertIs(True, author.is_unnamed(item(hide_country=1)))

    def test_the_same_by_the_keys_of_a_list(self):
        office = "user:Secretariat:uid"
        for tokens, expected in (
            (["user:a"], True),
            ([office], True),
            (["user:b", "user:Secretariat:other"], False),
            ([], False),
        ):
            self.assertIs(expected, author.know_unnamed("a", tokens, "uid"), tokens)

    def test_the_role_is_held_while_on_the_roster(self):
        found = item("a")
        role = author.AuthorRole(found)
        held = (Role.AUTHOR.value,)
        on_roster = Mock(return_value=True)
        self.replace(on_roster=on_roster)
        self.assertEqual((held, ()), (role.getRoles("a"), role.getRoles("b")))
        self.assertEqual([("a", held)], [*role.getAllRoles()])
        on_roster.assert_called_with("a", found)
        on_roster.return_value = False
        self.assertEqual(((), []), (role.getRoles("a"), [*role.getAllRoles()]))

    def test_what_plone_stores_for_makers_goes_inside_a_group(self):
        for group, holders, removed in (
            ("group", ["a", "b"], [call(["a", "b"])]),
            ("group", [], []),
            (None, ["a"], []),
        ):
            made = Mock()
            made.get_local_roles.return_value = [(name, ("Owner",)) for name in holders]
            self.replace(group_of=lambda _item, group=group: group)
            author.forget_owner(made, None)
            self.assertEqual(removed, made.manage_delLocalRoles.mock_calls)


class UnnamedAlertTest(LibraryCase):
    """An alert that does not say where it comes from, with a picture, open to all."""

    def setUp(self):
        super().setUp()
        self.alert = self.make(user=AUTHOR, **FIELDS, hide_country=True)
        self.picture = self.rest(
            AUTHOR,
            "POST",
            self.alert,
            201,
            json={
                "@type": "Image",
                "title": "zqpicture",
                "image": {
                    "filename": "a.png",
                    "data": base64.b64encode(png("a")).decode(),
                    "encoding": "base64",
                },
            },
        )["@id"]
        self.rest(AUTHOR, "POST", f"{self.alert}/@lock", 200, json={"timeout": 600})
        self.move(self.alert, "submit", user=AUTHOR)
        self.move(self.alert, "publish", "share")

    def found(self, user, **query):
        url = f"{self.group}/@library"
        answer = self.rest(user, "GET", url, 200, params=query)
        return [row["author"] for row in answer["items"]], answer["items_total"]

    def words_of(self, user, path, **headers):
        places = {"alert": self.alert, "picture": self.picture}
        url = path.format(**places, group=self.group, portal=self.portal)
        return self.ask(user, "GET", url, headers=headers)

    def test_no_channel_tells_it(self):
        name = self.page(OFFICE, self.alert).xpath("//aside[@class='about']")[0]
        self.assertIn("Readers are not told.", text_of(name))
        shown = 0
        for user in READERS:
            for path in SERVICES.split():
                answer = self.words_of(user, path, Accept="application/json")
                shown += "zqnowhere" in answer.text
                self.assertIsNone(TELLING.search(answer.text), (user, path))
                self.assertIsNone(COUNTRY.search(answer.text), (user, path))
            for path in PAGES.split():
                answer = self.words_of(user, path)
                shown += "zqnowhere" in answer.text
                self.assertIsNone(TELLING.search(answer.text), (user, path))
        self.assertGreater(shown, 60)

    def test_author_and_secretariat_are_told(self):
        for user in (AUTHOR, OFFICE):
            item = self.rest(user, "GET", self.alert, 200)
            self.assertEqual((item["seizure_id"], item["hide_country"]), (NUMBER, True))
            self.assertEqual(item["lock"]["creator"], AUTHOR)
            audience = self.rest(user, "GET", f"{self.alert}/@audience", 200)
            self.assertEqual(audience["author"], AUTHOR)
            self.assertEqual(self.found(user), ([AUTHOR], 1))
            self.assertEqual(self.found(user, author=AUTHOR), ([AUTHOR], 1))
            self.assertIn(NUMBER, self.words_of(user, "{alert}").text)
        trail = self.rest(OFFICE, "GET", f"{self.group}/@audit?action=library.add", 200)
        self.assertIn(AUTHOR, {one["actor"] for one in trail["items"]})

    def test_no_question_tells_it(self):
        """Not by what a filter, an order, a number or a search finds."""
        for user in READERS:
            self.assertEqual(self.found(user), ([None], 1))
            self.assertEqual(self.found(user, author=AUTHOR), ([], 0))
            self.assertEqual(self.found(user, q="zq4711"), ([], 0))
            asked = {"author": AUTHOR}
            url = f"{self.group}/@statistics"
            counted = self.rest(user, "GET", url, 200, params=asked)
            self.assertEqual(counted["incidents"], 0)
            url = f"{self.portal}/@search"
            for more in ({"Creator": AUTHOR}, {"SearchableText": "zq4711"}):
                self.assertEqual(
                    self.rest(user, "GET", url, 200, params=more)["items_total"], 0
                )

    def test_an_own_alert_of_the_same_number_is_not_related(self):
        own = self.make(user="customs-xb", seizure_id=NUMBER)
        for item in (own, self.alert):
            found = self.rest("customs-xb", "GET", f"{item}/@related", 200)
            self.assertEqual(found["items"], [], item)

    def test_a_copy_of_its_author_tells_the_same(self):
        draft = self.make(user=AUTHOR, **FIELDS, hide_country=True)
        body = {"source": draft}
        (made,) = self.rest(AUTHOR, "POST", f"{self.library}/@copy", 200, json=body)
        item = self.rest(AUTHOR, "GET", made["target"], 200)
        self.assertEqual((NUMBER, True), (item["seizure_id"], item["hide_country"]))

    def test_the_author_is_written_to_through_the_secretariat(self):
        for user in READERS:
            links = self.page(user, self.alert).xpath("//a[contains(@href, 'write?')]")
            words = {text_of(link): link.get("href") for link in links}
            self.assertNotIn("Answer to the author", words)
            url = words["Answer to the author, through the Secretariat"]
            self.assertIn("category%3Asecretariat", url)
            self.assertEqual(self.ask(user, "GET", url).status_code, 200)
        links = self.page(OFFICE, self.alert).xpath("//a[contains(@href, 'write?')]")
        self.assertIn("Answer to the author", map(text_of, links))

    def test_it_can_be_asked_for_later_and_taken_back(self):
        self.rest(OFFICE, "DELETE", f"{self.alert}/@lock", 200, json={"force": True})
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"hide_country": False})
        path = "{portal}/@search?b_size=500&metadata_fields=Creator"
        self.assertEqual(self.found("customs-xb", author=AUTHOR), ([AUTHOR], 1))
        self.assertEqual(self.found("customs-xb", q="zq4711"), ([AUTHOR], 1))
        answer = self.words_of("customs-xb", path, Accept="application/json")
        told = {one["title"]: one["Creator"] for one in answer.json()["items"]}
        self.assertEqual(told["zqpicture"], AUTHOR)
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"hide_country": True})
        answer = self.words_of("customs-xb", path, Accept="application/json")
        self.assertIsNone(TELLING.search(answer.text))
        self.assertEqual(self.found("customs-xb", author=AUTHOR), ([], 0))

    def test_its_author_reads_it_while_a_member_and_has_read_it(self):
        draft = self.make(user=AUTHOR, hide_country=True)
        self.assertEqual(self.ask(AUTHOR, "GET", draft).status_code, 200)
        self.assertEqual(self.ask("customs-xb", "GET", draft).status_code, 404)
        listed = self.rest(AUTHOR, "GET", f"{self.group}/@library", 200)["items"]
        self.assertEqual({row["unread"] for row in listed}, {False})
        url = f"{self.group}/@members/{AUTHOR}/suspend"
        self.rest(OFFICE, "POST", url, 200, json={"reason": "left"})
        self.assertEqual(self.ask(AUTHOR, "GET", draft).status_code, 404)

    def test_the_form_says_what_it_means(self):
        page = self.page(AUTHOR, f"{self.library}/++add++Alert")
        (box,) = page.xpath("//input[@type='checkbox'][contains(@name, 'hide_country')]")
        (help_id,) = box.get("aria-describedby").split()
        (said,) = page.xpath("//*[@id=$it]", it=help_id)
        self.assertIn("The Secretariat and the audit trail keep them", text_of(said))
