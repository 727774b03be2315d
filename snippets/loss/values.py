"""标签为 1 与为 0 时，预测不同的概率各损失多少。"""

from derive.losses import cross_entropy

print("     a   标签为 1   标签为 0")
for a in (0.01, 0.1, 0.5, 0.9, 0.99):
    print(f"{a:6.2f} {cross_entropy(a, 1):10.4f} {cross_entropy(a, 0):10.4f}")
