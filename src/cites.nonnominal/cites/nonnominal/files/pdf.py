"""Cleans PDF: writes the pages again, and what they need, without earlier versions.

Names of keys: ISO 32000-2.
"""

from cites.nonnominal import _
from cites.nonnominal.files.cleaned import (
    Cleaned,
    damaged,
    names,
    Removed,
    Uncleanable,
)
from cites.nonnominal.files.embedded_data import xmp_properties
from cites.nonnominal.files.pdf_objects import clean_objects
from collections.abc import Iterable
from io import BytesIO
from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    PdfError,
    settings,
    Stream,
)
from typing import Any


#: Limit of an unpacked stream. Content of pages is not unpacked.
MAX_UNPACKED_BYTES = 256 * 2**20
settings.set_qpdf_limits(
    flate_max_memory=MAX_UNPACKED_BYTES,
    png_max_memory=MAX_UNPACKED_BYTES,
    run_length_max_memory=MAX_UNPACKED_BYTES,
    tiff_max_memory=MAX_UNPACKED_BYTES,
)
#: Mark at the end of a complete file.
END, END_WITHIN = b"%%EOF", 2048
#: Keys of the file's layout. LibreOffice stores whole documents beside them.
KEPT_IN_TRAILER = names(
    "/Root /Size /Encrypt /Type /W /Index /Filter /DecodeParms /Length /Prev /XRefStm"
)
KEPT_IN_CATALOG = names(
    "/Type /Version /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout"
    " /PageMode /Outlines /AcroForm /StructTreeRoot /MarkInfo /Lang /OCProperties"
)
KEPT_IN_PAGE = names(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate"
    " /Contents /Annots /UserUnit /Tabs /StructParents /Group /Count /Kids"
)
KEPT_IN_FORM = names("/Fields /DR /DA /Q /NeedAppearances")
KEPT_PAGE_MODES = names("/UseNone /UseOutlines /UseThumbs /FullScreen /UseOC")
#: Removed keys → name in the list of what was removed.
SPOKEN = {
    "/OpenAction": "action when opened",
    "/AA": "actions",
    "/AF": "attached files",
    "/Collection": "attached files",
    "/PieceInfo": "data of programs",
    "/Perms": "signatures",
    "/DSS": "signatures",
    "/Threads": "article threads",
    "/AdditionalStreams": "attached files",
    "/DocChecksum": "data of programs",
}
#: Annotations that stay: links, and form fields with their values.
KEPT_NOTES = {
    "/Link": names(
        "/Type /Subtype /Rect /A /Dest /H /QuadPoints /BS /Border /C /F /P /AP /OC"
        " /StructParent"
    ),
    "/Widget": names(
        "/Type /Subtype /Rect /A /H /BS /Border /C /F /P /AP /AS /OC /StructParent /MK"
        " /Parent /Kids /FT /Ff /T /TU /V /DV /Opt /TI /I /MaxLen /DA /DS /RV /Q"
    ),
}
#: Drawn annotations, which stay without their authors and texts.
DRAWN_NOTES = names(
    "/Highlight /Underline /Squiggly /StrikeOut /Line /Square /Circle /Polygon"
    " /PolyLine /Ink /Stamp"
)
KEPT_IN_DRAWN = names(
    "/Type /Subtype /Rect /AP /AS /F /C /Border /BS /BE /QuadPoints /L /LE"
    " /Vertices /InkList /IC /CA /P /StructParent"
)


