"""依赖图与“为什么成立”在真的浏览器里：点得到、打得开，字都在框里。"""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_a_seal_opens_its_why(browser: Browser, address: str, javascript: bool) -> None:
    """点印章，那一条就打开，标题也露在外面；没有脚本也一样。"""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.goto(address + "basics/loss/")
    page.locator("#eq-loss_dz a.seal").first.click()
    assert page.url == address + "why/basics/loss/#loss_dz"
    body = page.locator("#loss_dz")
    body.wait_for(state="visible")
    summary = page.locator("details.why", has=body).locator("summary")
    box = summary.bounding_box()
    assert box
    assert 40 <= box["y"] <= 400  # 不在页首的横条下面
    # 再点一个依据
    page.locator("#loss_dz svg a").first.click()
    assert "#loss_dz" not in page.url
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["graph/", "why/basics/vectorized-logistic/", "why/deep/backward/"]
)
def test_the_drawings_are_whole(browser: Browser, address: str, name: str, scheme: str) -> None:
    """字在框里，框在画布里，框与框不相叠；宽的图在自己的框里滚动。"""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(address + name)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    problems = page.evaluate(
        """() => {
            const found = []
            const box = e => e.getBoundingClientRect()
            for (const svg of document.querySelectorAll('.graph svg')) {
                const whole = box(svg)
                const nodes = [...svg.querySelectorAll('.graph__node')]
                for (const node of nodes) {
                    const frame = box(node.querySelector('rect'))
                    if (frame.left < whole.left || frame.right > whole.right ||
                        frame.top < whole.top || frame.bottom > whole.bottom)
                        found.push(['框出了画布', node.textContent])
                    for (const text of node.querySelectorAll('text')) {
                        const line = box(text)
                        if (line.left < frame.left + 2 || line.right > frame.right - 2 ||
                            line.top < frame.top || line.bottom > frame.bottom)
                            found.push(['字出了框', text.textContent])
                        if (parseFloat(getComputedStyle(text).fontSize) < 12)
                            found.push(['字太小', text.textContent])
                    }
                    for (const other of nodes) {
                        const next = box(other.querySelector('rect'))
                        if (other !== node && frame.left < next.right && next.left < frame.right &&
                            frame.top < next.bottom && next.top < frame.bottom)
                            found.push(['相叠', node.textContent, other.textContent])
                    }
                }
            }
            return found
        }"""
    )
    assert problems == []
    context.close()
