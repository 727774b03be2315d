"""对照表：五份资料的每个标题，在本站的哪一页、哪一节讲。

数据在 docs/sources.csv，一行一个标题：

- `id`：第一个数字是资料的编号，如 N3-025；`line`、`heading`：标题在资料里的行与文字；
- `target`：讲它的地方，`页.md#锚点`；没有 # 就是整页；
- `extra`：不在那一节、却也承载这个标题的公式的对象，用空格隔开，通常是空的。

承载公式的对象不靠人抄：那一节显示、写出或引用了哪些，就是哪些。
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from derive.site.errors import SiteError
from derive.site.sources import Section, Sources

COLUMNS = ["id", "line", "heading", "target", "extra"]
LISTS_ONLY = ("glossary.md", "notation.md", "sources.md", "index.md", "how-to-read.md")
"""只罗列、不讲解的页，不能当作讲解之处。"""


@dataclass(frozen=True)
class Row:
    """资料里的一个标题。"""

    id: str
    line: int
    heading: str
    target: str
    extra: tuple[str, ...]

    @property
    def note(self) -> str:
        """资料的编号。"""
        return self.id[1]

    def section(self, sources: Sources) -> Section:
        """讲它的那一节。

        错误：没有那一页或那个标题，或者那一页只罗列、不讲解，SiteError。
        """
        path, _, anchor = self.target.partition("#")
        here = f"docs/sources.csv 的 {self.id}（{self.heading}）"
        if path in LISTS_ONLY:
            raise SiteError(f"{here}指向 {path}，那一页只罗列，不讲解。请指向讲解它的页。")
        if path not in sources.by_path:
            raise SiteError(f"{here}指向 {path}，docs/ 里没有这一页。")
        sections = sources.by_path[path].sections
        anchor = anchor or next(iter(sections), "")
        if anchor not in sections:
            known = "、".join(sections)
            raise SiteError(f"{here}指向 {path}#{anchor}，那一页没有这个标题。有的是：{known}。")
        return sections[anchor]

    def objects(self, sources: Sources) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.section(sources).objects(), *self.extra)))


def read_rows(docs: Path) -> dict[str, tuple[Row, ...]]:
    """docs/sources.csv：资料的编号 → 它的标题；没有这个文件（小的文档树）就是空的。

    错误：列不对、行不是数、id 重复，SiteError。
    """
    path = docs / "sources.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise SiteError(
                f"docs/sources.csv 的列应是 {'、'.join(COLUMNS)}，是 {reader.fieldnames}。"
            )
        try:
            rows = tuple(
                Row(r["id"], int(r["line"]), r["heading"], r["target"], tuple(r["extra"].split()))
                for r in reader
            )
        except (ValueError, AttributeError) as error:
            raise SiteError(f"docs/sources.csv 第 {reader.line_num} 行不对：{error}。") from None
    ids = [row.id for row in rows]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise SiteError(f"docs/sources.csv 里 {'、'.join(twice)} 出现了不止一次。")
    return {
        note: tuple(row for row in rows if row.note == note)
        for note in sorted({r.note for r in rows})
    }
