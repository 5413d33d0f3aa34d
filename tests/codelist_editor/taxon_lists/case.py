"""A list of taxa that counts, in a portal."""

import transaction
from cites.cug.codelist_editor.taxon_lists.actions import begin_list, counting_list
from cites.cug.codelist_editor.taxon_lists.reading import read_list
from cites.cug.codelist_editor.taxon_lists.storing import check_faults, store_list
from datetime import date
from io import BytesIO
from tests.codelist_editor.taxon_lists.made_up import table


DATED = date(2026, 3, 5)


def store(*rows):
    """Write a list; its id."""
    told, content = read_list(BytesIO(table(*rows)))
    check_faults(told)
    return store_list(
        content, "taxa.csv", DATED, made_by="secretariat", told=lambda *_: 0
    )


def put_in(portal, *rows):
    """Let a list of these rows count; its id."""
    list_id, before = store(*rows), counting_list()
    key = before.id if before else None
    begin_list(portal.cheetahs, list_id, key, acting_user="secretariat")
    transaction.commit()
    return list_id
