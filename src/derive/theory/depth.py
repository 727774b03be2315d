"""为什么要深：n 个输入的奇偶，异或树只要 n − 1 个门，两层的与或式要 2ⁿ⁻¹ 项。

但「深」不是唯一的出路：一层 n 个阈值单元也能算出奇偶。电路在这里用纯 Python 搭出来，测试对小的 n
穷举核对；式子则对每个 n 成立。
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from sympy import FiniteSet, Max, Piecewise, Product, Rational, S, Sum, evaluate

from derive.kernel.objects import BookObject, Claim, Definition, Derivation, Relation, Step
from derive.kernel.rules import ARRANGE, FACTOR, POWER_LAW, WRITE_OUT, Unfold
from derive.theory.symbols import (
    BIT,
    COUNT,
    REALS,
    i,
    j,
    levels,
    m,
    n,
    step,
    weight,
    x,
    xor,
    y,
    z,
)

Bits = tuple[int, ...]
Term = tuple[int | None, ...]
"""与或式的一项：每个输入要求是 0、要求是 1，或不管（None）。"""


def parity(bits: Bits) -> int:
    """1 的个数是奇数时为 1。"""
    return sum(bits) % 2


# ---- 深的电路：异或树 -------------------------------------------------------------


@dataclass(frozen=True)
class XorTree:
    """gates 里每个门取两根线的异或；先是 n 根输入线，每个门再添一根；末一根是输出。"""

    inputs: int
    gates: tuple[tuple[int, int], ...]
    depth: int

    def __call__(self, bits: Bits) -> int:
        wires = list(bits)
        for left, right in self.gates:
            wires.append(wires[left] ^ wires[right])
        return wires[-1]


def xor_tree(inputs: int) -> XorTree:
    """每一层把线两两相接，落单的一根留到下一层。"""
    wires = list(range(inputs))
    gates: list[tuple[int, int]] = []
    depth = 0
    while len(wires) > 1:
        pairs = list(zip(wires[::2], wires[1::2], strict=False))
        first = inputs + len(gates)
        alone = wires[2 * len(pairs) :]
        gates += pairs
        wires = [*range(first, first + len(pairs)), *alone]
        depth += 1
    return XorTree(inputs, tuple(gates), depth)


# ---- 浅的电路：与或式，与一层阈值单元 -------------------------------------------------


def matches(term: Term, bits: Bits) -> bool:
    """这一项在这个输入上为真。"""
    return all(wanted in (None, bit) for wanted, bit in zip(term, bits, strict=True))


def implicants(inputs: int) -> Iterator[Term]:
    """奇偶的与或式里允许出现的项：凡它为真处，奇偶都是 1。"""
    everything = list(product((0, 1), repeat=inputs))
    for term in product((0, 1, None), repeat=inputs):
        if all(parity(bits) for bits in everything if matches(term, bits)):
            yield term


def minterms(inputs: int) -> tuple[Term, ...]:
    """奇偶的与或式：每个有奇数个 1 的输入一项，一个也省不掉。"""
    return tuple(bits for bits in product((0, 1), repeat=inputs) if parity(bits))


def threshold_layer(bits: Bits) -> int:
    """一层 n 个阈值单元：第 k 个在至少有 k 个 1 时为 1；输出是它们的交错和。"""
    units = [int(sum(bits) >= k) for k in range(1, len(bits) + 1)]
    return sum(-unit if k % 2 else unit for k, unit in enumerate(units))


with evaluate(False):
    # ---- 异或 -----------------------------------------------------------------

    XOR = Definition(
        id="xor",
        title="异或",
        lhs=xor(x, y),
        body=x + y - 2 * x * y,
        domain={x: BIT, y: BIT},
        note="x 与 y 恰有一个是 1 时为 1。",
    )
    XOR_FLAT = Claim(
        id="xor_and_or",
        title="异或的与或式有两项",
        lhs=xor(x, y),
        relation=Relation.EQ,
        rhs=Max(x * (1 - y), (1 - x) * y),
        domain={x: BIT, y: BIT},
        note="取大就是「或」，相乘就是「与」，1 − x 就是「非」。",
    )
    XOR_SIGN = Derivation(
        id="xor_sign",
        title="异或把正负号相乘",
        domain={x: BIT, y: BIT},
        start=1 - 2 * xor(x, y),
        steps=(
            Step(1 - 2 * (x + y - 2 * x * y), Unfold(XOR)),
            Step((1 - 2 * x) * (1 - 2 * y), FACTOR),
        ),
        note="把 0 记作 +1、1 记作 −1，异或就是相乘，所以一棵异或树算的是奇偶。",
    )
    PARITY_FLIP = Derivation(
        id="parity_flip",
        title="翻转一个输入，奇偶就变",
        domain={x: BIT},
        start=1 - 2 * (1 - x),
        steps=(Step(-(1 - 2 * x), ARRANGE),),
        note="所以与或式的每一项都要管住全部 n 个输入，否则它在两个奇偶不同的输入上同为真。",
    )

    # ---- 异或树：n − 1 个门，⌈log₂ n⌉ 层 -----------------------------------------

    TREE_JOIN = Derivation(
        id="tree_join",
        title="两棵异或树用一个门接起来",
        domain={m: COUNT, n: COUNT},
        start=(m - 1) + (n - 1) + 1,
        steps=(Step((m + n) - 1, ARRANGE),),
        note="一个输入不用门；由此归纳，n 个输入的异或树有 n − 1 个门。",
    )
    TREE_LEVELS = Claim(
        id="tree_levels",
        title="n = 2ᴸ 个输入的异或树，各层门数之和",
        lhs=Sum(2 ** (i - 1), (i, 1, levels)),
        relation=Relation.EQ,
        rhs=2**levels - 1,
        domain={levels: COUNT},
        note="从输出数起，第 i 层有 2ⁱ⁻¹ 个门，一共 L = log₂ n 层。",
    )

    # ---- 与或式：2ⁿ⁻¹ 项 ---------------------------------------------------------

    BITS = (j, 0, 1)
    EACH_INPUT = (i, 1, n)
    ODD_INPUTS = Derivation(
        id="odd_inputs",
        title="n 个输入里，有奇数个 1 的有多少种",
        domain={n: COUNT},
        start=Rational(1, 2)
        * (Product(Sum(S.One, BITS), EACH_INPUT) - Product(Sum(1 - 2 * j, BITS), EACH_INPUT)),
        steps=(
            Step(Rational(1, 2) * (2**n - S.Zero**n), WRITE_OUT),
            Step(2 ** (n - 1), POWER_LAW),
        ),
        note="把积乘开，每个输入贡献 ½(1 − (±1))：有奇数个 1 时是 1，否则是 0。",
    )
    TERMS_OF_SIX = Claim(
        id="parity_terms_of_six",
        title="6 个输入的奇偶，与或式的项数",
        lhs=S(2) ** (S(6) - 1),
        relation=Relation.EQ,
        rhs=S(32),
    )
    TERMS_OF_SIXTY_FOUR = Claim(
        id="parity_terms_of_sixty_four",
        title="64 个输入的奇偶，与或式的项数（异或树只要 63 个门）",
        lhs=S(2) ** (S(64) - 1),
        relation=Relation.EQ,
        rhs=S(9223372036854775808),
    )

    # ---- 一层 n 个阈值单元也行 ------------------------------------------------------

    STEP = Definition(
        id="step",
        title="阈值单元",
        lhs=step(z),
        body=Piecewise((S.One, z >= 0), (S.Zero, z < 0)),
        domain={z: REALS},
    )
    THRESHOLDS_OF_SIX = Claim(
        id="parity_by_thresholds",
        title="6 个输入的奇偶由一层 6 个阈值单元算出",
        lhs=step(weight - 1)
        - step(weight - 2)
        + step(weight - 3)
        - step(weight - 4)
        + step(weight - 5)
        - step(weight - 6),
        relation=Relation.EQ,
        rhs=(1 - S(-1) ** weight) / 2,
        domain={weight: FiniteSet(*range(7))},
        note="s 是输入里 1 的个数；第 k 个单元在 s ≥ k 时为 1。",
    )
    ALTERNATING_SUM = Claim(
        id="alternating_sum",
        title="前 s 个阈值单元的交错和就是奇偶",
        lhs=Sum(S(-1) ** (i + 1), (i, 1, weight)),
        relation=Relation.EQ,
        rhs=(1 - S(-1) ** weight) / 2,
        domain={weight: COUNT},
        note="对任意 n：输入里有 s 个 1 时，恰有前 s 个单元为 1。",
    )

OBJECTS: tuple[BookObject, ...] = (
    XOR,
    XOR_FLAT,
    XOR_SIGN,
    PARITY_FLIP,
    TREE_JOIN,
    TREE_LEVELS,
    ODD_INPUTS,
    TERMS_OF_SIX,
    TERMS_OF_SIXTY_FOUR,
    STEP,
    THRESHOLDS_OF_SIX,
    ALTERNATING_SUM,
)
