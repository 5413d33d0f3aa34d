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
    "enforcement": _("library_bulletins_enforcement_members"),
    "shared": _("library_bulletins_enforcement_members_and_igos"),
    "chosen": _("library_bulletins_readers_secretariat_chooses"),
}


class IBulletin(Interface):
    """The fields of a bulletin beside its items, in the form and in JSON."""

    title = schema.TextLine(title=_("common_title_label"), max_length=200)
    language = schema.Choice(
        title=_("library_bulletins_language_of_the_bulletin_label"),
        vocabulary=fixed_vocabulary(PRINTED),
    )
    handling = HandlingCode()
    audience = schema.Choice(
        title=_("library_bulletins_for_whom_it_is_label"),
        description=_("library_bulletins_each_item_must_open_help"),
        vocabulary=fixed_vocabulary(AUDIENCES),
        default="enforcement",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(IBulletin))
