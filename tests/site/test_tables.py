"""正文里的表格：放进能滚动、键盘到得了的框；表头说明是列的，空的格子不是表头。"""

from bs4 import BeautifulSoup
from markdown import Markdown

from derive.site.html import TABLE, table
from derive.site.tables import TableExtension

TEXT = """\
之前。

|      | 甲 | **乙** |
|------|---:|--------|
| 一   |  1 | `x`    |

- 列表里：

    | 甲 |
    |----|
    | 1  |

之后。
"""


def test_tables_are_boxed() -> None:
    text = Markdown(extensions=["tables", TableExtension()]).convert(TEXT)
    page = BeautifulSoup(text, "html.parser")
    written = BeautifulSoup(table(("甲",), [("1",)]), "html.parser").div
    assert written
    first, second = page.select("table")
    for found in (first, second):
        box = found.parent
        assert box
        assert found["class"] == [TABLE]
        assert {key: box[key] for key in ("tabindex", "role", "aria-label")} == {
            key: written[key] for key in ("tabindex", "role", "aria-label")
        }
    assert [cell.name for cell in first.select("thead tr > *")] == ["td", "th", "th"]
    assert {cell["scope"] for cell in page.select("th")} == {"col"}
    assert page.get_text().split() == [
        "之前。",
        "甲",
        "乙",
        "一",
        "1",
        "x",
        "列表里：",
        "甲",
        "1",
        "之后。",
    ]
    assert second.find_parent("li")
