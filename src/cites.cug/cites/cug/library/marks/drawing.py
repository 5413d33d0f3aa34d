"""What marks on pages and on pictures share."""

#: Degrees by which the words rise, so that no edge of a text or picture hides them.
SLANT = 30


class Unmarkable(ValueError):
    """The file cannot be opened, so that nothing can be written over it."""
