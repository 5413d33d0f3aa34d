"""Text that may name somebody is held back until its writer has decided.

The check is a help and no proof: whoever says why something stays as it is goes on, and
the audit trail keeps who, when, how many of which kind and the reason, never the text.
"""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.audit.trail import record
from cites.cug.confirmation.placeholders import neutral_words, TITLES
from cites.cug.layout.people import full_names
from cites.cug.nonnominal.check import check_text, without
from cites.cug.nonnominal.findings import Finding
from cites.cug.validation.errors import FieldError, Kind, Refusal
from collections import Counter
from collections.abc import Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from lxml import html
from typing import Any, NamedTuple
from urllib.parse import unquote
from zope.i18n import translate


#: Under which a reason is handed in, by programs and by forms.
CONFIRMED = "non_nominal_confirmed"
MAX_REASON = 500
HOLDING_BACK = Kind(400, "NonNominal")
HELD_BACK = _(
    "The text may name a person or a company. Replace what is listed by neutral words, or"
    " say why it stays."
)
#: Before and after these one word ends and another begins.
BLOCKS = (
    *("br", "p", "div", "li", "td", "th", "tr", "h2", "h3", "h4", "blockquote"),
    *("dd", "dt", "pre", "caption", "table", "ul", "ol"),
)


class FieldFinding(NamedTuple):
    """A finding and the field that it is in."""

    field: str
    finding: Finding


class NonNominal(Refusal):
    """What was written may name somebody, and nothing says why it stays."""

    def __init__(self, found: list[FieldFinding]):
        self.found = found
        fields = dict.fromkeys(one.field for one in found)
        mistakes = [(field, FieldError(HELD_BACK)) for field in fields]
        super().__init__(HELD_BACK, HOLDING_BACK, mistakes)

    def details(self, request: Any) -> dict[str, Any]:
        """The findings, and neutral words for them."""
        return {"findings": answered(self.found, request)}


def answered(found: list[FieldFinding], request: Any) -> list[dict[str, Any]]:
    """Findings as JSON, each with its kind in words and neutral words for it."""
    words = neutral_words([one.finding for one in found], request)
    return [
        {
            "field": one.field,
            "kind": str(one.finding.kind),
            "start": one.finding.start,
            "end": one.finding.end,
            "text": one.finding.text,
            "title": translate(TITLES[one.finding.kind], context=request),
            "neutral": word,
        }
        for one, word in zip(found, words, strict=True)
    ]


def reason_in(given: Mapping[str, Any]) -> str:
    """Why findings stay, as a request says it; empty where it does not."""
    reason = given.get(CONFIRMED)
    return reason.strip()[:MAX_REASON] if isinstance(reason, str) else ""


def require_confirmation(
    place: Any, texts: Mapping[str, str], confirmed: str, *, acting_user: str
) -> None:
    """Raise NonNominal for texts with findings, unless ``confirmed`` says why they stay.

    ``texts`` are plain, by field; ``place`` is what they belong to.
    """
    found = find_in_texts(place, texts) if group_of(place) is not None else []
    if not found:
        return
    if not confirmed:
        raise NonNominal(found)
    kinds = Counter(str(one.finding.kind) for one in found)
    rules = Counter(_rule(one.finding) for one in found)
    detail = {
        "kinds": dict(sorted(kinds.items())),
        "rules": dict(sorted(rules.items())),
        "reason": confirmed,
    }
    record("nonnominal.confirm", target=place, acting_user=acting_user, detail=detail)


def _rule(finding: Finding) -> str:
    """Kind, rule and language, as they are counted: nothing of the text."""
    return f"{finding.kind}/{finding.rule}/{finding.language}"


def find_in_texts(place: Any, texts: Mapping[str, str]) -> list[FieldFinding]:
    """What may name somebody; members of the group are no findings."""
    found = {field: check_text(text) for field, text in texts.items()}
    members = list(_members(place)) if any(found.values()) else []
    return [
        FieldFinding(field, finding)
        for field, findings in found.items()
        for finding in without(members, findings)
    ]


def _members(place: Any) -> Iterator[str]:
    """What the directory shows of those on the roster; not what it keeps to itself, which
    nobody shall be able to try out here.
    """
    members = IWorkspace(group_of(place)).members
    yield from members
    yield from full_names(members).values()
    yield from filter(None, (entry.get("organisation") for entry in members.values()))


def plain_text(markup: str) -> str:
    """The words of rich text, its blocks on lines of their own.

    At the end stand, on a line each, where its links lead to and its tooltips.
    """
    if not markup.strip():
        return ""
    tree = html.fragment_fromstring(markup, create_parent="div")
    for element in tree.iter(*BLOCKS):
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    hidden = map(unquote, tree.xpath("//@href | //@title"))
    return "\n".join((tree.text_content(), *hidden))
