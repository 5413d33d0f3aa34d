"""Reads and checks a change of a permit's status."""

from cites.cug import _
from cites.cug.core.validation.errors import FieldErrors, InvalidValue, REQUIRED
from cites.cug.permits.fields import KnownCodeBox, LineBox, TextBox
from cites.cug.permits.labels import STATUSES
from cites.cug.permits.permit import Status
from cites.cug.permits.schema import IPermit
from cites.nonnominal.check import check
from cites.nonnominal.findings import Certainty
from collections.abc import Mapping
from typing import Any, NamedTuple
from zope.interface import Interface
from zope.schema import getFieldsInOrder


class IStatusChange(Interface):
    """The new status of a permit, and its reason."""

    status = KnownCodeBox(
        _("permits_status_change_new_status"), titles=STATUSES, required=True
    )
    replaced_by = LineBox(
        _("permits_status_change_number_permit_replaces_text"),
        description=_("permits_status_change_replaced_same_country_help"),
        max_length=IPermit["number"].max_length,
    )
    reason = TextBox(
        _("common_reason_label"),
        description=_("permits_status_change_everyone_looks_up_permit_help"),
        required=True,
        max_length=2000,
    )


NOT_REPLACED = _("permits_status_change_fill_permit_replaced_text")


class StatusChange(NamedTuple):
    """Arguments of ``actions.status.change_status``."""

    status: Status
    reason: str
    #: Number of the permit that replaces this one; None if none does.
    replaced_by: str | None


def read_change(given: Mapping[str, Any]) -> StatusChange:
    """Read ``status``, ``reason`` and ``replaced_by``. Raises InvalidValues.

    ``replaced_by`` is required for the status “replaced”, and refused for all others.
    """
    mistakes, found = FieldErrors(), dict[str, Any]()
    for name, field in getFieldsInOrder(IStatusChange):
        try:
            found[name] = field.read(given.get(name))
        except InvalidValue as error:
            mistakes.add_error(name, error)
            found[name] = None
    status = found["status"]
    needed = ["status", "reason"]
    if status is Status.REPLACED:
        needed.append("replaced_by")
    elif found["replaced_by"]:
        mistakes.add("replaced_by", NOT_REPLACED)
    for name in needed:
        if found[name] == "":
            mistakes.add(name, REQUIRED)
    # All members read the reason, also IGOs, which see no names of parties.
    named = check(found["reason"] or "")
    for finding in (one for one in named if one.certainty is Certainty.SURE):
        text = _(
            "permits_status_change_may_identify_person_company_text",
            mapping={"text": finding.text},
        )
        mistakes.add("reason", text)
    mistakes.raise_any()
    return StatusChange(status, found["reason"], found["replaced_by"] or None)
