"""Rules for country and number, and for box 2: first and last day of validity."""

from cites.cug import _
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.permit import PermitType, Status
from cites.cug.permits.rules.case import Case, Warning
from cites.cug.permits.rules.known import is_party
from collections.abc import Iterator
from dateutil.relativedelta import relativedelta


BOX_5B = _("Box 5b of the permit")
REGISTRY = _("Registry of this portal")
PARTIES = _("List of Parties (cites.org), 184 of 185 as known to this portal")
BOX_2 = _("Box 2 of the permit")
CONF_12_3 = _("Resolution Conf. 12.3")
#: Longest validity in months by Resolution Conf. 12.3; no limit for other documents.
LONGEST = {PermitType.EXPORT: 6, PermitType.REEXPORT: 6, PermitType.IMPORT: 12}
TOO_LONG = {
    PermitType.EXPORT: _("An export permit is valid for six months at most."),
    PermitType.REEXPORT: _("A re-export certificate is valid for six months at most."),
    PermitType.IMPORT: _("An import permit is valid for twelve months at most."),
}


def expired(case: Case) -> Iterator[Warning]:
    """Warn if the last day has passed."""
    until = case.permit.valid_until
    if until is not None and case.today > until:
        text = _("The last day of its validity has passed.")
        yield Warning("expired", text, BOX_2, "valid_until")


def not_yet_valid(case: Case) -> Iterator[Warning]:
    """Warn if the first day is still to come."""
    start = case.permit.valid_from
    if start is not None and case.today < start:
        text = _(
            "The permit is not valid yet: its first day of validity is in the future."
        )
        yield Warning("not_yet_valid", text, BOX_2, "valid_from")


def ends_too_early(case: Case) -> Iterator[Warning]:
    """Warn if the last day is before the first: most likely somebody typed a wrong
    date.
    """
    start, until = case.permit.valid_from, case.permit.valid_until
    if start is not None and until is not None and until < start:
        text = _(
            "Its last day of validity is recorded as earlier than its first. Check"
            " both on the paper."
        )
        yield Warning("ends_too_early", text, BOX_2, "valid_until")


def no_last_day(case: Case) -> Iterator[Warning]:
    """Warn if no last day is recorded."""
    if case.permit.valid_until is None:
        text = _("No last day of validity is recorded. Read it on the paper.")
        yield Warning("no_last_day", text, BOX_2, "valid_until")


def valid_too_long(case: Case) -> Iterator[Warning]:
    """Warn if the permit is valid for longer than Resolution Conf. 12.3 allows."""
    permit = case.permit
    start = permit.valid_from or permit.issued
    months = LONGEST.get(permit.type)
    if start is None or permit.valid_until is None or months is None:
        return
    if permit.valid_until > start + relativedelta(months=months):
        text = TOO_LONG[permit.type]
        yield Warning("valid_too_long", text, CONF_12_3, "valid_until")


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
        text = _(
            "This permit has been replaced by another. Ask the holder for the new permit."
        )
        yield Warning("replaced", text, REGISTRY, "number")


def not_a_party(case: Case) -> Iterator[Warning]:
    """Warn if the country of issue is not on our list of Parties to CITES."""
    if not is_party(case.permit.country):
        text = _("The country of issue is not on the list of Parties to the Convention.")
        yield Warning("not_a_party", text, PARTIES, "country")
