"""Words of files are kept alike by SQLite and PostgreSQL."""

import pytest
import transaction
from cites.cug.core.sql.session import session
from cites.cug.library.items.file_texts import (
    claim_unread,
    file_key,
    FileText,
    forget_text,
    keep_text,
    LEASE,
    text_of,
)
from cites.cug.web.uploads.zip_archives import OFFICE
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, UTC
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.interfaces import IStorage
from plone.namedfile.storages import BytesStorable
from sqlalchemy import select
from tests.library.worded import worded
from threading import Barrier
from zope.component import getGlobalSiteManager


UID = "a" * 32
DOCX = f"{OFFICE}wordprocessingml.document"
NOW = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def blobs():
    """What Plone sets up to store bytes."""
    components, storage = getGlobalSiteManager(), BytesStorable()
    components.registerUtility(storage, IStorage, "builtins.bytes")
    yield
    components.unregisterUtility(storage, IStorage, "builtins.bytes")


def test_a_file_that_cannot_be_read_at_once_is_claimed_and_kept(records):
    file = NamedBlobFile(b"%PDF-1.7 and no more", "application/pdf", "a.pdf")
    assert text_of(UID, file) is None
    assert claim_unread(NOW) == (UID, 1)
    assert claim_unread(NOW) is None
    assert claim_unread(NOW + LEASE) == (UID, 2)
    keep_text(UID, "of another file", "wrong")
    assert text_of(UID, file) is None
    keep_text(UID, file_key(file), "übrig € 🐆")
    assert text_of(UID, file) == "übrig € 🐆"
    assert claim_unread(NOW + 2 * LEASE) is None
    forget_text(UID)
    assert text_of(UID, file) is None
    transaction.abort()


def test_requests_that_keep_words_at_one_time_do_not_fail_each_other(records):
    both_began = Barrier(2)

    def keep(word):
        file = NamedBlobFile(worded("docx", word), DOCX, "a.docx")
        with transaction.manager:
            session().execute(select(FileText.item_uid)).all()
            both_began.wait(20)
            return text_of(UID, file)

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(keep, ("zqone", "zqother")))
    assert ["zqone" in found[0], "zqother" in found[1]] == [True, True]
