"""样式表的合成与字体的裁剪。"""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from derive.site.katex import katex_assets, render
from derive.site.reuse import _classes, _letters
from derive.site.styles import (
    bundle,
    faces,
    letters_of,
    subset_font,
    subset_fonts,
    used_faces,
    without_faces,
    without_unused,
    words_of,
)

CSS = katex_assets()["katex.min.css"].decode()


def families(tex: str) -> set[str]:
    markup = render(tex, display=True)
    return {face.path for face in used_faces(CSS, _classes(markup))}


def test_every_font_of_katex_is_understood() -> None:
    assert len(faces(CSS)) == CSS.count("@font-face") == 20
    assert {face.path for face in faces(CSS)} <= set(katex_assets())


@pytest.mark.parametrize(
    ("tex", "font"),
    [
        ("1", "KaTeX_Main-Regular"),
        ("x", "KaTeX_Math-Italic"),
        (r"\mathbf{X}", "KaTeX_Main-Bold"),
        (r"\mathbb{R}", "KaTeX_AMS-Regular"),
        (r"\mathcal{L}", "KaTeX_Caligraphic-Regular"),
        (r"\sum_i i", "KaTeX_Size2-Regular"),
        (r"\boldsymbol{x}", "KaTeX_Math-BoldItalic"),
        (r"\mathit{ab}", "KaTeX_Main-Italic"),
        (r"\text{\textbf{a}}", "KaTeX_Main-Bold"),
    ],
)
def test_a_formula_gets_its_font(tex: str, font: str) -> None:
    assert f"fonts/{font}.woff2" in families(tex)


def test_fonts_nobody_uses_are_dropped() -> None:
    assert families("x+1") == {"fonts/KaTeX_Main-Regular.woff2", "fonts/KaTeX_Math-Italic.woff2"}
    kept = used_faces(CSS, _classes(render("x+1", display=True)))
    css = without_faces(CSS, kept)
    assert css.count("@font-face") == 2
    assert "Fraktur" in CSS
    assert "KaTeX_Fraktur-Regular" not in css


def test_a_font_keeps_just_the_characters_asked_for() -> None:
    whole = katex_assets()["fonts/KaTeX_Main-Regular.woff2"]
    small = subset_font(whole, "aσ⊙中")
    assert set(TTFont(BytesIO(small)).getBestCmap()) == {ord("a"), ord("σ"), ord("⊙")} & set(
        TTFont(BytesIO(whole)).getBestCmap()
    )
    assert len(small) < len(whole) / 4


@pytest.mark.parametrize(
    ("tex", "font", "characters"),
    [
        (r"a\mathsf{T} + \mathbf{0}", "KaTeX_SansSerif-Regular", "T"),
        (r"a\mathsf{T} + \mathbf{0}", "KaTeX_Main-Bold", "0"),
        (r"a\mathsf{T} + \mathbf{0}", "KaTeX_Math-Italic", "a"),
        (r"a\mathsf{T} + \mathbf{0}", "KaTeX_Main-Regular", "+"),
        (r"\mathrm{ReLU}(z)", "KaTeX_Main-Regular", "ReLU()"),
        (r"\text{\textbf{b}c}", "KaTeX_Main-Bold", "b"),
        (r"\text{\textbf{b}c}", "KaTeX_Main-Regular", "c"),
        (r"\bigl(x\bigr)", "KaTeX_Size1-Regular", "()"),
    ],
)
def test_each_font_keeps_its_own_letters(tex: str, font: str, characters: str) -> None:
    [face] = (face for face in faces(CSS) if f"/{font}." in face.path)
    found = letters_of(face, CSS, _letters(render(tex, display=True)))
    assert found == set(characters)


def test_pieces_of_a_tall_brace_are_kept() -> None:
    """拼成的大括号，各段在没有类名的元素里。"""
    rows = r" \\ ".join("x" * 8)
    letters = _letters(render(rf"\begin{{cases}} {rows} \end{{cases}}", display=True))
    [size4] = (face for face in faces(CSS) if "Size4" in face.path)
    assert set("⎧⎨⎩") <= letters_of(size4, CSS, letters)


def test_known_fonts_are_not_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    font = katex_assets()["fonts/KaTeX_Size3-Regular.woff2"]
    first, known = subset_fonts({"a.woff2": (font, "([")}, {})
    monkeypatch.setattr("derive.site.styles.subset_font", lambda *_: pytest.fail("又裁了一次"))
    again, _ = subset_fonts({"a.woff2": (font, "([")}, known)
    assert again == first
    with pytest.raises(pytest.fail.Exception):
        subset_fonts({"a.woff2": (font, "([{")}, known)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (".here{color:red}", ".here{color:red}"),
        (".gone{color:red}", ""),
        (".here .gone,.gone,p.here{color:red}", "p.here{color:red}"),
        (".here:not(.gone){color:red}", ".here:not(.gone){color:red}"),
        ("a:is(.gone,.here){color:red}", "a:is(.gone,.here){color:red}"),
        ("[dir=rtl] a{color:red}", ""),
        ('[dir="ltr"] a{color:red}', '[dir="ltr"] a{color:red}'),
        ("[hidden]{color:red}", "[hidden]{color:red}"),
        ("@media print{.gone{color:red}}", ""),
        (
            "@media print{.gone{color:red}.here{color:red}}",
            "@media print{.here{color:red}}",
        ),
        (r".h\:x{color:red}", r".h\:x{color:red}"),
        ("@keyframes gone{from{color:red}}", "@keyframes gone{from{color:red}}"),
        ('@charset "UTF-8";', '@charset "UTF-8";'),
    ],
)
def test_rules_that_match_nothing_go(rule: str, kept: str) -> None:
    words = words_of('<html dir="ltr"><p class="here h:x" style="color: var(--used)">')
    assert without_unused(rule, words) == kept


def test_variables_nobody_uses_go() -> None:
    icon = "url(\"data:image/svg+xml;charset=utf-8,<svg xmlns='http://www.w3.org/2000/svg'/>\")"
    css = f":root{{--a:{icon};--b:{icon};--c:1}}p{{mask:var(--a)}}"
    assert without_unused(css, {"--c"}) == f":root{{--a:{icon};--c:1}}p{{mask:var(--a)}}"


def test_the_bundle_keeps_the_order_and_moves_addresses() -> None:
    name, css = bundle(
        {
            "assets/katex/katex.min.css": "a { background: url(fonts/x.woff2) }",
            "extra/b.css": "/* 注释 */ a { color: red } b { mask: url('data:image/svg+xml,x') }",
        }
    )
    assert css.index("background") < css.index("color")
    assert "url(katex/fonts/x.woff2)" in css
    assert "data:image/svg+xml,x" in css
    assert "注释" not in css
    assert name.startswith("assets/site.")
    assert bundle({"a.css": "a{}"}, "盐")[0] != bundle({"a.css": "a{}"})[0]
    assert (
        bundle({"assets/a.css": "a{color:red}"})[0] != bundle({"assets/a.css": "a{color:tan}"})[0]
    )