def clean_pdf(content: bytes, kind: str) -> Cleaned:
    """Clean a file. Raises Uncleanable if it is damaged or locked."""
    if END not in content[-END_WITHIN:]:
        raise damaged()
    removed = Removed()
    removed.count("earlier revisions", _revisions(content))
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            _clean(pdf, removed)
            made = _saved(pdf)
    except Uncleanable:
        raise
    except (PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise damaged() from error
    return Cleaned(made, kind, removed.all())


def _revisions(content: bytes) -> int:
    """How many earlier versions the file holds. Files for the web have two ends."""
    ends = content.count(END) - (2 if b"/Linearized" in content[:1024] else 1)
    return max(0, ends)


def _clean(pdf: Pdf, removed: Removed) -> None:
    _information(pdf, removed)
    root = pdf.Root
    _only(root, KEPT_IN_CATALOG, removed)
    _names(root, removed)
    if str(root.get("/PageMode", "/UseNone")) not in KEPT_PAGE_MODES:
        del root["/PageMode"]
    if "/OCProperties" in root:
        _layers(root.OCProperties)
    if "/AcroForm" in root:
        _only(root.AcroForm, KEPT_IN_FORM, removed)
    if not len(pdf.pages):
        raise Uncleanable(_("files_pdf_file_no_pages_error"))
    for page in pdf.pages:
        _page(page.obj, removed)
    clean_objects(pdf, removed)


def _information(pdf: Pdf, removed: Removed) -> None:
    trailer = pdf.trailer
    for name, value in (trailer.get("/Info") or {}).items():
        removed.add(f"PDF:{name[1:]}", value)
    packet = pdf.Root.get("/Metadata")
    if isinstance(packet, Stream):
        for name, text in xmp_properties(packet.read_bytes().strip(b"\0 ")):
            removed.add(name, text)
        del pdf.Root["/Metadata"]
    _only(trailer, KEPT_IN_TRAILER | {"/Info", "/ID"}, removed)
    _only(trailer, KEPT_IN_TRAILER, removed, silently=True)


def _layers(properties: Object) -> None:
    """Remove the names of programs from the settings of layers."""
    for view in (properties.get("/D"), *(properties.get("/Configs") or ())):
        if isinstance(view, Dictionary) and "/Creator" in view:
            del view["/Creator"]


def _names(root: Object, removed: Removed) -> None:
    """Keep named destinations; remove scripts, files and templates."""
    names = root.get("/Names")
    if names is None:
        return
    if "/JavaScript" in names:
        removed.count("scripts")
    if "/EmbeddedFiles" in names:
        removed.count("attached files", _leaves(names.EmbeddedFiles))
    _only(names, {"/Dests"}, removed, silently=True)


def _leaves(tree: Any, depth: int = 0) -> int:
    """How many entries a tree of names has."""
    if depth > 20:
        return 0
    kids = tree.get("/Kids") or ()
    return len(tree.get("/Names") or ()) // 2 + sum(_leaves(k, depth + 1) for k in kids)


def _page(page: Dictionary, removed: Removed) -> None:
    if "/Thumb" in page:
        removed.count("thumbnails")
    _only(page, KEPT_IN_PAGE, removed, silently=True)
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes if _keep_note(note, removed)]
    if kept:
        page.Annots = Array(kept)
    else:
        del page["/Annots"]


def _keep_note(note: Any, removed: Removed) -> bool:
    """Whether an annotation stays; its text and author are removed."""
    if not isinstance(note, Dictionary):
        return False
    kind = str(note.get("/Subtype", ""))
    if kind in KEPT_NOTES:
        _only(note, KEPT_NOTES[kind], removed, silently=True)
        return True
    if kind in DRAWN_NOTES and KEPT_IN_DRAWN.issuperset(note.keys()):
        return True
    if "/T" in note:
        removed.add("authors of comments", note.T)
    if kind != "/Popup":
        removed.count("attached files" if kind == "/FileAttachment" else "comments")
    if kind not in DRAWN_NOTES:
        return False
    _only(note, KEPT_IN_DRAWN, removed, silently=True)
    return True


def _only(
    thing: Object, kept: Iterable[str], removed: Removed, *, silently: bool = False
) -> None:
    for key in set(thing.keys()) - set(kept):
        if not silently:
            removed.count(SPOKEN.get(key, f"PDF {key[1:]}"))
        del thing[Name(key)]


def _saved(pdf: Pdf) -> bytes:
    stream = BytesIO()
    pdf.save(
        stream,
        object_stream_mode=ObjectStreamMode.generate,
        encryption=False,
        # The identifier follows from the content, not from time and place.
        deterministic_id=True,
    )
    return stream.getvalue()
