"""What is doubtful about a permit, worst first, each with the ground of the doubt."""

from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.rules import identity, quotas, specimens, validity
from cites.cug.permits.rules.case import Case, Warning
from collections.abc import Collection
from datetime import date
from typing import Protocol


#: Worst first: is it this permit at all, may it be used now, may it have been issued, is
#: what it says whole.
RULES = (
    identity.stamp_mismatch,
    identity.replaced_before,
    validity.expired,
    validity.not_yet_valid,
    validity.ends_too_early,
    identity.not_a_party,
    specimens.commercial_appendix_i,
    specimens.wrong_appendix,
    specimens.source_and_appendix,
    specimens.source_of_plants,
    quotas.above_published_quota,
    quotas.above_own_quota,
    quotas.above_published_by_statement,
    specimens.reexport_without_origin,
    validity.valid_too_long,
    validity.no_last_day,
    specimens.second_source_missing,
)


class Judged(Protocol):
    """What of a registered permit, or of an outside answer, the rules look at."""

    permit: Permit
    status: Status


def warnings_of(
    registered: Judged,
    *,
    today: date,
    stamp: str | None = None,
    seen: Collection[Status] = (),
) -> list[Warning]:
    """``stamp`` as somebody reads it; ``seen`` is what the number has been before."""
    case = Case(registered.permit, registered.status, today, stamp, seen)
    return [warning for rule in RULES for warning in rule(case)]
