"""可执行的深度学习基础：符号推导、NumPy 实现，以及两者之间的核对。

三个部分，依赖只有一个方向：

- 数值部分 `derive.activations`、`derive.losses`：只依赖 NumPy；
- 符号部分 `derive.kernel`、`derive.theory`：只依赖 SymPy（与它自带的 mpmath）；
- 外围（登记、配对、渲染、命令行、基准）：唯一可以同时知道两者的地方。

这个文件故意是空的：`import derive.activations` 不应当因此载入别的东西。
"""
