"""把读者写的文字读成式子。

语法在 grammar.lark，由 lark 读成一棵树，再由这里照着树搭 SymPy 的式子；文字从不交给 sympify、
parse_expr 或 eval。读不懂、有两种读法、太大的，都指到那一个字符，说出怎样改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from sympy import (
    Abs,
    Add,
    Derivative,
    Dummy,
    Expr,
    Integer,
    Interval,
    Mul,
    Pow,
    Rational,
    S,
    Set,
    Subs,
    Symbol,
    exp,
    oo,
)
from sympy.core.function import AppliedUndef

from derive.judge import names
from derive.kernel.objects import Domain, Relation
from derive.theory.symbols import softplus

LONGEST = 400
"""一行最多几个字符。"""
MOST_LINES = 200
LARGEST = 400
"""一个式子最多几个结点。"""
HIGHEST_POWER = 50
"""指数是数的时候，绝对值最多这么大。"""
TALLEST = 2
"""指数函数最多套几层：再高，算出的数就没有机器写得下。"""
MOST_DIGITS = 15
DEEPEST = 60
"""括号、分式最多套几层。"""


class Unreadable(Exception):
    """读不懂：第 line 行第 column 个字符（都从 1 数起）起的 length 个字符，为什么，怎样改。"""

    def __init__(self, message: str, line: int, column: int, length: int = 1) -> None:
        super().__init__(f"第 {line} 行第 {column} 个字符：{message}")
        self.message, self.line, self.column, self.length = message, line, column, length


@dataclass(frozen=True)
class Side:
    """一个式子，和它写在哪里。"""

    expr: Expr
    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Chain:
    """一串式子，relations[i] 在 sides[i] 与 sides[i+1] 之间；domain 是其中变量的范围。"""

    sides: tuple[Side, ...]
    relations: tuple[Relation, ...]
    domain: Domain


@dataclass(frozen=True)
class Settings:
    """此前说过的：变量的范围，和“设 a = …”的式子（留着树，用到时才搭）。"""

    ranges: Mapping[str, Set] = field(default_factory=dict)
    definitions: Mapping[str, Tree[Token]] = field(default_factory=dict)


# ---- 一整篇 -------------------------------------------------------------------

_SETTING = re.compile(r"\s*(设|令|记|let|assume|where)\s*(?![A-Za-z])", re.IGNORECASE)
_REAL = re.compile(r"\s*(\S+?)\s*(?:∈|\\in)\s*(?:R|ℝ|\\mathbb\s*\{?R\}?|\\R)\s*$")
_SAME = str.maketrans("（）［］｛｝＋－−–＊×·÷／＝＜＞，＾：｜", "()[]{}+---***//=<>,^:|")
"""全角等写法换成半角；一个字符换一个，位置不变。"""


def read(text: str) -> Iterator[Chain | Unreadable]:
    """依次给出每一串式子，读不懂的一行给出 Unreadable，后面的照样读。

    一行一个式子，接着上一行；用等号、不等号起头，不写就是等号。一行里写了等号而不以它起头，另起一串；
    空行也另起一串。# 之后是说明。
    """
    settings, chain = Settings(), _Builder()
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.split(r"#|(?<!\\)%", raw.translate(_SAME))[0]
        line = re.sub(r"\\\\\s*$", "", line.rstrip())
        try:
            if number > MOST_LINES:
                raise Unreadable(f"最多 {MOST_LINES} 行，请分成几篇", number, 1)
            if len(line) > LONGEST:
                raise Unreadable(f"一行最多 {LONGEST} 个字符，请拆成几步", number, LONGEST)
            setting = _SETTING.match(line)
            if not line.strip():
                yield from chain.finish()
                chain = _Builder()
            elif setting:
                yield from chain.finish()
                chain = _Builder()
                settings = _set(settings, line, number, setting.end())
            else:
                tree = parse(line, number)
                if len(tree.children) > 1 and not _leads(tree):
                    yield from chain.finish()
                    chain = _Builder()
                chain.add(tree, line, number, settings)
        except Unreadable as problem:
            yield from chain.finish()
            chain = _Builder()
            yield problem
    yield from chain.finish()


class _Builder:
    """正在读的一串。"""

    def __init__(self) -> None:
        self._sides: list[Side] = []
        self._relations: list[Relation] = []
        self._domain: dict[Symbol, Set] = {}

    def add(self, tree: Tree[Token], line: str, number: int, settings: Settings) -> None:
        leads = _leads(tree)
        if leads and not self._sides:
            raise Unreadable("前面没有式子可以接。请先写等号左边的式子", number, _column(tree))
        sides = [child for child in tree.children if isinstance(child, Tree)]
        relations = [_relation(child) for child in tree.children if isinstance(child, Token)]
        if self._sides and not leads:
            relations.insert(0, Relation.EQ)
        built = [_side(side, line, number, settings) for side in sides]
        for side, domain in built:
            self._sides.append(side)
            self._domain |= domain
        self._relations += relations

    def finish(self) -> Iterator[Chain | Unreadable]:
        if len(self._sides) > 1:
            yield Chain(tuple(self._sides), tuple(self._relations), dict(self._domain))
        elif self._sides:
            only = self._sides[0]
            message = "只有一个式子，没有等号可判。请在下一行接着写 = …"
            yield Unreadable(message, only.line, only.column)


def read_expression(text: str, settings: Settings | None = None) -> tuple[Expr, Domain]:
    """一个式子，和其中变量的范围。"""
    tree = parse(text.translate(_SAME), 1)
    sides = [child for child in tree.children if isinstance(child, Tree)]
    if len(sides) != 1 or len(tree.children) != 1:
        raise Unreadable("这里只要一个式子，不要等号", 1, 1, len(text))
    side, domain = _side(sides[0], text, 1, settings or Settings())
    return side.expr, domain


# ---- 设 …… --------------------------------------------------------------------


def _set(settings: Settings, line: str, number: int, start: int) -> Settings:
    """“设 a = σ(z)”“设 z > 0”“设 0 < a < 1”“设 a ∈ R”。"""
    said = " " * start + line[start:]  # 位置不变
    real = _REAL.match(line[start:])
    if real and re.fullmatch(names.name_pattern(), real[1]):
        ranges = {**settings.ranges, names.standard_name(real[1]): S.Reals}
        return replace(settings, ranges=ranges)
    tree = parse(said, number)
    children = list(tree.children)
    name = children[0]
    if len(children) == 3 and _relation(children[1]) is Relation.EQ and _is_name(name):  # type: ignore[arg-type]
        wanted = _name_of(name)
        definition = children[2]
        assert isinstance(definition, Tree)
        if wanted in _names_in(definition, settings):
            raise Unreadable(f"{wanted} 不能用它自己来定义", number, _column(definition))
        return replace(settings, definitions={**settings.definitions, wanted: definition})
    return _limit(settings, children, number)


def _limit(settings: Settings, children: list[Tree[Token] | Token], number: int) -> Settings:
    """范围：一串不等式里恰有一个变量，别的都是数。"""
    sides, signs = children[::2], children[1::2]
    variables = [side for side in sides if _is_name(side)]
    if len(variables) != 1 or len(sides) != len(signs) + 1 or isinstance(children[0], Token):
        raise Unreadable("“设”之后应是 a = …（记号），或 z > 0、0 < a < 1 这样的范围", number, 1)
    wanted, place = _name_of(variables[0]), sides.index(variables[0])
    values: Set = S.Reals  # 后说的算，不与先说的合起来
    for index, sign in enumerate(signs):
        assert isinstance(sign, Token)
        if index not in (place - 1, place):
            continue
        other = sides[index if index < place else index + 1]
        assert isinstance(other, Tree)
        bound, free = _build(other, settings, number)
        bound = bound.doit()
        if free or not bound.is_Rational:
            raise Unreadable("范围的两端要是数，例如 0 < a < 1", number, _column(other))
        values = values.intersect(_half_line(_relation(sign), bound, left=index < place))
    if values is S.EmptySet:
        raise Unreadable(f"没有数满足对 {wanted} 的这些要求", number, 1)
    return replace(settings, ranges={**settings.ranges, wanted: values})


def _half_line(relation: Relation, bound: Expr, *, left: bool) -> Set:
    """bound 在关系的左边（left）还是右边，变量在另一边。"""
    if relation is Relation.EQ:
        return Interval(bound, bound)
    greater = (relation in (Relation.GT, Relation.GE)) != left
    open_ = relation in (Relation.GT, Relation.LT)
    return Interval(bound, oo, open_) if greater else Interval(-oo, bound, False, open_)


# ---- 树 -----------------------------------------------------------------------


@cache
def _parser() -> Lark:
    variable, words = names.name_pattern(), names.pattern
    d = r"(?:d|∂|\\partial(?![A-Za-z])|\\mathrm\{d\})\s*"
    called = [s for known in names.FUNCTIONS for s in known.spellings]
    over = rf"{d}(?:{variable})\s*"
    terminals = {
        "FUNCTION.5": f"(?:{words(called)}|L(?=\\s*\\())",
        "CONSTANT.4": words(names.CONSTANTS),
        "NAME.3": variable,
        "OPERATOR.7": rf"{d}/\s*{over}|\\[dt]?frac\s*\{{\s*{d}\}}\s*\{{\s*{over}\}}",
        "DRATIO.7": rf"{d}(?:{variable})\s*/\s*{over}"
        rf"|\\[dt]?frac\s*\{{\s*{d}(?:{variable})\s*\}}\s*\{{\s*{over}\}}",
        "DFRAC.6": rf"\\[dt]?frac\s*\{{\s*{d}(?!\s*\}})",
        "DFRAC_OVER.6": rf"\}}\s*\{{\s*{over}\}}",
        "D.6": r"(?:d|∂)(?=\s*\()",
        "D_OVER.6": rf"/\s*{over}",
    }
    declared = "\n".join(f"{name}: /{regex}/" for name, regex in _escaped(terminals).items())
    grammar = files("derive.judge").joinpath("grammar.lark").read_text("utf-8")
    grammar = re.sub(r"^%declare .*$", "", grammar, flags=re.MULTILINE)
    return Lark(f"{grammar}\n{declared}\n", start="line", parser="lalr", propagate_positions=True)


def _escaped(terminals: Mapping[str, str]) -> dict[str, str]:
    """lark 的正则写在两条斜线之间。"""
    return {name: re.sub(r"(?<!\\)/", r"\/", regex) for name, regex in terminals.items()}


_WORD = re.compile(r"[A-Za-z]+")


def parse(line: str, number: int) -> Tree[Token]:
    """一行的树。"""
    _refuse_words(line, number)
    depth = 0
    for column, sign in enumerate(line, 1):
        depth += (sign in "([{") - (sign in ")]}")
        if depth > DEEPEST:
            raise Unreadable(f"括号最多套 {DEEPEST} 层", number, column)
    try:
        tree: Tree[Token] = _parser().parse(line)
    except UnexpectedInput as problem:
        raise _explained(problem, line, number) from None
    except RecursionError:
        raise Unreadable("式子套得太深，请拆成几步", number, 1) from None
    return tree


_OTHER_FUNCTIONS = frozenset(
    [
        *("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "asin", "acos", "atan"),
        *("arcsin", "arccos", "arctan", "sign", "sgn", "det", "softmax", "lim", "sum", "prod"),
        *("int", "step", "erf"),
    ]
)


def _refuse_words(line: str, number: int) -> None:
    """不认识的词：不拆成一个个字母相乘，免得 tan(z) 读成 t·a·n·(z)。"""
    for found in re.finditer(r"\\?[A-Za-z][A-Za-z_]*[0-9]?", line):
        word = found[0].strip("_")
        if word.startswith("\\") or re.fullmatch(_known_words(), word):
            continue
        called = re.match(r"\s*\(", line[found.end() :]) is not None
        if word in _OTHER_FUNCTIONS:
            message = f"不认识函数 {word}。这里有 σ、tanh、ReLU、LeakyReLU、softplus、ln、exp、sqrt"
        elif len(_WORD.findall(word)[0]) > 3:
            message = f"不认识 {word}。几个字母相乘，请写 a*b*c 或在中间空一格"
        elif called and (len(word) > 1 or word in names.CALLED):
            message = f"分不清 {word}(…) 是函数还是相乘。若是相乘，请写 {'*'.join(word)}*(…)"
        else:
            continue
        raise Unreadable(message, number, found.start() + 1, len(found[0]))


@cache
def _known_words() -> str:
    called = [s for known in names.FUNCTIONS for s in known.spellings]
    d = "d[A-Za-z]?"
    words = names.pattern([*called, *names.CONSTANTS, *names.GREEK, *names.HATS])
    return rf"(?:{words}|L|{d})[0-9]?"


def _explained(problem: UnexpectedInput, line: str, number: int) -> Unreadable:
    column, length = max(problem.column, 1), 1
    opened = sum(line.count(sign) for sign in "([{") - sum(line.count(sign) for sign in ")]}")
    if isinstance(problem, UnexpectedCharacters):
        found = line[column - 1]
        if found == "|":
            message = "绝对值请写成 abs(z)"
        elif found in "[]":
            message = "方括号不是式子的括号，请用圆括号；层号的上标（如 [1]）这里不认"
        elif "\u4e00" <= found <= "\u9fff":
            message = "说明的文字请写在 # 之后；记号与范围用“设”起头"
        elif found == "\\":
            command = re.match(r"\\[A-Za-z]*", line[column - 1 :])
            length = len(command[0]) if command else 1
            message = f"不认识命令 {line[column - 1 : column - 1 + length]}"
        else:
            message = f"这里的 {found} 看不懂"
    elif isinstance(problem, UnexpectedToken) and problem.token.type == "$END":
        column = len(line.rstrip()) + 1
        message = "少了右括号" if opened > 0 else "式子还没有写完"
    else:
        assert isinstance(problem, UnexpectedToken)
        column = max(problem.token.column or 1, 1)
        length = len(problem.token)
        message = (
            "多了一个右括号"
            if problem.token.type in ("RPAR", "RBRACE", "RVERT") and opened < 0
            else f"这里不该是 {problem.token}"
        )
    return Unreadable(message, number, column, length)


def _leads(tree: Tree[Token]) -> bool:
    """这一行以等号或不等号起头。"""
    return isinstance(tree.children[0], Token)


def _column(tree: Tree[Token] | Token) -> int:
    if isinstance(tree, Token):
        return tree.column or 1
    if tree.children and tree.data == "line":
        return _column(tree.children[0])
    return getattr(tree.meta, "column", 1)


def _relation(sign: Token) -> Relation:
    written = str(sign)
    if written in ("<=", "≤", "⩽", "≦", r"\le", r"\leq", r"\leqslant"):
        return Relation.LE
    if written in (">=", "≥", "⩾", "≧", r"\ge", r"\geq", r"\geqslant"):
        return Relation.GE
    return {"=": Relation.EQ, "<": Relation.LT, ">": Relation.GT}.get(
        written, Relation.LT if written == r"\lt" else Relation.GT
    )


def _is_name(tree: Tree[Token] | Token) -> bool:
    return isinstance(tree, Tree) and tree.data == "name"


def _name_of(tree: Tree[Token] | Token) -> str:
    assert isinstance(tree, Tree)
    return names.standard_name(str(tree.children[0]))


def _names_in(tree: Tree[Token], settings: Settings) -> set[str]:
    """树里的变量，连同记号里用到的。"""
    found = {_name_of(node) for node in tree.find_data("name")}
    for name in list(found):
        if name in settings.definitions:
            found |= _names_in(settings.definitions[name], settings)
    return found


# ---- 由树搭式子 -----------------------------------------------------------------


def _side(
    tree: Tree[Token], line: str, number: int, settings: Settings
) -> tuple[Side, dict[Symbol, Set]]:
    expr, domain = _build(tree, settings, number)
    start, end = _column(tree) - 1, getattr(tree.meta, "end_column", len(line) + 1) - 1
    return Side(expr, number, start + 1, line[start:end].strip()), domain


def _build(tree: Tree[Token], settings: Settings, number: int) -> tuple[Expr, dict[Symbol, Set]]:
    builder = _Expressions(settings, number)
    try:
        expr = builder.build(tree)
        check_size(expr, number, _column(tree))
    except RecursionError:
        raise Unreadable("式子套得太深，请拆成几步", number, _column(tree)) from None
    return expr, builder.domain


class _Expressions:
    """照着树搭式子；free 是求导时当作自由变量的记号。"""

    def __init__(self, settings: Settings, number: int) -> None:
        self._settings, self._row = settings, number
        self._free: dict[str, Symbol] = {}
        self.domain: dict[Symbol, Set] = {}

    def build(self, tree: Tree[Token] | Token) -> Expr:
        assert isinstance(tree, Tree)
        made: Expr = getattr(self, f"_{tree.data}")(tree, *tree.children)
        return made

    def _refuse(self, tree: Tree[Token] | Token, message: str) -> Unreadable:
        place = tree if isinstance(tree, Token) else tree.meta
        length = max((place.end_column or 0) - _column(tree), 1)
        return Unreadable(message, self._row, _column(tree), length)

    # 加减乘除

    def _add(self, _: Tree[Token], left: Tree[Token], __: Token, right: Tree[Token]) -> Expr:
        return Add(self.build(left), self.build(right), evaluate=False)

    def _subtract(self, _: Tree[Token], left: Tree[Token], __: Token, right: Tree[Token]) -> Expr:
        return Add(self.build(left), _negated(self.build(right)), evaluate=False)

    def _negative(self, _: Tree[Token], __: Token, inner: Tree[Token]) -> Expr:
        return _negated(self.build(inner))

    def _positive(self, _: Tree[Token], __: Token, inner: Tree[Token]) -> Expr:
        return self.build(inner)

    _negative_exponent = _negative
    _positive_exponent = _positive

    def _times(self, _: Tree[Token], left: Tree[Token], __: Token, right: Tree[Token]) -> Expr:
        return Mul(self.build(left), self.build(right), evaluate=False)

    def _divide(self, _: Tree[Token], left: Tree[Token], __: Token, right: Tree[Token]) -> Expr:
        if right.data == "beside":
            raise self._refuse(
                right, "斜线后面有几个因子相乘，有两种读法。请加括号：1/(2z) 或 (1/2)z"
            )
        return _quotient(self.build(left), self.build(right))

    def _beside(self, _: Tree[Token], left: Tree[Token], right: Tree[Token]) -> Expr:
        last = left.children[-1] if left.data == "beside" else left
        assert isinstance(last, Tree)
        if _ends_bare(last):
            raise self._refuse(right, "分不清这个因子在函数里面还是外面。请给函数的自变量加上括号")
        if last.data == "power" and _is_signed(last.children[-1]):
            raise self._refuse(right, "分不清它在指数里还是外面。请给指数加上花括号或圆括号")
        return Mul(self.build(left), self.build(right), evaluate=False)

    def _fraction(self, _: Tree[Token], __: Token, top: Tree[Token], bottom: Tree[Token]) -> Expr:
        return _quotient(self.build(top.children[1]), self.build(bottom.children[1]))

    def _group(self, _: Tree[Token], __: Token, inner: Tree[Token], ___: Token) -> Expr:
        return self.build(inner)

    def _absolute(self, _: Tree[Token], __: Token, inner: Tree[Token], ___: Token) -> Expr:
        return Abs(self.build(inner), evaluate=False)

    def _root(self, _: Tree[Token], __: Token, inner: Tree[Token]) -> Expr:
        return Pow(self.build(inner.children[1]), names.HALF, evaluate=False)

    def _power(self, tree: Tree[Token], base: Tree[Token], _: Token, exponent: Tree[Token]) -> Expr:
        self._refuse_bare(base)
        if _looks_like_label(exponent):
            raise self._refuse(exponent, "样本号、层号的上标这里不认；若是乘方，请去掉里面的括号")
        return self._raised(tree, self.build(base), self.build(exponent))

    def _superscript(self, tree: Tree[Token], base: Tree[Token], digits: Token) -> Expr:
        self._refuse_bare(base)
        return self._raised(tree, self.build(base), _from_superscript(digits))

    def _refuse_bare(self, base: Tree[Token]) -> None:
        if base.data == "call_bare":
            raise self._refuse(base, "分不清乘方在函数里面还是外面。请写 ln(a^2) 或 (ln a)^2")

    def _raised(self, tree: Tree[Token], base: Expr, exponent: Expr) -> Expr:
        number = exponent.doit() if not exponent.free_symbols and not exponent.has(exp) else None
        if number is not None and number.is_Rational:
            if abs(number) > HIGHEST_POWER:
                raise self._refuse(tree, f"指数是数的时候，绝对值不能超过 {HIGHEST_POWER}")
            exponent = number
        if base == S.Exp1:
            return exp(exponent, evaluate=False)
        return Pow(base, exponent, evaluate=False)

    # 数、变量、函数

    def _number(self, tree: Tree[Token], written: Token) -> Expr:
        if len(written) > MOST_DIGITS:
            raise self._refuse(tree, f"一个数最多写 {MOST_DIGITS} 位")
        return Rational(str(written))

    def _constant(self, _: Tree[Token], written: Token) -> Expr:
        return names.CONSTANTS[str(written)]

    def _name(self, _: Tree[Token], written: Token) -> Expr:
        return self._variable(names.standard_name(str(written)))

    def _variable(self, name: str) -> Expr:
        if name in self._free:
            return self._free[name]
        if name in self._settings.definitions:
            return self.build(self._settings.definitions[name])
        values = self._settings.ranges.get(name, names.usual_range(name))
        found = names.symbol(name, values)
        self.domain[found] = values
        return found

    def _call(
        self,
        tree: Tree[Token],
        function: Token,
        marks: Tree[Token],
        _: Token,
        arguments: Tree[Token],
        __: Token,
    ) -> Expr:
        inside = [self.build(each) for each in arguments.children if isinstance(each, Tree)]
        return self._applied(tree, function, marks, inside)

    def _call_bare(
        self, tree: Tree[Token], function: Token, marks: Tree[Token], bare: Tree[Token]
    ) -> Expr:
        return self._applied(tree, function, marks, [self.build(bare)])

    def _applied(
        self, tree: Tree[Token], function: Token, marks: Tree[Token], arguments: list[Expr]
    ) -> Expr:
        known = names.function_named(function)
        if known.arity is not None and len(arguments) != known.arity:
            raise self._refuse(
                tree, f"{function} 应有 {known.arity} 个自变量，实际写了 {len(arguments)} 个"
            )
        primes = [m for m in marks.children if isinstance(m, Token) and m.type == "PRIMES"]
        order = len(primes[0].replace("\\prime", "'")) if primes else 0
        if order > 2 or (order and not known.differentiable) or (order > 1 and known.prime):
            raise self._refuse(tree, f"{function} 不能这样求导。请写 d/dz(…)")
        value = _differentiated(known, arguments, order) if order else known.make(*arguments)
        powers = [m for m in marks.children if isinstance(m, Tree)]
        supers = [m for m in marks.children if isinstance(m, Token) and m.type == "SUPERSCRIPT"]
        if powers:
            value = self._raised(tree, value, self.build(powers[0]))
        if supers:
            value = self._raised(tree, value, _from_superscript(supers[0]))
        return value

    # 求导

    def _operate(self, tree: Tree[Token], operator: Token, body: Tree[Token]) -> Expr:
        return self._derivative_of(tree, body, str(operator))

    def _ratio(self, tree: Tree[Token], written: Token) -> Expr:
        variable = names.name_pattern()
        d = r"(?:d|∂|\\partial|\\mathrm\{d\})\s*"
        found = re.search(rf"{d}({variable})\s*[/}}].*?{d}({variable})[\s}}]*$", str(written))
        assert found
        top = names.standard_name(found[1])
        if top not in self._settings.definitions:
            raise self._refuse(tree, f"还没有说 {top} 是什么。请先写一行：设 {top} = …")
        definition = self._settings.definitions[top]
        return self._derivative_of(tree, definition, str(written))

    def _derivative(self, tree: Tree[Token], _: Token, body: Tree[Token], over: Token) -> Expr:
        return self._derivative_of(tree, body, str(over))

    def _derivative_of_group(
        self, tree: Tree[Token], _: Token, __: Token, body: Tree[Token], ___: Token, over: Token
    ) -> Expr:
        return self._derivative_of(tree, body, str(over))

    def _derivative_of(self, tree: Tree[Token], body: Tree[Token], written: str) -> Expr:
        found = re.search(rf"({names.name_pattern()})[\s}}]*$", written)
        assert found
        name = names.standard_name(found[1])
        if name in self._free:
            raise self._refuse(tree, f"已经在对 {name} 求导，不能再套一次。请拆成两步")
        if name not in self._settings.definitions:
            variable = self._variable(name)
            return Derivative(self.build(body), variable, evaluate=False)
        letter = Dummy(name, real=True)  # 不许比它的定义知道得更多
        self._free[name] = letter
        try:
            inner = self.build(body)
        finally:
            del self._free[name]
        value = self._variable(name)
        return Subs(Derivative(inner, letter, evaluate=False), letter, value)


def _negated(expr: Expr) -> Expr:
    if expr.is_Rational:
        return -expr
    return Mul(S.NegativeOne, expr, evaluate=False)


def _quotient(top: Expr, bottom: Expr) -> Expr:
    under = Pow(bottom, S.NegativeOne, evaluate=False)
    return under if top is S.One else Mul(top, under, evaluate=False)


def _differentiated(known: names.Known, arguments: list[Expr], order: int) -> Expr:
    if known.prime is not None:
        return known.prime(*arguments)
    (argument,) = arguments
    if isinstance(argument, Symbol):
        return Derivative(known.make(argument), (argument, order), evaluate=False)
    letter = Dummy("t", real=True)
    derivative = Derivative(known.make(letter), (letter, order), evaluate=False)
    return Subs(derivative, letter, argument)


def _from_superscript(digits: str) -> Expr:
    plain = digits.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-"))
    return Integer(int(plain[:6]))


def _ends_bare(tree: Tree[Token]) -> bool:
    return tree.data in ("call_bare", "operate")


def _is_signed(tree: Tree[Token] | Token) -> bool:
    return isinstance(tree, Tree) and tree.data in ("negative_exponent", "positive_exponent")


def _looks_like_label(exponent: Tree[Token]) -> bool:
    """{(i)}、{(2)} 这样的指数，多半是样本号。"""
    inner: Tree[Token] | Token = exponent
    groups = 0
    while isinstance(inner, Tree) and inner.data == "group":
        groups += 1
        inner = inner.children[1]
    return groups == 2 and isinstance(inner, Tree) and inner.data in ("name", "number")


# ---- 大小 ---------------------------------------------------------------------


def check_size(expr: Expr, line: int, column: int) -> None:
    """太大的式子判不动：结点太多、指数套得太高，请拆开。"""
    count = sum(1 for _ in _nodes(expr))
    if count > LARGEST:
        raise Unreadable(
            f"这个式子太大（{count} 个结点，最多 {LARGEST} 个），请拆成几步", line, column
        )
    if _tower(expr) > TALLEST:
        raise Unreadable(f"指数函数最多套 {TALLEST} 层，再高就算不出来了", line, column)


def _nodes(expr: Expr) -> Iterator[Expr]:
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.args


def _tower(expr: Expr) -> int:
    """指数套了几层；σ、tanh、softplus 里面也有指数。"""
    inner = max((_tower(arg) for arg in expr.args if isinstance(arg, Expr)), default=0)
    if isinstance(expr, Pow):
        base, exponent = expr.args
        return max(_tower(base), _tower(exponent) + (0 if exponent.is_Rational else 1))
    grows = isinstance(expr, exp) or (
        isinstance(expr, AppliedUndef)
        and expr.func.__name__ in ("sigma", "tanh", softplus.__name__)
    )
    return inner + grows
