"""A button that was pressed twice, or again since no answer came, is obeyed once.

Forms that ask for values know by their own key that they were sent (``meanwhile``). All
others of members, which consist of buttons or have their own page, carry
``context/@@once/inputs``: the token of the session, and a key. What was sent with it, and
led on to another page, leads there again and does nothing, whichever page takes it. A
page that shows its outcome itself says ``keep_outcome``, and asks for ``outcome_before``.
The same form with another button or other values is another request.
"""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.interfaces import ICugLayer
from cites.cug.web.restapi.idempotency import digest_of_body, Done, KeyedRequest
from html import escape
from plone.protect.authenticator import AuthenticatorView
from Products.statusmessages.interfaces import IStatusMessage
from secrets import token_urlsafe
from typing import Any
from zExceptions import Redirect
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal, IPubBeforeCommit


#: The name of the hidden input.
ONCE = "form.once"
NOTED, BEFORE = "cites.cug.web.forms.once", "cites.cug.web.forms.once.before"
MAX_LENGTH = 64
LEADS_ON = (302, 303)
SENT_ALREADY = _("web_once_already_sent_nothing_done_text")


class Once(AuthenticatorView):
    """``context/@@once``: the hidden inputs of a form; a new key for each."""

    def inputs(self) -> str:
        key = escape(token_urlsafe(16))
        return f'{self.authenticator()}<input type="hidden" name="{ONCE}" value="{key}"/>'


def sent_as(request: Any) -> str:
    """What tells this request of a form from all others: its key, and what is sent."""
    key = request.form.get(ONCE)
    if not isinstance(key, str) or not 0 < len(key) <= MAX_LENGTH:
        return ""
    return f"{key} {digest_of_body(request)}"


@adapter(IPubAfterTraversal)
def lead_on_again(event: Any) -> None:
    """Lead on as before, where this was sent before. Raises Redirect."""
    request = event.request
    if request.method != "POST" or not ICugLayer.providedBy(request):
        return
    if not caller() or not (key := sent_as(request)):
        return
    keyed = KeyedRequest(request, key, key.rpartition(" ")[2])
    done = keyed.find()
    if done is None:
        IAnnotations(request)[NOTED] = keyed
        return
    IStatusMessage(request).add(SENT_ALREADY)
    if done.location:
        raise Redirect(done.location)
    IAnnotations(request)[BEFORE] = json.loads(done.answer or "null")


@adapter(IPubBeforeCommit)
def keep_where_it_leads(event: Any) -> None:
    """Keep that it is done, with what it does."""
    request = event.request
    response = request.response
    if response.getStatus() not in LEADS_ON or not ICugLayer.providedBy(request):
        return
    if keyed := IAnnotations(request).pop(NOTED, None):
        keyed.keep(Done(response.getStatus(), response.getHeader("Location")))


def keep_outcome(request: Any, outcome: Any) -> None:
    """Keep numbers or addresses that the page shows, and nothing of any content."""
    if keyed := IAnnotations(request).pop(NOTED, None):
        keyed.keep(Done(request.response.getStatus(), answer=json.dumps(outcome)))


def outcome_before(request: Any) -> Any:
    """What was kept when this was sent before; None if it was not."""
    return IAnnotations(request).get(BEFORE)
