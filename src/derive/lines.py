"""一行程序与一条定律：把那一行取出来，在随机的形状与数上运行，与定律右边的精确值相比。

参考值由 `derive.kernel.shapes` 照定义用高精度算出，与 NumPy 没有共用的代码。测完还要把这一行
故意改坏（去掉转置、换掉 axis、漏掉 1/m、`*` 与 `@` 互换……）：有一种改法看不出来，就不算数。
"""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import textwrap
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

import numpy as np
from mpmath import mpf
from numpy.typing import NDArray
from sympy import Basic, Function, MatrixSymbol, Rational, S, Set, Symbol

from derive.kernel.book import Book
from derive.kernel.exact import Definitions, NoValue, at_precision, text
from derive.kernel.objects import Definition, Line, kind_of
from derive.kernel.report import Report, Scope, Verdict, Witness
from derive.kernel.shapes import Matrix, as_matrix, assignments, scalar
from derive.network import ACTIVATIONS
from derive.theory.symbols import LABEL

Array = NDArray[np.float64]

DRAWS = 4
"""每组形状上取这么多组数。"""
SCALAR_DRAWS = 12
"""式子里没有矩阵时，取这么多组数。"""
LEAST_DIFFERENCE = 1e-6
"""改坏的一行，结果至少要差这么多才算看得出来；真正的一行差得比它小得多。"""
WIDEST = 3
"""没有上下界的数在 ±WIDEST 之间取。"""
LEAKY_SLOPE = Rational(1, 100)
"""`leaky_relu` 在程序里的默认斜率。"""


class Unmeasurable(Exception):
    """登记得不对：找不到那一行，或行里的名字对不上符号。"""


# ---- 源码里的那一行 --------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """一行程序：右边的式子 expression，首末行号（从 1 起，在整个文件里），原文。"""

    expression: ast.expr
    first: int
    last: int
    text: str


@cache
def source_of(function: str, target: str) -> Source:
    """function（"模块:名字" 或 "模块:类.名字"）里给 target 赋值的那一行；要恰有一行。"""
    lines, start = inspect.getsourcelines(_function(function))
    tree = ast.parse(textwrap.dedent("".join(lines)))
    found = [
        (node, expression)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
        for name, expression in _assigned(node)
        if name == target
    ]
    if len(found) != 1:
        raise Unmeasurable(
            f"{function} 里给 {target} 赋值的应恰有一行，找到 {len(found)} 行。"
            "请检查登记的 target 与源码是否一致。"
        )
    ((node, expression),) = found
    end = node.end_lineno or node.lineno
    excerpt = textwrap.dedent("".join(lines[node.lineno - 1 : end])).rstrip()
    return Source(expression, start + node.lineno - 1, start + end - 1, excerpt)


def _assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """这个语句给什么赋值：(目标, 右边的式子)。

    np.matmul(…, out=self.dW) 也是给 self.dW 赋值；θ -= d 就是 θ = θ − d。
    """
    if isinstance(node, ast.AugAssign):
        value, _ = _without_out(node.value)
        yield ast.unparse(node.target), ast.BinOp(_read(node.target), node.op, value)
    if not isinstance(node, ast.Return | ast.Assign | ast.Expr) or node.value is None:
        return
    value, out = _without_out(node.value)
    if isinstance(node, ast.Return):
        yield "return", value
    if isinstance(node, ast.Assign):
        yield from ((ast.unparse(target), value) for target in node.targets)
    elif out:
        yield ast.unparse(out), value


def _read(target: ast.expr) -> ast.expr:
    """赋值号左边的写法，当作一个值来读。"""
    return ast.parse(ast.unparse(target), mode="eval").body


