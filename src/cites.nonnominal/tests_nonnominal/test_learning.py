"""How the model is trained: the same bytes each time, of texts with their names."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from tests_nonnominal.evaluation import (
    CASES,
    Found,
    parse,
    SECOND_OPENED,
    typed_sentences,
)
from unittest import skipUnless, TestCase


SCRIPTS = Path(__file__).parents[3] / "scripts" / "names"
LANGUAGES = ("en", "fr", "es", "pt", "sw")


@skipUnless(SCRIPTS.is_dir(), "the scripts are in the source of cites.cug alone")
class LearningTest(TestCase):
    def setUp(self):
        sys.path.insert(0, str(SCRIPTS))
        self.addCleanup(sys.path.remove, str(SCRIPTS))

    def test_the_same_bytes_each_time(self):
        import generated
        import learn

        texts = [t for t in typed_sentences(SECOND_OPENED) if t.language == "fr"][:40]
        with TemporaryDirectory() as folder:
            paths = [Path(folder, name) for name in ("one", "other")]
            for path in paths:
                learn.train(texts, generated.generated_texts(("sw",))[:20], path)
            self.assertEqual(*(path.read_bytes() for path in paths))

    def test_half_of_the_templates_name_nobody(self):
        import generated

        for language in LANGUAGES:
            texts = generated.generated_texts((language,))
            naming = sum(bool(text.expected) for text in texts)
            self.assertTrue(0.4 < naming / len(texts) < 0.6, language)
            for text in texts:
                self.assertNotIn("{", text.text)

    def test_other_names_are_where_they_are_said_to_be(self):
        import learn

        text = parse("en", "tell {person|Juma Otieno} of {company|Blue Reef Ltd} today")
        others = learn.OtherNames([text])
        for _time in range(20):
            changed = others.put_into(text)
            start, end = changed.expected[1][1:]
            self.assertTrue(changed.text[start:end].endswith(" Ltd"), changed)
            self.assertTrue(changed.text.startswith("tell "))

    def test_labels_of_cells(self):
        import learn

        text = parse("en", "Name\tKg\n{person|Juma Otieno}\t40")
        readings = list(learn.readings_of(text.text, text.expected))
        for read, (found,) in readings:
            self.assertEqual(read[found.start : found.end], "Juma Otieno")
        tokens = learn.tokens_of(readings[1][0])
        labels = learn.labels_of(readings[1][0], tokens, readings[1][1])
        self.assertEqual(labels, ["O", "Bp", "Ip", "O"])

    def test_vessels_are_plates_of_letters(self):
        import learn

        tokens = learn.tokens_of("MV Coral II KBZ 771D")
        found = [Found("plate", 0, 11), Found("plate", 12, 20)]
        labels = learn.labels_of("MV Coral II KBZ 771D", tokens, found)
        self.assertEqual(labels, ["Bv", "Iv", "Iv", "O", "O"])

    def test_each_text_is_read_in_all_cases(self):
        import learn

        texts = list(learn.texts_in_cases([], [parse("en", "Two boxes")]))
        self.assertEqual(len(texts), len(CASES))
