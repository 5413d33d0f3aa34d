"""The figures of the check on sentences that it was not made with."""

import unittest
from cites.nonnominal.check import check
from pathlib import Path
from tempfile import TemporaryDirectory
from tests_nonnominal.evaluation import (
    ALL_UNSEEN,
    FIFTH_UNSEEN,
    Found,
    FOURTH_UNSEEN,
    NAMES,
    OPEN_TO_ALL,
    score,
    Sentence,
    sentences,
    SIXTH_UNSEEN,
    THIRD_UNSEEN,
    total,
    TUNING,
    typed_sentences,
    TYPED_UNSEEN,
    UNSEEN,
)


def ours(sentence: Sentence) -> list[Found]:
    return [Found(str(f.kind), f.start, f.end) for f in check(sentence.text)]


class TestFigures(unittest.TestCase):
    """Recall and precision that the check must not fall below."""

    def test_unseen_sentences(self):
        scores = score(ours, sentences(UNSEEN))
        kinds = {kind for kind, _language in scores}
        numbers = total(scores, kinds - set(NAMES))
        names = total(scores, NAMES)
        self.assertGreaterEqual(numbers.recall, 0.95, numbers)
        self.assertGreaterEqual(numbers.precision, 0.90, numbers)
        self.assertGreaterEqual(names.recall, 0.85, names)
        self.assertGreaterEqual(names.precision, 0.80, names)


class TestTypedFigures(unittest.TestCase):
    """The same of texts as officers type them, in eight languages and three cases."""

    def test_unseen_texts(self):
        for case, recall in (("usual", 0.85), ("lower", 0.75), ("capitals", 0.75)):
            scores = score(ours, typed_sentences(TYPED_UNSEEN, case))
            kinds = {kind for kind, _language in scores}
            numbers = total(scores, kinds - set(NAMES))
            self.assertGreaterEqual(numbers.recall, 0.90, case)
            self.assertGreaterEqual(numbers.precision, 0.90, case)
            for kind in NAMES:
                names = total(scores, [kind])
                self.assertGreaterEqual(names.recall, recall, (case, kind))
                self.assertGreaterEqual(names.precision, 0.80, (case, kind))

    def assert_names(
        self, part: str, *bounds: tuple[str, float, float], case: str = "usual"
    ) -> None:
        """``bounds``: a kind of names, and the recall and precision to be reached."""
        scores = score(ours, typed_sentences(part, case))
        for kind, recall, precision in bounds:
            names = total(scores, [kind])
            self.assertGreaterEqual(names.recall, recall, (case, kind))
            self.assertGreaterEqual(names.precision, precision, (case, kind))

    def test_unseen_texts_with_single_names_and_companies_without_a_form(self):
        for case, persons, companies in (
            ("usual", 0.80, 0.60),
            ("lower", 0.80, 0.55),
            ("capitals", 0.80, 0.55),
        ):
            bounds = ("person", persons, 0.90), ("company", companies, 0.90)
            self.assert_names(THIRD_UNSEEN, *bounds, case=case)

    def test_unseen_notes_and_companies_in_chats(self):
        bounds = ("person", 0.85, 0.80), ("company", 0.60, 0.85)
        self.assert_names(FOURTH_UNSEEN, *bounds)

    def test_unseen_texts_with_many_capitals_that_are_nobodys(self):
        bounds = ("person", 0.90, 0.80), ("company", 0.65, 0.90)
        self.assert_names(FIFTH_UNSEEN, *bounds)

    def test_unseen_texts_of_many_kinds_with_what_looks_like_names(self):
        bounds = ("person", 0.85, 0.90), ("company", 0.45, 0.85)
        self.assert_names(SIXTH_UNSEEN, *bounds)


class TestSentences(unittest.TestCase):
    def test_enough_of_each(self):
        for part in (TUNING, UNSEEN):
            self.assertGreaterEqual(len(sentences(part)), 300)

    def test_a_set_of_a_folder_anywhere(self):
        with TemporaryDirectory() as folder:
            with self.assertRaisesRegex(FileNotFoundError, "no LANGUAGE.txt there"):
                typed_sentences(folder)
            line = "chat\tSaw {person|Juma Otieno}\\nin town\n"
            Path(folder, "sw.txt").write_text(line, "utf-8")
            (text,) = typed_sentences(folder, "capitals")
        self.assertEqual("SAW JUMA OTIENO\nIN TOWN", text.text)
        self.assertEqual("sw", text.language)
        self.assertEqual("chat", text.form)
        self.assertEqual((Found("person", 4, 15),), text.expected)

    def test_no_sentence_twice(self):
        parts = (*OPEN_TO_ALL, *ALL_UNSEEN)
        chosen = [sentence for part in parts for sentence in typed_sentences(part)]
        texts = [sentence.text for sentence in chosen]
        self.assertEqual(len(texts), len(set(texts)))
