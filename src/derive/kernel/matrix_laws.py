"""矩阵的运算律：每条定律是一个局部的改写，`rewritten` 把它用到不能再用为止。

规则用它们核对一步：两边按这条定律改写之后写法相同，这一步才是这条定律的功劳。
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Add,
    Basic,
    DiagMatrix,
    Dummy,
    Expr,
    HadamardProduct,
    Identity,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Mul,
    OneMatrix,
    S,
    Trace,
    Transpose,
    ZeroMatrix,
    default_sort_key,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.algebra import canonical, field_equal
from derive.kernel.index_form import well_shaped
from derive.kernel.matrices import (
    Column,
    Elementwise,
    Pair,
    Row,
    Shape,
    hadamard,
    plus,
    times,
    transpose,
)
from derive.kernel.pull_back import Gradient, gradient

Rewrite = Callable[[Basic], Basic]


def rewritten(expr: Basic, law: Rewrite) -> Basic:
    """从里到外反复改写，直到不再变化。"""
    after = _once(canonical(expr), law)
    return after if after == expr else rewritten(after, law)


def _once(expr: Basic, law: Rewrite) -> Basic:
    if not expr.args:
        return expr
    return arranged(law(expr.func(*(_once(argument, law) for argument in expr.args))))


def arranged(expr: Basic) -> Basic:
    """结合律与加法的交换律：拆掉多余的括号，各项按固定的次序排。"""
    match expr:
        case MatMul():
            return times(*expr.args)
        case MatAdd():
            return plus(*_sorted(_opened(expr.args, MatAdd)))
        case HadamardProduct():
            return hadamard(*_sorted(_opened(expr.args, HadamardProduct)))
        case Transpose():
            return transpose(expr.arg)
    return expr


def _opened(args: tuple[Basic, ...], kind: type[Basic]) -> list[Basic]:
    return [part for a in args for part in (a.args if isinstance(a, kind) else (a,))]


def _sorted(args: list[Basic]) -> list[Basic]:
    return sorted(args, key=default_sort_key)


# ---- 定律 ---------------------------------------------------------------------


def distributed(expr: Basic) -> Basic:
    """A(B + C) = AB + AC，A ⊙ (B + C) = A ⊙ B + A ⊙ C，tr(cA + B) = c tr A + tr B。"""
    match expr:
        case MatMul() | HadamardProduct():
            n = next((n for n, f in enumerate(expr.args) if isinstance(f, MatAdd)), None)
            if n is None:
                return expr
            left, right = expr.args[:n], expr.args[n + 1 :]
            combine = times if isinstance(expr, MatMul) else hadamard
            return plus(*(combine(*left, term, *right) for term in expr.args[n].args))
        case Trace():
            return Add(*(_traced(term) for term in _opened((expr.arg,), MatAdd)))
    return expr


def transposed(expr: Basic) -> Basic:
    """(AB)ᵀ = BᵀAᵀ，(A + B)ᵀ = Aᵀ + Bᵀ，(A ⊙ B)ᵀ = Aᵀ ⊙ Bᵀ，f(A)ᵀ = f(Aᵀ)。"""
    if not isinstance(expr, Transpose):
        return expr
    match expr.arg:
        case MatMul() as inner:
            numbers, matrices = _split(inner)
            return times(*numbers, *(transpose(A) for A in reversed(matrices)))
        case MatAdd() as inner:
            return plus(*map(transpose, inner.args))
        case HadamardProduct() as inner:
            return hadamard(*map(transpose, inner.args))
        case ElementwiseApplyFunction() as inner:
            return Elementwise(inner.function, transpose(inner.expr))
        case OneMatrix() | ZeroMatrix() as inner:
            return type(inner)(inner.cols, inner.rows)
        case Identity() | DiagMatrix() as inner:
            return inner
        case (MatrixSymbol() | Gradient()) as inner if inner.shape == (1, 1):
            return inner
    return expr


def rotated(expr: Basic) -> Basic:
    """tr(AB) = tr(BA)：取各种轮换里排在最前的。"""
    if not (isinstance(expr, Trace) and isinstance(expr.arg, MatMul)):
        return expr
    numbers, matrices = _split(expr.arg)
    turns = [matrices[n:] + matrices[:n] for n in range(len(matrices))]
    least = min(turns, key=lambda turn: [default_sort_key(A) for A in turn])
    return Mul(*numbers) * Trace(times(*least))


def pulled_back(expr: Basic) -> Basic:
    """∂J/∂X 换成由反向传播求出的式子（转置写到最里面）。"""
    if isinstance(expr, Gradient):
        return gradient(expr.objective, expr.variable)
    return transposed(expr)


def repeated(expr: Basic) -> Basic:
    """f(1 A) = 1 f(A)，1 A ⊙ 1 B = 1 (A ⊙ B)：先逐元素地算，再抄成许多行，结果相同。"""
    match expr:
        case ElementwiseApplyFunction() if _copied(expr.expr):
            row = times(*expr.expr.args[1:])
            return times(expr.expr.args[0], expr.func(expr.function, row))
        case HadamardProduct() if all(map(_copied, expr.args)):
            rows = [times(*part.args[1:]) for part in expr.args]
            return times(OneMatrix(expr.rows, S.One), hadamard(*rows))
    return expr


def _copied(expr: Basic) -> bool:
    """1 A：全 1 的列乘一行。"""
    ones = expr.args[0] if isinstance(expr, MatMul) else None
    return isinstance(ones, OneMatrix) and ones.cols == 1


def columned(expr: Basic) -> Basic:
    """(AB)⁽ⁱ⁾ = A b⁽ⁱ⁾，(A + B)⁽ⁱ⁾ = a⁽ⁱ⁾ + b⁽ⁱ⁾，f(A)⁽ⁱ⁾ = f(a⁽ⁱ⁾)，(c 1ᵀ)⁽ⁱ⁾ = c。"""
    if not isinstance(expr, Column):
        return transposed(expr)
    i = expr.number
    match expr.parent:
        case MatMul() as inner:
            *left, last = inner.args
            row_of_ones = isinstance(last, OneMatrix) and last.rows == 1
            if row_of_ones:
                return times(*left) if len(_split(inner)[1]) > 1 else times(*left, OneMatrix(1, 1))
            return times(*left, Column(last, i))
        case MatAdd() as inner:
            return plus(*(Column(part, i) for part in inner.args))
        case HadamardProduct() as inner:
            return hadamard(*(Column(part, i) for part in inner.args))
        case ElementwiseApplyFunction() as inner:
            return Elementwise(inner.function, Column(inner.expr, i))
        case OneMatrix() | ZeroMatrix() as inner:
            return type(inner)(inner.rows, S.One)
    return expr


def rowed(expr: Basic) -> Basic:
    """(AB) 的第 j 行 = aⱼᵀ B，(A + B) 的是 aⱼᵀ + bⱼᵀ，f(A) 的是 f(aⱼᵀ)。"""
    if not isinstance(expr, Row):
        return expr
    j = expr.number
    match expr.parent:
        case MatMul() as inner:
            numbers, (first, *rest) = _split(inner)
            return times(*numbers, Row(first, j), *rest)
        case MatAdd() as inner:
            return plus(*(Row(part, j) for part in inner.args))
        case HadamardProduct() as inner:
            return hadamard(*(Row(part, j) for part in inner.args))
        case ElementwiseApplyFunction() as inner:
            return Elementwise(inner.function, Row(inner.expr, j))
    return expr


def sized(expr: Basic) -> Basic:
    """shape(A B) = (A 的行数, B 的列数)，相加、⊙、f 不改变形状，转置把两数对调。"""
    if isinstance(expr, MatrixElement) and isinstance(expr.parent, Pair):
        return expr.parent.args[int(expr.j)]
    return Pair(*well_shaped(*expr.args)) if isinstance(expr, Shape) else expr


def _traced(term: Basic) -> Expr:
    numbers, matrices = _split(term) if isinstance(term, MatMul) else ([], [term])
    return Mul(*numbers) * Trace(times(*matrices))


def _split(expr: MatMul) -> tuple[list[Expr], list[MatrixExpr]]:
    """系数与矩阵分开。"""
    numbers = [f for f in expr.args if not isinstance(f, MatrixExpr)]
    return numbers, [f for f in expr.args if isinstance(f, MatrixExpr)]


# ---- 逐元素 -------------------------------------------------------------------


def same_entrywise(left: Basic, right: Basic) -> bool:
    """(A ⊙ B)ᵢⱼ = AᵢⱼBᵢⱼ，f(A)ᵢⱼ = f(Aᵢⱼ)：逐元素看，只用四则运算就能互化。"""
    if left == right:
        return True
    letters: dict[Basic, Dummy] = {}
    if isinstance(left, MatrixExpr) and _is_pointwise(left) | _is_pointwise(right):
        return field_equal(_pointwise(left, letters), _pointwise(right, letters))
    return (
        left.func == right.func
        and len(left.args) == len(right.args) > 0
        and all(map(same_entrywise, left.args, right.args))
    )


def _is_pointwise(expr: Basic) -> bool:
    if isinstance(expr, MatMul):
        return len(_split(expr)[1]) == 1
    return _is_constant(expr) or isinstance(
        expr, MatAdd | HadamardProduct | ElementwiseApplyFunction
    )


def _is_constant(expr: Basic) -> bool:
    """各项都是 1，或各项都是 0。"""
    return isinstance(expr.arg if isinstance(expr, Transpose) else expr, OneMatrix | ZeroMatrix)


def _pointwise(expr: Basic, letters: dict[Basic, Dummy]) -> Expr:
    """逐元素的式子在任意一个位置上的值；别的矩阵在那个位置上的元素记作一个字母。"""
    if not _is_pointwise(expr):
        known = next((other for other in letters if same_entrywise(other, expr)), expr)
        return letters.setdefault(known, Dummy(real=True))
    if _is_constant(expr):
        return S.One if expr.has(OneMatrix) else S.Zero
    match expr:
        case ElementwiseApplyFunction():
            (x,), body = expr.function.signature, expr.function.expr
            return body.subs(x, _pointwise(expr.expr, letters))
        case MatAdd():
            return Add(*(_pointwise(a, letters) for a in expr.args))
    values = (_pointwise(a, letters) if isinstance(a, MatrixExpr) else a for a in expr.args)
    return Mul(*values)
