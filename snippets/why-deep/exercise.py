"""练习的答案。"""

from derive.theory.depth import implicants, minterms, xor_tree

tree = xor_tree(5)
print(f"练习一：5 个输入的异或树，{len(tree.gates)} 个门，{tree.depth} 层")
print(f"练习二：32 个输入，异或树 {32 - 1} 个门、{(32 - 1).bit_length()} 层，与或式 {2**31} 项")
print(f"练习三：奇偶的与或式（3 个输入）{minterms(3)}")
print(f"        允许的项都管住了全部输入：{all(None not in term for term in implicants(3))}")
