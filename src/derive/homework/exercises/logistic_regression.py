"""第二次作业的题目：逻辑回归。"""

from __future__ import annotations

from typing import Any

import numpy as np

from derive import activations, logistic
from derive.homework.exercise import (
    Case,
    Exercise,
    Misconception,
    Parts,
    as_dict,
    as_one,
    as_tuple,
)
from derive.homework.exercises.cases import Array, labels, numbers, smallest_first
from derive.homework.exercises.numpy_basics import MATH_EXP_WHY, arrays, of_sigmoid
from derive.homework.formulas import logistic_regression

# ---- 返回值 -----------------------------------------------------------------------


def gradients_and_cost(value: Any) -> Parts:
    """propagate 的返回值：grads 里的 dw、db，与 cost。"""
    both = as_tuple("grads", "cost")(value)
    return {**as_dict("dw", "db")(both["grads"]), "cost": both["cost"]}


def parameters_gradients_and_costs(value: Any) -> Parts:
    """optimize 的返回值：params 里的 w、b，grads 里的 dw、db，与 costs。"""
    three = as_tuple("params", "grads", "costs")(value)
    return {
        **as_dict("w", "b")(three["params"]),
        **as_dict("dw", "db")(three["grads"]),
        "costs": three["costs"],
    }


# ---- 试验 -------------------------------------------------------------------------

SIZES = ((1, 1), (1, 2), (2, 1), (1, 4), (2, 2), (3, 1), (2, 3), (3, 3), (3, 5), (5, 4), (4, 9))
"""特征数与样本数。"""


def weights(rng: np.random.Generator, n: int) -> Array:
    """(n, 1)：小到 |wᵀx| 不过 2，预测不会太接近 0 或 1，代价照公式写就准。"""
    return np.round(numbers(rng, n, 1) * 0.2 / n, 3)


def sigmoid_cases(rng: np.random.Generator) -> list[Case]:
    cases = [Case({"z": z}) for z in arrays(rng)]
    return smallest_first(
        [*cases, Case({"z": np.array([-800.0, -40.0, 40.0, 800.0])}, extreme=True)]
    )


def dimensions(rng: np.random.Generator) -> list[Case]:
    return [Case({"dim": dim}) for dim in (1, 2, 3, 7)]


def one_step(w: float, b: float, x: list[float], y: list[float], extreme: bool = False) -> Case:
    """一个特征的 propagate：手也算得动。"""
    X, Y = np.array([x]), np.array([y])
    return Case({"w": np.array([[w]]), "b": b, "X": X, "Y": Y}, extreme=extreme)


def propagation_cases(rng: np.random.Generator) -> list[Case]:
    cases = [
        one_step(1.0, 0.0, [1.0], [1.0]),
        one_step(1.0, 0.0, [1.0, -1.0], [1.0, 1.0]),
        one_step(0.5, 1.0, [2.0, -2.0], [0.0, 1.0]),
        # 从 −30 到 30，猜对的很肯定；中间那个样本使代价不小，照公式写也准
        one_step(1.0, 0.0, [-30.0, -12.0, 0.0, 12.0, 30.0], [0.0, 0.0, 1.0, 1.0, 1.0]),
        # 很肯定而猜错：1 − a 相消，再大就是 ln 0
        one_step(1.0, 0.0, [-30.0, 30.0], [1.0, 0.0], extreme=True),
        one_step(1.0, 0.0, [-800.0, 800.0], [1.0, 0.0], extreme=True),
    ]
    for n, m in SIZES:
        w, b = weights(rng, n), float(numbers(rng)) / 10
        cases.append(Case({"w": w, "b": b, "X": numbers(rng, n, m), "Y": labels(rng, m)}))
    return smallest_first(cases)


def optimization_cases(rng: np.random.Generator) -> list[Case]:
    """先走两三步，再走到记第二、第三个代价。"""

    def case(w: Array, b: float, X: Array, Y: Array, steps: int, rate: float) -> Case:
        return Case(
            {"w": w, "b": b, "X": X, "Y": Y, "num_iterations": steps, "learning_rate": rate}
        )

    zero = np.zeros((1, 1))
    cases = [
        case(zero, 0.0, np.array([[1.0]]), np.array([[1.0]]), 2, 0.5),
        case(zero, 0.0, np.array([[1.0, 2.0]]), np.array([[0.0, 1.0]]), 2, 0.5),
    ]
    drawn = ((1, 3, 3), (2, 2, 2), (2, 3, 5), (3, 3, 3), (3, 4, 101), (2, 6, 201), (4, 5, 150))
    for n, m, steps in drawn:
        w, b = weights(rng, n), float(numbers(rng)) / 10
        rate = float(rng.choice([0.1, 0.2, 0.3]))
        cases.append(case(w, b, numbers(rng, n, m), labels(rng, m), steps, rate))
    return smallest_first(cases)


