"""求和与求导换序的规则：许多样本的代价，导数是各个样本的导数之和。"""

from collections.abc import Iterator

from sympy import Basic, Derivative, Expr, Mul, Sum

from derive.kernel.rules import DerivativeRule


class SumOfDerivatives(DerivativeRule):
    """(c Σᵢ fᵢ)′ = c Σᵢ fᵢ′。"""

    label = "和的导数等于导数的和"

    def rewrite(self, body: Expr, variable: Basic) -> Iterator[Expr]:
        factors = Mul.make_args(body)
        sums = [factor for factor in factors if isinstance(factor, Sum)]
        constants = [factor for factor in factors if factor not in sums]
        if len(sums) == 1 and not any(factor.has(variable) for factor in constants):
            (total,) = sums
            yield Mul(*constants) * Sum(Derivative(total.function, variable), *total.limits)
