"""Every way in which a caller might learn of a workspace of others, or change one."""

from tests.access.channels import NONE, pages, services, writes


WORKSPACES = frozenset({"workspace"})
TOPICS = frozenset({"topic"})
COMMENTS = frozenset({"comment"})
#: Comments that have been reported: to the team there is one, of which it reads nothing.
REMARKS = frozenset({"remark"})
#: What a topic said before it was changed: for who moderates it.
EARLIER = frozenset({"earlier"})
INSIDE = TOPICS | COMMENTS
GROUPS = ("cheetahs", "ivory")


ABOUT_TOPICS = [
    *services(COMMENTS, "{path}", shows=COMMENTS),
    *services(COMMENTS, "{path}/nothing @search?UID={uid}"),
    *services(REMARKS, "{path}", alike=False),
    *services(COMMENTS | REMARKS, "@search?SearchableText={word}"),
    *pages(COMMENTS | REMARKS, "{path} {path}/view resolveuid/{uid}"),
    *pages(EARLIER, "{path} {path}/view", shows=EARLIER),
    *pages(EARLIER, "{path}/edit {path}/history {path}/versions {path}?version=0"),
    *pages(EARLIER, "cheetahs/reports ivory/reports"),
    *services(
        EARLIER,
        """{path} {path}?version=0 {path}/history {path}/@history {path}/@history/0
        @search?UID={uid}&metadata_fields=history @search?UID={uid}&fullobjects=1
        @search?SearchableText={word} cheetahs/@topics?q={word} ivory/@topics?q={word}""",
    ),
    *services(
        TOPICS,
        "{path}/@comments/1 {path}/@comments/x {path}/@subscription {path}/@mentions?q=",
    ),
    *pages(TOPICS, "{path}/news {path}/news?since=1 {path}?at=1"),
    *pages(
        TOPICS,
        """{path}/++conversation++default {path}/++conversation++default/1
        {path}/conversation_view {path}/@@moderate-comments {path}?reply=1""",
    ),
    *services(WORKSPACES, "{path}/@subscription {path}/@topics"),
    *(
        channel
        for group in GROUPS
        for channel in (
            *services(
                WORKSPACES | INSIDE,
                f"""{group}/@topics?q={{word}} {group}/@topics?workspace={{uid}}
                {group}/@search-all?q={{word}}""",
            ),
            *services(WORKSPACES | TOPICS, f"{group}/@topics?workspace={{id}}"),
            *pages(
                INSIDE | REMARKS,
                f"{group}/workspaces?q={{word}} {group}/first-results?q={{word}}",
            ),
            *services(REMARKS, f"{group}/@topics?q={{word}}"),
        )
    ),
    writes(COMMENTS | REMARKS, "{path}", "PATCH", text="x"),
    writes(COMMENTS | REMARKS, "{path}", "DELETE"),
    writes(COMMENTS | REMARKS, "{path}", text="x"),
    *(
        writes(TOPICS, f"{{path}}/{name}", method)
        for method, name in (
            ("PATCH", "@comments"),
            ("DELETE", "@comments"),
            ("POST", "@report"),
            ("POST", "@seen"),
            ("DELETE", "@seen"),
            ("POST", "@answer"),
        )
    ),
    writes(TOPICS, "{path}/@report/1", reason="x"),
    writes(TOPICS, "{path}/@workflow/report", comment="x"),
    writes(TOPICS, "{path}/@comments", text="x"),
    writes(TOPICS, "{path}/@seen/1"),
    writes(TOPICS, "{path}/@seen/1", "DELETE"),
    writes(TOPICS, "{path}/@answer/1"),
    writes(TOPICS, "{path}/@answer", "DELETE"),
    writes(TOPICS, "{path}/@pin"),
    writes(TOPICS, "{path}/@pin", "DELETE"),
    writes(TOPICS, "{path}/@move-to", workspace="{uid}"),
    writes(TOPICS | WORKSPACES, "{path}/@subscription"),
    writes(TOPICS | WORKSPACES, "{path}/@subscription", "DELETE"),
    writes(TOPICS, "{path}/@workflow/close"),
    writes(WORKSPACES, "{path}/@workflow/archive"),
    writes(WORKSPACES, "{path}/@roster", id="customs-xb"),
    writes(WORKSPACES, "{path}/@roster/customs-xa", "DELETE"),
    writes(WORKSPACES, "{path}/@roster/customs-xa", id="customs-xb"),
    writes(WORKSPACES, "{path}/@roster", "DELETE"),
]
#: About no workspace in particular.
TOPIC_LISTS = [
    channel
    for group in GROUPS
    for channel in (
        *services(
            NONE,
            f"""{group}/@topics {group}/@topics?unread=1 {group}/@topics?q=zq
            {group}/@topics?b_size=100 {group}/@search?portal_type=Workspace
            {group}/@search?portal_type=Discussion+Item
            {group}/@search?portal_type=Topic""",
        ),
        *pages(NONE, f"{group}/workspaces {group}/workspaces?q=zq"),
    )
]
