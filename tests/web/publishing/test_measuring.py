"""Figures tell which part of the portal answered, and of conflicts by their store."""

import unittest
from cites.cug.core.metrics.figures import KEY
from cites.cug.core.sql.session import RecordsBusy
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing import measuring
from cites.cug.web.publishing.measuring import count_conflict, kind_of, note_published
from plone.rest import Service
from Products.Five.browser import BrowserView
from types import SimpleNamespace
from unittest.mock import DEFAULT, patch
from ZODB.POSException import ConflictError
from zope.browserresource.interfaces import IResource
from zope.component import getMultiAdapter
from zope.interface import alsoProvides, implementer


@implementer(IResource)
class File:
    """A file of the software."""


VERB = "GET_application_json_"


class Request(dict):
    """By whose verb a service is called."""

    _rest_service_id = VERB


def view(*modules, base=BrowserView):
    """Its class is of the first module, and derived from those of the others."""
    for module in reversed(modules):
        parts = {"__module__": module, "__name__": f"{VERB}@messages"}
        base = type("View", (base,), parts)
    return base.__new__(base)


class PartTest(unittest.TestCase):
    def test_what_answers_is_a_part_of_ours_or_plones(self):
        ours, theirs = "cites.cug.messaging.api.messages", "plone.app.layout.views"
        for found, kind in (
            (view(ours), "messaging.page"),
            (view(ours, base=Service), "messaging.service"),
            (view(theirs, ours), "messaging.page"),
            (view(theirs), "plone.page"),
            (view(theirs, base=Service), "plone.service"),
            (File(), "file"),
            (object(), "zope"),
            (None, "zope"),
        ):
            self.assertEqual(kind, kind_of(Request(PUBLISHED=found)))

    def test_it_is_noted_for_the_figures(self):
        measured = SimpleNamespace(kind="none")
        request = type("Request", (dict,), {"environ": {KEY: measured}})
        note_published(SimpleNamespace(request=request(PUBLISHED=File())))
        self.assertEqual("file", measured.kind)


class KindTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_it_is_a_package_and_a_kind(self):
        portal, request = self.layer["portal"], self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        start = getMultiAdapter((portal.cheetahs, request), name="cug")
        for published, kind in (
            (start, "home.page"),
            (portal.restrictedTraverse("@@plone"), "plone.page"),
            (File(), "file"),
            (portal, "zope"),
            (None, "zope"),
        ):
            self.assertEqual(kind, kind_of({"PUBLISHED": published}))


class ConflictsTest(unittest.TestCase):
    def counted(self, error, retry):
        """What is counted of a request that the error ended: (figure, store)."""
        event = SimpleNamespace(exc_info=(type(error), error, None), retry=retry)
        names = dict.fromkeys(("RETRIES", "CONFLICTS"), DEFAULT)
        with patch.multiple(measuring, **names) as figures:
            count_conflict(event)
        return [
            (name, *call.args)
            for name, figure in figures.items()
            for call in figure.labels.call_args_list
            if figure.labels.return_value.inc.called
        ]

    def test_each_counts_for_its_store_as_run_again_or_given_up(self):
        self.assertEqual([("RETRIES", "content")], self.counted(ConflictError(), True))
        self.assertEqual([("CONFLICTS", "records")], self.counted(RecordsBusy(), False))
        self.assertEqual([], self.counted(ValueError(), False))
