"""反向传播法则：与课本的递推对照（任意形状，L = 1…4），并由差商在具体形状上复核。"""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Expr,
    Function,
    IndexedBase,
    Interval,
    Inverse,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Rational,
    S,
    Symbol,
    Trace,
    log,
    symbols,
)
from sympy.core.function import Derivative

from derive.kernel import pull_back as module
from derive.kernel.algebra import OutOfReach
from derive.kernel.decide import decide
from derive.kernel.index_form import equal
from derive.kernel.matrices import (
    elementwise,
    hadamard,
    minus,
    ones_like,
    plus,
    row_of,
    times,
    transpose,
)
from derive.kernel.objects import Definition, Domain, Relation, Statement
from derive.kernel.pull_back import Gradient, gradient, pull_back
from derive.kernel.report import Decision, Verdict

n, p, m = symbols("n p m", integer=True, positive=True)
W, X, b = MatrixSymbol("W", n, p), MatrixSymbol("X", p, m), MatrixSymbol("b", n, 1)
G, V = MatrixSymbol("G", n, m), MatrixSymbol("V", n, m)
g = Function("g", real=True)
SIZES = {n: S.Naturals, p: S.Naturals, m: S.Naturals}
DOMAIN: Domain = {**SIZES, W: S.Reals, X: S.Reals, b: S.Reals, G: S.Reals, V: S.Reals}


def against(F: MatrixExpr, G: MatrixExpr) -> Expr:
    """tr(Gᵀ F)：它对 F 的梯度就是 G。"""
    return Trace(times(transpose(G), F))


def slope(f: type, Z: MatrixExpr) -> MatrixExpr:
    return elementwise(lambda x: Derivative(f(x), x), Z)


def decided(left: Expr, right: Expr, domain: Domain = DOMAIN) -> Decision:
    return decide(Statement(left, Relation.EQ, right), domain, {})


Z = plus(times(W, X), times(b, OneMatrix(1, m)))
dZ = hadamard(G, slope(g, Z))


@pytest.mark.parametrize(
    ("F", "variable", "expected"),
    [
        (plus(G, V), V, G),
        (transpose(W), W, transpose(MatrixSymbol("H", p, n))),
        (hadamard(V, G), V, hadamard(G, G)),
        (elementwise(g, V), V, hadamard(G, slope(g, V))),
        (times(Rational(1, 2), V), V, times(Rational(1, 2), G)),
        (times(W, X), W, times(G, transpose(X))),
        (times(W, X), X, times(transpose(W), G)),
        (times(b, OneMatrix(1, m)), b, times(G, OneMatrix(m, 1))),
        (minus(ones_like(V), V), V, times(-1, G)),
    ],
)
def test_each_rule(F: MatrixExpr, variable: MatrixSymbol, expected: MatrixExpr) -> None:
    seed = G if F.shape == (n, m) else MatrixSymbol("H", *F.shape)
    domain = {**DOMAIN, seed: S.Reals}
    assert equal(pull_back(F, seed, variable), expected)
    assert decided(Gradient(against(F, seed), variable), expected, domain).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (W, times(dZ, transpose(X))),
        (b, times(dZ, OneMatrix(m, 1))),
        (X, times(transpose(W), dZ)),
    ],
)
def test_one_layer(variable: MatrixSymbol, expected: MatrixExpr) -> None:
    decision = decided(Gradient(against(elementwise(g, Z), G), variable), expected)
    assert decision.verdict is Verdict.PROVED
    assert decision.points > 3


@pytest.mark.parametrize(
    ("variable", "wrong"),
    [
        (W, times(dZ, X)),  # 漏了转置
        (X, times(W, dZ)),  # 漏了转置
        (W, times(2, dZ, transpose(X))),  # 多了一个因子
        (W, times(G, transpose(X))),  # 漏了 g′
        (b, times(dZ, OneMatrix(m, m), OneMatrix(m, 1))),  # 加了两遍
    ],
)
def test_wrong_gradients_are_refuted(variable: MatrixSymbol, wrong: MatrixExpr) -> None:
    decision = decided(Gradient(against(elementwise(g, Z), G), variable), wrong)
    assert decision.verdict is Verdict.REFUTED
    assert decision.witness is not None


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_textbook_recursion(depth: int) -> None:
    """dZ⁽ˡ⁻¹⁾ = W⁽ˡ⁾ᵀ dZ⁽ˡ⁾ ⊙ g′(Z⁽ˡ⁻¹⁾)，dW⁽ˡ⁾ = dZ⁽ˡ⁾ A⁽ˡ⁻¹⁾ᵀ，db⁽ˡ⁾ = dZ⁽ˡ⁾ 1。"""
    sizes = symbols(f"n0:{depth + 1}", integer=True, positive=True)
    g = [Function(f"g{layer}", real=True) for layer in range(depth + 1)]
    A: list[MatrixExpr] = [MatrixSymbol("X", sizes[0], m)]
    W, b, Z = [None], [None], [None]
    for layer in range(1, depth + 1):
        W.append(MatrixSymbol(f"W{layer}", sizes[layer], sizes[layer - 1]))
        b.append(MatrixSymbol(f"b{layer}", sizes[layer], 1))
        Z.append(plus(times(W[layer], A[-1]), times(b[layer], OneMatrix(1, m))))
        A.append(elementwise(g[layer], Z[layer]))
    G = MatrixSymbol("G", sizes[depth], m)
    objective = against(A[depth], G)
    dZ = hadamard(G, slope(g[depth], Z[depth]))
    for layer in range(depth, 0, -1):
        assert equal(gradient(objective, W[layer]), times(dZ, transpose(A[layer - 1])))
        assert equal(gradient(objective, b[layer]), times(dZ, OneMatrix(m, 1)))
        if layer > 1:
            dA = times(transpose(W[layer]), dZ)
            assert not equal(gradient(objective, W[layer - 1]), times(dA, transpose(A[layer - 2])))
            dZ = hadamard(dA, slope(g[layer - 1], Z[layer - 1]))