def _without_out(value: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """去掉 out=…：结果写到哪里，不影响算出的是什么。"""
    if not isinstance(value, ast.Call):
        return value, None
    out = next((keyword.value for keyword in value.keywords if keyword.arg == "out"), None)
    kept = [keyword for keyword in value.keywords if keyword.arg != "out"]
    return ast.Call(value.func, value.args, kept), out


def _function(address: str) -> Any:
    module, _, path = address.partition(":")
    try:
        found: Any = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as problem:
        raise Unmeasurable(f"找不到函数 {address}（{problem}）；应写成「模块:名字」") from problem
    return found


# ---- 测量 ---------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """一次试验：行里各个名字的值，定律右边的精确值，和给人看的写法。"""

    values: Mapping[str, Any]
    exact: Matrix
    shown: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """一次试验的结果：误差（形状不合、抛出异常时无穷大），和说明。"""

    error: float
    got: str


def measure_line(line: Line, book: Book) -> Report:
    """line 的结论：那一行处处与定律相符，而每一种改坏的写法都看得出来，才是已证。"""
    source = source_of(line.function, line.target)
    trials = list(_trials(line, source, book))
    report = Report(line.id, kind_of(line), Verdict.PROVED, Scope.LISTED_SHAPES)
    law = f"{line.implements.id}（{line.implements.title}）"
    worst, where = Finding(-1.0, ""), trials[0]
    for trial in trials:
        finding = _run(source.expression, line, trial)
        if not finding.error <= worst.error:
            worst, where = finding, trial
    figures: dict[str, Any] = {
        "worst_relative": worst.error if np.isfinite(worst.error) else None,
        "at": _sizes(where),
        "points": len(trials),
    }
    if not worst.error <= line.bound:
        return replace(
            report,
            verdict=Verdict.REFUTED,
            message=f"{line.function} 的这一行 {source.text} 不符合 {law}："
            f"{_sizes(where)} 时，{worst.got}",
            witness=Witness(where.shown, worst.got, _outline(where.exact)),
            details={"float64": figures},
        )
    broken = [(name, code, _noticed(code, line, trials)) for name, code in sabotaged(source)]
    unseen = [f"{name}（{ast.unparse(code)}）" for name, code, found in broken if not found]
    if unseen:
        return replace(
            report,
            verdict=Verdict.UNKNOWN,
            message=f"{line.function} 的这一行 {source.text} 改坏之后看不出来：{'、'.join(unseen)}",
        )
    figures["sabotage"] = [
        {"change": name, "code": ast.unparse(code), "found": found} for name, code, found in broken
    ]
    return replace(report, details={"float64": figures})


def _noticed(code: ast.expr, line: Line, trials: list[Trial]) -> str:
    """改坏的式子在最早（也就是形状最小）的哪次试验里露馅；一直没有露馅时是空串。"""
    for trial in trials:
        finding = _run(code, line, trial)
        if finding.error > LEAST_DIFFERENCE:
            return f"{_sizes(trial)} 时{finding.got}"
    return ""


def _run(code: ast.expr, line: Line, trial: Trial) -> Finding:
    module = import_module(line.function.partition(":")[0])
    namespace = {**vars(module), **{_placeholder(n): v for n, v in trial.values.items()}}
    program = compile(ast.Expression(_with_placeholders(code, trial.values)), "<line>", "eval")
    try:
        with np.errstate(all="ignore"):
            got = eval(program, namespace)  # 源码里自己的那一行，不是外来的文字
    except Exception as problem:  # 改坏的一行什么都可能抛出
        return Finding(math.inf, f"抛出 {type(problem).__name__}")
    return _compare(got, trial.exact)


def _compare(got: Any, exact: Matrix) -> Finding:
    shape = np.shape(exact)
    wanted = ((), (1, 1)) if shape == (1, 1) else (shape,)
    if np.shape(got) not in wanted:
        return Finding(math.inf, f"形状是 {np.shape(got)}，应是 {shape}")
    array = np.reshape(np.asarray(got, np.float64), shape)
    worst, at = -1.0, (0, 0)
    with at_precision():
        for index in np.ndindex(shape):
            value = exact[index[0]][index[1]]
            entry = float(array[index])
            error = (
                float(abs(mpf(entry) - value) / max(abs(value), 1))
                if np.isfinite(entry)
                else math.inf
            )
            if error > worst:
                worst, at = error, (index[0], index[1])
    value = exact[at[0]][at[1]]
    place = "" if shape == (1, 1) else f"第 {at[0] + 1} 行第 {at[1] + 1} 列"
    return Finding(worst, f"{place}得 {float(array[at]):.6g}，应得 {text(value, 6)}")


# ---- 试验用的形状与数 ------------------------------------------------------------


def _trials(line: Line, source: Source, book: Book) -> Iterator[Trial]:
    definitions = book.definitions_in(line.expression)
    variables = symbols_in(line, source, definitions)
    dimensions = sorted(
        set[Symbol]().union(*map(_sizes_in, (line.expression, *variables.values()))), key=str
    )
    domain = {**line.implements.domain, **line.domain}
    random = Random(0)
    for activation in line.activations or (None,):
        known, functions = _with_activation(definitions, activation)
        for sizes in assignments(len(dimensions)):
            shape = dict(zip(dimensions, sizes, strict=True))
            for _ in range(DRAWS if dimensions else SCALAR_DRAWS):
                point: dict[Basic, Any] = dict(shape)
                values: dict[str, Any] = dict(functions)
                for name, symbol in variables.items():
                    values[name] = shape.get(symbol)
                    if symbol not in shape and _is_variable(symbol):
                        values[name] = _drawn(symbol, shape, domain.get(symbol, S.Reals), random)
                        point[symbol] = _exactly(symbol, values[name])
                for name, made in variables.items():
                    if not _is_variable(made):
                        values[name] = _made(made, point, known)
                yield Trial(values, _law_at(line, point, known), _described(point))


def _sizes_in(expr: Basic) -> set[Symbol]:
    """式子与它的矩阵的形状里出现的大小。"""
    shapes = [M.shape for M in (*expr.atoms(MatrixSymbol), expr) if hasattr(M, "shape")]
    sizes = {symbol for shape in shapes for n in shape for symbol in n.free_symbols}
    return {s for s in sizes | expr.free_symbols if s.is_integer and s.is_positive}


def _drawn(
    symbol: Basic, shape: Mapping[Symbol, int], domain: Set, random: Random
) -> float | Array:
    """domain 里的 float64 随机数：数、1×1 矩阵得一个数，其余得一个数组。标签只取 0 与 1。"""

    def draw() -> float:
        if domain == LABEL:
            return float(random.choice((0, 1)))
        low, high = (float(max(min(end, WIDEST), -WIDEST)) for end in (domain.inf, domain.sup))
        return random.uniform(low, high)

    if not isinstance(symbol, MatrixSymbol) or symbol.shape == (1, 1):
        return draw()
    rows, columns = (int(size.xreplace(dict(shape))) for size in symbol.shape)
    return np.array([[draw() for _ in range(columns)] for _ in range(rows)])


def _is_variable(symbol: Basic) -> bool:
    return isinstance(symbol, Symbol | MatrixSymbol)


def _made(expr: Basic, point: Mapping[Basic, Any], definitions: Definitions) -> Array:
    """由变量拼成的数组，如 [W b]：先取变量的值，再舍入到 float64。"""
    with at_precision():
        return np.array(
            [[float(value) for value in row] for row in as_matrix(expr, point, definitions)]
        )


def _exactly(symbol: Basic, value: float | Array) -> Any:
    """浮点数的精确值，照求值器要的样子。"""
    if not isinstance(symbol, MatrixSymbol):
        return mpf(float(value))
    return [[mpf(float(x)) for x in row] for row in np.atleast_2d(value)]


def _law_at(line: Line, point: Mapping[Basic, Any], definitions: Definitions) -> Matrix:
    with at_precision():
        try:
            values = as_matrix(line.expression, point, definitions)
            multiple = scalar(line.multiple, point, definitions)
        except NoValue as problem:
            raise Unmeasurable(f"{line.id}：定律在试验的点上没有值（{problem}）") from problem
        return [[multiple * value for value in row] for row in values]


def _with_activation(
    definitions: Definitions, activation: Definition | None
) -> tuple[Definitions, dict[str, Any]]:
    """让书里的 g 与程序里的 g、g_prime 都指这个激活函数。"""
    if activation is None:
        return definitions, {}
    z, *slopes = activation.lhs.args
    body = activation.body.xreplace(dict.fromkeys(slopes, LEAKY_SLOPE))
    g = Function("g", real=True)
    named = Definition("g", "g", g(z), body, {z: S.Reals})
    functions = dict(zip(("g", "g_prime"), ACTIVATIONS[activation.id], strict=True))
    return {**definitions, g: named}, functions


def _described(point: Mapping[Basic, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), _shown(value)) for name, value in point.items())


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return _outline(value, 4)
    return text(value, 4) if isinstance(value, mpf) else str(value)


