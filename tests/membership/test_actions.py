"""Admitting, changing and removing members."""

import unittest
from cites.cug.access.roles import Category, GROUP_ROLE, Role
from cites.cug.audit.trail import AuditEvent
from cites.cug.membership.actions import (
    admit_member,
    change_member,
    remove_member,
)
from cites.cug.membership.suspension import suspend_member
from cites.cug.sql.session import session
from cites.cug.testing import CUG_FUNCTIONAL
from cites.cug.validation.errors import InvalidValues
from collective.workspace.interfaces import IWorkspace
from datetime import date
from plone import api
from sqlalchemy import select
from unittest.mock import patch


ROLES = frozenset(GROUP_ROLE.values())


class ActionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs

    def roles(self, user_id, place=None):
        user = api.user.get(userid=user_id)
        return ROLES & set(api.user.get_roles(user=user, obj=place or self.group))

    def recorded(self, action):
        query = select(AuditEvent).where(AuditEvent.action == action)
        return [
            (event.actor, event.target, event.detail)
            for event in session().scalars(query)
        ]

    def admit(self, category, **more):
        return admit_member(
            self.group, "outsider", category, acting_user="secretariat", **more
        )

    def test_who_is_admitted_holds_the_role_of_the_category_there_only(self):
        for category, role in (
            (Category.CUSTOMS, Role.ENFORCEMENT),
            (Category.POLICE, Role.ENFORCEMENT),
            (Category.WILDLIFE, Role.ENFORCEMENT),
            (Category.IGO, Role.IGO),
            (Category.SECRETARIAT, Role.SECRETARIAT),
        ):
            self.admit(category)
            self.assertEqual({role}, self.roles("outsider"), category)
            self.assertEqual({role}, self.roles("outsider", self.group.library))
            self.assertEqual(set(), self.roles("outsider", self.portal.ivory))
            self.assertEqual(set(), self.roles("outsider", self.portal))

    def test_a_contact_point_holds_a_role_more(self):
        entry = self.admit(Category.CUSTOMS, country="XB", contact_point=True)
        self.assertEqual("XB", entry.country)
        self.assertEqual({Role.ENFORCEMENT, Role.CONTACT_POINT}, self.roles("outsider"))

    def test_admitting_again_corrects_the_entry(self):
        self.admit(Category.CUSTOMS, contact_point=True)
        self.admit(Category.IGO)
        self.assertEqual({Role.IGO}, self.roles("outsider"))
        entries = [entry for entry in IWorkspace(self.group) if entry.user == "outsider"]
        self.assertEqual(["igo"], [entry.category for entry in entries])

    def test_a_change_of_category_takes_the_old_role(self):
        change_member(self.group, "customs-xb", acting_user="secretariat", category="igo")
        self.assertEqual({Role.IGO}, self.roles("customs-xb"))
        ((actor, _target, detail),) = self.recorded("member.change")
        self.assertEqual(("secretariat", "customs-xb"), (actor, detail["member"]))

    def test_in_office_is_who_becomes_active_secretariat_and_only_then(self):
        who, office = {"acting_user": "secretariat"}, {"category": "secretariat"}
        members = IWorkspace(self.group).members
        today, long_ago = date(2026, 11, 26), date(2020, 1, 2)
        suspend_member(self.group, "police-xb", **who)
        for user, before, changes, since in (
            ("customs-xb", None, office, today),
            ("customs-xb", long_ago, {**office, "organisation": "Other"}, long_ago),
            ("customs-xa", None, {"country": "XB"}, None),
            ("police-xb", None, office, None),
        ):
            IWorkspace(self.group).note(user, secretariat_since=before)
            with patch("cites.cug.membership.office.today", lambda: today):
                change_member(self.group, user, **who, **changes)
            self.assertEqual(since, members[user]["secretariat_since"], user)

    def test_other_changes_leave_the_role(self):
        change_member(
            self.group, "contact-xa", acting_user="secretariat", organisation="Other"
        )
        self.assertEqual({Role.ENFORCEMENT, Role.CONTACT_POINT}, self.roles("contact-xa"))
        self.assertEqual("Other", IWorkspace(self.group)["contact-xa"].organisation)

    def test_who_is_removed_holds_nothing(self):
        remove_member(self.group, "contact-xa", acting_user="secretariat")
        self.assertEqual(set(), self.roles("contact-xa"))
        self.assertIsNone(IWorkspace(self.group).get("contact-xa"))
        ((actor, target, detail),) = self.recorded("member.remove")
        self.assertEqual("secretariat", actor)
        self.assertEqual("/plone/cheetahs", target)
        self.assertEqual({"member": "contact-xa"}, detail)

    def test_removing_from_one_group_leaves_the_other(self):
        remove_member(self.group, "police-xb", acting_user="secretariat")
        self.assertEqual(set(), self.roles("police-xb"))
        self.assertEqual({Role.ENFORCEMENT}, self.roles("police-xb", self.portal.ivory))

    def test_removing_a_stranger_does_nothing(self):
        remove_member(self.group, "outsider", acting_user="secretariat")
        self.assertEqual([], self.recorded("member.remove"))

    def test_the_last_secretariat_member_stays(self):
        for action, more in (
            (remove_member, {}),
            (change_member, {"category": Category.POLICE.value}),
        ):
            with self.assertRaisesRegex(
                InvalidValues, "at least one member of the Secretariat"
            ):
                action(self.group, "secretariat", acting_user="secretariat", **more)
        self.assertEqual({Role.SECRETARIAT}, self.roles("secretariat"))
        self.admit(Category.SECRETARIAT)
        remove_member(self.group, "secretariat", acting_user="outsider")
        self.assertEqual(set(), self.roles("secretariat"))

    def test_strangers_cannot_be_changed(self):
        with self.assertRaises(KeyError):
            change_member(self.group, "outsider", acting_user="secretariat", country="XA")
