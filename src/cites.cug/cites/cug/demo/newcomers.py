"""Requests for access to the demonstration's group, one in each state but the last."""

from cites.cug.demo.accounts import MAIL_DOMAIN
from cites.cug.mailing.model import Notice
from cites.cug.membership.access_requests import deciding
from cites.cug.membership.access_requests.application import fit
from cites.cug.membership.access_requests.asking import new_request
from cites.cug.membership.access_requests.model import Source
from cites.cug.membership.access_requests.model import State
from cites.cug.membership.access_requests.rules import Rules
from cites.cug.membership.access_requests.rules import rules_of
from cites.cug.membership.access_requests.rules import set_rules
from cites.cug.records.store import writing
from datetime import datetime
from datetime import timedelta
from sqlalchemy import delete
from typing import Any
from typing import NamedTuple


OFFICIAL = f"XA: {MAIL_DOMAIN}\n"


class Newcomer(NamedTuple):
    name: str
    country: str
    organisation: str
    function: str
    category: str
    state: State
    days: int

    @property
    def values(self) -> dict[str, str]:
        return {
            "country": self.country,
            "last_name": "(exercise)",
            "first_name": f"Officer {self.name}",
            "organisation": self.organisation,
            "function": self.function,
            # Numbers that are kept for films and books.
            "telephone": f"+1 202 555 01{40 + ord(self.name[0]) - ord('A')}",
            "email": f"officer-{self.name.lower()}@{MAIL_DOMAIN}",
            "category": self.category,
        }


CUSTOMS_XA = "Customs Administration of XA (exercise)"
POLICE_XB = "National Police of XB (exercise)"
WILDLIFE_XC = "Wildlife Authority of XC (exercise)"
NEWCOMERS = (
    Newcomer("A", "XA", CUSTOMS_XA, "Airport control", "customs", State.PENDING, 3),
    Newcomer("B", "XB", POLICE_XB, "Border unit", "police", State.PENDING, 1),
    Newcomer("C", "XA", CUSTOMS_XA, "Mail centre", "customs", State.ENDORSED, 6),
    Newcomer("D", "XC", WILDLIFE_XC, "Rangers", "wildlife", State.UNCONFIRMED, 0),
    Newcomer("E", "XB", "Pet shop (exercise)", "Owner", "igo", State.DECLINED, 9),
)
REASON = "The group is for authorities that enforce the law (exercise)."


def make_requests(group: Any, now: datetime) -> int:
    """As if these had asked in the last days; how many."""
    set_rules(group, Rules(official_domains=OFFICIAL), acting_user="secretariat")
    records = writing()
    for newcomer in NEWCOMERS:
        made = now - timedelta(days=newcomer.days)
        application = fit(newcomer.values, rules_of(group))
        request = new_request(group, application, Source.FORM, "en", made)
        records.add(request)
        if newcomer.state is State.UNCONFIRMED:
            continue
        request.state, request.confirmed = State.PENDING.value, made
        records.flush()
        if newcomer.state is State.ENDORSED:
            by = {"acting_user": "contact-xa", "at": made}
            deciding.endorse(group, request.id, newcomer.country, **by)
        elif newcomer.state is State.DECLINED:
            by = {"acting_user": "secretariat", "at": made}
            deciding.decline(group, request.id, REASON, **by)
    # What did not really happen is told to nobody.
    letters = delete(Notice).where(Notice.group_uid == group.UID())
    records.execute(letters.where(Notice.kind.startswith("cites.cug.access-request")))
    return len(NEWCOMERS)
