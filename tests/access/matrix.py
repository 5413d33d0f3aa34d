"""Who must see what, by hand: a second opinion on the access policy, as tables.

Columns are kinds of callers, rows kinds of things; ``x`` must see, ``.`` must not know
that it exists. Later work adds rows.
"""

from plone.app.testing import SITE_OWNER_NAME


#: A service account, with a name such as it is given by chance. In the recorded examples,
#: which everybody reads, another one stands for all of them.
SERVICE = "sfedcba9876543210"
#: Column → account. The author wrote everything in the group.
CALLERS = {
    "anonymous": None,
    "outsider": "outsider",
    "ivory-customs": "customs-ivory",
    "ivory-secretariat": "secretariat-ivory",
    "igo": "igo-interpol",
    "author": "customs-xa",
    "customs": "customs-xb",
    "police": "police-xa",
    "wildlife": "wildlife-xc",
    "contact-point": "contact-xa",
    "secretariat": "secretariat",  # of both groups
    "manager": SITE_OWNER_NAME,
    "service": SERVICE,  # of customs: it shows its token, and opens no page
}

CHEETAHS = """
                      an ou ic is ig au cu po wi co se ma sv
group                 .  .  .  .  x  x  x  x  x  x  x  x  x
library               .  .  .  .  x  x  x  x  x  x  x  .  x
folder shared         .  .  .  .  x  x  x  x  x  x  x  .  x
folder enforcement    .  .  .  .  .  x  x  x  x  x  x  .  x
folder chosen         .  .  .  .  x  .  .  x  x  .  x  .  .
item draft            .  .  .  .  .  x  .  .  .  .  x  .  .
item pending          .  .  .  .  .  x  .  .  .  .  x  .  .
item enforcement      .  .  .  .  .  x  x  x  x  x  x  .  x
item shared           .  .  .  .  x  x  x  x  x  x  x  .  x
item below            .  .  .  .  x  x  x  x  x  x  x  .  x
item chosen           .  .  .  .  x  x  .  x  x  .  x  .  .
item archived         .  .  .  .  .  x  x  x  x  x  x  .  x
item archived_chosen  .  .  .  .  x  x  .  x  x  .  x  .  .
item reported         .  .  .  .  .  x  .  .  .  .  x  .  .
past draft            .  .  .  .  .  x  .  .  .  .  x  .  .
past pending          .  .  .  .  .  x  .  .  .  .  x  .  .
past enforcement      .  .  .  .  .  .  .  .  .  .  x  .  .
past shared           .  .  .  .  .  .  .  .  .  .  x  .  .
past chosen           .  .  .  .  .  .  .  .  .  .  x  .  .
past archived         .  .  .  .  .  .  .  .  .  .  x  .  .
past archived_chosen  .  .  .  .  .  .  .  .  .  .  x  .  .
past reported         .  .  .  .  .  .  .  .  .  .  x  .  .
message sent          .  .  .  .  .  x  .  x  .  .  .  .  .
message draft         .  .  .  .  .  x  .  .  .  .  .  .  .
message other         .  .  .  .  x  .  .  .  x  .  .  .  .
message everyone      .  .  .  .  x  x  x  x  x  x  x  .  .
message recalled      .  .  .  .  .  x  .  .  .  .  .  .  .
message gone          .  .  .  .  .  .  .  x  .  .  .  .  .
workspace closed      .  .  .  .  .  x  .  x  x  .  x  .  .
topic closed          .  .  .  .  .  x  .  x  x  .  .  .  .
earlier closed        .  .  .  .  .  x  .  .  .  .  .  .  .
workspace invited     .  .  .  .  x  x  .  .  .  x  x  .  .
topic invited         .  .  .  .  x  x  .  .  .  x  .  .  .
earlier invited       .  .  .  .  .  x  .  .  .  .  .  .  .
workspace archived    .  .  .  .  .  x  .  x  .  .  x  .  .
topic archived        .  .  .  .  .  x  .  x  .  .  .  .  .
earlier archived      .  .  .  .  .  .  .  .  .  .  .  .  .
workspace reported    .  .  .  .  .  x  .  x  x  .  x  .  .
topic reported        .  .  .  .  .  x  .  .  .  .  x  .  .
earlier reported      .  .  .  .  .  .  .  .  .  .  .  .  .
remark reported       .  .  .  .  .  x  .  .  .  .  x  .  .
request asked         .  .  .  .  .  .  .  .  .  x  x  .  .
request foreign       .  .  .  .  .  .  .  .  .  .  x  .  .
"""

