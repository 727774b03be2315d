from derive.judge.verdict import account, decide, steps

notes = """
设 L = -(y ln a + (1-y) ln(1-a))
dL/da = -y/a + (1-y)/(1-a)
= (a-y)/(a(1-a))

设 a = σ(z)
da/dz = a(1-a)
dL/dz = a - y
dL/dz = (a - y) a (1 - a)
"""

for step in steps(notes):
    decision = decide(step)
    print(decision.verdict.chinese, f"{step.left} {step.relation} {step.right}")
    if account(decision):
        print("    ", account(decision))
