"""REST: a document whose file comes in pieces, so that a broken one goes on.

The protocol is tus 1.0.0, as plone.restapi has it, with its extensions for creation,
expiration and termination. What an upload will be is announced when it begins, and
checked then; with the last piece the document is added as by ``POST {folder}``.
docs/decisions/own-resumable-uploads.md says why plone.restapi's services are not used.
"""

import json
import transaction
from base64 import b64decode
from cites.cug import _
from cites.cug.core.validation.errors import (
    CHANGED,
    invalid,
    Kind,
    Missing,
    Refusal,
    shown,
    TOO_LARGE,
)
from cites.cug.web.restapi.content_post import ContentPost
from cites.cug.web.restapi.idempotency import Done, KeyedRequest
from cites.cug.web.restapi.request_values import json_object, NO_OBJECT
from cites.cug.web.restapi.services import RestService
from cites.cug.web.uploads.files import AnnouncedFile, Upload
from cites.cug.web.uploads.request_limits import file_too_large, refuse_deep
from cites.cug.web.uploads.unfinished import (
    begin_upload,
    find_upload,
    KEPT_SECONDS,
    UnfinishedUpload,
)
from cites.cug.wsgi.body_limits import FILE_PIECE, max_file_bytes
from email.utils import formatdate
from functools import cached_property
from hashlib import sha256
from time import time
from typing import Any
from uuid import uuid4


VERSION = "1.0.0"
OTHER_TYPE = Kind(415, "UnsupportedMediaType")
#: What may be announced: the object that a form has in its part ``json``, and the name.
#: Clients tell the type as well; the portal finds it out by the content.
ANNOUNCED = frozenset({"json", "filename", "content-type", "filetype"})
METADATA = "Upload-Metadata"


class FinishedUpload(KeyedRequest):
    """What became of an upload, kept in the transaction that makes its document."""

    def __init__(self, user_id: str, folder: Any, key: str):
        self.line, self.body = f"{user_id} {folder.UID()} @tus-upload {key}", key


class TusService(RestService):
    """What the verbs share: the version, and uploads of the caller."""

    takes_forms = False

    def current_state(self) -> None:
        """Uploads have no tag; the folder is not what a change here is about."""

    def render(self) -> Any:
        self.request.response.setHeader("Tus-Resumable", VERSION)
        return super().render()

    def check_version(self) -> None:
        """Raise Refusal (412) for another version of the protocol, or none."""
        if self.request.getHeader("Tus-Resumable") != VERSION:
            self.request.response.setHeader("Tus-Version", VERSION)
            mapping = {"version": VERSION}
            text = _("web_tus_header_tus_resumable_must_text", mapping=mapping)
            raise Refusal(text, CHANGED)

    def number(self, header: str) -> int:
        """The number in a header. Raises InvalidValues."""
        sent = self.request.getHeader(header, "")
        if not (sent.isascii() and sent.isdecimal() and len(sent) < 16):
            raise invalid(header, _("common_enter_a_whole_number_error"))
        return int(sent)

    @cached_property
    def finished(self) -> FinishedUpload:
        return FinishedUpload(self.user_id, self.context, self.named["key"])

    def told(self) -> Any:
        """The answer: that the document is there, or how far the upload is.

        Raises Missing, and Refusal.
        """
        done = self.finished.find()
        if done is None:
            try:
                return self.go_on(self.unfinished())
            except (Missing, FileNotFoundError) as error:
                # Another request may have ended it just now.
                done = self.finished.find()
                if done is None:
                    raise Missing(self.named["key"]) from error
        self.check_version()
        return self.ended(str(done.location), **json.loads(done.answer or "{}"))

    def go_on(self, upload: UnfinishedUpload) -> Any:
        """The answer about an upload of which something is still to come."""
        raise NotImplementedError

    def ended(self, location: str, length: int, offset: int) -> Any:
        """The answer about one whose document is at ``location``."""
        raise NotImplementedError

    def unfinished(self) -> UnfinishedUpload:
        """The caller's upload into this folder. Raises Missing."""
        upload = find_upload(self.user_id, self.named["key"])
        if upload is None or upload.metadata().get("folder") != self.context.UID():
            raise Missing(self.named["key"])
        return upload


class TusPost(TusService, ContentPost):
    """``POST {folder}/@tus-upload``: begins an upload; 201 with its address."""

    parameters = keys = ()
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        self.check_version()
        length = self.number("Upload-Length")
        if length == 0:
            raise invalid("Upload-Length", _("web_the_file_is_empty_error"))
        if length > max_file_bytes():
            raise Refusal(file_too_large().message, TOO_LARGE)
        self.read_item(keeps=False)
        key = uuid4().hex
        announced = {
            "length": length,
            "folder": self.context.UID(),
            "sent": self.request.getHeader(METADATA, ""),
            "values": self.sent,
            "filename": self.metadata["filename"],
        }
        upload = begin_upload(self.user_id, key, announced)
        # A request that is run again begins another.
        transaction.get().addAfterAbortHook(upload.cleanup)
        address = f"{self.url}/{key}"
        response = self.request.response
        response.setStatus(201)
        response.setHeader("Location", address)
        response.setHeader(
            "Upload-Expires", formatdate(time() + KEPT_SECONDS, usegmt=True)
        )
        response.setHeader("Tus-Max-Size", str(max_file_bytes()))
        return {"@id": address, "length": length, "offset": 0}

    def digest(self) -> str:
        sent = (self.request.getHeader(name, "") for name in ("Upload-Length", METADATA))
        return sha256("\n".join(sent).encode("utf-8", "surrogateescape")).hexdigest()

    @cached_property
    def metadata(self) -> dict[str, str]:
        """What the header announces, by its keys. Raises InvalidValues."""
        found: dict[str, str] = {}
        for part in self.request.getHeader(METADATA, "").split(","):
            key, _space, value = part.strip().partition(" ")
            try:
                found[key] = b64decode(value.strip(), validate=True).decode()
            except ValueError as error:  # binascii's and those of UTF-8 are ones too
                text = _("web_tus_send_keys_values_base64")
                raise invalid(METADATA, text) from error
            if key and key not in ANNOUNCED:
                text = _("web_tus_cannot_be_set_here", mapping={"key": shown(key)})
                raise invalid(METADATA, text)
        for key in ("filename", "json"):
            if not found.get(key):
                text = _("web_tus_is_missing", mapping={"key": key})
                raise invalid(METADATA, text)
        return found

    @cached_property
    def sent(self) -> dict[str, Any]:
        """The object that says what the document will be."""
        text = self.metadata["json"].encode()
        refuse_deep(text, self.request)
        values = json_object(text)
        if values is None:
            raise invalid("json", NO_OBJECT)
        return values

    @cached_property
    def body(self) -> dict[str, Any]:
        return {**self.sent, "file": AnnouncedFile(self.metadata["filename"])}


