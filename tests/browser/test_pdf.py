"""整本书的 PDF 与浏览器里的打印：书签、页码、链接、文字都在，公式不被分页切开，没有东西出界。"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pikepdf
import pytest
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument

from derive.site import book_pdf, katex
from derive.site.errors import SiteError
from derive.site.html import breakable

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT, ACROSS, DOWN = (0.75 * pixels for pixels in (794, 1123, 68, 75))
"""纸的宽与高，左右与上下的页边，以磅计；与 book_pdf.css 的 @page 相同。"""

CONFIG = """\
site_name: 小书
site_description: 一句话
theme: {name: material, language: zh, font: false}
nav:
  - 开头: index.md
  - 上篇:
      - 甲章: a.md
      - 乙章: b.md
plugins: [search, mkdocs-jupyter, derive]
extra_css: [STYLES]
markdown_extensions:
  - attr_list
  - admonition
  - tables
  - toc: {permalink: "#"}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
"""

INDEX = """\
# 小书的开头

见 [甲章的第二节](a.md#two)，或者 [站外](https://example.org/)。
"""

A = """\
---
number: "3.6"
---
# 第一章 $\\sigma$

反向传播从这里开始，先看导数 $\\sigma'(z)$。

## 同名的一节 {#same}

```derivation
sigmoid_prime
```

### 小节 {#small}

??? note "折叠的标题"

    折叠的正文。

=== "左边的标签"

    左边的正文。

=== "右边的标签"

    右边的正文。

## 第二节 $\\tanh$ {#two}

第二节的正文，见 [乙章同名的一节](b.md#same)。

```snippet
chapter/long
```
"""

WIDE = "|" + "".join(f" 很长的第{n}列的标题 |" for n in range(14))
B = f"""\
# 第二章

## 同名的一节 {{#same}}

{WIDE}
|{"---|" * 14}
|{" 0.123456789012345 |" * 14}

由 [@sigmoid_prime] 得。
"""

LONG = 'print("一行很长的程序", ' + ", ".join(f"{n} + {n}" for n in range(40)) + ")"


# ---- 印出来 --------------------------------------------------------------------

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """在另一个线程里做：同一个线程里不能有两个 Playwright。"""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """一本小书：mkdocs.yml 与构建好的 site/，样式表是真的。"""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    styles = sorted(path.name for path in (root / "docs" / "assets").glob("*.css"))
    for path, text in {
        "mkdocs.yml": CONFIG.replace("STYLES", ", ".join(f"assets/{name}" for name in styles)),
        "docs/index.md": INDEX,
        "docs/a.md": A,
        "docs/b.md": B,
        "snippets/chapter/long.py": LONG,
        "snippets/chapter/long.out": "一行很长的程序\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "small_mkdocs", "build", "--strict"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def pdf(small: Path) -> Path:
    output = small / "book.pdf"
    pages = aside(lambda: book_pdf.write(small / "site", small / "mkdocs.yml", output, print))
    assert pages == len(PdfDocument(output))
    return output


class Letter(NamedTuple):
    """页上的一个字，和它的框（磅，从左下角起）。"""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float


def letters(pdf: Path | bytes) -> Iterator[Letter]:
    for number, page in enumerate(PdfDocument(pdf), 1):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character.strip():
                yield Letter(number, character, *text.get_charbox(index))


def texts(pdf: Path | bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def bookmarks(pdf: Path) -> list[tuple[int, str, int]]:
    """书签：级别，文字，第几页（从 1 起）。"""
    found = []
    for mark in PdfDocument(pdf).get_toc():
        target = mark.get_dest()
        assert target, mark.get_title()
        found.append((mark.level, mark.get_title(), target.get_index() + 1))
    return found


def links(pdf: Path) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    with pikepdf.open(pdf) as opened:
        for number, page in enumerate(opened.pages, 1):
            for annotation in page.get("/Annots", []):
                yield number, annotation


def in_body(letter: Letter) -> bool:
    """不是页眉、页码。"""
    middle = (letter.bottom + letter.top) / 2
    return DOWN - 2 < middle < HEIGHT - DOWN + 2


def sliced(pdf: Path | bytes) -> list[Letter]:
    """跨过版心上沿或下沿的字：它的一半印在这一页，另一半印在另一页。"""
    return [
        letter
        for letter in letters(pdf)
        if letter.bottom < DOWN - 2 < letter.top - 2
        or letter.bottom + 2 < HEIGHT - DOWN + 2 < letter.top
    ]


def outside(pdf: Path | bytes) -> list[Letter]:
    """出了左右页边的字。"""
    return [
        letter
        for letter in letters(pdf)
        if letter.left < ACROSS - 3 or letter.right > WIDTH - ACROSS + 3
    ]


# ---- 小书 ---------------------------------------------------------------------


def test_bookmarks_are_the_book_in_order(pdf: Path) -> None:
    found = bookmarks(pdf)
    assert [mark[:2] for mark in found] == [
        (0, "开头"),
        (0, "上篇"),
        (1, "甲章"),
        (2, "同名的一节"),
        (3, "小节"),
        (2, "第二节 tanh"),
        (1, "乙章"),
        (2, "同名的一节"),
    ]
    pages = texts(pdf)
    numbers = [page for *_, page in found]
    assert numbers == sorted(numbers)
    for (_, title, page), heading in zip(
        found,
        [
            "小书的开头",
            "上篇",
            "第一章σ",
            "同名的一节",
            "小节",
            "第二节tanh",
            "第二章",
            "同名的一节",
        ],
        strict=True,
    ):
        assert heading in squeezed(pages[page - 1]), title


def test_pages_are_numbered(pdf: Path) -> None:
    """书名页没有页码，别的页都有；页眉是这一章的名字。"""
    feet: dict[int, str] = {}
    heads: dict[int, str] = {}
    for letter in letters(pdf):
        if letter.top < DOWN - 2:
            feet[letter.page] = feet.get(letter.page, "") + letter.text
        elif letter.bottom > HEIGHT - DOWN + 2:
            heads[letter.page] = heads.get(letter.page, "") + letter.text
    count = len(PdfDocument(pdf))
    assert feet == {number: str(number) for number in range(2, count + 1)}
    for _, title, page in bookmarks(pdf):
        if title in ("开头", "甲章", "乙章"):
            assert heads[page] == ("" if title == "开头" else "上篇") + title


def test_contents_give_the_pages(pdf: Path) -> None:
    [contents] = [text for text in texts(pdf) if "目录" in text]
    found = re.findall(r"(\D*?)(\d+)(?=\D|$)", squeezed(contents).partition("目录")[2])
    marks = [(title.replace(" ", ""), str(page)) for level, title, page in bookmarks(pdf)]
    expected = [mark for mark in marks if mark[0] != "小节"]
    assert found[: len(expected)] == expected


def test_text_can_be_found_and_is_there_once(pdf: Path) -> None:
    """汉字取得出来；公式在句子里它自己的地方，没有再来一份；折叠的、标签页里的都在。"""
    text = squeezed("".join(texts(pdf)))
    assert re.search(r"反向传播从这里开始，先看导数σ.{1,2}\(z\)。", text)
    assert "\\" not in text
    assert text.count("(3.6.1)") == 2  # 公式旁的式号，乙章里的引用
    for words in (
        "折叠的标题",
        "折叠的正文",
        "左边的标签",
        "左边的正文",
        "右边的标签",
        "右边的正文",
    ):
        assert text.count(words) == 1, words
    positions = [text.index(side + kind) for side in "左右" for kind in ("边的标签", "边的正文")]
    assert positions == sorted(positions)


def test_links_work_inside_the_file(pdf: Path) -> None:
    with pikepdf.open(pdf) as opened:
        places = {
            str(name): opened.pages.index(pikepdf.Page(place[0])) + 1
            for name, place in opened.Root.Dests.items()
        }
    targets: dict[int, set[int]] = {}
    outer = set()
    for page, link in links(pdf):
        if "/Dest" in link:
            targets.setdefault(page, set()).add(places[str(link.Dest)])
        else:
            outer.add(str(link.A.URI))
    assert outer == {"https://example.org/"}
    at = {title: page for _, title, page in bookmarks(pdf)}
    assert at["第二节 tanh"] in targets[at["开头"]]
    assert at["乙章"] in targets[at["第二节 tanh"]]  # 同名的锚点在两章里，指的是乙章的


def test_nothing_is_outside_and_nothing_is_sliced(pdf: Path) -> None:
    assert outside(pdf) == []
    assert sliced(pdf) == []
    assert "39+39" in squeezed("".join(texts(pdf)))


def test_file_says_what_it_is(pdf: Path) -> None:
    with pikepdf.open(pdf) as opened:
        assert opened.Root.Lang == "zh"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "小书"
        assert {"/CreationDate", "/ModDate"}.isdisjoint(opened.docinfo)


def test_two_prints_are_identical(small: Path, pdf: Path) -> None:
    again = small / "again.pdf"
    aside(lambda: book_pdf.write(small / "site", small / "mkdocs.yml", again, print))
    assert again.read_bytes() == pdf.read_bytes()


# ---- 分页 ---------------------------------------------------------------------

TALL = "123 = " + " = ".join([r"\dfrac{a + b + c}{\dfrac{d + e}{f}} + g + h + i"] * 12) + " = 987"
"""换成好几行、每行都很高的公式。"""


@contextmanager
def print_page(root: Path) -> Iterator[Page]:
    with book_pdf.print_page(root / "site", book_pdf.read_book(root / "mkdocs.yml")) as (page, _):
        yield page


def test_formula_is_never_cut(small: Path) -> None:
    """同一个公式从各种高度上开始：不是整个在这一页，就是整个在下一页。"""
    height = book_pdf.TYPE_AREA["height"]
    starts = list(range(height - 320, height, 16))
    fill = """([formula, starts]) => {
      const article = document.querySelector("article");
      document.body.replaceChildren(article);
      article.innerHTML = starts.map((height) => `
        <div style="break-before: page; height: ${height}px">起</div>
        <div class="equation"><div class="equation__line">
          <derive-math>${formula}</derive-math>
        </div></div>`).join("");
      for (const copy of article.querySelectorAll(".katex-mathml")) copy.remove();
    }"""

    def work() -> bytes:
        with print_page(small) as page:
            page.evaluate(fill, [breakable(katex.render(TALL, display=True)), starts])
            return book_pdf.printed(page)

    content = aside(work)
    pages = [squeezed(text) for text in texts(content)]
    first, last = ([number in page for page in pages] for number in ("123", "987"))
    assert first == last
    assert first.count(True) == len(starts)
    together = {"123" in page for page in pages if "起" in page}
    assert together == {True, False}  # 放得下、放不下都遇到了，才算试过
    assert sliced(content) == []


def test_sliced_text_would_be_seen(small: Path) -> None:
    """反过来：不能分页的框高过一页，就被切开，上面的检查发现得了。

    行比字矮，不论用什么字体，页边总落在某个字的中间。
    """
    box = """() => {
      const article = document.querySelector("article");
      document.body.replaceChildren(article);
      article.innerHTML = `<div style="display: inline-block; font-size: 60px; line-height: 40px">
        ${"切<br>".repeat(40)}</div>`;
    }"""

    def work() -> bytes:
        with print_page(small) as page:
            page.evaluate(box)
            return book_pdf.printed(page)

    assert {letter.text for letter in sliced(aside(work))} == {"切"}


def test_wide_thing_is_named(small: Path) -> None:
    """放不下、也没有人管的东西，会让 Chromium 把全书缩小；不许，并说出是哪里。"""
    site = small / "wide"
    shutil.copytree(small / "site", site)
    page = site / "b" / "index.html"
    wide = '</h1><div style="width: 900px">太宽</div>'
    page.write_text(page.read_text("utf-8").replace("</h1>", wide, 1), "utf-8")
    with pytest.raises(SiteError, match=r"“第二章.*”里有一处宽过版心：<div .*太宽"):
        aside(lambda: book_pdf.write(site, small / "mkdocs.yml", small / "wide.pdf", print))
    assert not (small / "wide.pdf").exists()


# ---- 浏览器里打印一页 -----------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_page_prints_well(browser: Browser, small: Path, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 658, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto((small / "site" / "a" / "index.html").as_uri())
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-sidebar", ".md-footer", ".headerlink", ".md-code__nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("折叠的正文。", "左边的正文。", "右边的正文。"):
        assert page.get_by_text(shown).is_visible(), shown
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).fontSize") == (
        "13.3333px"
    )
    dark = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter((element) => {
          const [red, green, blue, alpha = 1] =
            getComputedStyle(element).color.match(/[\\d.]+/g).map(Number);
          return alpha > 0 && red + green + blue > 480;
        }).length"""
    )
    assert dark == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 658
    context.close()


# ---- 真的书 -------------------------------------------------------------------

MARK_FORMULAS = """() => {
  const links = document.body.appendChild(document.createElement("nav"));
  return [...document.querySelectorAll(".katex-display")].map((formula, index) => {
    formula.id = `formula-${index}`;
    const link = links.appendChild(document.createElement("a"));
    link.href = `#${formula.id}`;
    return { id: formula.id, height: formula.getBoundingClientRect().height };
  });
}"""
"""给每个独立公式一个链接：PDF 里就有它在哪一页、哪个高度上。"""


def cut_formulas(page: Page) -> tuple[bytes, int, list[str]]:
    """印出的 PDF，公式有几个，哪些从一页的底下伸了出去。"""
    formulas = page.evaluate(MARK_FORMULAS)
    content = book_pdf.printed(page)
    with pikepdf.open(BytesIO(content)) as opened:
        tops = {str(name)[1:]: float(place[3]) for name, place in opened.Root.Dests.items()}
    cut = [
        formula["id"]
        for formula in formulas
        if tops[formula["id"]] - 0.75 * formula["height"] < DOWN - 3
    ]
    return content, len(formulas), cut


@pytest.mark.slow
def test_whole_book(browser: Browser, site: Path, tmp_path: Path) -> None:
    config, output = ROOT / "mkdocs.yml", tmp_path / "book.pdf"
    book = book_pdf.read_book(config)
    aside(lambda: book_pdf.write(site, config, output, print))
    titles = [
        title
        for part in book.parts
        for title in ([part.title] if part.title else []) + [page.title for page in part.pages]
    ]
    marks = bookmarks(output)
    listed = iter(title for _, title, _ in marks)
    assert [title for title in titles if title not in listed] == []
    text = squeezed("".join(texts(output)))
    assert "反向传播" in text
    taught = squeezed((ROOT / "docs/judge.md").read_text("utf-8"))  # 教人写 LaTeX 的一页
    assert text.count("\\frac") == taught.count("\\frac")
    assert outside(output) == []

    def work() -> tuple[bytes, int, list[str]]:
        with book_pdf.print_page(site, book) as (page, _):
            return cut_formulas(page)

    content, count, cut = aside(work)
    assert count > 1000
    assert cut == []
    assert sliced(content) == []
