"""Cleans the XML of Office files: accepts changes, removes comments and people."""

import re
from cites.nonnominal.files.archives import local, take_out, unwrap
from cites.nonnominal.files.cleaned import names, Removed
from cites.nonnominal.files.office_fields import clean_fields
from cites.nonnominal.files.office_relations import ELSEWHERE
from lxml import etree


#: End of the namespaces of references, in both variants of the format.
REFERRING_SPACE = "/relationships"
#: Tracked changes of text: inserted text stays without its mark, deleted text goes.
ACCEPTED = frozenset(("ins", "moveTo", "conflictIns"))
DELETED = frozenset(("del", "moveFrom", "conflictDel"))
CHANGED_FORMAT = names(
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tblGridChange"
    " tcPrChange trPrChange numberingChange cellIns cellDel cellMerge"
)
MARKS = names(
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
    " customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart"
    " customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd"
    " customXmlMoveToRangeStart customXmlMoveToRangeEnd"
)
#: Properties of a paragraph or row, which show nothing.
PROPERTIES = frozenset(("rPr", "trPr", "numPr"))
COMMENTS = names("commentRangeStart commentRangeEnd commentReference annotationRef")
#: Elements for programs, which show nothing.
TRACES = names(
    "rsids docVars mailMerge attachedTemplate proofErr lastRenderedPageBreak"
    " dataBinding writeProtection fileSharing fileRecoveryPr absPath"
    " customWorkbookViews customSheetViews revisionPtr docId smartTagType svgBlip"
    " customerData tags smartTags connections rsid tag fldData delText delInstrText"
    " permStart permEnd attachedSchema schemaLibrary saveThroughXslt webPublishItems"
    " htmlPubPr imgProps sheetDataSet"
)
UNWRAPPED = frozenset(("customXml", "smartTag"))
IN_THE_WAY = frozenset(("customXmlPr", "smartTagPr"))
#: Attributes that name people, programs or sessions.
TRACE_ATTRIBUTES = names(
    "rsidR rsidRPr rsidRDefault rsidP rsidTr rsidDel rsidSect paraId textId author"
    " initials userId providerId refreshedBy userName codeName documentId"
    " securityDescriptor"
)
#: Such attributes of single elements.
OWN_TRACES = {"scenario": names("user comment"), "definedName": names("comment")}
PEOPLE = frozenset(("author", "userName", "refreshedBy"))
VML_OFFICE = "urn:schemas-microsoft-com:office:office"
#: Attributes of VML; gfxdata is a packed copy of a drawing.
VML_TRACES = frozenset(("title", "href", "gfxdata"))
#: Attributes with paths → value to put in their place; "" removes the attribute.
PATHS = {"invalidUrl": "", "ddeTopic": ELSEWHERE}
#: Elements and attributes of titles, for which programs take the name of a file.
DESCRIBED = names("docPr cNvPr shape imagedata")
DESCRIBING = names("name descr title alt")
#: Name for pictures that must have one: programs call a file without it damaged.
PICTURE = "Picture"
FILE_NAME = re.compile(
    r"([a-z]:|file:)?[\\/].*|[^\\/]+\.(jpe?g|png|gif|tiff?|bmp|webp|hei[cf]|[ew]mf|svg)",
    re.IGNORECASE,
)
#: Elements that are removed with the part that they refer to.
REFERRING = names(
    "legacyDrawing legacyDrawingHF customPr custData externalData videoFile"
    " audioFile wavAudioFile quickTimeFile contentPart subDoc printerSettings"
)
TAKEN_OUT = COMMENTS | TRACES | IN_THE_WAY
CHANGED = ACCEPTED | DELETED | CHANGED_FORMAT | MARKS


def clean_markup(root: etree._Element, dropped: set[str], removed: Removed) -> None:
    """Clean a tree in place. ``dropped``: ids of references that were removed."""
    markup = _Markup(root, dropped, removed)
    for element in list(root.iter(etree.Element)):
        markup.clean(element)
    markup.join_paragraphs()
    # After the changes, so that field codes are complete.
    clean_fields(root, removed)


