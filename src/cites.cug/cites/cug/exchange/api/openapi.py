"""REST: the description of the interface."""

from cites.cug.exchange.openapi.document import build_document
from cites.cug.web.restapi.services import RestService
from plone import api
from typing import Any


class OpenApiGet(RestService):
    """``GET /portal/@openapi``: all our services as OpenAPI 3.1."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return build_document(api.portal.get().absolute_url())