def prediction_cases(rng: np.random.Generator) -> list[Case]:
    """概率没有恰好是 1/2 的：写 > 还是写 ≥ 都算对。"""
    cases = [
        Case({"w": np.array([[1.0]]), "b": 0.0, "X": np.array([[1.0]])}),
        Case({"w": np.array([[1.0]]), "b": -2.0, "X": np.array([[1.0, 3.0]])}),
        Case({"w": np.array([[1.0], [2.0]]), "b": 0.25, "X": np.array([[0.1, -1.0], [-0.2, 1.0]])}),
        Case({"w": np.array([[1.0]]), "b": 0.0, "X": np.array([[-30.0, -0.25, 0.25, 30.0]])}),
        Case({"w": np.array([[1.0]]), "b": 0.0, "X": np.array([[-800.0, 800.0]])}, extreme=True),
    ]
    for n, m in SIZES:
        w = numbers(rng, n, 1) / 4  # w 是 1/40 的整数倍，X 是 1/10 的，b 与它们错开
        b = float(numbers(rng)) + 0.001
        cases.append(Case({"w": w, "b": b, "X": numbers(rng, n, m)}))
    return smallest_first(cases)


def training_cases(rng: np.random.Generator) -> list[Case]:
    """n = m、n ≠ m 都有；测试集与训练集一样大和不一样大都有。"""

    def case(X: Array, Y: Array, X_test: Array, Y_test: Array, steps: int, rate: float) -> Case:
        return Case(
            {
                "X_train": X,
                "Y_train": Y,
                "X_test": X_test,
                "Y_test": Y_test,
                "num_iterations": steps,
                "learning_rate": rate,
            }
        )

    cases = [
        case(
            np.array([[1.0]]),
            np.array([[1.0]]),
            np.array([[-2.0]]),
            np.array([[0.0]]),
            2,
            0.25,
        ),
        case(
            np.array([[2.0, -1.0]]),
            np.array([[1.0, 0.0]]),
            np.array([[-2.0, 1.0]]),
            np.array([[0.0, 1.0]]),
            2,
            0.25,
        ),
    ]
    drawn = ((2, 2, 2, 3), (3, 2, 3, 3), (2, 5, 3, 101), (3, 3, 4, 2), (4, 6, 6, 201))
    for n, m, tested, steps in drawn:
        rate = float(rng.choice([0.1, 0.2, 0.3]))
        train, test = numbers(rng, n, m), numbers(rng, n, tested)
        cases.append(case(train, labels(rng, m), test, labels(rng, tested), steps, rate))
    return smallest_first(cases)


# ---- 题目 -------------------------------------------------------------------------

SIGMOID = Exercise(
    reference=logistic_regression.sigmoid,
    cases=sigmoid_cases,
    parts=as_one("s"),
    laws={"s": "sigmoid"},
    answer=activations.sigmoid,
    misconceptions=(
        *of_sigmoid("np.exp", "z"),
        Misconception(
            "数组用了 math.exp",
            "return 1 / (1 + np.exp(-z))",
            "import math\n    return 1 / (1 + math.exp(-z))",
            MATH_EXP_WHY,
        ),
    ),
)

