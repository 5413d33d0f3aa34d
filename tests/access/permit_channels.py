"""Every way in which a caller might learn of a permit, or of who is named on one."""

from functools import partial
from tests.access import channels
from tests.access.channels import Channel, NONE, pages, services


PERMITS = frozenset({"permit"})
PARTIES = frozenset({"parties"})
SCANS = frozenset({"scan"})
LISTED = frozenset({"listed"})
BOTH = PERMITS | PARTIES
GROUPS = ("cheetahs", "ivory")
STATUS = {"status": "used", "reason": "EXERCISE"}
PERMIT = {"country": "XA", "number": "{word}", "type": "R"}


writes = partial(channels.writes, PERMITS)

ABOUT_PERMITS = [
    *services(
        BOTH,
        "{path} {path}/export.xml @permits?country=XA&number={word}",
        shows=BOTH,
    ),
    *services(SCANS, "{path}", shows=SCANS),
    *services(
        PERMITS | SCANS,
        """{path}/nothing {path}/revisions {path}/attachments {path}/attachments/0
        {path}/attachments/1""",
    ),
    *services(
        PERMITS,
        """cheetahs/{path} ivory/{path} cheetahs/library/{path}
        @permits?country=XB&number={word} @permits?country=XA&number={word}&stamp={word}
        @permits/outside?country=XA&number={word}
        resolveuid/{uid} @search?UID={uid} @search?SearchableText={word}
        cheetahs/@library?q={word} cheetahs/@messages?q={word}
        cheetahs/@search-all?q={word}""",
    ),
    *pages(PERMITS | SCANS, "{path} {path}/view"),
    Channel("{path}", PERMITS, json=True, method="HEAD"),
    *(
        channel
        for group in GROUPS
        for channel in (
            *pages(
                BOTH,
                f"""{group}/permits/{{uid}} {group}/permits/{{uid}}/export.xml
                {group}/permits/{{uid}}/status {group}/permits/{{uid}}/correct
                {group}/permits/{{uid}}/scans {group}/permits/{{uid}}/scans/1
                {group}/permits/{{uid}}/nothing {group}/permits/{{word}}""",
            ),
            *pages(
                BOTH,
                f"""{group}/permits?country=XA&number={{word}}
                {group}/first-results?q={{word}}""",
            ),
            *pages(SCANS, f"{group}/permits/{{uid}}/scans/0"),
            *pages(LISTED, f"{group}/permits/search?country=XA"),
            *(
                Channel(f"{group}/permits/{name}", PERMITS, method="POST", changes=True)
                for name in ("{uid}/status", "{uid}/correct", "{uid}/scans", "doubt")
            ),
        )
    ),
    writes("{path}", "PATCH", **STATUS),
    writes("{path}", "DELETE"),
    writes("{path}/attachments", attachments=[]),
    writes("@permits", **PERMIT),
    writes("cheetahs/@permits", **PERMIT),
]
#: About no permit in particular.
PERMIT_LISTS = [
    *services(
        NONE,
        """@permits/search @permits/search?country=XA&species=zq
        @permits/search?origin_country=XA&status=issued&b_size=100""",
        shows=LISTED,
    ),
    *services(
        NONE,
        """@permits @permits?country=XA @permits/statistics
        @permits/statistics?species=zq @permits/search?status=x @permits/search/search
        @permits/outside @permits/outside/state?country=XA @permits/outside/x
        @taxa @taxa?q=zq&b_size=100 cheetahs/@taxa?q=zq
        cheetahs/@permits/search ivory/@permits cheetahs/library/@permits/search""",
    ),
    *pages(
        NONE,
        """cheetahs/permits ivory/permits cheetahs/permits/search ivory/permits/search
        cheetahs/permits/search?view=statistics cheetahs/permits/search?species=zq
        ivory/permits/search?view=statistics cheetahs/permits/new ivory/permits/new
        cheetahs/permits/import cheetahs/permits/doubt cheetahs/library/permits""",
    ),
    *pages(NONE, "cheetahs/permits/import ivory/permits/import?table=1"),
    *pages(NONE, "cheetahs/permits/import?progress=0"),
    *pages(NONE, "@permits @permits/search @permits/statistics @permits/outside"),
    *pages(NONE, "cheetahs/permits/outside ivory/permits/outside"),
]
