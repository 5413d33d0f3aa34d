"""The model of names: what it finds, how sure, and what no name goes over."""

from cites.nonnominal.check import check
from cites.nonnominal.names.model import names_in
from concurrent.futures import ThreadPoolExecutor
from tests_nonnominal.evaluation import Found, matches, TYPED_OPENED, typed_sentences
from unittest import TestCase


class ModelTest(TestCase):
    def names(self, text: str) -> list[tuple[str, str]]:
        spans = names_in(text, "en")
        return [(one.kind.value, text[one.start : one.end]) for one in spans]

    def test_names_of_each_kind(self):
        for text, kind, name in (
            ("The driver was Peter Okello.", "person", "Peter Okello"),
            ("Importer: Blue Nile Traders Ltd", "company", "Blue Nile Traders Ltd"),
            ("The trawler Lady Amal left at dawn.", "plate", "Lady Amal"),
        ):
            self.assertEqual(self.names(text), [(kind, name)])

    def test_no_name_goes_over_the_end_of_a_line_or_a_sentence(self):
        for text, names in (
            ("Driver: Peter Okello\nAmina Yusuf: owner", ["Peter Okello", "Amina Yusuf"]),
            ("We met Peter Okello. Amina Yusuf paid.", ["Peter Okello", "Amina Yusuf"]),
        ):
            self.assertEqual([name for _kind, name in self.names(text)], names)

    def test_sure_names_are_oftener_right_than_marked_ones(self):
        right: dict[str, list[bool]] = {"sure": [], "maybe": []}
        for text in typed_sentences(TYPED_OPENED):
            for one in check(text.text):
                found = Found(str(one.kind), one.start, one.end)
                correct = any(matches(found, other) for other in text.expected)
                right[one.certainty].append(correct)
        sure, maybe = (sum(some) / len(some) for some in right.values())
        self.assertGreater(sure, 0.95)
        self.assertLess(maybe, sure)

    def test_a_listed_name_is_sure_where_nothing_announces_it(self):
        (one,) = check("Chinedu Okonkwo")
        self.assertEqual((one.text, one.certainty), ("Chinedu Okonkwo", "sure"))
        # One word says too little of what it is.
        (one,) = check("Okonkwo")
        self.assertEqual(one.certainty, "maybe")

    def test_threads_do_not_take_each_others_texts(self):
        texts = [f"The driver was Peter Okello.{' It rained.' * n}" for n in range(40)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(self.names, texts))
        self.assertEqual(found, [[("person", "Peter Okello")]] * len(texts))
