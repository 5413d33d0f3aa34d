"""Notices to programs: what they say, and what becomes of them if nobody takes them."""

import json
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.exchange.following import KEPT
from cites.cug.exchange.hooks import delivery
from cites.cug.exchange.hooks.letters import GIVEN_UP
from cites.cug.exchange.jobs import drop_old_changes
from cites.cug.login import accounts
from cites.cug.login.models import WebHook
from cites.cug.mailing.claims import GIVE_UP_AFTER
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import change_member
from cites.cug.membership.service_accounts import service_accounts
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.roster import TeamRole
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import select, text, update
from tests.exchange.hooks.case import HooksCase, settings
from tests.permits.examples import permit
from threading import Event
from time import monotonic
from unittest.mock import patch
from uuid import uuid4
from zope.component import getUtility


LOOKING = "cites.cug.exchange.hooks.delivery.changes_notice"


class NoticeTest(HooksCase):
    def test_it_is_signed_and_says_nothing_of_the_content(self):
        hook = self.hook()
        item = self.published()
        (told,) = self.run_job()
        self.assertEqual(
            [{"@id", "UID", "@type", "change", "handling"}],
            [set(one) for one in told["items"]],
        )
        (one,) = told["items"]
        self.assertEqual((item, "added", "green"), tuple(map(one.get, LOOKED_AT)))
        self.check_signed(hook["secret"])
        path, headers, body = self.program.got[-1]
        self.assertEqual("/in/changes", path)
        self.assertEqual(told["id"], headers["webhook-id"])
        self.assertNotIn(b"zqcubs", body)
        self.assertEqual([], self.run_job())
        self.assertIsNotNone(self.shown()[0]["delivered"])

    def test_a_process_that_ends_tells_no_further_program(self):
        account = self.account()
        self.hook(account, "/in/one")
        self.hook(account, "/in/two")
        self.published()
        is_ending = "cites.cug.exchange.hooks.delivery.is_ending"
        with patch(is_ending, lambda: bool(self.program.got)):
            self.run_job()
        self.assertEqual(1, len(self.program.got))
        self.run_job()
        paths = sorted(path for path, _headers, _body in self.program.got)
        self.assertEqual(["/in/one", "/in/two"], paths)

    def test_only_what_the_account_may_see_is_told(self):
        self.hook()
        self.add()
        self.published(handling="amber")
        self.move(self.published(), "archive")
        (told,) = self.run_job()
        self.assertEqual(["amber", "green"], [o["handling"] for o in told["items"]])
        self.assertEqual([], self.run_job())
        hidden = self.add(handling="red")
        named = {"readers": ["member:police-xa"]}
        way = f"{hidden}/@workflow/choose"
        self.rest("POST", way, status=200, json=named)
        self.assertEqual([], self.run_job())

    def test_what_is_withdrawn_is_told_without_its_code(self):
        self.hook()
        item = self.published()
        self.run_job()
        named = {"readers": ["member:police-xa"]}
        self.rest("POST", f"{item}/@workflow/choose", status=200, json=named)
        ((told,),) = [one["items"] for one in self.run_job()]
        self.assertEqual((item, "withdrawn", None), tuple(map(told.get, LOOKED_AT)))

    def test_a_test_says_that_it_is_one(self):
        hook = self.hook()
        self.rest("POST", f"/{hook['id']}/test", status=204)
        (told,) = self.run_job()
        self.assertEqual({"id", "type", "group"}, set(told))
        self.assertEqual("test", told["type"])
        self.check_signed(hook["secret"])
        self.assertEqual([], self.run_job())

    def test_one_that_is_asked_for_while_another_notice_is_sent_is_sent_too(self):
        hook = self.hook()
        for status in (200, 503):
            with self.subTest(status):
                self.published()
                self.program.status = status
                self.program.meanwhile = lambda: self.rest(
                    "POST", f"/{hook['id']}/test", status=204
                )
                self.assertEqual(["changes"], [one["type"] for one in self.run_job()])
                self.program.status, self.program.meanwhile = 200, lambda: None
                self.assertEqual(["test"], [one["type"] for one in self.run_job()])
                self.run_job()

    def test_topics_and_permits_are_told_to_whom_the_hook_is_for(self):
        account = self.account()
        self.hook(account)
        every = ["read:library", "read:workspaces", "read:permits"]
        self.hook(account, path="/in/all", scopes=every)
        transaction.abort()
        portal = self.layer["portal"]
        login(portal, "customs-xa")
        place = portal.cheetahs.workspaces
        place = api.content.create(place, "Workspace", id=uuid4().hex, title="EXERCISE")
        invite_member(place, account, TeamRole.GUEST, acting_user="customs-xa")
        topic = createContent("Topic", id=uuid4().hex, title="EXERCISE: zqtopic")
        addContentToContainer(place, topic, checkConstraints=False)
        who = {"source": PermitSource.IMPORT, "acting_user": "customs-xa"}
        store_permits([permit(number="7001")], **who)
        transaction.commit()
        self.published()
        self.run_job()
        kinds = {
            path: sorted(one["@type"] for one in json.loads(body)["items"])
            for path, _headers, body in self.program.got
        }
        wanted = {"/in/changes": ["Alert"], "/in/all": ["Alert", "Permit", "Topic"]}
        self.assertEqual(wanted, kinds)
        self.assertNotIn(b"zqtopic", b"".join(one[2] for one in self.program.got))
        self.assertEqual([], self.run_job())


