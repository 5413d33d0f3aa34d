"""The figures of the check on sentences that it was not made with."""

import unittest
from cites.cug.nonnominal.check import check_text
from tests.nonnominal.evaluation import Found
from tests.nonnominal.evaluation import NAMES
from tests.nonnominal.evaluation import score
from tests.nonnominal.evaluation import Sentence
from tests.nonnominal.evaluation import sentences
from tests.nonnominal.evaluation import total
from tests.nonnominal.evaluation import TUNING
from tests.nonnominal.evaluation import UNSEEN


def ours(sentence: Sentence) -> list[Found]:
    return [Found(str(f.kind), f.start, f.end) for f in check_text(sentence.text)]


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


class TestSentences(unittest.TestCase):
    def test_enough_of_each(self):
        for part in (TUNING, UNSEEN):
            self.assertGreaterEqual(len(sentences(part)), 300)

    def test_no_sentence_twice(self):
        texts = [sentence.text for sentence in [*sentences(TUNING), *sentences(UNSEEN)]]
        self.assertEqual(len(texts), len(set(texts)))
