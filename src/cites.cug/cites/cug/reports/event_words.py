"""What the trail’s pages call the values in events of reports."""

from cites.cug.core.codelists.lists import title
from cites.cug.core.trail.event_words import EventWords
from cites.cug.reports.content import DECISIONS
from cites.cug.reports.overruled import RULES
from cites.cug.reports.told import TOLD_DECISIONS
from cites.cug.web.confirmation.placeholders import TITLES as FINDINGS
from typing import Any
from zope.i18n import translate


def _say_rule(value: str, language: str) -> str:
    """Kind, rule and language of what was found in a text, as ``person/model/en``."""
    kind, _slash, rest = value.partition("/")
    rule, _slash, written_in = rest.partition("/")
    kinds: dict[Any, Any] = {**FINDINGS}
    parts = (kinds.get(kind, kind), RULES.get(rule, rule))
    words = [translate(part, target_language=language) for part in parts if part]
    if written_in:
        words.append(title("language", written_in, language))
    return ", ".join(words)


WORDS = EventWords(
    by_name={"decision": {**DECISIONS, **TOLD_DECISIONS["decisions"]}},
    in_words={"rules": _say_rule},
)
