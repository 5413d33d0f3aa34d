"""Rules for country and number, and for box 2: first and last day of validity."""

from cites.cug import _
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.permit import PermitType, Status
from cites.cug.permits.rules.case import Case, Warning
from cites.cug.permits.rules.known import is_party
from collections.abc import Iterator
from dateutil.relativedelta import relativedelta


BOX_5B = _("permits_validity_box_5b_permit")
REGISTRY = _("permits_validity_registry_of_this_portal")
PARTIES = _("permits_validity_list_parties_cites_org_text")
BOX_2 = _("permits_validity_box_2_permit")
CONF_12_3 = _("permits_validity_resolution_conf_12_3")
#: Longest validity in months by Resolution Conf. 12.3; no limit for other documents.
LONGEST = {PermitType.EXPORT: 6, PermitType.REEXPORT: 6, PermitType.IMPORT: 12}
TOO_LONG = {
    PermitType.EXPORT: _("permits_validity_export_permit_valid_six_text"),
    PermitType.REEXPORT: _("permits_validity_re_export_certificate_valid_text"),
    PermitType.IMPORT: _("permits_validity_import_permit_valid_twelve_text"),
}


def expired(case: Case) -> Iterator[Warning]:
    """Warn if the last day has passed."""
    until = case.permit.valid_until
    if until is not None and case.today > until:
        text = _("permits_validity_last_day_validity_passed_text")
        yield Warning("expired", text, BOX_2, "valid_until")


def not_yet_valid(case: Case) -> Iterator[Warning]:
    """Warn if the first day is still to come."""
    start = case.permit.valid_from
    if start is not None and case.today < start:
        text = _("permits_validity_permit_valid_yet_first_text")
        yield Warning("not_yet_valid", text, BOX_2, "valid_from")


def ends_too_early(case: Case) -> Iterator[Warning]:
    """Warn if the last day is before the first: most likely somebody typed a wrong
    date.
    """
    start, until = case.permit.valid_from, case.permit.valid_until
    if start is not None and until is not None and until < start:
        text = _("permits_validity_last_day_validity_recorded_text")
        yield Warning("ends_too_early", text, BOX_2, "valid_until")


def no_last_day(case: Case) -> Iterator[Warning]:
    """Warn if no last day is recorded."""
    if case.permit.valid_until is None:
        text = _("permits_validity_no_last_day_validity_text")
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
        text = _("permits_validity_security_stamp_read_permit_text")
        yield Warning("stamp_mismatch", text, BOX_5B, "security_stamp")


def replaced_before(case: Case) -> Iterator[Warning]:
    """Warn if this number is replaced, or ever was."""
    if case.status == Status.REPLACED or Status.REPLACED in case.seen:
        text = _("permits_validity_permit_replaced_another_ask_text")
        yield Warning("replaced", text, REGISTRY, "number")


def not_a_party(case: Case) -> Iterator[Warning]:
    """Warn if the country of issue is not on our list of Parties to CITES."""
    if not is_party(case.permit.country):
        text = _("permits_validity_country_issue_list_parties_text")
        yield Warning("not_a_party", text, PARTIES, "country")
