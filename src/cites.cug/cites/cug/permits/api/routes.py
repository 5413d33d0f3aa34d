"""What all addresses below ``@permits`` have in common."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.layout.times import reader_today
from cites.cug.permits.api.serializers import permit_json
from cites.cug.permits.lookup import LookupAnswer
from cites.cug.permits.lookup import open_permit
from cites.cug.permits.registry import UnknownPermit
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.restapi.content_deserializer import InvalidContent
from cites.cug.restapi.routed_service import RoutedService
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any


class PermitsService(RoutedService):
    """Whoever asks may consult permits, or keeps those of some country."""

    unknown = UnknownPermit

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@permits"

    @property
    def today(self) -> date:
        """Permits hold days: where the reader is, it may be another than here."""
        return reader_today()

    def opened(self, permit_id: str) -> LookupAnswer:
        """That permit; raises UnknownPermit."""
        return open_permit(permit_id, today=self.today, acting_user=self.user)

    @cached_property
    def sees_parties(self) -> bool:
        return may(Permission.SEE_PARTIES, self.context)

    def shown(self, answer: LookupAnswer) -> dict[str, Any]:
        return permit_json(answer, self.url, self.say, parties=self.sees_parties)

    def asked(self, read: Callable[[Mapping[str, Any]], Any]) -> Any:
        """What the query says; raises the error that names what is wrong with it."""
        try:
            return read(self.request.form)
        except BadQuery as error:
            raise self.wrong(error.name, FieldError(error.message)) from error

    def wrong(self, field: str, *mistakes: FieldError) -> InvalidContent:
        """The error to raise."""
        return field_error(self.request, field, *mistakes)


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
