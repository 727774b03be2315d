"""3-5-5-3-1 网络：层数、每层的单元数，和每层的权重有多大。"""

from derive.network import initialize_parameters_deep

n = [3, 5, 5, 3, 1]  # n[0], n[1], …, n[L]
L = len(n) - 1
parameters = initialize_parameters_deep(n)
print(f"L = {L}，隐藏层 {L - 1} 个，n_x = n[0] = {n[0]}，n[L] = {n[L]}")
for l in range(1, L + 1):
    kind = "隐藏层" if l < L else "输出层"
    print(f"l = {l}  {kind}  单元 {n[l]} 个  W{l} 的形状 {parameters[f'W{l}'].shape}")
