"""What a caller asks of the search over everything, read from a query string."""

import re
from cites.cug import _
from cites.cug.validation.errors import invalid
from cites.cug.validation.query_parameters import word
from collections.abc import Mapping
from typing import Any


def read_text(form: Mapping[str, Any]) -> str:
    """The text ``q``, which needs at least one letter or digit. Raises InvalidValues."""
    text = word(form, "q").strip() if form.get("q") else ""
    if not re.search(r"\w", text):
        raise invalid("q", _("Type at least one word to search for."))
    return text
