"""Pages of lists, and their addresses (plone.restapi's ``batching``)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


class Batch:
    """A page of a list, with its address and those of its neighbours."""

    def __init__(self, url: str, form: Mapping[str, Any], start: int, size: int):
        self.url, self.form, self.start, self.size = url, form, start, size

    def address(self, **changes: Any) -> str:
        query = urlencode({**self.form, **changes}, doseq=True)
        return f"{self.url}?{query}" if query else self.url

    def links(self, total: int) -> dict[str, Any]:
        """The key ``batching`` for a list with ``total`` entries; empty for one page."""
        last = max(total - 1, 0) // self.size * self.size
        more = self.start + self.size < total
        return self._links({"first": 0, "last": last}, more)

    def paging(self, total: int) -> dict[str, Any]:
        """The same for a page of the portal, with the numbers of its entries."""
        return {
            **self._around(self.links(total)),
            "first": self.start + 1,
            "last": min(self.start + self.size, total),
            "total": total if self.start < total else None,
        }

    def links_on(self, more: bool) -> dict[str, Any]:
        """The key ``batching`` for an uncounted list. ``more``: pages follow."""
        return self._links({"first": 0}, more)

    def paging_on(self, more: bool) -> dict[str, Any]:
        """The same for a page of the portal, without numbers."""
        return self._around(self.links_on(more))

    @staticmethod
    def _around(links: Mapping[str, Any]) -> dict[str, Any]:
        around = links.get("batching", {})
        return {"before": around.get("prev"), "after": around.get("next")}

    def _links(self, starts: dict[str, int], more: bool) -> dict[str, Any]:
        if not more and not self.start:
            return {}
        if self.start > 0:
            # Beyond the end, where entries were taken away, the page before is the last.
            last = starts.get("last", self.start)
            starts["prev"] = max(min(self.start - self.size, last), 0)
        if more:
            starts["next"] = self.start + self.size
        links = {name: self.address(b_start=start) for name, start in starts.items()}
        return {"batching": {"@id": self.address(), **links}}
