"""In which order hits are shown, and that hidden ones have no say in it."""

import tempfile
import unittest
from cites.cug.core.fulltext.finding import find_positions
from cites.cug.core.fulltext.question import parse
from cites.cug.core.fulltext.ranking import scores_of
from cites.cug.core.fulltext.streams import WordFields
from pathlib import Path
from pyroaring import BitMap
from random import Random
from tests.core.fulltext.corpus import make_texts, NUMBER, records


FR = ("fr",)


class RankingTest(unittest.TestCase):
    def scores(self, texts, asked, visible):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'records.sqlite'}"
            with records(url, texts):
                question = parse(asked)
                found = find_positions(NUMBER, question)
                return scores_of(NUMBER, found & visible, question)

    def best(self, *texts, asked):
        texts = dict(enumerate(texts))
        scores = self.scores(texts, asked, BitMap(texts))
        return sorted(scores, key=scores.__getitem__, reverse=True)

    def test_a_title_comes_before_a_name_a_text_and_a_file(self):
        fill = "autre chose encore"
        self.assertEqual(
            [3, 2, 1, 0],
            self.best(
                WordFields(title=fill, files="guépard", languages=FR),
                WordFields(title=fill, text="guépard", languages=FR),
                WordFields(title=fill, names=["guépard"], languages=FR),
                WordFields(title="guépard", text=fill, languages=FR),
                asked="guépards",
            ),
        )

    def test_more_of_it_comes_before_less(self):
        self.assertEqual(
            [1, 0],
            self.best(
                WordFields(title="x", text="peau de guépard, du port", languages=FR),
                WordFields(title="x", text="peau de guépard, guépards", languages=FR),
                asked="guépard",
            ),
        )

    def test_hidden_entries_change_no_score(self):
        chance = Random(4)
        texts = make_texts(chance, 40)
        for asked in ("guépard", "port", "cheetah seizure", "decomiso"):
            visible = BitMap(chance.sample([*texts], 15))
            alone = {one: texts[one] for one in visible}
            self.assertEqual(
                self.scores(alone, asked, visible), self.scores(texts, asked, visible)
            )
