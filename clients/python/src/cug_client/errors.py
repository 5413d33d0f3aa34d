"""The one exception of the client."""

from collections.abc import Mapping
from typing import Any, NamedTuple


#: ``type`` of an error that is not an answer: nobody answered, or nothing readable.
NO_ANSWER, NOT_JSON = "NoAnswer", "NotJSON"


class FieldMistake(NamedTuple):
    """One mistake, and the field that it is in."""

    field: str
    message: str


class CugError(Exception):
    """The portal has refused something, or could not be asked."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        type: str = NO_ANSWER,
        mistakes: tuple[FieldMistake, ...] = (),
        retry_after: float | None = None,
        details: Mapping[str, Any] | None = None,
    ):
        super().__init__(message)
        #: In the language of the connection.
        self.message = message
        #: The HTTP status; 0 where nothing was answered.
        self.status = status
        #: What kind of error it is: ``BadRequest``, ``NotFound``, ``Gone`` …
        self.type = type
        #: Mistakes in what was sent, by field.
        self.mistakes = mistakes
        #: Seconds after which it may be tried again.
        self.retry_after = retry_after
        #: The whole answer, with keys that only some errors have: ``findings``.
        self.details: Mapping[str, Any] = details or {}

    @property
    def fields(self) -> dict[str, str]:
        """What is said of each field."""
        return {one.field: one.message for one in self.mistakes}

    def __str__(self) -> str:
        said = [f"{one.field}: {one.message}" for one in self.mistakes]
        # The message is often the first of the mistakes, word by word.
        rest = [one for one in said if one != self.message]
        return "\n".join([self.message, *rest])