INITIALIZE_WITH_ZEROS = Exercise(
    reference=logistic_regression.initialize_with_zeros,
    cases=dimensions,
    parts=as_tuple("w", "b"),
    laws={},
    answer=logistic.initialize_with_zeros,
    misconceptions=(
        Misconception(
            "一维数组",
            "np.zeros((dim, 1))",
            "np.zeros(dim)",
            "(n,) 的数组转置之后还是它自己，w.T 就不起作用了。形状要写成一对：np.zeros((dim, 1))。",
        ),
        Misconception(
            "结果转置了",
            "np.zeros((dim, 1))",
            "np.zeros((1, dim))",
            "w 是一列 (dim, 1)，wᵀ 才是一行；这样 wᵀX 是 (1, m)。",
        ),
        Misconception(
            "w 写成了方阵",
            "np.zeros((dim, 1))",
            "np.zeros((dim, dim))",
            "一个特征只有一个权重，w 是一列 (dim, 1)。",
        ),
        Misconception(
            "没有从零开始",
            "np.zeros",
            "np.ones",
            "题目要的是零：J 是凸的，从零开始就走得到谷底。",
        ),
        Misconception(
            "没有从零开始",
            "b = 0.0",
            "b = 1.0",
            "偏置 b 也从零开始。",
        ),
        Misconception(
            "b 不是一个数",
            "b = 0.0",
            "b = np.zeros((dim, 1))",
            "只有一个单元，就只有一个偏置：b 是一个数，靠广播加到每个样本上。",
        ),
    ),
)

MISSING_MEAN_WHY = "J 是 m 个样本的平均，梯度也是：求和之后要除以 m。"
DOT_WHY = "wᵀx 是对应相乘再求和，用 np.dot 或 @；* 只相乘，不求和。"
INTEGER_WHY = "// 舍去小数；Python 2 里两个整数相除也是这样，1/m 就成了 0。要用 /。"
TRANSPOSE_WHY = "对照形状：wᵀ 是 (1, n)，X 是 (n, m)，dZᵀ 是 (m, 1)；相乘的两边，中间的大小要相同。"

