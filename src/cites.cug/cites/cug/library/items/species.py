"""Names of species, as the code list spells them; others are free text."""

from cites.cug.core.codelists.taxa import species_name
from cites.cug.core.validation.characters import fit_line
from zope.schema import TextLine


class SpeciesName(TextLine):
    """Field of one name, in the spelling of the list if it is on it."""

    #: Forms propose names of the list.
    names_taxa = True

    def fit(self, text: str) -> str:
        """The name as it is stored. Raises InvalidValue for unfit characters."""
        return fit_line(species_name(text))

    def filter_form(self, name: str) -> str:
        """The form in which filters compare names."""
        return species_name(name)