class TusGet(TusService):
    """``HEAD {folder}/@tus-upload/{key}``: how much has come; as JSON to ``GET``."""

    def reply(self) -> dict[str, Any]:
        return self.told()

    def go_on(self, upload: UnfinishedUpload) -> dict[str, Any]:
        sent, expires = upload.metadata()["sent"], upload.expires()
        length = upload.length()
        # To a client the whole length means that there is a document. Where the file was
        # refused, or nobody knows, the last byte is asked for again, and judged with all.
        answer = {"length": length, "offset": min(upload.offset(), length - 1)}
        if not upload.is_there:
            raise Missing(self.named["key"])
        self.check_version()
        response = self.request.response
        response.setHeader("Upload-Expires", expires)
        response.setHeader(METADATA, sent)
        return self.with_headers(answer)

    def ended(self, location: str, length: int, offset: int) -> dict[str, Any]:
        self.request.response.setHeader("Location", location)
        answer = {"length": length, "offset": offset, "document": location}
        return self.with_headers(answer)

    def with_headers(self, answer: dict[str, Any]) -> dict[str, Any]:
        response = self.request.response
        response.setHeader("Upload-Length", str(answer["length"]))
        response.setHeader("Upload-Offset", str(answer["offset"]))
        return {"@id": f"{self.url}/{self.named['key']}", **answer}


class TusPatch(TusService, ContentPost):
    """``PATCH {folder}/@tus-upload/{key}``: a piece; 204, the last with the address of
    the document in ``Location``.

    To who asks for the representation the last one is answered with that address, and
    what was removed from the file.
    """

    parameters = ()
    #: A piece is no object.
    keys = None

    def reply(self) -> dict[str, Any] | None:
        return self.told()

    def go_on(self, upload: UnfinishedUpload) -> dict[str, Any] | None:
        self.check_version()
        kind = self.request.environ.get("CONTENT_TYPE", "").partition(";")[0]
        if kind.strip().lower() != FILE_PIECE:
            text = _("web_tus_piece_must_type", mapping={"type": FILE_PIECE})
            raise Refusal(text, OTHER_TYPE)
        offset, size = self.number("Upload-Offset"), self.number("Content-Length")
        with upload.held():
            upload.append(self.request.get("BODYFILE"), offset, size)
            if upload.is_whole:
                return self.add(upload)
            response = self.request.response
            response.setHeader("Upload-Offset", str(upload.offset()))
            response.setHeader("Upload-Expires", upload.expires())
            return None

    def add(self, upload: UnfinishedUpload) -> dict[str, Any] | None:
        """Make the document of the whole file."""
        announced = upload.metadata()
        with upload.open() as stream:
            file = Upload(announced["filename"], stream)
            self.body = {**announced["values"], "file": file}
            ContentPost.reply(self)
        location = self.request.response.getHeader("Location")
        answer = {"length": announced["length"], "offset": announced["length"]}
        self.finished.keep(Done(204, location, json.dumps(answer)))

        def clean_up(is_committed: bool) -> None:
            if is_committed:
                upload.give_up()

        transaction.get().addAfterCommitHook(clean_up)
        return self.with_headers(location, announced["length"])

    def ended(self, location: str, length: int, offset: int) -> dict[str, Any] | None:
        self.request.response.setHeader("Idempotent-Replayed", "true")
        return self.with_headers(location, length)

    def with_headers(self, location: str, length: int) -> dict[str, Any] | None:
        response = self.request.response
        response.setHeader("Upload-Offset", str(length))
        response.setHeader("Location", location)
        response.setStatus(200)
        wanted = self.request.getHeader("Prefer", "") == "return=representation"
        return {"@id": location} if wanted else None

    def to_response(self, content: Any, key: bytes | None) -> Any:
        """Clients of tus take nothing but 204."""
        if content is not None:
            return super().to_response(content, key)
        self.request.response.setStatus(204)
        return ""


class TusDelete(TusService):
    """``DELETE {folder}/@tus-upload/{key}``: gives an upload up; 204."""

    def reply(self) -> None:
        upload = self.unfinished()
        self.check_version()
        try:
            with upload.held():
                upload.cleanup()
        except FileNotFoundError as error:
            raise Missing(self.named["key"]) from error
