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
    "rescue_centre": _("membership_institutions_rescue_centre"),
    "laboratory": _("membership_institutions_laboratory"),
    "expert": _("membership_institutions_expert_or_advisory_body"),
}
UNKNOWN_TAXON = _("membership_institutions_list_species_no_species_text")


class TaxonName(schema.TextLine):
    """A species, genus, family or order of the list, in the spelling of the list."""

    #: Forms propose names of the list.
    names_taxa = True

    def fit(self, text: str) -> str:
        """The name as it is stored. Raises InvalidValue."""
        name = taxon_name(fit_line(text))
        if name and not is_known_taxon(name):
            raise InvalidValue(_(UNKNOWN_TAXON, mapping={"name": name}))
        return name


class IInstitution(Interface):
    """The fields of an entry, in the form and in JSON."""

    kind = schema.Choice(title=_("common_kind_label"), vocabulary=fixed_vocabulary(KINDS))
    country = code(_("common_country_label"), "country", required=True)
    name = schema.TextLine(
        title=_("membership_institution_or_office_label"),
        description=_("membership_institutions_official_name_no_names_help"),
        max_length=200,
    )
    contact = schema.Text(
        title=_("membership_contact_label"),
        description=_("membership_institutions_official_email_help"),
        max_length=500,
    )
    languages = codes(_("common_languages"), "language")
    species = schema.List(
        title=_("membership_institutions_species_accepted_label"),
        description=_("membership_institutions_each_line_species_genus_help"),
        value_type=TaxonName(max_length=200),
        required=False,
        unique=True,
        max_length=MOST_SPECIES,
        defaultFactory=list,
    )
    services = schema.Text(
        title=_("membership_institutions_services_and_notes_label"),
        description=_("membership_institutions_no_names_of_persons_help"),
        max_length=2000,
        required=False,
        default="",
        missing_value="",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(IInstitution))
