"""读写出的网页：目录的一项不交给 lxml，读到的也一样。"""

import re
from pathlib import Path

import pytest

from derive.site import output
from derive.site.output import check_output, read_document, read_site
from derive.site.sources import Sources

PAGE = """<!doctype html><title>一页</title><nav><ul>
<li class="md-nav__item"><a href="{link}" class="md-nav__link"><span class="md-ellipsis">{title}</span></a></li>
</ul></nav><article><h1 id="一">一</h1></article>"""  # noqa: E501


def one_page(tmp_path: Path, link: str = "#一", title: str = "一") -> Path:
    (tmp_path / "index.html").write_text(PAGE.format(link=link, title=title), "utf-8")
    return tmp_path


def problems(site: Path) -> list[str]:
    return [str(problem) for problem in check_output(site, Sources([]))]


def test_same_as_reading_everything(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = {document.path: document for document in read_site(site)}
    assert len(short) > 80
    entry = output._ENTRY
    monkeypatch.setattr(output, "_ENTRY", re.compile(rb"(?!)"))  # 一项也不取出
    for path, document in short.items():
        whole = read_document(site, site / path)
        assert sorted(document.links) == sorted(whole.links)
        document.links = whole.links
        assert document == whole
        assert len(entry.findall((site / path).read_bytes())) > (40 if path != "404.html" else 30)


def test_links_of_the_nav_are_checked(tmp_path: Path) -> None:
    assert problems(one_page(tmp_path)) == []
    assert "没有" in problems(one_page(tmp_path, link="没有/"))[0]
    assert "不存在" in problems(one_page(tmp_path, link="#二"))[0]


@pytest.mark.parametrize("title", ["$@sigmoid$", "```derivation", "[@sigmoid]", "&#96;``"])
def test_raw_text_in_the_nav_is_found(tmp_path: Path, title: str) -> None:
    assert "没有渲染的原文" in problems(one_page(tmp_path, title=title))[0]
