"""反向传播：已知 J 对输出 F 的梯度 G，求 J 对 F 里每个矩阵的梯度，任意形状、任意层数。

依据只有一条：dJ = ⟨G, dF⟩ = tr(Gᵀ dF)。把 dF 用各个部分的微分写出来，再把每一项整理成
⟨·, d部分⟩，尖括号里的就是那个部分的梯度。`RULES` 是这样得到的全部法则，一行一条。

SymPy 自带的矩阵求导只在一层时可信（两层时会静默地给出转置错了的结果），所以不用它。
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Abs,
    Add,
    Expr,
    HadamardProduct,
    Identity,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Max,
    Min,
    Mul,
    Piecewise,
    Trace,
    Transpose,
    ZeroMatrix,
    diff,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from derive.kernel.algebra import OutOfReach
from derive.kernel.matrices import Elementwise, elementwise, hadamard, plus, times, transpose

Parts = list[tuple[MatrixExpr, MatrixExpr]]
"""F 的各个部分，各配上 J 对它的梯度。"""


class Gradient(MatrixExpr):
    """∂J/∂X：与 X 同形，第 (i, j) 项是 ∂J/∂Xᵢⱼ。"""

    def __new__(cls, objective: Expr, variable: MatrixSymbol) -> Gradient:
        return super().__new__(cls, objective, variable)

    @property
    def objective(self) -> Expr:
        return self.args[0]

    @property
    def variable(self) -> MatrixSymbol:
        return self.args[1]

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return self.variable.shape


def gradient(objective: Expr, variable: MatrixSymbol) -> MatrixExpr:
    """J 对 X 的梯度；J 是迹、1×1 矩阵，或它们的常系数线性组合。"""
    if isinstance(objective, Trace):
        return pull_back(objective.arg, Identity(objective.arg.rows), variable)
    if isinstance(objective, MatrixExpr) and objective.shape == (1, 1):
        return pull_back(objective, Identity(1), variable)
    if not objective.has(variable):
        return ZeroMatrix(*variable.shape)
    if isinstance(objective, Add):
        return plus(*(gradient(term, variable) for term in objective.args if term.has(variable)))
    if isinstance(objective, Mul):
        varying = [factor for factor in objective.args if factor.has(variable)]
        constant = [factor for factor in objective.args if not factor.has(variable)]
        match varying:
            case [only]:
                return times(*constant, gradient(only, variable))
    raise OutOfReach(f"不会对 {variable} 求 {objective} 的梯度：它不是迹的线性组合")


def pull_back(F: MatrixExpr, G: MatrixExpr, variable: MatrixSymbol) -> MatrixExpr:
    """∂F 处的梯度是 G 时，variable 处的梯度：沿每一条通向 variable 的路各得一项，全部相加。"""
    if variable == F:
        return G
    if not F.has(variable):
        return ZeroMatrix(*variable.shape)
    if type(F) not in RULES:
        raise OutOfReach(f"没有 {type(F).__name__} 的反向传播法则：{F}")
    paths = [(A, dA) for A, dA in RULES[type(F)](F, G) if A.has(variable)]
    return plus(*(pull_back(A, dA, variable) for A, dA in paths))


# ---- 法则 ---------------------------------------------------------------------


def _product(F: MatMul, G: MatrixExpr) -> Parts:
    numbers = [c for c in F.args if not isinstance(c, MatrixExpr)]
    matrices = [A for A in F.args if isinstance(A, MatrixExpr)]
    if any(c.has(*F.atoms(MatrixSymbol)) for c in numbers):
        raise OutOfReach(f"系数里也有矩阵：{F}")
    parts: Parts = []
    for n, A in enumerate(matrices):
        left = [transpose(L) for L in reversed(matrices[:n])]
        right = [transpose(R) for R in reversed(matrices[n + 1 :])]
        parts.append((A, times(*numbers, *left, G, *right)))
    return parts


def _others(F: HadamardProduct, n: int) -> tuple[MatrixExpr, ...]:
    return (*F.args[:n], *F.args[n + 1 :])


def _slope(F: ElementwiseApplyFunction) -> MatrixExpr:
    """f′(A)。有折点的函数在折点处没有导数，SymPy 却会给出一个，所以不收。"""
    (x,), body = F.function.signature, F.function.expr
    if body.has(Piecewise, Abs, Max, Min):
        raise OutOfReach(f"{body} 有折点；请用一个有名字的函数，并另外写明它的导数")
    return elementwise(lambda entry: diff(body, x).xreplace({x: entry}), F.expr)


RULES: dict[type, Callable[..., Parts]] = {
    # F = A + B + …          dA = G
    MatAdd: lambda F, G: [(A, G) for A in F.args],
    # F = c L A R            dA = c Lᵀ G Rᵀ
    MatMul: _product,
    # F = Aᵀ                 dA = Gᵀ
    Transpose: lambda F, G: [(F.arg, transpose(G))],
    # F = A ⊙ B ⊙ …          dA = G ⊙ B ⊙ …
    HadamardProduct: lambda F, G: [(A, hadamard(G, *_others(F, n))) for n, A in enumerate(F.args)],
    # F = f(A)               dA = G ⊙ f′(A)
    Elementwise: lambda F, G: [(F.expr, hadamard(G, _slope(F)))],
}
"""结点的种类 → 已知 J 对它的梯度 G，它各个部分的梯度。"""
