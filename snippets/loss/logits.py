"""很自信的时候：先算 a 再取对数，与直接由 z 算。"""

from derive.activations import sigmoid
from derive.losses import cross_entropy, cross_entropy_from_logits

for z in (2.0, 30.0, 40.0, 800.0):
    by_a = cross_entropy(sigmoid(z), 0)
    by_z = cross_entropy_from_logits(z, 0)
    print(f"z = {z:5.1f}，y = 0：先算 a {by_a:.6f}   由 z 算 {by_z:.6f}")
