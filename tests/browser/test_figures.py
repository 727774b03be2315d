"""真的 Chromium 里，手机宽度的图：字不出画布，不比 11 像素小，不彼此压住。"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from derive.figures import FIGURES

pytestmark = pytest.mark.browser

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
COLUMN = 358
"""390 像素宽的手机上，一栏正文的宽度。"""
MEASURE = """() => [...document.querySelectorAll("figure")].flatMap(figure => {
  const svg = figure.querySelector("svg"), canvas = svg.getBoundingClientRect();
  const scale = canvas.width / svg.viewBox.baseVal.width;
  const words = [...svg.querySelectorAll("text")].filter(text => text.textContent.trim());
  const boxes = words.map(text => [text.textContent, text.getBoundingClientRect()]);
  const wrong = boxes.filter(([_, b]) => b.left < canvas.left - 1 || b.right > canvas.right + 1
    || b.top < canvas.top - 2 || b.bottom > canvas.bottom + 2).map(([t]) => `出了画布：${t}`);
  for (const element of svg.querySelectorAll("text, tspan"))
    if (parseFloat(getComputedStyle(element).fontSize) * scale < 10.9)
      wrong.push(`太小：${element.textContent}`);
  boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([two, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 3 && down > 6) wrong.push(`压住了：${one} 与 ${two}`);
  }));
  return wrong.map(message => `${figure.id}：${message}`);
})"""


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_figures_are_legible_on_a_phone(browser: Browser, scheme: str) -> None:
    styles = "".join((ASSETS / name).read_text("utf-8") for name in ("theme.css", "figures.css"))
    figures = "".join(
        f'<figure class="figure" id="{name}">{figure.render()}</figure>'
        for name, figure in FIGURES.items()
    )
    page = browser.new_page(viewport={"width": COLUMN, "height": 800})
    page.set_content(
        f"<style>body {{ margin: 0; font-size: 16px }} figure {{ margin: 0 }} {styles}</style>"
        f'<body data-md-color-scheme="{scheme}"><div class="md-typeset">{figures}</div></body>'
    )
    assert page.locator("figure svg").count() == len(FIGURES)
    assert page.evaluate(MEASURE) == []
    page.close()
