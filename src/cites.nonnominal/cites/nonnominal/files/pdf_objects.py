"""Cleans every object of a PDF: actions, data of programs, files and pictures."""

from cites.nonnominal.files.cleaned import damaged, Removed
from cites.nonnominal.files.pdf_pictures import clean_packed, clean_profile
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from typing import Any


MAX_DEPTH = 50
#: Keys that are removed everywhere → name in the list of what was removed.
CLOSED = {
    "/Metadata": "XMP",
    "/PieceInfo": "data of programs",
    "/LastModified": "data of programs",
    "/AA": "actions",
    "/JS": "scripts",
    "/EF": "attached files",
    "/RF": "attached files",
    "/AF": "attached files",
    "/OPI": "data of programs",
    "/XFA": "form of another format",
    "/Thumb": "thumbnails",
    "/CreatorInfo": "data of programs",
    "/User": "data of programs",  # whom a layer is for
}
#: Actions that stay: to go somewhere in the file, or to a page of the web.
KEPT_ACTIONS = frozenset(("/GoTo", "/URI", "/Named"))
WEB = ("http://", "https://", "mailto:")


def clean_objects(pdf: Pdf, removed: Removed) -> None:
    """Clean all objects. Unreachable ones are left out on writing. Raises Uncleanable."""
    for thing in pdf.objects:
        _clean(thing, removed, 0)


def _clean(thing: Any, removed: Removed, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise damaged()
    if isinstance(thing, Array):
        children = [thing[place] for place in range(len(thing))]
        if len(children) == 2 and children[0] == Name.ICCBased:
            clean_profile(children[1])
    elif isinstance(thing, Dictionary | Stream):
        _clean_keys(thing, removed)
        if isinstance(thing, Stream):
            clean_packed(thing, removed)
        children = list(thing.values())
    else:
        return
    for child in children:
        if isinstance(child, Object) and not child.is_indirect:
            _clean(child, removed, depth + 1)


def _clean_keys(thing: Any, removed: Removed) -> None:
    keys = thing.keys()
    for key in keys & CLOSED.keys():
        removed.count(CLOSED[key])
        del thing[Name(key)]
    if "/A" in keys and not _is_harmless(thing["/A"]):
        removed.count("actions")
        del thing["/A"]
    if "/O" in keys and thing["/O"] == Name.UserProperties and "/P" in keys:
        removed.count("data of programs")
        del thing["/P"]
    if "/FT" in keys and thing["/FT"] == Name.Sig and "/V" in keys:
        removed.count("signatures")
        del thing["/V"]


def _is_harmless(action: Any) -> bool:
    """Whether an action may stay. Dictionaries without ``/S`` are no actions."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return True
    if "/Next" in action:
        return False
    if action.S == Name.URI:
        return str(action.get("/URI", "")).lower().startswith(WEB)
    return str(action.S) in KEPT_ACTIONS
