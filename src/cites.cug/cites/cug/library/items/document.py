"""Documents of the library other than alerts."""

from cites.cug import _
from cites.cug.core.codelists.fields import code, codes, HandlingCode
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.directives import filterable
from cites.cug.library.items.species import SpeciesName
from cites.cug.library.tools.translations.field import Translations
from cites.cug.web.uploads.files import DocumentFile
from plone.autoform.directives import omitted
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ILibraryDocument(model.Schema):
    """The fields of a document: a file, and what is needed to find and to handle it."""

    model.fieldset(
        "document",
        label=_("common_document_label"),
        fields=["file", "title", "description", "document_type", "handling"],
    )
    title = schema.TextLine(title=_("common_title_label"), max_length=200)
    description = schema.Text(
        title=_("library_summary_label"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )
    document_type = code(
        _("library_document_kind_of_document"), "document_type", required=True
    )
    handling = HandlingCode()
    model.primary("file")
    file = DocumentFile(title=_("common_file_label"))
    filterable("document_type", index="document_type", counted=True)
    filterable("handling")

    model.fieldset(
        "about",
        label=_("library_document_what_it_is_about_label"),
        fields=["language", "languages", "countries", "species"],
    )
    language = code(_("library_document_language_title_summary"), "language")
    omitted("translations")
    translations = Translations()
    languages = codes(_("library_document_languages_label"), "language")
    countries = codes(_("library_document_countries_it_concerns"), "country")
    species = schema.List(
        title=_("common_species_column"),
        value_type=SpeciesName(max_length=200),
        required=False,
        unique=True,
        max_length=50,
        defaultFactory=list,
    )
    filterable("language")
    filterable("countries", name="country")
    filterable("species")
    filterable("species", name="taxon")


@implementer(ILibraryDocument, ILibraryItem)
class LibraryDocument(Item):
    """Has one file and its description."""

    #: Plone's own default, "", is no code.
    language = None
