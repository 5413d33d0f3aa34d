"""Who can read an item, and what follows from a change of it."""

import unittest
from cites.cug.access.author import author_of
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.policy import readers as roles_of_readers
from cites.cug.access.policy import TYPE_WORKFLOW
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.library.items import actions
from cites.cug.library.tools.follows.models import ItemChange
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from DateTime import DateTime
from plone import api
from plone.app.testing import login
from tests.library.item_case import ItemCase
from types import SimpleNamespace


UNODC = "organisation:UNODC (exercise)"
WORKFLOW = TYPE_WORKFLOW["Alert"]
OFFICE = {"acting_user": "secretariat"}


class SharingTest(unittest.TestCase):
    def test_an_item_is_in_no_state_that_its_handling_code_forbids(self):
        for handling, state, why in (
            ("red", "enforcement", "TLP:RED"),
            ("red", "shared", "TLP:RED"),
            ("red", "archived", "TLP:RED"),
            ("red", "chosen", None),
            ("red", "draft", None),
            ("amber_strict", "shared", r"TLP:AMBER\+STRICT"),
            ("amber_strict", "enforcement", None),
            ("amber_strict", "archived", None),
            ("green", "shared", None),
            (None, "shared", None),
        ):
            item = SimpleNamespace(handling=handling)
            with self.subTest(handling=handling, state=state):
                if why is None:
                    actions.check_sharing(item, state)
                    continue
                with self.assertRaisesRegex(InvalidValues, why) as caught:
                    actions.check_sharing(item, state)
                self.assertEqual("handling", caught.exception.mistakes[0][0])

    def test_folders_have_none(self):
        actions.check_sharing(SimpleNamespace(), "shared")


class AudienceTest(ItemCase):
    def numbers(self, item, *args):
        found = actions.audience(item, self.group, *args)
        return found["members"], found["named"]

    def test_each_member_who_reads_it_counts_once(self):
        item = self.item(user="police-xb")
        named = ("country:XA", "member:customs-xa", "member:police-xb", UNODC)
        for state, readers in (
            ("draft", ()),
            ("pending", ()),
            ("enforcement", ()),
            ("shared", ()),
            ("chosen", named),
            ("chosen", ()),
            ("archived_chosen", named),
        ):
            with self.subTest(state=state, readers=readers):
                roles = roles_of_readers(WORKFLOW, state)
                whom = actions.members_reached(item, self.group, roles, readers)
                number, _named = self.numbers(item, state, readers)
                self.assertEqual(len(whom), number)
                actions.set_state(item, state, readers=readers)
                item.reindexObjectSecurity()
                self.assertEqual(number, self.numbers(item)[0])
                self.assertEqual(self.finders(item), whom)

    def finders(self, item):
        """Members of the group who find the item."""
        uid, found = item.UID(), set()
        for user_id in IWorkspace(self.group).members:
            with api.env.adopt_user(user_id):
                if api.content.find(UID=uid):
                    found.add(user_id)
        return found

    def test_what_is_told_of_them(self):
        item = self.item("chosen", "country:XB", UNODC)
        told = actions.audience(item, self.group)
        self.assertEqual("chosen", told["state"])
        self.assertEqual(sorted(told["roles"]), told["roles"])
        self.assertEqual(["country:XB", UNODC], told["readers"])
        self.assertEqual({"country:XB": 2, UNODC: 1}, told["named"])
        self.assertEqual("customs-xa", told["author"])
        other = actions.audience(item, self.group, "enforcement", ["country:XB"])
        self.assertEqual(
            ("enforcement", [], {}), (other["state"], other["readers"], other["named"])
        )
        item.handling = "amber_strict"
        self.assertEqual(0, actions.audience(item, self.group)["named"][UNODC])
        item.hide_country = True
        with api.env.adopt_user("customs-xb"):
            self.assertIsNone(actions.audience(item, self.group)["author"])

    def test_an_author_counts_while_active_and_only_once(self):
        for author, number in (("igo-unodc", 2), ("secretariat", 1), ("outsider", 1)):
            item = self.item()
            item.creators = (author,)
            self.assertEqual(number, self.numbers(item, "draft")[0], author)
            named = self.numbers(item, "chosen", [UNODC])
            self.assertEqual((2, {UNODC: 1}), named, author)
            self.assertEqual(number, self.reached(item, "draft"), author)
            self.assertEqual(8, self.reached(item, "enforcement"), author)
        item.creators = ("igo-unodc",)
        suspend_member(self.group, "igo-unodc", **OFFICE)
        self.assertEqual(1, self.numbers(item, "draft")[0])
        self.assertEqual((1, {UNODC: 0}), self.numbers(item, "chosen", [UNODC]))
        self.assertEqual(1, self.reached(item, "draft"))

    def reached(self, item, state):
        roles = roles_of_readers(WORKFLOW, state)
        return len(actions.members_reached(item, self.group, roles, ()))

    def test_who_would_gain_and_who_would_lose_it(self):
        item = self.item("chosen", "country:XB", "member:wildlife-xa")
        change = actions.compare_readers(item, ["member:police-xb", UNODC])
        self.assertEqual(({"igo-unodc"}, {"customs-xb", "wildlife-xa"}), change)
        item = self.item("enforcement")
        gain, lose = actions.compare_readers(item, ["country:XB", UNODC])
        self.assertEqual({"igo-unodc"}, gain)
        self.assertIn("wildlife-xc", lose)
        self.assertFalse({"customs-xa", "customs-xb", "secretariat"} & lose)

    def test_a_handling_code_fits_the_readers_that_an_item_names(self):
        item = self.item("chosen", UNODC)
        actions.check_change(item, "chosen", [UNODC])
        item.handling = "amber_strict"
        actions.check_change(item, "chosen", ["country:XB"])
        for state, named in (("chosen", [UNODC]), ("shared", [])):
            with self.assertRaises(InvalidValues) as caught:
                actions.check_change(item, state, named)
            self.assertEqual("handling", caught.exception.mistakes[0][0])

    def test_the_secretariat_chooses_readers(self):
        item = self.item("pending")
        login(self.portal, "secretariat")
        with self.assertRaises(InvalidValues):
            actions.choose_readers(item, [])
        named = actions.choose_readers(item, ["country:XB", "organisation:unodc"], "Why")
        self.assertEqual(("country:XB", UNODC), named)
        self.assertEqual(named, chosen_readers(item))
        detail = {"from": "pending", "to": "chosen", "reason": "Why"}
        detail["readers"] = list(named)
        self.assertEqual(
            ("secretariat", detail), self.recorded("library.state", item)[-1]
        )


