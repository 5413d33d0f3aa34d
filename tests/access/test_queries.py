"""What callers may word themselves cannot occupy the portal."""

from itertools import product
from tests.library.case import LibraryCase
from urllib.parse import urlencode


HUGE = 99_999_999_999


class DepthTest(LibraryCase):
    """Without a bound these would count up to the number: they would not end."""

    def search(self, **path):
        found = self.layer["portal"].portal_catalog.unrestrictedSearchResults(path=path)
        return {brain.getPath() for brain in found}

    def test_a_depth_beyond_all_levels_finds_what_no_depth_finds(self):
        top = "/".join(self.layer["portal"].getPhysicalPath())
        everything = self.search(query=top)
        self.assertIn(f"{top}/cheetahs/library", everything)
        self.assertEqual(everything, self.search(query=top, depth=HUGE))
        self.assertIn(f"{top}/cheetahs", self.search(query=top, depth=1))

    def test_no_number_is_counted_up_to(self):
        for names in product(("depth", "level", "navtree_start"), (HUGE, -HUGE), (0, 1)):
            name, number, navtree = names
            found = self.search(
                query="/plone/cheetahs", navtree=navtree, **{name: number}
            )
            self.assertLessEqual(found, self.search(query="/plone"), names)

    def test_over_rest(self):
        row = {
            "i": "path",
            "o": "plone.app.querystring.operation.string.absolutePath",
            "v": f"/cheetahs::{HUGE}",
        }
        found = self.rest(
            "customs-xa",
            "POST",
            f"{self.portal}/@querystring-search",
            200,
            json={"query": [row]},
        )
        self.assertTrue(found["items"])
        for service, query in (
            ("@search", {"path.query": "/plone", "path.depth": HUGE}),
            ("@navigation", {"expand.navigation.depth": HUGE}),
        ):
            url = f"{self.portal}/{service}?{urlencode(query)}"
            self.rest("customs-xa", "GET", url, 200)
