"""逻辑回归与向量化：一个样本的计算图，对样本的循环，矩阵乘向量，几种形状，笔记本与内核。"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import svg

from derive.figures.arrays import CELL, grid
from derive.figures.canvas import WIDTH, Drawing, Point, arrow, between, box, dot, show, text
from derive.logistic import propagate

x, w, b, y = np.array([[1.0], [2.0]]), np.array([[0.5], [-0.25]]), 0.3, 1
"""图里的一个样本：两个特征，标签是 1。"""


# ---- 一个样本的计算图 -------------------------------------------------------------

PLACES: Mapping[str, Point] = {
    "w_1": (30, 60),
    "w_2": (30, 138),
    "b": (30, 216),
    "z": (150, 138),
    "a": (244, 138),
    "L": (330, 138),
}
HALF = {"w_1": 17.0, "w_2": 17.0, "b": 17.0, "z": 19.0, "a": 34.0, "L": 19.0}
BOXES = {"z": "$z$", "a": "$a=σ(z)$", "L": "$ℒ$"}


def logistic_graph() -> Drawing:
    """前向的值在方框上面，反向的导数在下面。"""
    z = float(w[:, 0] @ x[:, 0]) + b
    grads, loss = propagate(w, b, x, np.array([[y]]))
    dz = grads["db"]
    a = dz + y
    da = -y / a + (1 - y) / (1 - a)
    values = {"w_1": w[0, 0], "w_2": w[1, 0], "b": b, "z": z, "a": a, "L": loss}
    slopes = {"w_1": grads["dw"][0, 0], "w_2": grads["dw"][1, 0], "b": dz, "z": dz, "a": da}
    edges = (("w_1", "z", f"$x_1={show(x[0, 0])}$"), ("w_2", "z", f"$x_2={show(x[1, 0])}$"))
    elements: list[svg.Element] = [
        *arrow((96, 18), (176, 18), "line c1"),
        text(92, 23, "前向", "c1", anchor="end"),
        *arrow((296, 18), (216, 18), "line c4"),
        text(300, 23, "反向", "c4", anchor="start"),
    ]
    for start, end in (("w_1", "z"), ("w_2", "z"), ("b", "z"), ("z", "a"), ("a", "L")):
        (x1, y1), (x2, y2) = PLACES[start], PLACES[end]
        elements += arrow(*between((x1 + HALF[start], y1), (x2 - HALF[end], y2), 1, 2), "line soft")
    for start, _, label in edges:
        _, top = PLACES[start]
        elements.append(text(86, (top + 138) / 2 - 7, label, "soft halo", size=12))
    for name, (left, top) in PLACES.items():
        half = HALF[name]
        elements += [
            box(left - half, top - 16, 2 * half, 32),
            text(left, top + 5, BOXES.get(name, f"${name}$")),
            text(left, top - 22, show(values[name], 3), "c1 strong"),
        ]
        if name in slopes:
            elements.append(text(left, top + 33, show(slopes[name], 3), "c4 strong"))
    return Drawing(
        [*elements, text(WIDTH / 2, 262, f"$dz=a-y={show(dz, 3)}$，$dw_j=x_j·dz$，$db=dz$", "c4")],
        272,
        f"一个样本的计算图：x = ({show(x[0, 0])}, {show(x[1, 0])})，y = {y}。前向："
        f"z = {show(z, 3)}，a = {show(a, 3)}，损失 {show(loss, 3)}。反向：da = {show(da, 3)}，"
        f"dz = {show(dz, 3)}，dw₁ = {show(slopes['w_1'], 3)}，dw₂ = {show(slopes['w_2'], 3)}，"
        f"db = {show(dz, 3)}。",
    )


# ---- 对样本的循环 ----------------------------------------------------------------


def sample_loop() -> Drawing:
    """X 的每一列乘上它的 dz，加进 dw：外层循环走列，内层循环走行。"""
    X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
    Y = np.array([[1, 0, 1, 0]])
    grads, _ = propagate(w, b, X, Y)
    m = X.shape[1]
    dZ = np.array([[propagate(w, b, X[:, i : i + 1], Y[:, i : i + 1])[0]["db"] for i in range(m)]])
    left, wide, last = 34.0, 46.0, 280.0
    products = X * dZ
    now = 2
    colors = ["c1" if i == now else "" for i in range(m)]
    elements: list[svg.Element] = []
    rows = (("$X$", X, 36), ("$dZ$", dZ, 104), ("$x^{(i)}dz^{(i)}$", products, 166))
    for name, values, top in rows:
        shown = np.array([[show(value, 2) for value in line] for line in values])
        elements += grid(left, top, shown, colors, width=wide)
        elements.append(text(left + wide * m / 2, top - 9, name))
    sums = np.array([[show(value, 2)] for value in products.sum(axis=1)])
    elements += [
        *arrow((left, 226), (left + wide * m, 226), "line c1"),
        text(left + wide * m / 2, 244, f"外层：$i=1,…,{m}$（现在 $i={now + 1}$）", "c1"),
        *arrow((20, 36), (20, 36 + 2 * CELL), "line c2"),
        text(18, 100, "内层：$j$", "c2", anchor="start", size=12),
        *grid(last, 166, sums, "c3", width=54),
        text(last + 27, 157, "相加"),
        *arrow((left + wide * m + 6, 188), (last - 6, 188), "line c3"),
        text(last + 27, 226, f"$÷{m}$，得 $dw$：", "c3"),
        text(last + 27, 246, ", ".join(show(v, 2) for v in grads["dw"][:, 0]), "c3 strong"),
    ]
    return Drawing(
        elements,
        256,
        f"{m} 个样本、两个特征。外层循环依次走过 X 的每一列，内层循环走过一列里的每个特征；"
        f"每一列乘上它自己的 dz，加进 dw，最后除以 {m}，得到 "
        f"{', '.join(show(v, 2) for v in grads['dw'][:, 0])}。",
    )


# ---- 矩阵乘向量 ------------------------------------------------------------------


def matrix_vector() -> Drawing:
    """A 的第 i 行与 v 对应相乘再相加，是 u 的第 i 个数。"""
    A, v = np.array([[1.0, 2, 0], [3, -1, 2], [0, 4, 1], [2, 2, -3]]), np.array([[2.0], [1], [3]])
    u = A @ v
    now, top, wide = 1, 34.0, 30.0
    elements: list[svg.Element] = []
    for i in range(A.shape[0]):
        elements += grid(20, top + CELL * i, A[i : i + 1], "c1" if i == now else "", width=wide)
        elements += grid(260, top + CELL * i, u[i : i + 1], "c3" if i == now else "", width=wide)
    terms = " + ".join(
        f"{show(p)}×{show(q)}" if p >= 0 else f"({show(p)})×{show(q)}"
        for p, q in zip(A[now], v[:, 0], strict=True)
    )
    middle = top + 2 * CELL + 5
    elements += [
        *grid(160, top + CELL / 2, v, "c2", width=wide),
        text(65, 22, "$A$"),
        text(175, 22, "$v$"),
        text(275, 22, "$u$"),
        text(135, middle, "·", size=18),
        text(225, middle, "=", size=16),
        text(65, top + 4 * CELL + 17, f"({A.shape[0]}, {A.shape[1]})", "soft", size=12),
        text(175, top + 4 * CELL + 17, f"({v.shape[0]}, 1)", "soft", size=12),
        text(275, top + 4 * CELL + 17, f"({u.shape[0]}, 1)", "soft", size=12),
        text(WIDTH / 2, top + 4 * CELL + 44, f"$u_{now + 1}={terms}={show(u[now, 0])}$", "c3"),
    ]
    return Drawing(
        elements,
        top + 4 * CELL + 54,
        f"矩阵 A 是 {A.shape[0]} 行 {A.shape[1]} 列，v 是 {v.shape[0]} 行的一列。"
        f"A 的第 {now + 1} 行与 v 对应相乘再相加，得 u 的第 {now + 1} 个数："
        f"{terms} = {show(u[now, 0])}。",
    )


# ---- 一维数组、列、行 --------------------------------------------------------------


def array_shapes() -> Drawing:
    """同样五个数的三种形状，和转置之后的样子。"""
    numbers = np.arange(1.0, 6.0)
    column, wide = numbers[:, np.newaxis], 24.0
    cases = (
        (numbers, 14.0, "一维数组", "c4"),
        (column, 172.0, "列向量", "c1"),
        (column.T, 232.0, "行向量", "c3"),
    )
    elements: list[svg.Element] = []
    told = []
    for values, left, name, color in cases:
        drawn = np.atleast_2d(values)
        middle = left + wide * drawn.shape[1] / 2
        elements += [
            text(middle, 20, name, f"{color} strong"),
            *grid(left, 52, drawn, color, width=wide),
            text(middle, 42, str(values.shape), color, size=12),
        ]
        told.append(f"{name} {values.shape}，转置之后 {values.T.shape}")
    results = (
        ("$a^Ta$", np.shape(column.T @ column), "c1"),
        ("$a a^T$", np.shape(column @ column.T), "c1"),
        ("a 与 a.T 的点积", np.shape(numbers @ numbers.T), "c4"),
    )
    lefts = (250.0, 314.0, 74.0)
    for (name, size, color), left in zip(results, lefts, strict=True):
        top = 126 if color == "c1" else 104
        elements += [
            text(left, top, name, color),
            text(left, top + 18, str(size) if size else "一个数", f"{color} strong", size=12),
        ]
    elements += [
        text(74, 146, "a.T 还是 (5,)", "c4", size=12),
        text(282, 100, "转置：列变成行，行变成列", "soft", size=12),
    ]
    return Drawing(
        elements,
        176,
        f"同样五个数的三种形状：{'；'.join(told)}。列向量与自己的转置相乘，先转置的得 (1, 1)，"
        "后转置的得 (5, 5)；一维数组两种写法都只得到一个数。",
    )


# ---- 笔记本与内核 -----------------------------------------------------------------


def notebook() -> Drawing:
    """单元格写在网页里，变量在内核里；方括号里的数是运行的次序，不是排列的次序。"""
    cells = (("[1]", "x = 1"), ("[3]", "x = x + 1"), ("[2]", "print(x)"))
    kernel: dict[str, int] = {}
    elements: list[svg.Element] = [
        text(104, 20, "笔记本（浏览器里）", "strong"),
        text(304, 20, "内核", "strong"),
        box(252, 34, 104, 168, "box c2"),
        text(304, 58, "记住变量", "c2"),
    ]
    for _, code in sorted(cells):
        if "print" not in code:
            exec(code, {}, kernel)  # 图里自己的三个单元格，照方括号里的次序运行
    for k, (label, code) in enumerate(cells):
        top = 34 + 60 * k
        elements += [
            box(40, top, 160, 48, "box"),
            text(20, top + 29, label, "c1", size=12),
            text(54, top + 29, code, anchor="start"),
            *arrow((202, top + 18), (249, top + 18), "line c1"),
        ]
    elements += [
        *arrow((249, 184), (202, 184), "line dash c3"),
        text(226, 200, "输出", "c3", size=12),
        dot((304, 112), "box c2", 27),
        text(304, 117, f"$x={kernel['x']}$"),
        text(304, 176, "重启：全部忘掉", "soft", size=12),
    ]
    return Drawing(
        elements,
        214,
        "左边是笔记本的三个单元格，右边是内核。单元格的代码送到内核里运行，变量由内核记住，"
        f"输出送回单元格下面。方括号里的数是运行的次序：三格运行之后 x = {kernel['x']}。",
    )
