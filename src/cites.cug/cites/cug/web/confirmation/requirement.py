"""Holds text that may name somebody back until its writer has decided.

Sure findings hold a text back; others are only marked. The check is a help and no proof:
the writer may decide that a finding is no name, or stays for a reason. The audit trail
keeps the writer, the time, the rules of the findings that were decided about, and the
reasons, and never the text.
"""

import re
from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    FieldError,
    InvalidValues,
    Kind,
    Refusal,
)
from cites.cug.web.confirmation.decisions import (
    Choice,
    Decision,
    Decisions,
    fold,
)
from cites.cug.web.confirmation.interfaces import IKnownWords
from cites.cug.web.confirmation.learned_words import allowed_among, learn
from cites.cug.web.confirmation.placeholders import neutral_words, TITLES
from cites.cug.web.layout.people import full_names
from cites.cug.web.limits.use import charge_work, count_attempt, Limit
from cites.nonnominal.check import check, without
from cites.nonnominal.findings import Certainty, Finding
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from lxml import html
from math import ceil
from typing import Any, NamedTuple
from urllib.parse import unquote
from zope.component import getUtilitiesFor
from zope.i18n import translate


HOLDING_BACK = Kind(400, "NonNominal")
HELD_BACK = _("web_requirement_text_may_identify_person_text")
NAMING_REASON = _("web_requirement_reason_may_itself_identify_text")
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

    @property
    def is_sure(self) -> bool:
        return self.finding.certainty is Certainty.SURE


class NonNominal(Refusal):
    """The text may name somebody, and the writer has not decided about all of it.

    ``found``: all findings; ``left``: those that no decision is about.
    """

    def __init__(self, found: list[FieldFinding], left: list[FieldFinding]):
        self.found, self.left = found, left
        fields = dict.fromkeys(one.field for one in left if one.is_sure)
        mistakes = [(field, FieldError(HELD_BACK)) for field in fields]
        super().__init__(HELD_BACK, HOLDING_BACK, mistakes)

    def details(self, request: Any) -> dict[str, Any]:
        """The findings, each with a neutral word, as keys of the JSON answer."""
        told = answered(self.found, request)
        left = [
            one for one, found in zip(told, self.found, strict=True) if found in self.left
        ]
        return {"findings": left}


def answered(found: list[FieldFinding], request: Any) -> list[dict[str, Any]]:
    """Findings as JSON, each with the title of its kind and a neutral word."""
    words = neutral_words([one.finding for one in found], request)
    return [
        {
            "field": one.field,
            "kind": str(one.finding.kind),
            "certainty": str(one.finding.certainty),
            "start": one.finding.start,
            "end": one.finding.end,
            "text": one.finding.text,
            "title": translate(TITLES[one.finding.kind], context=request),
            "neutral": word,
        }
        for one, word in zip(found, words, strict=True)
    ]


def require_confirmation(
    place: Any, texts: Mapping[str, str], decisions: Decisions, *, acting_user: str
) -> None:
    """Raise NonNominal for texts with sure findings that no decision is about.

    ``texts``: plain texts by field. ``place``: the content that they belong to. What is
    decided is written to the audit trail. Raises InvalidValues for a reason that may name
    somebody. Whoever is refused many times in a group without a decision has to wait for
    a while: then it raises OverLimit.
    """
    group = group_of(place)
    if group is None or not any(texts.values()):
        return
    charge_check(group, acting_user, texts)
    with count_attempt(group, acting_user, NonNominal):
        found = find_in_texts(place, texts)
        left = undecided(found, decisions)
        if not any(one.is_sure for one in left):
            keep_decisions(place, found, decisions, acting_user=acting_user)
            return
        if len(left) == len(found):
            raise NonNominal(found, left)
    # Outside: whoever has decided about some of it is on the way to send the text.
    raise NonNominal(found, left)


def charge_check(group: Any, user_id: str | None, texts: Mapping[str, str]) -> None:
    """Count the characters that are about to be checked. Raises OverLimit."""
    thousands = ceil(sum(map(len, texts.values())) / 1000)
    charge_work(group, user_id, Limit.CHECKED, thousands)


def undecided(found: list[FieldFinding], decisions: Decisions) -> list[FieldFinding]:
    """The findings that no decision keeps or takes for no name."""
    made = {one for one, _decision in _made(found, decisions)}
    return [one for one in found if one not in made]


def _made(
    found: list[FieldFinding], decisions: Decisions
) -> Iterator[tuple[FieldFinding, Decision]]:
    for one in found:
        decision = decisions.about(*one)
        if decision is not None and decision.choice is not Choice.REPLACE:
            yield one, decision


def keep_decisions(
    place: Any, found: list[FieldFinding], decisions: Decisions, *, acting_user: str
) -> None:
    """Record the decisions about findings, and learn what is no name.

    Raises InvalidValues for a reason that may name somebody.
    """
    made = list(_made(found, decisions))
    if not made:
        return
    _check_reasons(place, decisions, acting_user)
    rules: dict[Choice, Counter[str]] = defaultdict(Counter)
    for one, decision in made:
        rules[decision.choice][rule := _rule(one.finding)] += 1
        if decision.choice is Choice.NOT_A_NAME:
            words = fold(one.finding.text)
            learn(group_of(place), words, rule, acting_user=acting_user)
    detail: dict[str, Any] = {
        str(choice): dict(sorted(counts.items())) for choice, counts in rules.items()
    }
    if reasons := sorted({one.reason for _found, one in made if one.reason}):
        detail["reasons"] = reasons
    record("nonnominal.decide", target=place, acting_user=acting_user, detail=detail)


def _check_reasons(place: Any, decisions: Decisions, user_id: str) -> None:
    reasons = dict.fromkeys(decisions.reasons())
    charge_check(group_of(place), user_id, {reason: reason for _key, reason in reasons})
    mistakes = [
        (key, FieldError(NAMING_REASON))
        for key, reason in reasons
        if find_in_texts(place, {key: reason})
    ]
    if mistakes:
        raise InvalidValues(mistakes)


def _rule(finding: Finding) -> str:
    """The key by which the audit trail counts findings; it holds nothing of the text."""
    return f"{finding.kind}/{finding.rule}/{finding.language}"


def find_in_texts(place: Any, texts: Mapping[str, str]) -> list[FieldFinding]:
    """Find possible names in texts by field.

    Members of the group, and what it knows or has learned, are no findings.
    """
    found = {field: check(text) for field, text in texts.items()}
    if not any(found.values()):
        return []
    group = group_of(place)
    known = [*_members(group), *_known_words(group)]
    left = [
        FieldFinding(field, finding)
        for field, findings in found.items()
        for finding in without(known, findings)
    ]
    words = [fold(one.finding.text) for one in left]
    learned = allowed_among(group, set(words))
    return [one for one, own in zip(left, words, strict=True) if own not in learned]


def _members(group: Any) -> Iterator[str]:
    """User ids, names and organisations of members, as the directory shows them.

    Details that the directory hides are left out: nobody may find them out by trying.
    """
    members = IWorkspace(group).members
    yield from members
    yield from full_names(members).values()
    yield from filter(None, (entry.get("organisation") for entry in members.values()))


def _known_words(group: Any) -> Iterator[str]:
    """Names that all members of the group see anyway."""
    yield group.title
    for _name, words_of in getUtilitiesFor(IKnownWords):
        yield from words_of(group)


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
