"""What the Secretariat does with all open reports of one member, in one step."""

from cites.cug.access.transitions import do_transition
from cites.cug.core.sql.session import session
from cites.cug.mailing.models import Notice
from cites.cug.reports import actions
from cites.cug.reports.interfaces import IReports
from cites.cug.reports.notifications import TOLD
from cites.cug.reports.register import reports_about
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.reporting import report_comment
from plone import api
from plone.app.testing import login
from sqlalchemy import select
from tests.library.item_case import ItemCase
from tests.workspaces.actions.case import ActionCase
from zope.component import getUtility


class ItemsTest(ItemCase):
    """``police-xb`` has reported four items, of which three are hidden, and
    ``customs-xb`` one.
    """

    def setUp(self):
        super().setUp()
        self.items = [self.item("enforcement") for _each in range(5)]
        for number, item in enumerate(self.items):
            login(self.portal, "police-xb" if number < 4 else "customs-xb")
            do_transition(item, "report", "A name.")
        self.assertEqual(["reported"] * 3 + ["enforcement", "reported"], self.states())

    def states(self):
        return [api.content.get_state(item) for item in self.items]

    def test_all_is_decided_in_favour_of_the_content(self):
        login(self.portal, "secretariat")
        for number in (4, 0):
            count = actions.reinstate_all(
                self.group, "police-xb", acting_user="secretariat"
            )
            self.assertEqual(number, count)
        self.assertEqual(["enforcement"] * 4 + ["reported"], self.states())
        waiting = getUtility(IReports, name="content").waiting(self.group)
        self.assertEqual(["customs-xb"], [one.reporter for one in waiting])
        detail = {"member": "police-xb", "reports": 4}
        recorded = self.recorded("report.reinstate", self.group)
        self.assertEqual([("secretariat", detail)], recorded)

    def test_all_is_shown_again_and_still_to_be_decided(self):
        query = select(Notice).where(Notice.kind == TOLD)
        before = len(session().scalars(query).all())
        for _again in range(2):
            actions.lift_reports(self.group, "police-xb", acting_user="system")
            self.assertEqual(["enforcement"] * 4 + ["reported"], self.states())
        waiting = getUtility(IReports, name="content").waiting(self.group)
        self.assertEqual([False] * 4 + [True], [one.hidden for one in waiting])
        detail = {"member": "police-xb", "reports": 3}
        self.assertEqual([("system", detail)], self.recorded("report.lift", self.group))
        self.assertEqual(before + 3, len(session().scalars(query).all()))


class CommentsTest(ActionCase):
    def test_comments_are_shown_again_too(self):
        topic = self.make_topic()
        comment = add_comment(topic, "At the port.", acting_user="police-xa")
        report_comment(topic, comment, "A name.", acting_user="customs-xa")
        actions.lift_reports(self.group, "customs-xa", acting_user="system")
        self.assertFalse(comment.reported)
        (report,) = reports_about(topic.UID(), int(comment.id))
        self.assertFalse(report.hides)
        self.assertEqual(["secretariat"], self.told(TOLD))
