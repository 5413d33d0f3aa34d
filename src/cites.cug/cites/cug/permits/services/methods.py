"""REST: all addresses below ``@permits``, by method."""

from cites.cug.permits.services import keeping
from cites.cug.permits.services import looking
from cites.cug.permits.services import outside
from cites.cug.permits.services import searching
from cites.cug.permits.services.routes import PermitsService
from cites.cug.permits.services.routes import TaggedService


class PermitsGet(TaggedService):
    routes = {
        (): looking.look_up,
        ("search",): searching.find,
        ("statistics",): searching.count,
        ("outside",): outside.look,
        ("outside", "state"): outside.state,
        ("*",): looking.whole,
        ("*", "export.xml"): looking.export_xml,
        ("*", "revisions"): looking.revisions,
        ("*", "attachments"): keeping.scans,
        ("*", "attachments", "#"): keeping.scan,
    }


class PermitsPost(PermitsService):
    routes = {
        (): keeping.hand_in,
        ("outside",): outside.keep,
        ("*", "attachments"): keeping.attach,
    }


class PermitsPatch(PermitsService):
    routes = {("*",): keeping.change_one}
