"""n 个输入的奇偶，三种电路各要多大；n ≤ 12 时对 2ⁿ 个输入逐一核对。"""

from itertools import product

from derive.theory.depth import minterms, parity, threshold_layer, xor_tree

print("  n  异或树：门 层   与或式：项   阈值单元")
for n in (2, 3, 4, 6, 8, 12):
    tree, terms = xor_tree(n), set(minterms(n))
    for bits in product((0, 1), repeat=n):
        assert tree(bits) == (bits in terms) == threshold_layer(bits) == parity(bits)
    print(f"{n:3d}  {len(tree.gates):10d} {tree.depth:2d} {len(terms):12d} {n:10d}")
