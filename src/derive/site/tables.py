"""Markdown 扩展：正文里的表格放进能横着滚动的框，与由程序写的表格（html.table）一个样子。

Material 要等脚本运行才给表格套框，而且那个框用键盘滚不动；写了类名的表格它不管。
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from derive.site.html import TABLE, TABLE_BOX


class TableExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # 行内记号（20）之后：表头是不是空的，那时才看得出
        md.treeprocessors.register(Boxes(md), "derive-tables", 0.6)


class Boxes(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for position, child in enumerate(parent):
                if child.tag == "table":
                    parent[position] = boxed(child)


def boxed(table: Element) -> Element:
    """表格，外面套上框。"""
    table.set("class", TABLE)
    for cell in table.iter("th"):
        if len(cell) or (cell.text or "").strip():
            cell.set("scope", "col")
        else:
            cell.tag = "td"  # 左上角的空格不是谁的表头
    box = Element("div", {**TABLE_BOX, "class": "derive-table derive-table--text"})
    box.append(table)
    box.tail, table.tail = table.tail, None
    return box
