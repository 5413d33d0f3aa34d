"""REST: requests for assistance, and what is done with one."""

from cites.cug.confirmation.requirement import CONFIRMED, NonNominal, reason_in
from cites.cug.limits.use import trying
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.assistance.about import read_about
from cites.cug.messaging.assistance.actions import answer, ask, close, remind
from cites.cug.messaging.assistance.api.serializers import RequestJson
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import (
    ASKED,
    counts,
    list_requests,
    own_request,
)
from cites.cug.messaging.assistance.schema import IAnswer, IAsked, KINDS
from cites.cug.messaging.files import take_files
from cites.cug.messaging.schema import (
    ADDRESSEES,
    Addressees,
    IMessage,
    ISending,
    Letter,
)
from cites.cug.restapi.batching import Batch
from cites.cug.restapi.items import ItemService
from cites.cug.restapi.services import BATCH, RestService
from cites.cug.validation.errors import InvalidValues
from cites.cug.validation.query_parameters import one_of
from functools import cached_property
from typing import Any


OF_LETTER = ("subject", "body", "handling")
#: Fields of the message that a request calls otherwise.
CALLED = {"answer_by": "due"}
WRITTEN = (*OF_LETTER, *ADDRESSEES)
HOW = ("attachments", "igo_confirmed", CONFIRMED)
#: What is wrong with a request; many such are held up for a while.
REFUSALS = (InvalidValues, NonNominal)


class RequestsService(ItemService, MessagesService):
    """What is asked of others is answered like what was never asked."""

    @cached_property
    def requests(self) -> RequestJson:
        return RequestJson(self.context, self.user_id, self.json)

    def confirmations(self) -> dict[str, Any]:
        """What the sender has confirmed; mistakes are raised."""
        igo_confirmed = self.given.read(ISending["igo_confirmed"], False)
        confirmed = reason_in(self.given.values)
        self.given.mistakes.raise_any()
        return {"igo_confirmed": igo_confirmed, "confirmed": confirmed}

    def one(self, key: str) -> dict[str, Any]:
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
        given = self.given
        fields = {name: IMessage[name] for name in WRITTEN}
        read = {name: given.read(one, one.default) for name, one in fields.items()}
        due = given.read(IAsked["due"])
        uploads = given.uploads()
        confirmed = self.confirmations()
        kind = self.one_of("kind", KINDS)
        about = read_about(self.context, given.values.get("about"))
        letter = Letter(**{name: read[name] for name in OF_LETTER}, answer_by=due)
        addressees = Addressees(**{name: read[name] for name in ADDRESSEES})
        what = (self.context, kind, letter, addressees, about)
        files = take_files(uploads)
        try:
            with trying(self.context, self.user_id, *REFUSALS):
                made = ask(*what, acting_user=self.user_id, uploads=files, **confirmed)
        except InvalidValues as error:
            named = [(CALLED.get(name, name), one) for name, one in error.mistakes]
            raise InvalidValues(named) from error
        return self.made(made)


class RequestGet(RequestsService):
    """``GET {cug}/@requests/{id}``: with its answers; from now on they count as read."""

    def reply(self) -> dict[str, Any]:
        return self.requests.whole(self.key)


class RequestAnswer(RequestsService):
    """``POST {cug}/@requests/{id}/answer``: to all who read the request; 201 with it."""

    keys = ("body", *HOW)
    schemas = (ISending, IAnswer)

    def reply(self) -> dict[str, Any]:
        own_request(self.context, self.user_id, self.key)
        body = self.given.read(IAnswer["body"], "")
        uploads = self.given.uploads()
        confirmed = self.confirmations()
        options = {**confirmed, "uploads": take_files(uploads)}
        with trying(self.context, self.user_id, *REFUSALS):
            answer(self.context, self.key, body, acting_user=self.user_id, **options)
        return self.made(self.key)


class RequestClose(RequestsService):
    """``POST {cug}/@requests/{id}/close``: by its asker."""

    def reply(self) -> dict[str, Any]:
        close(self.context, self.key, acting_user=self.user_id)
        return self.requests.whole(self.key)


class RequestRemind(RequestsService):
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