PROPAGATE = Exercise(
    reference=logistic_regression.propagate,
    cases=propagation_cases,
    parts=gradients_and_cost,
    laws={"dw": "logistic_dw", "db": "logistic_db", "cost": "logistic_cost"},
    answer=logistic.propagate,
    misconceptions=(
        # dw
        Misconception("少了 1/m", "np.dot(X, dZ.T) / m", "np.dot(X, dZ.T)", MISSING_MEAN_WHY),
        Misconception("漏了转置", "np.dot(X, dZ.T)", "np.dot(X, dZ)", TRANSPOSE_WHY),
        Misconception(
            "转置了别的那个",
            "np.dot(X, dZ.T)",
            "np.dot(dZ, X.T)",
            "dw 的形状与 w 相同，是 (n, 1)；dZ·Xᵀ 是 (1, n)，应转置的是 dZ。",
        ),
        Misconception(
            "转置了别的那个",
            "np.dot(X, dZ.T)",
            "np.dot(X.T, dZ)",
            "对照形状：X 是 (n, m)，dZ 是 (1, m)；应转置的是 dZ，得到 (n, m)·(m, 1)。",
        ),
        Misconception(
            "用了 * 而不是点积",
            "np.dot(X, dZ.T)",
            "X * dZ",
            "X * dZ 是每个样本各自的一列，还没有加起来；np.dot(X, dZ.T) 才是它们的和。",
        ),
        Misconception(
            "没有 keepdims",
            "np.dot(X, dZ.T)",
            "np.sum(X * dZ, axis=1)",
            "dw 要与 w 同形状，是 (n, 1)；np.sum 不写 keepdims=True，得到的是 (n,)。",
        ),
        Misconception(
            "axis 弄反",
            "np.dot(X, dZ.T)",
            "np.sum(X * dZ, axis=0, keepdims=True)",
            "样本是列，要对样本求和，就是沿着一行加：axis=1。",
        ),
        Misconception(
            "多除了 1/m",
            "dZ = A - Y",
            "dZ = (A - Y) / m",
            "1/m 只乘一次：这里除过了，dw 与 db 里又除了一次。",
        ),
        Misconception("用了整数除法", "np.dot(X, dZ.T) / m", "np.dot(X, dZ.T) // m", INTEGER_WHY),
        Misconception(
            "用了整数除法", "np.dot(X, dZ.T) / m", "1 // m * np.dot(X, dZ.T)", INTEGER_WHY
        ),
        # db
        Misconception("少了 1/m", "np.sum(dZ) / m", "np.sum(dZ)", MISSING_MEAN_WHY),
        Misconception(
            "没有求和",
            "np.sum(dZ) / m",
            "dZ / m",
            "b 只有一个，db 也是一个数：所有样本的 dz 加起来，再除以 m。",
        ),
        Misconception(
            "axis 弄反",
            "np.sum(dZ)",
            "np.sum(dZ, axis=0)",
            "dZ 是 (1, m)，axis=0 只沿着一列加，什么也没有合起来；要对样本求和，用 axis=1 或不写。",
        ),
        Misconception("用了整数除法", "np.sum(dZ) / m", "np.sum(dZ) // m", INTEGER_WHY),
        Misconception("用了整数除法", "np.sum(dZ) / m", "1 // m * np.sum(dZ)", INTEGER_WHY),
        Misconception(
            "db 用了 dw 的公式",
            "np.sum(dZ) / m",
            "np.dot(X, dZ.T) / m",
            "z 对 b 的导数是 1，不是 x，所以 db 里没有 X，只有 dZ 的平均。",
        ),
        # dZ：dw 与 db 一起错
        Misconception(
            "符号反了",
            "dZ = A - Y",
            "dZ = Y - A",
            "dZ = A − Y：预测大了，z 就应减小。写反了，梯度下降会往上走。",
        ),
        Misconception(
            "用了 Z 而不是 A",
            "dZ = A - Y",
            "dZ = Z - Y",
            "与标签相减的是概率 A = σ(Z)，不是线性部分 Z。",
        ),
        Misconception(
            "没有减去 Y",
            "dZ = A - Y",
            "dZ = A",
            "梯度来自预测与标签的差 A − Y；没有 Y，就不知道该往哪边走。",
        ),
        Misconception(
            "多乘了 sigmoid 的导数",
            "dZ = A - Y",
            "dZ = (A - Y) * A * (1 - A)",
            "交叉熵的 dZ 就是 A − Y：σ′ = a(1−a) 与损失导数的分母约去了。带 a(1−a) 的是平方损失。",
        ),
        # Z 与 A：全都错
        Misconception(
            "用了 Z 而不是 A",
            "A = sigmoid(Z)",
            "A = Z",
            "线性部分 Z 要经过 sigmoid 才是概率；不经过，取对数会得到 NaN。",
        ),
        Misconception(
            "训练时就取了阈值",
            "A = sigmoid(Z)",
            "A = (sigmoid(Z) > 0.5).astype(float)",
            "训练用的是概率 A；取成 0 与 1 是预测时的事，取了就没有梯度可言。",
        ),
        Misconception(
            "没有用 b",
            "np.dot(w.T, X) + b",
            "np.dot(w.T, X)",
            "线性部分是 wᵀX + b，偏置 b 不能漏。",
        ),
        Misconception("漏了转置", "np.dot(w.T, X)", "np.dot(w, X)", TRANSPOSE_WHY),
        Misconception(
            "转置了别的那个",
            "np.dot(w.T, X)",
            "np.dot(X.T, w)",
            "Xᵀw 是一列 (m, 1)，再减去一行 Y，会广播成 (m, m)；要的是一行：wᵀX。",
        ),
        Misconception("用了 * 而不是点积", "np.dot(w.T, X)", "w.T * X", DOT_WHY),
        Misconception("用了 * 而不是点积", "np.dot(w.T, X)", "w * X", DOT_WHY),
        Misconception(
            "m 取成了特征的个数",
            "X.shape[1]",
            "X.shape[0]",
            "样本是 X 的列，个数是 X.shape[1]；X.shape[0] 是特征的个数。",
        ),
        # cost
        Misconception(
            "loss 未取平均",
            "-np.sum(log_likelihood) / m",
            "-np.sum(log_likelihood)",
            "代价是损失的平均：求和之后要除以 m。",
        ),
        Misconception(
            "少了负号",
            "-np.sum(log_likelihood)",
            "np.sum(log_likelihood)",
            "概率的对数是负的，前面加一个负号，代价才是正的、越小越好。",
        ),
        Misconception(
            "少了 1−y 那一项",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "Y * np.log(A)",
            "y = 0 的样本，损失全在 (1−y) ln(1−a) 那一项里。",
        ),
        Misconception(
            "少了 y 那一项",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "(1 - Y) * np.log(1 - A)",
            "y = 1 的样本，损失全在 y ln a 那一项里。",
        ),
        Misconception(
            "1−a 写成了 a",
            "np.log(1 - A)",
            "np.log(A)",
            "y = 0 时，猜对的概率是 1−a，所以第二项是 (1−y) ln(1−a)。",
        ),
        Misconception(
            "两项之间的符号反了",
            "Y * np.log(A) + (1 - Y)",
            "Y * np.log(A) - (1 - Y)",
            "两项是相加：−[y ln a + (1−y) ln(1−a)]，负号在括号外面。",
        ),
        Misconception(
            "少了括号",
            "(1 - Y) * np.log(1 - A)",
            "1 - Y * np.log(1 - A)",
            "1 − y 是一个因子，要加括号：(1 - Y) * np.log(1 - A)。",
        ),
        Misconception(
            "用了 log10",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "Y * np.log10(A) + (1 - Y) * np.log10(1 - A)",
            "交叉熵里的对数是自然对数 ln，在 NumPy 里是 np.log。",
        ),
        Misconception(
            "用了 log2",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "Y * np.log2(A) + (1 - Y) * np.log2(1 - A)",
            "交叉熵里的对数是自然对数 ln，在 NumPy 里是 np.log。",
        ),
        Misconception(
            "忘了取对数",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "Y * A + (1 - Y) * (1 - A)",
            "损失是概率的对数（再变号），不是概率本身。",
        ),
        Misconception(
            "用了平方误差",
            "-np.sum(log_likelihood) / m",
            "np.sum((A - Y) ** 2) / m",
            "逻辑回归用交叉熵：平方误差对 w 不是凸的，猜错得很肯定时梯度也几乎是 0。",
        ),
        # np.dot(Y, np.log(A)) 忘了 .T，与上面的“漏了转置”一样：m > 1 就报错
        Misconception(
            "转置了别的那个",
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "np.dot(Y.T, np.log(A)) + np.dot((1 - Y).T, np.log(1 - A))",
            "Y 与 ln A 都是 (1, m)：Y·(ln A)ᵀ 才是一个数；转置了 Y 就成了 (m, m)。",
        ),
        Misconception(
            "点积与 * 混用",
            "Y * np.log(A) +",
            "np.dot(Y, np.log(A).T) +",
            "点积已经对样本求过和了，* 还没有；两项要用同一种写法，否则前一项被加了 m 次。",
        ),
        Misconception(
            "没有求和",
            "-np.sum(log_likelihood) / m",
            "-log_likelihood / m",
            "代价是一个数：各个样本的损失要加起来。",
        ),
        Misconception(
            "用了整数除法",
            "-np.sum(log_likelihood) / m",
            "-np.sum(log_likelihood) // m",
            INTEGER_WHY,
        ),
        Misconception(
            "用了整数除法",
            "-np.sum(log_likelihood) / m",
            "-(1 // m) * np.sum(log_likelihood)",
            INTEGER_WHY,
        ),
    ),
)

