"""REST: imports of alerts, and the matchings that a member keeps."""

import json
from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import flag
from cites.cug.exchange.alert_imports.actions import (
    check_texts,
    import_alerts,
    Imported,
    preview,
)
from cites.cug.exchange.alert_imports.importing import read_import
from cites.cug.exchange.alert_imports.kept_matchings import MATCHINGS
from cites.cug.exchange.alert_imports.matching import LAYOUTS, targets
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.restapi.services import RestService
from collections.abc import Mapping
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


#: What becomes of alerts that are there already.
SKIP, KEEP = "skip", "import"
DUPLICATES = (SKIP, KEEP)


class ImportService(RestService):
    """Base of the services: for who may add alerts to the library."""

    @property
    def folder(self) -> Any:
        folder = self.context[LIBRARY_ID]
        require(Permission.ADD_ALERT, folder)
        return folder


class ImportsGet(ImportService):
    """``GET {cug}/@alert-imports``: the fields and layouts, and one's own matchings."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        require(Permission.ADD_ALERT, self.folder)
        return {
            "@id": self.url,
            "fields": targets(),
            "layouts": list(LAYOUTS),
            "matchings": [
                {"@id": f"{self.url}/{one.id}", **one.named("matching")}
                for one in MATCHINGS.of(self.context, self.user_id)
            ],
        }


class ImportsPost(ImportService):
    """``POST {cug}/@alert-imports``: a form with ``file`` and ``mapping``; 201"""

    keys = ("file", "mapping", "dry_run", "duplicates", *DECISION_KEYS)
    takes_forms = True
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        folder, given = self.folder, self.body_values.values
        upload = given.get("file")
        if not isinstance(upload, FileUpload) or not upload.filename:
            raise invalid("file", _("common_add_a_file_error"))
        keep = self.one_of("duplicates", DUPLICATES, SKIP) == KEEP
        is_dry = flag(given, "dry_run")
        read = read_import(
            folder,
            upload,
            upload.filename,
            mapping_in(given),
            acting_user=self.user_id,
            told=nobody,
        )
        check_texts(folder, read.alerts, read_decisions(given), acting_user=self.user_id)
        said = {"rows": len(read.table.rows), "layout": read.matching.layout or None}
        if is_dry:
            return {
                **said,
                **self.serialize_item(preview(folder, read.alerts, keep=keep)),
                "created": 0,
            }
        made = import_alerts(
            folder, read.alerts, keep=keep, told=nobody, acting_user=self.user_id
        )
        self.request.response.setStatus(201)
        return {**said, **self.serialize_item(made)}

    def serialize_item(self, one: Imported) -> dict[str, Any]:
        return {
            "@id": self.url,
            "alerts": one.created + one.skipped,
            "created": one.created,
            "skipped": one.skipped,
            "duplicates": [
                {
                    "row": found.row,
                    "@id": self.request.physicalPathToURL(found.path),
                    "reason": found.reason,
                }
                for found in one.duplicates
            ],
        }


class MatchingDelete(ImportService):
    """``DELETE {cug}/@alert-imports/{id}``: one's own matching; 204"""

    def reply(self) -> None:
        MATCHINGS.forget(self.context, self.named["key"], acting_user=self.user_id)


def mapping_in(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The matching of a form, which is JSON. Raises InvalidValues."""
    text = given.get("mapping") or "{}"
    try:
        found = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise invalid("mapping", _("common_send_a_json_object_error"))
    return found


def nobody(done: int, of: int) -> None:
    """Ignores progress: a program waits for the answer."""
