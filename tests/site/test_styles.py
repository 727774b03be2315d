"""样式表的合成与字体的裁剪。"""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from derive.site.katex import katex_assets, render
from derive.site.reuse import _classes
from derive.site.styles import bundle, faces, subset_font, subset_fonts, used_faces, without_faces

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


def test_known_fonts_are_not_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = {"a.woff2": katex_assets()["fonts/KaTeX_Size3-Regular.woff2"]}
    first, known = subset_fonts(fonts, "([", {})
    monkeypatch.setattr("derive.site.styles.subset_font", lambda *_: pytest.fail("又裁了一次"))
    again, _ = subset_fonts(fonts, "([", known)
    assert again == first
    with pytest.raises(pytest.fail.Exception):
        subset_fonts(fonts, "([{", known)


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
    assert (
        bundle({"assets/a.css": "a{color:red}"})[0] != bundle({"assets/a.css": "a{color:tan}"})[0]
    )
