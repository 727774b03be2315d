"""网页的基准：量的是不是它说的那样东西，用几个很小的网站来试；快慢不在这里断言。"""

from __future__ import annotations

import gzip
import http.client
import json
from contextlib import nullcontext
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from small_pages import FORMULA, write

from derive import bench
from derive.bench import building, comparison, pages, peers
from derive.bench.hosting import hosted
from derive.site import html


@pytest.fixture
def site(tmp_path):
    """两章：a/heavy 公式多，a/long 字节多；还有不是章的页。"""
    site = tmp_path / "site"
    write(site, "a/heavy", f"<h1>重</h1>{FORMULA * 3}<template>{FORMULA}</template>")
    write(site, "a/long", FORMULA + "".join(f"<p>{number}</p>" for number in range(2000)))
    write(site, "a/light", "<p>轻</p>")
    write(site, "errata", FORMULA * 9)
    write(site, "why/a/heavy", FORMULA * 9)
    return site


# ---- 主机 ----------------------------------------------------------------------


def fetch(address: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def test_the_host_compresses_and_counts(site):
    (site / "font.woff2").write_bytes(b"wOF2" * 50)
    with hosted(site) as host:
        response, body = fetch(host.address, "/a/long/", **{"Accept-Encoding": "gzip"})
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert gzip.decompress(body) == (site / "a/long/index.html").read_bytes()
        head = str(response.headers).replace("\n", "\r\n").encode()  # 空行也在内
        assert host.sent() == len(b"HTTP/1.1 200 OK\r\n") + len(head) + len(body)

        response, body = fetch(host.address, "/a/long/", **{"If-None-Match": "else"})
        assert "Content-Encoding" not in response.headers
        again, nothing = fetch(
            host.address, "/a/long/", **{"If-None-Match": response.headers["ETag"]}
        )
        assert (again.status, nothing) == (304, b"")

        font, body = fetch(host.address, "/font.woff2", **{"Accept-Encoding": "gzip"})
        assert font.headers["Content-Type"] == "font/woff2"
        assert body == b"wOF2" * 50


def test_the_host_serves_nothing_outside(site):
    (site.parent / "secret").write_text("秘密", "utf-8")
    with hosted(site) as host:
        for path in ("/../secret", "/%2e%2e/secret", "/nowhere"):
            assert fetch(host.address, path)[0].status == 404
        assert host.quiet() >= 0


# ---- 选哪一章 -------------------------------------------------------------------


def test_the_heaviest_chapter_is_computed(site):
    first, second = pages.heaviest(site)
    assert (first.page, first.formulas) == ("a/heavy/", 3)
    assert second.page == "a/long/"


def test_no_chromium(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(bench.Failure, match="apt install chromium"), pages.chromium():
        pass


def test_a_site_without_chapters(tmp_path):
    with pytest.raises(bench.Failure, match="至少有两章"):
        pages.heaviest(tmp_path)


# ---- 目标 ----------------------------------------------------------------------

GOOD = {goal.field: 0 for goal in pages.GOALS} | {"formulas": 2, "unscripted": 2}


@pytest.mark.parametrize("goal", pages.GOALS, ids=lambda goal: goal.field)
def test_every_goal_can_be_missed(goal):
    said = []
    assert bench.report(pages.judge(GOOD), said.append)
    assert not bench.report(pages.judge(GOOD | {goal.field: goal.limit * 1.01 + 0.01}), said.append)
    assert sum(line.startswith("未达") for line in said) == 1


def test_broken_formulas_without_scripts_are_missed():
    assert not bench.report(pages.judge(GOOD | {"unscripted": 1}), lambda _: None)
    assert not bench.report(pages.judge(GOOD | {"formulas": 0, "unscripted": 0}), lambda _: None)


@pytest.mark.parametrize("arguments", [[], ["没有这个文件夹"], ["a", "b", "c"]])
def test_usage(arguments, capsys):
    assert pages.main(arguments) == 2
    assert "用法" in capsys.readouterr().err


def test_an_unknown_chapter_is_said(site, capsys):
    assert pages.main([str(site), "b/none"]) == 1
    assert "没有 b/none/ 这一章" in capsys.readouterr().err


# ---- 记录 ----------------------------------------------------------------------


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "docs/records/some.json"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize("unscripted", [2, 1])
def test_the_pages_are_recorded(record, monkeypatch, capsys, unscripted):
    row = GOOD | {"contestant": "本站", "unscripted": unscripted}
    tables = {"pages": [row], "page_goals": pages.judge(row)}
    monkeypatch.setattr(pages, "chromium", lambda: nullcontext(SimpleNamespace(version="1.2")))
    monkeypatch.setattr(building.Project, "build", lambda *_, tex=False: built.append(tex) or 1.0)
    monkeypatch.setattr(comparison, "compare", lambda *_: tables)
    built: list[bool] = []
    assert bench.record_pages(record) is (unscripted == 2)
    assert built == [False, True]  # 量的那一份，与作原料的那一份
    written = json.loads(record.read_text("utf-8"))
    assert written["machine"]["chromium"] == "1.2"
    assert {key: written[key] for key in tables} == tables
    assert ("未达" in capsys.readouterr().out) is (unscripted == 1)


def test_the_building_is_recorded(record, monkeypatch):
    rows = building.rows_of({key: [1e9] for key in building.GOALS}, {})
    monkeypatch.setattr(building, "measure", lambda *_: {"building": rows})
    assert bench.record_building(record) is False
    assert json.loads(record.read_text("utf-8"))["building"] == rows


def test_the_tables_can_be_shown():
    """页面上的表头认得每一个要显示的字段。"""
    fields = {"contestant", "versions", "formulas", "unscripted", *pages.judge(GOOD)[0]}
    fields |= {goal.field for goal in pages.GOALS} - {"raw"}
    assert fields <= set(html.HEADINGS)
    assert {"pages", "page_goals", "building"} <= set(html.TABLES)


def test_an_unusable_cache_is_said(record, monkeypatch):
    monkeypatch.setattr(pages, "chromium", lambda: nullcontext(SimpleNamespace(version="1.2")))
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(record.parent / "file/inside"))
    (record.parent / "file").write_text("", "utf-8")
    with pytest.raises(bench.Failure, match="缓存文件夹"):
        bench.record_pages(record)
    assert not record.exists()


# ---- 对照 ----------------------------------------------------------------------

CHAPTER = f"""<article><h1 id="x">题<a class="headerlink">#</a></h1>
<p>设 {FORMULA}，则</p>
<span class="katex-display">{FORMULA}</span>
<pre>a

b</pre><template>预览</template></article>"""


def test_an_article_has_its_tex_back():
    found = peers.article(CHAPTER, "a/heavy/")
    assert found.title == "题"
    assert "\n" not in found.body
    assert "<pre>a&#10;&#10;b</pre>" in found.body
    assert "katex" not in found.body
    assert "预览" not in found.body
    body = found.with_math("arithmatex").body
    assert r'<span class="arithmatex">\(z &lt; 1\)</span>' in body
    assert r'<span class="arithmatex">\[z &lt; 1\]</span>' in body


def test_formulas_without_tex_are_said():
    with pytest.raises(bench.Failure, match="annotation"):
        peers.article(CHAPTER.replace("annotation", "div"), "a/heavy/")


@pytest.mark.parametrize("peer", peers.PEERS[:3], ids=lambda peer: peer.name)
def test_a_peer_is_built(peer, tmp_path):
    """用 MkDocs 的三家（本项目已经装好）：文字与公式都在，CDN 的地址换掉了。"""
    tools = peers.Tools(tmp_path / "python", tmp_path / "npm")
    tools.npm.mkdir()
    found = peers.article(CHAPTER, "a/heavy/")
    site, moved = peers.build(peer, [found], tmp_path / "peer", tools)
    page = (site / "a/heavy/index.html").read_text("utf-8")
    assert page.count(r"\(z &lt; 1\)") == page.count(r"\[z &lt; 1\]") == 1
    assert moved == 1
    assert '"/cdn/' in page
    assert "https://unpkg.com" not in page
    assert (site / "cdn").resolve() == tools.npm.resolve()


def test_sphinx_sources(tmp_path):
    """Sphinx 只在真正测量时才装，这里只看写出的源文件。"""
    sphinx = peers.PEERS[3]
    sphinx.write(tmp_path, [peers.article(CHAPTER, "a/heavy/").with_math(sphinx.math)])
    compile((tmp_path / "docs/conf.py").read_text("utf-8"), "conf.py", "exec")
    assert "a/heavy" in (tmp_path / "docs/index.md").read_text("utf-8")
    assert "math notranslate" in (tmp_path / "docs/a/heavy.md").read_text("utf-8")


def test_a_peer_that_does_not_build(tmp_path):
    broken = peers.Peer("坏", "", lambda *_: None, ("mkdocs", "build"), str)
    with pytest.raises(bench.Failure, match="坏 没有构建成"):
        peers.build(broken, [], tmp_path / "peer", peers.Tools(tmp_path, tmp_path))


def test_silent_registries(tmp_path, monkeypatch):
    """软件源不应答：一句话说清楚，缓存里什么也没有留下。"""
    monkeypatch.setenv("DERIVE_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setattr(peers, "PYTHON", {"no-such-package-for-derive": "1"})
    with pytest.raises(bench.Failure) as caught:
        peers.install(lambda _: None)
    assert "没有装成" in str(caught.value)
    assert "PIP_INDEX_URL" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
