"""第一次作业的题目：NumPy 基础。"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from derive import activations
from derive.homework.exercise import Case, Exercise, Misconception, as_one
from derive.homework.exercises.cases import SHAPES, numbers, smallest_first
from derive.homework.formulas import numpy_basics

Cases = Callable[[np.random.Generator], Iterable[Case]]

# ---- 试验 -------------------------------------------------------------------------


def of_x(draw: Callable[[np.random.Generator], Iterable[object]], *extremes: object) -> Cases:
    """只有一个参数 x 的函数：draw 给出的数，加上超出范围的 extremes。"""

    def cases(rng: np.random.Generator) -> list[Case]:
        inside = [Case({"x": x}) for x in draw(rng)]
        return smallest_first([*inside, *(Case({"x": x}, extreme=True) for x in extremes)])

    return cases


def single_numbers(rng: np.random.Generator) -> Iterator[float]:
    yield from (0.0, 1.0, -1.0, 2, 3, -12.0, 30.0, -30.0)
    yield from map(float, numbers(rng, 10))


def arrays(rng: np.random.Generator) -> Iterator[object]:
    """数、一维数组、整数、矩阵、图片那样的三维数组；最后一个从 −30 到 30。"""
    yield from (0.0, 1.0, -2.0)
    yield np.array([1.0, -1.0])
    yield np.array([1, 2, 3])
    for shape in SHAPES:
        yield numbers(rng, *shape)
    yield numbers(rng, 2, 3, 2)
    yield np.linspace(-30.0, 30.0, 61)


def matrices(rng: np.random.Generator) -> Iterator[object]:
    yield np.array([[3.0, 4.0]])
    yield np.array([[0.0, 2.0], [3.0, 4.0]])
    for shape in SHAPES:
        yield numbers(rng, *shape)
    yield numbers(rng, 6, 6)


def scores(rng: np.random.Generator) -> Iterator[object]:
    """softmax 的输入：另有一个是整数，一个相差很大。"""
    yield np.array([[0.0, 1.0]])
    yield np.array([[0.0, 0.0], [1.0, 3.0]])
    yield np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 1]])
    for shape in SHAPES:
        yield numbers(rng, *shape)
    yield np.array([[30.0, 0.0, -30.0, 29.0], [-30.0, -29.0, -28.0, -30.0], [1.0, 2.0, 3.0, 4.0]])


def images(rng: np.random.Generator) -> list[Case]:
    shapes = (
        (1, 1, 2),
        (2, 1, 1),
        (1, 2, 2),
        (2, 2, 2),
        (2, 3, 1),
        (3, 3, 2),
        (3, 2, 4),
        (4, 5, 3),
    )
    drawn = (np.round(rng.uniform(0.0, 1.0, shape), 2) for shape in shapes)
    return smallest_first(Case({"image": image}) for image in drawn)


def predictions(rng: np.random.Generator) -> list[Case]:
    """标签与预测；不只有概率，也有负数，绝对值加在哪里才看得出来。"""
    cases = [
        Case({"yhat": np.array([0.5]), "y": np.array([1.0])}),
        Case({"yhat": np.array([0.5, 0.25]), "y": np.array([1.0, 0.0])}),
        Case({"yhat": np.array([0.9, 0.2, 0.1, 0.4, 0.9]), "y": np.array([1, 0, 0, 1, 1])}),
    ]
    for m in (1, 2, 3, 4, 7, 20):
        probabilities = np.round(rng.uniform(0.0, 1.0, m), 2)
        cases.append(Case({"yhat": probabilities, "y": rng.integers(0, 2, m)}))
        cases.append(Case({"yhat": numbers(rng, m), "y": numbers(rng, m)}))
    return smallest_first(cases)


# ---- 错误 -------------------------------------------------------------------------


def of_sigmoid(exp: str, x: str) -> tuple[Misconception, ...]:
    """sigmoid 的错误写法；exp 是 math.exp 或 np.exp，x 是自变量的名字。"""
    denominator = f"(1 + {exp}(-{x}))"
    return (
        Misconception(
            "exp 的符号反了",
            f"{exp}(-{x})",
            f"{exp}({x})",
            "指数是负的：1/(1+e^{x}) 是 σ(−x) = 1 − σ(x)，随 x 变大而变小。",
        ),
        Misconception(
            "分母少了 1",
            denominator,
            f"{exp}(-{x})",
            "分母是 1+e^{−x}。只除以 e^{−x} 得到的是 e^{x}，它不在 0 与 1 之间。",
        ),
        Misconception(
            "分母的加写成了减",
            denominator,
            f"(1 - {exp}(-{x}))",
            "分母是 1 加 e^{−x}；写成减，x = 0 时分母就是 0。",
        ),
        Misconception(
            "忘了取倒数",
            f"1 / {denominator}",
            denominator,
            "1+e^{−x} 是分母，还要用 1 去除以它；分母外面要有括号，1 / 1 + e^{−x} 还是 1+e^{−x}。",
        ),
        Misconception(
            "用了整数除法",
            f"1 / {denominator}",
            f"1 // {denominator}",
            "// 舍去小数，σ(x) 在 0 与 1 之间，一舍就成了 0。要用 /。",
        ),
        Misconception(
            "写成了 tanh",
            f"1 / {denominator}",
            f"np.tanh({x})",
            "tanh 的值在 −1 与 1 之间；sigmoid 的值在 0 与 1 之间，σ(0) = 1/2。",
        ),
    )


MATH_EXP_WHY = "math.exp 只收一个数，数组要用 np.exp，它对每个元素各算一次。"

BASIC_SIGMOID = Exercise(
    reference=numpy_basics.basic_sigmoid,
    cases=of_x(single_numbers, -800.0, 800.0),
    parts=as_one("s"),
    laws={"s": "sigmoid"},
    answer=activations.sigmoid,
    misconceptions=of_sigmoid("math.exp", "x"),
)

SIGMOID = Exercise(
    reference=numpy_basics.sigmoid,
    cases=of_x(arrays, np.array([-800.0, -40.0, 40.0, 800.0])),
    parts=as_one("s"),
    laws={"s": "sigmoid"},
    answer=activations.sigmoid,
    misconceptions=(
        *of_sigmoid("np.exp", "x"),
        Misconception("数组用了 math.exp", "np.exp(-x)", "math.exp(-x)", MATH_EXP_WHY),
    ),
)

SIGMOID_DERIVATIVE = Exercise(
    reference=numpy_basics.sigmoid_derivative,
    # 单独一个大的 x，1 − s 会相消：照公式写也只有几位准；放在数组里就不要紧
    cases=of_x(arrays, np.array([30.0]), np.array([-800.0, 800.0])),
    parts=as_one("ds"),
    laws={"ds": "sigmoid_prime"},
    answer=activations.sigmoid_prime,
    misconceptions=(
        Misconception(
            "sigmoid 求导写成 z(1−z)",
            "s = sigmoid(x)",
            "s = x",
            "σ′ = σ(1−σ) 里的 σ 是函数值：先求 s = σ(x)，再算 s(1−s)，不能把 x 直接放进去。",
        ),
        Misconception(
            "用了 z 而不是 a",
            "s * (1 - s)",
            "s * (1 - x)",
            "两个因子都是函数值 s = σ(x)，不是自变量 x。",
        ),
        Misconception(
            "用了 z 而不是 a",
            "s * (1 - s)",
            "x * (1 - s)",
            "两个因子都是函数值 s = σ(x)，不是自变量 x。",
        ),
        Misconception(
            "符号反了",
            "s * (1 - s)",
            "s * (s - 1)",
            "σ 是增函数，导数处处为正。对 e^{−x} 求导得到的负号，与 1/u 求导的负号抵消了。",
        ),
        Misconception(
            "1−s 写成了 1+s",
            "(1 - s)",
            "(1 + s)",
            "σ′ = σ(1−σ)，第二个因子是减：σ 接近 1 时曲线变平，导数趋于 0。",
        ),
        Misconception(
            "1−s 写成了 s",
            "(1 - s)",
            "s",
            "σ′ = σ(1−σ)，不是 σ²：两个因子之和是 1。",
        ),
        Misconception(
            "少了因子 s",
            "s * (1 - s)",
            "1 - s",
            "σ′ = σ(1−σ) 是两个因子的积，前面还有 s。",
        ),
        Misconception(
            "没有求导",
            "s * (1 - s)",
            "s",
            "返回的是 σ(x) 自己；导数是 s(1−s)。",
        ),
        Misconception(
            "写成了 tanh 的导数",
            "s * (1 - s)",
            "1 - s**2",
            "1 − a² 是 tanh 的导数；sigmoid 的导数是 a(1−a)。",
        ),
        Misconception(
            "多套了一次 sigmoid",
            "s = sigmoid(x)",
            "s = sigmoid(sigmoid(x))",
            "自变量是 x，σ 只求一次；把 σ(x) 又交给 sigmoid，求的就是另一点的导数。",
        ),
        Misconception(
            "用了点积而不是 *",
            "s * (1 - s)",
            "np.dot(s, 1 - s)",
            "导数是逐元素的：每个元素各乘各的，用 *。np.dot 会把它们加起来。",
        ),
    ),
)

IMAGE2VECTOR = Exercise(
    reference=numpy_basics.image2vector,
    cases=images,
    parts=as_one("v"),
    laws={},
    misconceptions=(
        Misconception(
            "一维数组",
            "(length * height * depth, 1)",
            "(length * height * depth)",
            "(n,) 的数组既不是行也不是列，转置之后还是它自己。列要写成 (n, 1)。",
        ),
        Misconception(
            "结果转置了",
            "(length * height * depth, 1)",
            "(1, length * height * depth)",
            "一个样本是 X 的一列，所以是 (n, 1)，不是 (1, n)。",
        ),
        Misconception(
            "像素的次序乱了",
            "image.reshape(",
            "image.T.reshape(",
            "先转置再 reshape，元素的次序就变了；所有图片都要用同一个次序，特征才对得上。",
        ),
        Misconception(
            "没有拉平第三维",
            "(length * height * depth, 1)",
            "(length * height, depth)",
            "三个颜色通道也是特征，要一起排进这一列：共 length·height·depth 个。",
        ),
        Misconception(
            "漏了一维",
            "length * height * depth,",
            "length * height,",
            "一共有 length·height·depth 个元素，少乘一个 depth 就放不下。",
        ),
        Misconception(
            "写死了形状",
            "(length * height * depth, 1)",
            "(18, 1)",
            "形状要从 image.shape 取，换一张大小不同的图片才不会报错。",
        ),
    ),
)

AXIS_WHY = "axis=1 是沿着一行把各列的数合起来，每一行得到一个数；axis=0 合起来的是一列。"
KEEPDIMS_WHY = (
    "不写 keepdims=True，得到的是 (n,)，相除时被当作一行：一般会报错，方阵则不报错而除错。"
)

NORMALIZE_ROWS = Exercise(
    reference=numpy_basics.normalizeRows,
    aliases=("normalize_rows",),
    cases=of_x(matrices),
    mutates=frozenset({"x"}),  # 课程的说明里允许直接改动 x
    parts=as_one("x"),
    laws={"x": "broadcast_column_over"},
    misconceptions=(
        Misconception("axis 弄反", "axis=1", "axis=0", AXIS_WHY),
        Misconception("没有 keepdims", ", keepdims=True", "", KEEPDIMS_WHY),
        Misconception(
            "没有按行",
            "axis=1, ",
            "",
            "不写 axis，求的是整个矩阵的范数，只有一个数；这里每一行各有一个。",
        ),
        Misconception(
            "范数用了 ord=1",
            "(x, axis=1",
            "(x, ord=1, axis=1",
            "长度是平方和再开方（ord=2，缺省就是它），ord=1 是绝对值之和。",
        ),
        Misconception(
            "用了最大值而不是范数",
            "(x, axis=1",
            "(x, ord=np.inf, axis=1",
            "长度是平方和再开方；ord=np.inf 是绝对值最大的那一个。",
        ),
        Misconception(
            "除以了和而不是范数",
            "np.linalg.norm(x",
            "np.sum(x",
            "长度是平方和再开方；除以和，得到的行加起来是 1，长度却不是 1。",
        ),
        Misconception(
            "忘了开方",
            "x / x_norm",
            "x / x_norm**2",
            "长度是平方和再开方；除以平方和，行就缩过了头。",
        ),
        Misconception(
            "除写成了乘",
            "x / x_norm",
            "x * x_norm",
            "要使长度变成 1，应除以长度，不是乘。",
        ),
        Misconception(
            "没有除，返回了范数",
            "x / x_norm",
            "x_norm",
            "范数只是除数；要返回的是除过之后的矩阵，形状与 x 相同。",
        ),
        Misconception(
            "写成了标准化",
            "x / x_norm",
            "(x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)",
            "减去平均再除以标准差是另一种处理；这里只除以长度，方向不变。",
        ),
    ),
)

SOFTMAX = Exercise(
    reference=numpy_basics.softmax,
    cases=of_x(scores, np.array([[800.0, 0.0]]), np.array([[-800.0, -801.0]])),
    parts=as_one("s"),
    laws={"s": "broadcast_column_over"},
    misconceptions=(
        Misconception("axis 弄反", "axis=1", "axis=0", AXIS_WHY),
        Misconception(
            "axis 弄反",
            "np.exp(x)",
            "np.exp(x - np.max(x, axis=0))",
            "先减去最大值是好办法，但每一行要减这一行自己的最大值：axis=1，加 keepdims=True。",
        ),
        Misconception("没有 keepdims", ", keepdims=True", "", KEEPDIMS_WHY),
        Misconception(
            "没有按行",
            "axis=1, ",
            "",
            "不写 axis，是把整个矩阵加起来；一行是一个样本，每一行各自加起来是 1。",
        ),
        Misconception(
            "exp 的符号反了",
            "np.exp(x)",
            "np.exp(-x)",
            "分数越大，概率越大，所以是 e^{x}，不是 e^{−x}。",
        ),
        Misconception(
            "没有取指数",
            "np.exp(x)",
            "x",
            "先取 e^{x}，都成了正数，再除以它们的和；直接除，负的分数会给出负的概率。",
        ),
        Misconception(
            "分母没有取指数",
            "np.sum(x_exp",
            "np.sum(x",
            "分母是 e^{x} 之和，不是 x 之和；每一行之和才会是 1。",
        ),
        Misconception(
            "分子没有取指数",
            "x_exp / x_sum",
            "x / x_sum",
            "分子是 e^{x}，不是 x；每一行之和才会是 1。",
        ),
        Misconception(
            "没有除以和",
            "x_exp / x_sum",
            "x_exp",
            "e^{x} 还要除以这一行的和，每一行加起来才是 1。",
        ),
        Misconception(
            "用了最大值而不是和",
            "np.sum(",
            "np.max(",
            "除以最大值，最大的那个成了 1；要除以和，加起来才是 1。",
        ),
        Misconception(
            "多取了对数",
            "x_exp / x_sum",
            "np.log(x_exp / x_sum)",
            "要返回的是概率本身，不是它的对数。",
        ),
        Misconception(
            "写成了 sigmoid",
            "x_exp / x_sum",
            "x_exp / (1 + x_exp)",
            "sigmoid 只看自己这一个数；softmax 的分母是同一行所有 e^{x} 之和。",
        ),
    ),
)

NOT_SUMMED_WHY = "损失是一个数：各个样本的还要用 np.sum 加起来。"
MEAN_WHY = "这里的损失是和，不除以 m。"

L1 = Exercise(
    reference=numpy_basics.L1,
    cases=predictions,
    parts=as_one("loss"),
    laws={},
    misconceptions=(
        Misconception(
            "忘了绝对值",
            "np.abs(error)",
            "error",
            "不取绝对值，正的与负的误差会抵消，猜错了损失也可能是 0。",
        ),
        Misconception(
            "忘了绝对值",
            "np.abs(error)",
            "-error",
            "不取绝对值，正的与负的误差会抵消，猜错了损失也可能是 0。",
        ),
        Misconception(
            "先求和再取绝对值",
            "np.sum(np.abs(error))",
            "np.abs(np.sum(error))",
            "每个样本的误差先取绝对值，再求和；先求和，正负就抵消了。",
        ),
        Misconception(
            "分别取了绝对值",
            "np.abs(error)",
            "np.abs(y) - np.abs(yhat)",
            "先相减，再对差取绝对值。",
        ),
        Misconception("没有求和", "np.sum(np.abs(error))", "np.abs(error)", NOT_SUMMED_WHY),
        Misconception("多除了 1/m", "np.sum", "np.mean", MEAN_WHY),
        Misconception(
            "写成了 L2",
            "np.abs(error)",
            "error**2",
            "L₁ 是误差的绝对值之和；平方的是 L₂。",
        ),
        Misconception(
            "多了开方",
            "np.sum(np.abs(error))",
            "np.sqrt(np.sum(np.abs(error)))",
            "绝对值之和就是 L₁，不必再开方。",
        ),
        Misconception(
            "用了最大值而不是和",
            "np.sum",
            "np.max",
            "要把所有样本的误差加起来，不是只取最大的。",
        ),
    ),
)

L2 = Exercise(
    reference=numpy_basics.L2,
    cases=predictions,
    parts=as_one("loss"),
    laws={"loss": "inner_square"},
    misconceptions=(
        Misconception(
            "忘了平方",
            "error**2",
            "error",
            "不平方，正的与负的误差会抵消，猜错了损失也可能是 0。",
        ),
        Misconception(
            "忘了平方",
            "error**2",
            "-error",
            "不平方，正的与负的误差会抵消，猜错了损失也可能是 0。",
        ),
        Misconception(
            "忘了平方",
            "error**2",
            "np.abs(error)",
            "L₂ 是误差的平方和；只取绝对值的是 L₁。",
        ),
        Misconception(
            "多了开方",
            "np.sum(error**2)",
            "np.sqrt(np.sum(error**2))",
            "这里的 L₂ 是平方和，不开方（向量的长度才开方）。",
        ),
        Misconception(
            "先求和再平方",
            "np.sum(error**2)",
            "np.sum(error)**2",
            "每个样本的误差先平方，再求和；先求和，正负就抵消了。",
        ),
        Misconception(
            "分别平方再相减",
            "error**2",
            "y**2 - yhat**2",
            "先相减，再平方：(y−ŷ)² 不等于 y²−ŷ²。",
        ),
        Misconception(
            "乘 2 写成了平方",
            "error**2",
            "error * 2",
            "平方是 error**2，或者 error * error；error * 2 是两倍。",
        ),
        Misconception("没有求和", "np.sum(error**2)", "error**2", NOT_SUMMED_WHY),
        Misconception(
            "写成了外积",
            "np.sum(error**2)",
            "np.outer(error, error)",
            "误差与自己的内积是一个数；外积是 (m, m) 的矩阵。",
        ),
        Misconception("多除了 1/m", "np.sum", "np.mean", MEAN_WHY),
        Misconception(
            "多除了 2",
            "np.sum(error**2)",
            "np.sum(error**2) / 2",
            "作业里的 L₂ 就是平方和；前面带 1/2 的是平方损失，为的是求导时不出现 2。",
        ),
    ),
)

EXERCISES: tuple[Exercise, ...] = (
    BASIC_SIGMOID,
    SIGMOID,
    SIGMOID_DERIVATIVE,
    IMAGE2VECTOR,
    NORMALIZE_ROWS,
    SOFTMAX,
    L1,
    L2,
)
