"""How other parts of the portal take part in workspaces."""

from zope.interface import Interface


class ILibraryDrafts(Interface):
    """Makes drafts in the library from the results of topics."""

    def __call__(group, title, html, handling, acting_user):
        """Make a draft of which the acting user is the author, and return it."""