def _sizes(trial: Trial) -> str:
    """形状，如「m = 3，n[l] = 2」。"""
    sizes = [f"{name} = {value}" for name, value in trial.shown if "[" not in value]
    return "，".join(size for size in sizes if size.rpartition(" ")[2].isdigit()) or "随机的数"


def _outline(exact: Matrix, digits: int = 6) -> str:
    return "[" + "; ".join(" ".join(text(x, digits) for x in row) for row in exact) + "]"


# ---- 名字 ---------------------------------------------------------------------


def code_name(symbol: Basic) -> str:
    """书里的符号在程序里的名字：A⁽ˡ⁻¹⁾ 是 A_prev，dZ⁽²⁾ 是 dZ2，A⁽ᴸ⁾ 是 AL。"""
    base, _, layer = str(symbol).partition("[")
    return base + {"": "", "l]": "", "l-1]": "_prev", "L]": "L"}.get(layer, layer.rstrip("]"))


def symbols_in(line: Line, source: Source, definitions: Definitions) -> dict[str, Basic]:
    """行里用到、而模块里没有的名字，各是书里的哪个符号。"""
    statements = [line.implements.statement, *(d.statement for d in definitions.values())]
    symbols = {
        s for st in statements for e in (st.lhs, st.rhs) for s in e.free_symbols | _sizes_in(e)
    }
    known = {code_name(symbol): symbol for symbol in sorted(symbols, key=str)} | dict(line.names)
    written = {
        ast.unparse(node) for node in ast.walk(source.expression) if isinstance(node, ast.expr)
    }
    outside = vars(import_module(line.function.partition(":")[0])).keys() | vars(builtins).keys()
    given = {name for name in line.names if name in written and not name.isidentifier()}
    inside = {n.id for name in given for n in ast.walk(ast.parse(name)) if isinstance(n, ast.Name)}
    names = {n.id for n in ast.walk(source.expression) if isinstance(n, ast.Name)}
    names = (names - outside - inside - {"g", "g_prime"}) | given
    missing = sorted(names - known.keys())
    if missing:
        raise Unmeasurable(
            f"{source.text} 里的 {'、'.join(missing)} 在式子里没有对应的符号；"
            f"式子里有的是 {'、'.join(sorted(known))}。请在登记时写进 names。"
        )
    chosen = {name: known[name] for name in sorted(names)}
    for made in [made for made in chosen.values() if not _is_variable(made)]:
        parts = sorted(made.atoms(MatrixSymbol) - set(chosen.values()), key=str)
        chosen |= {str(part): part for part in parts}  # 行里没有它们的名字
    # 行里漏写了的符号也要有值，这样的错才说得出是违背了哪条定律
    for symbol in sorted(line.expression.free_symbols - set(chosen.values()), key=str):
        definition = definitions.get(symbol)
        if not definition or not set(chosen.values()) & (
            definition.body.free_symbols - line.expression.free_symbols
        ):
            chosen[code_name(symbol)] = symbol
    return chosen


