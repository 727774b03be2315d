"""书的记号：全书的公式只在这里排版，LaTeX 一份，单行 Unicode 一份。

SymPy 自带的打印器会重排因子、合并分式；这里按作者写下的次序排，因为推导要让人看见每一步。
两种写法共用同一套版式（`BookPrinter`），单行写法只换掉分式、上标这些基本笔画。
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count, pairwise

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    FunctionMatrix,
    HadamardProduct,
    Identity,
    Indexed,
    Integer,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    Product,
    Range,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    Trace,
    Transpose,
    exp,
    log,
    oo,
)
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE, precedence

from derive.kernel.matrices import Column, Columns, MatrixSum, Pair, Row, Rows, Shape, Stack
from derive.kernel.names import (
    FUNCTIONS,
    PRIMED,
    QUANTITIES,
    SYMBOLS,
    letters,
    of_layer,
    unicode_name,
)
from derive.kernel.objects import Definition, Relation, Statement
from derive.kernel.pull_back import Gradient

OTHER, FRACTION, DERIVATIVE = "", "分式", "导数"
"""并排的一块是什么：决定两块之间要不要点乘号。"""

RELATIONS: dict[Relation, str] = {
    Relation.EQ: "=",
    Relation.LT: "<",
    Relation.LE: r"\le",
    Relation.GT: ">",
    Relation.GE: r"\ge",
}


class BookPrinter(LatexPrinter):
    """课本的次序与课程的记号。"""

    dialect = 0

    def __init__(self) -> None:
        super().__init__({"order": "none"})
        self.written: dict[Symbol, str] = {}

    # 基本笔画 ----------------------------------------------------------------

    def fraction(self, top: str, bottom: str, grouped: bool = False) -> str:
        """分式；grouped 说明分母是几个因子的积，写成一行时要括起来。"""
        return rf"\frac{{{top}}}{{{bottom}}}"

    def paren(self, inner: str) -> str:
        tall = any(mark in inner for mark in (r"\frac", r"\sum", r"\prod", r"\begin"))
        return rf"\left({inner}\right)" if tall else f"({inner})"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def times(self) -> str:
        return r" \cdot "

    def dotted(self, left: str, right: str) -> bool:
        """两块之间要不要点乘号：分式之前要；导数之前，只在分式之后要。"""
        return right == FRACTION or (right == DERIVATIVE and left != OTHER)

    def join(self, left: str, right: str) -> str:
        """两个因式并排；字母连着命令时要隔开。"""
        return f"{left} {right}" if left[-1].isalpha() or right[0].isalpha() else left + right

    def repeated(self, sign: str, index: str, low: str, high: str) -> str:
        return rf"\{sign}_{{{index}={low}}}^{{{high}}} "

    def limit_sign(self, variable: str, target: str) -> str:
        return rf"\lim_{{{variable}\to {target}}} "

    def at_point(self, body: str, *places: tuple[str, str], grouped: bool = False) -> str:
        """body 在各个变量取给定值之处；grouped 说明它是和，竖线管不住，要括起来。"""
        where = ", ".join(f"{variable}={point}" for variable, point in places)
        return rf"\left.{self.paren(body) if grouped else body}\right|_{{{where}}}"

    # 加、乘、幂 --------------------------------------------------------------

    def _print_Add(self, expr: Add, order: object = None) -> str:
        terms = [self._print(term) for term in expr.args]
        text = terms[0]
        for term in terms[1:]:
            text += f" - {term[1:].lstrip()}" if term.startswith("-") else f" + {term}"
        return text

    def _print_Mul(self, expr: Mul) -> str:
        factors = [f for f in _flatten(expr) if f != 1] or [S.One]  # Sum 会留下 1·x
        negative = False
        while factors and factors[0].is_Number and factors[0].is_negative:
            negative = not negative
            factors[0] = -factors[0]
            if factors[0] == 1 and len(factors) > 1:
                factors.pop(0)
        pieces = self._pieces(factors)
        text = pieces[0][0]
        for (_, left), (piece, right) in pairwise(pieces):
            dotted = self.dotted(left, right) or piece[0].isdigit()
            text = text + self.times() + piece if dotted else self.join(text, piece)
        return f"-{text}" if negative else text

    def _pieces(self, factors: list[Expr]) -> list[tuple[str, str]]:
        """把因子排成并排的几块；分母归到它前面那块，没有就自成一块 1/…。"""
        blocks: list[tuple[list[Expr], Expr | None]] = []
        for factor in factors:
            if _is_inverse(factor):
                bottom = Pow(factor.base, -factor.exp) if factor.exp != -1 else factor.base
                full = not blocks or blocks[-1][1] is not None or _kind(blocks[-1][0]) != OTHER
                top = [] if full else blocks.pop()[0]
                blocks.append((top, bottom))
            elif (
                not blocks
                or blocks[-1][1] is not None
                or _kind([factor]) != OTHER
                or _kind(blocks[-1][0]) != OTHER
            ):
                blocks.append(([factor], None))
            else:
                blocks[-1][0].append(factor)
        last = len(blocks) - 1
        return [self._block(top, bottom, n == last) for n, (top, bottom) in enumerate(blocks)]

    def _block(self, top: list[Expr], bottom: Expr | None, last: bool) -> tuple[str, str]:
        if bottom is None:
            return self._product(top, last=last), _kind(top)
        upper = self._product(top, alone=True) if top else "1"
        return self.fraction(upper, self._print(bottom), isinstance(bottom, Mul)), FRACTION

    def _product(self, factors: list[Expr], alone: bool = False, last: bool = True) -> str:
        if alone and len(factors) == 1:
            (factor,) = factors
            return str(self._print(factor))
        text = ""
        for number, factor in enumerate(factors, 1):
            piece = self._print(factor)
            followed = not last or number < len(factors)
            swallows = followed and isinstance(factor, Sum | Product)  # 和号会吞掉后面的因子
            if precedence(factor) < PRECEDENCE["Mul"] or piece.startswith("-") or swallows:
                piece = self.paren(piece)
            if not text:
                text = piece
            else:
                text = text + self.times() + piece if piece[0].isdigit() else self.join(text, piece)
        return text

    def _print_Pow(self, expr: Pow) -> str:
        base, exponent = expr.base, expr.exp
        if exponent == Rational(1, 2):
            return str(self._print_sqrt(base))
        if _is_inverse(expr):
            bottom = base if exponent == -1 else Pow(base, -exponent, evaluate=False)
            return self.fraction("1", self._print(bottom), isinstance(bottom, Mul))
        text = self._print(base)
        simple = isinstance(base, Symbol | Integer) or _is_quantity(base) or _is_decimal(base)
        applied = isinstance(base, AppliedUndef)
        if not (simple or applied) or text.startswith("-") or (r"^{" in text and not applied):
            text = self.paren(text)
        return self.power(text, self._print(exponent))

    def _print_sqrt(self, base: Expr) -> str:
        return rf"\sqrt{{{self._print(base)}}}"

    def _print_Rational(self, expr: Rational) -> str:
        if expr.q == 1:
            return str(expr.p)
        if _is_decimal(expr):
            return _decimal(expr)
        sign = "-" if expr.is_negative else ""
        return sign + self.fraction(str(abs(expr.p)), str(expr.q))

    # 函数、导数、极限 --------------------------------------------------------

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        if expr in self.written:
            return self.written[expr]
        name = letters(expr.name)
        if name in SYMBOLS:
            return SYMBOLS[name][self.dialect]
        base, layer = of_layer(name)
        if layer:
            return self.layered(self._print_Symbol(Symbol(base)), layer)
        return str(super()._print_Symbol(Symbol(name), style=style))

    def layered(self, name: str, layer: str) -> str:
        """第几层写在方括号里，放在右上角。"""
        return self.power(name, f"[{layer}]")

    def _with(self, x: Symbol, text: str, body: Expr) -> str:
        """把 x 写成 text 的 body。"""
        outer, self.written = self.written, {**self.written, x: text}
        printed = str(self._print(body))
        self.written = outer
        return printed

    def _print_Dummy(self, expr: Symbol) -> str:
        return self._print_Symbol(Symbol(expr.name))

    def _name(self, function: AppliedUndef) -> str:
        name = function.func.__name__
        return FUNCTIONS[name][self.dialect] if name in FUNCTIONS else name

    def _apply(self, name: str, arguments: tuple[Basic, ...]) -> str:
        if name.startswith(FUNCTIONS["leaky_relu"][self.dialect]):
            z, alpha = arguments
            return f"{self.subscript(name, self._print(alpha))}{self.paren(self._print(z))}"
        if name == FUNCTIONS["likelihood"][self.dialect]:
            y, yhat = arguments
            return f"{name}{self.paren(f'{self._print(y)}; {self._print(yhat)}')}"
        return name + self.paren(", ".join(map(self._print, arguments)))

    def subscript(self, base: str, index: str) -> str:
        return f"{base}_{{{index}}}"

    def _print_Function(self, expr: AppliedUndef, exp: object = None) -> str:
        if not isinstance(expr, AppliedUndef):
            return str(super()._print_Function(expr, exp))
        if _is_quantity(expr):
            return self._quantity(expr)
        if expr.func.__name__ == "units":  # n⁽ˡ⁾：层数写在方括号里
            return self.layered(self._name(expr), *map(self._print, expr.args))
        return self._apply(self._name(expr), expr.args)

    _print_AppliedUndef = _print_Function

    def _quantity(self, expr: AppliedUndef) -> str:
        """只写字母；由第 i 个样本算出的，写上样本号。"""
        samples = {entry.indices for entry in expr.atoms(Indexed)}
        if len(samples) != 1:
            return self._name(expr)
        return self.power(self._name(expr), self.sample(", ".join(map(self._print, *samples))))

    def _print_log(self, expr: Expr, exp: object = None) -> str:
        return self._logarithm(*expr.args)

    def _logarithm(self, argument: Basic) -> str:
        text = self._print(argument)
        simple = isinstance(argument, Symbol | AppliedUndef | Indexed | Integer | MatrixSymbol)
        return self.ln() + (text if simple else self.paren(text))

    def ln(self) -> str:
        return r"\ln "

    def _print_exp(self, expr: Expr, exp: object = None) -> str:
        return self.power("e", *map(self._print, expr.args))

    _print_ExpBase = _print_exp

    def _print_Derivative(self, expr: Derivative) -> str:
        ((variable, order),) = expr.variable_count
        body = expr.expr
        primed = isinstance(body, AppliedUndef) and body.func.__name__ in PRIMED
        if primed and body.args == (variable,) and order <= 2:
            return self._apply(self._name(body) + self.prime() * int(order), body.args)
        d = self.partial() if len(body.free_symbols) > 1 else "d"
        top = d if order == 1 else self.power(d, str(order))
        below = (
            self._print(variable) if order == 1 else self.power(self._print(variable), str(order))
        )
        bottom = f"{d} {below}" if d.startswith("\\") else d + below
        if isinstance(body, AppliedUndef | Symbol):
            gap = " " if top.startswith("\\") else ""
            return self.fraction(f"{top}{gap}{self._print(body)}", bottom)
        return self.fraction(top, bottom) + self.paren(self._print(body))

    def prime(self) -> str:
        return "'"

    def partial(self) -> str:
        return r"\partial"

    def _print_Subs(self, expr: Expr) -> str:
        body = expr.expr
        if isinstance(body, Derivative) and isinstance(body.expr, AppliedUndef):
            function = body.expr
            if function.func.__name__ in PRIMED and function.args == expr.variables:
                ((_, order),) = body.variable_count
                return self._apply(self._name(function) + self.prime() * int(order), expr.point)
        pairs = zip(expr.variables, expr.point, strict=True)
        places = [(self._print(variable), self._print(point)) for variable, point in pairs]
        places = [place for place in places if len(set(place)) > 1]  # ∂J/∂u 在 u 处：照课程不写
        text = str(self._print(body))
        return self.at_point(text, *places) if places else text

    def _print_Limit(self, expr: Expr) -> str:
        body, variable, target, direction = expr.args
        to = self._print(target)
        if target is oo:
            to = "+" + to
        elif target.is_finite and str(direction) in ("+", "-"):
            to = self.power(to, str(direction))
        text = self._print(body)
        if isinstance(body, Add) or text.startswith("-"):
            text = self.paren(text)
        return self.limit_sign(self._print(variable), to) + text

    def _print_Sum(self, expr: Sum) -> str:
        return self._repeated(expr, "sum")

    def _print_Product(self, expr: Product) -> str:
        return self._repeated(expr, "prod")

    def _repeated(self, expr: Sum | Product, sign: str) -> str:
        body = self._print(expr.function)
        if isinstance(expr.function, Add) or body.startswith("-"):
            body = self.paren(body)
        signs = (self.repeated(sign, *map(self._print, limit)) for limit in reversed(expr.limits))
        return "".join(signs) + body  # SymPy 把最里面的和写在最前

    def _print_Indexed(self, expr: Expr) -> str:
        name = self._print_Symbol(expr.base.label)
        return self.power(name, self.sample(", ".join(map(self._print, expr.indices))))

    def sample(self, index: str) -> str:
        """课程里样本的序号写在圆括号里。"""
        return f"({index})"

    def _print_binomial(self, expr: Basic, exp: object = None) -> str:
        return self.choices(*map(self._print, expr.args))

    def choices(self, total: str, chosen: str) -> str:
        """从 total 个里选 chosen 个，有几种选法。"""
        return rf"\binom{{{total}}}{{{chosen}}}"

    def _print_Max(self, expr: Basic, exp: object = None) -> str:
        return self.maximum() + self.paren(", ".join(map(self._print, expr.args)))

    def maximum(self) -> str:
        return r"\max"

    def _print_Abs(self, expr: Basic, exp: object = None) -> str:
        return self.absolute(*map(self._print, expr.args))

    def absolute(self, inner: str) -> str:
        return rf"\left|{inner}\right|"

    # 矩阵 --------------------------------------------------------------------

    _print_MatAdd = _print_Add

    def _print_MatMul(self, expr: MatMul) -> str:
        numbers = [f for f in expr.args if not isinstance(f, MatrixExpr)]
        text = self._coefficient(numbers) if numbers else ""
        matrices = [f for f in expr.args if isinstance(f, MatrixExpr)]
        if numbers and matrices == [OneMatrix(1, 1)]:  # y 乘 1×1 的一，就写 y
            return text
        for factor in expr.args:
            if isinstance(factor, MatrixExpr):
                piece = self._grouped(factor, MatAdd, MatMul, HadamardProduct)
                text = self.beside(text, piece) if text not in ("", "-") else text + piece
        return text

    def _coefficient(self, numbers: list[Expr]) -> str:
        """矩阵前面的系数；1 不写，−1 只写负号。"""
        number = Mul(*numbers, evaluate=False)
        text = self._print(number)
        return {"1": "", "-1": "-"}.get(text, self.paren(text) if number.is_Add else text)

    def beside(self, left: str, right: str) -> str:
        """两个矩阵相乘。"""
        return self.join(left, right)

    def _print_HadamardProduct(self, expr: HadamardProduct) -> str:
        return self.hadamard().join(self._grouped(factor, MatAdd) for factor in expr.args)

    def _grouped(self, expr: MatrixExpr, *kinds: type[MatrixExpr]) -> str:
        """因子是这几种式子，或以 ln 开头、以负号开头时，要括起来。"""
        text = self._print(expr)
        if isinstance(expr, ElementwiseApplyFunction) and expr.shape == (1, 1):
            kinds = (*kinds, *([type(expr)] if expr.function.expr.is_Add else []))
        loose = isinstance(expr, kinds) or text.startswith(("-", self.ln()))
        return self.paren(text) if loose else text

    def _print_Transpose(self, expr: Transpose) -> str:
        base = expr.arg
        text = self._grouped(base, MatAdd, MatMul, HadamardProduct, Transpose, Gradient)
        return self._transposed(text, isinstance(base, MatrixSymbol | Column))

    def _print_ElementwiseApplyFunction(self, expr: ElementwiseApplyFunction) -> str:
        (x,), body, argument = expr.function.signature, expr.function.expr, expr.expr
        if isinstance(body, log) and body.args == (x,):
            return self._logarithm(argument)
        order, f = (body.derivative_count, body.expr) if isinstance(body, Derivative) else (0, body)
        if isinstance(f, AppliedUndef) and f.args == (x,):
            return self._apply(self._name(f) + self.prime() * order, (argument,))
        plainly = body in (1 / x, Abs(x), exp(x))  # 1/v、|v|、eᵛ：直接写在 x 的位置上，也看得懂
        number = argument.shape == (1, 1) or plainly
        if number and all(_is_primed(d) for d in body.atoms(Derivative)):
            below = body == 1 / x  # 已在分母里，不必再括
            text = self._print(argument) if below else self._grouped(argument, MatAdd, MatMul)
            return self._with(x, text, body)
        place = (self._print(x), self._print(argument))
        return self.at_point(self._print(body), place, grouped=body.is_Add)

    def _print_MatPow(self, expr: MatPow) -> str:
        base = self._grouped(expr.base, MatAdd, MatMul, HadamardProduct, Transpose, Column)
        return self.power(base, self._print(expr.exp))

    def _print_Trace(self, expr: Trace) -> str:
        return self.trace() + self.paren(self._print(expr.arg))

    def _print_OneMatrix(self, expr: MatrixExpr) -> str:
        return "1" if expr.shape == (1, 1) else self.special("1")

    def _print_ZeroMatrix(self, expr: MatrixExpr) -> str:
        return self.special("0")

    def _print_Identity(self, expr: MatrixExpr) -> str:
        return "I"

    def _print_MatrixElement(self, expr: MatrixElement) -> str:
        """书里的行列从 1 数起。"""
        sized = zip((expr.i, expr.j), expr.parent.shape, strict=True)
        places = ", ".join(self._print(index + 1) for index, size in sized if size != 1)
        parent = self._grouped(expr.parent, MatAdd, MatMul, HadamardProduct)
        return self.subscript(parent, places) if places else parent

    def _print_FunctionMatrix(self, expr: FunctionMatrix) -> str:
        """由通项给出的矩阵：一行或一列写出头两项与末项，两者都不是时只写通项。"""
        rows, columns = expr.shape
        if 1 not in (rows, columns):
            i, j = expr.lamda.signature
            entry = self._print(expr.lamda(i - 1, j - 1))
            return self.subscript(self.bracket([[entry]]), f"{self._print(i)}{self._print(j)}")
        places = [(0, n) if rows == 1 else (n, 0) for n in (0, 1, rows * columns - 1)]
        first, second, last = (self._print(expr.lamda(*place)) for place in places)
        entries = [first, second, self.dots(rows == 1), last]
        return self.bracket([entries] if rows == 1 else [[entry] for entry in entries])

    def _print_Column(self, expr: Column) -> str:
        """X 的第 i 列写成小写的 x⁽ⁱ⁾；单位矩阵的第 i 列是 eᵢ。"""
        if isinstance(expr.parent, Identity):
            return self.subscript("e", self._print(expr.number))
        number = self.sample(self._print(expr.number))
        if not isinstance(expr.parent, MatrixSymbol):
            return self.power(self.paren(self._print(expr.parent)), number)
        text = self._print(expr.parent).lower()
        if text.endswith("}") and "^{" in text:
            return f"{text[:-1]}{number}}}"  # W^{[l]} 的一列写成 w^{[l](i)}
        return self.power(text, number)

    def _print_Row(self, expr: Row) -> str:
        """W 的第 j 行写成 wⱼᵀ；b、z 只有一列，第 j 行就是第 j 个数。"""
        number = self._print(expr.number)
        if not isinstance(expr.parent, MatrixSymbol):
            return self.subscript(self.paren(self._print(expr.parent)), number)
        base, layer = of_layer(expr.parent.name)
        text = self.subscript(base.lower(), number)
        text = self.power(text, f"[{layer}]") if layer else text
        return text if expr.parent.cols == 1 else self._transposed(text, bool(layer))

    def _transposed(self, text: str, raised: bool) -> str:
        """W^{[l]} 的转置写成 W^{[l]T}。"""
        if raised and text.endswith("}") and "^{" in text:
            return text[:-1] + r"\mathsf{T}}"
        return self.transposed(text)

    def _print_Columns(self, expr: Columns) -> str:
        """头两块与末一块；并排的每块都长的，只写首末。"""
        across = not isinstance(expr, Rows)
        long = across and not isinstance(expr.body, Column)
        places = (S.One, expr.count) if long else (S.One, S(2), expr.count)
        *first, last = (self._print(expr.at(place)) for place in places)
        blocks = [*first, self.dots(across), last]
        text = self.bracket([blocks] if across else [[block] for block in blocks])
        return text if across else text.replace(r" \\ ", r" \\[4pt] ")  # 上下标不挤在一起

    _print_Rows = _print_Columns

    def _print_MatrixSum(self, expr: MatrixSum) -> str:
        ((index, low, high),) = expr.limits
        body = self._grouped(expr.body, MatAdd)
        return self.repeated("sum", *map(self._print, (index, low, high))) + body

    def _print_Stack(self, expr: Stack) -> str:
        return self.bracket([[self._print(part)] for part in expr.args])

    def _print_Pair(self, expr: Pair) -> str:
        return self.paren(", ".join(map(self._print, expr.args)))

    def _print_Shape(self, expr: Shape) -> str:
        return self.shape_of() + self.paren(*map(self._print, expr.args))

    def shape_of(self) -> str:
        return r"\operatorname{shape}"

    def _print_DiagMatrix(self, expr: MatrixExpr) -> str:
        """对角线上的数排成行还是排成列，都是同一个对角阵。"""
        (diagonal,) = expr.args
        numbers = diagonal.arg if isinstance(diagonal, Transpose) else diagonal
        return self.diagonal() + self.paren(self._print(numbers))

    def diagonal(self) -> str:
        return r"\operatorname{diag}"

    def _print_Gradient(self, expr: Gradient) -> str:
        d, variable = self.partial(), self._print(expr.variable)
        gap = " " if d.startswith("\\") else ""
        if isinstance(expr.objective, Symbol | MatrixSymbol):
            return self.fraction(f"{d}{gap}{self._print(expr.objective)}", f"{d}{gap}{variable}")
        return self.fraction(d, f"{d}{gap}{variable}") + self.paren(self._print(expr.objective))

    def hadamard(self) -> str:
        return r" \odot "

    def transposed(self, base: str) -> str:
        return rf"{base}^{{\mathsf{{T}}}}"

    def trace(self) -> str:
        return r"\operatorname{tr}"

    def special(self, digit: str) -> str:
        return rf"\mathbf{{{digit}}}"

    def dots(self, across: bool) -> str:
        return r"\cdots" if across else r"\vdots"

    def bracket(self, rows: list[list[str]]) -> str:
        tall = any(sign in entry for row in rows for entry in row for sign in (r"\frac", r"\sum"))
        gap = r" \\[0.5em] " if tall else r" \\ "  # 分式与和式比一行高，上下两行会碰到
        body = gap.join(" & ".join(row) for row in rows)
        return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"

    def _print_Piecewise(self, expr: Expr) -> str:
        rows = [
            f"{self._print(value)}, & {self._print(condition)}" for value, condition in expr.args
        ]
        return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"

    def _print_Relational(self, expr: Basic) -> str:
        signs = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne"}
        left, right = map(self._print, expr.args)
        return f"{left} {signs[expr.rel_op]} {right}"

    def _print_Range(self, expr: Range) -> str:
        return self.integers(self._print(expr.start), self._print(expr.stop - 1))

    def integers(self, first: str, last: str) -> str:
        """first 到 last 的整数。"""
        return rf"\{{{first}, \dots, {last}\}}"


class PlainPrinter(BookPrinter):
    """同样的版式，写成一行 Unicode：命令行、标题和搜索都用它。"""

    dialect = 1
    emptyPrinter = str
    printmethod = "_plain"  # 不用对象自带的 LaTeX 写法

    def fraction(self, top: str, bottom: str, grouped: bool = False) -> str:
        return f"{_wrap(top)}/({bottom})" if grouped else f"{_wrap(top)}/{_wrap(bottom)}"

    def paren(self, inner: str) -> str:
        return f"({inner})"

    def power(self, base: str, exponent: str) -> str:
        digits = str.maketrans("0123456789-+()im", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁱᵐ")
        if all(character in "0123456789-+()im" for character in exponent):
            return base + exponent.translate(digits)
        return f"{base}^{exponent}" if len(exponent) == 1 else f"{base}^({exponent})"

    def times(self) -> str:
        return "·"

    def dotted(self, left: str, right: str) -> bool:
        return True  # 一行写法里，1/x(y) 会读错

    def join(self, left: str, right: str) -> str:
        if right.startswith("ln ") and not left[-1].isalpha():
            return f"{left} {right}"
        return f"{left}·{right}" if left[-1].isalpha() and right[0].isalpha() else left + right

    def repeated(self, sign: str, index: str, low: str, high: str) -> str:
        return f"{'Σ' if sign == 'sum' else '∏'}({index}={low}…{high}) "

    def limit_sign(self, variable: str, target: str) -> str:
        return f"lim({variable}→{target}) "

    def at_point(self, body: str, *places: tuple[str, str], grouped: bool = False) -> str:
        return f"[{body}]({', '.join(f'{variable}={point}' for variable, point in places)})"

    def subscript(self, base: str, index: str) -> str:
        return f"{base}[{index}]"

    def _print_sqrt(self, base: Expr) -> str:
        return f"√{_wrap(self._print(base))}"

    def ln(self) -> str:
        return "ln "

    def prime(self) -> str:
        return "′"

    def partial(self) -> str:
        return "∂"

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        return self.written.get(expr, unicode_name(expr.name))

    def _print_Infinity(self, expr: Basic) -> str:
        return "∞"

    def _print_NegativeInfinity(self, expr: Basic) -> str:
        return "-∞"

    def _print_Pi(self, expr: Basic) -> str:
        return "π"

    def choices(self, total: str, chosen: str) -> str:
        return f"C({total}, {chosen})"

    def maximum(self) -> str:
        return "max"

    def absolute(self, inner: str) -> str:
        return f"|{inner}|"

    def hadamard(self) -> str:
        return " ⊙ "

    def beside(self, left: str, right: str) -> str:
        return f"{left}·{right}"

    def transposed(self, base: str) -> str:
        return f"{base}ᵀ"

    def trace(self) -> str:
        return "tr"

    def diagonal(self) -> str:
        return "diag"

    def shape_of(self) -> str:
        return "shape"

    def layered(self, name: str, layer: str) -> str:
        return f"{name}[{layer.replace(' ', '')}]"

    def special(self, digit: str) -> str:
        return digit

    def dots(self, across: bool) -> str:
        return "…" if across else "⋮"

    def integers(self, first: str, last: str) -> str:
        return f"{{{first}, …, {last}}}"

    def bracket(self, rows: list[list[str]]) -> str:
        return "[" + "; ".join(" ".join(row) for row in rows) + "]"

    def _print_Piecewise(self, expr: Expr) -> str:
        rows = [
            f"{self._print(value)}（{self._print(condition)}）" for value, condition in expr.args
        ]
        return "{ " + "；".join(rows) + " }"

    def _print_Relational(self, expr: Basic) -> str:
        signs = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
        left, right = map(self._print, expr.args)
        return f"{left} {signs[expr.rel_op]} {right}"


def _flatten(expr: Mul) -> list[Expr]:
    """a*b*c 按书写次序的因子；只拆最左边的嵌套，因为括起来的乘积是作者有意分开的。"""
    first, *rest = expr.args
    return [*(_flatten(first) if isinstance(first, Mul) else [first]), *rest]


def _is_inverse(expr: Basic) -> bool:
    return isinstance(expr, Pow) and expr.exp.is_Number and bool(expr.exp.is_negative)


def _kind(factors: list[Expr]) -> str:
    """一块排出来是什么样子：分式（有分母的积、分数）、写成分式的导数，还是别的。"""
    if len(factors) != 1:
        return OTHER
    (factor,) = factors
    if isinstance(factor, Subs):
        factor = factor.expr
    if isinstance(factor, Mul) and any(_is_inverse(f) for f in _flatten(factor)):
        return FRACTION
    if isinstance(factor, Derivative):
        primed = isinstance(factor.expr, AppliedUndef) and factor.expr.func.__name__ in PRIMED
        return OTHER if primed else DERIVATIVE
    fraction = factor.is_Rational and not factor.is_Integer and not _is_decimal(factor)
    return FRACTION if fraction else OTHER


def _is_decimal(expr: Basic) -> bool:
    """2.001、94.9 这样的有限小数，分母是整十的，照课程写成小数；1/4、1/5、9/256 还是分数。"""
    return (
        isinstance(expr, Rational) and expr.q % 10 == 0 and 10 ** expr.q.bit_length() % expr.q == 0
    )


def _decimal(expr: Rational) -> str:
    places = next(k for k in count() if 10**k % expr.q == 0)
    digits = str(abs(expr.p) * 10**places // expr.q).zfill(places + 1)
    return f"{'-' if expr.is_negative else ''}{digits[:-places]}.{digits[-places:]}"


def _is_primed(derivative: Derivative) -> bool:
    """导数是否写成 f′(x)。"""
    return isinstance(derivative.expr, AppliedUndef) and derivative.expr.func.__name__ in PRIMED


def _is_quantity(expr: Basic) -> bool:
    return isinstance(expr, AppliedUndef) and expr.func.__name__ in QUANTITIES


def _wrap(text: str) -> str:
    """分子或分母里，括号之外有加减乘除时加括号。"""
    outside, depth = "", 0
    for character in text:
        depth += character == "("
        if depth == 0:
            outside += character
        depth -= character == ")"
    needs = text.startswith("-") or any(mark in outside for mark in (" + ", " - ", "/", "·"))
    return f"({text})" if needs else text


@lru_cache(20_000)
def latex(expr: Basic) -> str:
    """一个式子的 LaTeX。"""
    return str(BookPrinter().doprint(expr))


@lru_cache(20_000)
def plain(expr: Basic) -> str:
    """一个式子的单行 Unicode。"""
    return str(PlainPrinter().doprint(expr))


def latex_relation(relation: Relation) -> str:
    return RELATIONS[relation]


def latex_statement(statement: Statement) -> str:
    sign = latex_relation(statement.relation)
    return f"{latex(statement.lhs)} {sign} {latex(statement.rhs)}"


def plain_statement(statement: Statement) -> str:
    return f"{plain(statement.lhs)} {statement.relation} {plain(statement.rhs)}"


def latex_definition(definition: Definition) -> str:
    """定义用 := 写，与等式分开。"""
    return f"{latex(definition.lhs)} := {latex(definition.body)}"
