"""Tests made from a table: one for each kind of caller."""

from collections.abc import Callable, Iterable


def for_each(kinds: Iterable[str]) -> Callable[[type], type]:
    """Gives a case a test for each kind, which is its ``try_all(kind)``."""

    def decorate(case: type) -> type:
        for kind in kinds:
            name = f"test_{kind.replace('-', '_')}"
            setattr(case, name, lambda self, kind=kind: self.try_all(kind))
        return case

    return decorate
