"""REST: check a text or a file before sending it."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, InvalidValue, too_long
from cites.cug.web.confirmation.decisions import (
    Choice,
    DECISIONS,
    Decisions,
    read_decisions,
)
from cites.cug.web.confirmation.placeholders import neutral_words
from cites.cug.web.confirmation.requirement import (
    answered,
    charge_check,
    FieldFinding,
    find_in_texts,
    keep_decisions,
    undecided,
)
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.restapi.request_values import TEXT
from cites.cug.web.restapi.services import RestService
from cites.cug.web.uploads.files import metadata_of
from cites.nonnominal.names.languages import is_checked_for_names
from typing import Any
from zope.i18n import translate
from ZPublisher.HTTPRequest import FileUpload


MAX_LENGTH = 200_000
UNCHECKED = _("web_non_nominal_most_text_language_script_text")


class NonNominalPost(RestService):
    """``POST {cug}/@non-nominal`` ``{"text"}``: find possible names in a text.

    With ``decisions``, it answers what is left, keeps what is said to be no name, and
    replaces what is to be replaced.
    """

    # Asked again, it checks again; who has said that something is no name has said it.
    is_done_once = False
    keys = ("text", "file", DECISIONS)
    takes_forms = True

    def reply(self) -> dict[str, Any]:
        use_without_limit(self.context, self.user_id, Limit.CHECKS)
        upload = self.body.get("file")
        if isinstance(upload, FileUpload):
            return self.metadata(upload)
        text = self.body.get("text")
        if not isinstance(text, str):
            raise invalid("text", TEXT)
        if len(text) > MAX_LENGTH:
            raise invalid("text", too_long(MAX_LENGTH))
        charge_check(self.context, self.user_id, {"text": text})
        decisions = read_decisions(self.body)
        found = find_in_texts(self.context, {"text": text})
        learned = decisions.only(Choice.NOT_A_NAME)
        keep_decisions(self.context, found, learned, acting_user=self.user_id)
        left = undecided(found, learned)
        answer: dict[str, Any] = {"findings": answered(left, self.request)}
        if decisions.each:
            answer["replaced"] = replaced(text, left, decisions, self.request)
        if not is_checked_for_names(text):
            answer["unchecked"] = translate(UNCHECKED, context=self.request)
        return answer

    def metadata(self, upload: FileUpload) -> dict[str, Any]:
        """Answer what cleaning would remove from a file, which is not kept."""
        try:
            found = metadata_of(upload, upload.filename or "")
        except InvalidValue as error:
            raise invalid("file", *error.mistakes) from error
        named = find_in_texts(self.context, {"file": upload.filename or ""})
        return {
            "metadata": [one._asdict() for one in found],
            "findings": answered(named, self.request),
        }


def replaced(
    text: str, found: list[FieldFinding], decisions: Decisions, request: Any
) -> str:
    """The text with neutral words for what is to be replaced."""
    words = neutral_words([one.finding for one in found], request)
    for one, word in reversed([*zip(found, words, strict=True)]):
        decision = decisions.about(*one)
        if decision is not None and decision.choice is Choice.REPLACE:
            finding = one.finding
            text = f"{text[: finding.start]}{word}{text[finding.end :]}"
    return text
