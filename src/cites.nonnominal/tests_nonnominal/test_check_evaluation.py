"""The figures of the check on sentences that it was not made with."""

import unittest
from cites.nonnominal.check import check
from cites.nonnominal.findings import Certainty
from pathlib import Path
from tempfile import TemporaryDirectory
from tests_nonnominal.evaluation import (
    ALL_UNSEEN,
    Found,
    LANGUAGES,
    NAMES,
    OF_OTHER_HANDS,
    OPEN_TO_ALL,
    OTHER_LANGUAGES,
    Score,
    score,
    Sentence,
    sentences,
    total,
    TUNING,
    typed_sentences,
    UNSEEN,
)


class TestFigures(unittest.TestCase):
    """What the check must not fall below, on texts that it was not made with."""

    def assert_recall(
        self, texts: list[Sentence], bounds: dict[tuple[str, ...], dict[str, float]]
    ) -> None:
        """``bounds``: by languages, the share of each kind that is found or marked."""
        found = {text.text: found_in(text) for text in texts}
        scores = score(lambda text: found[text.text], texts)
        numbers = {kind for kind, _language in scores} - set(NAMES)
        for languages, least in bounds.items():
            for title, recall in least.items():
                kinds = numbers if title == "numbers" else {title}
                parts = (total(scores, kinds, language) for language in languages)
                reached = sum(parts, Score())
                self.assertGreaterEqual(reached.recall, recall, (languages, title))

    def test_unseen_texts(self):
        texts = [text for part in ALL_UNSEEN for text in typed_sentences(part)]
        bounds = {
            LANGUAGES: {"numbers": 0.94, "person": 0.90, "company": 0.82},
            OTHER_LANGUAGES: {"numbers": 0.91, "person": 0.80, "company": 0.73},
        }
        self.assert_recall(texts, bounds)

    def test_unseen_texts_of_other_hands_in_small_letters(self):
        texts = [t for part in OF_OTHER_HANDS for t in typed_sentences(part, "lower")]
        bounds = {
            LANGUAGES: {"numbers": 0.87, "person": 0.86, "company": 0.72},
            OTHER_LANGUAGES: {"numbers": 0.85, "person": 0.68, "company": 0.60},
        }
        self.assert_recall(texts, bounds)

    def test_what_is_held_back(self):
        texts = [text for part in ALL_UNSEEN for text in typed_sentences(part)]
        sure = {text.text: found_in(text, Certainty.SURE) for text in texts}
        naming = [bool(sure[text.text]) for text in texts if text.expected]
        others = [bool(sure[text.text]) for text in texts if not text.expected]
        self.assertGreaterEqual(sum(naming) / len(naming), 0.88)
        self.assertLessEqual(sum(others) / len(others), 0.05)
        scores = score(lambda text: sure[text.text], texts)
        reached = total(scores, {kind for kind, _language in scores})
        self.assertGreaterEqual(reached.precision, 0.93)


def found_in(text: Sentence, *levels: Certainty) -> list[Found]:
    """Findings of some levels of certainty, or of all."""
    wanted = levels or tuple(Certainty)
    return [
        Found(str(one.kind), one.start, one.end)
        for one in check(text.text)
        if one.certainty in wanted
    ]


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
