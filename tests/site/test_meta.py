"""页面的来历与去处：版本、日期、规范的地址、社交信息、编辑此页、站点地图、404。"""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from small_site import Built, MkDocs

from derive.site.meta import colophon, commit_date

SITE = "https://example.org/book/"
PAGE = "---\ndescription: 说“甲”的一页\n---\n# 甲\n\n```derivation\nsigmoid_prime\n```\n"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """不知道网站放在哪里；要知道的测试自己说。"""
    for name in ("SITE_URL", "EDIT_URI"):
        monkeypatch.delenv(name, raising=False)


def page(built: Built, path: str = "a/index.html") -> BeautifulSoup:
    assert built.exit_code == 0, built.output
    return BeautifulSoup((built.site / path).read_text("utf-8"), "html.parser")


def content(soup: BeautifulSoup, name: str) -> str | None:
    found = soup.select_one(f'meta[property="{name}"], meta[name="{name}"]')
    return str(found["content"]) if found else None


# ---- 版本与日期 -----------------------------------------------------------------


def git(root: Path, *arguments: str, date: str = "2021-03-04T23:30:00+08:00") -> None:
    who = {f"GIT_{role}_{key}": "甲" for role in ("AUTHOR", "COMMITTER") for key in ("NAME",)}
    mail = {f"GIT_{role}_EMAIL": "a@example.org" for role in ("AUTHOR", "COMMITTER")}
    environment = {**os.environ, **who, **mail, "GIT_COMMITTER_DATE": date}
    subprocess.run(["git", "-C", root, *arguments], check=True, env=environment)


def test_date_is_the_last_commits(tmp_path: Path) -> None:
    """按提交者那里的日历：在哪个时区构建都一样。"""
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "甲")
    assert commit_date(tmp_path) == "2021-03-04"


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert commit_date(tmp_path) is None


def test_not_a_repository(tmp_path: Path) -> None:
    """外层的仓库不算：里面的文件不归它管。"""
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "甲")
    inner = tmp_path / "inner"
    inner.mkdir()
    assert commit_date(inner) is None


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert commit_date(tmp_path) is None


def test_colophon() -> None:
    assert colophon("2021-03-04").endswith(" · 更新于 2021-03-04")
    assert "更新于" not in colophon(None)
    assert colophon(None).startswith("版本 ")


def test_footer(mkdocs: MkDocs) -> None:
    [footer] = page(mkdocs({"a.md": PAGE})).select(".md-copyright__highlight")
    assert footer.get_text(strip=True) == colophon(None)


def test_nothing_depends_on_the_clock(mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    """换一天构建，每个文件的字节都一样。"""
    monkeypatch.setenv("SITE_URL", SITE)
    found = []
    for day in ("86400", "172800000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        built = mkdocs({"a.md": PAGE})
        assert built.exit_code == 0, built.output
        files = [path for path in built.site.rglob("*") if path.is_file()]
        found.append({path: path.read_bytes() for path in files})
    assert found[0] == found[1]


# ---- 网站放在哪里 ----------------------------------------------------------------


def test_unknown_address(mkdocs: MkDocs) -> None:
    """不知道放在哪里：不写要完整地址的那些；描述与标题照写。"""
    built = mkdocs({"a.md": PAGE})
    soup = page(built)
    assert soup.select("link[rel=canonical], link[rel=edit], a[rel=edit]") == []
    assert content(soup, "og:title") == "甲"
    assert content(soup, "og:description") == content(soup, "description") == "说“甲”的一页"
    assert content(soup, "og:image") is None
    assert content(soup, "og:url") is None
    assert "Sitemap" not in (built.site / "robots.txt").read_text("utf-8")
    assert "<url>" not in (built.site / "sitemap.xml").read_text("utf-8")


def test_known_address(mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", SITE)
    built = mkdocs({"a.md": PAGE})
    soup = page(built)
    assert [str(link["href"]) for link in soup.select("link[rel=canonical]")] == [f"{SITE}a/"]
    assert content(soup, "og:url") == f"{SITE}a/"
    image = content(soup, "og:image") or ""
    assert image.startswith(SITE)
    assert (built.site / image.removeprefix(SITE)).is_file()
    assert f"Sitemap: {SITE}sitemap.xml\n" in (built.site / "robots.txt").read_text("utf-8")
    sitemap = (built.site / "sitemap.xml").read_bytes()
    places = BeautifulSoup(sitemap, "html.parser").find_all("loc")
    assert {place.get_text() for place in places} == {SITE, f"{SITE}a/", f"{SITE}why/a/"}
    assert gzip.decompress((built.site / "sitemap.xml.gz").read_bytes()) == sitemap
    assert b"lastmod" not in sitemap


def test_home_page_is_the_book(mkdocs: MkDocs) -> None:
    soup = page(mkdocs({}), "index.html")
    assert content(soup, "og:title") == content(soup, "og:site_name") == "小书"
    assert content(soup, "og:type") == "website"


def test_text_is_escaped(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": '---\ndescription: a < "b"\n---\n# 甲 "乙"\n'})
    assert content(page(built), "og:description") == 'a < "b"'
    assert content(page(built), "og:title") == '甲 "乙"'


def test_edit_link(mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    """通到写着它的那个文件；生成的页没有。"""
    monkeypatch.setenv("EDIT_URI", "https://example.org/edit/docs/{path}")
    built = mkdocs({"b/a.md": PAGE})
    [link] = page(built, "b/a/index.html").select("a[rel=edit]")
    assert link["href"] == "https://example.org/edit/docs/b/a.md"
    assert link["title"] == "编辑此页"
    assert page(built, "why/b/a/index.html").select("a[rel=edit]") == []


# ---- 其他的文件 -----------------------------------------------------------------


def test_manifest(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": PAGE})
    [link] = page(built).select("link[rel=manifest]")
    assert link["href"] == "../manifest.json"
    manifest = json.loads((built.site / "manifest.json").read_text("utf-8"))
    assert manifest["name"] == "小书"
    for icon in manifest["icons"]:
        with Image.open(built.site / icon["src"]) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"


def test_touch_icon(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": PAGE})
    [link] = page(built).select("link[rel=apple-touch-icon]")
    assert (built.site / "a" / str(link["href"])).resolve().is_file()


def test_missing_page_is_in_chinese(mkdocs: MkDocs) -> None:
    soup = page(mkdocs({"a.md": PAGE}), "404.html")
    assert soup.h1 is not None
    assert soup.h1.get_text() == "没有这一页"
    assert soup.title is not None
    assert soup.title.get_text() == "没有这一页 - 小书"
    assert "搜索" in soup.article.get_text() if soup.article else False


def test_everything_that_needs_one_has_a_name(mkdocs: MkDocs) -> None:
    """Material 漏写名字的几处，读屏要念。"""
    term = '[[group]]\ntitle="甲"\n[[group.term]]\nzh="甲"\nen="a"\ntext="乙。"\npage="a.md"\n'
    tags = {
        "tags.md": "# 主题\n\n```tags\ntopics\n```\n",
        "tags.toml": '"甲" = ["a.md"]\n',
        "glossary.toml": term,
    }
    soup = page(mkdocs({"a.md": PAGE, **tags}))
    names = {"[role=dialog]": "搜索", ".md-tags": "主题"}
    for selector, name in names.items():
        [element] = soup.select(selector)
        assert element["aria-label"] == name
