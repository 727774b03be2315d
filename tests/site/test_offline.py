"""打成 zip 的书：链接、索引、字节。"""

import errno
import hashlib
import json
import shutil
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from derive.site import offline
from derive.site.errors import SiteError
from derive.site.search import INDEX

FILES = {"index.html", "a/index.html", "a/b/index.html", "第一章/index.html", "a/x.py"}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("b/#s", "b/index.html#s"),
        ("../?h=b/#s", "../index.html?h=b/#s"),
        ("../%E7%AC%AC%E4%B8%80%E7%AB%A0/", "../%E7%AC%AC%E4%B8%80%E7%AB%A0/index.html"),
        ("b/index.html", "b/index.html"),
        ("#s", "#s"),
        ("", ""),
        ("x.py", "x.py"),
        ("no/such/", "no/such/"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("//example.org/a/", "//example.org/a/"),
        ("mailto:a@b", "mailto:a@b"),
    ],
)
def test_full_link(link: str, expected: str) -> None:
    assert offline.full(link, "a", FILES) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a class="x" href="b/">b/</a>', '<a class="x" href="b/index.html">b/</a>'),
        ("<a href='b/'>", "<a href='b/index.html'>"),
        ("<a href=b/>", "<a href=b/index.html>"),
        ("<a href=b/ class=x>", "<a href=b/index.html class=x>"),
        ('<a xlink:href="b/">', '<a xlink:href="b/index.html">'),
        ('<link rel="next" href="b/">', '<link rel="next" href="b/index.html">'),
        ('<link rel="manifest" href="../manifest.json"><p>', "<p>"),
        ('<link as=font rel=preload href="f.woff2"><p>', "<p>"),
        ('<code>href="b/"</code>', '<code>href="b/"</code>'),
    ],
)
def test_page(html: str, expected: str) -> None:
    assert offline.page_on_disk(html, "a/index.html", FILES) == expected


def test_index_is_a_script() -> None:
    docs = [{"location": ""}, {"location": "a/"}, {"location": "a/b/#节"}]
    script = offline.index_script(json.dumps({"docs": docs}), FILES)
    assert script.startswith("var __index = ")
    found = json.loads(script.removeprefix("var __index = "))["docs"]
    places = [entry["location"] for entry in found]
    assert places == ["index.html", "a/index.html", "a/b/index.html#节"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    contents = {
        "index.html": '<a href="a/">',
        "a/index.html": '<a href="..">',
        INDEX: '{"docs":[]}',
        "sw.js": "x",
        "404.html": "x",
        "sitemap.xml.gz": "x",
        "assets/x.css.map": "x",
        "labs/实验.py": "print(1)\n",
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def test_zip_holds_the_book_and_only_it(small: Path, tmp_path: Path) -> None:
    offline.write_zip(small, tmp_path / "book.zip")
    with ZipFile(tmp_path / "book.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "a/index.html",
            "index.html",
            "labs/实验.py",
            "search/search_index.js",
        ]
        assert archive.read("index.html") == b'<a href="a/index.html">'


def test_same_site_same_bytes(small: Path, tmp_path: Path) -> None:
    def digest() -> str:
        offline.write_zip(small, tmp_path / "book.zip")
        return hashlib.sha256((tmp_path / "book.zip").read_bytes()).hexdigest()

    before = digest()
    copy = shutil.copytree(small, tmp_path / "copy", copy_function=shutil.copyfile)
    shutil.rmtree(small)
    time.sleep(0.01)
    shutil.copytree(copy, small, copy_function=shutil.copyfile)
    assert digest() == before
    (small / "labs/实验.py").write_text("print(2)\n", "utf-8")
    assert digest() != before


def test_not_a_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="不是构建好的网站"):
        offline.write_zip(tmp_path, tmp_path / "book.zip")


def test_full_disk_leaves_the_old_zip(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "book.zip"
    target.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ZipFile, "writestr", full)
    with pytest.raises(SiteError, match="请检查磁盘空间"):
        offline.write_zip(small, target)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.zip", "site"]
