"""What the registry needs of other domains."""

from zope.interface import Interface


class ICountriesOf(Interface):
    """Finds the countries of which a user is the contact point; a global utility."""

    def __call__(user_id):
        """A set of country codes (ISO 3166-1 alpha-2), from all groups of the portal."""
