"""具体形状上的复核：取几组具体的形状和数，逐项算出矩阵式子的两边。

这是下标标准形之外的第二个引擎，两者不共用一行代数：这里的矩阵就是「一行行的数」，乘法照
定义写三层循环，梯度用差商，都用高精度算术；逐元素函数交给 `exact.evaluate`。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from itertools import product
from random import Random

import mpmath
from mpmath import mpf
from sympy import (
    Basic,
    Derivative,
    DiagMatrix,
    Dummy,
    Expr,
    FunctionMatrix,
    HadamardPower,
    HadamardProduct,
    Identity,
    IndexedBase,
    Limit,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Piecewise,
    Range,
    S,
    Set,
    Subs,
    Sum,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    sqrt,
)
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.algebra import bindings
from derive.kernel.exact import (
    DIGITS,
    CannotEvaluate,
    Definitions,
    NoValue,
    Point,
    at_precision,
    evaluate,
    text,
)
from derive.kernel.matrices import (
    Column,
    Columns,
    MatrixSum,
    Pair,
    Row,
    Rows,
    Shape,
    Stack,
    has_matrices,
)
from derive.kernel.objects import Definition, Domain, Statement
from derive.kernel.points import moderate, readable, values_in
from derive.kernel.pull_back import Gradient
from derive.kernel.report import Witness

Matrix = list[list[mpf]]
DRAWS = 3
"""每组形状上取这么多组数；第一组只取最简单的数，反例因此好读。"""
SIMPLE = 5


def confirm(
    statement: Statement,
    domain: Domain,
    definitions: Definitions,
    holds: Callable[[mpf, mpf], bool],
) -> tuple[int, Witness | None]:
    """在各组形状上逐项复核：走过的点数，与第一个反例（没有则为 None）。"""
    definitions = {**definitions, **stand_ins(statement, definitions)}
    count = 0
    with at_precision():
        for point in sample_points(_involved(statement, domain, definitions)):
            count += 1
            values = _compare(statement, point, definitions, holds)
            if values:  # 也许只是相减丢掉了太多位：用四倍的精度再算一次
                with at_precision(4 * DIGITS):
                    values = _compare(statement, point, definitions, holds)
            if values:
                return count, Witness(_described(point), *values)
    return count, None


def _compare(
    statement: Statement,
    point: Point,
    definitions: Definitions,
    holds: Callable[[mpf, mpf], bool],
) -> tuple[str, str] | None:
    """在这一点成立时为 None；不成立时是左右两边的写法。"""
    sides: list[Matrix | str] = []
    for side in (statement.lhs, statement.rhs):
        try:
            sides.append(as_matrix(side, point, definitions))
        except NoValue as problem:
            sides.append(f"没有值（{problem}）")
    match sides:
        case [list(left), list(right)]:
            return _first_difference(left, right, holds)
    first, second = map(_outline, sides)
    return first, second


def _outline(side: Matrix | str) -> str:
    return side if isinstance(side, str) else "{} × {} 矩阵".format(*_size(side))


def _involved(statement: Statement, domain: Domain, definitions: Definitions) -> Domain:
    """式子（连同它用到的定义）里出现的变量，与它们的形状里出现的大小；反例只说这些。"""
    bodies = [definition.body for definition in definitions.values()]
    whole = (statement.lhs, statement.rhs, *bodies)
    used = [v for v in domain if any(e.has(v) for e in whole)]
    sizes = {
        s for v in used if isinstance(v, MatrixSymbol) for n in v.shape for s in n.free_symbols
    }
    for v in used:
        if isinstance(domain[v], Range):
            sizes |= domain[v].free_symbols
    unknown = sizes - domain.keys()
    if unknown:
        raise CannotEvaluate(f"没有写明 {'、'.join(sorted(map(str, unknown)))} 的取值范围")
    return {v: values for v, values in domain.items() if v in used or v in sizes}


def _first_difference(
    left: Matrix, right: Matrix, holds: Callable[[mpf, mpf], bool]
) -> tuple[str, str] | None:
    """第一处不合：形状不同，或某一项不同。"""
    if _size(left) != _size(right):
        return _outline(left), _outline(right)
    rows, columns = _size(left)
    for i, j in product(range(rows), range(columns)):
        if not holds(left[i][j], right[i][j]):
            where = "" if (rows, columns) == (1, 1) else f"（第 {i + 1} 行第 {j + 1} 列）"
            return text(left[i][j]) + where, text(right[i][j]) + where
    return None


def _described(point: Point) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), _shown(value)) for name, value in point.items())


def _shown(value: object) -> str:
    """矩阵写成 [1 2; 3 4]：分号隔开各行。"""
    match value:
        case list([list(), *_]):
            return "[" + "; ".join(" ".join(map(readable, row)) for row in value) + "]"
    return readable(value)


# ---- 取形状与数 -----------------------------------------------------------------


def assignments(count: int) -> list[tuple[int, ...]]:
    """count 个大小的几组取值，从小到大：先是全 1、全 2，其余各组里的大小彼此不同。

    最小的形状最容易读；彼此不同的大小让每一个漏掉的转置都露出来；每个大小都轮到过 1。
    """
    distinct = [_rotated(range(1, count + 1), turn) for turn in range(count)]
    distinct += [_rotated(range(2, count + 2), count // 2)]
    if count < 3:  # 大小少，形状也少：再添一组；大小多的时候，这一组最慢，又看不出新的东西
        distinct += [_rotated(range(3, count + 3), 0)]
    chosen = dict.fromkeys([(1,) * count, (2,) * count, *distinct])
    return sorted(chosen, key=lambda sizes: (sum(sizes), sizes))


def _rotated(sizes: range, turn: int) -> tuple[int, ...]:
    return (*sizes[turn:], *sizes[:turn])


def sample_points(domain: Domain) -> Iterator[Point]:
    """每组形状上的几组数：矩阵、下标变量与数都在各自的范围里取。"""
    dimensions = [v for v, values in domain.items() if values == S.Naturals]
    positions = {v: values for v, values in domain.items() if isinstance(values, Range)}
    choices = {v: _values(domain[v]) for v in domain if v not in dimensions and v not in positions}
    random = Random(0)
    for sizes in assignments(len(dimensions)):
        shape = dict(zip(dimensions, sizes, strict=True))
        for draw in range(DRAWS):
            point: dict[Basic, object] = dict(shape)
            for variable, values in positions.items():  # 序号在它的范围里取
                point[variable] = random.choice(list(values.xreplace(shape)))
            for variable, values in choices.items():
                some = values if draw else values[:SIMPLE]
                point[variable] = _drawn(variable, shape, partial(random.choice, some))
            yield point


def _values(domain: Set) -> list[mpf]:
    return [evaluate(value, {}, {}) for value in moderate(values_in(domain))]


def _drawn(variable: Basic, shape: dict[Basic, int], draw: Callable[[], mpf]) -> object:
    if isinstance(variable, MatrixSymbol):
        rows, columns = (int(size.xreplace(shape)) for size in variable.shape)
        return [[draw() for _ in range(columns)] for _ in range(rows)]
    if isinstance(variable, IndexedBase):
        return [draw() for _ in range(max(shape.values(), default=1))]
    return draw()


def stand_ins(statement: Statement, definitions: Definitions) -> dict[object, Definition]:
    """对任意函数 g 都成立的式子，复核时用一个具体的、没有特殊性质的光滑函数代替 g。"""
    bodies = [definition.body for definition in definitions.values()]
    applied = {f for e in (statement.lhs, statement.rhs, *bodies) for f in e.atoms(AppliedUndef)}
    unknown = {f.func: len(f.args) for f in applied if f.func not in definitions}
    return {
        function: _stand_in(function, arity, number)
        for number, (function, arity) in enumerate(sorted(unknown.items(), key=str))
    }


@cache
def _stand_in(function: Callable[..., Expr], arity: int, number: int) -> Definition:
    x = [Symbol(f"x{n}", real=True) for n in range(arity)]
    mixed = sum(((n + 1) * v for n, v in enumerate(x)), S.Zero)
    for v in x[1:]:
        mixed += x[0] * v**2
    body = sqrt(number + 2 + mixed**2) + mixed / (number + 3)
    return Definition(str(function), "任意函数", function(*x), body, dict.fromkeys(x, S.Reals))


# ---- 求值 ---------------------------------------------------------------------


def as_matrix(expr: Expr, point: Point, definitions: Definitions) -> Matrix:
    """式子在 point 处的值；数当作 1×1 矩阵。"""
    if isinstance(expr, MatrixExpr):
        return matrix(expr, point, definitions)
    return [[scalar(expr, point, definitions)]]


def matrix(expr: MatrixExpr, point: Point, definitions: Definitions) -> Matrix:
    """矩阵式子的值，逐项照定义算。"""

    def go(e: MatrixExpr) -> Matrix:
        return matrix(e, point, definitions)

    def fill(entry: Callable[[int, int], mpf]) -> Matrix:
        rows, columns = (int(scalar(size, point, definitions)) for size in expr.shape)
        return [[entry(i, j) for j in range(columns)] for i in range(rows)]

    if expr in point:
        return point[expr]
    if expr in definitions:
        return as_matrix(definitions[expr].body, point, definitions)
    match expr:
        case MatAdd():
            return _entrywise(lambda *v: mpmath.fsum(v), *map(go, expr.args))
        case HadamardProduct():
            return _entrywise(lambda *v: mpmath.fprod(v), *map(go, expr.args))
        case MatMul():
            factor, result = mpf(1), None
            for f in expr.args:
                if isinstance(f, MatrixExpr):
                    result = go(f) if result is None else _multiply(result, go(f))
                else:
                    factor *= scalar(f, point, definitions)
            return [[factor * value for value in row] for row in result or []]
        case MatPow() if expr.exp.is_Integer and expr.exp > 0:
            result = go(expr.base)
            for _ in range(int(expr.exp) - 1):
                result = _multiply(result, go(expr.base))
            return result
        case Transpose():
            return [list(column) for column in zip(*go(expr.arg), strict=True)]
        case HadamardPower() | ElementwiseApplyFunction():
            x, body = _pointwise(expr)
            argument = go(expr.base if isinstance(expr, HadamardPower) else expr.expr)
            return [
                [evaluate(body, {**point, x: value}, definitions) for value in row]
                for row in argument
            ]
        case OneMatrix():
            return fill(lambda i, j: mpf(1))
        case ZeroMatrix():
            return fill(lambda i, j: mpf(0))
        case Identity():
            return fill(lambda i, j: mpf(i == j))
        case DiagMatrix():
            diagonal = [value for row in go(*expr.args) for value in row]
            return fill(lambda i, j: diagonal[i] if i == j else mpf(0))
        case FunctionMatrix():
            (row, column), body = expr.lamda.signature, expr.lamda.expr
            return fill(lambda i, j: scalar(body, {**point, row: i, column: j}, definitions))
        case Column():
            at = int(scalar(expr.number, point, definitions)) - 1
            values = go(expr.parent)
            if not 0 <= at < _size(values)[1]:
                raise NoValue(f"{expr.parent} 没有第 {at + 1} 列")
            return [[row[at]] for row in values]
        case Row():
            at = int(scalar(expr.number, point, definitions)) - 1
            values = go(expr.parent)
            if not 0 <= at < len(values):
                raise NoValue(f"{expr.parent} 没有第 {at + 1} 行")
            return [values[at]]
        case Columns():
            count = int(scalar(expr.count, point, definitions))
            blocks = [go(expr.at(S(k))) for k in range(1, count + 1)]
            if isinstance(expr, Rows):
                return [row for block in blocks for row in block]
            return [[x for row in rows for x in row] for rows in zip(*blocks, strict=True)]
        case MatrixSum():
            ((index, low, high),) = expr.limits
            first, last = (int(scalar(end, point, definitions)) for end in (low, high))
            return _entrywise(
                lambda *v: mpmath.fsum(v),
                *(
                    matrix(expr.body, {**point, index: mpf(k)}, definitions)
                    for k in range(first, last + 1)
                ),
            )
        case Stack():
            top, bottom = map(go, expr.args)
            if _size(top)[1] != _size(bottom)[1]:
                raise NoValue("上下两块的列数不同")
            return top + bottom
        case Pair():
            return [[scalar(size, point, definitions) for size in expr.args]]
        case Shape():
            return [[mpf(size) for size in _size(go(*expr.args))]]
        case Gradient():
            return _numeric_gradient(expr, point, definitions)
    raise CannotEvaluate(f"求值器不认识 {type(expr).__name__}：{expr}（或没有写明它的取值范围）")


def _pointwise(expr: HadamardPower | ElementwiseApplyFunction) -> tuple[Symbol, Expr]:
    if isinstance(expr, HadamardPower):
        x = Dummy()
        return x, x**expr.exp
    (x,) = expr.function.signature
    return x, expr.function.expr


def scalar(expr: Expr, point: Point, definitions: Definitions) -> mpf:
    """标量式子的值；里面可以有迹、矩阵的一项、1×1 矩阵。"""
    if expr in point:
        return mpf(point[expr])
    if expr in definitions:
        ((value,),) = as_matrix(definitions[expr].body, point, definitions)
        return value
    match expr:
        case Trace():
            square = matrix(expr.arg, point, definitions)
            if _size(square)[0] != _size(square)[1]:
                raise NoValue("{} × {} 矩阵没有迹".format(*_size(square)))
            return mpmath.fsum(square[k][k] for k in range(len(square)))
        case MatrixElement():
            values = matrix(expr.parent, point, definitions)
            i, j = (int(scalar(index, point, definitions)) for index in (expr.i, expr.j))
            rows, columns = _size(values)
            if not (0 <= i < rows and 0 <= j < columns):
                raise NoValue(f"{expr.parent} 没有第 {i + 1} 行第 {j + 1} 列")
            return values[i][j]
        case Sum():
            *inner, (index, low, high) = expr.limits
            body = Sum(expr.function, *inner) if inner else expr.function
            first, last = (int(scalar(end, point, definitions)) for end in (low, high))
            return mpmath.fsum(
                scalar(body, {**point, index: mpf(k)}, definitions) for k in range(first, last + 1)
            )
        case MatrixExpr():
            raise CannotEvaluate(f"这里应是一个数，却是矩阵：{expr}")
    if isinstance(expr, AppliedUndef) and any(isinstance(a, MatrixExpr) for a in expr.args):
        return _applied(expr, point, definitions)
    opaque = isinstance(expr, Derivative | Subs | Limit | Piecewise)
    if opaque or not any(has_matrices(argument, definitions) for argument in expr.args):
        return evaluate(expr, point, definitions)
    slots = {Dummy(): scalar(argument, point, definitions) for argument in expr.args}
    return evaluate(expr.func(*slots), {**point, **slots}, definitions)


def _applied(expr: AppliedUndef, point: Point, definitions: Definitions) -> mpf:
    """自变量是矩阵的函数：形参取实参的值，形状也随实参。"""
    definition = definitions.get(expr.func)
    if definition is None or not definition.lhs.has(MatrixSymbol):
        raise CannotEvaluate(f"没有 {expr.func} 的定义，它的自变量是矩阵")
    inner = {
        formal: as_matrix(actual, point, definitions)
        if isinstance(actual, MatrixExpr)
        else scalar(actual, point, definitions)
        for formal, actual in bindings(definition, expr.args).items()
    }
    ((value,),) = as_matrix(definition.body, {**point, **inner}, definitions)
    return value


def _size(values: Matrix) -> tuple[int, int]:
    return len(values), len(values[0])


def _entrywise(combine: Callable[..., mpf], *matrices: Matrix) -> Matrix:
    sizes = dict.fromkeys(map(_size, matrices))
    if len(sizes) > 1:
        shapes = "与".join(" {} × {} ".format(*size) for size in sizes)
        raise NoValue(f"{shapes.strip()} 的矩阵不能逐项运算")
    return [
        [combine(*entries) for entries in zip(*rows, strict=True)]
        for rows in zip(*matrices, strict=True)
    ]


def _multiply(left: Matrix, right: Matrix) -> Matrix:
    if _size(left)[1] != _size(right)[0]:
        shapes = "{} × {} 乘 {} × {}".format(*_size(left), *_size(right))
        raise NoValue(f"{shapes}，内层的大小不同")
    return [
        [
            mpmath.fsum(left[i][k] * right[k][j] for k in range(len(right)))
            for j in range(_size(right)[1])
        ]
        for i in range(len(left))
    ]


def _numeric_gradient(expr: Gradient, point: Point, definitions: Definitions) -> Matrix:
    """∂J/∂X 的值。前后几步、前后几条定律里常有同一个梯度，所以记住算过的。"""
    key = tuple((name, _frozen(value)) for name, value in point.items())
    return _gradient_at(expr, key, tuple(_needed(expr, definitions)), mpmath.mp.dps)


def _needed(expr: Basic, definitions: Definitions) -> dict[tuple[object, Definition], None]:
    """expr 直接或间接用到的定义；被别人用到的排在前面。"""
    found: dict[tuple[object, Definition], None] = {}
    for head in sorted(_heads(expr) & definitions.keys(), key=str):
        others = {name: d for name, d in definitions.items() if name != head}
        found |= _needed(definitions[head].body, others)
        found[head, definitions[head]] = None
    return found


def _heads(expr: Basic) -> set[Basic]:
    """expr 里直接出现的函数与量。"""
    return {e.func for e in expr.atoms(AppliedUndef)} | expr.free_symbols


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _thawed(value: object) -> object:
    return list(map(_thawed, value)) if isinstance(value, tuple) else value


@lru_cache(maxsize=512)
def _gradient_at(
    expr: Gradient,
    key: tuple[tuple[Basic, object], ...],
    items: tuple[tuple[object, Definition], ...],
    digits: int,
) -> Matrix:
    """中心差商；工作位数取三倍，差商的误差就远小于通常的精度。"""
    X, point = expr.variable, {name: _thawed(value) for name, value in key}
    definitions = dict(items)
    values = matrix(X, point, definitions)
    rows, columns = _size(values)
    outer = {name: d for name, d in items if name != X}
    moving: dict[object, Definition] = {}  # 随 X 而变的量
    step = mpf(10) ** -digits

    def at(i: int, j: int, change: mpf) -> mpf:
        moved = [list(row) for row in values]
        moved[i][j] += change
        known = {**point, X: moved}
        for name, definition in moving.items():
            if isinstance(name, MatrixSymbol):
                known[name] = as_matrix(definition.body, known, outer)
        ((value,),) = as_matrix(expr.objective, known, outer)
        return value

    with mpmath.workdps(3 * digits):
        needed = _needed(expr.objective, outer)
        bodies = (expr.objective, *(definition.body for _, definition in needed))
        nested = any(body.has(Gradient) for body in bodies)
        for name, definition in needed:  # 每个量只算一次
            if name in point or nested:  # 里面还有梯度时，量会随里层的变量而变，不能先算好
                continue
            if _heads(definition.body) & {X, *moving}:
                moving[name] = definition
            elif isinstance(name, MatrixSymbol):
                point[name] = as_matrix(definition.body, point, outer)
        return [
            [(at(i, j, step) - at(i, j, -step)) / (2 * step) for j in range(columns)]
            for i in range(rows)
        ]
