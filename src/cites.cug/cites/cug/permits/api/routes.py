"""What all addresses below ``@permits`` have in common."""

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
    """Whoever asks may consult permits, or keeps those of some country."""

    @property
    def key(self) -> str:
        """Id of the permit that the address names."""
        return self.named["key"]

    @property
    def today(self) -> date:
        """Permits hold days: where the reader is, it may be another than here."""
        return reader_today()

    def opened(self) -> LookupAnswer:
        """The permit of the address; raises Missing."""
        return open_permit(self.key, today=self.today, acting_user=self.user)

    @cached_property
    def sees_parties(self) -> bool:
        return may(Permission.SEE_PARTIES, self.context)

    def shown(self, answer: LookupAnswer) -> dict[str, Any]:
        return permit_json(answer, self.url, self.say, parties=self.sees_parties)


class TaggedService(PermitsService):
    """Says whether the reader has all of the answer already."""

    def render(self) -> Any:
        answer, response = super().render(), self.request.response
        # Files have no tag, nor has what went wrong outside.
        if isinstance(answer, str) and response.getStatus() == 200:
            tag = f'"{sha256(answer.encode()).hexdigest()[:20]}"'
            response.setHeader("ETag", tag)
            if self.request.getHeader("If-None-Match") == tag:
                response.setStatus(304)
        return answer
