"""What a writer decides, as it is read from JSON and forms."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.web.confirmation.decisions import (
    Choice,
    CONFIRMED,
    Decisions,
    MOST,
    read_decisions,
    UNDECIDED,
)
from cites.nonnominal.findings import Finding, FindingKind


FOUND = Finding(FindingKind.PERSON, 4, 16, "Kofi Boateng")


def read(*decisions, **more):
    return read_decisions({"decisions": list(decisions), **more})


class ReadingTest(unittest.TestCase):
    def test_nothing_is_decided(self):
        for given in ({}, {"decisions": None, CONFIRMED: None}, {CONFIRMED: " "}):
            self.assertEqual(read_decisions(given), UNDECIDED)

    def test_a_finding_is_named_by_its_words_or_its_place(self):
        for named in (
            {"text": "kofi  BOATENG"},
            {"start": 4, "end": 16},
            {"start": 4, "end": 16, "field": "body", "text": "Kofi Boateng"},
        ):
            decided = read({**named, "decision": "not_a_name"})
            self.assertEqual(decided.about("body", FOUND).choice, Choice.NOT_A_NAME)
        for other in (
            {"text": "Kofi"},
            {"start": 4, "end": 17},
            {"start": 4, "end": 16, "field": "title"},
        ):
            decided = read({**other, "decision": "not_a_name"})
            self.assertIsNone(decided.about("body", FOUND), other)

    def test_a_finding_may_be_sent_back_as_it_came(self):
        known = {"kind": "person", "certainty": "sure", "title": "x", "neutral": "y"}
        decided = read({**known, "text": "Kofi Boateng", "decision": "replace"})
        self.assertEqual(decided.about("body", FOUND).choice, Choice.REPLACE)

    def test_a_form_sends_the_reason_behind_the_choice(self):
        decided = read({"text": "Kofi Boateng", "decision": "keep author", "reason": ""})
        self.assertEqual(decided.about("body", FOUND).reason, "author")
        for behind in ("So called", "x" * 100_000, "author\0", "author\nx"):
            with self.assertRaises(InvalidValues, msg=behind[:20]):
                read({"text": "Kofi Boateng", "decision": f"keep {behind}"})
        undecided = {"text": "Kofi Boateng", "decision": "", "reason": ""}
        self.assertEqual(read(undecided), UNDECIDED)

    def test_one_reason_keeps_what_no_decision_is_about(self):
        decided = read_decisions({CONFIRMED: " published "})
        self.assertEqual(decided, Decisions(rest="published"))
        self.assertEqual(decided.about("body", FOUND).choice, Choice.KEEP)

    def test_mistakes_are_named(self):
        about = {"text": "Kofi Boateng"}
        keep = {**about, "decision": "keep"}
        for given, field in (
            ({"decisions": {}}, None),
            ({"decisions": {"text": "x"}}, "decisions"),
            ({"decisions": ["x"]}, "decisions[0]"),
            ({"decisions": [about]}, "decisions[0].decision"),
            ({"decisions": [{**about, "decision": "no"}]}, "decisions[0].decision"),
            ({"decisions": [{"decision": "replace"}]}, "decisions[0]"),
            ({"decisions": [{"decision": "replace", "start": 4}]}, "decisions[0]"),
            ({"decisions": [{"decision": "replace", "text": 4}]}, "decisions[0]"),
            *(
                (
                    {"decisions": [{"text": text, "decision": "keep", **at}]},
                    "decisions[0]",
                )
                for text in ("", "  ", "\u3000\n")
                for at in (
                    {"reason": "author"},
                    {"start": 0, "end": 4, "reason": "author"},
                )
            ),
            (
                {"decisions": [{"decision": "replace", "start": "4", "end": "5"}]},
                "decisions[0]",
            ),
            ({"decisions": [{**about, "decision": "replace", "x": 1}]}, "decisions[0]"),
            ({"decisions": [keep]}, "decisions[0].reason"),
            ({"decisions": [{**keep, "reason": 4}]}, "decisions[0].reason"),
            ({"decisions": [{**keep, "reason": "x" * 501}]}, "decisions[0].reason"),
            ({"decisions": [{**keep, "reason": "x"}] * (MOST + 1)}, "decisions"),
            ({CONFIRMED: 4}, CONFIRMED),
            ({CONFIRMED: "x\u0000"}, CONFIRMED),
        ):
            if field is None:
                self.assertEqual(read_decisions(given), UNDECIDED)
                continue
            with self.assertRaises(InvalidValues) as caught:
                read_decisions(given)
            self.assertEqual(caught.exception.field, field, given)