STEP_W = "w = w - learning_rate * dw"
STEP_B = "b = b - learning_rate * db"
STEPS = f"{STEP_W}\n        {STEP_B}"
FROZEN_WHY = "算出的新值要存回 w 与 b，下一次迭代才从新的地方出发。"
UPHILL_WHY = "梯度指向 J 增大最快的方向，要往反方向走：减去 α·dw，不是加上。"
NO_RATE_WHY = "每一步走多远由学习率决定：减去的是 α·dw，不是 dw。"
RESULTS = (
    'params = {"w": w, "b": b}',
    'grads = {"dw": dw, "db": db}',
    "return params, grads, costs",
)

OPTIMIZE = Exercise(
    reference=logistic_regression.optimize,
    cases=optimization_cases,
    parts=parameters_gradients_and_costs,
    laws={
        "w": "step_w_in_code",
        "b": "step_b_in_code",
        "dw": "logistic_dw",
        "db": "logistic_db",
        "costs": "logistic_cost",
    },
    answer=logistic.optimize,
    misconceptions=(
        Misconception(
            "参数没有更新",
            STEPS,
            "w_new = w - learning_rate * dw\n        b_new = b - learning_rate * db",
            FROZEN_WHY,
        ),
        Misconception("没有更新 w", STEP_W, "w = w", FROZEN_WHY),
        Misconception("没有更新 b", STEP_B, "b = b", "偏置 b 也是参数，也要更新：b = b − α·db。"),
        Misconception(
            "往梯度的方向走",
            STEPS,
            "w = w + learning_rate * dw\n        b = b + learning_rate * db",
            UPHILL_WHY,
        ),
        Misconception("往梯度的方向走", STEP_W, "w = w + learning_rate * dw", UPHILL_WHY),
        Misconception("往梯度的方向走", STEP_B, "b = b + learning_rate * db", UPHILL_WHY),
        Misconception("没有乘学习率", STEPS, "w = w - dw\n        b = b - db", NO_RATE_WHY),
        Misconception("没有乘学习率", STEP_W, "w = w - dw", NO_RATE_WHY),
        Misconception("没有乘学习率", STEP_B, "b = b - db", NO_RATE_WHY),
        Misconception(
            "b 用了 dw 更新",
            STEP_B,
            "b = b - learning_rate * dw",
            "每个参数用自己的梯度：b 用 db。用了 dw，b 就从一个数变成了一列。",
        ),
        Misconception(
            "用梯度代替了参数",
            STEPS,
            "w = learning_rate * dw\n        b = learning_rate * db",
            "新的参数是旧的参数减去 α 乘梯度，旧的不能丢。",
        ),
        Misconception(
            "梯度只算了一次",
            "for i in range(num_iterations):\n        grads, cost = propagate(w, b, X, Y)",
            "grads, cost = propagate(w, b, X, Y)\n    for i in range(num_iterations):",
            "参数变了，梯度也变了：propagate 要在循环里，每次重新算。",
        ),
        Misconception(
            "迭代次数少一次",
            "range(num_iterations)",
            "range(num_iterations - 1)",
            "range(n) 就是 n 次：从 0 到 n − 1。",
        ),
        Misconception(
            "迭代次数少一次",
            "range(num_iterations)",
            "range(1, num_iterations)",
            "range(1, n) 只有 n − 1 次，第 0 次的代价也记不到；要用 range(n)。",
        ),
        Misconception(
            "迭代次数多一次",
            "range(num_iterations)",
            "range(num_iterations + 1)",
            "range(n) 就是 n 次：从 0 到 n − 1，不必再加 1。",
        ),
        Misconception(
            "只迭代了一次",
            "    " + "\n    ".join(RESULTS),
            "        " + "\n        ".join(RESULTS),
            "return 缩进在循环里，第一次就返回了；它应与 for 对齐。",
        ),
        Misconception(
            "返回的梯度是更新以后的",
            RESULTS[1],
            "grads, cost = propagate(w, b, X, Y)",
            "返回最后一次更新用到的梯度，循环之后不必再算一次。",
        ),
        Misconception(
            "每次都记了代价",
            "if i % 100 == 0:",
            "if i % 1 == 0:",
            "每 100 次记一次，就是 i 能被 100 整除的时候：第 0、100、200……次。",
        ),
        Misconception(
            "没有记第 0 次的代价",
            "if i % 100 == 0:",
            "if i > 0 and i % 100 == 0:",
            "第 0 次也要记：i % 100 == 0 包括 i = 0。",
        ),
        Misconception(
            "只留下最后一个代价",
            "costs.append(cost)",
            "costs = [cost]",
            "costs 是列表，用 append 往后添；重新赋值会把前面记的丢掉。",
        ),
        Misconception(
            "没有记代价",
            "costs.append(cost)",
            "pass",
            "第 0、100、200……次的代价要用 append 添进 costs，不论 print_cost 是真是假。",
        ),
    ),
)

