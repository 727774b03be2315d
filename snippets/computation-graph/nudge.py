"""核对：把一个量挪 0.001，看 J 变了多少，除以 0.001。"""


def J_of_v(v):
    return 3 * v


def J_of(a, b, c):
    u = b * c
    return J_of_v(a + u)


h = 0.001
J = J_of(5, 3, 2)
for name, moved in (
    ("v = 11.001", J_of_v(11 + h)),
    ("u =  6.001", J_of_v(5 + (6 + h))),
    ("a =  5.001", J_of(5 + h, 3, 2)),
    ("b =  3.001", J_of(5, 3 + h, 2)),
    ("c =  2.001", J_of(5, 3, 2 + h)),
):
    print(f"{name}：J = {moved:.3f}，斜率 {(moved - J) / h:.4f}")
