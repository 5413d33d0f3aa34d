"""The values of details in words: no page of the trail shows what programs call them."""

from cites.cug.library.tools.corrections.fields import CORRECTABLE
from cites.cug.library.tools.follows.fields import Field
from cites.cug.login.pending_changes import ChangeKind
from cites.cug.login.sessions import SessionKind
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.institutions.schema import KINDS
from cites.cug.membership.roster import Reason
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Status
from cites.cug.permits.verdict import Verdict
from cites.cug.trail_desk.details import value_in_words, words_of
from plone import api
from tests.trail_desk.trail_case import TrailCase
from zope.i18n import translate


STORED = {
    ("institution", "kind"): set(KINDS),
    ("login", "kind"): {"basic", *SessionKind},
    ("library", "field"): {*Field, *CORRECTABLE},
    ("member", "kind"): set(ChangeKind),
    ("member", "reason"): set(Reason),
    ("permit", "result"): set(Verdict),
    ("permit", "source"): set(PermitSource),
    ("permit", "status"): set(Status),
    ("request", "source"): set(RequestSource),
}
WORKFLOWS = {
    "library": ("cug_library_workflow", "cug_folder_workflow"),
    "topic": ("cug_topic_workflow",),
    "workspace": ("cug_workspace_workflow",),
}


class DetailValuesTest(TrailCase):
    def say(self, action, name, value, language="en"):
        return translate(value_in_words(action, name, value, language))

    def test_each_state_has_words(self):
        workflows = api.portal.get_tool("portal_workflow")
        for kind, names in WORKFLOWS.items():
            states = {state for name in names for state in workflows[name].states}
            for detail in ("from", "to"):
                self.assertEqual(set(), states - set(words_of(kind, detail)))

    def test_each_stored_value_has_words(self):
        for (kind, name), values in STORED.items():
            self.assertEqual(set(), values - set(words_of(kind, name)), (kind, name))

    def test_states_are_said_as_pages_call_them(self):
        self.assertEqual("Draft", self.say("library.state", "from", "draft"))
        self.assertEqual("Archived", self.say("workspace.state", "to", "archived"))
        self.assertEqual("Closed", self.say("topic.state", "to", "closed"))
        place = "/portal/cheetahs/library"
        self.assertEqual(place, self.say("library.move", "from", place))

    def test_days_and_moments_are_said_as_the_reader_writes_them(self):
        said = self.say("audit.read", "since", "2026-11-27")
        self.assertEqual("27 Nov 2026", said)
        said = self.say("audit.read", "since", "2026-11-27", "fr")
        self.assertEqual("27 nov. 2026", said)
        said = self.say("message.retention", "from", "2026-11-27T10:00:00+00:00")
        self.assertRegex(said, "^27 Nov")
        self.assertEqual("2026-02-31", self.say("audit.read", "since", "2026-02-31"))
        number = "2026-11-27"
        self.assertEqual(number, self.say("permit.consult", "number", number))

    def test_what_was_counted_is_said_with_its_numbers(self):
        for decided in ("keep", "not_a_name"):
            rules = {"person/model/en": 2, "phone/numbers/": 1}
            said = self.say("nonnominal.decide", decided, rules)
            names = "Name of a person, Names in Latin letters, English: 2"
            self.assertTrue(said.startswith(f"{names}; Telephone number, "), said)
        said = self.say("nonnominal.decide", "reasons", ["author", "So called"])
        self.assertEqual("the author of a publication, So called", said)
        rule = {"trash_days": 30, "keep_days": None}
        said = self.say("message.retention", "wanted", rule)
        self.assertEqual(
            "Days in the trash: 30; Greatest age of a message, in days: –", said
        )

    def test_codes_and_readers_are_said_by_their_titles(self):
        self.assertEqual("France", self.say("request.ask", "country", "FR"))
        self.assertEqual("TLP:AMBER", self.say("audit.use", "handling", "amber"))
        self.assertEqual(
            "Français", self.say("library.translation", "language", "fr", "fr")
        )
        said = self.say("library.state", "readers", ["country:ES", "organisation:X", "?"])
        self.assertEqual("Spain, X, ?", said)
        self.assertEqual("18", self.say("taxa.replace", "list", "18"))
        self.assertEqual(
            "Specimen descriptions", self.say("codelist.correct", "list", "term")
        )
