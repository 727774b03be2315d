"""外壳里的内联脚本挪到样式表之前。"""

from derive.site.shell import without_waiting

SCOPE = "<script>__md_scope=1</script>"
PALETTE = '<script>var palette=__md_get("__palette");change()</script>'
PAGE = f"""<head>
  <link rel="stylesheet" href="a.css">
  {SCOPE}
</head><body><form data-md-component="palette"></form>{PALETTE}<p>正文</p>
<script>var tabs=1</script></body>"""


def test_scripts_come_before_the_stylesheet() -> None:
    page = without_waiting(PAGE)
    head, _, body = page.partition("</head>")
    assert head.index(SCOPE) < head.index("change()") < head.index("stylesheet")
    assert "palette=" not in body
    assert "<p>正文</p>" in body
    assert "var tabs=1" in body  # 正文之后的不动
    assert page.count("__md_scope") == page.count("change()") == 1


def test_other_pages_are_left_alone() -> None:
    for page in ("<p>正文</p>", PAGE.replace(SCOPE, ""), without_waiting(PAGE)):
        assert without_waiting(page) == page


def test_only_one_of_the_scripts() -> None:
    page = without_waiting(PAGE.replace(PALETTE, ""))
    assert page.index(SCOPE) < page.index("stylesheet")
    assert "MutationObserver" not in page