PREDICT = Exercise(
    reference=logistic_regression.predict,
    cases=prediction_cases,
    parts=as_one("Y_prediction"),
    laws={"Y_prediction": "predict_one"},
    answer=logistic.predict,
    misconceptions=(
        Misconception(
            "没有取阈值",
            "(A > 0.5).astype(float)",
            "A",
            "A 是概率；预测要取成 0 或 1：超过 1/2 取 1，否则取 0。",
        ),
        Misconception(
            "与 0.5 比的是 z",
            "sigmoid(np.dot(w.T, X) + b)",
            "np.dot(w.T, X) + b",
            "与 1/2 比的是概率 σ(z)；要用 z 来比，就与 0 比。",
        ),
        Misconception(
            "与 0.5 比的是 z",
            "sigmoid(np.dot(w.T, X) + b)",
            "np.dot(w.T, X)",
            "与 1/2 比的是概率 σ(wᵀx + b)：既不能漏了 sigmoid，也不能漏了 b。",
        ),
        Misconception(
            "阈值取成了 0",
            "A > 0.5",
            "A > 0",
            "概率总大于 0，与 0 比就全是 1；与 0 比的是 z，概率要与 1/2 比。",
        ),
        Misconception(
            "阈值的方向反了",
            "A > 0.5",
            "A <= 0.5",
            "a 是 y = 1 的概率：超过 1/2 预测 1，否则预测 0。",
        ),
        Misconception(
            "没有用 b",
            "np.dot(w.T, X) + b",
            "np.dot(w.T, X)",
            "线性部分是 wᵀX + b，偏置 b 不能漏。",
        ),
        Misconception(
            "转置了别的那个",
            "np.dot(w.T, X)",
            "np.dot(X.T, w)",
            "Xᵀw 是一列 (m, 1)；预测与 Y 一样是一行 (1, m)：wᵀX。",
        ),
        Misconception("漏了转置", "np.dot(w.T, X)", "np.dot(w, X)", TRANSPOSE_WHY),
        Misconception("用了 * 而不是点积", "np.dot(w.T, X)", "w.T * X", DOT_WHY),
        Misconception("用了 * 而不是点积", "np.dot(w.T, X)", "w * X", DOT_WHY),
        Misconception(
            "标签写成了 ±1",
            "(A > 0.5).astype(float)",
            "np.where(A > 0.5, 1.0, -1.0)",
            "标签是 0 与 1，不是 −1 与 1。",
        ),
        Misconception(
            "只预测了第一个样本",
            "return (A > 0.5).astype(float)",
            "Y_prediction = np.zeros(A.shape)\n"
            "    for i in range(A.shape[0]):\n"
            "        Y_prediction[0, i] = A[0, i] > 0.5\n"
            "    return Y_prediction",
            "A 是 (1, m)，样本的个数是 A.shape[1]；range(A.shape[0]) 只循环一次，其余的都还是 0。",
        ),
    ),
)

