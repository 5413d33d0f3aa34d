"""Every object of a PDF: actions, data of programs and files leave it, pictures in it
lose what they say."""

from cites.cug.nonnominal.files.cleaned import damaged, Removed
from cites.cug.nonnominal.files.pdf_pictures import clean_packed, clean_profile
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from typing import Any


MAX_DEPTH = 50
#: Wherever they stand. → what people call them
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
#: What a click may do: go somewhere in the file, or to a page of the web.
KEPT_ACTIONS = frozenset(("/GoTo", "/URI", "/Named"))
WEB = ("http://", "https://", "mailto:")


def clean_objects(pdf: Pdf, removed: Removed) -> None:
    """All of them, reachable or not; what is not is left out when it is written."""
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
    """Of other dictionaries with such a key too: those of structure hold no action."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return True
    if "/Next" in action:
        return False
    if action.S == Name.URI:
        return str(action.get("/URI", "")).lower().startswith(WEB)
    return str(action.S) in KEPT_ACTIONS