IVORY = """
                      an ou ic is ig au cu po wi co se ma sv
group                 .  .  x  x  .  .  .  .  .  .  x  x  .
library               .  .  x  x  .  .  .  .  .  .  x  .  .
folder shared         .  .  x  x  .  .  .  .  .  .  x  .  .
folder enforcement    .  .  x  x  .  .  .  .  .  .  x  .  .
folder chosen         .  .  x  x  .  .  .  .  .  .  x  .  .
item draft            .  .  .  x  .  .  .  .  .  .  x  .  .
item pending          .  .  .  x  .  .  .  .  .  .  x  .  .
item enforcement      .  .  x  x  .  .  .  .  .  .  x  .  .
item shared           .  .  x  x  .  .  .  .  .  .  x  .  .
item below            .  .  x  x  .  .  .  .  .  .  x  .  .
item chosen           .  .  x  x  .  .  .  .  .  .  x  .  .
item archived         .  .  x  x  .  .  .  .  .  .  x  .  .
item archived_chosen  .  .  x  x  .  .  .  .  .  .  x  .  .
item reported         .  .  .  x  .  .  .  .  .  .  x  .  .
past draft            .  .  .  x  .  .  .  .  .  .  x  .  .
past pending          .  .  .  x  .  .  .  .  .  .  x  .  .
past enforcement      .  .  .  x  .  .  .  .  .  .  x  .  .
past shared           .  .  .  x  .  .  .  .  .  .  x  .  .
past chosen           .  .  .  x  .  .  .  .  .  .  x  .  .
past archived         .  .  .  x  .  .  .  .  .  .  x  .  .
past archived_chosen  .  .  .  x  .  .  .  .  .  .  x  .  .
past reported         .  .  .  x  .  .  .  .  .  .  x  .  .
message sent          .  .  x  x  .  .  .  .  .  .  .  .  .
workspace closed      .  .  x  x  .  .  .  .  .  .  x  .  .
topic closed          .  .  x  .  .  .  .  .  .  .  .  .  .
earlier closed        .  .  .  .  .  .  .  .  .  .  .  .  .
request asked         .  .  .  x  .  .  .  .  .  .  x  .  .
"""

#: Permits are the portal's: for whoever is a member of any group. ``listed`` is one that
#: only a search shows.
PERMITS = """
                      an ou ic is ig au cu po wi co se ma sv
permit kept           .  .  x  x  x  x  x  x  x  x  x  .  x
parties kept          .  .  x  x  .  x  x  x  x  x  x  .  x
scan kept             .  .  x  x  .  x  x  x  x  x  x  .  x
listed kept           .  .  x  x  .  x  x  x  x  x  x  .  x
"""

#: Kinds of content that follow the row ``item``.
ITEMS = ("alert", "document", "image", "file")
#: Kinds that follow the row ``topic``.
IN_TOPIC = ("picture", "paper", "comment")


def read_table(table: str) -> dict[str, frozenset[str]]:
    """Row → callers marked in it."""
    _head, *lines = table.strip().splitlines()
    rows = {}
    for line in lines:
        words = line.split()
        marks = words[-len(CALLERS) :]
        name = " ".join(words[: -len(CALLERS)])
        rows[name] = frozenset(
            caller for caller, mark in zip(CALLERS, marks, strict=True) if mark == "x"
        )
    return rows


VISIBLE = {
    "cheetahs": read_table(CHEETAHS),
    "ivory": read_table(IVORY),
    "portal": read_table(PERMITS),
}


def may_see(caller: str, group: str, name: str) -> bool:
    """Whether that kind of caller must see the object; its name as in ``canaries.py``."""
    kind, _, state = name.partition(" ")
    row = f"item {state}" if kind in ITEMS else name
    if kind in IN_TOPIC:
        row = f"topic {state}"
    if kind == "enclosure":  # a file of a message
        row = f"message {state}"
    return caller in VISIBLE[group][row]
