"""核对一个对象：逐步判定、逐条核对规则，得出它的结论。

这里不读缓存，也不看别的对象的结论；`derive.check` 负责并行、缓存，以及「用到的结论未证，
则自己也未证」。
"""

from __future__ import annotations

from sympy import Expr, IndexedBase, MatrixSymbol, S

from derive.kernel.algebra import bound_ranges
from derive.kernel.book import Book, expressions
from derive.kernel.decide import Disagreement, decide
from derive.kernel.exact import Definitions
from derive.kernel.objects import (
    BookObject,
    Claim,
    Definition,
    Derivation,
    Domain,
    Erratum,
    Statement,
    Step,
    kind_of,
)
from derive.kernel.points import escapes
from derive.kernel.report import Decision, Report, Scope, Verdict


def verify(obj: BookObject, book: Book) -> Report:
    """obj 的结论。实现（Implementation）要测量 NumPy，不归符号部分管。"""
    definitions = book.definitions_in(*expressions(obj))
    if isinstance(obj, Definition):
        return Report(obj.id, kind_of(obj), Verdict.DEFINITION, None)
    if isinstance(obj, Derivation):
        return _verify_chain(obj, definitions)
    if isinstance(obj, Claim):
        return _verify_claim(obj, definitions)
    if isinstance(obj, Erratum):
        return _verify_erratum(obj, definitions)
    raise TypeError(f"{obj.id}：符号部分不会核对 {kind_of(obj)}")


def scope_of(obj: Derivation | Claim) -> Scope:
    """由对象本身算出：矩阵与样本数是符号的，对任意形状；形状写死的，只对那个形状；其余是标量。"""
    symbolic_size = any(values == S.Naturals for values in obj.domain.values())
    shaped = any(isinstance(variable, IndexedBase | MatrixSymbol) for variable in obj.domain)
    if not shaped:
        return Scope.SCALAR
    return Scope.ANY_SHAPE if symbolic_size else Scope.LISTED_SHAPES


def _verify_chain(chain: Derivation, definitions: Definitions) -> Report:
    steps, problems = [], []
    before = chain.start
    for number, step in enumerate(chain.steps, 1):
        statement = Statement(before, step.relation, step.expr)
        decision = decide_safely(statement, chain.domain, definitions)
        if decision.verdict is Verdict.PROVED:
            objection = _objection(step, before, chain.domain, definitions)
            if objection:
                decision = Decision(
                    Verdict.UNKNOWN, decision.symbolic, decision.points, reason=objection
                )
        if decision.verdict is not Verdict.PROVED:
            problems.append(f"第 {number} 步：{explain(decision)}")
        steps.append(decision)
        before = step.expr
    witness = next((d.witness for d in steps if d.witness), None)
    return Report(
        chain.id,
        kind_of(chain),
        overall(steps),
        scope_of(chain),
        tuple(steps),
        "；".join(problems),
        witness,
    )


def _objection(step: Step, before: Expr, domain: Domain, definitions: Definitions) -> str:
    """这一步的等号成立，但不是由它所说的规则得到的：说明原因。"""
    rule = step.rule
    if step.relation not in rule.relations:
        wanted = "、".join(sorted(rule.relations))
        return f"规则「{rule.name}」得到的关系是 {wanted}，不是 {step.relation}"
    objection = rule.objection(before, step.expr, domain)
    if objection:
        return objection
    wider = {**bound_ranges(before, domain), **bound_ranges(step.expr, domain), **domain}
    for expr, allowed in rule.demands(before, step.expr, domain):
        outside = escapes(expr, allowed, wider, definitions)
        if outside:
            return f"规则「{rule.name}」只在 {expr} ∈ {allowed} 时成立；{outside}"
    return ""


def _verify_claim(claim: Claim, definitions: Definitions) -> Report:
    decision = decide_safely(claim.statement, claim.domain, definitions)
    message = "" if decision.verdict is Verdict.PROVED else explain(decision)
    return Report(
        claim.id,
        kind_of(claim),
        decision.verdict,
        scope_of(claim),
        (decision,),
        message,
        decision.witness,
    )


def _verify_erratum(erratum: Erratum, definitions: Definitions) -> Report:
    """勘误成立：印错的式子有反例，改正的式子已证。"""
    evidence = erratum.evidence
    wrong = decide_safely(evidence.wrong, evidence.domain, definitions)
    right = decide_safely(evidence.right, evidence.domain, definitions)
    problems = []
    if wrong.verdict is not Verdict.REFUTED:
        problems.append(f"印出的式子没有被证伪：{explain(wrong)}")
    if right.verdict is not Verdict.PROVED:
        problems.append(f"改正的式子没有得到证明：{explain(right)}")
    verdict = Verdict.UNKNOWN if problems else Verdict.PROVED
    return Report(
        erratum.id,
        kind_of(erratum),
        verdict,
        Scope.SCALAR,
        (wrong, right),
        "；".join(problems),
        wrong.witness,
    )


def decide_safely(statement: Statement, domain: Domain, definitions: Definitions) -> Decision:
    """两个引擎矛盾时，结论是未决，并把矛盾写在原因里：它总会让构建失败。"""
    try:
        return decide(statement, domain, definitions)
    except Disagreement as conflict:
        return Decision(Verdict.UNKNOWN, reason=f"两个引擎矛盾：{conflict}")


def overall(steps: list[Decision]) -> Verdict:
    """一条链的结论：有一步证伪就是证伪，有一步未决就是未决。"""
    verdicts = {step.verdict for step in steps}
    for verdict in (Verdict.REFUTED, Verdict.UNKNOWN):
        if verdict in verdicts:
            return verdict
    return Verdict.PROVED


def explain(decision: Decision) -> str:
    """没有得到证明时，对人说的一句话。"""
    if decision.witness:
        return f"{decision.verdict.chinese}：{decision.witness}"
    return decision.reason or decision.verdict.chinese
