"""The page of a group's administration."""

from tests.library.case import LibraryCase, text_of


class AdministrationTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.address = f"{self.group}/administration"

    def parts(self, user) -> dict[str, list[str]]:
        """The pages under each heading; each has a line about it, and opens."""
        page = self.page(user, self.address)
        found = {}
        for part in page.xpath("//main//section[h2]"):
            links = part.xpath(".//dt/a")
            for link, line in zip(links, part.xpath(".//dd"), strict=True):
                self.assertTrue(text_of(line))
                self.page(user, link.get("href"))
            found[text_of(part.find("h2"))] = [text_of(link) for link in links]
        return found

    def test_it_has_what_the_reader_may_open_in_four_parts(self):
        self.assertEqual(
            {
                "People": [
                    "Invite a member",
                    "Account changes",
                    "Members near a limit",
                    "Notifications",
                ],
                "Requests and reports": [
                    "Requests for access",
                    "Reports of identifying information",
                    "How many requests for assistance there are",
                ],
                "Records": [
                    "Audit trail",
                    "Use in figures",
                    "Annual illegal trade report",
                ],
                "Settings": ["How long messages are kept", "Code lists", "List of taxa"],
            },
            self.parts("secretariat"),
        )
        self.assertEqual(
            {
                "Requests and reports": ["Requests for access"],
                "Records": [
                    "Trail of your country’s members",
                    "Annual illegal trade report",
                ],
            },
            self.parts("contact-xa"),
        )

    def test_it_tells_how_many_wait_as_the_head_of_each_page_does(self):
        address = f"{self.published()}/@workflow/report"
        self.rest("police-xb", "POST", address, 200, json={"comment": "EXERCISE"})
        page = self.page("secretariat", self.address)
        for place in (
            "//nav[@class='group']/a[last()]",
            "//main//dt[contains(., 'Reports')]",
        ):
            (one,) = page.xpath(place)
            self.assertEqual("1", text_of(one.xpath("./b")[0]))

    def test_it_is_not_there_for_whoever_administers_nothing(self):
        for user in ("customs-xa", "igo-interpol", "outsider"):
            self.page(user, self.address, 404)
