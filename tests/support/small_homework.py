"""测试用的一份小作业：三个函数，和学习者可能写错的几种样子。"""

from functools import partial

import numpy as np

from derive.homework.exercise import (
    Assignment,
    Case,
    Exercise,
    Misconception,
    as_dict,
    as_one,
    as_tuple,
)

SHAPES = ((1, 1), (1, 2), (2, 2), (2, 3), (3, 1), (3, 4))


def start(n):
    """n 个 0。

    n：个数。返回 (n, 1)。
    """
    return np.zeros((n, 1))


def scale(A, Y):
    """B = A ⊙ Y/m，C = A。

    A、Y：(n, m)。返回 B、C：(n, m)。
    """
    m = A.shape[1]
    B = A * Y / m
    return B, A


def total(A, Y):
    """s = B 的各行之和，t = 全部之和。

    A、Y：(n, m)。返回 {"s": (n, 1), "t": 数}。
    """
    B, _ = scale(A, Y)
    s = np.sum(B, axis=1, keepdims=True)
    t = np.sum(B)
    return {"s": s, "t": t}


def grow(A, steps):
    """A 走 steps 步，每步加上 start(行数) + 1。

    A：(n, m)；steps：步数。返回 (n, m)。
    """
    for _ in range(steps):
        A = A + start(A.shape[0]) + 1
    return A


def given_start(value, n):
    return np.full((n, 1), value)


def pairs(rng):
    for shape in SHAPES:
        yield Case({"A": rng.uniform(1, 2, shape), "Y": rng.uniform(1, 2, shape)})
    yield Case({"A": np.array([[1e300, 1.0]]), "Y": np.array([[1e300, 1.0]])}, extreme=True)


MEAN = "对 m 个样本要取平均。"
EXERCISES = (
    Exercise(
        start,
        cases=lambda rng: [Case({"n": n}) for n in (1, 2, 3)],
        parts=as_one("w"),
        laws={},
        misconceptions=(Misconception("一维数组", "(n, 1)", "n", "要写 (n, 1)。"),),
    ),
    Exercise(
        scale,
        cases=pairs,
        parts=as_tuple("B", "C"),
        laws={"B": "layer_dw"},
        misconceptions=(
            Misconception("少了 1/m", "A * Y / m", "A * Y", MEAN),
            Misconception("加写成了乘", "A * Y", "(A + Y)", "是乘。"),
            Misconception("C 不对", "B, A", "B, A + 1", "C 就是 A。"),
        ),
    ),
    Exercise(
        total,
        cases=pairs,
        parts=as_dict("s", "t"),
        laws={"s": "layer_db"},
        misconceptions=(
            Misconception("axis 弄反", "axis=1", "axis=0", "沿着行加。"),
            Misconception("没有 keepdims", ", keepdims=True", "", "要留住一列。"),
        ),
        also=(("A", "Y", "unused"),),
    ),
    Exercise(
        grow,
        cases=lambda rng: [
            Case(
                {"A": rng.uniform(1, 2, (2, 3)), "steps": steps},
                given={"start": partial(given_start, 5.0)},
            )
            for steps in (1, 2, 3)
        ],
        parts=as_one("A"),
        laws={},
        aliases=("grow_up",),
    ),
)
ASSIGNMENTS = (Assignment("small", "小作业", EXERCISES),)

RIGHT = """\
import numpy as np


def start(n):
    return np.zeros((n, 1))


def scale(A, Y):
    return A * Y / A.shape[1], A


def total(A, Y):
    B, _ = scale(A, Y)
    return {"s": B.sum(axis=1, keepdims=True), "t": B.sum()}


def grow(A, steps):
    for _ in range(steps):
        A = A + start(A.shape[0]) + 1
    return A
"""


def _scale_of_one():
    def scale(x):
        """2x。x：数。"""
        return 2 * x

    return scale


SCALE_OF_ONE = Exercise(
    _scale_of_one(),
    cases=lambda rng: [Case({"x": 1.0}), Case({"x": 3.0})],
    parts=as_one("y"),
    laws={},
)
