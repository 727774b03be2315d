"""核对一个对象：逐步判定、逐条核对规则，得出它的结论。

这里不读缓存，也不看别的对象的结论；`derive.check` 负责并行、缓存，以及「用到的结论未证，
则自己也未证」。
"""

from __future__ import annotations

from sympy import Expr, IndexedBase, MatrixSymbol, S

from derive.kernel.algebra import bound_ranges
from derive.kernel.book import Book, expressions
from derive.kernel.decide import Disagreement, decide, refute
from derive.kernel.exact import Definitions
from derive.kernel.objects import (
    BookObject,
    Claim,
    Correction,
    Definition,
    Derivation,
    Domain,
    Refutation,
    Statement,
    Step,
    kind_of,
)
from derive.kernel.points import escapes
from derive.kernel.report import Decision, Report, Scope, Verdict


def verify(obj: BookObject, book: Book) -> Report:
    """obj 的结论。实现与程序证据要运行 NumPy，不归符号部分管。"""
    definitions = book.definitions_in(*expressions(obj))
    if isinstance(obj, Definition):
        return Report(obj.id, kind_of(obj), Verdict.DEFINITION, None)
    if isinstance(obj, Derivation):
        return _verify_chain(obj, definitions)
    if isinstance(obj, Claim):
        return _verify_claim(obj, definitions)
    if isinstance(obj, Correction) and isinstance(obj.evidence, Refutation):
        return _verify_refutation(obj, obj.evidence, definitions)
    raise TypeError(f"{obj.id}：符号部分不会核对 {kind_of(obj)}")


def scope_of(domain: Domain) -> Scope:
    """由变量的范围算出：矩阵与样本数是符号的，对任意形状；形状写死的，只对那个形状；其余是标量。"""
    symbolic_size = any(values == S.Naturals for values in domain.values())
    shaped = any(isinstance(variable, IndexedBase | MatrixSymbol) for variable in domain)
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
        scope_of(chain.domain),
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
        scope_of(claim.domain),
        (decision,),
        message,
        decision.witness,
    )


def _verify_refutation(
    correction: Correction, evidence: Refutation, definitions: Definitions
) -> Report:
    """勘误成立：印的关系有反例，改正的已证（改正是书里的对象时，由它自己的结论说了算）。"""
    domain = evidence.whole_domain
    wrong = refute(evidence.wrong, domain, definitions)
    steps, problems = [wrong], []
    if wrong.verdict is not Verdict.REFUTED:
        problems.append(f"印出的式子没有被证伪：{explain(wrong)}")
    if isinstance(evidence.right, Statement):
        steps.append(decide_safely(evidence.right, domain, definitions))
        if steps[-1].verdict is not Verdict.PROVED:
            problems.append(f"改正的式子没有得到证明：{explain(steps[-1])}")
    return Report(
        correction.id,
        kind_of(correction),
        Verdict.UNKNOWN if problems else Verdict.PROVED,
        scope_of(domain),
        tuple(steps),
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
