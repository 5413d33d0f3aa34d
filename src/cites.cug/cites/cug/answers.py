"""What services answer, as compact JSON.

plone.restapi indents its answers, which makes them a third longer and takes Python's slow
encoder.
"""

import json
from plone.restapi.services import Service


class JsonService(Service):
    """A service that always answers something."""

    def render(self) -> str:
        self.check_permission()
        content = self.reply()
        self.request.response.setHeader("Content-Type", self.content_type)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
