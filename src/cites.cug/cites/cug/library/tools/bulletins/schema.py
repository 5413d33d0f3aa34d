"""What is said of a bulletin before it is made."""

from cites.cug import _
from cites.cug.core.codelists.fields import HandlingCode
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.settings.languages import direction, LANGUAGES
from zope import schema
from zope.interface import Interface


#: A bulletin is read at one sitting.
MOST_ITEMS = 30
#: The paper is set from left to right.
PRINTED = {code: name for code, name in LANGUAGES.items() if direction(code) == "ltr"}
#: For whom a bulletin is: the state in which these may read an item.
AUDIENCES = {
    "enforcement": _("Enforcement members"),
    "shared": _("Enforcement members and IGOs"),
    "chosen": _("Readers that the Secretariat chooses"),
}


class IBulletin(Interface):
    """The fields of a bulletin beside its items, in the form and in JSON."""

    title = schema.TextLine(title=_("Title"), max_length=200)
    language = schema.Choice(
        title=_("Language of the bulletin"),
        vocabulary=fixed_vocabulary(PRINTED),
    )
    handling = HandlingCode()
    audience = schema.Choice(
        title=_("For whom it is"),
        description=_(
            "Each item must be open to these, also when the bulletin is opened to others"
            " later."
        ),
        vocabulary=fixed_vocabulary(AUDIENCES),
        default="enforcement",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(IBulletin))
