"""公式给出的梯度，与把每个参数挪一小步量出来的相比。"""

from derive.losses import cross_entropy_from_logits, cross_entropy_from_logits_prime

x1, x2, y = 1.0, 2.0, 1
theta = {"w1": 0.5, "w2": -0.25, "b": 0.3}


def logit(w1, w2, b):
    return w1 * x1 + w2 * x2 + b


dz = cross_entropy_from_logits_prime(logit(**theta), y)
grads = {"w1": x1 * dz, "w2": x2 * dz, "b": dz}
h = 1e-5  # 一小步
for name, value in theta.items():
    up = cross_entropy_from_logits(logit(**{**theta, name: value + h}), y)
    down = cross_entropy_from_logits(logit(**{**theta, name: value - h}), y)
    print(f"{name:2s}   公式 {grads[name]:.6f}   量得 {(up - down) / (2 * h):.6f}")
