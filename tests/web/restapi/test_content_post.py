"""What is added by REST is stored without what nobody needs of it before it changes."""

import transaction
from cites.cug.core.plone_internals.catalog import inner_catalog, rid_of_uid
from cites.cug.library.items.folder import LibraryFolder
from plone import api
from tests.library.case import LibraryCase
from unittest.mock import patch
from zope.component import getUtility
from zope.component.hooks import site
from zope.intid.interfaces import IIntIds


class ContentPostTest(LibraryCase):
    def item(self, url):
        transaction.begin()
        return self.layer["portal"].cheetahs.library[url.rpartition("/")[2]]

    def test_nothing_is_kept_that_nobody_asks_for(self):
        with patch.object(LibraryFolder, "reindexObject") as indexed:
            alert = self.make()
        indexed.assert_not_called()
        item = self.item(alert)
        with site(self.layer["portal"]):
            catalog = api.portal.get_tool("portal_catalog")
            rid = rid_of_uid(catalog, item.UID())
            interfaces = inner_catalog(catalog).getIndex("object_provides")
            self.assertIsNone(interfaces.getEntryForObject(rid))
            self.assertIsNone(getUtility(IIntIds).queryId(item))

    def test_links_of_new_items_are_kept(self):
        target = self.make()
        body = f'<p><a href="resolveuid/{self.item(target).UID()}">EXERCISE</a></p>'
        alert = self.make(body={"data": body, "content-type": "text/html"})
        with site(self.layer["portal"]):
            numbers = getUtility(IIntIds)
            for url in (alert, target):
                self.assertIsNotNone(numbers.queryId(self.item(url)), url)
