"""一个量被用了两次：J = p·q，p = x²，q = 3x。两条路径各贡献一份，要相加。"""

x, h = 2.0, 1e-6


def J_of(x):
    return x**2 * (3 * x)


p, q = x**2, 3 * x
through_p = q * (2 * x)  # ∂J/∂p · dp/dx
through_q = p * 3  # ∂J/∂q · dq/dx
measured = (J_of(x + h) - J_of(x - h)) / (2 * h)
print(f"经过 p {through_p:.4f}，经过 q {through_q:.4f}")
print(f"两条相加 {through_p + through_q:.4f}，量得 {measured:.4f}")
print(f"漏掉一条，只剩 {through_p:.4f}")
