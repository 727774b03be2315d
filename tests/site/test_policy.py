"""内容安全策略：每页自己的脚本都在内，别的都不在。"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_site import MkDocs

from derive.site.errors import SiteError
from derive.site.policy import with_policy

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><script>let a = 1</script></head>
<body style="color: red"><script type="application/json">{"b": 2}</script>
<script src="c.js"></script><SCRIPT type="module">
let 丁 = 4
</SCRIPT></body></html>
"""
SCRIPTS = ("let a = 1", "\nlet 丁 = 4\n")


def policy(html: str) -> dict[str, list[str]]:
    """指令 → 来源，从页面上读回来。"""
    [tag] = BeautifulSoup(html, "html.parser").select("meta[http-equiv=Content-Security-Policy]")
    parts = [directive.split() for directive in str(tag["content"]).split(";")]
    return {name: sources for name, *sources in parts}


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_exactly_this_pages_scripts_may_run() -> None:
    assert policy(with_policy(PAGE))["script-src"] == ["'self'", *map(digest, SCRIPTS)]


def test_changed_script_may_not() -> None:
    html = with_policy(PAGE).replace("let a = 1", "let a = 2")
    assert digest("let a = 2") not in policy(html)["script-src"]


def test_style_elements_need_a_hash_and_attributes_do_not() -> None:
    found = policy(with_policy(PAGE.replace("</head>", "<style>p{}</style></head>")))
    assert found["style-src-elem"] == ["'self'", digest("p{}")]
    assert "'unsafe-inline'" in found["style-src"]
    assert policy(with_policy(PAGE))["style-src-elem"] == ["'self'"]


def test_everything_else_is_closed() -> None:
    found = policy(with_policy(PAGE))
    assert found["default-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert found["form-action"] == ["'none'"]
    assert found["base-uri"] == ["'self'"]
    assert not any("unsafe" in source for source in found["script-src"])


def test_wasm_only_where_it_is_asked_for() -> None:
    assert "'wasm-unsafe-eval'" in policy(with_policy(PAGE, wasm=True))["script-src"]
    assert "wasm" not in with_policy(PAGE)


def test_comes_before_anything_is_loaded() -> None:
    assert '<meta charset="utf-8"><meta http-equiv=' in with_policy(PAGE)


@pytest.mark.parametrize("charsets", [0, 2])
def test_unknown_template_is_refused(charsets: int) -> None:
    html = PAGE.replace('<meta charset="utf-8">', '<meta charset="utf-8">' * charsets)
    with pytest.raises(SiteError, match=f"实际有 {charsets} 处"):
        with_policy(html)


def test_every_page_of_a_site(mkdocs: MkDocs) -> None:
    built = mkdocs({"a.md": "# 甲\n\n```derivation\nsigmoid_prime\n```\n"})
    assert built.exit_code == 0, built.output
    pages = sorted(built.site.rglob("*.html"))
    assert {path.relative_to(built.site).as_posix() for path in pages} >= {
        "index.html",
        "404.html",
        "a/index.html",
        "why/a/index.html",
    }
    for path in pages:
        assert uncovered(path) == []


@pytest.mark.slow
def test_every_page_of_the_site(site: Path) -> None:
    assert {path: found for path in site.rglob("*.html") if (found := uncovered(path))} == {}


def uncovered(path: Path) -> list[str]:
    """页面里会运行、策略却不许的东西。"""
    html = path.read_text("utf-8")
    allowed = policy(html)
    soup = BeautifulSoup(html, "html.parser")
    found = [
        script.string or ""
        for script in soup.find_all("script")
        if "src" not in script.attrs and script.get("type") != "application/json"
        if digest(script.string or "") not in allowed["script-src"]
    ]
    found += [
        style.string or ""
        for style in soup.find_all("style")
        if digest(style.string or "") not in allowed["style-src-elem"]
    ]
    for element in soup.find_all(True):
        found += [f"<{element.name} {name}>" for name in element.attrs if name.startswith("on")]
        if str(element.get("href", "")).startswith("javascript:"):
            found.append(str(element))
    return found


def test_uncovered_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    bad = '<script>1</script><p onclick="2">x</p><a href="javascript:3">y</a><style>z{}</style>'
    page.write_text(with_policy(PAGE).replace("</body>", bad + "</body>"), "utf-8")
    assert len(uncovered(page)) == 4
