"""What the trail’s pages call the values in events of reports."""

from cites.cug.core.codelists.lists import title
from cites.cug.core.trail.event_words import EventWords
from cites.cug.reports.content import DECISIONS
from cites.cug.reports.overruled import RULES, split_rule
from cites.cug.reports.told import TOLD_DECISIONS
from cites.cug.web.confirmation.decisions import REASON_TITLES
from cites.cug.web.confirmation.placeholders import TITLES as FINDINGS
from cites.cug.web.layout.lists import listed
from typing import Any
from zope.i18n import translate


def _say_rule(value: str, language: str) -> str:
    """Kind, rule and language of what was found in a text, as ``person/model/en``."""
    kind, rule, written_in = split_rule(value)
    kinds: dict[Any, Any] = {**FINDINGS}
    parts = (kinds.get(kind, kind), RULES.get(rule, rule))
    words = [translate(part, target_language=language) for part in parts if part]
    if written_in:
        words.append(title("language", written_in, language))
    return listed(words, language)


WORDS = EventWords(
    by_name={
        "decision": {**DECISIONS, **TOLD_DECISIONS["decisions"]},
        "reasons": REASON_TITLES,
    },
    in_words=dict.fromkeys(("keep", "not_a_name", "rules"), _say_rule),
)
