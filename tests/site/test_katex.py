"""KaTeX：真的启动 Node，排真的公式。"""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from derive.site import katex, node
from derive.site.errors import SiteError
from derive.site.katex import KATEX_VERSION, Katex, TexError, katex_assets
from derive.site.node import node_modules


@pytest.fixture
def engine() -> Iterator[Katex]:
    engine = Katex()
    yield engine
    engine.close()


def test_html_and_mathml(engine: Katex) -> None:
    html = engine.render(r"\frac{\partial L}{\partial z}=a-y", display=True)
    assert 'class="katex-display"' in html
    assert "<math" in html
    assert 'class="katex-display"' not in engine.render("z", display=False)


def test_chinese_inside_text(engine: Katex) -> None:
    assert "当，且" in engine.render(r"z>0\ \text{当，且}", display=False)


@pytest.mark.parametrize(
    ("tex", "message", "position"),
    [
        ("x=当", r"中文等文字要放进 \text", 2),
        ("𝒳当", r"中文等文字要放进 \text", 1),  # 𝒳 在 JavaScript 里占两个码元
        (r"\frac{1}{", "不能解析", 9),
        (r"\sigmoid z", r"\sigmoid", 0),
        (r"\href{javascript:alert(1)}{x}", r"公式里不能用 \href", None),
        (r"\includegraphics{x.png}", r"公式里不能用 \includegraphics", None),
        (r"\htmlStyle{color:red}{x}", r"公式里不能用 \htmlStyle", None),
        (r"\def\a{\a}\a", "Too many expansions", None),
    ],
)
def test_bad_tex(engine: Katex, tex: str, message: str, position: int | None) -> None:
    with pytest.raises(TexError, match=re.escape(message)) as caught:
        engine.render(tex, display=False)
    assert caught.value.tex == tex
    assert caught.value.position == position
    assert engine.render("x", display=False)  # 一个坏公式不影响下一个


def test_marking_commands_are_allowed(engine: Katex) -> None:
    html = engine.render(r"\htmlClass{step}{\htmlData{derive=sigma}{x}}", display=False)
    assert 'class="enclosing step"' in html
    assert 'data-derive="sigma"' in html


def test_line_breaks_and_odd_characters_keep_the_dialogue_in_step(engine: Katex) -> None:
    for tex in ("a\nb", "a\r\nb", r"\text{}", "", "x\u2028+y"):
        with suppress(TexError):
            engine.render(tex, display=False)
        assert "mathnormal" in engine.render("z", display=False)


def test_same_formula_is_rendered_once(engine: Katex) -> None:
    first = engine.render("z", display=False)
    engine.close()
    assert engine.render("z", display=False) is first
    assert engine._process is None


def test_dead_process_is_restarted(engine: Katex) -> None:
    engine.render("x", display=False)
    assert engine._process is not None
    engine._process.kill()
    engine._process.wait()
    assert engine.render("y", display=False)


def test_two_deaths_are_reported(engine: Katex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(katex, "_SCRIPT", katex._SCRIPT.with_name("no-such-file.mjs"))
    with pytest.raises(SiteError, match=r"两次意外退出（Error: .*no-such-file"):
        engine.render("x", display=False)


def test_unstartable_node(
    engine: Katex, monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setattr(node, "node_binary", lambda: tmp_path)
    with pytest.raises(SiteError, match="启动不了 Node"):
        engine.render("x", display=False)


def test_threads_share_one_process(engine: Katex) -> None:
    sources = [f"x_{{{i}}}" for i in range(100)]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda tex: engine.render(tex, display=False), sources))
    for source, page in zip(sources, pages, strict=True):
        assert f">{source}</annotation>" in page


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows 没有 fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_forked_child_starts_its_own_process(engine: Katex) -> None:
    engine.render("x", display=False)
    engine._lock.acquire()  # 最坏的情形：fork 时别的线程正握着锁
    child = os.fork()
    if child == 0:
        try:
            good = engine._process is None and "y" in engine.render("y", display=False)
            engine.close()
        except BaseException:
            good = False
        os._exit(0 if good else 1)
    engine._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert engine.render("z", display=False)


def test_assets_are_complete_and_only_woff2() -> None:
    assets = katex_assets()
    css = assets["katex.min.css"].decode()
    assert set(re.findall(r"url\(([^)]*)\)", css)) == {
        name for name in assets if name.startswith("fonts/")
    }
    assert 'src:url(fonts/KaTeX_Main-Regular.woff2) format("woff2")}' in css
    assert all(
        content.startswith(b"wOF2") for name, content in assets.items() if name.endswith(".woff2")
    )
    assert b"MIT" in assets["LICENSE"]


def test_version_is_the_installed_one() -> None:
    installed = json.loads((node_modules() / "katex/package.json").read_text("utf-8"))
    assert installed["version"] == KATEX_VERSION
