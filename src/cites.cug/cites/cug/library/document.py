"""Documents of the library other than alerts."""

from cites.cug import _
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.alert import code
from cites.cug.library.alert import codes
from cites.cug.library.species import SpeciesName
from cites.cug.uploads.files import DocumentFile
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ILibraryDocument(model.Schema):
    """A file with what one needs to find and handle it."""

    title = schema.TextLine(title=_("Title"), max_length=200)
    description = schema.Text(
        title=_("Summary"), max_length=1000, required=False, default="", missing_value=""
    )
    document_type = code(_("Kind of document"), "document_type", required=True)
    handling = code(_("Handling code"), "handling", required=True, default="amber_strict")
    model.primary("file")
    file = DocumentFile(title=_("File"))
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


@implementer(ILibraryDocument, ILibraryItem)
class LibraryDocument(Item):
    """One file and its description."""
