"""勘误页在真的浏览器里：筛选、数数、从别处链接来时打开那一条。"""

import pytest
from playwright.sync_api import Browser, Page

from derive.errata import ERRATA
from derive.kernel.objects import Category, Severity

pytestmark = pytest.mark.browser


@pytest.fixture
def listing(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + "errata/")
    return page


def shown(page: Page) -> list[str]:
    cards = page.locator("#errata > .erratum:visible")
    return [card.get_attribute("id") or "" for card in cards.all()]


def test_everything_is_listed_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "errata/")
    assert page.locator("#errata > .erratum").count() == len(ERRATA)
    assert page.locator(".errata-filter").count() == 0
    context.close()


def test_filters_narrow_down(listing: Page) -> None:
    assert f"显示 {len(ERRATA)} / {len(ERRATA)} 条" in (
        listing.locator("output").text_content() or ""
    )
    listing.get_by_label("轻重", exact=True).select_option("高")
    listing.get_by_label("种类", exact=True).select_option("转置")
    wanted = [
        f"erratum-{e.id}"
        for e in ERRATA
        if e.severity is Severity.HIGH and e.category is Category.TRANSPOSE
    ]
    assert wanted
    assert shown(listing) == wanted
    assert f"显示 {len(wanted)} /" in (listing.locator("output").text_content() or "")
    listing.get_by_label("轻重", exact=True).select_option("")
    listing.get_by_label("种类", exact=True).select_option("")
    listing.get_by_label("文字", exact=True).fill("randn 元组")
    assert shown(listing) == [
        f"erratum-{e.id}" for e in ERRATA if "randn" in e.printed and "元组" in e.title
    ]
    listing.get_by_label("文字", exact=True).fill("绝没有这样的字")
    assert shown(listing) == []


def test_a_link_opens_its_evidence(listing: Page) -> None:
    card = "#erratum-erratum_da_sign"
    assert not listing.locator(f"{card} .erratum__evidence").is_visible()
    listing.goto(listing.url + card)
    assert listing.locator(f"{card} .erratum__evidence").is_visible()


def test_nothing_is_wider_than_the_phone(listing: Page) -> None:
    listing.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert listing.evaluate("document.documentElement.scrollWidth") <= 390
