"""Elements of XML from whoever sends it: one at a time, by local names, within limits.

A document type, and with it every entity, is refused as soon as it begins; nothing is
ever fetched. Only what lies in a wanted element is kept, until it has been handed on: a
file may hold thousands, and beside them attachments of any size.
"""

from cites.cug import _
from cites.cug.permits.formats.raw_permit import Fault, NothingWanted, UnreadableFile
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import BinaryIO
from xml.parsers import expat


CHUNK_BYTES = 64 * 2**10
MAX_DEPTH = 60
#: Of one wanted element, each with its attributes.
MAX_ELEMENTS = 100_000
MAX_CHARACTERS = 2_000_000
#: Of a tag with its attributes, or of a comment: older parsers begin it anew with each
#: chunk until they see its end.
MAX_TOKEN_BYTES = 2**20
DOCUMENT_TYPE = _("The file declares a document type (DTD), which is not accepted.")
UNKNOWN_ENCODING = _(
    "The encoding that the file names is not read here: save the file as UTF-8."
)
_NO_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


class Element:
    """A node without its namespace."""

    __slots__ = ("attributes", "children", "line", "name", "pieces")

    def __init__(self, name: str, attributes: dict[str, str], line: int):
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.pieces: list[str] = []

    @property
    def value(self) -> str:
        """Its text; some writers wrap it once more: ``DateTimeString``, ``Indicator``."""
        text = "".join(self.pieces)
        if len(self.children) == 1 and not text.strip():
            return self.children[0].value
        return text

    def all(self, path: str) -> "list[Element]":
        """What lies at the end of a path like ``A/B/C``."""
        found = [self]
        for name in path.split("/"):
            found = [one for node in found for one in node.children if one.name == name]
        return found


def elements(
    stream: BinaryIO, wanted: Collection[str], renamed: Mapping[str, str]
) -> Iterator[Element]:
    """The outermost elements of these names, with all in them, some under another name.

    Raises Unreadable.
    """
    collector = _Collector(wanted, renamed)
    try:
        for _chunk in parse(collector.parser, stream):
            yield from collector.take()
    except expat.ExpatError as error:
        raise UnreadableFile(_broken(error)) from error
    except UnreadableFile:
        raise
    except (LookupError, ValueError) as error:
        # Of those that Python knows, the parser can only use what has a byte for each
        # character.
        raise UnreadableFile(Fault(UNKNOWN_ENCODING, 1)) from error
    if not collector.found:
        text = _(
            "No CITES e-permit was found in the file; it begins with “${name}”.",
            mapping={"name": collector.root[:60]},
        )
        raise NothingWanted(Fault(text, 1), collector.root)


def parse(parser: expat.XMLParserType, stream: BinaryIO) -> Iterator[None]:
    """Feed it all of a stream, and stop after each piece.

    Raises Unreadable for a document type or a token without end, and whatever the parser
    raises.
    """

    def refuse(text: str, *_declared: object) -> None:
        raise UnreadableFile(Fault(text, parser.CurrentLineNumber))

    parser.StartDoctypeDeclHandler = partial(refuse, DOCUMENT_TYPE)
    fed = 0
    while chunk := stream.read(CHUNK_BYTES):
        parser.Parse(chunk, False)
        fed += len(chunk)
        # What has been fed, and could not be parsed yet.
        if fed - parser.CurrentByteIndex > MAX_TOKEN_BYTES:
            refuse(_("A tag or a comment is larger than any can be."))
        yield
    parser.Parse(b"", True)
    yield


class _Collector:
    def __init__(self, wanted: Collection[str], renamed: Mapping[str, str]):
        self.wanted, self.renamed = wanted, renamed
        self.root, self.found = "", 0
        self.depth = self.count = self.characters = 0
        #: From the wanted element that is open down to the innermost one.
        self.open: list[Element] = []
        self.done: list[Element] = []
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters_come

    def take(self) -> list[Element]:
        taken, self.done = self.done, []
        return taken

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fault(_("The XML is nested too deeply."))
        local = name.rpartition(":")[2]
        self.root = self.root or local
        if not self.open:
            if local not in self.wanted:
                return
            self.found += 1
            self.count = self.characters = 0
        self.count_in(1 + len(attributes), sum(map(len, attributes.values())))
        known_as = self.renamed.get(local, local)
        element = Element(known_as, attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.open:
            element = self.open.pop()
            if not self.open:
                self.done.append(element)

    def characters_come(self, text: str) -> None:
        if not self.open:
            return
        self.count_in(0, len(text))
        self.open[-1].pieces.append(text)

    def count_in(self, nodes: int, characters: int) -> None:
        """Of what is kept."""
        self.count += nodes
        self.characters += characters
        if self.count > MAX_ELEMENTS or self.characters > MAX_CHARACTERS:
            raise self.fault(_("One permit is larger than any can be."))

    def fault(self, text: str) -> UnreadableFile:
        return UnreadableFile(Fault(text, self.parser.CurrentLineNumber))


def _broken(error: expat.ExpatError) -> Fault:
    if error.code == _NO_ENCODING:
        return Fault(UNKNOWN_ENCODING, error.lineno)
    text = _(
        "The file is not XML here, at character ${column}, or not in the encoding"
        " that it names.",
        mapping={"column": error.offset + 1},
    )
    return Fault(text, error.lineno)
