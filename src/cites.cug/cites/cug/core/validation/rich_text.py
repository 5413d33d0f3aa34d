"""Checks rich text of members: plain structure, nothing that runs or loads.

Elements that run code or load something are refused, so that the writer knows. All other
decoration, as word processors paste it, is removed silently.
"""

import re
from cites.cug import _
from cites.cug.core.validation.characters import fit_length, fit_text
from cites.cug.core.validation.errors import InvalidValue
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import chain, zip_longest
from lxml import etree, html
from plone.app.textfield import RichText
from plone.app.textfield.value import RichTextValue
from typing import Any
from urllib.parse import urlsplit


MAX_LENGTH = 200_000
UNREADABLE = _("validation_rich_text_read_html_text")
#: No word processor writes as many into one tag.
MOST_ATTRIBUTES = 100
PLAIN_ELEMENTS = (
    "a abbr b blockquote br caption code dd del div dl dt em h2 h3 h4 hr i ins li ol p"
    " pre s span strong sub sup table tbody td tfoot th thead tr u ul"
)
#: Attributes of single elements, beside those for all.
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ATTRIBUTES_FOR_ALL = frozenset({"title", "lang", "dir"})
#: The title is the page's only heading of the first level.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4"}
#: Elements that run code, load something or are forms. Pictures are files of the alert.
DANGEROUS_ELEMENTS = (
    "applet audio base bgsound button canvas embed form frame frameset iframe image img"
    " input link math meta noembed noframes noscript object option param picture"
    " plaintext portal script select source style svg template textarea title track video"
    " xmp"
)
KEPT = frozenset(PLAIN_ELEMENTS.split())
FORBIDDEN = frozenset(DANGEROUS_ELEMENTS.split())
LINK_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "xlink:href"})
#: The same rule is in ``editor/src/html.js``, for text typed before the editor is there.
TAG = re.compile(r"<[a-zA-Z/!?]")
BETWEEN = re.compile(r"</p>\s*<p>")
#: Elements that look alike: editors replace the first by the second.
LOOKS = {"b": "strong", "i": "em"}
LOOK = re.compile(rf"(</?)({'|'.join(LOOKS)})(?=[ >])")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
#: Elements beside which white space is invisible; editors add line ends there.
BLOCK = re.compile(
    r"(</?(?:blockquote|br|caption|d[dlt]|div|h[2-4r]|li|ol|p|t(?:able|body|foot|head)"
    r"|t[dhr]|ul)\b[^>]*>)",
    re.ASCII,
)
BLANKS = " \t\n\r\f\v"
#: Linked pages do not learn the address of the linking page.
LINKED = "noopener noreferrer"
SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def plain_structure(raw: str) -> str:
    """Clean a text for storing. Raises InvalidValue for forbidden content."""
    raw = fit_length(fit_text(raw), MAX_LENGTH)
    if not TAG.search(raw):
        return _paragraphs(raw)
    tree = _tree_of(raw)
    for element in tree.iter(etree.Element):
        for offence in _offences(element):
            text = _(
                "validation_rich_text_contains_allowed_here_text",
                mapping={"what": offence},
            )
            raise InvalidValue(text)
    return _without_decoration(tree)


class _Tags:
    """Refuses tags with too many attributes, before a tree is made of the text.

    To make it takes a time that grows with the square of a tag's attributes.
    """

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        if len(attributes) > MOST_ATTRIBUTES:
            raise InvalidValue(UNREADABLE)

    def close(self) -> None:
        """Nothing is made of it."""


def _tree_of(raw: str) -> Any:
    """The elements of a text, below one. Raises InvalidValue."""
    try:
        etree.fromstring(f"<div>{raw}", etree.HTMLParser(target=_Tags()))
        return html.fragment_fromstring(raw, create_parent="div")
    # A whole page without a body fails an assertion of lxml's.
    except (etree.LxmlError, AssertionError) as error:
        raise InvalidValue(UNREADABLE) from error


