"""What a writer decides about findings in a text: in JSON and in forms alike."""

from cites.cug import _
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.errors import FieldErrors, InvalidValue, REQUIRED, too_long
from cites.nonnominal.check import folded_words
from cites.nonnominal.findings import Finding
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


DECISIONS = "decisions"
#: Name under which programs send one reason to keep all findings.
CONFIRMED = "non_nominal_confirmed"
#: What a form says of each decision.
INPUTS = ("text", "decision", "reason")
#: The keys of a request that stores text.
DECISION_KEYS = (DECISIONS, CONFIRMED)
MAX_REASON = 500
#: How many decisions a request may have.
MOST = 500


class Choice(StrEnum):
    """The decisions that a writer can make about a finding."""

    #: The writer replaces it: the text is held back as long as it has these words.
    REPLACE = "replace"
    NOT_A_NAME = "not_a_name"
    KEEP = "keep"


#: The reason of reports, which quote what names somebody.
REPORT = "report"
#: The reasons to keep a finding. Any other is a text, which is checked itself.
REASONS = {
    "official": _("web_decisions_official_expert_office"),
    "author": _("web_decisions_author_publication"),
    "carrier": _("web_decisions_carrier_suspected"),
    "published": _("web_decisions_published_court_authority_text"),
}
REASON_TITLES = {**REASONS, REPORT: _("web_decisions_report_secretariat_title")}
#: What can be sent → the choice, and the key of its reason, which forms send with it.
CHOSEN = {
    **{str(one): (one, "") for one in Choice},
    **{f"{Choice.KEEP} {key}": (Choice.KEEP, key) for key in REASONS},
}
CHOICE = _("common_choose_one_of_these_error", mapping={"values": ", ".join(Choice)})
ABOUT = _("web_decision_names_finding_text")
TOO_MANY = _("common_more_than_entries_error", mapping={"limit": MOST})
LIST = _("common_send_a_list_error")
TEXT = _("common_enter_a_text_error")
#: What a decision may hold besides: all that the answer says of a finding.
ANSWERED = frozenset({"kind", "certainty", "title", "neutral"})
KNOWN = ANSWERED | {"field", "start", "end", "text", "decision", "reason"}


def fold(text: str) -> str:
    """The words by which findings are compared."""
    return " ".join(folded_words(text))


@dataclass(frozen=True)
class Decision:
    """One decision. It is about all findings that have what it names."""

    choice: Choice
    #: Why it is kept: a key of ``REASONS`` or a text.
    reason: str = ""
    field: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None

    def is_about(self, field: str, finding: Finding, words: str) -> bool:
        named = (self.field, self.start, self.end, self.words)
        found = (field, finding.start, finding.end, words)
        return all(one in (None, two) for one, two in zip(named, found, strict=True))


@dataclass(frozen=True)
class Decisions:
    """The decisions of one request."""

    each: tuple[Decision, ...] = ()
    #: The reason to keep all findings that no decision is about.
    rest: str = ""

    def about(self, field: str, finding: Finding) -> Decision | None:
        """The decision about a finding; None if there is none."""
        words = fold(finding.text) if self.each else ""
        for one in self.each:
            if one.is_about(field, finding, words):
                return one
        return Decision(Choice.KEEP, self.rest) if self.rest else None

    def only(self, choice: Choice) -> "Decisions":
        return Decisions(tuple(one for one in self.each if one.choice is choice))

    def reasons(self) -> Iterator[tuple[str, str]]:
        """The reasons that are texts, each with the key of the request that has it."""
        if self.rest and self.rest not in REASON_TITLES:
            yield CONFIRMED, self.rest
        for one in self.each:
            if one.reason and one.reason not in REASON_TITLES:
                yield DECISIONS, one.reason


UNDECIDED = Decisions()


def decisions_in_form(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The decisions in a form, of which each has the same three inputs."""
    columns = [form.get(f"{DECISIONS}.{name}", []) for name in INPUTS]
    lists = [one if isinstance(one, list) else [one] for one in columns]
    return [dict(zip(INPUTS, row, strict=True)) for row in zip(*lists, strict=False)]


def read_decisions(given: Mapping[str, Any]) -> Decisions:
    """Read the decisions from JSON or a form. Raises InvalidValues."""
    mistakes = FieldErrors()
    listed = given.get(DECISIONS) or decisions_in_form(given)
    if not isinstance(listed, list):
        mistakes.add(DECISIONS, LIST)
        listed = []
    if len(listed) > MOST:
        mistakes.add(DECISIONS, TOO_MANY)
        listed = []
    read = [_read(one, f"{DECISIONS}[{at}]", mistakes) for at, one in enumerate(listed)]
    rest = _reason(given.get(CONFIRMED), CONFIRMED, mistakes)
    mistakes.raise_any()
    return Decisions(tuple(filter(None, read)), rest)


def _read(given: Any, place: str, mistakes: FieldErrors) -> Decision | None:
    """One decision; None for mistakes, and for an input in which nothing was chosen."""
    if not isinstance(given, dict):
        mistakes.add(place, ABOUT)
        return None
    chosen = str(given.get("decision", "?"))
    if not chosen:
        return None
    if chosen not in CHOSEN:
        mistakes.add(f"{place}.decision", CHOICE)
        return None
    choice, key = CHOSEN[chosen]
    reason = key or _reason(given.get("reason"), f"{place}.reason", mistakes)
    if choice is Choice.KEEP and not reason:
        mistakes.add(f"{place}.reason", REQUIRED)
    text, field = given.get("text"), given.get("field")
    start, end = given.get("start"), given.get("end")
    is_known = given.keys() <= KNOWN and isinstance(field, str | None)
    if not is_known or not _names_one(text, start, end):
        mistakes.add(place, ABOUT)
        return None
    words = fold(text) if text else None
    return Decision(choice, reason, field, start, end, words)


def _names_one(text: Any, start: Any, end: Any) -> bool:
    is_text = isinstance(text, str) and bool(text.strip())
    if start is None and end is None:
        return is_text
    return type(start) is type(end) is int and (text is None or is_text)


def _reason(given: Any, place: str, mistakes: FieldErrors) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        mistakes.add(place, TEXT)
        return ""
    try:
        reason = fit_text(given)
    except InvalidValue as error:
        mistakes.add_error(place, error)
        return ""
    if len(reason) > MAX_REASON:
        mistakes.add(place, too_long(MAX_REASON))
    return reason
