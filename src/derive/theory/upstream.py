"""退回一层：梯度沿着前向的一步往回走，再把已知的那一头代进去。

两层网络、任意的第 l 层、一个样本、逻辑回归，反向的式子都是这个样子，只是名字不同。
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, MatrixExpr

from derive.kernel.objects import Definition, Domain, Law, Step
from derive.kernel.rules import Rule, Then, Unfold


@dataclass(frozen=True)
class Upstream:
    """上游：代价（损失）对这一层线性部分的梯度 gradient，由 known 知道它就是 value。

    through 是退过这一层的规则；domain 是各个变量的范围。
    """

    domain: Domain
    gradient: MatrixExpr
    value: MatrixExpr
    known: Rule
    through: Rule

    def law(
        self,
        id: str,
        title: str,
        wanted: Definition | Expr,
        pull: Callable[[MatrixExpr], MatrixExpr],
        note: str = "",
    ) -> Law:
        """wanted = pull(gradient) = pull(value)：先退过这一层，再代入已知的。

        wanted 是一个记号的约定（如 dW 就是 ∂J/∂W），或者那个梯度本身。
        """
        start, first = wanted, self.through
        if isinstance(wanted, Definition):
            start, first = wanted.lhs, Then(Unfold(wanted), self.through)
        return Law(
            id=id,
            title=title,
            domain=self.domain,
            start=start,
            steps=(Step(pull(self.gradient), first), Step(pull(self.value), self.known)),
            note=note,
        )
