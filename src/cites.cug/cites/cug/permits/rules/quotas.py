"""Rules for boxes 11 and 11a: quantities and quotas."""

from cites.cug import _
from cites.cug.permits.permit import PermitType
from cites.cug.permits.rules.case import Case, Warning
from cites.cug.permits.rules.known import Quota, quotas_of
from collections.abc import Iterator
from decimal import Decimal
from zope.i18nmessageid import Message


BOX_11A = _("permits_quotas_box_11a_permit")


def above_published_quota(case: Case) -> Iterator[Warning]:
    """Warn if all lines of an export permit together exceed the country's published
    quota.
    """
    if case.permit.type != PermitType.EXPORT:
        return
    for quota in quotas_of(case.permit.country):
        covered = [pair for pair in enumerate(case.permit.lines) if quota.covers(pair[1])]
        total = sum((line.quantity for _position, line in covered), Decimal())
        if total > quota.quantity:
            field = f"lines[{covered[0][0]}].quantity"
            yield Warning("above_quota", _more(quota, total), _published(quota), field)


def _more(quota: Quota, total: Decimal) -> Message:
    return _(
        "permits_quotas_permit_more_than_country_text",
        mapping={
            "species": quota.species,
            "total": plain(total),
            "quota": plain(quota.quantity),
        },
    )


def _published(quota: Quota) -> Message:
    return _(
        "permits_quotas_published_annual_export_quota_text",
        mapping={"quota": plain(quota.quantity)},
    )


def above_own_quota(case: Case) -> Iterator[Warning]:
    """Warn if a line exceeds the quota that the permit itself states in box 11a."""
    for position, block, line in case.lines():
        if line.quota is None:
            continue
        said = {"used_to_date": line.used_to_date}
        if not line.unit:
            # Box 11a has no unit, so only numbers of specimens can be compared with it.
            said["quantity"] = line.quantity
        for name, amount in said.items():
            if amount is not None and amount > line.quota:
                text = _(
                    "permits_quotas_block_more_than_annual_text",
                    mapping={
                        "block": block,
                        "total": plain(amount),
                        "quota": plain(line.quota),
                    },
                )
                field = f"lines[{position}].{name}"
                yield Warning("above_stated_quota", text, BOX_11A, field)


def above_published_by_statement(case: Case) -> Iterator[Warning]:
    """Warn if box 11a states a higher quota than the country has published."""
    if case.permit.type != PermitType.EXPORT:
        return
    for quota in quotas_of(case.permit.country):
        for position, block, line in case.lines():
            claimed = line.quota
            if claimed is not None and quota.covers(line) and claimed > quota.quantity:
                text = _(
                    "permits_quotas_block_permit_states_annual_text",
                    mapping={
                        "block": block,
                        "stated": plain(claimed),
                        "quota": plain(quota.quantity),
                    },
                )
                field = f"lines[{position}].quota"
                yield Warning("quota_overstated", text, _published(quota), field)


def plain(amount: Decimal) -> str:
    """The number as people write it: no exponent, no zeros at the end."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
