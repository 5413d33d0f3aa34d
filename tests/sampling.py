"""A part of what there is to ask, another part in each run; all of it when told so.

``make test`` asks one in ``ONE_IN``, or one of those that are alike; ``make test-all``
asks everything. The seed is printed: with ``TEST_SEED=…`` the same part is asked again.
"""

import os
from collections.abc import Iterable, Sequence
from random import Random, SystemRandom
from typing import TypeVar


Thing = TypeVar("Thing")

ONE_IN = 4
EVERYTHING = bool(os.environ.get("TEST_ALL"))
SEED = os.environ.get("TEST_SEED") or str(SystemRandom().randrange(10**6))


class Sample:
    """Draws for one test, whatever other tests have drawn."""

    def __init__(self, test_id: str, part: str = f"one in {ONE_IN}"):
        self.random = Random(f"{SEED} {test_id}")
        if not EVERYTHING:
            print(f"\n{test_id}: {part}, TEST_SEED={SEED}")

    def of(self, things: Iterable[Thing]) -> list[Thing]:
        """At least one of them, in their order."""
        everything = list(things)
        if EVERYTHING or not everything:
            return everything
        number = -(-len(everything) // ONE_IN)
        places = sorted(self.random.sample(range(len(everything)), number))
        return [everything[place] for place in places]

    def one(self, things: Sequence[Thing]) -> list[Thing]:
        """One of them, which stands for all."""
        return list(things) if EVERYTHING else [self.random.choice(things)]
