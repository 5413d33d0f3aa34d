"""Plone's own way through the content of a group is closed."""

from tests.library.case import LibraryCase


class ClosedTest(LibraryCase):
    def test_there_is_no_folder_contents_inside_a_group(self):
        for folder in (self.group, self.library):
            for user in ("secretariat", "customs-xa"):
                self.page(user, f"{folder}/folder_contents", 404)
