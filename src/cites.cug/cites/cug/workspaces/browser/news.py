"""What the script on a topic's page asks for every few seconds."""

from cites.cug.access.guard import caller
from cites.cug.web.layout.page import JsonPage
from cites.cug.workspaces.etag import is_unchanged
from cites.cug.workspaces.read_marks import newer_than
from cites.cug.workspaces.topic_records import post_id_in


class News(JsonPage):
    """``{"new": number of posts after ?since}``; 304 if nothing has changed."""

    def __call__(self) -> str:
        if is_unchanged(self.context, self.request):
            return ""
        shown = post_id_in(self.text("since"))
        new = newer_than(shown, caller(), self.context.UID()) if shown else 0
        return self.answer({"new": new})
