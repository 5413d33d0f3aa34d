"""The help in a browser: its chapters are folded until one goes there."""

from playwright.sync_api import expect


def test_a_link_opens_its_chapter(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.group}/help")
    opened = page.locator(".chapter[open]")
    expect(opened).to_have_count(0)
    link = page.locator(".handbook nav a[href='#permits']")
    chapter = page.locator(".chapter:has(#permits)")
    # Also one that the reader has closed again.
    for _time in range(2):
        link.click()
        expect(chapter).to_have_attribute("open", "")
        expect(page.locator("#permits")).to_be_in_viewport()
        chapter.locator("summary").click()
        expect(opened).to_have_count(0)
    page.locator(".handbook nav a[href='#second-factor']").click()
    expect(page.locator("#second-factor")).to_be_in_viewport()
    expect(opened).to_have_count(1)


def test_an_address_opens_its_chapter(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.group}/help#import")
    expect(page.locator("#import")).to_be_in_viewport()
    expect(page.locator(".chapter[open]")).to_have_count(1)
