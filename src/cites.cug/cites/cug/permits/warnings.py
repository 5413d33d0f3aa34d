"""All warnings about a permit, the most serious first."""

from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.rules import quotas, specimens, validity
from cites.cug.permits.rules.case import Case, Warning
from collections.abc import Collection
from datetime import date
from typing import Protocol


#: The most serious first. Is it this permit? Can it be used now? Was it issued rightly?
#: Is it complete?
RULES = (
    validity.stamp_mismatch,
    validity.replaced_before,
    validity.expired,
    validity.not_yet_valid,
    validity.ends_too_early,
    validity.not_a_party,
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
    """What rules read of a permit of the registry or of an outside source."""

    @property
    def permit(self) -> Permit: ...

    @property
    def status(self) -> Status: ...


def warnings_of(
    registered: Judged,
    *,
    today: date,
    stamp: str | None = None,
    seen: Collection[Status] = (),
) -> list[Warning]:
    """The warnings about a permit, in the order of ``RULES``.

    ``stamp`` is the security stamp that the officer reads on the paper; ``seen`` are the
    statuses that the number has had.
    """
    case = Case(registered.permit, registered.status, today, stamp, seen)
    return [warning for rule in RULES for warning in rule(case)]
