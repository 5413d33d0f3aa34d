"""What the records find, beside a plain reading of the same texts."""

import tempfile
import unittest
from cites.cug.core.fulltext.finding import find_positions, shown_texts
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.fulltext.question import parse
from cites.cug.core.fulltext.streams import columns_of, WordFields
from pathlib import Path
from random import Random
from sqlalchemy import delete, update
from tests.core.fulltext.corpus import (
    check_nonsense,
    check_questions,
    make_texts,
    NUMBER,
    records,
)


class FindingTest(unittest.TestCase):
    def records(self, texts):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        url = f"sqlite:///{Path(folder.name) / 'records.sqlite'}"
        return self.enterContext(records(url, texts))

    def found(self, text):
        return set(find_positions(NUMBER, parse(text)))

    def test_it_is_what_a_plain_reading_finds(self):
        chance = Random(17)
        texts = make_texts(chance, 60)
        self.records(texts)
        self.assertGreater(check_questions(texts, chance, 300), 100)
        check_nonsense()

    def test_it_follows_changes(self):
        text = WordFields(title="Guépards", text="la saisie", languages=("fr",))
        session = self.records({5: text})
        self.assertEqual(self.found("guépard saisies"), {5})
        self.assertEqual(shown_texts(NUMBER, [5]), {5: ("la saisie", ("fr",))})
        table = ContentWords.__table__
        changed = columns_of(WordFields(title="Ivoire", languages=("fr",)))
        session.execute(update(table).values(**changed))
        self.assertEqual(self.found("guépard"), set())
        self.assertEqual(self.found("ivoires"), {5})
        session.execute(delete(table))
        self.assertEqual(self.found("ivoires"), set())
        broken = "INSERT INTO content_words_found(content_words_found) VALUES "
        session.connection().exec_driver_sql(f"{broken} ('integrity-check')")
