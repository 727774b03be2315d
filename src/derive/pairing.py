"""配对：NumPy 函数的输出，与它所实现的、已证的表达式的精确值相比。

参考值由 `derive.kernel.exact` 用 mpmath 算出，精度随自变量的量级增加，所以深尾里也是精确的；
它不与 NumPy 共用任何代码。逐元素函数的误差以 ULP 计，数据集上的函数以相对误差计。
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module
from itertools import islice
from random import Random
from typing import Any

import mpmath
import numpy as np
from mpmath import mpf
from numpy.typing import NDArray
from sympy import Expr, FiniteSet, IndexedBase, Interval, Rational, S, Set, Symbol

from derive.kernel.algebra import OutOfReach, canonical, reduce
from derive.kernel.book import Book
from derive.kernel.exact import Definitions, NoValue, evaluate, text
from derive.kernel.names import unicode_name
from derive.kernel.objects import Implementation, kind_of
from derive.kernel.points import breakpoints
from derive.kernel.report import Report, Scope, Verdict, Witness

Array = NDArray[np.floating[Any]]

COUNT = 1000
"""每种精度大约测这么多个点。"""
SIZES = (1, 2, 3, 7, 20)
DRAWS = 5
"""数据集上的函数：样本数取 SIZES，每个样本数取 DRAWS 组随机数据。"""
LEAST_BITS, MOST_BITS = 256, 2600
"""参考值的精度。float64 里最大与最小的量级相差 2^2098，再多也用不上。"""


class Unmeasurable(Exception):
    """函数或定义域写得不对，没法测量。"""


# ---- ULP ----------------------------------------------------------------------


def spacing(value: mpf, dtype: str) -> mpf:
    """value 处相邻两个 dtype 浮点数的间隔（ULP）；次正规数那里间隔不再变小。"""
    info = np.finfo(dtype)
    exponent = mpmath.frexp(value)[1] - 1 if value else info.minexp
    clamped = min(max(int(exponent), int(info.minexp)), int(info.maxexp) - 1)
    return mpmath.ldexp(1, clamped - int(info.nmant))


def ulp_error(got: float, exact: mpf, dtype: str) -> float:
    """got 与精确值相差多少 ULP。

    超出 dtype 范围的值当作 ±2^maxexp：精确值溢出时，无穷大就是对的。got 是 NaN 时误差无穷大。
    """
    if math.isnan(got):
        return math.inf
    edge = mpmath.ldexp(1, int(np.finfo(dtype).maxexp))
    near, true = (min(max(mpf(value), -edge), edge) for value in (got, exact))
    return float(abs(near - true) / spacing(true, dtype))


def relative_error(got: float, exact: mpf) -> float:
    """相对误差；精确值下溢时，相对于最小的正规数。got 是 NaN 时无穷大。"""
    if math.isnan(got):
        return math.inf
    scale = max(abs(exact), mpf(float(np.finfo(np.float64).smallest_normal)))
    return float(abs(mpf(got) - exact) / scale)


# ---- 测量 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Worst:
    """一种精度下最大的误差，和它出现的地方。"""

    error: float
    witness: Witness
    points: int

    @property
    def at(self) -> str:
        """大约在哪里；数据集上的函数只说样本数。完整的数据在 witness 里。"""
        point = dict(self.witness.point)
        if "m" in point:
            return f"m = {point['m']}"
        return "，".join(f"{unicode_name(name)} = {_short(value)}" for name, value in point.items())


def _short(value: str) -> str:
    """给人看的六位数；不是数的照原样。"""
    try:
        return f"{float(value):.6g}"
    except ValueError:
        return value


def measure(implementation: Implementation, book: Book) -> Report:
    """implementation 的结论：误差处处不超过 bound 是已证，否则是证伪并给出最差的一点。"""
    elementwise = all(isinstance(a, Symbol) for a in implementation.arguments)
    unit, measured = ("ulp", _worst_elementwise) if elementwise else ("relative", _worst_on_arrays)
    function = _load(implementation.function)
    definitions = book.definitions_in(implementation.expression)
    exact = closed_form(implementation, definitions)
    found = {
        dtype: measured(function, implementation, exact, definitions, dtype)
        for dtype in implementation.dtypes
    }
    report = Report(
        implementation.id,
        kind_of(implementation),
        Verdict.PROVED,
        Scope.SCALAR if elementwise else Scope.LISTED_SHAPES,
        details={
            dtype: {
                f"worst_{unit}": worst.error if math.isfinite(worst.error) else None,
                "at": worst.at,
                "points": worst.points,
            }
            for dtype, worst in found.items()
        },
    )
    for dtype, worst in found.items():
        if not worst.error <= implementation.bound:
            return replace(
                report,
                verdict=Verdict.REFUTED,
                message=_excess(implementation, dtype, worst, unit),
                witness=worst.witness,
            )
    return report


def _excess(implementation: Implementation, dtype: str, worst: Worst, unit: str) -> str:
    kind, suffix = ("误差", " ULP") if unit == "ulp" else ("相对误差", "")
    return (
        f"{implementation.function} 在 {dtype} 下，{worst.at} 处给出 {worst.witness.lhs}，"
        f"精确值是 {worst.witness.rhs}：{kind} {worst.error:.3g}{suffix}，"
        f"超过允许的 {implementation.bound:g}{suffix}"
    )


def _load(address: str) -> Callable[..., Any]:
    module, _, name = address.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as problem:
        raise Unmeasurable(f"找不到函数 {address}（{problem}）；应写成「模块:名字」") from problem


def closed_form(implementation: Implementation, definitions: Definitions) -> Expr:
    """代入定义、求出导数之后的式子：深尾里不能用数值求导。做不到时就用原来的式子。"""
    expression = canonical(implementation.expression)
    try:
        return reduce(expression, implementation.domain, definitions)
    except OutOfReach:
        return expression


def _call(function: Callable[..., Any], arguments: list[Array]) -> Any:
    """「没有警告」的意思：over、divide、invalid 都设为 raise 也不抛出。给的是副本，以防被改写。"""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return function(*(argument.copy() for argument in arguments))


# ---- 逐元素函数 ----------------------------------------------------------------


def _worst_elementwise(
    function: Callable[..., Any],
    implementation: Implementation,
    exact: Expr,
    definitions: Definitions,
    dtype: str,
) -> Worst:
    arguments = implementation.arguments
    names = [str(argument) for argument in arguments]
    breaks = breakpoints(exact, *(d.body for d in definitions.values()))
    columns = list(sample_columns([implementation.domain[a] for a in arguments], breaks, dtype))
    count = columns[0].size

    def at(i: int) -> tuple[tuple[str, str], ...]:
        return tuple((n, repr(float(c[i]))) for n, c in zip(names, columns, strict=True))

    try:
        output = _call(function, columns)
    except FloatingPointError as problem:
        i = next(i for i in range(count) if _warns(function, [c[i : i + 1] for c in columns]))
        return Worst(math.inf, Witness(at(i), f"浮点警告（{problem}）", "没有警告"), count)
    if not isinstance(output, np.ndarray) or (output.dtype, output.shape) != (dtype, (count,)):
        found = f"{getattr(output, 'dtype', type(output).__name__)} {np.shape(output)}"
        witness = Witness((("输入", f"{dtype} ({count},)"),), found, f"{dtype} ({count},)")
        return Worst(math.inf, witness, count)
    worst = Worst(-1.0, Witness((), "", ""), count)
    for i in range(count):
        point = [float(column[i]) for column in columns]
        with mpmath.workprec(precision(point)):
            try:
                value = evaluate(
                    exact, dict(zip(arguments, map(mpf, point), strict=True)), definitions
                )
            except NoValue as problem:
                raise Unmeasurable(
                    f"式子在定义域里的 {at(i)} 处没有值（{problem}）；请改正定义域"
                ) from problem
            error = ulp_error(float(output[i]), value, dtype)
            if error > worst.error:
                witness = Witness(at(i), repr(float(output[i])), text(value, 20))
                worst = Worst(error, witness, count)
    return worst


def _warns(function: Callable[..., Any], arguments: list[Array]) -> bool:
    try:
        _call(function, arguments)
    except FloatingPointError:
        return True
    return False


def precision(point: list[float]) -> int:
    """参考值要用多少位。

    z 很大时 1−σ(z) 约为 e^{−z}，要 1.44z 位才不相消为 0；z 很小时 e^z−1 约为 z，要 |log₂ z| 位。
    """
    need = 0.0
    for x in point:
        magnitude = abs(math.frexp(x)[1])
        need = max(need, 2 * magnitude, 3 * min(abs(x), MOST_BITS))
    return min(LEAST_BITS + math.ceil(need), MOST_BITS)


def sample_columns(domains: list[Set], breaks: tuple[Rational, ...], dtype: str) -> Iterator[Array]:
    """每个自变量的一列值：有限集合取遍，其余的各自铺开，再配成大约 COUNT 个点。"""
    finite = math.prod(len(d) for d in domains if isinstance(d, FiniteSet))
    choices = [
        np.array(sorted(map(float, d)), dtype)
        if isinstance(d, FiniteSet)
        else spread(d, breaks, dtype, COUNT // finite)
        for d in domains
    ]
    if sum(not isinstance(d, FiniteSet) for d in domains) <= 1:
        grids = np.meshgrid(*choices, indexing="ij")
        yield from (grid.reshape(-1) for grid in grids)
        return
    size = max(choice.size for choice in choices)
    for seed, choice in enumerate(choices):  # 几个连续的自变量：各自打乱，逐项配对
        yield np.random.default_rng(seed).permutation(np.resize(choice, size))


def spread(domain: Set, breaks: tuple[Rational, ...], dtype: str, count: int) -> Array:
    """domain 里大约 count 个 dtype 浮点数：各个量级、深尾、次正规数、端点与分界点的两侧。"""
    special = [x for x in _special(domain, breaks, dtype) if _contains(domain, x)]
    ordinary = (x for x in islice(_ordinary(domain, dtype), 20 * count) if _contains(domain, x))
    chosen = dict.fromkeys(special)
    for x in ordinary:
        if len(chosen) >= count:
            break
        chosen[x] = None
    return np.array([*chosen, *([-0.0] if 0.0 in chosen else [])], dtype)


def _contains(domain: Set, x: float) -> bool:
    """x 在不在 domain 里；区间的情形自己比，SymPy 的 contains 太慢。"""
    if not math.isfinite(x):
        return False
    if not isinstance(domain, Interval):
        return bool(domain.contains(Rational(*x.as_integer_ratio())))
    low, high = (_exactly(end) for end in (domain.start, domain.end))
    above = x > low if domain.left_open else x >= low
    below = x < high if domain.right_open else x <= high
    return above and below


def _exactly(end: Expr) -> float | Fraction:
    return Fraction(int(end.p), int(end.q)) if end.is_Rational else float(end)


def _special(domain: Set, breaks: tuple[Rational, ...], dtype: str) -> Iterator[float]:
    """容易出错的点：0、最小与最大的数、机器精度、分界点与端点，以及它们两侧相邻的浮点数。"""
    info = np.finfo(dtype)
    kind = np.dtype(dtype).type
    ends = [end for end in (domain.inf, domain.sup) if end.is_finite]
    at = [0.0, 1.0, float(info.smallest_normal), float(info.eps), float(info.max)]
    at += [math.log(float(info.max)), -math.log(float(info.smallest_subnormal))]
    at += [float(value) for value in (*breaks, *ends)]
    for value in at:
        for x in (kind(value), kind(-value)):
            with np.errstate(over="ignore"):
                yield from map(
                    float, (x, np.nextafter(x, kind(-np.inf)), np.nextafter(x, kind(np.inf)))
                )


def _ordinary(domain: Set, dtype: str) -> Iterator[float]:
    """没有尽头的一串点；每一轮在每个地方取一个。"""
    info = np.finfo(dtype)
    tail = 1.05 * -math.log(float(info.smallest_subnormal))  # 再往外，e^{−z} 下溢为 0
    tiny = math.log2(float(info.smallest_subnormal))
    ends = [float(end) for end in (domain.inf, domain.sup) if end.is_finite]
    random = Random(0)

    def rounded(x: float) -> float:
        return float(np.dtype(dtype).type(x))

    turn = 0
    while True:
        sign = random.choice((-1, 1))
        if len(ends) == 2:  # 有界的区间：中间，以及贴近两端的各个量级
            yield rounded(random.uniform(*ends))
            yield rounded(ends[0] + 2.0 ** random.uniform(tiny, 0))
            yield rounded(ends[1] - 2.0 ** random.uniform(-info.nmant - 1, 0))
        else:
            yield rounded(random.uniform(-3, 3))
            yield rounded(random.uniform(-45, 45))
            yield rounded(random.uniform(-tail, tail))
            yield rounded(sign * 2.0 ** random.uniform(tiny, 0))
            if turn % 20 == 0:
                yield rounded(sign * 2.0 ** random.uniform(math.log2(tail), info.maxexp - 1))
        turn += 1


# ---- 数据集上的函数 --------------------------------------------------------------


def _worst_on_arrays(
    function: Callable[..., Any],
    implementation: Implementation,
    exact: Expr,
    definitions: Definitions,
    dtype: str,
) -> Worst:
    """各参数是 (1, m) 的数组，结果是一个数。"""
    bases = [a for a in implementation.arguments if isinstance(a, IndexedBase)]
    sizes = [v for v, values in implementation.domain.items() if values == S.Naturals]
    if len(bases) != len(implementation.arguments):
        raise Unmeasurable("参数要么全是符号（逐元素函数），要么全是下标变量（数据集上的函数）")
    worst = Worst(-1.0, Witness((), "", ""), len(SIZES) * DRAWS)
    random = np.random.default_rng(0)
    for m in (size for size in SIZES for _ in range(DRAWS)):
        rows = [_row(implementation.domain[b], m, dtype, random) for b in bases]
        where = (
            ("m", str(m)),
            *((str(b), str(r[0].tolist())) for b, r in zip(bases, rows, strict=True)),
        )
        try:
            output = _call(function, rows)
        except FloatingPointError as problem:
            witness = Witness(where, f"浮点警告（{problem}）", "没有警告")
            return Worst(math.inf, witness, worst.points)
        if np.shape(output) != ():
            witness = Witness(where, f"形状 {np.shape(output)}", "一个数")
            return Worst(math.inf, witness, worst.points)
        point: dict[Any, Any] = dict.fromkeys(sizes, m)
        point |= {b: [mpf(float(x)) for x in row[0]] for b, row in zip(bases, rows, strict=True)}
        with mpmath.workprec(MOST_BITS):
            value = evaluate(exact, point, definitions)
            got = float(output)
            error = relative_error(got, value)
            if error > worst.error:
                worst = Worst(error, Witness(where, repr(got), text(value, 20)), worst.points)
    return worst


def _row(domain: Set, m: int, dtype: str, random: np.random.Generator) -> Array:
    if isinstance(domain, FiniteSet):
        return random.choice(np.array(sorted(map(float, domain)), dtype), (1, m))
    return random.choice(spread(domain, (), dtype, 200), (1, m))
