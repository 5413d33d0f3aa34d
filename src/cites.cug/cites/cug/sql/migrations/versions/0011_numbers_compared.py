"""Numbers of permits: nothing that cannot be seen, letters that look alike as one."""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"

PERMIT = sa.table("permit", *(sa.column(name) for name in ("id", "country", "key")))
#: Cyrillic letters, then Greek ones; and what is left out.
COMPARED = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTYXABEZHIKMNOPTYX",
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff",
)


def upgrade() -> None:
    connection = op.get_bind()
    # A million of them need not lie in memory.
    rows = connection.execute(sa.select(PERMIT).execution_options(yield_per=10_000))
    changed = {
        (row.id, row.country): key
        for row in rows
        if (key := row.key.translate(COMPARED)) != row.key
    }
    for (permit_id, country), key in changed.items():
        same = sa.and_(PERMIT.c.country == country, PERMIT.c.key == key)
        # Where two have become one number, the other stays as it is, and is searched for.
        if connection.scalar(sa.select(PERMIT.c.id).where(same)) is None:
            mine = PERMIT.c.id == permit_id
            connection.execute(sa.update(PERMIT).where(mine).values(key=key))
