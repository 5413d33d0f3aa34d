"""Admitting, changing and removing members."""

import transaction
import unittest
from cites.cug.access.roles import Category, GROUP_ROLE, Role
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.login.accounts import account_status, disable
from cites.cug.mailing.models import Notice
from cites.cug.membership import actions
from cites.cug.membership.actions import (
    admit_member,
    change_member,
    remove_member,
)
from cites.cug.membership.office import NEW_COLLEAGUE
from cites.cug.membership.renewal import today
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from contextlib import nullcontext
from datetime import date
from plone import api
from sqlalchemy import select
from unittest.mock import patch


ROLES = frozenset(GROUP_ROLE.values())
WHO = {"acting_user": "secretariat"}


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

    def test_who_is_admitted_is_a_member_from_today_on(self):
        told = {
            "country": "XB",
            "organisation": "Customs of XB",
            "function": "Risk analysis",
            "telephone": "+4930123456",
        }
        disable("outsider")
        transaction.commit()
        entry = self.admit(Category.CUSTOMS, **told)
        transaction.commit()
        self.assertFalse(account_status("outsider").disabled)
        self.assertEqual(told, {name: getattr(entry, name) for name in told})
        kept = (entry.category, entry.state, entry.contact_point, entry.service)
        self.assertEqual(("customs", "active", False, False), kept)
        self.assertEqual((today(), today()), (entry.active_since, entry.validated))
        actor, target, detail = self.recorded("member.admit")[-1]
        self.assertEqual(("secretariat", "/plone/cheetahs"), (actor, target))
        expected = {"member": "outsider", "category": "customs", "contact_point": False}
        given = {name: told[name] for name in ("country", "organisation")}
        self.assertEqual({**expected, **given}, detail)
        self.assertEqual([], self.colleagues_told())

    def colleagues_told(self):
        query = select(Notice.user_id).where(Notice.kind == NEW_COLLEAGUE)
        return list(session().scalars(query))

    def test_nobody_comes_into_office_unnoticed(self):
        self.admit(Category.SECRETARIAT)
        entry = IWorkspace(self.group)["outsider"]
        self.assertEqual(today(), entry.secretariat_since)
        self.assertEqual(["secretariat"], self.colleagues_told())

    def test_programs_are_neither_secretariat_nor_contact_points(self):
        for service, category, contact_point, refused in (
            (True, Category.SECRETARIAT, False, True),
            (True, Category.CUSTOMS, True, True),
            (True, Category.CUSTOMS, False, False),
            (False, Category.SECRETARIAT, True, False),
        ):
            with self.subTest(service=service, category=category):
                IWorkspace(self.group).note("customs-xb", service=service)
                changes = {"category": category.value, "contact_point": contact_point}
                with (
                    patch.object(actions, "takes_password", return_value=not service),
                    self.assertRaises(InvalidValues) if refused else nullcontext(),
                ):
                    self.admit(category, contact_point=contact_point)
                with self.assertRaises(InvalidValues) if refused else nullcontext():
                    change_member(self.group, "customs-xb", **WHO, **changes)
                found = IWorkspace(self.group)["customs-xb"]
                self.assertEqual(
                    not refused,
                    found.category == category.value
                    and found.contact_point == contact_point,
                )

    def test_who_is_suspended_stays_so_whatever_is_changed(self):
        suspend_member(self.group, "customs-xb", **WHO)
        changes = {"category": "igo", "country": "", "contact_point": False}
        entry = change_member(self.group, "customs-xb", **WHO, **changes)
        self.assertEqual(
            ("suspended", "igo", set()), (entry.state, entry.category, entry.groups)
        )
        self.assertEqual(set(), self.roles("customs-xb"))
        ((_actor, target, detail),) = self.recorded("member.change")
        self.assertEqual("/plone/cheetahs", target)
        self.assertEqual({"member": "customs-xb", **changes}, detail)

    def test_who_is_on_no_roster_any_more_cannot_log_in(self):
        for user, closed in (("customs-xb", True), ("police-xb", False)):
            remove_member(self.group, user, **WHO, note="Left the service.")
            transaction.commit()
            self.assertEqual(closed, bool(account_status(user).disabled), user)
            detail = {"member": user, "note": "Left the service."}
            self.assertEqual(detail, self.recorded("member.remove")[-1][2])

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
            ) as caught:
                action(self.group, "secretariat", acting_user="secretariat", **more)
            field = "category" if more else "state"
            self.assertEqual(field, caught.exception.mistakes[0][0])
        self.assertEqual({Role.SECRETARIAT}, self.roles("secretariat"))
        change_member(self.group, "secretariat", **WHO, function="Head of office")
        self.admit(Category.SECRETARIAT)
        remove_member(self.group, "secretariat", acting_user="outsider")
        self.assertEqual(set(), self.roles("secretariat"))

    def test_strangers_cannot_be_changed(self):
        with self.assertRaises(KeyError):
            change_member(self.group, "outsider", acting_user="secretariat", country="XA")
