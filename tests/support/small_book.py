"""测试用的一本小书：几个一眼看得出对错的对象。

它放在可导入的模块里、名叫 BOOK，所以 `derive.check` 可以在别的进程里核对它。
"""

import numpy as np
from sympy import Derivative, Function, Integer, Interval, S, Symbol

from derive.kernel.book import Book
from derive.kernel.objects import (
    Claim,
    Definition,
    Derivation,
    Implementation,
    Relation,
    Step,
)
from derive.kernel.rules import ELEMENTARY, Apply, Unfold

x = Symbol("x", real=True)
square = Function("square", real=True)
twice = Function("twice", real=True)
REALS = {x: S.Reals}
BOUNDED = {x: Interval(-1000, 1000)}


def double(values):
    return np.multiply(values, 2)


def definition(body=x**2, domain=REALS):
    return Definition("square", "平方", square(x), body, domain)


def slope(definition, result=2 * x, rule=ELEMENTARY, id="slope"):
    """d square/dx = 2x；式子和规则都可以故意写错。"""
    unfolded = Derivative(definition.body, x)
    return Derivation(
        id,
        "平方的导数",
        start=Derivative(square(x), x),
        steps=(Step(unfolded, Unfold(definition)), Step(result, rule)),
        domain=REALS,
    )


def follows(theorem, id="consequence"):
    """引用 theorem 的一步推导。"""
    return Derivation(
        id,
        "由斜率得到的推论",
        start=1 + Derivative(square(x), x),
        steps=(Step(1 + 2 * x, Apply(theorem)),),
        domain=REALS,
    )


def claim(result=9, id="nine"):
    return Claim(id, "三的平方", square(Integer(3)), Relation.EQ, Integer(result))


def twice_as(body=2 * x):
    """twice(x) 的定义；右边可以故意写错。"""
    return Definition("twice", "两倍", twice(x), body, REALS)


DOUBLE = twice_as()


def implementation(implements=DOUBLE, function="small_book:double", bound=0.0):
    return Implementation(
        "impl_double", "加倍", function, implements, (x,), BOUNDED, bound, ("float32",)
    )


SQUARE = definition()
SLOPE = slope(SQUARE)
BOOK = Book((SQUARE, SLOPE, follows(SLOPE), claim(), claim(id="again"), DOUBLE, implementation()))
