import unittest
from cites.cug.codelist_editor import actions
from cites.cug.core.codelists import lists
from cites.cug.core.codelists.corrections import MalformedCorrection
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_INTEGRATION
from plone.app.testing import applyProfile
from tests.core.codelists.entries import entry as code


FAT = code("OIL", "fat", "graisse", "grasa")


class TestActions(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"]["cheetahs"]
        self.events_before = self.events().count()

    def correct(self, list_name, entry):
        actions.correct_entry(self.group, list_name, entry, acting_user="secretariat")

    def events(self):
        query = session().query(AuditEvent)
        return query.filter(AuditEvent.action.startswith("codelist."))

    def audited(self):
        """The events of this test; those that other layers committed are not its."""
        return self.events().order_by(AuditEvent.id)[self.events_before :]

    def test_a_correction_counts_at_once_and_is_audited(self):
        self.correct("term", FAT)
        self.assertEqual("graisse", lists.title("term", "OIL", "fr"))
        [event] = self.audited()
        self.assertEqual(("codelist.correct", "secretariat"), (event.action, event.actor))
        line = "OIL | fat | graisse | grasa"
        self.assertEqual({"list": "term", "line": line}, event.detail)

    def test_a_second_correction_replaces_the_first_and_spares_others(self):
        self.correct("term", FAT)
        self.correct("term", code("WAX", "waxes", "cires", "ceras"))
        self.correct("term", code("OIL", "oils", "huiles", "aceites"))
        self.assertEqual("oils", lists.title("term", "OIL", "en"))
        self.assertEqual("waxes", lists.title("term", "WAX", "en"))

    def test_lists_are_corrected_one_by_one(self):
        self.correct("term", code("SKI", "hides", "peaux", "pieles"))
        self.assertEqual("skins", lists.title("unit", "SKI", "en"))
        self.correct("unit", code("SKI", "whole skins", "peaux", "pieles"))
        self.assertEqual("whole skins", lists.title("unit", "SKI", "en"))
        self.assertEqual("hides", lists.title("term", "SKI", "en"))

    def test_undo(self):
        self.correct("term", FAT)
        actions.undo_correction(self.group, "term", "OIL", acting_user="secretariat")
        self.assertEqual("oil", lists.title("term", "OIL", "en"))
        event = self.audited()[-1]
        self.assertEqual(("codelist.undo", "secretariat"), (event.action, event.actor))
        self.assertEqual({"list": "term", "code": "OIL"}, event.detail)
        self.assertEqual(self.group.UID(), event.target_uid)

    def test_undoing_nothing_is_not_audited(self):
        actions.undo_correction(self.group, "term", "OIL", acting_user="secretariat")
        self.assertEqual([], self.audited())

    def test_all_lines_are_replaced_or_none(self):
        self.correct("term", FAT)
        text = "WAX | waxes | cires | ceras\nnonsense"
        with self.assertRaises(MalformedCorrection) as caught:
            actions.replace_corrections(self.group, "term", text, acting_user="x")
        self.assertEqual(2, caught.exception.line)
        self.assertEqual("wax", lists.title("term", "WAX", "en"))
        text = "WAX | waxes | cires | ceras\r\n"
        actions.replace_corrections(self.group, "term", text, acting_user="x")
        self.assertEqual("waxes", lists.title("term", "WAX", "en"))
        self.assertEqual("oil", lists.title("term", "OIL", "en"))
        event = self.audited()[-1]
        self.assertEqual(("codelist.replace", "x"), (event.action, event.actor))
        self.assertEqual({"list": "term", "lines": 1}, event.detail)

    def test_unknown_lists_and_bad_entries_are_refused(self):
        for list_name, entry in (
            ("nonsense", FAT),
            ("term", code("", "a", "b", "c")),
            ("term", code("OIL", "a | b", "b", "c")),
            ("handling", code("clear", "TLP:CLEAR", "TLP:CLEAR", "TLP:CLEAR")),
        ):
            with self.subTest(list_name), self.assertRaises(MalformedCorrection):
                self.correct(list_name, entry)
        for replace in (actions.replace_corrections, actions.undo_correction):
            with self.assertRaises(MalformedCorrection):
                replace(self.group, "nonsense", "", acting_user="x")
        self.assertEqual([], self.audited())

    def test_applying_the_profile_again_keeps_corrections(self):
        self.correct("term", FAT)
        applyProfile(self.layer["portal"], "cites.cug:default")
        self.assertEqual("fat", lists.title("term", "OIL", "en"))
