"""Is the paper the permit that was issued, and was its country allowed to issue it?"""

from cites.cug import _
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.permit import Status
from cites.cug.permits.rules.case import Case, Warning
from cites.cug.permits.rules.known import is_party
from collections.abc import Iterator


BOX_5B = _("Box 5b of the permit")
REGISTRY = _("Registry of this portal")
PARTIES = _("List of Parties (cites.org), 184 of 185 as known to this portal")


def stamp_mismatch(case: Case) -> Iterator[Warning]:
    """Warn if the stamp on the paper differs from the recorded stamp (box 5b)."""
    recorded = case.permit.security_stamp
    if not case.stamp or not recorded:
        return
    if normal_number(case.stamp) != normal_number(recorded):
        text = _("The security stamp that you read is not the one of this permit.")
        yield Warning("stamp_mismatch", text, BOX_5B, "security_stamp")


def replaced_before(case: Case) -> Iterator[Warning]:
    """Warn if this number is replaced, or ever was."""
    if case.status == Status.REPLACED or Status.REPLACED in case.seen:
        text = _("This number has been replaced by another: ask for the new permit.")
        yield Warning("replaced", text, REGISTRY, "number")


def not_a_party(case: Case) -> Iterator[Warning]:
    """Warn if the country of issue is not on our list of Parties to CITES."""
    if not is_party(case.permit.country):
        text = _("The country of issue is not on the list of Parties to the Convention.")
        yield Warning("not_a_party", text, PARTIES, "country")
