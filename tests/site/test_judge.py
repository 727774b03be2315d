"""网页里的判定器要送出的文件，和页面上的一块。"""

import ast
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from small_site import Render

from derive.site import judge, judge_files
from derive.site.fences import FORMATTERS

FAKE = {"pyodide.mjs": b"1" * 1000, "libraries.zip": b"2" * 500}


@pytest.fixture
def runtime(tmp_path, monkeypatch):
    """别家的文件很大，这里用假的。"""
    folder = tmp_path / "judge-0"
    folder.mkdir()
    for name, content in FAKE.items():
        (folder / name).write_bytes(content)
    (folder / judge_files.SIZES).write_text('{"whole": 1500, "sent": 700}')
    monkeypatch.setattr(judge_files, "runtime", lambda: folder)
    return folder


def test_own_code_is_whole_and_always_the_same() -> None:
    first, second = judge_files.own(), judge_files.own.__wrapped__()
    assert first == second
    names = ZipFile(BytesIO(first["derive.zip"])).namelist()
    assert {"derive/__init__.py", "derive/judge/session.py", "derive/judge/grammar.lark"} <= {
        *names
    }
    assert not [name for name in names if not name.startswith("derive/")]


def test_words_are_left_out_and_nothing_else() -> None:
    """去掉文档字符串的源码，语法树上别的都一样。"""
    archive = ZipFile(BytesIO(judge_files.own()["derive.zip"]))
    slim = ast.parse(archive.read("derive/judge/session.py"))
    source = judge_files._folder_of("derive") / "judge/session.py"
    whole = ast.parse(source.read_text("utf-8"))
    assert ast.get_docstring(whole)
    assert ast.get_docstring(slim) is None
    assert ast.dump(slim.body[-1].body[-1]) == ast.dump(whole.body[-1].body[-1])  # type: ignore[attr-defined]


def test_address_changes_with_the_code(runtime, monkeypatch) -> None:
    before = judge_files.address()
    assert re.fullmatch(r"assets/judge/[0-9a-f]{12}", before)
    changed = {**judge_files.own(), "worker.js": b"// \xe5\x88\xab"}
    monkeypatch.setattr(judge_files, "own", lambda: changed)
    assert judge_files.address() != before


def test_published_files_are_those_the_page_asks_for(runtime, tmp_path) -> None:
    judge_files.publish(tmp_path / "site")
    folder = tmp_path / "site" / judge_files.address()
    assert {path.name for path in folder.iterdir()} == {
        *FAKE,
        *("derive.zip", "worker.js", "page.js"),
    }


def test_page_says_how_much_will_be_downloaded(runtime, render: Render) -> None:
    markup = FORMATTERS["judge"](render("# 甲\n").build, "page", None)  # type: ignore[arg-type]
    assert judge.needs_wasm(markup)
    soup = BeautifulSoup(markup, "html.parser")
    form = soup.select_one("form.judge")
    assert form is not None
    assert form["data-bytes"] == judge.WHOLE
    soup = BeautifulSoup(judge.with_sizes(markup), "html.parser")
    form = soup.select_one("form.judge")
    assert form is not None
    assert form["data-base"] == f"../{judge_files.address()}/"
    sizes = judge_files.sizes()
    assert int(str(form["data-bytes"])) == sizes[0]
    assert f"{sizes[1] / 1e6:.1f} MB" in form.text
    assert {option["value"] for option in form.select('[data-judge="id"] option')} >= {
        "sigmoid_prime"
    }
    labelled = [label.select_one("select, textarea") for label in form.select("label")]
    assert len([control for control in labelled if control]) == 3


def test_fence_takes_no_other_word(render: Render) -> None:
    built = render("# 甲\n\n```judge\nother\n```\n")
    assert "只能写 page" in built.problems[0]


@pytest.mark.slow
def test_libraries_are_compiled_and_always_the_same() -> None:
    """编译过的都是 .pyc，偶尔才用到的是源码；两次编译，每个字节都相同。"""
    sources = {
        n: p
        for n, p in judge_files._sources("lark", judge_files._folder_of("lark"))
        if "/tools/" in n
    }
    assert sources
    first = judge_files._compiled(sources)
    assert first == judge_files._compiled(sources)
    assert set(ZipFile(BytesIO(first)).namelist()) == {f"{name}c" for name in sources}
