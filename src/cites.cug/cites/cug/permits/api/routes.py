"""The base of all services below ``@permits``."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.sql.session import write_session
from cites.cug.permits.actions.status import locked
from cites.cug.permits.lookup import look_again, LookupAnswer, open_permit
from cites.cug.permits.serializers import permit_json
from cites.cug.web.layout.times import reader_today
from cites.cug.web.restapi.services import RestService
from datetime import date
from functools import cached_property
from typing import Any


class PermitsService(RestService):
    """A service for callers who may look up permits, or keep those of a country."""

    @property
    def key(self) -> str:
        """Id of the permit, from the address."""
        return self.named["key"]

    @property
    def today(self) -> date:
        """The date in the reader's time zone: permits are valid by days."""
        return reader_today()

    def opened(self) -> LookupAnswer:
        """The permit of the address. Writes a record into the audit trail. Raises
        Missing.
        """
        return open_permit(self.key, today=self.today, acting_user=self.user_id)

    @cached_property
    def sees_parties(self) -> bool:
        return may(Permission.SEE_PARTIES, self.context)

    def serialize_item(self, answer: LookupAnswer) -> dict[str, Any]:
        return permit_json(answer, self.url, self.say, parties=self.sees_parties)


class OnePermit(PermitsService):
    """Base of the services that show or change the permit of the address."""

    def lock_state(self) -> None:
        # Takes the turn to write, and the row, before it is compared.
        locked(write_session().connection(), self.key)

    def current_state(self) -> dict[str, Any]:
        """The permit, without a record: it is not shown to anybody."""
        return self.serialize_item(look_again(self.key, today=self.today))
