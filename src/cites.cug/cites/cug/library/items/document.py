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
        label=_("Document"),
        fields=["title", "description", "file", "document_type", "handling"],
    )
    title = schema.TextLine(title=_("Title"), max_length=200)
    description = schema.Text(
        title=_("Summary"), max_length=1000, required=False, default="", missing_value=""
    )
    document_type = code(_("Kind of document"), "document_type", required=True)
    handling = HandlingCode()
    model.primary("file")
    file = DocumentFile(title=_("File"))
    filterable("document_type", index="document_type", counted=True)
    filterable("handling")

    model.fieldset(
        "about",
        label=_("What it is about"),
        fields=["language", "languages", "countries", "species"],
    )
    language = code(_("Language of title and summary"), "language")
    omitted("translations")
    translations = Translations()
    languages = codes(_("Languages"), "language")
    countries = codes(_("Countries it concerns"), "country")
    species = schema.List(
        title=_("Species"),
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
