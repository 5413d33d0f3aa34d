"""The words of a question as the text index takes them."""

import unittest
from cites.cug.library.search import parse


class TextTest(unittest.TestCase):
    def test_words_of_the_index_language_are_words(self):
        text = parse({"q": "cubs or NOT (dhow)"}).text
        self.assertEqual(text, 'cubs* AND "or" AND NOT* AND dhow*')
