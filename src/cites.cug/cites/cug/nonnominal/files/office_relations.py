"""How the parts of an Office file refer to each other, and to the world."""

from cites.cug import _
from cites.cug.nonnominal.files.cleaned import names
from cites.cug.nonnominal.files.cleaned import Removed
from cites.cug.nonnominal.files.cleaned import Uncleanable
from lxml import etree


#: Kinds of parts that show something, by the last word of their relationship. What is not
#: here is left out: what programs invent is often about people.
SHOWN = names(
    # in all
    "officeDocument theme themeOverride image hyperlink package font"
    " chart chartUserShapes chartStyle chartColorStyle chartEx"
    " diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing"
    # text
    " styles stylesWithEffects settings webSettings fontTable numbering footnotes"
    " endnotes header footer glossaryDocument"
    # tables
    " worksheet chartsheet sharedStrings calcChain sheetMetadata table pivotTable"
    " pivotCacheDefinition externalLink externalLinkPath drawing"
    " volatileDependencies slicer slicerCache timeline timelineCache"
    " rdRichValue rdRichValueStructure rdRichValueTypes richValueRel"
    # slides
    " slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps"
    " viewProps tableStyles"
)
#: What is not taken out but refused, since something that one sees would be missing.
REFUSED = {
    "vbaProject": _("The file holds macros, which are not accepted."),
    "wordVbaData": _("The file holds macros, which are not accepted."),
    "xlMacrosheet": _("The file holds macros, which are not accepted."),
    "xlIntlMacrosheet": _("The file holds macros, which are not accepted."),
    "dialogsheet": _("The file holds macros, which are not accepted."),
}
OBJECT = _(
    "The file holds an object of another program. Put a picture of it in its place."
)
REFUSED |= dict.fromkeys(("oleObject", "control", "activeXControlBinary"), OBJECT)
REFUSED |= dict.fromkeys(
    ("audio", "video", "media"), _("The file holds sound or video, take it out.")
)
REFUSED["aFChunk"] = OBJECT
#: What people call the parts that are left out.
SPOKEN = {
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsIds": "comments",
    "commentsExtensible": "comments",
    "threadedComment": "comments",
    "commentAuthors": "authors of comments",
    "authors": "authors of comments",
    "person": "authors of comments",
    "people": "authors of comments",
    "core-properties": "document properties",
    "extended-properties": "document properties",
    "custom-properties": "document properties",
    "thumbnail": "thumbnails",
    "customXml": "custom XML",
    "customXmlProps": "custom XML",
    "printerSettings": "printer settings",
    "attachedTemplate": "template",
    "revisionHeaders": "tracked changes",
    "usernames": "tracked changes",
    "connections": "connections to data",
    "queryTable": "connections to data",
    "mailMergeSource": "connections to data",
    "pivotCacheRecords": "copied source data",
    "vmlDrawing": "comments",
    "oleObject": "connections to data",
}
#: How the names of parts begin that are named by their relationship already.
REMARKABLE = (
    "comment",
    "threadedComment",
    "person",
    "people",
    "thumbnail",
    "item",
    "printerSettings",
)
WEB = ("http://", "https://", "mailto:")
#: In place of a path on somebody's machine.
ELSEWHERE = "removed"


def clean_relations(tree: etree._Element, removed: Removed) -> tuple[set[str], set[str]]:
    """The ids of the references that were taken out, and where the others lead to."""
    dropped: set[str] = set()
    links: set[str] = set()
    for entry in list(tree):
        kind = (entry.get("Type") or "").rpartition("/")[2]
        outside = entry.get("TargetMode") == "External"
        if kind in REFUSED and not outside:
            raise Uncleanable(REFUSED[kind])
        if kind not in SHOWN:
            removed.count(SPOKEN.get(kind, f"Office {kind}"))
            dropped.add(entry.get("Id") or "")
            tree.remove(entry)
        elif not outside:
            links.add(entry.get("Target") or "")
        elif not _leads_to_web(kind, entry) and entry.get("Target") != ELSEWHERE:
            removed.add("path", entry.get("Target") or "")
            entry.set("Target", ELSEWHERE)
    return dropped, links


def _leads_to_web(kind: str, entry: etree._Element) -> bool:
    """Whether it is a link to follow; pictures would be fetched when one reads."""
    target = (entry.get("Target") or "").lower()
    return kind == "hyperlink" and target.startswith(WEB)
