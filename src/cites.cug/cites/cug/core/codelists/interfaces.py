"""The registry record for corrections of code lists."""

from cites.cug import _
from zope.interface import Interface
from zope.schema import ASCIILine, Dict, Text


CORRECTIONS_RECORD = "cites.cug.codelists.corrections"


class ICodeListRecords(Interface):
    """Corrections by name of the list.

    Each line reads `CODE | English | French | Spanish`, with `| ar: title` for another
    language; `| hidden` at its end means that the code is no longer offered. The page
    `code-lists` writes them.
    """

    corrections = Dict(
        title=_("codelists_corrections_code_lists_label"),
        description=_("codelists_lines_name_list_use_help"),
        key_type=ASCIILine(),
        value_type=Text(),
        required=False,
    )


class INamesFollow(Interface):
    """Utility: what is listed by the names of species, and follows a new list of them."""

    def __call__() -> int:  # type: ignore[misc,empty-body] # of an interface
        """How many items of the portal have not been looked at yet."""
