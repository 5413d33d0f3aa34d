"""Holds text that may name somebody back until its writer has decided.

The check is a help and no proof: a writer who gives a reason may keep the text. The audit
trail keeps the writer, the time, the number of findings of each kind and the reason, and
never the text.
"""

import re
from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldError, Kind, Refusal
from cites.cug.web.confirmation.placeholders import neutral_words, TITLES
from cites.cug.web.layout.people import full_names
from cites.cug.web.limits.use import charge_work, count_attempt, Limit
from cites.nonnominal.check import check, without
from cites.nonnominal.findings import Certainty, Finding
from collections import Counter
from collections.abc import Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from lxml import html
from math import ceil
from typing import Any, NamedTuple
from urllib.parse import unquote
from zope.i18n import translate


#: Name under which programs and forms send the reason.
CONFIRMED = "non_nominal_confirmed"
MAX_REASON = 500
HOLDING_BACK = Kind(400, "NonNominal")
HELD_BACK = _(
    "The text may identify a person or a company. Replace the words listed with neutral"
    " ones, or say why they stay."
)
#: How a text leads to content: an id drawn by chance.
BY_UID = re.compile(r"(?<=resolveuid/)[0-9a-f]{32}(?![0-9a-zA-Z])")
#: Elements of HTML that separate words.
BLOCKS = (
    *("br", "p", "div", "li", "td", "th", "tr", "h2", "h3", "h4", "blockquote"),
    *("dd", "dt", "pre", "caption", "table", "ul", "ol"),
)


class FieldFinding(NamedTuple):
    """A finding, and the name of its field."""

    field: str
    finding: Finding


class NonNominal(Refusal):
    """The text may name somebody, and the writer gave no reason to keep it."""

    def __init__(self, found: list[FieldFinding]):
        self.found = found
        fields = dict.fromkeys(one.field for one in found)
        mistakes = [(field, FieldError(HELD_BACK)) for field in fields]
        super().__init__(HELD_BACK, HOLDING_BACK, mistakes)

    def details(self, request: Any) -> dict[str, Any]:
        """The findings, each with a neutral word, as keys of the JSON answer."""
        return {"findings": answered(self.found, request)}


def answered(found: list[FieldFinding], request: Any) -> list[dict[str, Any]]:
    """Findings as JSON, each with the title of its kind and a neutral word."""
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
    """The writer's reason to keep findings, from a request; empty if there is none."""
    reason = given.get(CONFIRMED)
    return reason.strip()[:MAX_REASON] if isinstance(reason, str) else ""


def require_confirmation(
    place: Any, texts: Mapping[str, str], confirmed: str, *, acting_user: str
) -> None:
    """Raise NonNominal for texts with sure findings, unless ``confirmed`` gives a reason.

    ``texts``: plain texts by field. ``place``: the content that they belong to. With a
    reason, the decision is written to the audit trail. Whoever is refused many times in a
    group has to wait for a while: then it raises OverLimit.
    """
    group = group_of(place)
    if group is not None and any(texts.values()):
        charge_check(group, acting_user, texts)
        with count_attempt(group, acting_user, NonNominal):
            _require_confirmation(place, texts, confirmed, acting_user)


def charge_check(group: Any, user_id: str | None, texts: Mapping[str, str]) -> None:
    """Count the characters that are about to be checked. Raises OverLimit."""
    thousands = ceil(sum(map(len, texts.values())) / 1000)
    charge_work(group, user_id, Limit.CHECKED, thousands)


def _require_confirmation(
    place: Any, texts: Mapping[str, str], confirmed: str, acting_user: str
) -> None:
    found = [
        one
        for one in find_in_texts(place, texts)
        if one.finding.certainty is Certainty.SURE
    ]
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
    """The key by which the audit trail counts findings; it holds nothing of the text."""
    return f"{finding.kind}/{finding.rule}/{finding.language}"


def find_in_texts(place: Any, texts: Mapping[str, str]) -> list[FieldFinding]:
    """Find possible names in texts by field. Members of the group are no findings."""
    found = {field: check(text) for field, text in texts.items()}
    members = list(_members(place)) if any(found.values()) else []
    return [
        FieldFinding(field, finding)
        for field, findings in found.items()
        for finding in without(members, findings)
    ]


def _members(place: Any) -> Iterator[str]:
    """User ids, names and organisations of members, as the directory shows them.

    Details that the directory hides are left out: nobody may find them out by trying.
    """
    members = IWorkspace(group_of(place)).members
    yield from members
    yield from full_names(members).values()
    yield from filter(None, (entry.get("organisation") for entry in members.values()))


def plain_text(markup: str) -> str:
    """The plain text of HTML, with each block on lines of its own.

    The addresses of links and the tooltips follow at the end, each on a line. Ids of
    content are left out of addresses: by chance some look like accounts.
    """
    if not markup.strip():
        return ""
    tree = html.fragment_fromstring(markup, create_parent="div")
    for element in tree.iter(*BLOCKS):
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    addresses = (BY_UID.sub("", unquote(one)) for one in tree.xpath("//@href"))
    tooltips = map(unquote, tree.xpath("//@title"))
    return "\n".join((tree.text_content(), *addresses, *tooltips))
