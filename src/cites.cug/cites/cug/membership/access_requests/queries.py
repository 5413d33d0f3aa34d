"""Read requests for access: lists by state, and what is known about one."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.plone_internals.content import roster_name
from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import session
from cites.cug.membership.access_requests import accounts, queries, scope
from cites.cug.membership.access_requests.application import country_of, has_known_number
from cites.cug.membership.access_requests.mail_domains import (
    belongs,
    domain_of,
    free_mail_domains,
)
from cites.cug.membership.access_requests.models import AccessRequest, OPEN, RequestState
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.roster import RosterEntry
from collections.abc import Collection, Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from sqlalchemy import func, or_, select
from typing import Any, NamedTuple


MOST_KNOWN = 20


def count_by_state(group: Any, country: str | None) -> dict[RequestState, int]:
    """How many requests are in each state; with ``country``, only those from that
    country.
    """
    of_state = (
        select(AccessRequest.state, func.count())
        .where(*_of(group, country))
        .group_by(AccessRequest.state)
    )
    found: dict[str, int] = dict(session().execute(of_state).all())
    return {state: found.get(state.value, 0) for state in RequestState}


def list_requests(
    group: Any,
    country: str | None,
    states: Collection[RequestState],
    start: int,
    size: int,
) -> list[AccessRequest]:
    """One page of requests.

    Requests that wait for something come oldest first, all others newest first.
    ``country`` is None for all countries, ``states`` is empty for all states.
    """
    wanted = select(AccessRequest).where(*_of(group, country))
    if states:
        names = [state.value for state in states]
        wanted = wanted.where(AccessRequest.state.in_(names))
    oldest_first = bool(states) and {RequestState.UNCONFIRMED, *OPEN}.issuperset(states)
    created = AccessRequest.created
    order = (created if oldest_first else created.desc(), AccessRequest.id)
    page = wanted.order_by(*order).offset(start).limit(size)
    return list(trusted(AccessRequest, session().scalars(page)))


def days_old(request: AccessRequest, now: datetime) -> int:
    """Age of the request in whole days."""
    return max((now - request.created).days, 0)


class RequestDetails(NamedTuple):
    """Facts about a request, beside its own values."""

    #: Members of the same country; first those of the same organisation.
    colleagues: list[RosterEntry]
    #: Other requests with the same e-mail address or telephone, the newest 20.
    others: list[AccessRequest]
    free_mail: bool
    #: Whether the domain is on the country's list; None if the country has no list.
    official: bool | None
    known_number: bool
    #: Country of the telephone number, if it is not the person's country.
    number_country: str | None
    is_member: bool


def request_details(
    group: Any, request: AccessRequest, country: str | None
) -> RequestDetails:
    """Compute these facts for one request.

    With ``country``, other requests are those from that country alone: a contact point
    does not know of any others.
    """
    domain = domain_of(request.email)
    rules = rules_of(group)
    user_id = accounts.account_of(request.email)
    number_country = country_of(request.telephone)
    return RequestDetails(
        colleagues=_colleagues(group, request),
        others=_others(group, request, country),
        free_mail=rules.refuses(domain) or belongs(domain, free_mail_domains()),
        official=rules.is_official(domain, request.country),
        known_number=has_known_number(request.telephone),
        number_country=number_country if number_country != request.country else None,
        is_member=user_id in IWorkspace(group).members,
    )


def _colleagues(group: Any, request: AccessRequest) -> list[RosterEntry]:
    same, roster = request.organisation.casefold(), IWorkspace(group)
    of_country = [
        roster[user_id]
        for user_id, entry in roster.members.items()
        if entry.get("country") == request.country
    ]
    found = [
        ((entry.organisation or "").casefold() != same, roster_name(entry), entry)
        for entry in of_country
    ]
    return [entry for _other, _name, entry in sorted(found, key=lambda row: row[:2])]


def _others(
    group: Any, request: AccessRequest, country: str | None
) -> list[AccessRequest]:
    same = select(AccessRequest).where(
        *_of(group, country),
        AccessRequest.id != request.id,
        or_(
            AccessRequest.email == request.email,
            AccessRequest.telephone == request.telephone,
        ),
    )
    newest = same.order_by(AccessRequest.created.desc()).limit(MOST_KNOWN)
    return list(trusted(AccessRequest, session().scalars(newest)))


def _of(group: Any, country: str | None) -> tuple:
    mine = (AccessRequest.group_uid == group.UID(),)
    return mine if country is None else (*mine, AccessRequest.country == country)


def waiting_requests(group: Any) -> int:
    """How many wait for the caller: contact points endorse, the Secretariat decides."""
    counts = queries.count_by_state(group, scope.country(group))
    return sum(counts[state] for state in waiting_states(group))


def oldest_waiting(group: Any) -> AccessRequest | None:
    """The oldest request that waits for the caller; None if none does."""
    waiting = waiting_states(group)
    return next(iter(list_requests(group, scope.country(group), waiting, 0, 1)), None)


def waiting_states(group: Any) -> Sequence[RequestState]:
    """The states in which a request waits for the caller."""
    return OPEN if may(Permission.VET, group) else (RequestState.PENDING,)
