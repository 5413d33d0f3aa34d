"""What the check finds in a text, for tests."""

from cites.nonnominal.check import check


def found(text: str, kind: str) -> list[str]:
    """The findings of a kind, as they stand in the text."""
    return [one.text for one in check(text) if one.kind == kind]
