"""The pages of the directory of institutions, and what leads to them."""

from tests.library.case import LibraryCase, text_of


OFFICE, POINT, READER = "secretariat", "contact-xa", "customs-xb"
TYPED = {
    "kind": "laboratory",
    "country": "XA",
    "name": "EXERCISE: Forensic laboratory",
    "contact": "Write to lab@example.org.",
    "species": "felidae",
    "services": "DNA of hair and bone.",
}
LINE = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2.0}


class DirectoryPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.place = f"{self.group}/directory"

    def test_who_is_asked_why_a_name_stays_can_say_it(self):
        page = self.page(POINT, f"{self.place}/add")
        named = {**TYPED, "services": "Ask Mr Chinedu Okonkwo."}
        answer = self.send(POINT, page, "directory/add", **named)
        self.assertEqual(answer.status_code, 400)
        asked = self.parse(answer)
        self.assertIn("Chinedu", text_of(asked.xpath("//*[@id='decision']")[0]))
        why = {"non_nominal_confirmed": "The head of the laboratory"}
        answer = self.send(POINT, asked, "directory/add", **named, **why)
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])

    def test_a_contact_point_keeps_it_and_members_find_it_from_an_alert(self):
        self.page(READER, f"{self.place}/add", 404)
        page = self.page(POINT, f"{self.place}/add")
        answer = self.send(POINT, page, "directory/add", **TYPED)
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])

        page = self.page(READER, f"{self.group}/members")
        links = page.xpath("//nav//a[normalize-space()='Institutions']/@href")
        self.assertEqual(set(links), {self.place})
        found = self.page(READER, f"{self.group}/search-all?q=forensic")
        (link,) = found.xpath("//section[@aria-labelledby='found-directory']//a")
        self.assertEqual(text_of(link), "EXERCISE: Forensic laboratory")
        self.assertIn("Forensic", text_of(self.page(READER, link.get("href"))))

        page = self.page(READER, self.place)
        (mail,) = page.xpath("//a[starts-with(@href, 'mailto:')]")
        self.assertEqual(text_of(mail), "lab@example.org")
        self.assertEqual(mail.get("href"), "mailto:lab@example.org")
        (ask,) = page.xpath("//a[contains(@href, '/assistance/ask')]/@href")
        form = self.page(READER, ask)
        self.assertEqual(form.xpath("//input[@name='to']/@value"), ["country:XA"])
        self.assertIn("Which species", form.xpath("//input[@name='subject']/@value")[0])

        alert = self.published(specimens=[LINE])
        shown = self.page(READER, alert)
        (url,) = shown.xpath("//p[@id='directory']/a/@href")
        self.assertEqual(url, f"{self.place}?species=Acinonyx+jubatus")
        found = self.page(READER, url)
        self.assertIn("EXERCISE: Forensic laboratory", text_of(found))
        self.assertIn("Felidae", text_of(found))
        self.assertFalse(found.xpath("//a[contains(@href, '/remove')]"))
        path = alert.removeprefix(f"{self.group}/")
        ask = self.page(READER, f"{self.group}/assistance/ask?about={path}")
        self.assertIn(url, ask.xpath("//main//a/@href"))
        none = self.page(READER, f"{self.place}?species=Manis+javanica")
        self.assertIn("No entry was found", text_of(none))
        wrong = text_of(self.page(READER, f"{self.place}?kind=zoo", 400))
        for words in ("EXERCISE: Forensic", "No entry was found", "Entries found"):
            self.assertNotIn(words, wrong)

        (remove,) = self.page(POINT, url).xpath("//a[contains(@href, '/remove')]/@href")
        change = remove.removesuffix("/remove")
        for address in (change, remove):
            self.page(READER, address, 404)
        page = self.page(POINT, change)
        chosen = page.xpath("//li/label/input[@name='species']/@value")
        self.assertEqual(chosen, ["Felidae"])
        answer = self.send(POINT, page, change, species="Nessiteras", services="x")
        self.assertIn("Nessiteras", self.parse(answer).text_content())
        answer = self.send(POINT, page, change, name="EXERCISE: Another laboratory")
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])
        page = self.page(POINT, remove)
        self.assertIn("EXERCISE: Another laboratory", text_of(page))
        answer = self.send(POINT, page, remove)
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])
        self.assertIn("No entry was found", text_of(self.page(READER, self.place)))
