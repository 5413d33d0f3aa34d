"""Which rules of the check of texts members overrule: what they decided, counted.

The audit trail has kind, rule and language of each finding, never the text.
"""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.confirmation.decisions import Choice
from collections import Counter, defaultdict
from sqlalchemy import or_, select
from typing import Any, NamedTuple


class Overruled(NamedTuple):
    """How often members decided about findings of a kind, by a rule and in a language."""

    kind: str
    rule: str
    language: str
    not_a_name: int
    kept: int


def overruled_rules(group: Any) -> list[Overruled]:
    """Those of one group, the most often overruled first."""
    path = "/".join(group.getPhysicalPath())
    within = AuditEvent.target.startswith(f"{path}/", autoescape=True)
    decided = select(AuditEvent.detail).where(
        AuditEvent.action == "nonnominal.decide", or_(AuditEvent.target == path, within)
    )
    counts: dict[Choice, Counter[str]] = defaultdict(Counter)
    for detail in session().scalars(decided):
        for choice in (Choice.NOT_A_NAME, Choice.KEEP):
            counts[choice].update(detail.get(str(choice), {}))
    wrong, kept = counts[Choice.NOT_A_NAME], counts[Choice.KEEP]
    found = [Overruled(*split_rule(one), wrong[one], kept[one]) for one in wrong | kept]
    return sorted(found, key=lambda one: (-one.not_a_name, -one.kept, one))


def split_rule(key: str) -> tuple[str, str, str]:
    """Kind, rule and language, as ``person/model/en`` names them."""
    kind, _slash, rest = key.partition("/")
    rule, _slash, language = rest.partition("/")
    return kind, rule, language


RULES = {
    "addresses": _("reports_overruled_addresses_and_handles"),
    "papers": _("reports_overruled_numbers_papers_vehicles"),
    "vessels": _("reports_overruled_names_of_vessels"),
    "numbers": _("reports_overruled_telephones_accounts_cards_devices"),
    "model": _("reports_overruled_names_in_latin_letters"),
    "russian": _("reports_overruled_names_in_russian"),
    "arabic": _("reports_overruled_names_in_arabic"),
    "chinese": _("reports_overruled_names_in_chinese"),
}
