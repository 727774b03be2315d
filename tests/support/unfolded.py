"""展开页面上收起的一切：细节、标签页、还没有排的块；等它们要的字体到了才算排好。"""

from playwright.sync_api import Page

_UNFOLD = """() => {
    document.querySelectorAll('details').forEach(details => details.open = true)
    for (const block of document.querySelectorAll('.tabbed-block')) block.style.display = 'block'
    const sheet = new CSSStyleSheet()
    sheet.replaceSync("* { content-visibility: visible !important }")
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return document.body.scrollWidth  // 排一次版，字体才开始取
}"""


def unfold(page: Page) -> None:
    """没有脚本的页面也行：evaluate 不是页面自己的脚本。"""
    page.evaluate(_UNFOLD)
    page.evaluate("() => document.fonts.ready.then(() => null)")
