"""What an entry of the directory says."""

from cites.cug import _
from cites.cug.core.codelists.fields import code, codes
from cites.cug.core.codelists.taxa import is_known_taxon, taxon_name
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.validation.characters import fit_line
from cites.cug.core.validation.errors import InvalidValue
from zope import schema
from zope.interface import Interface


MOST_SPECIES = 50
#: What an entry is, and how that is called.
KINDS = {
    "rescue_centre": _("Rescue centre"),
    "laboratory": _("Laboratory"),
    "expert": _("Expert or advisory body"),
}
UNKNOWN_TAXON = _("The list of species has no species, genus, family or order “${name}”.")


class TaxonName(schema.TextLine):
    """A species, genus, family or order of the list, in the spelling of the list."""

    def fit(self, text: str) -> str:
        """The name as it is stored. Raises InvalidValue."""
        name = taxon_name(fit_line(text))
        if name and not is_known_taxon(name):
            raise InvalidValue(_(UNKNOWN_TAXON, mapping={"name": name}))
        return name


class IInstitution(Interface):
    """The fields of an entry, in the form and in JSON."""

    kind = schema.Choice(title=_("Kind"), vocabulary=fixed_vocabulary(KINDS))
    country = code(_("Country"), "country", required=True)
    name = schema.TextLine(
        title=_("Institution or office"),
        description=_("Its official name. No names of persons."),
        max_length=200,
    )
    contact = schema.Text(
        title=_("Contact"),
        description=_("Official e-mail address and telephone of the institution."),
        max_length=500,
    )
    languages = codes(_("Languages"), "language")
    species = schema.List(
        title=_("Species accepted"),
        description=_(
            "One on each line: a species, genus, family or order, with all that is below"
            " it. Empty: any."
        ),
        value_type=TaxonName(max_length=200),
        required=False,
        unique=True,
        max_length=MOST_SPECIES,
        defaultFactory=list,
    )
    services = schema.Text(
        title=_("Services and notes"),
        description=_("No names of persons."),
        max_length=2000,
        required=False,
        default="",
        missing_value="",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(IInstitution))