def _placeholder(name: str) -> str:
    """grads['dw'] 这样的写法不是名字，运行时换成一个名字。"""
    return name if name.isidentifier() else "_" + name.encode().hex()


def _with_placeholders(code: ast.expr, names: Mapping[str, Any]) -> ast.expr:
    class Rename(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            if isinstance(node, ast.expr) and (written := ast.unparse(node)) in names:
                return ast.copy_location(ast.Name(_placeholder(written), ast.Load()), node)
            return self.generic_visit(node)

    return ast.fix_missing_locations(Rename().visit(deepcopy(code)))


# ---- 改坏 ---------------------------------------------------------------------


def sabotaged(source: Source) -> Iterator[tuple[str, ast.expr]]:
    """把这一行改坏的各种常见写法：(改了什么, 改坏的式子)。"""
    nodes = [n for n in ast.walk(source.expression) if isinstance(n, ast.expr | ast.keyword)]
    for position, node in enumerate(nodes):
        for change, broken in _breakages(node):
            yield change, _replaced(source.expression, position, broken)


def _breakages(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Attribute(value=matrix, attr="T"):
            yield f"漏了 {ast.unparse(matrix)} 的转置", matrix
        case ast.BinOp(left, ast.MatMult(), right):
            yield "矩阵乘 @ 写成了逐项乘 *", ast.BinOp(left, ast.Mult(), right)
            yield "两个因数颠倒了次序", ast.BinOp(right, ast.MatMult(), left)
        case ast.BinOp(left, ast.Mult(), right):
            yield "逐项乘 * 写成了矩阵乘 @", ast.BinOp(left, ast.MatMult(), right)
            yield f"漏了因数 {ast.unparse(right)}", left
        case ast.BinOp(left, ast.Div(), right):
            yield f"漏了除以 {ast.unparse(right)}", left
        case ast.BinOp(left, ast.Add(), right):
            yield "加号写成了减号", ast.BinOp(left, ast.Sub(), right)
            yield f"漏了 {ast.unparse(right)}", left
        case ast.BinOp(left, ast.Sub(), right):
            yield "减号写成了加号", ast.BinOp(left, ast.Add(), right)
        case ast.Call(ast.Attribute(numpy, "matmul"), [left, right]):
            yield (
                "矩阵乘写成了逐项乘",
                _call(numpy, "multiply", left, right),
            )
            yield "两个因数颠倒了次序", _call(numpy, "matmul", right, left)
        case ast.Call(ast.Attribute(numpy, "multiply"), [left, right]):
            yield "逐项乘写成了矩阵乘", _call(numpy, "matmul", left, right)
            yield f"漏了因数 {ast.unparse(right)}", left
        case ast.keyword("axis", ast.Constant(int(axis))):
            yield f"axis={axis} 写成了 axis={1 - axis}", ast.keyword("axis", ast.Constant(1 - axis))
        case ast.keyword("keepdims", ast.Constant(True)):
            yield "漏了 keepdims=True", ast.keyword("keepdims", ast.Constant(False))
        case ast.Call(ast.Name(name), [argument, *_]) if name in ("tanh", "sigmoid", "g"):
            yield f"漏了激活函数 {name}", argument


def _call(module: ast.expr, name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(module, name, ast.Load()), list(arguments), [])


def _replaced(tree: ast.expr, position: int, broken: ast.AST) -> ast.expr:
    """把 tree 的第 position 个结点换成 broken。"""
    copy = deepcopy(tree)
    original = [n for n in ast.walk(copy) if isinstance(n, ast.expr | ast.keyword)][position]

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return deepcopy(broken) if node is original else self.generic_visit(node)

    result: ast.expr = ast.fix_missing_locations(Replace().visit(copy))
    return result
