"""0–1 分布：二项分布的一次试验就是一个样本的似然；把 σ(z) 代进去，得到逻辑回归的似然与代价。"""

from sympy import Function, S, Symbol, binomial, evaluate

from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Relation,
    Step,
)
from derive.kernel.rules import Apply, Fold, Unfold
from derive.theory.losses import LIKELIHOOD
from derive.theory.symbols import (
    BIT,
    COUNT,
    LABEL,
    REALS,
    UNIT,
    likelihood,
    n,
    sigma,
    y,
    yhat,
    z,
)

successes = Symbol("k", integer=True, nonnegative=True)
binomial_probability = Function("binomial_probability", real=True)
"""Bin(k; n, ŷ)：n 次试验，每次以概率 ŷ 成功，恰好成功 k 次的概率。"""

with evaluate(False):
    BINOMIAL = Definition(
        id="binomial_distribution",
        title="二项分布",
        lhs=binomial_probability(successes, n, yhat),
        body=binomial(n, successes) * yhat**successes * (1 - yhat) ** (n - successes),
        domain={successes: S.Naturals0, n: COUNT, yhat: UNIT},
        note="n 次独立的试验，每次以概率 ŷ 成功，恰好成功 k 次的概率。",
    )
    ONE_CHOICE = Claim(
        id="one_choice",
        title="一次试验，成功零次或一次，各只有一种选法",
        lhs=binomial(S.One, successes),
        relation=Relation.EQ,
        rhs=S.One,
        domain={successes: BIT},
    )
    ONE_TRIAL = Derivation(
        id="one_trial",
        title="只试一次，二项分布就是一个样本的似然",
        domain={successes: BIT, yhat: UNIT},
        start=binomial_probability(successes, S.One, yhat),
        steps=(
            Step(
                binomial(S.One, successes) * yhat**successes * (1 - yhat) ** (1 - successes),
                Unfold(BINOMIAL),
            ),
            Step(1 * yhat**successes * (1 - yhat) ** (1 - successes), Apply(ONE_CHOICE)),
            Step(likelihood(successes, yhat), Fold(LIKELIHOOD)),
        ),
    )
    MODEL_LIKELIHOOD = Derivation(
        id="model_likelihood",
        title="逻辑回归的似然",
        domain={z: REALS, y: LABEL},
        start=likelihood(y, sigma(z)),
        steps=(Step(sigma(z) ** y * (1 - sigma(z)) ** (1 - y), Unfold(LIKELIHOOD)),),
    )


OBJECTS: tuple[BookObject, ...] = (
    BINOMIAL,
    ONE_CHOICE,
    ONE_TRIAL,
    MODEL_LIKELIHOOD,
)
