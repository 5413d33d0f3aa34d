"""How other parts take part in workspaces."""

from zope.interface import Interface


class ILinkTitle(Interface):
    """Names what a link in a text leads to; a named utility of who has such things."""

    def __call__(group, path):
        """The title, if the caller may see it; ``path`` is the rest of the address below
        the group. None for what is not known here, or not for the caller.
        """


class ILibraryDrafts(Interface):
    """Takes the result of a topic over into the library."""

    def __call__(group, title, html, handling, acting_user):
        """Make a draft of the acting user's and return it."""
