"""记号：课本的次序，括号一个也不能少。单行写法读回来，值要与原式相同。"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import mpmath
import pytest
from mpmath import mpf
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    DiagMatrix,
    Expr,
    Function,
    FunctionMatrix,
    Indexed,
    Lambda,
    Limit,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Max,
    Mul,
    OneMatrix,
    Piecewise,
    Product,
    Range,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    Trace,
    evaluate,
    exp,
    log,
    oo,
    sqrt,
)
from sympy.core.function import AppliedUndef

from derive.kernel import exact
from derive.kernel.book import expressions
from derive.kernel.exact import agree, at_precision
from derive.kernel.matrices import (
    COLUMN,
    ROW,
    Column,
    Columns,
    MatrixSum,
    Pair,
    Row,
    Rows,
    Shape,
    Stack,
    elementwise,
    has_matrices,
    plus,
    times,
    transpose,
)
from derive.kernel.names import FUNCTIONS, QUANTITIES
from derive.kernel.notation import (
    latex,
    latex_definition,
    latex_statement,
    plain,
    plain_statement,
)
from derive.kernel.objects import Relation, Statement
from derive.kernel.pull_back import Gradient
from derive.registry import BOOK
from derive.theory.activations import SIGMOID
from derive.theory.losses import EVERY
from derive.theory.symbols import (
    J,
    P,
    a,
    activation,
    alpha,
    h,
    i,
    likelihood,
    loss,
    m,
    sigma,
    softplus,
    squared_loss,
    tanh,
    x1,
    x2,
    y,
    y_,
    ybar,
    yhat,
    yhat_,
    z,
)

D, H = Derivative, Rational(1, 2)

with evaluate(False):
    TABLE: list[tuple[Expr, str, str]] = [
        (1 / (1 + exp(-z)), r"\frac{1}{1 + e^{-z}}", "1/(1 + e^(-z))"),
        (sigma(z) * (1 - sigma(z)), r"\sigma(z)(1 - \sigma(z))", "σ(z)(1 - σ(z))"),
        (-y / a + (1 - y) / (1 - a), r"-\frac{y}{a} + \frac{1 - y}{1 - a}",
         "-y/a + (1 - y)/(1 - a)"),
        (1 / m * Sum(y_[i], EVERY), r"\frac{1}{m} \sum_{i=1}^{m} y^{(i)}", "1/m·Σ(i=1…m) y⁽ⁱ⁾"),
        (-1 / m * Sum(y_[i], EVERY), r"-\frac{1}{m} \sum_{i=1}^{m} y^{(i)}", "-1/m·Σ(i=1…m) y⁽ⁱ⁾"),
        (2 * sigma(2 * z) - 1, r"2 \sigma(2 z) - 1", "2σ(2z) - 1"),
        (H * (a - y) ** 2, r"\frac{1}{2} (a - y)^{2}", "1/2·(a - y)²"),
        (z - (y - a), "z - (y - a)", "z - (y - a)"),
        (z - (-y), "z + y", "z + y"),
        (sigma(-z), r"\sigma(-z)", "σ(-z)"),
        (D(sigma(z), z), r"\sigma'(z)", "σ′(z)"),
        (D(loss(a, y), a), r"\frac{\partial \mathcal{L}(a, y)}{\partial a}", "∂L(a, y)/∂a"),
        (D(activation(z), z), r"\frac{da}{dz}", "da/dz"),
        (D(squared_loss(a, y), (a, 2)),
         r"\frac{\partial^{2} \mathcal{L}_2(a, y)}{\partial a^{2}}", "∂²L₂(a, y)/∂a²"),
        (Subs(D(sigma(z), z), z, S.Zero), r"\sigma'(0)", "σ′(0)"),
        (Limit(sigma(z), z, -oo), r"\lim_{z\to -\infty} \sigma(z)", "lim(z→-∞) σ(z)"),
        (Limit(log(a), a, 0, "+"), r"\lim_{a\to 0^{+}} \ln a", "lim(a→0⁺) ln a"),
        (Limit(sigma(h), h, 0, "+-"), r"\lim_{h\to 0} \sigma(h)", "lim(h→0) σ(h)"),
        (Rational(2001, 1000) ** 2, r"2.001^{2}", "2.001²"),
        (Rational(-1, 2000), "-0.0005", "-0.0005"),
        (Rational(-9, 256), r"-\frac{9}{256}", "-9/256"),
        (Rational(1, 300), r"\frac{1}{300}", "1/300"),
        (likelihood(y, yhat), r"p(y; \hat{y})", "p(y; ŷ)"),
        (log(1 - yhat), r"\ln (1 - \hat{y})", "ln (1 - ŷ)"),
        (sqrt(a), r"\sqrt{a}", "√a"),
        (Max(0, z), r"\max(0, z)", "max(0, z)"),
        (Range(1, m + 1), r"\{1, \dots, m\}", "{1, …, m}"),
        (Abs(z), r"\left|z\right|", "|z|"),
        (exp(-m * J), r"e^{-m J}", "e^(-m·J)"),
    ]  # fmt: skip


@pytest.mark.parametrize(("expr", "tex", "line"), TABLE, ids=[row[2] for row in TABLE])
def test_table(expr: Expr, tex: str, line: str) -> None:
    def squeeze(text: str) -> str:
        return re.sub(r"\s+", "", text)

    assert squeeze(latex(expr)) == squeeze(tex)
    assert plain(expr) == line


# ---- 并排的几块 ---------------------------------------------------------------

with evaluate(False):
    DZ, DA, SLOPE = D(activation(z), z), D(loss(a, y), a), D(sigma(z), z)
    SUM, PRODUCT = Sum(y_[i], EVERY), Product(y_[i] ** 2, EVERY)
    SIDE_BY_SIDE: list[tuple[Expr, str, str]] = [
        # 只有 1 与 −1 时，也要写出数来
        (Mul(1, 1), "1", "1"),
        (Mul(-1, 1), "-1", "-1"),
        # 字母之后隔开；数之前点乘号，字母之前不点
        (alpha * (1 - y), r"\alpha (1 - y)", "α(1 - y)"),
        (y * sigma(z), r"y \sigma(z)", "y·σ(z)"),
        (z * x1 * x2, "z x_1 x_2", "z·x₁x₂"),
        (a * 2**z, r"a \cdot 2^{z}", "a·2^z"),
        (1 / a * 2 * z, r"\frac{1}{a} \cdot 2 z", "1/a·2z"),
        (1 / a * x1, r"\frac{1}{a} x_1", "1/a·x₁"),
        # 对数之前：字母后点乘号，括号后空一格
        (y * log(a), r"y \ln a", "y·ln a"),
        (sigma(z) * log(a), r"\sigma(z)\ln a", "σ(z) ln a"),
        ((1 - y) * log(1 - a), r"(1 - y)\ln (1 - a)", "(1 - y) ln (1 - a)"),
        # 分母归它前面的那一块；那一块已有分母，就另起一块
        (y * a**-2, r"\frac{y}{a^{2}}", "y/a²"),
        (a * (1 / y) * (1 / h), r"\frac{a}{y} \cdot \frac{1}{h}", "a/y·1/h"),
        (a * (1 / y) * z * (1 / h), r"\frac{a}{y} \cdot \frac{z}{h}", "a/y·z/h"),
        (a * (1 / y) * z * h * (1 / m), r"\frac{a}{y} \cdot \frac{z h}{m}", "a/y·(z·h)/m"),
        (x1 * (1 / a) * y * x2, r"\frac{x_1}{a} y x_2", "x₁/a·y·x₂"),
        (z * Rational(1, 4), r"z \cdot \frac{1}{4}", "z·1/4"),
        # 写成分式的导数自成一块，分母不归它；写成 σ′(z) 的，与别的函数一样
        (DZ * (1 / m), r"\frac{da}{dz} \cdot \frac{1}{m}", "da/dz·1/m"),
        (a * DZ * (1 / m), r"a \frac{da}{dz} \cdot \frac{1}{m}", "a·da/dz·1/m"),
        (a * DZ * z * (1 / m), r"a \frac{da}{dz} \cdot \frac{z}{m}", "a·da/dz·z/m"),
        (DZ * z, r"\frac{da}{dz} z", "da/dz·z"),
        (DZ * z * (1 / m), r"\frac{da}{dz} \cdot \frac{z}{m}", "da/dz·z/m"),
        (DA * DZ, r"\frac{\partial \mathcal{L}(a, y)}{\partial a} \cdot \frac{da}{dz}",
         "∂L(a, y)/∂a·da/dz"),
        (z * DA, r"z \frac{\partial \mathcal{L}(a, y)}{\partial a}", "z·∂L(a, y)/∂a"),
        (DZ * H, r"\frac{da}{dz} \cdot \frac{1}{2}", "da/dz·1/2"),
        (SLOPE * z, r"\sigma'(z) z", "σ′(z)z"),
        (z * SLOPE * y, r"z \sigma'(z) y", "z·σ′(z)y"),
        (SLOPE * (1 / m), r"\frac{\sigma'(z)}{m}", "σ′(z)/m"),
        # 和号、积号后面还有因子，才括起来
        (z * SUM * a, r"z \left(\sum_{i=1}^{m} y^{(i)}\right) a", "z(Σ(i=1…m) y⁽ⁱ⁾)a"),
        (PRODUCT * a, r"\left(\prod_{i=1}^{m} (y^{(i)})^{2}\right) a", "(∏(i=1…m) (y⁽ⁱ⁾)²)a"),
        (z * SUM / m, r"\frac{z \sum_{i=1}^{m} y^{(i)}}{m}", "(z·Σ(i=1…m) y⁽ⁱ⁾)/m"),
        # 和号、极限号后面是和，或以负号开头，括起来
        (Sum(y_[i] + a, EVERY), r"\sum_{i=1}^{m} (y^{(i)} + a)", "Σ(i=1…m) (y⁽ⁱ⁾ + a)"),
        (Sum(-y_[i], EVERY), r"\sum_{i=1}^{m} (-y^{(i)})", "Σ(i=1…m) (-y⁽ⁱ⁾)"),
        (Limit(1 - sigma(z), z, oo), r"\lim_{z\to +\infty} (1 - \sigma(z))",
         "lim(z→+∞) (1 - σ(z))"),
        (Limit(-z, z, h, "+-"), r"\lim_{z\to h} (-z)", "lim(z→h) (-z)"),
    ]  # fmt: skip
    RAISED: list[tuple[Expr, str, str]] = [
        # 已有上标的再乘方，先括起来；函数值不用
        (Symbol("n[l]") ** 2, "(n^{[l]})^{2}", "n[l]²"),
        (Function("g[l]")(z) ** 2, "{g^{[l]}}(z)^{2}", "g[l](z)²"),
        ((y**2) ** -2, r"\frac{1}{(y^{2})^{2}}", "1/(y²)²"),
        # 两阶以内的导数写成撇，再高的写成分式；对 2z 求的也写成分式
        (D(sigma(z), (z, 2)), r"\sigma''(z)", "σ′′(z)"),
        (D(sigma(z), (z, 3)), r"\frac{d^{3}\sigma(z)}{dz^{3}}", "d³σ(z)/dz³"),
        (D(sigma(2 * z), z), r"\frac{d\sigma(2 z)}{dz}", "dσ(2z)/dz"),
        # 在某一点的值：只有写成撇的导数直接把点写进括号
        (Subs(D(sigma(z), (z, 2)), z, S.Zero), r"\sigma''(0)", "σ′′(0)"),
        (Subs(D(z**2, z), z, a), r"\left.\frac{d}{dz}(z^{2})\right|_{z=a}", "[d/dz(z²)](z=a)"),
        (Subs(z**2, z, a), r"\left.z^{2}\right|_{z=a}", "[z²](z=a)"),
        # 小数只写到最后一位不是 0 的数
        (Rational(949, 10), "94.9", "94.9"),
        (Rational(-1, 100), "-0.01", "-0.01"),
        (Piecewise((z, z > 0), (alpha * z, z <= 0)),
         r"\begin{cases}z, & z > 0 \\ \alpha z, & z \le 0\end{cases}",
         "{ z（z > 0）；α·z（z ≤ 0） }"),
    ]  # fmt: skip


# 在 evaluate(False) 之外搭的和：被加的式子没有套上 1·x
TERM = Add(y_[i], a, evaluate=False)
SUMS = [
    (Sum(TERM, EVERY), r"\sum_{i=1}^{m} (y^{(i)} + a)", "Σ(i=1…m) (y⁽ⁱ⁾ + a)"),
    (Sum(-y_[i], EVERY), r"\sum_{i=1}^{m} (-y^{(i)})", "Σ(i=1…m) (-y⁽ⁱ⁾)"),
    (Product(TERM, EVERY), r"\prod_{i=1}^{m} (y^{(i)} + a)", "∏(i=1…m) (y⁽ⁱ⁾ + a)"),
]


def literally(expr: Basic, tex: str, line: str) -> None:
    """连空格也不差。"""
    assert latex(expr) == tex
    assert plain(expr) == line


@pytest.mark.parametrize(("expr", "tex", "line"), SIDE_BY_SIDE, ids=[r[2] for r in SIDE_BY_SIDE])
def test_factors_side_by_side(expr: Expr, tex: str, line: str) -> None:
    """书里的式子都在 evaluate(False) 里搭；就在那里排版，也是同一个写法。"""
    literally(expr, tex, line)
    with evaluate(False):
        literally(expr, tex, line)


@pytest.mark.parametrize(("expr", "tex", "line"), RAISED, ids=[r[2] for r in RAISED])
def test_powers_primes_and_points(expr: Expr, tex: str, line: str) -> None:
    literally(expr, tex, line)


@pytest.mark.parametrize(("expr", "tex", "line"), SUMS, ids=[r[2] for r in SUMS])
def test_what_a_sum_adds_up(expr: Expr, tex: str, line: str) -> None:
    literally(expr, tex, line)


# ---- 矩阵 ---------------------------------------------------------------------

ROWS, COLUMNS = Symbol("n", integer=True, positive=True), Symbol("k", integer=True, positive=True)
W, M = MatrixSymbol("W", ROWS, COLUMNS), MatrixSymbol("M", ROWS, COLUMNS)
V, ONE_ROW = MatrixSymbol("V", COLUMNS, m), MatrixSymbol("r", 1, COLUMNS)
s, t = MatrixSymbol("s", 1, 1), MatrixSymbol("t", 1, 1)


def each(function: Callable[[Expr], Expr], matrix: MatrixExpr) -> MatrixExpr:
    with evaluate(False):
        return elementwise(function, matrix)


def entries_of_W(rows: Expr, columns: Expr) -> MatrixExpr:
    """由通项 Wᵢⱼ 给出的矩阵。"""
    return FunctionMatrix(rows, columns, Lambda((ROW, COLUMN), W[ROW, COLUMN]))


MATRICES: list[tuple[Basic, str, str]] = [
    # 1×1 的一就是数 1，乘上它不写；别的形状是粗体的 1
    (OneMatrix(1, 1), "1", "1"),
    (MatMul(y, OneMatrix(1, 1)), "y", "y"),
    (OneMatrix(1, 2), r"\mathbf{1}", "1"),
    (OneMatrix(2, 1), r"\mathbf{1}", "1"),
    (MatMul(y, OneMatrix(2, 1)), r"y \mathbf{1}", "y·1"),
    # 几个数写在矩阵前面，次序照原样
    (times(z, H, W), r"z \cdot \frac{1}{2} W", "z·1/2·W"),
    # 1×1 的矩阵与数一样，直接代进去；更大的，写成“在 x = … 处”
    (each(lambda x: x**2, s), "s^{2}", "s²"),
    (each(lambda x: x**2, plus(s, t)), "(s + t)^{2}", "(s + t)²"),
    (each(lambda x: x**2, ONE_ROW), r"\left.x^{2}\right|_{x=r}", "[x²](x=r)"),
    (each(lambda x: x**2, transpose(ONE_ROW)),
     r"\left.x^{2}\right|_{x=r^{\mathsf{T}}}", "[x²](x=rᵀ)"),
    (each(lambda x: 2 * D(sigma(x), x), s), r"2\sigma'(s)", "2σ′(s)"),
    (each(lambda x: 2 * D(loss(x), x), s),  # 写不成撇的导数，不能把 s 写在 x 的位置上
     r"\left.2\frac{d\mathcal{L}(x)}{dx}\right|_{x=s}", "[2·dL(x)/dx](x=s)"),
    # 倒数直接写，分母里的和不再括
    (each(lambda x: 1 / x, W), r"\frac{1}{W}", "1/W"),
    (each(lambda x: 1 / x, plus(W, M)), r"\frac{1}{W + M}", "1/(W + M)"),
    (each(lambda x: 2 / x, W), r"\left.\frac{2}{x}\right|_{x=W}", "[2/x](x=W)"),
    # 代进去是和的，再乘时括起来；不是和的不括，竖线管得住的也不括
    (times(each(lambda x: 1 - x, s), ONE_ROW), "(1 - s) r", "(1 - s)·r"),
    (times(each(lambda x: x**2, s), ONE_ROW), "s^{2} r", "s²·r"),
    (times(each(lambda x: 1 - x, W), V),
     r"\left.(1 - x)\right|_{x=W} V", "[1 - x](x=W)·V"),
    (transpose(s), r"s^{\mathsf{T}}", "sᵀ"),
    # 由通项给出的：行列从 1 数起
    (entries_of_W(ROWS, COLUMNS), r"\begin{bmatrix}W_{i, j}\end{bmatrix}_{ij}", "[W[i, j]][ij]"),
    (entries_of_W(S.One, COLUMNS),
     r"\begin{bmatrix}W_{1, 1} & W_{1, 2} & \cdots & W_{1, k}\end{bmatrix}",
     "[W[1, 1] W[1, 2] … W[1, k]]"),
    (entries_of_W(ROWS, S.One),
     r"\begin{bmatrix}W_{1, 1} \\ W_{2, 1} \\ \vdots \\ W_{n, 1}\end{bmatrix}",
     "[W[1, 1]; W[2, 1]; ⋮; W[n, 1]]"),
    # 第 i 列写在层数之后；帽子也有花括号，却不是上标
    (Column(MatrixSymbol("W[l]", ROWS, m), i), "w^{[l](i)}", "w[l]⁽ⁱ⁾"),
    (Column(MatrixSymbol("Yhat", 1, m), i), r"\hat{y}^{(i)}", "ŷ⁽ⁱ⁾"),
    # 上下叠放的各行隔开一些，左右并排的不用
    (Rows(Row(W, i), i, ROWS),
     r"\begin{bmatrix}w_{1}^{\mathsf{T}} \\[4pt] w_{2}^{\mathsf{T}} \\[4pt] \vdots \\[4pt] "
     r"w_{n}^{\mathsf{T}}\end{bmatrix}",
     "[w[1]ᵀ; w[2]ᵀ; ⋮; w[n]ᵀ]"),
    (Columns(Stack(Column(V, i), t), i, m),
     r"\begin{bmatrix}\begin{bmatrix}v^{(1)} \\ t\end{bmatrix} & \cdots & "
     r"\begin{bmatrix}v^{(m)} \\ t\end{bmatrix}\end{bmatrix}",
     "[[v⁽¹⁾; t] … [v⁽ᵐ⁾; t]]"),
    (MatrixSum(plus(Column(V, i), t), (i, 1, m)),
     r"\sum_{i=1}^{m} (v^{(i)} + t)", "Σ(i=1…m) (v⁽ⁱ⁾ + t)"),
    (Shape(W), r"\operatorname{shape}(W)", "shape(W)"),
    (Pair(ROWS, COLUMNS), "(n, k)", "(n, k)"),
    # 对角线上的数排成行还是排成列，写法一样
    (DiagMatrix(ONE_ROW), r"\operatorname{diag}(r)", "diag(r)"),
    (DiagMatrix(transpose(ONE_ROW)), r"\operatorname{diag}(r)", "diag(r)"),
    (Gradient(J, W), r"\frac{\partial J}{\partial W}", "∂J/∂W"),
    (Gradient(Trace(W), W), r"\frac{\partial}{\partial W}(\operatorname{tr}(W))", "∂/∂W(tr(W))"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "tex", "line"), MATRICES, ids=[r[2] for r in MATRICES])
def test_matrices(expr: Basic, tex: str, line: str) -> None:
    literally(expr, tex, line)


# ---- 命题与定义 -----------------------------------------------------------------


def test_statements_and_definitions() -> None:
    statement = Statement(sigma(z), Relation.GE, S.Zero)
    assert plain_statement(statement) == "σ(z) ≥ 0"
    assert latex_statement(statement) == r"\sigma(z) \ge 0"
    assert latex_definition(SIGMOID).startswith(r"\sigma(z) := ")


# ---- 读回来 -------------------------------------------------------------------

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ", "0123456789-+()im")
NAMED = {
    line: name
    for name, (_, line) in FUNCTIONS.items()
    if name not in QUANTITIES | {"units", "cost_at"}
}
TOKEN = re.compile(
    r"\s*([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ]+|\d+(?:\.\d+)?|max|ln|"
    + "|".join(sorted(map(re.escape, NAMED), key=len, reverse=True))
    + r"|dz|[nBF]\[[\w-]+\]|n_x|\w[̄₁₂]?|\S)"
)


class Reader:
    """读单行写法并求值。乘法（并排或点乘）与除法同级，从左到右；和号管到一项的末尾。"""

    def __init__(
        self,
        line: str,
        names: dict[str, object],
        functions: Collection[str] = NAMED.values(),
        point: Mapping[Basic, object] | None = None,
    ) -> None:
        self.tokens, self.names = TOKEN.findall(line), names
        self.functions, self.point = functions, point or {}

    def next(self, *wanted: str) -> str:
        token: str = self.tokens.pop(0) if self.tokens else ""
        assert not wanted or token in wanted, (token, wanted)
        return token

    def peek(self, *options: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in options

    def sum(self) -> mpf:
        total = self.product()
        while self.peek("+", "-"):
            total += self.product() if self.next() == "+" else -self.product()
        return total

    def product(self) -> mpf:
        if self.peek("-"):
            self.next()
            return -self.product()
        value = self.power()
        while self.tokens and not self.peek("+", "-", ")", "]", ",", ";", "…", "|", "="):
            operator = self.next() if self.peek("·", "/") else "·"
            value = value / self.power() if operator == "/" else value * self.power()
        return value

    def power(self) -> mpf:
        base = self.atom()
        if self.peek("^"):
            self.next()
            return base ** self.atom()
        if self.tokens and self.tokens[0][0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ":
            return base ** Reader(self.next().translate(SUPERSCRIPTS), self.names).sum()
        return base

    def group(self, close: str = ")") -> list[mpf]:
        values = [self.sum()]
        while self.next(close, ",", ";") != close:
            values.append(self.sum())
        return values

    def atom(self) -> mpf:
        token = self.next()
        if token[0].isdigit():
            return mpf(token)
        if token == "(":
            return self.group()[0]
        if token == "|":
            return abs(self.group("|")[0])
        if token == "√":
            return mpmath.sqrt(self.atom())
        if token == "ln":
            return mpmath.log(self.atom())
        if token == "max":
            self.next("(")
            return max(self.group())
        if token in "Σ∏":
            return self.repeated(token)
        if token == "C":
            self.next("(")
            return mpmath.binomial(*self.group())
        called = [name for name in self.functions if name in FUNCTIONS]
        called = [name for name in called if FUNCTIONS[name][1] == token and token in NAMED]
        if called and self.peek("(", "["):
            return self.apply(called[0])
        if token == "e":
            return +mpmath.e
        value = self.names[token]
        if isinstance(value, list):
            index = Reader(self.next().translate(SUPERSCRIPTS), self.names).sum()
            return value[int(index) - 1]
        assert isinstance(value, mpf)
        return value

    def apply(self, name: str) -> mpf:
        last = self.group("]") if self.next("(", "[") == "[" else None
        if last:
            self.next("(")
        values = [*self.group(), *(last or [])]
        return apply(name, values, self.point)

    def repeated(self, sign: str) -> mpf:
        self.next("(")
        index = self.next()
        self.next("=")
        low = self.sum()
        self.next("…")
        high = self.sum()
        self.next(")")
        body, values = list(self.tokens), []
        for k in range(int(low), int(high) + 1):
            self.tokens = list(body)
            self.names = {**self.names, index: mpf(k)}
            values.append(self.product())
        return mpmath.fsum(values) if sign == "Σ" else mpmath.fprod(values)


def apply(name: str, values: list[mpf], point: Mapping[Basic, object]) -> mpf:
    definition = next(d for h, d in BOOK.definitions.items() if getattr(h, "__name__", "") == name)
    arguments = dict(zip(definition.lhs.args, values, strict=True))
    return exact.evaluate(definition.body, {**point, **arguments}, BOOK.definitions)


NODES = (Derivative, Limit, Subs, Piecewise)
"""这些结点的写法没有算术的歧义，另在上面的表里核对。"""


LAYER_SIZES = {"units", "total_parameters"}
"""由任意的层的大小 n⁽ˡ⁾ 写成的，没有一个值可读。"""


def readable(expr: Basic) -> bool:
    return (
        isinstance(expr, Expr)
        and not expr.has(*NODES, oo)
        and not {f.func.__name__ for f in expr.atoms(AppliedUndef)} & LAYER_SIZES
        and not has_matrices(expr, BOOK.definitions)
        and not any(of_a_sample(f) for f in expr.atoms(AppliedUndef))
        and all(f.func in BOOK.definitions for f in functions_behind(expr))
    )


def functions_behind(expr: Basic) -> set[AppliedUndef]:
    """式子里只写字母的量，定义里用到哪些函数：任意的 J(w) 没有一个值可读。"""
    quantities = BOOK.definitions_in(*expr.free_symbols).values()
    return {f for quantity in quantities for f in quantity.body.atoms(AppliedUndef)}


def of_a_sample(quantity: AppliedUndef) -> bool:
    """由第 i 个样本算出、只写字母的量：值随 i 而变，读的时候没有一个值可代。"""
    return quantity.func.__name__ in QUANTITIES and quantity.has(Indexed)


WRITTEN = [
    (f"{obj.id}:{number}", expr)
    for obj in BOOK
    for number, expr in enumerate(expressions(obj))
    if readable(expr)
]


def sample() -> dict[Basic, object]:
    """各符号取不同的、不特殊的值。"""
    scalars = {z: "0.3", h: "0.2", y: "0.4", a: "0.7", yhat: "0.6", alpha: "0.1"}
    point: dict[Basic, object] = {s: mpf(v) for s, v in scalars.items()}
    vectors = {y_: ["0.15", "0.85", "0.45"], yhat_: ["0.35", "0.55", "0.25"]}
    return {**point, m: mpf(3), **{b: [mpf(v) for v in vs] for b, vs in vectors.items()}}


def names_for(expr: Basic, point: dict[Basic, object]) -> dict[str, object]:
    def value(e: Basic) -> mpf:
        return exact.evaluate(e, point, BOOK.definitions)  # type: ignore[arg-type]

    names: dict[str, object] = {
        plain(s): v for s, v in point.items() if not isinstance(v, list) and s != a
    }
    for scalar, vector in ((y, y_), (yhat, yhat_)):
        names[plain(scalar)] = point[vector if expr.has(vector) else scalar]
    names |= {plain(q): value(q) for q in (a, J, P, ybar)}
    names |= {plain(s): v for s, v in others(expr).items()}
    names |= {plain(s): value(s) for s in expr.free_symbols & BOOK.definitions.keys()}
    quantities = [q for q in expr.atoms(AppliedUndef) if q.func.__name__ in QUANTITIES]
    return names | {plain(q): value(q) for q in quantities}


def others(expr: Basic) -> dict[Basic, mpf]:
    """上面没有列出的符号：各取一个不特殊的值，个数取整数。"""
    known = {*sample(), *BOOK.definitions}
    labels = {base.label for base in (y_, yhat_)}
    bodies = [d.body for d in BOOK.definitions_in(expr).values()]
    seen = {s for e in (expr, *bodies) for s in e.free_symbols}
    free = [s for s in seen if isinstance(s, Symbol) and s not in known | labels]
    ordered = enumerate(sorted(free, key=str), 2)
    return {s: mpf(n) if s.is_integer else mpf(n) / 7 for n, s in ordered}


def read_back(expr: Basic) -> None:
    with at_precision():
        point = sample() | others(expr)
        names = names_for(expr, point)
        functions = {f.func.__name__ for f in expr.atoms(AppliedUndef)}
        reader = Reader(plain(expr), names, functions, point)
        got = reader.sum()
        assert not reader.tokens, plain(expr)
        wanted = exact.evaluate(expr, point, BOOK.definitions)  # type: ignore[arg-type]
        assert agree(got, wanted), plain(expr)


@pytest.mark.parametrize("expr", [e for _, e in WRITTEN], ids=[name for name, _ in WRITTEN])
def test_the_registry_reads_back(expr: Basic) -> None:
    read_back(expr)


with evaluate(False):
    TRICKY: list[Expr] = [
        z - (y - a),
        z - (-y),
        -(z + y) * a,
        -1 * (-z),
        (-z) ** 2,
        -(z**2),
        (z**2) ** 3,
        (a * y) ** 2,
        (1 / a) ** 2,
        (a / y) ** 2,
        a / (y / z),
        (a / y) / z,
        1 / (a * y),
        1 / (a * y) * z,
        a * (1 / y),
        (a + y) / (a * y),
        H * (1 - H),
        H**2,
        a**H,
        (-H) * z,
        z * (-H),
        z * (-y),
        2 * (3 * z),
        3 * S(2),
        exp(-z) * (1 + exp(-z)),
        exp(z) ** 2,
        exp(z * (y + 1)),
        exp(-z / 2),
        exp(exp(z)),
        log(a) ** 2,
        log(a**2),
        y * log(a) - (1 - y) * log(1 - a),
        log(log(2 + a)) * z,
        Sum(y_[i], EVERY) * a,
        Sum(y_[i] * a, EVERY) + a,
        Sum(y_[i] + a, EVERY),
        Sum(y_[i], EVERY) ** 2,
        Sum(y_[i] ** 2, EVERY),
        Sum(-y_[i], EVERY),
        (1 + Sum(y_[i], EVERY)) * 2,
        Product(y_[i] ** 2, EVERY) * a,
        Product(y_[i] * a, EVERY),
        1 / Sum(y_[i], EVERY),
        Sum(y_[i], EVERY) / m,
        sigma(z) ** 2,
        sigma(z**2),
        1 - sigma(z) ** 2,
        tanh(-(z + y)),
        Max(-z, z - 1) * 2,
        Abs(z - 1) * a,
        Abs(-z) ** 2,
        softplus(z) / sigma(z),
        m ** (-y),
        a ** (1 - y),
        a**-y,
        2 ** (-z),
        sqrt(a) * z,
        sqrt(a + y) / z,
    ]


@pytest.mark.parametrize("expr", TRICKY, ids=map(str, TRICKY))
def test_no_parenthesis_is_lost(expr: Expr) -> None:
    read_back(expr)


@pytest.mark.parametrize("expr", TRICKY, ids=map(str, TRICKY))
def test_latex_is_balanced(expr: Expr) -> None:
    text = latex(expr)
    for left, right in ("{}", "()"):
        assert text.count(left) == text.count(right)
    assert len(re.findall(r"\\left", text)) == len(re.findall(r"\\right", text))


def test_the_reader_notices_a_lost_parenthesis() -> None:
    """测试的测试：少一对括号，值就变了。"""
    names: dict[str, object] = {"z": mpf(3), "y": mpf(5), "a": mpf(7)}
    same: Callable[[str], mpf] = lambda line: Reader(line, names).sum()  # noqa: E731
    assert same("z - (y - a)") == 5
    assert same("z - y - a") == -9
    assert same("1/(z·y)") != same("1/z·y")
    assert same("-z²") == -9
    assert same("(-z)²") == 9
    assert same("2y z") == 30


def test_layers_and_nested_sums() -> None:
    n, k = Symbol("n[l]", integer=True, positive=True), Symbol("k", integer=True, positive=True)
    W = MatrixSymbol("W[l]", n, n)
    assert latex(times(W, transpose(W))) == r"W^{[l]} W^{[l]\mathsf{T}}"
    assert plain(times(W, transpose(W))) == "W[l]·W[l]ᵀ"
    for new, tex, line in (("W[l]_new", "W^{[l]}", "W[l]"), ("w1_new", "w_1", "w₁")):
        assert (latex(Symbol(new)), plain(Symbol(new))) == (tex, line)  # 走一步之后的新值
    units = Function("units", integer=True, positive=True)
    assert latex(units(k)) == "n^{[k]}"
    assert plain(units(k)) == "n[k]"
    total = Sum(Sum(y_[i], (k, 1, n)), (i, 1, m))
    assert plain(total) == "Σ(i=1…m) Σ(k=1…n[l]) y⁽ⁱ⁾"