def as_typed(kept: str) -> str:
    """The text for a form without an editor: without tags, if it needs none."""
    kept = BETWEEN.sub("</p>\n<p>", kept)
    text = kept.removeprefix("<p>").removesuffix("</p>").replace("</p>\n<p>", "\n\n")
    text = unescape(text.replace("<br>", "\n"))
    needs_none = not TAG.search(text) and _paragraphs(text) == kept
    return text if needs_none else kept


def is_plain_structure(value: RichTextValue) -> bool:
    """Constraint of the field. Raises InvalidValue."""
    plain_structure(value.raw or "")
    return True


def same_text(one: str, other: str) -> bool:
    """Whether two stored texts look the same to readers."""
    return _look(one) == _look(other)


def _look(kept: str) -> str:
    # A "<" without a ">" is no tag; searching the end of each would take long.
    end = kept.rfind(">") + 1
    *parts, last = BLOCK.split(kept[:end])
    # Texts and tags alternate, beginning with a text.
    texts = [*parts[::2], last + kept[end:]]
    if len(texts) > 1:
        texts[0], texts[-1] = texts[0].rstrip(BLANKS), texts[-1].lstrip(BLANKS)
        texts[1:-1] = [text.strip(BLANKS) for text in texts[1:-1]]
    kept = "".join(chain.from_iterable(zip_longest(texts, parts[1::2], fillvalue="")))
    return LOOK.sub(lambda found: found[1] + LOOKS[found[2]], kept)


def _paragraphs(text: str) -> str:
    """Convert text without markup to HTML: empty lines separate paragraphs."""
    parts = re.split(r"\n\s*\n", text)
    written = (escape(part.strip(), quote=False) for part in parts if part.strip())
    return "\n".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in written)


def _offences(element: Any) -> Iterator[str]:
    tag = str(element.tag).lower().rpartition("}")[2].rpartition(":")[2]
    if tag in FORBIDDEN:
        yield f"<{tag}>"
    for name, value in element.attrib.items():
        name = name.lower()
        if name.startswith("on"):
            yield f"{name}="
        target = "".join(value.split()).lower()
        if name not in LINK_ATTRIBUTES:
            continue
        is_unsafe = SCHEME.match(target) and not target.startswith(SAFE_SCHEMES)
        if is_unsafe or not _can_be_read(target):
            yield f"{name}="


def _can_be_read(address: str) -> bool:
    """Whether Plone can look where a link leads; it fails by others."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _without_decoration(tree: Any) -> str:
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    for element in tree.iterdescendants(*RENAMED):
        element.tag = RENAMED[element.tag]
    found = {element.tag for element in tree.iterdescendants(etree.Element)}
    # All at once, because removing each alone searches all elements again.
    etree.strip_tags(tree, *(found - KEPT))
    for element in tree.iterdescendants(etree.Element):
        kept = ATTRIBUTES_FOR_ALL | ATTRIBUTES.get(element.tag, set())
        for name in set(element.attrib) - kept:
            del element.attrib[name]
        if element.tag == "a":
            element.set("rel", LINKED)
    if not len(tree):
        return _paragraphs(tree.text or "")
    text = escape(tree.text or "", quote=False)
    children = "".join(html.tostring(child, encoding="unicode") for child in tree)
    return (text + children).strip()


class PlainRichText(RichText):
    """The field of such a text."""

    def __init__(self, **kw):
        super().__init__(
            default_mime_type="text/html",
            output_mime_type="text/x-html-safe",
            allowed_mime_types=("text/html",),
            constraint=is_plain_structure,
            **kw,
        )

    def value(self, raw: str) -> RichTextValue | None:
        """The field's value of a sent text; None if it is empty. Raises InvalidValue."""
        raw = plain_structure(raw)
        return self.fromUnicode(raw) if raw else self.missing_value
