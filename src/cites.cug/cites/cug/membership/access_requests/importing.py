"""Requests made of the rows of a spreadsheet: all of them, or none."""

from cites.cug import _
from cites.cug.audit.trail import record
from cites.cug.membership.access_requests import accounts
from cites.cug.membership.access_requests.application import Application
from cites.cug.membership.access_requests.application import fit
from cites.cug.membership.access_requests.application import InvalidApplication
from cites.cug.membership.access_requests.asking import new_request
from cites.cug.membership.access_requests.asking import tell_desk
from cites.cug.membership.access_requests.fields import Mistakes
from cites.cug.membership.access_requests.model import AccessRequest
from cites.cug.membership.access_requests.model import OPEN
from cites.cug.membership.access_requests.model import Source
from cites.cug.membership.access_requests.model import State
from cites.cug.membership.access_requests.rules import rules_of
from cites.cug.records.store import session
from cites.cug.records.store import writing
from collections.abc import Iterable
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from sqlalchemy import select
from typing import Any
from typing import NamedTuple


class Row(NamedTuple):
    """A line of the spreadsheet, as it is there, and what is wrong with it."""

    number: str
    values: dict[str, str]
    mistakes: Mistakes


def check(group: Any, lines: Iterable[dict[str, str]]) -> list[Row]:
    """Each line with all that is wrong with it."""
    rules = rules_of(group)
    waiting = _waiting(group)
    seen: dict[str, str] = {}
    rows = []
    for values in lines:
        number = values.get("row", "")
        mistakes: Mistakes = []
        try:
            application = fit(values, rules)
        except InvalidApplication as error:
            mistakes = error.mistakes
        else:
            mistakes = _not_new(group, application.email, waiting, seen)
            seen.setdefault(application.email, number)
        rows.append(Row(number, values, mistakes))
    return rows


def make_requests(
    group: Any,
    lines: Sequence[dict[str, str]],
    language: str,
    *,
    acting_user: str,
    at: datetime,
) -> int:
    """Make a waiting request of each line, or of none; how many.

    Raises InvalidApplication if any line is wrong.
    """
    if not lines:
        return 0
    records = writing()
    wrong = [mistake for row in check(group, lines) for mistake in row.mistakes]
    if wrong:
        raise InvalidApplication(wrong)
    rules = rules_of(group)
    made = []
    for values in lines:
        application: Application = fit(values, rules)
        request = new_request(group, application, Source.SPREADSHEET, language, at)
        # Who imports it has the address from the authority itself.
        request.state, request.confirmed = State.PENDING.value, at
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
        text = _("The same address stands in row ${row}.", mapping=row)
    elif email in waiting:
        text = _("A request with this address waits already.")
    elif accounts.account_of(email) in IWorkspace(group).members:
        text = _("Who has this address is a member already.")
    else:
        return []
    return [("email", text)]


def _waiting(group: Any) -> set[str]:
    waiting = select(AccessRequest.email).where(
        AccessRequest.group_uid == group.UID(), AccessRequest.state.in_(OPEN)
    )
    return set(session().scalars(waiting))