def describe_properties(root: etree._Element, removed: Removed) -> None:
    """Note the properties of a document by name."""
    for element in root.iter(etree.Element):
        if (element.text or "").strip():
            parent = element.getparent()
            own = parent.get("name") if parent is not None else None
            removed.add(f"document:{own or local(element)}", element.text)


class _Markup:
    """The tree of one part, while it is cleaned."""

    def __init__(self, root: etree._Element, dropped: set[str], removed: Removed):
        self.root, self.dropped, self.removed = root, dropped, removed
        #: Paragraphs whose end was deleted: they are joined with the next.
        self.open_paragraphs: list[etree._Element] = []

    def clean(self, element: etree._Element) -> None:
        refers = self.clean_attributes(element)
        name = local(element)
        if element is self.root:
            return
        if refers and name in REFERRING:
            self.drop(element)
        elif name in CHANGED:
            self.settle_change(element, name)
        elif name in TAKEN_OUT:
            self.drop(element)
        elif name in UNWRAPPED and self.holds(element):
            unwrap(element)
        elif name == "cNvPr" and "Pic" in local(element.getparent()):
            element.set("name", PICTURE)  # it may hold the name of a file

    def clean_attributes(self, element: etree._Element) -> bool:
        """Clean attributes; returns whether the element refers to a removed part."""
        refers, of_element = False, local(element)
        for key, value in element.attrib.items():
            space, name = etree.QName(key).namespace or "", etree.QName(key).localname
            described = name in DESCRIBING and of_element in DESCRIBED
            if space.endswith(REFERRING_SPACE) and value in self.dropped:
                refers = True
            elif name in PATHS or described:
                self.clean_path(element, key, name, value)
                continue
            elif not _is_trace(of_element, space, name):
                continue
            if name in PEOPLE:
                self.removed.add(name, value)
            del element.attrib[key]
        return refers

    def clean_path(
        self, element: etree._Element, key: str, name: str, value: str
    ) -> None:
        """Replace or remove an attribute that is a path or the name of a file."""
        if name in PATHS:
            instead, is_path = PATHS[name], value != PATHS[name]
        else:
            instead = PICTURE if name == "name" else ""
            is_path = FILE_NAME.fullmatch(value) is not None
        if not is_path:
            return
        self.removed.add("path", value)
        if instead:
            element.set(key, instead)
        else:
            del element.attrib[key]

    def holds(self, element: etree._Element) -> bool:
        """Whether the element is still in the tree."""
        while (parent := element.getparent()) is not None:
            element = parent
        return element is self.root

    def drop(self, element: etree._Element) -> None:
        if self.holds(element):
            take_out(element)

    def settle_change(self, element: etree._Element, name: str) -> None:
        if not self.holds(element):
            return
        self.removed.count("tracked changes")
        parent = element.getparent()
        if local(parent) in PROPERTIES:
            if name in DELETED:
                self.delete_around(parent)
            self.drop(element)
        elif name in ACCEPTED:
            unwrap(element)
        else:
            take_out(element)

    def delete_around(self, properties: etree._Element) -> None:
        """Delete a whole row, or the end of a paragraph."""
        around = properties.getparent()
        if local(properties) == "trPr":
            take_out(around)
        elif local(around) == "pPr":
            self.open_paragraphs.append(around.getparent())

    def join_paragraphs(self) -> None:
        for paragraph in self.open_paragraphs:
            following = paragraph.getnext()
            if not self.holds(paragraph) or following is None:
                continue
            if local(following) != "p":
                continue
            place = 1 if len(following) and local(following[0]) == "pPr" else 0
            content = [child for child in paragraph if local(child) != "pPr"]
            following[place:place] = content
            take_out(paragraph)


def _is_trace(element: str, space: str, attribute: str) -> bool:
    if space == VML_OFFICE:
        return attribute in VML_TRACES
    return attribute in TRACE_ATTRIBUTES or attribute in OWN_TRACES.get(element, ())