MODEL = Exercise(
    reference=logistic_regression.model,
    cases=training_cases,
    parts=as_dict(
        "w",
        "b",
        "costs",
        "Y_prediction_train",
        "Y_prediction_test",
        "learning_rate",
        "num_iterations",
    ),
    laws={
        "w": "step_w_in_code",
        "b": "step_b_in_code",
        "costs": "logistic_cost",
        "Y_prediction_train": "predict_one",
        "Y_prediction_test": "predict_one",
    },
    answer=logistic.model,
    misconceptions=(
        Misconception(
            "m 与特征的个数弄混",
            "X_train.shape[0]",
            "X_train.shape[1]",
            "w 有几个元素，由特征的个数 X_train.shape[0] 决定；X_train.shape[1] 是样本的个数。",
        ),
        Misconception(
            "用测试集训练了",
            "X_train, Y_train, num_iterations",
            "X_test, Y_test, num_iterations",
            "参数只能由训练集得到；测试集留着检验，训练时不许看。",
        ),
        Misconception(
            "训练集与测试集弄混",
            "predict(w, b, X_test)\n    Y_prediction_train = predict(w, b, X_train)",
            "predict(w, b, X_train)\n    Y_prediction_train = predict(w, b, X_test)",
            "Y_prediction_train 是对 X_train 的预测，Y_prediction_test 是对 X_test 的预测。",
        ),
        Misconception(
            "训练集与测试集弄混",
            "predict(w, b, X_test)",
            "predict(w, b, X_train)",
            "Y_prediction_test 是对 X_test 的预测。",
        ),
        Misconception(
            "训练集与测试集弄混",
            "predict(w, b, X_train)",
            "predict(w, b, X_test)",
            "Y_prediction_train 是对 X_train 的预测。",
        ),
        Misconception(
            "参数没有更新",
            'w = params["w"]\n    b = params["b"]',
            "pass",
            "optimize 返回的 params 里才是训练好的 w 与 b；不取出来，预测用的还是初始值 0。",
        ),
        Misconception(
            "没有更新 b",
            'b = params["b"]',
            "b = b",
            '训练好的 b 也在 params 里：b = params["b"]。',
        ),
        Misconception(
            "迭代次数写死了",
            "Y_train, num_iterations",
            "Y_train, 2000",
            "2000 只是缺省值；要用调用者给的 num_iterations。",
        ),
        Misconception(
            "学习率写死了",
            "learning_rate, print_cost)",
            "0.5, print_cost)",
            "0.5 只是缺省值；要用调用者给的 learning_rate。",
        ),
    ),
)

EXERCISES: tuple[Exercise, ...] = (
    SIGMOID,
    INITIALIZE_WITH_ZEROS,
    PROPAGATE,
    OPTIMIZE,
    PREDICT,
    MODEL,
)
