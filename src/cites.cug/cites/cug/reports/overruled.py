"""Which rules of the check of texts members overrule: findings that they kept, counted.

The audit trail has kind, rule and language of each, never the text.
"""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from collections import Counter
from sqlalchemy import or_, select
from typing import Any, NamedTuple


class Overruled(NamedTuple):
    """How often findings of a kind, by a rule and in a language, were kept."""

    kind: str
    rule: str
    language: str
    times: int


def overruled_rules(group: Any) -> list[Overruled]:
    """Those of one group, the most often overruled first."""
    path = "/".join(group.getPhysicalPath())
    within = AuditEvent.target.startswith(f"{path}/", autoescape=True)
    decided = select(AuditEvent.detail).where(
        AuditEvent.action == "nonnominal.confirm", or_(AuditEvent.target == path, within)
    )
    counts: Counter[str] = Counter()
    for detail in session().scalars(decided):
        counts.update(detail.get("rules", {}))
    found = []
    for said, times in counts.items():
        kind, rule, language = said.split("/")
        found.append(Overruled(kind, rule, language, times))
    return sorted(found, key=lambda one: (-one.times, one))


RULES = {
    "addresses": _("Addresses and handles"),
    "papers": _("Numbers of papers and vehicles"),
    "vessels": _("Names of vessels"),
    "numbers": _("Telephones, accounts, cards and devices"),
    "model": _("Names in Latin letters"),
    "russian": _("Names in Russian"),
    "arabic": _("Names in Arabic"),
    "chinese": _("Names in Chinese"),
}
