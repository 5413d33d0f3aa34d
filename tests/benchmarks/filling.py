"""Fills a library from its oldest item to its newest."""

import exercise
import transaction
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any


BATCH = 250


@contextmanager
def without_versions(site):
    """First versions would double the time of a build and are no part of a listing."""
    repository = site.portal_repository
    types = list(repository.getVersionableContentTypes())
    repository.setVersionableContentTypes([])
    yield
    repository.setVersionableContentTypes(types)


def fill(site: Any, size: int, add: Callable[[exercise.Item], None]) -> None:
    """Add each item, in batches with a commit."""
    with without_versions(site):
        for done, item in enumerate(reversed(exercise.items(size)), 1):
            add(item)
            if done % BATCH == 0:
                transaction.commit()
                site._p_jar.cacheGC()
    transaction.commit()
