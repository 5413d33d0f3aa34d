"""Messages by id, each with its English text.

The English of a distribution is in its ``locales/en``, so that an editor changes a
sentence without touching code. A message has it as ``default``, for text that nobody
translates. An id that is not there is found by ``scripts/translations.py check``.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zope.i18nmessageid import Message


#: Escapes of gettext are those of JSON; ``scripts/translations.py`` writes one line each.
ENTRY = re.compile(r'^msgid (".+")\nmsgstr (".+")$', re.MULTILINE)


class MessageFactory:
    """``_("login_form_title")`` gives the message with that id."""

    def __init__(self, domain: str, locales: Path) -> None:
        self.domain = domain
        path = locales / "en" / "LC_MESSAGES" / f"{domain}.po"
        entries = ENTRY.findall(path.read_text(encoding="utf-8"))
        self.english = {json.loads(key): json.loads(text) for key, text in entries}

    def __call__(self, key: str, mapping: Mapping[str, Any] | None = None) -> Message:
        return Message(
            key, domain=self.domain, default=self.english.get(key), mapping=mapping
        )
