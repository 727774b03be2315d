"""第三、四次作业共有的：怎样拆开返回值，两次都有的函数的题目，各处说法相同的理由。"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from derive.homework.exercise import (
    Case,
    Exercise,
    Function,
    Misconception,
    Misshapen,
    Parts,
    as_one,
)
from derive.homework.exercises.cases import Array, labels, smallest_first
from derive.homework.exercises.networks import parameters_of

# ---- 拆开返回值 -------------------------------------------------------------------


def parameters_parts(value: Any) -> Parts:
    """参数的字典：每个键是一部分，层数不论。"""
    if not isinstance(value, Mapping) or not value:
        raise Misshapen('应返回字典 {"W1": …, "b1": …, …}')
    return dict(value)


def trained_parts(value: Any) -> Parts:
    """训练的函数：有的版本只返回参数，有的还返回 costs。

    costs 隔多少次记一个、最后一次记不记，各版本不同；第一个总是初始参数的代价，只看它。
    """
    if not isinstance(value, tuple | list) or len(value) != 2:
        return parameters_parts(value)
    parameters, costs = value
    if not isinstance(costs, list | tuple | np.ndarray):
        raise Misshapen("costs 应为列表：每隔 100 次记下的代价")
    first = {"costs[0]": np.squeeze(costs[0])} if len(costs) else {}
    return {**parameters_parts(parameters), **first}


def initial_parts(value: Any, scales: Sequence[str]) -> Parts:
    """随机的初始参数里不随机的部分：各个 W、b 的形状，b 是不是零，W 的平均、大小。"""
    parts: dict[str, Any] = {}
    for name, array in parameters_parts(value).items():
        try:
            numbers = np.asarray(array, dtype=float)
        except (TypeError, ValueError) as error:
            raise Misshapen(f"{name} 应为实数的数组") from error
        parts[f"{name}.shape"] = numbers.shape
        parts[name] = described(numbers, scales) if str(name).startswith("W") else zero(numbers)
    return parts


def zero(b: Array) -> str:
    return "全是 0" if not b.any() else "不全是 0"


ENOUGH = 1000
"""至少这么多个数，才从平均与标准差看得出是怎样取的。"""


def described(W: Array, scales: Sequence[str]) -> str:
    """W 是怎样取的，一句话；scales 里是许可的标准差。数太少时只看是不是零、各行是否相同。"""
    if zero(W) == "全是 0":
        return "全是 0"
    if W.ndim == 2 and len(np.unique(W, axis=0)) < len(W):
        return "有的行相同"
    if W.ndim != 2 or W.size < ENOUGH:
        return "随机"
    spread = W.std()
    mean = "平均约 0" if abs(W.mean()) < 6 * spread / np.sqrt(W.size) else "平均不是 0"
    allowed = {"0.01": 0.01, "1/√n[l−1]": W.shape[1] ** -0.5}
    if any(abs(spread / allowed[scale] - 1) < 0.1 for scale in scales):
        return f"{mean}，标准差约 {' 或 '.join(scales)}"
    return f"{mean}，标准差约 {spread:.1g}"


# ---- 两次作业共有的错误写法 --------------------------------------------------------


def each(name: str, why: str, *edits: tuple[str, str]) -> tuple[Misconception, ...]:
    """同一种错误，出在几个地方。"""
    return tuple(Misconception(name, before, after, why) for before, after in edits)


KEEPDIMS_WHY = (
    "不写 keepdims=True，得到的是一维的 (n,)；更新 b 时它被当作一行去广播，b 就成了方阵。"
)
AXIS_WHY = "样本排成列，对样本求平均是沿着一行加起来：axis=1。axis=0 是把各个单元加在一起。"
MEAN_WHY = "代价是 m 个样本的平均，所以梯度也要除以 m；dZ 里没有除，dW 与 db 里才除。"
ROWS_WHY = "m 是样本数，样本排成列，所以是 shape[1]；shape[0] 是特征（单元）的个数。"
ACTIVATION_WHY = "链式法则：dZ = dA ⊙ g′(Z)。少了 g′，就只对线性的一层成立。"
ONCE_WHY = "return 缩进到循环里，或者每次循环都重新初始化，结果都等于只走一步。"


def cost_misconceptions(A: str) -> tuple[Misconception, ...]:
    """compute_cost 的错误写法；A 是概率的名字，A2 或 AL。"""
    of_one, of_zero = f"Y * np.log({A})", f"(1 - Y) * np.log(1 - {A})"
    both = f"{of_one} + {of_zero}"
    return (
        *each(
            "loss 未取平均",
            "代价是 m 个样本的平均，求和之后还要除以 m；不然样本越多，代价越大。",
            ("-np.sum(logprobs) / m", "-np.sum(logprobs)"),
        ),
        *each(
            "少了负号",
            "概率的对数不大于 0，取负才是损失；不取负，代价就成了负数，越小反而越错。",
            ("-np.sum(logprobs)", "np.sum(logprobs)"),
        ),
        *each(
            "没有求和",
            "代价是一个数：m 个样本的损失加起来，再除以 m。没有求和，得到的是一行 m 个数。",
            ("-np.sum(logprobs)", "-logprobs"),
        ),
        *each(
            "多了 1/2",
            "1/2 是平方误差求导时为了约去 2 才写的；交叉熵的代价只除以 m。",
            ("-np.sum(logprobs) / m", "-np.sum(logprobs) / (2 * m)"),
        ),
        *each(
            "少了 1−y 那一项",
            "标签为 0 的样本，损失在 (1−Y)·ln(1−A) 里；少了它，全猜 1 代价就是 0。",
            (both, of_one),
        ),
        *each(
            "少了 y 那一项",
            "标签为 1 的样本，损失在 Y·ln A 里；少了它，全猜 0 代价就是 0。",
            (both, of_zero),
        ),
        *each(
            "两项之间的符号反了",
            "负号管着两项：−(Y·ln A + (1−Y)·ln(1−A))。括号关早了，标签为 0 的样本损失就成了负数。",
            (both, f"{of_one} - {of_zero}"),
        ),
        *each(
            "标签弄反了",
            "标签为 1 时看 ln A，标签为 0 时看 ln(1−A)；两个标签对调，猜得越对代价越大。",
            (both, f"(1 - Y) * np.log({A}) + Y * np.log(1 - {A})"),
        ),
        *each(
            "少了括号",
            "乘法先算：1 − Y * … 是 1 减去乘积，(1 − Y) * … 才是要的。",
            (of_zero, f"1 - Y * np.log(1 - {A})"),
        ),
        *each(
            "1−a 写成了 a",
            "标签为 0 的样本，猜对的概率是 1−A，取对数的是它。",
            (of_zero, f"(1 - Y) * np.log({A})"),
        ),
        *each(
            "A 与 Y 弄反了",
            "取对数的是预测的概率 A，标签 Y 只作系数；Y 取 0 时 ln Y 是 −∞。",
            (both, f"{A} * np.log(Y) + (1 - {A}) * np.log(1 - Y)"),
        ),
        *each(
            "用了平方误差",
            "课程的代价是交叉熵，不是 (A−Y)² 的平均；dZ = A − Y 也是由交叉熵得来的。",
            (both, f"-(({A} - Y) ** 2)"),
        ),
        *each(
            "用了 log10",
            "课程里的 log 都是自然对数 np.log；换了底，代价差一个倍数，梯度也对不上。",
            (of_one + " + " + of_zero, f"Y * np.log10({A}) + (1 - Y) * np.log10(1 - {A})"),
        ),
        *each(
            "用了 log2",
            "课程里的 log 都是自然对数 np.log；换了底，代价差一个倍数，梯度也对不上。",
            (of_one + " + " + of_zero, f"Y * np.log2({A}) + (1 - Y) * np.log2(1 - {A})"),
        ),
    )


INITIAL_MISCONCEPTIONS = (
    *each(
        "全零初始化",
        "权重全是 0，隐藏单元算的都一样，梯度也一样，永远分不开。要用随机数。",
        ("np.random.randn(n_h, n_x) * 0.01", "np.zeros((n_h, n_x))"),
        ("np.random.randn(n_y, n_h) * 0.01", "np.zeros((n_y, n_h))"),
    ),
    *each(
        "各行相同",
        "各行相同的权重，等于同一个隐藏单元抄了几遍：梯度也相同，永远分不开。每个数都要独立地随机。",
        ("np.random.randn(n_h, n_x) * 0.01", "np.ones((n_h, n_x)) * 0.01"),
        ("np.random.randn(n_y, n_h) * 0.01", "np.ones((n_y, n_h)) * 0.01"),
    ),
    *each(
        "忘了乘 0.01",
        "权重大，Z 就大，tanh 与 sigmoid 落在平缓的地方，梯度小，学得慢。乘 0.01 让它小。",
        ("np.random.randn(n_h, n_x) * 0.01", "np.random.randn(n_h, n_x)"),
        ("np.random.randn(n_y, n_h) * 0.01", "np.random.randn(n_y, n_h)"),
    ),
    *each(
        "用了 np.random.rand",
        "rand 是 0 到 1 之间的均匀分布，全是正数；要的是平均为 0 的正态分布 randn。",
        ("np.random.randn(n_h, n_x) * 0.01", "np.random.rand(n_h, n_x) * 0.01"),
        ("np.random.randn(n_y, n_h) * 0.01", "np.random.rand(n_y, n_h) * 0.01"),
    ),
    *each(
        "b 也随机",
        "打破对称靠 W 就够了，b 从 0 开始。",
        ("np.zeros((n_h, 1))", "np.random.randn(n_h, 1)"),
        ("np.zeros((n_y, 1))", "np.random.randn(n_y, 1)"),
    ),
    *each(
        "W 的形状写反",
        "W 的每一行是一个单元的权重：行数是这一层的单元数，列数是上一层的。",
        ("np.random.randn(n_h, n_x)", "np.random.randn(n_x, n_h)"),
        ("np.random.randn(n_y, n_h)", "np.random.randn(n_h, n_y)"),
    ),
    *each(
        "一维数组",
        "b 是一列 (n, 1)。一维的 (n,) 与 (n, m) 相加时被当作一行。",
        ("np.zeros((n_h, 1))", "np.zeros(n_h)"),
        ("np.zeros((n_y, 1))", "np.zeros(n_y)"),
    ),
    *each(
        "b 的形状写反",
        "b 是一列 (n, 1)，与 Z 的行数相同，加到每一列上。",
        ("np.zeros((n_h, 1))", "np.zeros((1, n_h))"),
        ("np.zeros((n_y, 1))", "np.zeros((1, n_y))"),
    ),
    *each(
        "b 的大小用错了层",
        "b[l] 的行数是第 l 层的单元数，与 W[l] 的行数相同。",
        ("np.zeros((n_h, 1))", "np.zeros((n_x, 1))"),
        ("np.zeros((n_y, 1))", "np.zeros((n_h, 1))"),
    ),
)

TRAINING_MISCONCEPTIONS = (
    *each(
        "参数没有更新",
        "update_parameters 返回新的参数，要接住：parameters = update_parameters(…)。",
        ("parameters = update_parameters(", "update_parameters("),
    ),
    *each(
        "迭代次数少一次",
        "range(num_iterations) 正好循环 num_iterations 次，从 0 到 num_iterations − 1。",
        ("range(num_iterations)", "range(1, num_iterations)"),
    ),
    *each(
        "迭代次数多一次",
        "range(num_iterations) 正好循环 num_iterations 次，不必再加 1。",
        ("range(num_iterations)", "range(num_iterations + 1)"),
    ),
)
"""训练的函数共有的错误写法。"""


# ---- 两次作业都有的题目 ------------------------------------------------------------


def initial_cases(rng: np.random.Generator) -> Iterator[Case]:
    """形状从小到大；最后一个大得看得出平均与标准差。"""
    for n_x, n_h, n_y in ((1, 1, 1), (2, 1, 1), (1, 2, 1), (3, 2, 1), (2, 4, 1), (3, 5, 2)):
        yield Case({"n_x": n_x, "n_h": n_h, "n_y": n_y})
    yield Case({"n_x": 60, "n_h": 50, "n_y": 40})


def initialize_parameters(reference: Function) -> Exercise:
    """initialize_parameters(n_x, n_h, n_y) 的题目。"""
    return Exercise(
        reference=reference,
        cases=initial_cases,
        parts=partial(initial_parts, scales=("0.01",)),
        laws={
            "W1.shape": "shape_of_w",
            "b1.shape": "shape_of_b",
            "W2.shape": "shape_of_w",
            "b2.shape": "shape_of_b",
            "W1": "symmetric_dw1",
            "W2": "symmetric_dw1",
        },
        misconceptions=INITIAL_MISCONCEPTIONS,
        random=True,
    )


def cost_cases(A: str) -> Callable[[np.random.Generator], list[Case]]:
    """compute_cost 的试验；A 是概率的名字。概率是两位小数；最后一个猜得十分肯定，0·ln 0 不是数。"""

    def case(output: Array, Y: Array, rng: np.random.Generator, extreme: bool = False) -> Case:
        extra = {"parameters": parameters_of(rng, (2, 3, 1))}
        return Case({A: output, "Y": Y}, extra=extra, extreme=extreme)

    def cases(rng: np.random.Generator) -> list[Case]:
        drawn = [
            case(np.array([[0.5]]), np.array([[1.0]]), rng),
            case(np.array([[0.2]]), np.array([[0.0]]), rng),
            case(np.array([[0.8, 0.9, 0.4]]), np.array([[1.0, 1.0, 0.0]]), rng),
            case(np.array([[1.0, 0.0, 0.5]]), np.array([[1.0, 0.0, 1.0]]), rng, extreme=True),
        ]
        for m in (1, 2, 3, 4, 5, 8, 20, 50):
            drawn.append(case(np.round(rng.uniform(0.05, 0.95, (1, m)), 2), labels(rng, m), rng))
        return smallest_first(drawn)

    return cases


def compute_cost(reference: Function, A: str, law: str, answer: Function) -> Exercise:
    """compute_cost(A2, Y) 或 compute_cost(AL, Y) 的题目；旧版还要 parameters，并不用它。"""
    return Exercise(
        reference=reference,
        cases=cost_cases(A),
        parts=as_one("cost"),
        laws={"cost": law},
        answer=answer,
        misconceptions=cost_misconceptions(A),
        also=((A, "Y", "parameters"),),
    )
