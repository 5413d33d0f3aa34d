"""A reader for XML from outside: one element at a time, by local names, within limits.

A document type declaration (DTD), and with it every entity, is refused. Nothing is
fetched from the network. Only wanted elements are kept in memory, each until the caller
has taken it: a file may contain thousands of permits and large attachments.
"""

from cites.cug import _
from cites.cug.permits.formats.raw_permit import Fault, NothingWanted, UnreadableFile
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import BinaryIO
from xml.parsers import expat


CHUNK_BYTES = 64 * 2**10
MAX_DEPTH = 60
#: Limits for one wanted element; attributes count as elements.
MAX_ELEMENTS = 100_000
MAX_CHARACTERS = 2_000_000
#: Limit for one tag with its attributes, or one comment: older versions of expat parse it
#: again from its start with every chunk.
MAX_TOKEN_BYTES = 2**20
DOCUMENT_TYPE = _("permits_elements_file_declares_document_type_text")
UNKNOWN_ENCODING = _("permits_elements_encoding_file_names_read_text")
_NO_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


class Element:
    """An XML element; its name is without namespace."""

    __slots__ = ("attributes", "children", "line", "name", "pieces")

    def __init__(self, name: str, attributes: dict[str, str], line: int):
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.pieces: list[str] = []

    @property
    def value(self) -> str:
        """The text of the element, or of its only child, as in ``DateTimeString``."""
        text = "".join(self.pieces)
        if len(self.children) == 1 and not text.strip():
            return self.children[0].value
        return text

    def all(self, path: str) -> "list[Element]":
        """All elements at the end of a path like ``A/B/C``."""
        found = [self]
        for name in path.split("/"):
            found = [one for node in found for one in node.children if one.name == name]
        return found


def elements(
    stream: BinaryIO, wanted: Collection[str], renamed: Mapping[str, str]
) -> Iterator[Element]:
    """Each outermost element with one of the wanted names, and its content.

    ``renamed`` maps local names to the names that the answer uses. Raises UnreadableFile,
    and NothingWanted if the file has no such element.
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
        # Of the encodings that Python knows, expat can only use those with one byte for
        # each character.
        raise UnreadableFile(Fault(UNKNOWN_ENCODING, 1)) from error
    if not collector.found:
        text = _(
            "permits_elements_no_cites_e_permit_text",
            mapping={"name": collector.root[:60]},
        )
        raise NothingWanted(Fault(text, 1), collector.root)


def parse(parser: expat.XMLParserType, stream: BinaryIO) -> Iterator[None]:
    """Feed a stream to the parser, and yield after each chunk.

    Raises UnreadableFile for a document type declaration or an endless tag, and the
    errors of the parser.
    """

    def refuse(text: str, *_declared: object) -> None:
        raise UnreadableFile(Fault(text, parser.CurrentLineNumber))

    parser.StartDoctypeDeclHandler = partial(refuse, DOCUMENT_TYPE)
    fed = 0
    while chunk := stream.read(CHUNK_BYTES):
        parser.Parse(chunk, False)
        fed += len(chunk)
        # Bytes that were fed but not parsed yet.
        if fed - parser.CurrentByteIndex > MAX_TOKEN_BYTES:
            refuse(_("permits_elements_text_contains_tag_comment_error"))
        yield
    parser.Parse(b"", True)
    yield


class _Collector:
    def __init__(self, wanted: Collection[str], renamed: Mapping[str, str]):
        self.wanted, self.renamed = wanted, renamed
        self.root, self.found = "", 0
        self.depth = self.count = self.characters = 0
        #: The open elements, from the wanted element to the innermost.
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
            raise self.fault(_("permits_elements_xml_nested_too_deeply_error"))
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
        """Count elements and characters that are kept; raise UnreadableFile above the
        limits.
        """
        self.count += nodes
        self.characters += characters
        if self.count > MAX_ELEMENTS or self.characters > MAX_CHARACTERS:
            raise self.fault(_("permits_elements_permit_file_too_large_error"))

    def fault(self, text: str) -> UnreadableFile:
        return UnreadableFile(Fault(text, self.parser.CurrentLineNumber))


def _broken(error: expat.ExpatError) -> Fault:
    if error.code == _NO_ENCODING:
        return Fault(UNKNOWN_ENCODING, error.lineno)
    text = _(
        "permits_elements_file_xml_here_character_text",
        mapping={"column": error.offset + 1},
    )
    return Fault(text, error.lineno)
