"""Words of what was removed from a file, as pages show it: kinds without values."""

from cites.nonnominal import _
from cites.nonnominal.files.cleaned import FoundMetadata
from collections.abc import Iterable
from zope.i18nmessageid import Message


PROPERTIES = _("files_words_author_title_times_program")
TITLES = {
    "GPS": _("files_words_the_position_title"),
    "EXIF": _("files_words_data_of_the_camera_title"),
    **dict.fromkeys(("EXIF thumbnail", "thumbnails"), _("files_words_thumbnails_title")),
    **dict.fromkeys(
        ("XMP", "IPTC", "text", "PDF", "document", "document properties", "template"),
        PROPERTIES,
    ),
    **dict.fromkeys(
        ("comments", "authors of comments", "author"), _("files_words_comments_title")
    ),
    **dict.fromkeys(
        ("tracked changes", "earlier revisions"), _("files_words_earlier_versions_title")
    ),
    "attached files": _("files_words_attached_files_title"),
    **dict.fromkeys(
        ("scripts", "actions", "action when opened"),
        _("files_words_scripts_and_actions_title"),
    ),
    "signatures": _("files_words_signatures_title"),
    **dict.fromkeys(
        ("path", "connections to data"), _("files_words_links_to_other_files_title")
    ),
}
OTHER = _("files_words_data_of_programs")
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
