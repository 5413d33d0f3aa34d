"""What the page of a form says of what is kept of it, and the address that keeps it."""

import json
from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.web.forms import drafts
from cites.cug.web.forms.meanwhile import BASED_ON
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import moment
from datetime import datetime, UTC
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zExceptions import BadRequest, NotFound
from zope.i18n import translate


#: Asks a page to go on with what is kept.
GO_ON = "draft"


class DraftLine(BrowserView):
    """Offers what is kept of a form, and tells its script where to keep what is typed."""

    template = ViewPageTemplateFile("templates/draft_line.pt")

    def __init__(self, context: Any, request: Any, name: str, form_id: str):
        """``name`` tells the forms of one content apart."""
        super().__init__(context, request)
        self.form_id = form_id
        self.place = f"{context.UID()}:{name}"
        self.group = group_of(context)

    def __call__(self) -> str:
        return self.template() if self.group is not None else ""

    @cached_property
    def kept(self) -> drafts.Kept | None:
        asked = self.group is not None and self.request.method == "GET"
        return drafts.kept(self.group, self.place) if asked else None

    @cached_property
    def restored(self) -> dict[str, Any]:
        """What the form goes on with, as it would be sent; {} if it begins anew."""
        goes_on = self.kept is not None and GO_ON in self.request.form
        return self.kept.as_sent() if goes_on else {}

    def restore(self) -> None:
        """Put it in the place of all that the address says."""
        _address, form = self.here, self.request.form
        form.clear()
        form.update(self.restored)

    def forget(self) -> None:
        """It was sent."""
        if self.group is not None:
            drafts.forget(self.group, self.place)

    @property
    def when(self) -> Any:
        return moment(self.kept.saved, self.request.get("LANGUAGE") or "en")

    @property
    def goes_on(self) -> bool:
        return bool(self.restored)

    @property
    def url(self) -> str:
        return f"{self.group.absolute_url()}/form-draft"

    @cached_property
    def here(self) -> str:
        """The address of the page below the group, with its query."""
        form = self.request.form.items()
        query = {
            name: value
            for name, value in form
            if isinstance(value, str) and name != GO_ON
        }
        path = self.request["ACTUAL_URL"].removeprefix(self.group.absolute_url())
        return f"{path.lstrip('/')}?{urlencode(query)}"

    @property
    def go_on_url(self) -> str:
        home, words = self.group.absolute_url(), urlencode({GO_ON: "1"})
        joint = "" if self.here.endswith("?") else "&"
        return f"{home}/{self.here}{joint}{words}#{self.form_id}"


class KeepsDraft:
    """A form of content that goes on with what is kept of it; stands before the form."""

    context: Any
    request: Any
    id: str
    #: Tells the forms of one content apart.
    draft_name: str

    @cached_property
    def draft_line(self) -> DraftLine:
        return DraftLine(self.context, self.request, self.draft_name, self.id)

    def update(self) -> None:
        if self.draft_line.restored:
            self.draft_line.restore()
            # Plone lets no address fill in a form; nothing of the address is left here.
            self.allow_prefill_from_GET_request = True
        super().update()  # type: ignore[misc]

    @property
    def based_on(self) -> str:
        """On what stood there when it was typed: others may have changed it since."""
        return self.draft_line.restored.get(BASED_ON) or super().based_on  # type: ignore[misc]


class DraftPage(Page):
    """``POST {group}/form-draft``: keep ``fields``, or with ``forget`` forget them."""

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise NotFound("form-draft")
        CheckAuthenticator(self.request)
        place = self.text("place")
        if self.text("forget"):
            drafts.forget(self.context, place)
            IStatusMessage(self.request).add(_("web_draft_line_draft_discarded"))
            back = f"{self.context.absolute_url()}/{self.text('back')}"
            return self.request.response.redirect(back)
        now = datetime.now(UTC)
        try:
            drafts.keep(self.context, place, self.fields(), now)
        except InvalidValues as error:
            raise BadRequest(translate(error.message, context=self.request)) from error
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps({"saved": moment(now, "en").iso})

    def fields(self) -> drafts.Fields:
        """The pairs of name and value that the script sends."""
        try:
            pairs = json.loads(self.text("fields"))
            return [(str(name), str(value)) for name, value in pairs]
        except (TypeError, ValueError) as error:
            raise BadRequest("fields") from error
