"""Requests for access from rows of a spreadsheet: all rows or, on error, none."""

from cites.cug import _
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldError, InvalidValues
from cites.cug.membership.access_requests import accounts
from cites.cug.membership.access_requests.applicant_actions import new_request, tell_desk
from cites.cug.membership.access_requests.application import validate_application
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    OPEN,
    RequestSource,
    RequestState,
)
from cites.cug.membership.access_requests.settings import rules_of
from collections.abc import Iterable, Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from sqlalchemy import select
from typing import Any, NamedTuple


#: Pairs of field name and mistake.
Mistakes = list[tuple[str, FieldError]]


class ImportRow(NamedTuple):
    """A row with its number in the spreadsheet, its values and its mistakes."""

    number: str
    values: dict[str, str]
    mistakes: Mistakes


def check_rows(group: Any, lines: Iterable[dict[str, str]]) -> list[ImportRow]:
    """Check rows, as ``spreadsheet.read_spreadsheet`` reads them; each with all its
    mistakes.
    """
    rules = rules_of(group)
    waiting = _waiting(group)
    seen: dict[str, str] = {}
    rows = []
    for values in lines:
        number = values.get("row", "")
        mistakes: Mistakes = []
        try:
            application = validate_application(values, rules)
        except InvalidValues as error:
            mistakes = error.mistakes
        else:
            mistakes = _not_new(group, application.email, waiting, seen)
            seen.setdefault(application.email, number)
        rows.append(ImportRow(number, values, mistakes))
    return rows


def make_requests(
    group: Any,
    lines: Sequence[dict[str, str]],
    language: str,
    *,
    acting_user: str,
    at: datetime,
) -> int:
    """Make a request of each row; answers their number.

    The requests need no confirmation and wait for a decision at once. Raises
    InvalidValues with all mistakes if any row has one; then no request is made.
    """
    if not lines:
        return 0
    records = write_session()
    wrong = [mistake for row in check_rows(group, lines) for mistake in row.mistakes]
    if wrong:
        raise InvalidValues(wrong)
    rules = rules_of(group)
    made = []
    for values in lines:
        application = validate_application(values, rules)
        request = new_request(group, application, RequestSource.SPREADSHEET, language, at)
        # No confirmation: the authority itself has given this address.
        request.state, request.confirmed = RequestState.PENDING.value, at
        records.add(request)
        made.append(request)
    records.flush()
    tell_desk(group, made, at)
    detail = {"requests": [request.id for request in made]}
    record("request.import", target=group, acting_user=acting_user, detail=detail)
    return len(made)


def _not_new(group: Any, email: str, waiting: set[str], seen: dict[str, str]) -> Mistakes:
    if email in seen:
        row = {"row": seen[email]}
        text = _("membership_importing_row_same_address", mapping=row)
    elif email in waiting:
        text = _("membership_importing_request_address_already_waiting_text")
    elif accounts.account_of(email) in IWorkspace(group).members:
        text = _("membership_access_requests_this_address_error")
    else:
        return []
    return [("email", FieldError(text))]


def _waiting(group: Any) -> set[str]:
    waiting = select(AccessRequest.email).where(
        AccessRequest.group_uid == group.UID(), AccessRequest.state.in_(OPEN)
    )
    return set(session().scalars(waiting))
