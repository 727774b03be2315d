"""全部页面的中文排版与译名；检查者自己也被检查。"""

from pathlib import Path

import pytest
from typography import flaws

from derive.site.glossary import Glossary, read_glossary

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(ROOT / "docs")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page(path: Path, glossary: Glossary) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = flaws(path.read_text("utf-8"), glossary)
    assert [f"{name}:{flaw.line}: {flaw.message}" for flaw in found] == []


def test_glossary_itself(glossary: Glossary) -> None:
    explanations = "\n".join(f"- {term.explanation}" for term in glossary.terms)
    assert flaws(explanations, glossary) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("用Python写。", "「用Python写。」应写成「用 Python 写。」"),
        ("训练3次。", "「训练3次。」应写成「训练 3 次。」"),
        ("第一,第二。", "「第一,第二。」应写成「第一，第二。」"),
        ("这是$z$的值。", "「这是$z$的值。」应写成「这是 $z$ 的值。」"),
        ("它 ，很好。", "「它 ，很好。」应写成「它，很好。」"),
        ("取ＡＢ两点。", "「取ＡＢ两点。」应写成「取AB两点。」"),
        ("内积(点积)也行。", "半角标点，在「内积(点积)也行。」"),
        ('他说"好"。', '半角引号：中文里用 “ ”，在「他说"好"。」'),
        ("用`np.dot`算。", "汉字与行内代码、公式之间应空一格，在「用`…`算。」"),
        ("取 $z$ ，再算。", "全角标点两边不空格，在「取 $…$ ，再算。」"),
        ("由[@loss_dz]得到。", "式号引用的后面应空一格，在「由[@…]得到。」"),
        ("等等...再说。", "省略号用 …… 或 …，在「等等...再说。」"),
        ("最小化成本函数。", "「成本函数」应写成「代价函数」（cost function）"),
        ("只调超参。", "「超参」应写成「超参数」（hyperparameter）"),
    ],
)
def test_finds(wrong: str, said: str, glossary: Glossary) -> None:
    found = flaws(f"# 标题\n\n{wrong}\n", glossary)
    assert said in [flaw.message for flaw in found]
    assert {flaw.line for flaw in found} == {3}


@pytest.mark.parametrize(
    "right",
    [
        "由[@loss_dz]，$z$ 是 `Z` 的一项；超参数有 3 个（如 $\\alpha$）。",
        "ReLU、tanh 与“sigmoid”都行：见[损失](basics/loss.md#导数)。",
        "```sh\n用Python写,成本函数\n```",
        "<!-- 成本函数 -->",
        "`成本函数(x)` 是旧名。",
        "形状是 $(n,m)$，取 $a=1$。**激活函数**（activation function）很常用。",
        '??? note "两个概率加起来是 1"\n\n    好。',
    ],
)
def test_lets_pass(right: str, glossary: Glossary) -> None:
    assert flaws(f"{right}\n", glossary) == []
