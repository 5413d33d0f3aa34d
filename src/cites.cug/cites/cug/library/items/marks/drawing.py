"""What marks on PDF and marks on pictures share."""

#: Degrees by which the words are turned: slanted words are seen on text and on edges.
SLANT = 30


class Unmarkable(ValueError):
    """The file cannot be opened, so that it cannot be marked."""
