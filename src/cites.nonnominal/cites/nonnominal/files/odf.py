"""Cleans ODT, ODS and ODP: keeps content, styles and pictures, and no other parts.

Names: OASIS OpenDocument 1.3.
"""

import posixpath
from cites.nonnominal import _
from cites.nonnominal.files import archives
from cites.nonnominal.files.cleaned import Cleaned, damaged, Removed, Uncleanable
from cites.nonnominal.files.odf_markup import clean_open_markup, LINK
from lxml import etree
from urllib.parse import unquote


KIND, MANIFEST = "mimetype", "META-INF/manifest.xml"
#: Parts of the document, and of charts and formulas in folders inside it.
MARKUP = ("content.xml", "styles.xml")
#: Folder of pictures. Those that only deleted text shows are left out.
PICTURES = "Pictures"
#: Folders of macros.
MACROS = ("Basic/", "Dialogs/", "Scripts/")
#: Removed parts → name in the list of what was removed.
SPOKEN = {
    "meta.xml": "document properties",
    "settings.xml": "printer and view settings",
    "thumbnail.png": "thumbnails",
    "layout-cache": "data of programs",
    "manifest.rdf": "data of programs",
    "documentsignatures.xml": "signatures",
}
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def clean_open_document(content: bytes, kind: str) -> Cleaned:
    """Clean a file. Raises Uncleanable if it is damaged, locked or cannot be cleaned."""
    removed = Removed()
    with archives.readable():
        parts = archives.Parts(content)
        _refuse(parts)
        kept, shown = _markup(parts, removed)
        for name in parts:
            if name in shown and _is_picture(name, parts):
                kept[name] = archives.cleaned_picture(name, parts[name], removed)
            elif name not in kept:
                _note(name, parts, removed)
    if "content.xml" not in kept:
        raise damaged()
    made = {KIND: kind.encode(), **kept, MANIFEST: _manifest(kept, kind)}
    return Cleaned(archives.archive_of(made, first=KIND), kind, removed.all())


def _refuse(parts: archives.Parts) -> None:
    if any(name.startswith(MACROS) and not name.endswith("-lc.xml") for name in parts):
        raise Uncleanable(_("files_file_contains_macros_accepted_error"))
    if MANIFEST in parts:
        manifest = archives.parsed(parts[MANIFEST])
        if next(manifest.iter(f"{{{NAMESPACE}}}encryption-data"), None) is not None:
            raise damaged()


def _markup(parts: archives.Parts, removed: Removed) -> tuple[dict[str, bytes], set[str]]:
    """Clean text and styles; returns these, and the names of parts that they show."""
    kept: dict[str, bytes] = {}
    shown: set[str] = set()
    for name in parts:
        folder, base = posixpath.split(name)
        if base in MARKUP:
            tree = archives.parsed(parts[name])
            clean_open_markup(tree, removed)
            kept[name] = archives.written(tree)
            shown |= {
                posixpath.normpath(posixpath.join(folder, unquote(element.get(LINK, ""))))
                for element in tree.iter(etree.Element)
            }
    return kept, shown


def _is_picture(name: str, parts: archives.Parts) -> bool:
    """Whether a part is a picture, by its folder or its content."""
    is_there = posixpath.basename(posixpath.dirname(name)) == PICTURES
    return is_there or archives.picture_kind(parts[name]) is not None


def _note(name: str, parts: archives.Parts, removed: Removed) -> None:
    """Note a part that is left out."""
    base = posixpath.basename(name)
    if base == "meta.xml":
        for element in archives.parsed(parts[name]).iter(etree.Element):
            own = element.get(f"{{{META}}}name")
            removed.add(f"document:{own or archives.local(element)}", _text(element))
    elif base in SPOKEN:
        removed.count(SPOKEN[base])
    elif name not in (KIND, MANIFEST) and not name.startswith("Configurations2/"):
        removed.count("parts that show nothing")


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _manifest(kept: dict[str, bytes], kind: str) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}manifest", nsmap={"manifest": NAMESPACE})
    root.set(f"{{{NAMESPACE}}}version", "1.3")
    for path in ("/", *kept):
        entry = etree.SubElement(root, f"{{{NAMESPACE}}}file-entry")
        media_type = kind if path == "/" else _media_type(path, kept[path])
        entry.set(f"{{{NAMESPACE}}}full-path", path)
        entry.set(f"{{{NAMESPACE}}}media-type", media_type)
    return archives.written(root)


def _media_type(path: str, content: bytes) -> str:
    return archives.picture_kind(content) or "text/xml"
