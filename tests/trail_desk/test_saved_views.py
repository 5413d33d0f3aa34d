"""Views of the trail that readers keep for themselves."""

import transaction
from cites.cug.core.named_values import MOST
from cites.cug.core.validation.errors import Refusal
from cites.cug.trail_desk.saved_views import list_views, save_view, VIEWS
from tests.trail_desk.trail_case import TrailCase


class SavedViewsTest(TrailCase):
    def save(self, name, user="secretariat", group=None):
        place = group or self.group
        save_view(place, name, {"q": "x"}, acting_user=user)
        transaction.commit()

    def names(self, user="secretariat", group=None):
        return [view.name for view in list_views(group or self.group, user)]

    def test_each_reader_has_their_own_in_each_group(self):
        ivory = self.portal["ivory"]
        self.save("B")
        self.save("A")
        self.save("C", user="secretariat-2")
        self.save("D", group=ivory)
        self.assertEqual((["A", "B"], ["D"]), (self.names(), self.names(group=ivory)))
        VIEWS.forget_of(self.group, "secretariat")
        transaction.commit()
        self.assertEqual(([], ["C"]), (self.names(), self.names("secretariat-2")))
        VIEWS.forget_group(self.group)
        transaction.commit()
        self.assertEqual(
            ([], ["D"]), (self.names("secretariat-2"), self.names(group=ivory))
        )

    def test_there_is_an_end(self):
        for number in range(MOST):
            self.save(f"view {number}")
        with self.assertRaises(Refusal):
            self.save("one more")
        transaction.abort()
        self.save("view 0")
        self.assertEqual(MOST, len(self.names()))
