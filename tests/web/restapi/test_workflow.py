"""Changes of state over REST."""

import transaction
import unittest
from cites.cug.access.policy import TRANSITIONS
from cites.cug.access.policy_report import endpoints, permission_titles
from cites.cug.web.restapi.workflow import MAX_COMMENT
from tests.library.http import HttpTestCase


#: Interface that the services are for → workflows of its content.
WORKFLOWS = {
    "ILibraryContent": ("cug_folder_workflow", "cug_library_workflow"),
    "ITeamWorkspace": ("cug_workspace_workflow",),
    "ITopic": ("cug_topic_workflow",),
}


class PermissionTest(unittest.TestCase):
    def test_each_transition_names_its_permission_in_zcml(self):
        titles = permission_titles()
        named = {
            (one.context, one.name.removeprefix("@workflow/")): titles[one.permission]
            for one in endpoints()
            if one.name.startswith("@workflow/") and not one.name.endswith("{id}")
        }
        expected = {
            (context, name): transition.permission
            for context, workflows in WORKFLOWS.items()
            for workflow in workflows
            for name, transition in TRANSITIONS[workflow].items()
        }
        self.assertEqual(expected, named)
        with_transitions = {name for name, found in TRANSITIONS.items() if found}
        self.assertEqual(set().union(*WORKFLOWS.values()), with_transitions)


class TransitionTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.address = self.make(self.alert())["@id"]

    def move(self, name, user=None, **body):
        return self.ask("POST", f"{self.address}/@workflow/{name}", user, json=body)

    def item(self):
        transaction.abort()
        path = self.address.removeprefix(f"{self.portal}/")
        return self.layer["portal"].unrestrictedTraverse(path)

    def test_the_answer_tells_what_was_done(self):
        answer = self.move("submit", comment=" for review ")
        self.assertEqual(200, answer.status_code, answer.text)
        told = answer.json()
        self.assertEqual("submit", told["action"])
        self.assertEqual("pending", told["review_state"])
        self.assertEqual("customs-xa", told["actor"])
        self.assertEqual("for review", told["comments"])
        self.assertTrue(told["time"])

    def test_publication_and_nothing_before_dates_the_item(self):
        self.move("submit")
        self.assertIsNone(self.item().effective_date)
        self.move("publish", "secretariat")
        published = self.item().effective_date
        self.assertIsNotNone(published)
        self.move("share", "secretariat")
        self.move("restrict", "secretariat")
        self.assertEqual(published, self.item().effective_date)

    def test_a_refused_transition_leaves_no_date(self):
        self.assertEqual(403, self.move("publish").status_code)
        self.assertEqual(400, self.move("share", "secretariat").status_code)
        self.assertIsNone(self.item().effective_date)

    def test_asked_twice_it_is_done_once(self):
        self.move("submit")
        self.assertEqual(200, self.move("submit").status_code)
        history = self.item().workflow_history["cug_library_workflow"]
        self.assertEqual(2, len(history))

    def test_a_remark_is_a_short_text(self):
        for comment in ("x" * (MAX_COMMENT + 1), ["a list"], 7):
            answer = self.move("submit", comment=comment)
            self.assertEqual(400, answer.status_code)
            self.assertIn("comment", answer.json()["message"])
        answer = self.move("submit", comment="x" * MAX_COMMENT)
        self.assertEqual(200, answer.status_code)

    def test_what_there_is_no_transition_for_is_a_bad_request(self):
        self.assertEqual(400, self.move("nonsense").status_code)
        answer = self.ask("POST", f"{self.address}/@workflow", json={})
        self.assertEqual(400, answer.status_code)
        self.assertIn("submit", answer.json()["message"])
