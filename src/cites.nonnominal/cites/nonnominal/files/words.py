"""Words of what was removed from a file, as pages show it: kinds without values."""

from cites.nonnominal import _
from cites.nonnominal.files.cleaned import FoundMetadata
from collections.abc import Iterable
from zope.i18nmessageid import Message


PROPERTIES = _("author, title, times and program")
TITLES = {
    "GPS": _("the position"),
    "EXIF": _("data of the camera"),
    **dict.fromkeys(("EXIF thumbnail", "thumbnails"), _("thumbnails")),
    **dict.fromkeys(
        ("XMP", "IPTC", "text", "PDF", "document", "document properties", "template"),
        PROPERTIES,
    ),
    **dict.fromkeys(("comments", "authors of comments", "author"), _("comments")),
    **dict.fromkeys(("tracked changes", "earlier revisions"), _("earlier versions")),
    "attached files": _("attached files"),
    **dict.fromkeys(
        ("scripts", "actions", "action when opened"), _("scripts and actions")
    ),
    "signatures": _("signatures"),
    **dict.fromkeys(("path", "connections to data"), _("links to other files")),
}
OTHER = _("data of programs")
#: Key of a conversion, which is no removal.
CHANGED = "format"


def kinds_of(found: Iterable[FoundMetadata]) -> list[Message]:
    """Titles of the kinds found, each once, in the order of the table."""
    names = {_name(key) for key, _value in found} - {CHANGED}
    kinds = [title for name, title in TITLES.items() if name in names]
    if names - TITLES.keys():
        kinds.append(OTHER)
    return list(dict.fromkeys(kinds))


def _name(key: str) -> str:
    """The name of the kind in a key: ``picture: EXIF:Model`` → ``EXIF``."""
    return key.rpartition(": ")[2].partition(":")[0]
