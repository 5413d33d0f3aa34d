"""Entity tags (RFC 9110): a change is refused if its sender has not seen the last one.

A tag consists of two keyed digests, ``"state-response"``: of
``RestService.current_state`` and of the whole response. ``If-None-Match`` compares both.
``If-Match`` compares the first alone, so that a lock or a read mark does not prevent a
change. Both digests are of what the caller may see and are bound to the caller: a tag
reveals nothing about other callers.
"""

import json
import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.validation.errors import CHANGED, Refusal
from collections.abc import Collection, Mapping
from typing import Any


PURPOSE = "entity tags"
LENGTH = 20
ANY = "*"
TAG = re.compile(r'(W/)?"([^"]*)"')
CHANGED_MEANWHILE = _("web_etag_changed_meantime_nothing_saved_text")


def without(shown: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """What is shown of a thing, without what is no part of it."""
    return {name: value for name, value in shown.items() if name not in names}


def state_of(current: Any) -> str:
    """The first part of the tag: of what stands there, as the caller may see it."""
    return _digest(json.dumps(current, sort_keys=True))


def make_tag(current: Any, answer: str) -> str:
    """The tag of an answer; without a first part where ``current`` is None."""
    parts = [] if current is None else [state_of(current)]
    return f'"{"-".join((*parts, _digest(answer)))}"'


def _digest(text: str) -> str:
    return keyed_digest(PURPOSE, f"{caller()} {text}")[:LENGTH]


def is_known(header: str | None, tag: str) -> bool:
    """Whether ``If-None-Match`` names the tag: the client has this answer already."""
    if header is None:
        return False
    return header.strip() == ANY or tag in [f'"{one}"' for _weak, one in _tags(header)]


def check_unchanged(request: Any, current: Any) -> None:
    """Raise Refusal (412) if what stands there is not what ``If-Match`` names.

    ``current`` is None where there is nothing that has a tag.
    """
    wanted, unwanted = (request.getHeader(name) for name in ("If-Match", "If-None-Match"))
    if wanted is not None and not _names(wanted, current, weak=False):
        raise Refusal(CHANGED_MEANWHILE, CHANGED)
    if unwanted is not None and _names(unwanted, current, weak=True):
        raise Refusal(CHANGED_MEANWHILE, CHANGED)


def _names(header: str, current: Any, *, weak: bool) -> bool:
    if current is None:
        return False
    if header.strip() == ANY:
        return True
    state = state_of(current)
    return any(
        tag.partition("-")[0] == state
        for is_weak, tag in _tags(header)
        if weak or not is_weak
    )


def _tags(header: str) -> list[tuple[str, str]]:
    return TAG.findall(header)
