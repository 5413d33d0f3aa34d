"""Rows of each kind that has a proof, as the portal makes them."""

from cites.cug.core.sql.session import session
from cites.cug.library.tools.follows.actions import follow
from cites.cug.library.tools.follows.fields import Field
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import set_preference
from cites.cug.membership.member_sessions import end_member_sessions
from cites.cug.messaging.actions.retention import Rule, set_retention
from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitRow, PermitSource
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import find_permit
from cites.cug.reports.register import add_report
from cites.cug.web.uploads.files import Upload
from cites.cug.workspaces.read_marks import set_seen
from dataclasses import replace
from datetime import datetime, UTC
from io import BytesIO
from sqlalchemy import select
from tests.library.samples import PDF
from tests.membership.access_requests.case import pending
from tests.permits.examples import SOUND


CENTRE = {
    "kind": "rescue_centre",
    "country": "XA",
    "name": "EXERCISE: Wildlife rescue centre",
    "contact": "Day and night.",
}
CORRECTION = {"field": "location", "value": "Port of Somewhere"}
ASKED = {
    "kind": "identification",
    "subject": "EXERCISE: cubs",
    "body": "Which?",
    "to": ["police-xb"],
}


def fill_rows(scene) -> None:
    """Make them; the scene keeps what damages need."""
    added = (
        (f"{scene.alert}/@sightings", "police-xb", {"quantity": 4.0}, 201),
        (f"{scene.alert}/@corrections", "police-xb", CORRECTION, 201),
        (f"{scene.group}/@directory", "contact-xa", CENTRE, 201),
        (f"{scene.group}/@requests", "customs-xa", ASKED, 201),
    )
    for url, user, body, status in added:
        answer = scene.ask("POST", url, user, json=body)
        scene.assertEqual(status, answer.status_code, f"{url}: {answer.text}")
    scene.do(_store_permit, scene)
    scene.do(_add_others, scene)


def _store_permit(scene) -> None:
    source = {"source": PermitSource.IMPORT, "acting_user": "contact-xa"}
    for permit in (SOUND, replace(SOUND, purpose="P")):
        store_permits([permit], **source)
    scene.permit = find_permit(SOUND.country, SOUND.number).id
    upload = Upload("front.pdf", BytesIO(PDF))
    add_scans(scene.permit, [upload], acting_user="contact-xa")
    kept = session().execute(select(PermitRow.status, PermitRow.proof)).one()
    columns = ("status", "reason", "replaced_by", "changed", "proof")
    before = (
        session().connection().exec_driver_sql(f"SELECT {', '.join(columns)} FROM permit")
    )
    scene.permit_before = dict(zip(columns, before.one(), strict=True))
    scene.assertEqual("issued", kept.status)
    change_status(scene.permit, Status.USED, "Box 14", acting_user="contact-xa")


def _add_others(scene) -> None:
    group, now = scene.site.cheetahs, datetime.now(UTC)
    pending(group)
    office = {"acting_user": "secretariat"}
    end_member_sessions(group, "customs-xa", **office, note="lost")
    set_retention(group, Rule(60, 900), now=now, **office)
    set_preference("customs-xa", Choice.DAILY, at=now)
    follow(group, Field.COUNTRY, "XA", acting_user="customs-xa")
    topic = scene.at(scene.topic)
    add_report(topic, "why", reporter="police-xa", time=now, hides=False)
    post = scene.read("SELECT min(post_id) FROM workspace_post")
    set_seen("police-xa", topic.UID(), post, True)
