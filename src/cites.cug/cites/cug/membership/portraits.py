"""Portraits of members, shown in directories and beside comments.

An uploaded picture is drawn anew, so that nothing but its pixels is kept. Plone's own
portraits are not used, because Plone keeps the file as it was sent.
"""

from BTrees.OOBTree import OOBTree
from cites.cug.core.trail.trail import record
from cites.cug.web.uploads.files import accept_upload, in_bounds
from cites.cug.web.uploads.picture_scaling import square_picture
from collections.abc import Collection
from plone import api
from plone.namedfile.file import NamedImage
from typing import Any, BinaryIO
from zope.annotation.interfaces import IAnnotations


#: Annotation of the portal: user id → portrait.
PORTRAITS = "cites.cug.portraits"
SIDE = 256
KIND = "image/jpeg"
TYPES = {
    KIND: (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}


def as_portrait(stream: BinaryIO, filename: str) -> bytes:
    """A square JPEG of 256 pixels from the middle of the picture, without metadata.

    Raises InvalidValue or OverLimit if the file is no picture, damaged or too large.
    """
    taken = accept_upload(stream, filename, TYPES)
    with taken.stream as cleaned:
        return in_bounds(
            square_picture,
            cleaned,
            filename,
            side=SIDE,
            kind=taken.content_type,
            quality=85,
        )[1]


def keep_portrait(user_id: str, data: bytes) -> None:
    """Keep a portrait, in place of an earlier one."""
    _portraits()[user_id] = NamedImage(data, KIND)
    _tell("portrait.keep", user_id)


def remove_portrait(user_id: str) -> None:
    """Delete a portrait; does nothing if there is none."""
    if user_id in _portraits():
        del _portraits()[user_id]
        _tell("portrait.remove", user_id)


def portrait_of(user_id: str) -> bytes | None:
    """The portrait as JPEG; None if the user has none."""
    kept = _kept().get(user_id)
    return kept.data if kept is not None else None


def who_has_portrait(user_ids: Collection[str]) -> set[str]:
    """Which of these users have a portrait."""
    kept = _kept()
    return {user_id for user_id in user_ids if user_id in kept}


def forget_portrait(event: Any) -> None:
    """Delete the portrait of a deleted account: its user id may be used again."""
    if event.principal in _kept():
        del _portraits()[event.principal]


def _tell(action: str, user_id: str) -> None:
    record(action, target=api.portal.get(), acting_user=user_id)


def _kept() -> Any:
    """The portraits, to read. Reading must not write to the database."""
    return IAnnotations(api.portal.get()).get(PORTRAITS) or {}


def _portraits() -> OOBTree:
    annotations = IAnnotations(api.portal.get())
    if PORTRAITS not in annotations:
        annotations[PORTRAITS] = OOBTree()
    return annotations[PORTRAITS]