LOOKED_AT = ("@id", "change", "handling")


class TroubleTest(HooksCase):
    def test_it_is_sent_again_with_the_same_id_and_later_ones_wait(self):
        self.hook()
        self.published()
        self.program.status = 503
        (first,) = self.run_job()
        self.assertEqual([], self.run_job())
        (shown,) = self.shown()
        self.assertEqual("It answered 503.", shown["problem"])
        self.assertIsNotNone(shown["next_try"])
        self.later += timedelta(minutes=2)
        self.assertEqual([first], self.run_job())
        self.program.status = 204
        self.later += timedelta(minutes=10)
        self.assertEqual([first], self.run_job())
        item = self.published()
        (second,) = self.run_job()
        self.assertEqual([item], [one["@id"] for one in second["items"]])
        self.assertIsNone(self.shown()[0]["problem"])

    def test_after_three_days_it_is_given_up_until_a_test_is_asked_for(self):
        hook = self.hook()
        self.published()
        self.program.status = 500
        self.run_job()
        for _time in range(12):
            self.later += timedelta(hours=25)
            self.run_job()
        (shown,) = self.shown()
        self.assertTrue(shown["failed"])
        self.assertLess(self.later - GIVE_UP_AFTER, timedelta(days=12))
        self.program.status = 200
        self.assertEqual([], self.run_job())
        page = self.page("secretariat", "service-accounts").text_content()
        self.assertIn("Not delivered", page)
        self.rest("POST", f"/{hook['id']}/test", status=204)
        self.assertEqual(["test"], [one["type"] for one in self.run_job()])
        self.assertTrue(self.more)
        # What happened meanwhile is not lost.
        self.assertEqual(["changes"], [one["type"] for one in self.run_job()])
        self.assertEqual(["hook.fail"], self.told_of("hook.fail"))

    def test_the_secretariat_is_told_that_one_is_given_up(self):
        hook = self.hook()
        self.published()
        self.program.status = 410
        self.run_job()
        transaction.abort()
        waiting = session().execute(
            select(Notice.user_id, Notice.reference).where(Notice.kind == GIVEN_UP)
        )
        self.assertEqual([("secretariat", hook["id"])], list(map(tuple, waiting)))
        kind, group = getUtility(INoticeKind, GIVEN_UP), self.layer["portal"].cheetahs
        notice = Notice(kind=GIVEN_UP, reference=hook["id"])
        self.assertTrue(kind.wanted(notice, group))
        said = "\n".join(kind.lines([notice], group, "fr"))
        self.assertIn("service-accounts", said)
        self.assertNotIn(self.program.address, said)
        self.rest("POST", f"/{hook['id']}/test", status=204)
        transaction.abort()
        self.assertFalse(kind.wanted(notice, group))

    def test_nothing_is_looked_for_where_nothing_has_changed(self):
        self.hook()
        self.published()
        self.run_job()
        self.run_job()
        with patch(LOOKING, side_effect=AssertionError) as looked:
            self.assertEqual([], self.run_job())
            self.assertFalse(looked.called)
        for change in (self.published, self.change_rights):
            change()
            self.assertEqual(1, len(self.run_job()), change)
            self.assertEqual([], self.run_job())
        before = self.kept()
        with patch.object(delivery, "monotonic", lambda: monotonic() + delivery.LASTS):
            self.assertEqual([], self.run_job())
        # Nor is anything written down.
        self.assertEqual(before, self.kept())

    def change_rights(self):
        """Its account becomes one that may not see what was published."""
        transaction.abort()
        group = self.layer["portal"].cheetahs
        (account,) = service_accounts(group)
        who = {"acting_user": "secretariat", "category": Category.IGO}
        change_member(group, account, **who)
        transaction.commit()

    def test_given_up_for_as_long_as_changes_are_kept_it_ends(self):
        self.hook()
        self.published()
        self.program.status = 410
        self.run_job()
        drop_old_changes(datetime.now(UTC))
        self.assertTrue(self.shown()[0]["failed"])
        transaction.abort()
        write_session().execute(
            update(WebHook).values(first_tried=datetime.now(UTC) - KEPT)
        )
        transaction.commit()
        drop_old_changes(datetime.now(UTC))
        self.assertEqual([], self.shown())
        self.assertEqual(["hook.end"], self.told_of("hook.end"))

    def test_redirections_are_not_followed(self):
        self.hook()
        self.published()
        self.program.status, self.program.leads_to = 302, f"{self.program.address}/x"
        self.run_job()
        self.assertEqual(1, len(self.program.got))
        self.assertEqual("It answered 302.", self.shown()[0]["problem"])

    def test_a_program_that_is_slow_is_hung_up_on(self):
        self.hook()
        self.published()
        # Not before the test is over.
        may_answer = Event()
        self.addCleanup(may_answer.set)
        self.program.meanwhile = lambda: may_answer.wait(60)
        with settings(hook_patience="0.3"):
            self.run_job()
        self.assertEqual("No answer came in time.", self.shown()[0]["problem"])

    def test_one_that_wants_no_more_is_given_up_at_once(self):
        self.hook()
        self.published()
        self.program.status = 410
        self.run_job()
        self.assertTrue(self.shown()[0]["failed"])

    def test_nothing_goes_to_what_the_operator_does_not_allow_any_more(self):
        self.hook()
        self.published()
        with settings(hook_addresses="https://elsewhere.example/in"):
            self.assertEqual([], self.run_job())
        self.assertIn("does not allow", self.shown()[0]["problem"])

    def told_of(self, prefix):
        transaction.abort()
        rows = session().scalars(select(AuditEvent.action).order_by(AuditEvent.id))
        return [one for one in rows if one.startswith(prefix)]


class EndTest(HooksCase):
    def setUp(self):
        super().setUp()
        self.user = self.account()
        self.hook(self.user)
        self.published()

    def test_it_ends_with_a_suspension_and_does_not_come_back(self):
        self.ask("secretariat", "POST", f"/{self.user}/suspend", {})
        self.assertEqual([], self.kept())
        self.ask("secretariat", "POST", f"/{self.user}/reactivate", {})
        self.assertEqual([], self.run_job())

    def test_it_ends_with_its_account(self):
        self.ask("secretariat", "POST", f"/{self.user}/remove", {})
        self.assertEqual([], self.kept())

    def test_it_ends_with_the_tokens_of_its_account(self):
        transaction.abort()
        accounts.end_sessions(self.user)
        transaction.commit()
        self.assertEqual([], self.shown())
        self.assertEqual([], self.run_job())
        self.assertEqual([], self.kept())

    def test_a_row_that_was_changed_sends_nothing(self):
        transaction.abort()
        group = self.layer["portal"].ivory.UID()
        write_session().execute(text("UPDATE web_hook SET group_uid = :g"), {"g": group})
        transaction.commit()
        self.assertEqual([], self.run_job())
        self.assertEqual([], self.kept())
