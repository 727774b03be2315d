"""下标标准形：判定形状是符号的矩阵式子是否相等，一次对所有形状成立。

两个矩阵相等，就是它们的第 (i, j) 项相等。任何一项都能写成「若干个元素之积，对几个傀儡下标
求和」的和：

    (A B)ᵢⱼ = Σₖ Aᵢₖ Bₖⱼ        (Aᵀ)ᵢⱼ = Aⱼᵢ        (A ⊙ B)ᵢⱼ = Aᵢⱼ Bᵢⱼ
    f(A)ᵢⱼ = f(Aᵢⱼ)              Iᵢⱼ = δᵢⱼ           tr A = Σₖ Aₖₖ

写成这样以后，分配律、转置的积、迹的轮换这些定律就都成了数的乘法交换律与分配律。剩下的只是
写法：消去 δ（`contract`），把不出现的下标换成它跑遍的个数（`contract`），给傀儡下标取标准的
名字（`named`）。两边的标准形相同，则两边对任意形状相等。

标准形不同并不等于「不相等」：逐元素函数之间还可能有恒等式，所以剩下的差逐项交给标量判定
（`residues`）。遇到这里不会的结点，一律抛出 `OutOfReach`，从不猜测。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product
from math import prod

from sympy import (
    Add,
    Basic,
    Derivative,
    DiagMatrix,
    Dummy,
    Expr,
    FunctionMatrix,
    HadamardPower,
    HadamardProduct,
    Identity,
    Indexed,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    Mul,
    Number,
    NumberSymbol,
    OneMatrix,
    Pow,
    Product,
    S,
    Subs,
    Sum,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    default_sort_key,
    symbols,
)
from sympy.core.function import AppliedUndef, Function
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement

from derive.kernel.algebra import OutOfReach, canonical, unfold
from derive.kernel.exact import Definitions
from derive.kernel.matrices import (
    Column,
    Columns,
    MatrixSum,
    Pair,
    Row,
    Rows,
    Shape,
    Stack,
    nodes,
    times,
)
from derive.kernel.objects import Domain, Statement
from derive.kernel.pull_back import Gradient, gradient

MOST_NAMINGS = 720
"""一项里的傀儡下标，取名的办法要少于这么多种。"""

Sizes = tuple[Expr, Expr]


def residues(
    statement: Statement, domain: Domain, definitions: Definitions
) -> list[tuple[Expr, Domain]]:
    """等式成立，只要这里的每个标量式子在它的定义域上恒为零；空表就是已经成立。"""
    differences = normal_differences(statement.lhs, statement.rhs, definitions)
    gathered = [e for difference in differences for e in _gathered(difference)]
    return [(e, d) for e, d in _lettered(gathered, domain) if e != 0]


def summands(
    statement: Statement, domain: Domain, definitions: Definitions
) -> list[tuple[Expr, Domain]]:
    """1×1 矩阵的 left ≥ right 成立，只要这里的每个标量式子在它的定义域上都不小于零。"""
    sides = [spell_out(canonical(s), definitions) for s in (statement.lhs, statement.rhs)]
    if any(not _same_shape(shape(side), (S.One, S.One)) for side in sides):
        raise OutOfReach("矩阵之间没有大小可比，除非是 1×1 的")
    left, right = (_scalar_entry(side, S.Zero, S.Zero) for side in sides)
    gap = left - right
    parts = Add.make_args(gap) if gap.has(Sum) else (gap,)  # 每一项都不小于零，和就不小于零
    remaining = _lettered(list(map(_summand, parts)), domain)
    if any(e.has(MatrixExpr) for e, _ in remaining):
        raise OutOfReach(f"看不出每一项的符号：{gap}")
    return remaining


def _summand(expr: Expr) -> Expr:
    """c Σ f ≥ 0，只要 c > 0 而且每一个 f ≥ 0。"""
    factors = Mul.make_args(expr)
    sums = [f for f in factors if isinstance(f, Sum)]
    if len(sums) == 1 and all(f.is_positive for f in factors if f not in sums):
        return _summand(*(f.function for f in sums))
    return expr


def equal(left: Expr, right: Expr, definitions: Definitions | None = None) -> bool:
    """标准形相同（逐元素函数看作不透明的字母）：规则用它。"""
    return all(d == 0 for d in normal_differences(left, right, definitions or {}))


def normal_differences(left: Expr, right: Expr, definitions: Definitions) -> list[Expr]:
    """两边第 (i, j) 项之差的标准形；上下分块的，一块一个。"""
    left, right = (spell_out(canonical(side), definitions) for side in (left, right))
    blocks = _blocks(left), _blocks(right)
    if len(blocks[0]) != len(blocks[1]):
        raise OutOfReach(f"一边分块，一边没有：{left} 与 {right}")
    return [_difference(one, other) for one, other in zip(*blocks, strict=True)]


def _blocks(matrix: Expr) -> list[Expr]:
    """最外层上下分块时的各块：c [A; B] D 就是 c A D 与 c B D。"""
    factors = list(matrix.args) if isinstance(matrix, MatMul) else [matrix]
    at = next((k for k, f in enumerate(factors) if isinstance(f, MatrixExpr)), None)
    if at is None or not isinstance(factors[at], Stack):
        return [matrix]
    return [times(*factors[:at], part, *factors[at + 1 :]) for part in factors[at].args]


def _difference(left: Expr, right: Expr) -> Expr:
    if not _same_shape(shape(left), shape(right)):
        raise OutOfReach(f"两边的形状不同：{shape(left)} 与 {shape(right)}")
    i, j = Dummy("i", integer=True), Dummy("j", integer=True)
    return normal(_scalar_entry(left, i, j) - _scalar_entry(right, i, j))


# ---- 形状 ---------------------------------------------------------------------


def shape(expr: Expr) -> Sizes:
    """矩阵的形状；数当作 1×1 矩阵，课程里两者不分。"""
    return expr.shape if isinstance(expr, MatrixExpr) else (S.One, S.One)


def well_shaped(matrix: MatrixExpr) -> Sizes:
    """矩阵的形状；里面每一处相乘、相加都要对得上，否则谈不到形状。"""
    for node in nodes(matrix):
        factors = [f for f in node.args if isinstance(f, MatrixExpr)]
        if isinstance(node, MatMul):
            _require(all(_same(a.cols, b.rows) for a, b in pairwise(factors)), node)
        elif isinstance(node, MatAdd | HadamardProduct):
            _require(all(_same_shape(f.shape, node.shape) for f in factors), node)
    return shape(matrix)


def _same_shape(one: Sizes, other: Sizes) -> bool:
    return all(map(_same, one, other))


def _same(size: Expr, other: Expr) -> bool:
    return bool((size - other).expand() == 0)


def _require(condition: bool, expr: Basic) -> None:
    if not condition:
        raise OutOfReach(f"形状不合：{expr}")


# ---- 第一步：把名字换成定义，把梯度求出来 ------------------------------------------


def spell_out(expr: Expr, definitions: Definitions) -> Expr:
    """式子里的量换成定义的右边，∂J/∂X 换成由反向传播求出的式子。"""
    if isinstance(expr, Gradient):  # X 自己有定义时，先把它当作独立的变量
        others = {name: d for name, d in definitions.items() if name != expr.variable}
        objective = spell_out(expr.objective, others)
        if not objective.has(expr.variable):
            raise OutOfReach(f"{expr.objective} 里没有写出 {expr.variable}，谈不上对它的梯度")
        return spell_out(gradient(objective, expr.variable), definitions)
    if expr in definitions:
        return spell_out(definitions[expr].body, definitions)
    if _is_transparent(expr, definitions):
        return spell_out(unfold(expr, definitions[expr.func]), definitions)
    if isinstance(expr, Shape):
        (matrix,) = expr.args
        return Pair(*well_shaped(spell_out(matrix, definitions)))
    if not any(
        e in definitions or isinstance(e, Gradient | Shape) or _is_transparent(e, definitions)
        for e in nodes(expr)
    ):
        return expr
    return expr.func(*(spell_out(a, definitions) for a in expr.args))


def _is_transparent(expr: Basic, definitions: Definitions) -> bool:
    """要代入定义的函数：自变量是矩阵的，和标准形认得的多项式（恒等函数之类）。"""
    if not isinstance(expr, AppliedUndef) or expr.func not in definitions:
        return False
    definition = definitions[expr.func]
    of_matrices = any(isinstance(argument, MatrixExpr) for argument in expr.args)
    return of_matrices or bool(definition.body.is_polynomial(*definition.lhs.args))


# ---- 第二步：写出一项 -----------------------------------------------------------


class Entry(Expr):
    """Aᵢⱼ：矩阵 A 的一个元素，下标从 0 数起。SymPy 的 MatrixElement 每次都要检验下标，太慢。"""

    is_commutative = True


class Delta(Expr):
    """δᵢⱼ：i = j 时是 1，否则是 0；i 和 j 都从 0 跑遍 args[2] 个数。"""

    is_commutative = True

    def __new__(cls, i: Expr, j: Expr, size: Expr) -> Expr:
        if i == j or size == 1:
            return S.One
        if i.is_Integer and j.is_Integer:
            return S.Zero
        return super().__new__(cls, *sorted((i, j), key=default_sort_key), size)


class Slope(Expr):
    """导数 args[0]（对 args[1]）在 args[2] 处的值。SymPy 的 Subs 每次都要打印一遍，太慢。"""

    is_commutative = True


def entry(matrix: MatrixExpr, i: Expr, j: Expr) -> Expr:
    """矩阵的第 (i, j) 项（从 0 数起），写成标量式子。"""
    match matrix:
        case MatrixSymbol():
            return Entry(matrix, *_position(matrix, i, j))
        case MatAdd() | HadamardProduct():
            _require(all(_same_shape(a.shape, matrix.shape) for a in matrix.args), matrix)
            combine = Add if isinstance(matrix, MatAdd) else Mul
            return combine(*(entry(a, i, j) for a in matrix.args))
        case MatMul():
            numbers = [f for f in matrix.args if not isinstance(f, MatrixExpr)]
            matrices = [f for f in matrix.args if isinstance(f, MatrixExpr)]
            return Mul(*numbers, _product_entry(matrices, i, j))
        case MatPow() if matrix.shape == (1, 1) and matrix.exp.is_Integer and matrix.exp > 0:
            return Pow(entry(matrix.base, S.Zero, S.Zero), matrix.exp)
        case MatPow() if matrix.exp.is_Integer and matrix.exp > 0:
            return _product_entry([matrix.base] * int(matrix.exp), i, j)
        case Transpose():
            return entry(matrix.arg, j, i)
        case HadamardPower():
            return Pow(entry(matrix.base, i, j), matrix.exp)
        case ElementwiseApplyFunction():
            return _applied(matrix.function, entry(matrix.expr, i, j))
        case FunctionMatrix():
            return matrix.lamda(i, j)
        case OneMatrix():
            return S.One
        case ZeroMatrix():
            return S.Zero
        case Identity():
            return Delta(i, j, matrix.rows)
        case DiagMatrix():
            (vector,) = matrix.args
            place = (i, S.Zero) if vector.cols == 1 else (S.Zero, i)
            return Delta(i, j, matrix.rows) * entry(vector, *place)
        case Column():
            return entry(matrix.parent, i, matrix.number - 1)
        case Row():
            return entry(matrix.parent, matrix.number - 1, j)
        case Rows():
            return entry(matrix.at(i + 1), S.Zero, j)
        case Columns():
            return entry(matrix.at(j + 1), i, S.Zero)
        case Pair():
            return Add(*(a * Delta(j, S(n), S(2)) for n, a in enumerate(matrix.args)))
        case MatrixSum():
            return Sum(entry(matrix.body, i, j), *matrix.limits)
    raise OutOfReach(f"不会写出 {type(matrix).__name__} 的一项：{matrix}")


def _product_entry(matrices: list[MatrixExpr], i: Expr, j: Expr) -> Expr:
    """(A B …)ᵢⱼ = Σₖ Aᵢₖ (B …)ₖⱼ。"""
    first, *rest = matrices
    if not rest:
        return entry(first, i, j)
    _require(_same(first.cols, rest[0].rows), MatMul(*matrices))
    if isinstance(first, Transpose) and isinstance(first.arg, Stack):
        return _stacked_entry(first.arg, rest, i, j)
    if first.cols == 1:
        return entry(first, i, S.Zero) * _product_entry(rest, S.Zero, j)
    k = _index()
    return Sum(entry(first, i, k) * _product_entry(rest, k, j), (k, 0, first.cols - 1))


def _stacked_entry(left: Stack, matrices: list[MatrixExpr], i: Expr, j: Expr) -> Expr:
    """[A; B]ᵀ [C; D] = AᵀC + BᵀD：两处要切在同一个地方。"""
    right, *rest = matrices
    _require(isinstance(right, Stack), MatMul(Transpose(left), right))
    pairs = list(zip(left.args, right.args, strict=True))
    _require(all(_same(a.rows, b.rows) for a, b in pairs), MatMul(left, right))
    return Add(*(_product_entry([Transpose(a), b, *rest], i, j) for a, b in pairs))


def _applied(function: Expr, value: Expr) -> Expr:
    """f(value)；f 里的导数 g′(x) 记作「g′ 在 value 处的值」。"""
    (x,), body = function.signature, function.expr
    slopes = {d: Slope(d, x, value) for d in body.atoms(Derivative)}
    marks = {d: Dummy() for d in slopes}
    plain = body.xreplace(marks).xreplace({x: value})
    return plain.xreplace({marks[d]: slope for d, slope in slopes.items()})


def _scalar_entry(expr: Expr, i: Expr, j: Expr) -> Expr:
    return entry(expr, i, j) if isinstance(expr, MatrixExpr) else expr


def _position(matrix: MatrixExpr, i: Expr, j: Expr) -> tuple[Expr, Expr]:
    """大小为 1 的方向上，下标只能是 0；别的常数下标对小的形状没有意义。"""
    places = []
    for index, size in zip((i, j), matrix.shape, strict=True):
        known = range(int(size) if size.is_Integer else 1)
        if index.is_Integer and index not in known:
            raise OutOfReach(f"{matrix} 不一定有第 {index + 1} 行或列")
        places.append(S.Zero if size == 1 and index.is_Symbol else index)
    return places[0], places[1]


def _index() -> Dummy:
    return Dummy("k", integer=True, nonnegative=True)


# ---- 第三步：拆成项 -------------------------------------------------------------


Over = tuple[tuple[Dummy, Expr], ...]
"""求和的下标，各配上它（从 0 起）跑遍的个数。"""


@dataclass(frozen=True)
class Term:
    """factors 之积，对 over 里的每个下标求和。"""

    factors: tuple[Expr, ...] = ()
    over: Over = ()

    def __mul__(self, other: Term) -> Term:
        return Term(self.factors + other.factors, self.over + other.over)

    def put(self, old: Basic, new: Expr) -> Term:
        return Term(tuple(f.xreplace({old: new}) for f in self.factors), self.over)


def terms(expr: Expr) -> list[Term]:
    """标量式子展开成的项。每次展开都取新的傀儡下标，所以相乘时不会重名。"""
    match expr:
        case MatrixExpr():
            raise OutOfReach(f"这里应是一个数，却是矩阵：{expr}")
        case Add():
            return [term for a in expr.args for term in terms(a)]
        case Mul():
            return _multiplied(terms(a) for a in expr.args)
        case Pow() if expr.exp.is_Integer and expr.exp.is_positive:
            return _multiplied(terms(expr.base) for _ in range(int(expr.exp)))
        case Sum():
            return _summed(expr)
        case Trace():
            k = _index()
            _require(_same(expr.arg.rows, expr.arg.cols), expr)
            return terms(Sum(entry(expr.arg, k, k), (k, 0, expr.arg.rows - 1)))
        case MatrixElement():
            return terms(entry(expr.parent, *_position(expr.parent, expr.i, expr.j)))
    return [Term((expr,))]


def _multiplied(factors: Iterable[list[Term]]) -> list[Term]:
    return [prod(choice, start=Term()) for choice in product(*factors)]


def _summed(expr: Sum) -> list[Term]:
    """Σ 从 low 加到 high：下标换成 low + k，k 从 0 跑遍 high − low + 1 个数。"""
    body = expr.function
    over = []
    for index, low, high in expr.limits:
        if any(index in inner.variables for inner in body.atoms(Sum, Product)):
            raise OutOfReach(f"里外两个和用了同一个下标 {index}")
        k, size = _index(), (high - low + 1).expand()
        if size.has(Dummy, *expr.variables):
            raise OutOfReach(f"里层的和跑遍的个数随外层的下标而变：{expr}")
        body = body.xreplace({index: low + k})
        over.append((k, size))
    return [term * Term((), tuple(over)) for term in terms(body)]


# ---- 第四步：消去 δ 与不出现的下标 --------------------------------------------------


def contract(term: Term) -> Term:
    """Σₖ δᵢₖ xₖ = xᵢ；Σₖ 1 = k 跑遍的个数；δᵢⱼ xⱼ = δᵢⱼ xᵢ；只跑一个数的下标是 0。"""
    bound = dict(term.over)
    for k, size in term.over:
        if size == 1:
            return contract(Term(term.factors, _without(term.over, k)).put(k, S.Zero))
    deltas = [f for f in term.factors if isinstance(f, Delta)]
    for delta in deltas:
        i, j, size = delta.args
        for k, other in ((i, j), (j, i)):
            if bound.get(k) == size and not other.has(k):
                rest = Term(_drop(term.factors, delta), _without(term.over, k))
                return contract(rest.put(k, other))
    for delta in deltas:
        kept, replaced = sorted(delta.args[:2], key=lambda e: (not e.is_Integer, str(e)))
        others = Term(_drop(term.factors, delta), term.over)
        if any(f.has(replaced) for f in others.factors):
            return contract(others.put(replaced, kept) * Term((delta,)))
    unused = [(k, n) for k, n in term.over if not any(f.has(k) for f in term.factors)]
    over = tuple(pair for pair in term.over if pair not in unused)
    return Term(term.factors + tuple(n for _, n in unused), over)


def _without(over: Over, k: Dummy) -> Over:
    return tuple(pair for pair in over if pair[0] != k)


def _drop(factors: tuple[Expr, ...], one: Expr) -> tuple[Expr, ...]:
    """去掉一个等于 one 的因子（只去一个）。"""
    at = factors.index(one)
    return factors[:at] + factors[at + 1 :]


# ---- 第五步：给傀儡下标取标准的名字 -------------------------------------------------


def normal(expr: Expr, level: int = 0) -> Expr:
    """标准形：各项化简、取名之后相加。level 是外面有几层和，里外的名字因此不会相同。"""
    return Add(*(named(contract(term), level) for term in terms(expr)))


def named(term: Term, level: int) -> Expr:
    """给傀儡下标取名；有几种取法分不出先后时，取写出来最小的那个。与下标无关的因子提到和号外面。"""
    fixed = [f for f in term.factors if not any(f.has(k) for k, _ in term.over)]
    coefficient = Mul(*(_atom(f, level) for f in fixed))
    if not term.over:
        return coefficient
    varying = [f for f in term.factors if f not in fixed]
    over = tuple(sorted(term.over, key=lambda pair: default_sort_key(pair[1])))
    spelled = list(islice(_namings(varying, over, level), MOST_NAMINGS))
    if len(spelled) == MOST_NAMINGS:
        raise OutOfReach("分不出彼此的傀儡下标太多")
    least = min(spelled, key=default_sort_key) if len(spelled) > 1 else spelled[0]
    limits = [(_name(n, level), 0, size - 1) for n, (_, size) in enumerate(over)]
    return coefficient * Sum(least, *limits)


def _namings(factors: list[Expr], over: Over, level: int, number: int = 0) -> Iterator[Expr]:
    """依次给下标取第 number、number + 1 …… 个名字：个数最小、写出来最小的先取。"""
    if not over:
        yield Mul(*(_atom(f, level + 1) for f in factors))
        return
    candidates = [k for k, size in over if size == over[0][1]]
    if len(candidates) > 1:
        places = {k: default_sort_key(_place(factors, k, over, level)) for k in candidates}
        first = min(places.values())
        candidates = [k for k in candidates if places[k] == first]
    for k in candidates:
        renamed = [f.xreplace({k: _name(number, level)}) for f in factors]
        yield from _namings(renamed, _without(over, k), level, number + 1)


def _name(number: int, level: int) -> Symbol:
    return Symbol(f"k{level}_{number}", integer=True, nonnegative=True)


THIS, ANY = symbols("this any", integer=True, nonnegative=True)


def _place(factors: list[Expr], k: Dummy, over: Over, level: int) -> Expr:
    """下标 k 出现在哪些位置上；别的还没有名字的下标不分彼此。"""
    masks = {other: ANY for other, _ in over} | {k: THIS}
    return Mul(*(_atom(f.xreplace(masks), level + 1) for f in factors))


def _atom(expr: Expr, level: int) -> Expr:
    """一个因子的标准形：元素照原样，函数的自变量各自化成标准形。"""
    match expr:
        case Number() | NumberSymbol() | Symbol() | Indexed() | Entry() | Delta():
            return expr
        case Slope():
            derivative, x, point = expr.args
            return Slope(derivative, x, normal(point, level))
        case Function() | Pow():  # 含 ln、exp、σ 与任意函数 g
            return expr.func(*(normal(a, level) for a in expr.args))
    if expr.has(MatrixExpr, Sum, Indexed) or not isinstance(expr, Expr):
        raise OutOfReach(f"不会处理 {type(expr).__name__}：{expr}")
    return expr


# ---- 第六步：剩下的标量 -----------------------------------------------------------


def _gathered(expr: Expr) -> list[Expr]:
    """范围相同的和并成一个，只看和号里面：里面恒为零，和就是零。"""
    inside: dict[tuple[Basic, ...], list[Expr]] = {}
    for term in Add.make_args(expr):
        sums = [f for f in Mul.make_args(term) if isinstance(f, Sum)]
        limits = next((f.limits for f in sums), ())
        bare = Mul(*(f.function if f in sums else f for f in Mul.make_args(term)))
        inside.setdefault(limits, []).append(bare)
    return [Add(*parts) for parts in inside.values()]


def _lettered(expressions: list[Expr], domain: Domain) -> list[tuple[Expr, Domain]]:
    """矩阵的元素、下标变量的项与里层的和都换成字母：之后只剩标量。"""
    letters: dict[Basic, Dummy] = {}
    ranges = dict(domain)

    def letter(node: Basic) -> Expr:
        name = letters.setdefault(node, Dummy(str(node), real=True))
        source = node.args[0] if isinstance(node, Entry | Indexed) else node
        ranges[name] = domain.get(source, S.Reals)
        return name

    def opaque(node: Basic) -> bool:
        return isinstance(node, Sum | Entry | Indexed)

    scalars = [e.replace(opaque, letter).replace(Slope, Subs) for e in expressions]
    return [(e, ranges) for e in scalars]
