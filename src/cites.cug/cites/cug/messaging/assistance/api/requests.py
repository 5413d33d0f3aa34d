"""REST: requests for assistance, and what is done with one."""

from cites.cug.core.validation.errors import FieldError, InvalidValues
from cites.cug.core.validation.query_parameters import one_of
from cites.cug.messaging.about import read_about
from cites.cug.messaging.actions.sending import check_message
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.assistance.actions import (
    answer,
    ask,
    close,
    own_as_asker,
    remind,
)
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import (
    ASKED,
    counts,
    list_requests,
    own_request,
)
from cites.cug.messaging.assistance.schema import IAnswer, IAsked, KINDS
from cites.cug.messaging.assistance.serializers import RequestJson
from cites.cug.messaging.files import take_files
from cites.cug.messaging.schema import (
    ADDRESSEES,
    Addressees,
    IMessage,
    ISending,
    Letter,
)
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.limits.use import count_attempt
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.items import ItemService
from cites.cug.web.restapi.services import BATCH, RestService
from functools import cached_property
from typing import Any


OF_LETTER = ("subject", "body", "handling")
#: Fields of the message that a request calls otherwise.
CALLED = {"answer_by": "due"}
WRITTEN = (*OF_LETTER, *ADDRESSEES)
HOW = ("attachments", "igo_confirmed", *DECISION_KEYS)


def as_called(error: InvalidValues) -> list[tuple[str, FieldError]]:
    """The mistakes of a message by the names that they have in a request."""
    return [(CALLED.get(name, name), one) for name, one in error.mistakes]


class RequestsService(ItemService, MessagesService):
    """What is asked of others is answered like what was never asked."""

    @cached_property
    def requests(self) -> RequestJson:
        return RequestJson(self.context, self.user_id, self.json)

    def confirmations(self) -> dict[str, Any]:
        """What the sender has confirmed and decided; mistakes are collected."""
        given = self.body_values
        igo_confirmed = given.read(ISending["igo_confirmed"], False)
        decisions = given.mistakes.gather(read_decisions, given.values)
        return {"igo_confirmed": igo_confirmed, "decisions": decisions}

    def get_item(self, key: str) -> dict[str, Any]:
        return self.requests.whole(key)


class RequestsGet(RequestsService):
    """``GET {cug}/@requests?state=&asked=me|by-me``: requests for assistance."""

    tagged = True
    parameters = ("state", "asked", *BATCH)

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        asked = {name: form[name] for name in ("state", "asked") if form.get(name)}
        one_of(asked, "state", tuple(State))
        one_of(asked, "asked", tuple(ASKED))
        start, size = self.batch()
        batch = Batch(self.url, form, start, size)
        who = (self.context, self.user_id)
        lines, total = list_requests(*who, **asked, start=start, size=size)
        return {
            "@id": batch.address(),
            "items_total": total,
            "items": [self.requests.line(line) for line in lines],
            **batch.links(total),
        }


class RequestsPost(RequestsService):
    """``POST {cug}/@requests``: ask for assistance; 201 with the request."""

    keys = ("about", "kind", "due", *WRITTEN, *HOW)
    schemas = (ISending, IMessage, IAsked)

    def reply(self) -> dict[str, Any]:
        given = self.body_values
        fields = {name: IMessage[name] for name in WRITTEN}
        read = {name: given.read(one, one.default) for name, one in fields.items()}
        due = given.read(IAsked["due"])
        uploads = given.uploads()
        confirmed = self.confirmations()
        gather = given.mistakes.gather
        kind = gather(self.one_of, "kind", KINDS)
        about = gather(read_about, self.context, given.values.get("about"))
        letter = Letter(**{name: read[name] for name in OF_LETTER}, answer_by=due)
        addressees = Addressees(**{name: read[name] for name in ADDRESSEES})
        if given.mistakes:
            self.refuse(letter, addressees, confirmed["igo_confirmed"])
        what = (self.context, kind, letter, addressees, about)
        files = take_files(uploads)
        try:
            with count_attempt(self.context, self.user_id, InvalidValues):
                made = ask(*what, acting_user=self.user_id, uploads=files, **confirmed)
        except InvalidValues as error:
            raise InvalidValues(as_called(error)) from error
        return self.created(made)

    def refuse(self, letter: Letter, addressees: Addressees, igo_confirmed: bool) -> None:
        """Raise InvalidValues with what is wrong, that of the message too."""
        found = self.body_values.mistakes.found
        # What cannot be read counts as missing here, and is named already.
        named = {name.partition("[")[0] for name, _one in found}
        what = (self.context, letter, addressees)
        try:
            # Whoever tries out addressees is held up here too.
            with count_attempt(self.context, self.user_id, InvalidValues):
                check_message(
                    *what, igo_confirmed=igo_confirmed, acting_user=self.user_id
                )
        except InvalidValues as error:
            found += [one for one in as_called(error) if one[0] not in named]
        self.body_values.mistakes.raise_any()


class OneRequest(RequestsService):
    """Base of what is done with one request; others have none of it."""

    def check_caller(self) -> None:
        own_request(self.context, self.user_id, self.key)


class RequestGet(OneRequest):
    """``GET {cug}/@requests/{id}``: with its answers; from now on they count as read."""

    def reply(self) -> dict[str, Any]:
        return self.requests.whole(self.key)


class RequestAnswer(OneRequest):
    """``POST {cug}/@requests/{id}/answer``: to all who read the request; 201 with it."""

    keys = ("body", *HOW)
    schemas = (ISending, IAnswer)

    def reply(self) -> dict[str, Any]:
        body = self.body_values.read(IAnswer["body"], "")
        uploads = self.body_values.uploads()
        confirmed = self.confirmations()
        self.body_values.mistakes.raise_any()
        options = {**confirmed, "uploads": take_files(uploads)}
        with count_attempt(self.context, self.user_id, InvalidValues):
            answer(self.context, self.key, body, acting_user=self.user_id, **options)
        return self.created(self.key)


class OwnRequestService(OneRequest):
    """Base of what the member alone does who has asked."""

    def check_caller(self) -> None:
        own_as_asker(self.context, self.user_id, self.key)


class RequestClose(OwnRequestService):
    """``POST {cug}/@requests/{id}/close``: by its asker."""

    def reply(self) -> dict[str, Any]:
        close(self.context, self.key, acting_user=self.user_id)
        return self.requests.whole(self.key)


class RequestRemind(OwnRequestService):
    """``POST {cug}/@requests/{id}/remind``: by its asker, once a day."""

    keeps_answer = True

    def reply(self) -> dict[str, int]:
        return {"reminded": remind(self.context, self.key, acting_user=self.user_id)}


class RequestCountsGet(RestService):
    """``GET {cug}/@request-counts``: for the Secretariat, numbers alone."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return {
            "@id": self.url,
            "items": [
                {**one._asdict(), "title": self.say(KINDS[one.kind])}
                for one in counts(self.context)
            ],
        }
