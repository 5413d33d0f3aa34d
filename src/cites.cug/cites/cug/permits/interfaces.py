"""What the registry asks of other parts."""

from zope.interface import Interface


class ICountriesOf(Interface):
    """For which countries a user is the contact point; a global utility."""

    def __call__(user_id):
        """Their codes, from all groups of the portal, as a set."""
