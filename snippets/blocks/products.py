"""数一数矩阵乘法里的乘法次数：前向，与反向。"""

from itertools import pairwise

n, m = [12288, 20, 7, 5, 1], 209
forward = [n_l * n_prev * m for n_prev, n_l in pairwise(n)]
backward = [2 * products for products in forward]
backward[0] = forward[0]  # dA[0] 没有人用，可以不算
print("前向", "、".join(f"{products:,}" for products in forward), f"共 {sum(forward):,}")
print("反向", "、".join(f"{products:,}" for products in backward), f"共 {sum(backward):,}")
print(f"反向是前向的 {sum(backward) / sum(forward):.3f} 倍")
kept = sum((n_prev + n_l) * m for n_prev, n_l in pairwise(n))
print(f"缓存的 A_prev 与 Z 一共 {kept:,} 个数，其中 X 占 {n[0] * m:,} 个")
