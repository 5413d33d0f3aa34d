"""What membership asks of other parts."""

from zope.interface import Interface


class IAccountUse(Interface):
    """A utility: knows when accounts were used. Without one, none counts as unused."""

    def last_used(user_ids) -> dict:
        """Moments of the last login by user id; who never logged in is left out."""
