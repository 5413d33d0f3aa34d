"""Files handed in by the page."""

from cites.cug.permits.formats.epermit import write
from tests.permits.browser.case import PermitsCase


XML = "application/xml"


class ImportPageCase(PermitsCase):
    def send(self, user, *permits, action="import", status=200, **form):
        """Files with a permit each."""
        contents = (write(one) for one in permits)
        return self.send_files(user, *contents, action=action, status=status, **form)

    def send_files(self, user, *contents, action="import", status=200, **form):
        files = [
            ("files", (f"{number}.xml", content, XML))
            for number, content in enumerate(contents, start=1)
        ]
        page = self.page(user, f"{self.permits}/import")
        answer = self.post(
            user, "import", status, page=page, files=files, action=action, **form
        )
        return self.parse(answer)

    def status(self, user, url):
        return self.ask(user, "GET", url).status_code

    def counts(self, tree):
        return [one.text for one in tree.xpath("//dl[@class='facts']/dd")]
