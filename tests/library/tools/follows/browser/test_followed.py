"""Page: what a member follows, the buttons that lead to it, and what is new."""

from cites.cug.library.tools.follows.jobs import take_up_changes
from tests.library.case import LibraryCase, text_of
from tests.library.tools.follows.case import CUB


class FollowedPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/followed"

    def follow(self, page, value):
        return self.send("police-xb", page, "/followed", follow=value)

    def titles(self):
        return [
            one.text for one in self.page("police-xb", self.url).cssselect("li.row a")
        ]

    def test_an_item_offers_what_can_be_followed_of_it(self):
        alert = self.published(
            specimens=[CUB],
            incident_country="XC",
            alleged_origin="XC",
            alleged_destination="XB",
        )
        page = self.page("police-xb", f"{alert}/view")
        offered = [one.get("value") for one in page.cssselect("button[name=follow]")]
        self.assertEqual(
            [
                f"species:{CUB['species']}",
                "species:Acinonyx",
                "country:XC",
                "route:XC-XB",
                "handling:green",
                "author_country:XA",
            ],
            offered,
        )
        answer = self.follow(page, "species:Acinonyx")
        self.assertEqual((302, alert), (answer.status_code, answer.headers["Location"]))
        page = self.page("police-xb", f"{alert}/view")
        self.assertNotIn("species:Acinonyx", page.xpath("//button/@value"))
        self.assertEqual(["Acinonyx"], self.titles())

    def test_a_list_is_followed_as_it_is_and_shows_what_is_new(self):
        asked = {"country": ["XC", "XB"], "q": "dhow"}
        page = self.page("police-xb", self.library, **asked)
        (link,) = page.xpath("//a[text()='Follow this']/@href")
        page = self.page("police-xb", link)
        self.assertEqual([], self.titles())
        answer = self.follow(page, page.xpath("//button[@name='follow']/@value")[0])
        self.assertEqual(self.url, answer.headers["Location"])
        page = self.page("police-xb", self.url)
        (link,) = page.cssselect("li.follow-row a")
        countries = "Wonderland (exercise), Pixieland (exercise)"
        self.assertIn(f"Country: {countries}; ", text_of(link))
        self.assertIn("dhow", text_of(link))
        query = "country=XB&country=XC&q=dhow"
        self.assertEqual(f"{self.library}?{query}", link.get("href"))
        alert = self.published(title="EXERCISE: dhow", incident_country="XC")
        take_up_changes()
        page = self.page("police-xb", self.url)
        self.assertEqual([alert], page.cssselect("ol.rows a")[0].xpath("@href"))
        start = self.page("police-xb", f"{self.group}/overview")
        new = start.xpath("//*[@id='new']//*[@class='row-head']/a/@href")
        self.assertEqual([alert], [one for one in new if one == alert])
        self.page("police-xb", f"{alert}/view")
        page = self.page("police-xb", self.url)
        self.assertEqual([], page.cssselect("ol.rows"))

    def test_stopping(self):
        page = self.page("police-xb", f"{self.url}?follow=country:XC")
        self.follow(page, "country:XC")
        page = self.page("police-xb", self.url)
        one = page.xpath("//button[@name='stop']/@value")[0]
        for _time in range(2):  # a second time changes nothing
            answer = self.send("police-xb", page, "/followed", stop=one)
            self.assertEqual(302, answer.status_code)
        self.assertIn("You follow nothing yet", text_of(self.page("police-xb", self.url)))

    def test_what_is_wrong_is_said_and_leads_nowhere_else(self):
        page = self.page("police-xb", f"{self.url}?follow=country:XC")
        self.assertEqual(400, self.follow(page, "title:x").status_code)
        answer = self.follow(page, "country:QQ")
        self.assertEqual(302, answer.status_code)
        self.assertEqual([], self.titles())
        for back in ("//elsewhere.example", "library/../../x", "https:library/a"):
            answer = self.send(
                "police-xb", page, "/followed", follow="country:XA", back=back
            )
            self.assertEqual(self.url, answer.headers["Location"])
        answer = self.ask("police-xb", "POST", self.url, data={"follow": "country:XB"})
        self.assertEqual(403, answer.status_code)
