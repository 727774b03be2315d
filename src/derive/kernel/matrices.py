"""矩阵式子的搭法：照纸上写下的样子，不多做一步。

SymPy 的 A + B 会重排各项，A.T 会把转置推进括号里；推导要让人看见每一步，所以书里的矩阵式子
都用这里的函数来搭。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import (
    Basic,
    Expr,
    FunctionMatrix,
    HadamardProduct,
    Identity,
    IndexedBase,
    Lambda,
    MatAdd,
    MatMul,
    MatrixExpr,
    OneMatrix,
    S,
    Symbol,
    Trace,
    Transpose,
    Tuple,
    sympify,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.exact import Definitions

ENTRY = Symbol("x", real=True)
"""逐元素函数的自变量；固定用一个符号，写两遍的同一个函数才相等。"""
ROW, COLUMN = Symbol("row", integer=True), Symbol("column", integer=True)


def plus(*terms: MatrixExpr) -> MatrixExpr:
    """A + B + …"""
    match terms:
        case [only]:
            return only
    return MatAdd(*terms)


def minus(left: MatrixExpr, right: MatrixExpr) -> MatrixExpr:
    """A − B。"""
    return MatAdd(left, times(S.NegativeOne, right))


def times(*factors: Expr) -> MatrixExpr:
    """c A B …：数写在最前；单位矩阵与因数 1 不写出来。"""
    flat = [f for factor in factors for f in _factors(factor)]
    kept = [f for f in flat if f != 1 and not isinstance(f, Identity)]
    if not any(isinstance(f, MatrixExpr) for f in kept):
        kept.append(next(f for f in flat if isinstance(f, MatrixExpr)))
    numbers = [f for f in kept if not isinstance(f, MatrixExpr)]
    kept = numbers + [f for f in kept if isinstance(f, MatrixExpr)]
    match kept:
        case [only]:
            return only
    return MatMul(*kept)


def _factors(factor: Expr) -> tuple[Expr, ...]:
    return factor.args if isinstance(factor, MatMul) else (factor,)


def transpose(matrix: MatrixExpr) -> MatrixExpr:
    """Aᵀ；转置两次不写出来。"""
    return matrix.arg if isinstance(matrix, Transpose) else Transpose(matrix)


def hadamard(*factors: MatrixExpr) -> MatrixExpr:
    """A ⊙ B ⊙ …；1×1 的单位矩阵就是数 1，不写出来。"""
    kept = [f for f in factors if f != Identity(1)] or list(factors[:1])
    match kept:
        case [only]:
            return only
    return HadamardProduct(*kept)


class Elementwise(ElementwiseApplyFunction):
    """f(A)。SymPy 遇到 1×1 的矩阵会先把 f 作用上去试试，试出来的不可靠，这里不试。"""

    def __new__(cls, function: Lambda, matrix: MatrixExpr) -> Elementwise:
        return MatrixExpr.__new__(cls, function, matrix)


def elementwise(function: Callable[[Expr], Expr], matrix: MatrixExpr) -> MatrixExpr:
    """f(A)：第 (i, j) 项是 f(Aᵢⱼ)。"""
    return Elementwise(Lambda(ENTRY, function(ENTRY)), matrix)


def ones_like(matrix: MatrixExpr) -> MatrixExpr:
    """与 A 同形、各项都是 1 的矩阵。"""
    return OneMatrix(*matrix.shape)


def row_of(numbers: IndexedBase, count: Expr) -> MatrixExpr:
    """[x⁽¹⁾ x⁽²⁾ … x⁽ᵐ⁾]：m 个数排成一行。"""
    return FunctionMatrix(S.One, count, Lambda((ROW, COLUMN), numbers[COLUMN + 1]))


class Column(MatrixExpr):
    """x⁽ⁱ⁾：矩阵 X 的第 i 列（从 1 数起）。"""

    _diff_wrt = True  # SymPy 搭 f′(x⁽ⁱ⁾) 时要问：能不能对它求导

    def __new__(cls, parent: MatrixExpr, number: Expr) -> Column:
        return super().__new__(cls, parent, number)

    @property
    def parent(self) -> MatrixExpr:
        return self.args[0]

    @property
    def number(self) -> Expr:
        return self.args[1]

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return (self.parent.rows, S.One)


class Row(MatrixExpr):
    """矩阵的第 j 行（从 1 数起）。W 的一行写成 wⱼᵀ：课程把一个单元的权重写成一列。"""

    _diff_wrt = True

    def __new__(cls, parent: MatrixExpr, number: Expr) -> Row:
        return super().__new__(cls, parent, number)

    @property
    def parent(self) -> MatrixExpr:
        return self.args[0]

    @property
    def number(self) -> Expr:
        return self.args[1]

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return (S.One, self.parent.cols)


class Columns(MatrixExpr):
    """[x⁽¹⁾ x⁽²⁾ … x⁽ᵐ⁾]：随 index 而变的一列 body，index 从 1 到 count，左右并排。"""

    def __new__(cls, body: MatrixExpr, index: Symbol, count: Expr) -> Columns:
        return super().__new__(cls, body, index, count)

    @property
    def body(self) -> MatrixExpr:
        return self.args[0]

    @property
    def count(self) -> Expr:
        return self.args[2]

    def at(self, number: Expr) -> MatrixExpr:
        """第 number 块（从 1 数起）。"""
        return self.body.xreplace({self.args[1]: number})

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return (self.body.rows, self.count)

    @property
    def bound_symbols(self) -> list[Basic]:
        return [self.args[1]]

    @property
    def free_symbols(self) -> set[Basic]:
        return (self.body.free_symbols - {self.args[1]}) | self.count.free_symbols


class Rows(Columns):
    """[w₁ᵀ; w₂ᵀ; …]：随 index 而变的一行 body，上下叠放。"""

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return (self.count, self.body.cols)


class MatrixSum(MatrixExpr):
    """Σᵢ Mᵢ：矩阵之和，limits 是 (i, 从, 到)。SymPy 的 Sum 里只能放数。"""

    def __new__(cls, body: MatrixExpr, limits: tuple[Expr, Expr, Expr]) -> MatrixSum:
        return super().__new__(cls, body, Tuple(*limits))

    @property
    def body(self) -> MatrixExpr:
        return self.args[0]

    @property
    def limits(self) -> tuple[Tuple]:
        return (self.args[1],)

    @property
    def shape(self) -> tuple[Expr, Expr]:
        return self.body.shape

    @property
    def bound_symbols(self) -> list[Basic]:
        return [self.args[1][0]]

    @property
    def free_symbols(self) -> set[Basic]:
        index, low, high = self.args[1]
        return (self.body.free_symbols - {index}) | low.free_symbols | high.free_symbols


class Stack(MatrixExpr):
    """[A; B]：A 在上，B 在下。"""

    def __new__(cls, top: MatrixExpr, bottom: MatrixExpr) -> Stack:
        return super().__new__(cls, top, bottom)

    @property
    def shape(self) -> tuple[Expr, Expr]:
        top, bottom = self.args
        return (top.rows + bottom.rows, top.cols)


class Pair(MatrixExpr):
    """(a, b)：两个数排成一行，用来写形状。"""

    def __new__(cls, first: Expr, second: Expr) -> Pair:
        return super().__new__(cls, sympify(first), sympify(second))

    shape = (S.One, S(2))


class Shape(MatrixExpr):
    """shape(A)：（行数, 列数）。"""

    def __new__(cls, matrix: MatrixExpr) -> Shape:
        return super().__new__(cls, matrix)

    shape = (S.One, S(2))


def has_matrices(expr: Basic, definitions: Definitions) -> bool:
    """式子里（或它用到的量的定义里）有没有矩阵。"""
    return any(
        isinstance(e, MatrixExpr | MatrixElement | Trace)
        or (e in definitions and has_matrices(definitions[e].body, definitions))
        for e in nodes(expr)
    )


def nodes(expr: Basic) -> Iterator[Basic]:
    """式子的每一个结点。"""
    yield expr
    for argument in expr.args:
        yield from nodes(argument)
