"""The base of all services below ``@permits``."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.layout.times import reader_today
from cites.cug.permits.api.serializers import permit_json
from cites.cug.permits.lookup import LookupAnswer, open_permit
from cites.cug.restapi.services import RestService
from datetime import date
from functools import cached_property
from hashlib import sha256
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
        return open_permit(self.key, today=self.today, acting_user=self.user)

    @cached_property
    def sees_parties(self) -> bool:
        return may(Permission.SEE_PARTIES, self.context)

    def shown(self, answer: LookupAnswer) -> dict[str, Any]:
        return permit_json(answer, self.url, self.say, parties=self.sees_parties)


class TaggedService(PermitsService):
    """A service with an ETag: answers 304 if the client has this answer already."""

    def render(self) -> Any:
        answer, response = super().render(), self.request.response
        # No tag for files, or for errors of the outside source.
        if isinstance(answer, str) and response.getStatus() == 200:
            tag = f'"{sha256(answer.encode()).hexdigest()[:20]}"'
            response.setHeader("ETag", tag)
            if self.request.getHeader("If-None-Match") == tag:
                response.setStatus(304)
        return answer
