"""“复制”只是说法：广播出来的行共用同一块内存，没有真的抄一遍。"""

import numpy as np

row = np.array([[1.0, 2.0, 3.0]])
wide = np.broadcast_to(row, (1000, 3))
print(f"形状 {wide.shape}，看起来有 {wide.size} 个数")
print(f"往下走一行，内存里挪动 {wide.strides[0]} 字节；往右走一列，挪动 {wide.strides[1]} 字节")
print("与原来的一行共用内存：", np.shares_memory(row, wide))