def test_two_layers_on_explicit_shapes() -> None:
    """SymPy 自己的求导在两层时会静默地出错；这里的结果由差商确认。"""
    q = Symbol("q", integer=True, positive=True)
    U, f = MatrixSymbol("U", q, n), Function("f", real=True)
    G = MatrixSymbol("G", q, m)
    hidden, output = times(W, X), times(U, elementwise(g, times(W, X)))
    objective = against(elementwise(f, output), G)
    dZ2 = hadamard(G, slope(f, output))
    dZ1 = hadamard(times(transpose(U), dZ2), slope(g, hidden))
    domain = {**DOMAIN, q: S.Naturals, U: S.Reals, G: S.Reals}
    decision = decided(Gradient(objective, W), times(dZ1, transpose(X)), domain)
    assert decision.verdict is Verdict.PROVED


def test_every_path_counts() -> None:
    """tr(WᵀW) 里 W 出现两次，梯度是 2W。"""
    assert equal(gradient(Trace(times(transpose(W), W)), W), times(2, W))


def test_linear_combination_of_traces() -> None:
    J = against(V, G) / m - 3 * against(hadamard(V, V), G)
    expected = plus(times(1 / m, G), times(-6, hadamard(G, V)))
    assert equal(gradient(J, V), expected)
    assert decided(Gradient(J, V), expected).verdict is Verdict.PROVED


def test_one_by_one_matrix_is_an_objective() -> None:
    row, labels = MatrixSymbol("A", 1, m), MatrixSymbol("Y", 1, m)
    J = times(-1 / m, labels, transpose(elementwise(log, row)))
    expected = times(-1 / m, hadamard(labels, elementwise(lambda x: 1 / x, row)))
    domain = {m: S.Naturals, row: Interval.open(0, 1), labels: S.Reals}
    assert decided(Gradient(J, row), expected, domain).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "F",
    [
        elementwise(Abs, V),  # 折点处没有导数
        times(Trace(times(V, transpose(V))), V),  # 系数里也有 V
    ],
)
def test_out_of_reach(F: MatrixExpr) -> None:
    with pytest.raises(OutOfReach):
        pull_back(F, G, V)


def test_unknown_nodes_are_out_of_reach() -> None:
    square = MatrixSymbol("S", n, n)
    with pytest.raises(OutOfReach, match="Inverse"):
        gradient(Trace(Inverse(square)), square)
    with pytest.raises(OutOfReach, match="不是迹的线性组合"):
        gradient(log(Trace(square)), square)


def test_constants_have_no_gradient() -> None:
    assert pull_back(row_of(IndexedBase("y"), m), MatrixSymbol("H", 1, m), W).is_ZeroMatrix
    assert gradient(Symbol("c"), W).is_ZeroMatrix


def test_a_wrong_rule_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """法则表错了一条，差商必须反对：两个引擎不共用它。"""
    wrong = {**module.RULES, module.Transpose: lambda F, G: [(F.arg, times(2, transpose(G)))]}
    monkeypatch.setattr(module, "RULES", wrong)
    square = MatrixSymbol("S", n, n)
    domain = {n: S.Naturals, square: S.Reals}
    decision = decided(Gradient(Trace(transpose(square)), square), ones_like(square), domain)
    assert decision.verdict is Verdict.REFUTED


def test_gradient_needs_the_variable_in_sight() -> None:
    """J 里没有写出 Z（只写了 Z 的组成部分），不能因此说 ∂J/∂Z = 0。"""
    pre = MatrixSymbol("Z", n, m)
    definitions = {pre: Definition("pre", "Z", pre, Z, {})}
    hidden = Statement(Gradient(against(Z, G), pre), Relation.EQ, times(0, G))
    shown = Statement(Gradient(against(pre, G), pre), Relation.EQ, G)
    assert decide(hidden, DOMAIN, definitions).verdict is Verdict.UNKNOWN
    assert decide(shown, DOMAIN, definitions).verdict is Verdict.PROVED
