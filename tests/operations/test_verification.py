"""`bin/cug verify` finds every kind of damage, and names it."""

from tests.operations.damages import DAMAGES
from tests.operations.damages.scene import Scene
from tests.sampling import Sample


class DamagesTest(Scene):
    maxDiff = None

    def test_each_kind_is_found_and_named(self):
        self.assertEqual([], self.faults())
        for name in Sample(self.id()).of(DAMAGES):
            with self.subTest(name):
                try:
                    expected = DAMAGES[name](self)
                    found = self.faults()
                finally:
                    self.put_back()
                named = [fault for fault in found if fault.startswith(expected)]
                self.assertTrue(named, f"{expected!r} is none of {found}")
        self.assertEqual([], self.faults())
