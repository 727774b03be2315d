"""原文的扫描与式号。"""

from derive.site.sources import Kind, Page, Sources, scan

PAGE = """\
---
number: "3.6"
---
# 标题 $\\sigma$

`$x$` 与 ``$`y`$`` 是代码；\\$5 是钱。<!-- $z$ -->

1. 列表

    ```equation
    one
    two
    ```

> ```derivation
> three
> ```

见 [@one] 与 $@two$，[链接](b.md#锚点)。
"""


def found(text: str, kind: Kind) -> list[tuple[str, int, int]]:
    return [(t.text, t.line, t.column) for t in Page("a.md", text).tokens if t.kind is kind]


def test_positions() -> None:
    assert found(PAGE, Kind.MATH) == [("\\sigma", 4, 6)]
    assert found(PAGE, Kind.FENCE) == [("one\ntwo", 10, 5), ("three", 15, 3)]
    assert found(PAGE, Kind.REFERENCE) == [("one", 19, 3)]
    assert found(PAGE, Kind.STATEMENT) == [("two", 19, 12)]
    assert found(PAGE, Kind.LINK) == [("b.md#锚点", 19, 24)]
    assert found(PAGE, Kind.STRAY) == []


def test_display_math_and_strays() -> None:
    assert found("a\n\n$$x$$\n", Kind.DISPLAY)[0][1:] == (3, 1)
    assert found("甲 \\[x\\]", Kind.DISPLAY) == [("\\[", 1, 3)]
    assert found("\\begin{aligned}", Kind.DISPLAY)
    assert found("价格 $5", Kind.STRAY) == [("$", 1, 4)]
    assert found("```text\n没有结束", Kind.STRAY) == [("```", 1, 1)]
    assert found("[@a-b]", Kind.STRAY) == [("[@a-b]", 1, 1)]


def test_code_is_not_scanned() -> None:
    tokens = list(scan("```text\n$$x$$\n[@id]\n```\n"))
    assert [token.kind for token in tokens] == [Kind.FENCE]


def test_urls() -> None:
    assert Page("index.md", "").url == ""
    assert Page("a/index.md", "").url == "a/"
    assert Page("a/b.md", "").url == "a/b/"


def fence(kind: str, *ids: str) -> str:
    return f"```{kind}\n" + "\n".join(ids) + "\n```\n"


def numbered(number: str, *fences: str) -> str:
    return f'---\nnumber: "{number}"\n---\n' + "\n".join(fences)


def test_numbers_follow_the_pages_in_reading_order() -> None:
    sources = Sources(
        [
            Page("z.md", numbered("2.3", fence("equation", "one", "two"))),
            Page("a.md", numbered("2.10", fence("equation", "one", "three"))),
            Page("b.md", fence("equation", "four")),
        ]
    )
    numbers = {id: home.number for id, home in sources.homes.items()}
    assert numbers == {"one": "2.3.1", "two": "2.3.2", "three": "2.10.1", "four": ""}
    assert [page.path for page in sources.pages] == ["z.md", "a.md", "b.md"]


def test_home_is_where_it_is_derived() -> None:
    sources = Sources(
        [
            Page("a.md", numbered("1", fence("equation", "one", "two"))),
            Page("b.md", numbered("2", fence("derivation", "one"))),
        ]
    )
    assert sources.homes["one"].page.path == "b.md"
    assert sources.homes["one"].number == "2.1"
    assert sources.homes["two"].number == "1.1"


def test_implementations_have_a_home_but_no_number() -> None:
    sources = Sources([Page("a.md", numbered("1", fence("implementation", "code")))])
    assert sources.homes["code"].number == ""


def test_pages_of() -> None:
    sources = Sources([Page("a.md", fence("equation", "one")), Page("b/c.md", "$@one$，[@two]")])
    assert sources.pages_of("one") == ("a/", "b/c/")
    assert sources.pages_of("two") == ()
