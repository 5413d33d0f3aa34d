"""REST: what all services share that are about content; reading and deleting it."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.services import RestService
from collections.abc import Iterator
from contextlib import contextmanager
from plone.base.utils import boolean_value
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.services.content.delete import ContentDelete as PloneContentDelete
from plone.restapi.services.content.get import ContentGet as PloneContentGet
from typing import Any
from zope.component import getMultiAdapter


#: Keys of content in JSON that tell of what lies around it, or of who works on it.
AROUND_IT = frozenset(
    {
        "@components",
        "@id",
        "batching",
        "lock",
        "next_item",
        "parent",
        "previous_item",
    }
)


FLAGS = frozenset({"include_items"})
#: What Plone takes in the query of content; the rest of that it leaves alone.
CONTENT_PARAMETERS = (
    *("b_size", "b_start", "expand", "fullobjects", "include_items"),
    "metadata_fields",
)


@contextmanager
def without_query(request: Any) -> Iterator[None]:
    """Let what is made meanwhile not depend on the query of the request."""
    query, request.form = request.form, {}
    try:
        yield
    finally:
        request.form = query


class ContentService(RestService):
    """Base of the services about the content that they are asked at."""

    def check_names(self) -> None:
        """Plone raises ValueError for a yes or no that is none of its words for them."""
        super().check_names()
        for name in FLAGS & self.request.form.keys():
            try:
                boolean_value(self.request.form[name])
            except ValueError:
                text = _("common_give_1_yes_0_error")
                raise invalid(name, text) from None

    def current_state(self) -> dict[str, Any]:
        """The content as it is read without a query, and as the caller may see it."""
        if not may(Permission.VIEW, self.context):
            raise Missing(self.context.getId())
        writer = getMultiAdapter((self.context, self.request), ISerializeToJson)
        with without_query(self.request):
            return without(writer(include_expansion=False), AROUND_IT)


class ContentGet(ContentService, PloneContentGet):
    """``GET {content}``: as Plone answers it."""

    parameters = None
    tagged = True

    def current_state_in(self, answer: Any) -> Any:
        plain = not self.request.form and isinstance(answer, dict)
        return without(answer, AROUND_IT) if plain else self.current_state()


class ContentDelete(ContentService, PloneContentDelete):
    """``DELETE {content}``: as Plone does it; 204"""

    def reply(self) -> None:
        super().reply()
