"""Has a translation service translate an item's texts. What it answers is kept nowhere.

The service speaks LibreTranslate's interface and stands on the operator's own network.
Before the answer has come, only the question is counted, in a transaction of its own:
SQLite would block all other writers for that time.
"""

import json
from cites.cug import _
from cites.cug.access.policy import HANDLING_NAMED_ONLY
from cites.cug.core.http_client.transport import Failure, OutsideFailed, post_request
from cites.cug.core.settings.outside import translation_service
from cites.cug.core.sql.rate import left_of, Rate, take, Use
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    FORBIDDEN,
    invalid,
    InvalidValue,
    Missing,
    Refusal,
    TOO_MANY,
)
from cites.cug.core.validation.rich_text import plain_structure
from cites.cug.library.tools.translations.schema import TEXTS, texts_of
from cites.cug.web.limits.use import tell_left
from datetime import datetime, timedelta, UTC
from html import escape, unescape
from time import monotonic
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


PURPOSE = "library.machine_translation"
#: More than one reads in an hour, and far fewer than would copy a library.
RATE = Rate(60, timedelta(hours=1))
#: What the service is told where an item does not say its language.
GUESS = "auto"
NEVER = _("library_machine_texts_marked_tlp_red_text")
TOO_OFTEN = _("library_machine_used_translation_service_too_text")
NO_ANSWER = {
    Failure.BUSY: _("common_service_busy_try_again_text"),
    Failure.TIME_OUT: _("common_no_answer_came_time_text"),
    Failure.UNREACHABLE: _("library_machine_translation_service_reached_refuses_text"),
}


class MachineAnswer(NamedTuple):
    """The item's texts in the language, or why there are none."""

    texts: dict[str, str] | None = None
    problem: Message | None = None


def why_not(item: Any) -> Message | None:
    """Why no service may translate the item; None: one may, if there is one."""
    return NEVER if item.handling in HANDLING_NAMED_ONLY else None


def is_offered(item: Any, language: str) -> bool:
    """Whether the item's page offers a machine translation into the language."""
    here = translation_service() is not None and why_not(item) is None
    return here and language not in (item.language, *(item.translations or {}))


def translate_by_machine(item: Any, language: str, *, acting_user: str) -> MachineAnswer:
    """What the service answers. The trail keeps that it was asked, and no text.

    A failure of the service is answered and not raised, or the trail would lose it.
    Raises Missing without a service, and Refusal.
    """
    service = translation_service()
    if service is None:
        raise Missing(language)
    if refused := why_not(item):
        raise Refusal(refused, FORBIDDEN)
    if language == item.language:
        raise invalid("language", _("library_translations_original_language_error"))
    use, now = Use(PURPOSE, acting_user, RATE), datetime.now(UTC)
    with autonomous_transaction() as connection:
        if pause := take(connection, [use], now):
            raise Refusal(TOO_OFTEN, TOO_MANY, wait=pause.time)
        tell_left(left_of(connection, use, now))
    try:
        source = item.language or GUESS
        answer = MachineAnswer(_ask(service, texts_of(item), source, language))
        result = "done"
    except OutsideFailed as error:
        answer = MachineAnswer(problem=NO_ANSWER[error.failure])
        result = error.failure.value
    detail = {"language": language, "result": result}
    record(PURPOSE, target=item, acting_user=acting_user, detail=detail)
    return answer


def _ask(service: Any, texts: dict[str, str], source: str, target: str) -> dict[str, str]:
    """Raises OutsideFailed, also for an answer that is no translation."""
    names = [name for name in TEXTS if texts[name]]
    lines = [texts[name] if name == "body" else escape(texts[name]) for name in names]
    asked = {"q": lines, "source": source, "target": target, "format": "html"}
    if service.key:
        asked["api_key"] = service.key
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    deadline = monotonic() + service.outside.patience
    answer = post_request(service.outside, json.dumps(asked).encode(), headers, deadline)
    try:
        if answer.status != 200:
            raise ValueError(answer.status)
        told = json.loads(answer.body)["translatedText"]
        if len(told) != len(names) or not all(isinstance(one, str) for one in told):
            raise ValueError("not as many texts as were sent")
        found = dict.fromkeys(TEXTS, "") | dict(zip(names, told, strict=True))
        return {
            # Foreign HTML: as strictly read as what members send.
            name: plain_structure(one) if name == "body" else unescape(one)
            for name, one in found.items()
        }
    except (InvalidValue, KeyError, TypeError, ValueError) as error:
        raise OutsideFailed(Failure.UNREACHABLE) from error
