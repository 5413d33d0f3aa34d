"""Rules for box 2: first and last day of validity."""

from cites.cug import _
from cites.cug.permits.permit import PermitType
from cites.cug.permits.rules.case import Case, Warning
from collections.abc import Iterator
from dateutil.relativedelta import relativedelta


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
        text = _("It is not valid yet: the first day of validity is in the future.")
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
