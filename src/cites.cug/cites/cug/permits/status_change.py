"""What somebody says that became of a permit, checked."""

from cites.cug import _
from cites.cug.nonnominal.check import check_text
from cites.cug.permits import values
from cites.cug.permits.permit import Status
from cites.cug.permits.validation import LENGTHS
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import REQUIRED
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple


MAX_REASON = 2000
STATUS_CODES = {status.value.upper(): status for status in Status}
READERS: Mapping[str, values.Reader] = {
    "status": values.one_of(frozenset(STATUS_CODES)),
    "reason": values.text(MAX_REASON),
    "replaced_by": values.line(LENGTHS["number"]),
}
NOT_REPLACED = _("This is only filled in of a permit that is replaced.")


class StatusChange(NamedTuple):
    """The arguments of ``actions.status.change_status``."""

    status: Status
    reason: str
    #: Number of the permit that stands in its place.
    replaced_by: str | None


def read_change(given: Mapping[str, Any]) -> StatusChange:
    """``status``, ``reason`` and ``replaced_by``. Raises InvalidValues."""
    mistakes, found = FieldErrors(), dict[str, str | None]()
    for name, read in READERS.items():
        try:
            found[name] = read(given.get(name))
        except InvalidValue as error:
            mistakes.add_error(name, error)
            found[name] = None
    status = STATUS_CODES.get(found["status"] or "")
    needed = ["status", "reason"]
    if status is Status.REPLACED:
        needed.append("replaced_by")
    elif found["replaced_by"]:
        mistakes.add("replaced_by", NOT_REPLACED)
    for name in needed:
        if found[name] == "":
            mistakes.add(name, REQUIRED)
    # IGOs read the reason too, who get no names of parties.
    for finding in check_text(found["reason"] or ""):
        text = _(
            "“${text}” may name a person or a company, and all members read this: say it"
            " in neutral words.",
            mapping={"text": finding.text},
        )
        mistakes.add("reason", text)
    mistakes.raise_any()
    return StatusChange(status, found["reason"], found["replaced_by"] or None)
