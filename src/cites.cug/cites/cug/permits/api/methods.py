"""REST: all addresses below ``@permits``, by method."""

from cites.cug.permits.api import keeping
from cites.cug.permits.api import looking
from cites.cug.permits.api import outside
from cites.cug.permits.api import searching
from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.api.routes import TaggedService


class PermitsGet(TaggedService):
    routes = {
        (): looking.look_up_permit,
        ("search",): searching.search_permits_service,
        ("statistics",): searching.permit_statistics,
        ("outside",): outside.look,
        ("outside", "state"): outside.state,
        ("*",): looking.get_permit,
        ("*", "export.xml"): looking.export_xml,
        ("*", "revisions"): looking.revisions,
        ("*", "attachments"): keeping.scans,
        ("*", "attachments", "#"): keeping.scan,
    }


class PermitsPost(PermitsService):
    routes = {
        (): keeping.hand_in,
        ("outside",): outside.keep_outside_permit,
        ("*", "attachments"): keeping.add_scans_service,
    }


class PermitsPatch(PermitsService):
    routes = {("*",): keeping.change_one}