class StateTest(ItemCase):
    def test_the_first_publication_dates_an_item_and_no_later_one(self):
        for first, later in (("enforcement", "chosen"), ("chosen", "enforcement")):
            item = self.item()
            actions.audience_changed(item, "draft", "submitted", **OFFICE, reason="")
            self.assertIsNone(item.effective_date)
            actions.audience_changed(item, "submitted", first, **OFFICE)
            dated = item.effective_date
            self.assertLess(DateTime() - 1, dated)
            actions.audience_changed(item, first, later, **OFFICE, readers=["country:XB"])
            self.assertEqual(dated, item.effective_date)
            expected = [
                {"from": "draft", "to": "submitted"},
                {"from": "submitted", "to": first},
                {"from": first, "to": later, "readers": ["country:XB"]},
            ]
            recorded = self.recorded("library.state", item)
            self.assertEqual([("secretariat", one) for one in expected], recorded)
            self.assertEqual(self.indexed(item, "effective"), self.minutes(dated))

    def minutes(self, date):
        index = self.portal.portal_catalog.Indexes["effective"]
        return index._convert(date)

    def test_a_folder_is_not_dated(self):
        folder = self.folder()
        before = folder.effective_date
        actions.audience_changed(folder, "private", "chosen", **OFFICE)
        self.assertEqual(before, folder.effective_date)

    def test_a_group_gets_a_library_that_its_members_see(self):
        self.group._delObject("library", suppress_events=True)
        made = actions.make_library(self.group)
        self.assertEqual(("library", "LibraryFolder"), (made.id, made.portal_type))
        self.assertEqual("shared", api.content.get_state(made))
        self.assertEqual("shared", self.indexed(made, "review_state"))
        (status,) = [history[-1] for history in made.workflow_history.values()]
        self.assertIsNone(status["action"])
        with api.env.adopt_user("igo-unodc"):
            self.assertTrue(api.user.has_permission("View", obj=made))


class ChangeTest(ItemCase):
    def test_what_an_author_wrote_follows_the_roster(self):
        items = [
            self.item(user="wildlife-xc", hide_country=hide) for hide in (False, True)
        ]
        who = (self.group, "wildlife-xc")
        for change, reads in (
            (lambda: None, True),
            (lambda: remove_member(*who, **OFFICE), False),
            (lambda: admit_member(*who, Category.WILDLIFE, **OFFICE), True),
        ):
            change()
            for item in items:
                readers = self.indexed(item, "allowedRolesAndUsers")
                self.assertEqual(reads, "user:wildlife-xc" in readers)

    def test_a_text_that_is_indexed_again_is_found_and_told_of(self):
        item, folder = self.item("enforcement"), self.folder()
        item.description = folder.description = "zqlater"
        before = session().query(ItemChange).count()
        for content in (item, folder):
            actions.refresh_text(content)
            self.assertIn("zqlater", self.indexed(content, "SearchableText"))
        self.assertEqual(before + 1, session().query(ItemChange).count())

    def test_copies_are_drafts_of_whoever_copies(self):
        published, lonely = self.item("enforcement"), self.item()
        published.effective_date = DateTime()
        del lonely.workflow_history
        for item in (published, lonely):
            actions.begin_anew(item, acting_user="police-xb")
            self.assertEqual("police-xb", author_of(item))
            self.assertIsNone(item.effective_date)
            self.assertEqual("draft", api.content.get_state(item))

    def test_no_version_outlives_a_group(self):
        folder = self.folder()
        items = [self.item(within=where) for where in (self.library, folder)]
        repository = api.portal.get_tool("portal_repository")
        histories = api.portal.get_tool("portal_historiesstorage")
        handler = api.portal.get_tool("portal_historyidhandler")
        for item in items:
            repository.save(item)
            repository.save(item)
        numbers = [handler.queryUid(item) for item in items]
        self.assertLessEqual(2, len(histories.getHistory(numbers[0], countPurged=False)))
        actions.forget_versions(self.group)
        for item, number in zip(items, numbers, strict=True):
            self.assertEqual(0, len(histories.getHistory(number, countPurged=False)))
            self.assertIsNone(handler.queryUid(item))
