"""几种「相等」：从最字面的到最有力的，规则与判定都由它们搭成。

- `same`：除了加法、乘法的交换与结合和数字运算之外，写法完全一样；
- `field_equal`：把函数值看作不透明的字母，只用四则运算能互化；
- `reduce`：代入一切定义，求出一切导数与极限，剩下初等函数。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    FiniteSet,
    HadamardProduct,
    Indexed,
    IndexedBase,
    Integer,
    Interval,
    Limit,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Max,
    Min,
    Mul,
    Not,
    Piecewise,
    Pow,
    Product,
    S,
    Set,
    Subs,
    Sum,
    Symbol,
    Union,
    cancel,
    default_sort_key,
    exp,
    expand_log,
    expand_power_exp,
    limit,
    log,
    oo,
    simplify,
    together,
)
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import BooleanTrue
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from derive.kernel.exact import Definitions, hidden_dependence, one_sided
from derive.kernel.matrices import hadamard, times
from derive.kernel.objects import Definition, Domain

FAR = Integer(10) ** 6
"""比它大就算「充分大」，比它的倒数小就算「充分近」。"""


class OutOfReach(Exception):
    """SymPy 在这里不可信（例如分段函数在分界点求导），所以不作答。"""


def canonical(expr: Basic) -> Expr:
    """把不求值地搭起来的式子重新搭一遍，让 SymPy 做它自动会做的整理。"""
    if not expr.args:
        return expr
    rebuilt = expr.func(*map(canonical, expr.args))
    return gathered(rebuilt) if isinstance(rebuilt, MatMul | HadamardProduct) else rebuilt


def gathered(product: MatMul | HadamardProduct) -> MatrixExpr:
    """c A (d B) = c d (A B)，(c A) ⊙ (d B) = c d (A ⊙ B)：系数乘在一起，写在最前；⊙ 的次序固定。"""
    parts = [f.args if isinstance(f, MatMul) else (f,) for f in product.args]
    numbers = [p for part in parts for p in part if not isinstance(p, MatrixExpr)]
    factors = [[p for p in part if isinstance(p, MatrixExpr)] for part in parts]
    whole = [times(*matrices) for matrices in factors if matrices]
    if isinstance(product, MatMul):
        return times(Mul(*numbers), *whole)
    return times(Mul(*numbers), hadamard(*sorted(whole, key=default_sort_key)))


def same(left: Basic, right: Basic) -> bool:
    """除了加乘的次序、结合与数字运算之外完全一样。"""
    return bool(canonical(left) == canonical(right))


def field_equal(left: Expr, right: Expr) -> bool:
    """只用四则运算（连同 eᵃeᵇ = eᵃ⁺ᵇ）就能互化：其余函数值、导数、和式一律看作字母。"""
    return is_zero_fraction(exp_letters(canonical(left) - canonical(right)))


def is_zero_fraction(difference: Expr) -> bool:
    """作为「字母」的有理式，difference 恒为零。"""
    return bool(cancel(together(_with_letters(difference, {}))) == 0)


def _with_letters(expr: Basic, letters: dict[Basic, Dummy]) -> Basic:
    if expr.is_number or isinstance(expr, Symbol | Dummy):
        return expr
    rational_power = isinstance(expr, Pow) and expr.exp.is_Integer
    if isinstance(expr, Add | Mul) or rational_power:
        return expr.func(*(_with_letters(a, letters) for a in expr.args))
    return letters.setdefault(expr, Dummy())


def unfold(expr: Basic, definition: Definition) -> Expr:
    """把 expr 里出现的被定义者换成定义的右边；求导的变量本身不动。"""
    if expr == definition.lhs and not isinstance(definition.lhs, AppliedUndef):
        return definition.body
    if isinstance(expr, AppliedUndef) and expr.func == head(definition):
        arguments = [unfold(a, definition) for a in expr.args]
        return substitute(definition.body, bindings(definition, arguments))
    if isinstance(expr, Derivative):
        return Derivative(unfold(expr.expr, definition), *expr.variable_count)
    if not expr.args:
        return expr
    return expr.func(*(unfold(a, definition) for a in expr.args))


def head(definition: Definition) -> object:
    """定义在查找表里的钥匙：函数名，或那个量的符号。"""
    return definition.lhs.func if isinstance(definition.lhs, AppliedUndef) else definition.lhs


def bindings(definition: Definition, arguments: Iterable[Basic]) -> dict[Basic, Basic]:
    """形参 → 实参。形参是 n×m 的矩阵时，n、m 也随实参而定。"""
    values: dict[Basic, Basic] = {}
    for formal, actual in zip(definition.lhs.args, arguments, strict=True):
        if isinstance(formal, MatrixSymbol):
            values.update(zip(formal.shape, actual.shape, strict=True))
        values[formal] = actual
    return {formal: actual for formal, actual in values.items() if not formal.is_Number}


def substitute(expr: Basic, values: dict[Basic, Basic]) -> Expr:
    """代入；对求导变量代入一个值时，得到「在该点的导数」（Subs）。"""
    if all(old == new for old, new in values.items()):
        return expr
    marks = {old: _mark(old) for old in values}  # 先换成记号再换成值，免得代入的值又被代入
    taken = set(values).union(*(new.free_symbols for new in values.values()))
    marked = replace(_point_derivatives(_rename_bound(expr, taken), marks, values), marks)
    return marked.xreplace({marks[old]: new for old, new in values.items()})


def _mark(old: Basic) -> Basic:
    """一个没有用过的记号；代替矩阵的也是同样形状的矩阵，式子里取元素之处才不会出错。"""
    mark = Dummy()
    return MatrixSymbol(str(mark.dummy_index), *old.shape) if isinstance(old, MatrixExpr) else mark


def replace(expr: Basic, values: Mapping[Basic, Basic]) -> Expr:
    """`xreplace`，但换 y 时不动 y[i]：在 SymPy 里，下标变量的名字也是符号 y。"""
    masks = {
        base: IndexedBase(Dummy(base.name, **base.label.assumptions0))
        for base in expr.atoms(IndexedBase)
        if base not in values
    }
    masked = {old.xreplace(masks): new for old, new in values.items()}
    names = {mask: base for base, mask in masks.items()}
    return expr.xreplace(masks).xreplace(masked).xreplace(names)


def _rename_bound(expr: Basic, taken: set[Basic]) -> Expr:
    """求和的指标、极限的变量只在里面有意义；与 taken 重名时换个名字，代入才不会串。"""
    if not expr.args:
        return expr
    expr = expr.func(*(_rename_bound(a, taken) for a in expr.args))
    bound = {v for v in getattr(expr, "bound_symbols", ()) if v in taken}
    if isinstance(expr, Limit):
        bound = {expr.args[1]} & taken
    return expr.xreplace({v: Dummy(v.name, **v.assumptions0) for v in bound})


def _point_derivatives(expr: Basic, marks: dict[Basic, Basic], values: dict[Basic, Basic]) -> Expr:
    if isinstance(expr, Derivative):
        # 换成另一个变量只是改名；换成一个值（或式中已有的变量）才是「在该点的导数」
        moved = [v for v in expr.variables if v in values and not _renames(values[v], expr)]
        if moved:
            fresh = {v: Dummy(str(v), real=True) for v in moved}
            return Subs(replace(expr, fresh), tuple(fresh.values()), tuple(marks[v] for v in moved))
    if not expr.args:
        return expr
    return expr.func(*(_point_derivatives(a, marks, values) for a in expr.args))


def _renames(new: Basic, expr: Basic) -> bool:
    return isinstance(new, Symbol | AppliedUndef) and not expr.has(new)


def on_piece(expr: Basic, domain: Domain) -> Expr:
    """定义域完全落在分段函数的一段里时，换成那一段的式子。"""
    if isinstance(expr, Limit):
        body, *rest = expr.args
        return Limit(on_piece(body, near_target(expr, domain)), *rest)
    if not expr.has(Piecewise):
        return expr
    if not isinstance(expr, Piecewise):
        return expr.func(*(on_piece(a, domain) for a in expr.args))
    for value, condition in expr.args:
        if isinstance(condition, BooleanTrue) or _implied(condition, domain):
            return on_piece(value, domain)
        if not _implied(Not(condition), domain):
            break
    return expr


def near_target(expr: Limit, domain: Domain) -> Domain:
    """求极限时，变量走在目标的哪一侧（或两侧），但到不了目标。"""
    _, variable, target, direction = expr.args
    if not target.is_finite:
        return {**domain, variable: S.Reals}
    sides = {"+": Interval.open(target, oo), "-": Interval.open(-oo, target)}
    return {**domain, variable: Union(*(sides[side] for side in str(direction)))}


def bound_ranges(expr: Basic, domain: Domain) -> Domain:
    """式中极限的变量与逐元素函数的自变量所取的范围；极限只看目标的近旁。"""
    ranges: dict[Basic, Set] = {}
    for function, matrix in (e.args for e in expr.atoms(ElementwiseApplyFunction)):
        (x,) = function.signature
        ranges[x] = Union(ranges.get(x, S.EmptySet), domain.get(matrix, S.Reals))
    for _, variable, target, direction in (e.args for e in expr.atoms(Limit)):
        if not target.is_finite:
            ranges[variable] = Interval.open(FAR, oo) if target is oo else Interval.open(-oo, -FAR)
            continue
        sides = {
            "+": Interval.open(target, target + 1 / FAR),
            "-": Interval.open(target - 1 / FAR, target),
        }
        ranges[variable] = Union(*(sides[side] for side in str(direction)))
    return ranges


def _implied(condition: Basic, domain: Domain) -> bool:
    free = condition.free_symbols
    if len(free) != 1 or not free <= set(domain):
        return False
    (variable,) = free
    return bool(domain[variable].is_subset(condition.as_set()))


def reduce(expr: Basic, domain: Domain, definitions: Definitions) -> Expr:
    """代入一切定义，做完一切求导、求极限和代值。"""

    def go(e: Basic) -> Expr:
        return reduce(e, domain, definitions)

    if isinstance(expr, Derivative):
        return _reduce_derivative(expr, domain, definitions)
    if isinstance(expr, Subs):
        outside = {v: values for v, values in domain.items() if v not in expr.variables}
        inner = reduce(expr.expr, outside, definitions)
        return inner.subs(dict(zip(expr.variables, map(go, expr.point), strict=True)))
    if isinstance(expr, Limit):
        return _reduce_limit(expr, domain, definitions)
    if isinstance(expr, AppliedUndef) and expr.func in definitions:
        definition = definitions[expr.func]
        return on_piece(
            go(substitute(definition.body, bindings(definition, expr.args))),
            domain,
        )
    if expr in definitions:
        return go(definitions[expr].body)
    if not expr.args:
        return expr
    return on_piece(expr.func(*map(go, expr.args)), domain)


def _reduce_derivative(expr: Derivative, domain: Domain, definitions: Definitions) -> Expr:
    *others, (variable, order) = expr.variable_count
    body: Expr = Derivative(expr.expr, *others) if others else expr.expr
    free: Basic = variable
    if hidden_dependence(body, variable, definitions):
        raise OutOfReach("对一个量求导，而式子还经由别处依赖它")
    if not isinstance(variable, Symbol) or variable in definitions:
        # 对一个量求导：先把它当作独立的变量
        free = Dummy(real=True)
        body = replace(body, {variable: free})
    if isinstance(domain.get(variable), FiniteSet):
        raise OutOfReach("在孤立的一点上谈不到导数")
    inner = reduce(body, domain, definitions)
    if inner.has(Piecewise, Max, Min, Abs):  # SymPy 会说 max(0, z) 在 0 处的导数是 1/2
        raise OutOfReach("分段函数要逐段求导；请把定义域限制在一段之内")
    return inner.diff(free, order).xreplace({free: reduce(variable, domain, definitions)})


def _reduce_limit(expr: Limit, domain: Domain, definitions: Definitions) -> Expr:
    value, *others = (_reduce_one_sided(side, domain, definitions) for side in one_sided(expr))
    if any(other != value and not field_equal(other, value) for other in others):
        raise OutOfReach("左右极限不同，就没有极限")
    return value


def _reduce_one_sided(expr: Limit, domain: Domain, definitions: Definitions) -> Expr:
    body, variable, target, direction = expr.args
    inner = reduce(body, near_target(expr, domain), definitions)
    if inner.has(Piecewise):
        raise OutOfReach("分段函数要在分界点两侧分别求极限")
    return limit(inner, variable, target, str(direction))


def positive_form(expr: Expr, domain: Domain) -> Expr:
    """用正的参数写出受限的变量，使 SymPy 看得出符号：a∈(0,1) 写成 t/(1+t)，等等。"""
    replacements: dict[Basic, Basic] = {}
    for variable, values in domain.items():
        make = _parametrisation(values)
        if make is None:
            continue
        if isinstance(variable, IndexedBase):
            base = IndexedBase(f"t_{variable.label}", positive=True)
            for entry in expr.atoms(Indexed):
                if entry.base == variable:
                    replacements[entry] = make(base[entry.indices])
        elif isinstance(variable, Symbol):
            replacements[variable] = make(Dummy(str(variable), positive=True))
    kept = {derivative: Dummy() for derivative in expr.atoms(Derivative)}  # 求导的变量不能换成式子
    changed = replace(expr.xreplace(kept), replacements)
    return changed.xreplace({letter: derivative for derivative, letter in kept.items()})


def _parametrisation(values: Set) -> Callable[[Expr], Expr] | None:
    """正数 t 的函数，恰好跑遍 values；没有这样的写法时为 None。"""
    if isinstance(values, FiniteSet) and len(values) == 1:
        (only,) = values
        return lambda t: only
    if not (isinstance(values, Interval) and values.left_open and values.right_open):
        return None
    low, high = values.start, values.end
    if low.is_finite and high.is_finite:
        return lambda t: (low + high * t) / (1 + t)
    if low.is_finite:
        return lambda t: low + t
    if high.is_finite:
        return lambda t: high - t
    return None


def log_products(expr: Expr) -> Expr:
    """ln ∏ 写成 Σ ln。"""
    return expr.replace(
        lambda e: isinstance(e, log) and isinstance(e.args[0], Product),
        lambda e: Sum(log(e.args[0].function), *e.args[0].limits),
    )


def written_out(expr: Expr) -> Expr:
    """项数写明的和与积逐项写出来；各项都相同的，写成项数倍、项数次幂。"""
    return expr.replace(_is_explicit, lambda e: e.doit(deep=False))


def _is_explicit(expr: Basic) -> bool:
    if not (isinstance(expr, Sum | Product) and len(expr.limits) == 1):
        return False
    ((index, low, high),) = expr.limits
    return bool((high - low).is_Integer) or not expr.function.has(index)


def gather_sums(expr: Expr) -> Expr:
    """系数乘进和号，同一范围的和并成一个。"""
    rest: list[Expr] = []
    summands: dict[Basic, list[Expr]] = {}
    for term in Add.make_args(expr.expand(log=False)):  # 对数的运算律是另一回事
        sums = [f for f in Mul.make_args(term) if isinstance(f, Sum)]
        coefficient = term / Mul(*sums)
        match sums:
            case [Sum(function=summand, limits=(limits,))] if not coefficient.has(limits[0]):
                summands.setdefault(limits, []).append(coefficient * summand)
            case _:
                rest.append(term)
    gathered = [_sum(Add(*terms), limits) for limits, terms in summands.items()]
    return Add(*rest, *gathered)


def by_induction(expr: Expr) -> Expr:
    """c Σᵢ₌₁ⁿ f(i) + B(n) 恒为零：n = 0 时为零，n 增加 1 时增量为零。

    归纳得成就是零，否则照原样。
    """
    sums = expr.atoms(Sum)
    if len(sums) != 1:
        return expr
    (total,) = sums
    summand, ((index, low, n), *nested) = total.function, total.limits
    letter = Dummy()
    whole = expr.xreplace({total: letter})
    coefficient, rest = whole.diff(letter), whole.xreplace({letter: S.Zero})
    counts = isinstance(n, Symbol) and n.is_integer and n.is_nonnegative and low == 1
    if not counts or summand.has(n) or coefficient.has(n, letter) or nested:
        return expr
    added = coefficient * summand.xreplace({index: n})
    step = expand_power_exp(added + rest - rest.xreplace({n: n - 1}))
    base = rest.xreplace({n: S.Zero})
    return S.Zero if simplify(base) == 0 and simplify(step) == 0 else expr


def _sum(summand: Expr, limits: Basic) -> Expr:
    index, low, high = limits
    summand = summand.expand(log=False)
    if is_zero_fraction(summand):
        return S.Zero
    constant = Add(*(t for t in Add.make_args(summand) if not t.has(index)))
    varying = summand - constant
    count = high - low + 1
    return constant * count + (Sum(varying, limits) if varying != 0 else S.Zero)


def expand_logs(expr: Expr) -> Expr:
    """ln(xy)=ln x+ln y，ln xⁿ=n ln x（在已知为正时）。"""
    return expand_log(
        expr.replace(lambda e: isinstance(e, log), lambda e: log(together(e.args[0])))
    )


def exp_letters(expr: Expr) -> Expr:
    """指数律的标准形：e^{k t} 写成 (e^t)^k。"""

    letters: dict[Basic, Dummy] = {}

    def letter(argument: Expr) -> Expr:
        result: Expr = S.One
        for term in Add.make_args(argument.expand()):
            coefficient, rest = term.as_coeff_Mul()
            if coefficient.is_Integer and rest != 1:
                result *= letters.setdefault(rest, Dummy(positive=True)) ** coefficient
            else:
                result *= exp(term)
        return result

    return expr.replace(exp, letter)
