"""原文里不许手写的东西。"""

import pytest

from derive.site.lint import asserts, lint
from derive.site.sources import Page


@pytest.mark.parametrize(
    "tex",
    [
        # 一个符号或一个式子
        "z",
        r"\sigma'(z)",
        r"W^{[l]}",
        r"\frac{1}{m}\sum_{i=1}^{m} x^{(i)}",
        r"\lim_{z\to\infty}\sigma(z)",
        r"\prod_{i = 1}^m \hat{y}_i",
        # 只说一个记号
        ":=",
        "=",
        # 交代场景
        "z<0",
        "m=209",
        r"m = 64",
        r"x\in\mathbb{R}^{n_x}",
        r"W^{[l]} \in \mathbb R^{n^{[l]}\times n^{[l-1]}}",
        r"z\to\infty",
        r"z \to -\infty",
        r"h\to 0^+",
        r"y\in\{0,1\}",
        r"\hat y \in (0, 1)",
        r"a \in \left[0, 1\right]",
        r"i=1,2,\dots,m",
        r"\alpha = 0.01",
        r"\epsilon=10^{-8}",
        r"z\ge 0",
        r"y^{(i)}=1",
        r"a^{[2](i)} = 1/4",
        r"dZ^{[l]} \neq 0",
        r"a_1=(1, 2)",
        r"\alpha\in(0,1)",
    ],
)
def test_expressions_and_scenes(tex: str) -> None:
    assert not asserts(tex)


@pytest.mark.parametrize(
    "tex",
    [
        "a = b",
        "= b",
        "a =",
        r"\sigma'(z) = \sigma(z)(1-\sigma(z))",
        r"\sigma(0)=1/2",
        "z^2 = 4",
        "dz = a - y",
        r"\hat y = a",
        "0 < z < 1",
        "x + y = 0",
        r"A \Rightarrow B",
        r"z = \sigma(0)",
        r"\frac{a=b}{2}",
        r"\text{a = b}",
        r"\overset{\text{def}}{=}",
        r"x \not= 0",
        r"x \coloneqq y",
        r"a ≤ b",
        r"f: x \mapsto y",
        r"m = 2^n",
        r"{}_{a=b}",
        r"ab=1",
    ],
)
def test_assertions(tex: str) -> None:
    assert asserts(tex)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("甲\n\n$$x$$\n", 3, 1, "独立公式"),
        ("甲 \\[x\\]\n", 1, 3, "独立公式"),
        ("<math><mi>x</mi></math>\n", 1, 1, "独立公式"),
        ("甲\n由 $a=b$ 得\n", 2, 3, "断言"),
        ("$\\def\\x{y}\\x$\n", 1, 1, "不能定义命令"),
        ("多了一个 $ 号\n", 1, 6, "没有配对"),
        ("```python\nprint(1)\n```\n", 1, 1, "snippets/"),
        ("```\n程序\n```\n", 1, 1, "无语言"),
        ("```equation\n```\n", 1, 1, "是空的"),
        ("```equation one\none\n```\n", 1, 1, "id 写在下面"),
        ("```equation\na = b\n```\n", 1, 1, "只能写 id"),
        ("```equation\none two\n```\n", 1, 1, "只能写 id"),
        ("```derivation\none\n", 1, 1, "没有闭合"),
        ("- ```equation\n  one\n  ```\n", 1, 3, "独占一行"),
        ("见 [@a b]。\n", 1, 3, "[@id]"),
    ],
)
def test_problems_have_a_place_and_a_mend(text: str, line: int, column: int, words: str) -> None:
    problem = next(iter(lint(Page("a.md", text))))
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message
    assert str(problem).startswith(f"docs/a.md:{line}:{column}: ")


def test_all_problems_of_a_page_are_reported() -> None:
    assert len(list(lint(Page("a.md", "$$x$$\n\n$a=b$\n\n```python\n1\n```\n")))) >= 3


def test_a_display_formula_is_one_problem() -> None:
    [problem] = lint(Page("a.md", "$$\na = b\n$$\n"))
    assert "（$$ a = b $$）" in problem.message


def test_a_clean_page() -> None:
    text = "$z$、$z<0$、$@id$、[@id]、`$$`\n\n```sh\nls\n```\n\n```text\n$$x$$\n```\n"
    assert list(lint(Page("a.md", text))) == []
