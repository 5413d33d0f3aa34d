"""Requests for access to the demonstration's group, in all states but the last."""

from cites.cug.core.sql.session import write_session
from cites.cug.demo.accounts import MAIL_DOMAIN
from cites.cug.demo.texts import demo_language, words
from cites.cug.mailing.models import Notice
from cites.cug.membership.access_requests import decision_actions
from cites.cug.membership.access_requests.applicant_actions import new_request
from cites.cug.membership.access_requests.application import validate_application
from cites.cug.membership.access_requests.models import RequestSource, RequestState
from cites.cug.membership.access_requests.settings import (
    AccessRequestRules,
    rules_of,
    set_rules,
)
from datetime import datetime, timedelta
from sqlalchemy import delete
from typing import Any, NamedTuple


OFFICIAL = f"XA: {MAIL_DOMAIN}\n"


class Newcomer(NamedTuple):
    name: str
    country: str
    organisation: str
    function: str
    category: str
    state: RequestState
    days: int

    @property
    def values(self) -> dict[str, str]:
        told = words("newcomers")
        return {
            "country": self.country,
            "last_name": told.get("last_name", "(exercise)"),
            "first_name": f"{told.get('first_name', 'Officer')} {self.name}",
            "organisation": self.organisation,
            "function": self.function,
            # Numbers reserved for fiction.
            "telephone": f"+1 202 555 01{40 + ord(self.name[0]) - ord('A')}",
            "email": f"officer-{self.name.lower()}@{MAIL_DOMAIN}",
            "category": self.category,
            **told.get(self.name, {}),
        }


CUSTOMS_XA = "Customs Administration of XA (exercise)"
POLICE_XB = "National Police of XB (exercise)"
WILDLIFE_XC = "Wildlife Authority of XC (exercise)"
NEWCOMERS = (
    Newcomer(
        "A", "XA", CUSTOMS_XA, "Airport control", "customs", RequestState.PENDING, 3
    ),
    Newcomer("B", "XB", POLICE_XB, "Border unit", "police", RequestState.PENDING, 1),
    Newcomer("C", "XA", CUSTOMS_XA, "Mail centre", "customs", RequestState.ENDORSED, 6),
    Newcomer("D", "XC", WILDLIFE_XC, "Rangers", "wildlife", RequestState.UNCONFIRMED, 0),
    Newcomer("E", "XB", "Pet shop (exercise)", "Owner", "igo", RequestState.DECLINED, 9),
)
REASON = "The group is for authorities that enforce the law (exercise)."


def make_requests(group: Any, now: datetime) -> int:
    """Make requests for access, dated to the last days. Returns how many."""
    set_rules(
        group, AccessRequestRules(official_domains=OFFICIAL), acting_user="secretariat"
    )
    records, language = write_session(), demo_language()
    for newcomer in NEWCOMERS:
        made = now - timedelta(days=newcomer.days)
        application = validate_application(newcomer.values, rules_of(group))
        request = new_request(group, application, RequestSource.FORM, language, made)
        records.add(request)
        if newcomer.state is RequestState.UNCONFIRMED:
            continue
        request.state, request.confirmed = RequestState.PENDING.value, made
        records.flush()
        if newcomer.state is RequestState.ENDORSED:
            country, keeper = newcomer.country, "contact-xa"
            decision_actions.endorse(
                group, request.id, country, acting_user=keeper, at=made
            )
        elif newcomer.state is RequestState.DECLINED:
            keeper, reason = "secretariat", words("newcomers").get("reason", REASON)
            decision_actions.decline(
                group, request.id, reason, acting_user=keeper, at=made
            )
    # Nobody gets notices of requests that are invented.
    letters = delete(Notice).where(Notice.group_uid == group.UID())
    records.execute(letters.where(Notice.kind.startswith("cites.cug.access-request")))
    return len(NEWCOMERS)
