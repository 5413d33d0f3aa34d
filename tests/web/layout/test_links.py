"""Bare addresses in what members write."""

import unittest
from cites.cug.web.layout import links
from unittest.mock import Mock, patch


URL = "https://example.org/cug/library/1"
GROUP = Mock(**{"absolute_url.return_value": "https://example.org/cug"})


class TitlesTest(unittest.TestCase):
    def with_title(self, html, title):
        with patch.object(links, "title_at", Mock(return_value=title)):
            return links.with_titles(GROUP, html)

    def test_a_bare_address_becomes_a_title(self):
        html = f'<p><a href="{URL}" rel="x">{URL}</a></p>'
        titled = f'<p><a href="{URL}" rel="x">A &lt;b&gt;</a></p>'
        self.assertEqual(self.with_title(html, "A <b>"), titled)
        self.assertEqual(self.with_title(html, None), html)

    def test_words_and_other_sites_are_left_alone(self):
        elsewhere = "https://example.org/other/1"
        for html in (
            f'<a href="{URL}">words</a>',
            f"{URL}",
            f'<a href="{elsewhere}">{elsewhere}</a>',
        ):
            self.assertEqual(self.with_title(html, "Title"), html)
