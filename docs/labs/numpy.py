# %% [markdown]
# # 实验 0：NumPy、向量化与广播
#
# 后面四个实验里，每一行公式都会变成一行 NumPy。这个实验先把工具握稳：数组的形状怎么看，哪些写法会悄悄出错，广播怎样替你抄写，循环怎样变成一次矩阵运算，快了多少。
#
# 怎样用：从上往下，一格一格地来。**运行之前先猜输出**，猜错的地方就是要学的地方。讲解在三章里：[向量化](../basics/vectorization.md)、[广播](../basics/broadcasting.md)、[NumPy 向量](../basics/numpy-vectors.md)；没用过笔记本的，先看 [Jupyter 笔记本](../basics/jupyter.md)。

# %%
import platform
import timeit

import numpy as np
from IPython.display import Markdown, display

rng = np.random.default_rng(0)  # 随机种子固定，每次运行都得到同样的随机数


def show(*lines):
    """把几行 Markdown 显示出来，表格用它。"""
    display(Markdown("\n".join(lines)))


# %% [markdown]
# ## 数组与形状 {#shapes}
#
# 数组（array）是一块排成格子的数，元素的类型都相同。拿到一个数组，先问三件事：形状（shape）、维数、元素的类型。

# %%
A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(A)
print(f"形状 {A.shape}，维数 {A.ndim}，元素个数 {A.size}，类型 {A.dtype}")

# %% [markdown]
# 取出一部分时，写整数，那个方向就消失；写切片（例如 `0:1`），方向还在。

# %%
print("A[0].shape    ", A[0].shape)
print("A[0:1].shape  ", A[0:1].shape)
print("A[:, 1].shape  ", A[:, 1].shape)
print("A[:, 1:2].shape", A[:, 1:2].shape)

# %% [markdown]
# 全是整数的列表，得到的是整数数组。往里面存小数，小数部分会被**悄悄扔掉**：

# %%
counts = np.array([1, 2, 3])
counts[0] = 0.9
print(counts, counts.dtype)

# %% [markdown]
# 参数、梯度一律要用浮点数。`np.zeros`、`np.ones`、`rng.standard_normal` 造出来的就是。

# %% [markdown]
# ## 一维数组的坑 {#rank-one}
#
# 形状是 `(3,)` 的**一维数组**（rank-1 array）既不是行向量，也不是列向量。转置对它不起作用：

# %%
a = np.array([1.0, 2.0, 3.0])
print("a.shape  ", a.shape)
print("a.T.shape", a.T.shape)
print("a @ a.T =", a @ a.T)

# %% [markdown]
# 换成列向量，两种乘法就分得清清楚楚：转置在前是内积，一个数；转置在后是外积，一张表。

# %%
a = a.reshape(3, 1)
print(f"a.T @ a = {(a.T @ a).tolist()}，形状 {(a.T @ a).shape}")
print(f"a @ a.T = {(a @ a.T).tolist()}，形状 {(a @ a.T).shape}")

# %% [markdown]
# 它们的定律，对任意的长度成立：
#
# ```equation
# shape_of_inner
# outer_product
# ```
#
# 最危险的是不报错的错误。预测是一行，标签是一列，相减得到的不是三个误差，而是一张三行三列的表：

# %%
prediction = np.array([[0.9, 0.2, 0.6]])  # (1, 3)
label = np.array([[1.0], [0.0], [1.0]])  # (3, 1)，本应是一行
error = prediction - label
print(f"误差的形状 {error.shape}，平方的平均 {np.mean(error**2):.4f}")
label = label.reshape(1, -1)
error = prediction - label
print(f"误差的形状 {error.shape}，平方的平均 {np.mean(error**2):.4f}")

# %% [markdown]
# 所以要养成习惯：拿不准就断言（assertion）形状。不成立，程序就停在那一行。

# %%
assert prediction.shape == label.shape == (1, 3)
print("形状都对")

# %% [markdown]
# ## 转置与 reshape 不是一回事 {#reshape}
#
# 转置（transpose）交换行与列；`reshape` 不动元素的次序，只换一种方式断行。形状可以相同，内容完全不同：

# %%
print("A.T =\n", A.T, sep="")
print("A.reshape(3, 2) =\n", A.reshape(3, 2), sep="")

# %% [markdown]
# 这个差别在“把图像摊平”时最要命。下面是两张很小的图，每张 2 行 3 列；第一张的像素全是 10 到 15，第二张全是 20 到 25。课程的约定是**一列一个样本**，[每一列是一张图](../basics/binary-classification.md#columns)。

# %%
images = np.array([[[10, 11, 12], [13, 14, 15]], [[20, 21, 22], [23, 24, 25]]])
m = images.shape[0]
X = images.reshape(m, -1).T  # 先一行一张图，再转置
wrong = images.reshape(-1, m)  # 形状也是 (6, 2)，可是两张图混在了一起
print(f"形状：images {images.shape}，X {X.shape}，wrong {wrong.shape}")
print("X 的第一列    ", X[:, 0])
print("wrong 的第一列", wrong[:, 0])

# %% [markdown]
# `-1` 的意思是“这个数你替我算”。写错的那一行形状也对，程序不会报错，训练也照常进行，只是每个“样本”都是两张图的碎片。**形状对，不等于内容对**；摊平之后，取一列出来看一看。

# %% [markdown]
# ## 两种乘法 {#products}
#
# `*` 是逐元素乘积（Hadamard product），`@` 是矩阵乘法（matrix multiplication）。矩阵乘以一列，每一行与那一列做内积：
#
# ```equation
# matrix_vector
# ```

# %%
W = np.array([[1.0, 2.0], [3.0, 4.0]])
x = np.array([[1.0], [-1.0]])
print(f"W @ x = {(W @ x).tolist()}，形状 {(W @ x).shape}")
print(f"W * x = {(W * x).tolist()}，形状 {(W * x).shape}")

# %% [markdown]
# 第二行没有报错：`x` 被广播（broadcasting）成了两列。该用 `@` 时用了 `*`，多半就是这样混过去的。
#
# 右边换成矩阵，每一列各算各的。这就是为什么样本要排成列：乘一次，等于把每个样本分别乘一次。
#
# ```equation
# stacked_product
# ```

# %%
X = rng.standard_normal((2, 4))  # 4 个样本，每个 2 个特征
together = W @ X
one_by_one = np.hstack([W @ X[:, i : i + 1] for i in range(4)])
print("一次乘完与一列一列地乘，最大的差", f"{np.max(np.abs(together - one_by_one)):.4f}")

# %% [markdown]
# ## 广播 {#broadcasting}
#
# 两个形状右对齐，短的左边补 1；每个方向上，要么相等，要么有一个是 1。是 1 的方向自动重复。给每一行加上自己的偏置（一列），给每一列加上自己的数（一行）：
#
# ```equation
# broadcast_column
# broadcast_row
# ```

# %%
b = np.array([[10.0], [20.0]])
row = np.array([[1.0, 2.0, 3.0]])
print("A + b =\n", A + b, sep="")
print("A + row =\n", A + row, sep="")

# %% [markdown]
# 对不上就报错。读报错要看形状：下面是 2 行 3 列加一个长度为 2 的一维数组，右对齐之后，3 对 2，不等，也都不是 1。

# %%
try:
    A + np.array([10.0, 20.0])
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# ## axis 与 keepdims {#axis}
#
# `axis=0` 沿着行号加，加完行号消失，**每一列**剩一个数；`axis=1` 沿着列号加，每一行剩一个数。`keepdims=True` 让消失的方向留作 1，结果才能接着广播。

# %%
print("A.sum()                      ", A.sum())
print("A.sum(axis=0)                ", A.sum(axis=0), A.sum(axis=0).shape)
print("A.sum(axis=1)                ", A.sum(axis=1), A.sum(axis=1).shape)
total = A.sum(axis=1, keepdims=True)
print("A.sum(axis=1, keepdims=True) ", total.tolist(), total.shape)

# %% [markdown]
# ### 每一行化成长度 1 {#normalize-rows}
#
# 一行的长度，是各数平方和的平方根。每一行除以自己的长度，靠的是[除以一列](../basics/broadcasting.md#乘除)：
#
# ```equation
# broadcast_column_over
# ```


# %%
def normalize_rows(x):
    """x 的每一行除以它的长度。x：(n, p)；返回 (n, p)。"""
    length = np.linalg.norm(x, axis=1, keepdims=True)
    return x / length


unit = normalize_rows(np.array([[0.0, 3.0, 4.0], [2.0, 6.0, 4.0]]))
print(unit.round(4))
print("每一行的长度", np.linalg.norm(unit, axis=1).round(4))

# %% [markdown]
# ### softmax {#softmax}
#
# softmax 把一行数变成一行概率：先取指数，都变成正数；再除以这一行的和，加起来就是 1。照着这句话写，大的数会溢出（overflow）：

# %%
scores = np.array([[1.0, 2.0, 3.0], [1001.0, 1002.0, 1003.0]])
with np.errstate(over="ignore", invalid="ignore"):  # 只为让结果露出来，不让警告打断
    exponentials = np.exp(scores)
    print((exponentials / exponentials.sum(axis=1, keepdims=True)).round(4))

# %% [markdown]
# 第二行成了 nan：指数是无穷大，无穷大除以无穷大没有意义。补救很简单：每一行先减去这一行最大的数。分子分母同除以一个正数，比值不变，而指数再也不会超过 1。


# %%
def softmax(x):
    """每一行取指数，再除以这一行的和。x：(n, p)；返回 (n, p)，每行加起来是 1。"""
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


print(softmax(scores).round(4))
print("每一行的和", softmax(scores).sum(axis=1).round(4))

# %% [markdown]
# 两行的结果相同，因为两行只差一个常数 1000。纸上相等的两种写法，在机器里可能一个对、一个不对；[激活函数](../shallow/activations.md#实现)一章里，本书的每个函数都为此多想了一步。

# %% [markdown]
# ## 去掉循环：一个梯度 {#gradient}
#
# 逻辑回归（logistic regression）里，权重的梯度是各样本的“输入乘误差”取平均。左边是循环，右边是一次矩阵乘法，相等是证过的：
#
# ```equation
# logistic_dw_loop
# logistic_db_loop
# ```
#
# 先照左边写两层循环，再照右边写一行，然后比一比：


# %%
def gradient_by_loops(X, dZ):
    """dw 与 db，两层循环：外层是样本，内层是特征。X：(n, m)；dZ：(1, m)。"""
    n, m = X.shape
    dw, db = np.zeros((n, 1)), 0.0
    for i in range(m):
        for j in range(n):
            dw[j, 0] += X[j, i] * dZ[0, i]
        db += dZ[0, i]
    return dw / m, db / m


def gradient(X, dZ):
    """dw 与 db，没有循环。X：(n, m)；dZ：(1, m)；返回 (n, 1) 与一个数。"""
    m = X.shape[1]
    dw = X @ dZ.T / m
    db = np.sum(dZ) / m
    return dw, db


X, dZ = rng.standard_normal((3, 5)), rng.standard_normal((1, 5))
dw_loops, db_loops = gradient_by_loops(X, dZ)
dw, db = gradient(X, dZ)
print(f"循环写法：dw = {dw_loops.ravel().round(4)}，db = {db_loops:.4f}")
print(f"矩阵写法：dw = {dw.ravel().round(4)}，db = {db:.4f}")

# %% [markdown]
# 印出来的四位数一样，还不算核对。换许多种形状，看最大的差：它多半不会正好是 0，因为加法的次序不同，舍入就不同；但它应当小到十位小数以外。

# %%
shapes = [(1, 1), (1, 7), (7, 1), (5, 5), (12, 30), (40, 3)]
differences = []
for n, m in shapes:
    X, dZ = rng.standard_normal((n, m)), rng.standard_normal((1, m))
    (dw_loops, db_loops), (dw, db) = gradient_by_loops(X, dZ), gradient(X, dZ)
    assert dw.shape == dw_loops.shape == (n, 1)
    differences.append(max(np.max(np.abs(dw - dw_loops)), abs(db - db_loops)))
print(f"试了 {len(shapes)} 种形状，最大的差不超过 1e-10：{max(differences) < 1e-10}")

# %% [markdown]
# ## 快多少 {#speed}
#
# 量时间有几条规矩：先确认两种写法结果相同；每种量几遍，取最快的一遍（慢的那几遍，是机器在忙别的）；快的写法一遍太短，就连做许多遍再平均。


# %%
def seconds(function, repeat=5, number=1):
    """运行一次要几秒：量 repeat 遍，每遍连做 number 次，取最快的一遍。"""
    return min(timeit.repeat(function, repeat=repeat, number=number)) / number


def dot_loop(u, v):
    """内积，一个循环。"""
    total = 0.0
    for i in range(len(u)):
        total += u[i] * v[i]
    return total


def exp_loop(v):
    """逐个取指数。"""
    result = np.zeros(v.shape)
    for i in range(len(v)):
        result[i] = np.exp(v[i])
    return result


u, v = rng.standard_normal(200_000), rng.standard_normal(200_000)
X, dZ = rng.standard_normal((64, 1000)), rng.standard_normal((1, 1000))
same = [
    np.isclose(dot_loop(u, v), np.dot(u, v)),
    np.allclose(exp_loop(v), np.exp(v)),
    np.allclose(gradient_by_loops(X, dZ)[0], gradient(X, dZ)[0]),
]
print(f"三对写法的结果都相同：{all(same)}")

# %% [markdown]
# 下面的毫秒数因机器而异，你的不会与这里相同；要看的是**倍数的量级**。

# %% tags=["measured"]
pairs = [
    ("内积，20 万对数", lambda: dot_loop(u, v), lambda: np.dot(u, v)),
    ("取指数，20 万个数", lambda: exp_loop(v), lambda: np.exp(v)),
    ("梯度，64 个特征、1000 个样本", lambda: gradient_by_loops(X, dZ), lambda: gradient(X, dZ)),
]
timings = [(what, seconds(slow), seconds(fast, number=20)) for what, slow, fast in pairs]
rows = [
    f"| {what} | {1000 * slow:.4g} | {1000 * fast:.4g} | {slow / fast:.0f} |"
    for what, slow, fast in timings
]
show("| 算什么 | 循环（毫秒） | 向量化（毫秒） | 倍数 |", "|---|--:|--:|--:|", *rows)

# %% [markdown]
# 无论在哪台机器上，倍数都不会是两三倍这样的小数目：循环的每一步，Python 都要查变量、认类型、造一个新的数，真正的乘法只占其中一丁点。各项的倍数不一样：向量化之后，剩下的是真正的计算，每个元素的计算越费事（取指数就比相乘费事），剩下的就越多，倍数往往越小。
#
# 更大的规模、更仔细的量法，见[向量化](../basics/vectorization.md#快多少)一章的测量表。

# %% [markdown]
# ## 思考题 {#questions}
#
# **一、猜形状。** `A` 是 (4, 6)。`A.mean(axis=0)`、`A.mean(axis=1, keepdims=True)`、`A - A.mean(axis=0)`、`A - A.mean(axis=1)` 各是什么形状？哪一个报错？
#
# ??? success "答案"
#
#     (6,)、(4, 1)、(4, 6)，最后一个报错：(4,) 右对齐之后，6 对 4，不等。写上 `keepdims=True` 就不报错了。若 `A` 是方的，不写也不报错，却会按错的方向减。
#
# **二、摊平彩色图。** `images` 的形状是 (209, 64, 64, 3)。写一行代码把它变成 (12288, 209)，每列一张图。怎样只看一列，就知道没有摊错？
#
# ??? success "答案"
#
#     `X = images.reshape(209, -1).T`。把第一列还原：`X[:, 0].reshape(64, 64, 3)` 应与 `images[0]` 处处相同。
#
# **三、softmax 的方向。** 样本是列的时候（每列一个样本的各类得分），`softmax` 里的 `axis=1` 要改成什么？不改，会报错吗？怎样发现？
#
# ??? success "答案"
#
#     两处都改成 `axis=0`。不改也不报错，只是每一行加起来是 1，而不是每一列。检查 `softmax(x).sum(axis=0)` 是不是全是 1，就发现了。
#
# **四、没有循环的距离。** `P` 是 (2, m) 的 m 个平面上的点。怎样不用循环算出每两点的距离，得到 (m, m) 的表？
#
# ??? success "答案"
#
#     `difference = P[:, :, np.newaxis] - P[:, np.newaxis, :]` 的形状是 (2, m, m)，再 `np.sqrt(np.sum(difference**2, axis=0))`。代价是中间那张表要占 2m² 个数的内存：m 很大时，循环反而是办法。
#
# **五、哪个循环去不掉。** 梯度下降要迭代许多次。对样本、对特征的循环都能去掉，对迭代次数的循环为什么不能？
#
# ??? success "答案"
#
#     后一次要用前一次更新过的参数，前一次没算完，后一次无从算起。样本与特征之间没有这样的先后。

# %% [markdown]
# ## 实验报告 {#report}
#
# 下面是一份填好的样子，数都取自这一次运行。空的模板在页上下载，四部分的要求写在模板里。
#
# ### 原理 {#report-principle}
#
# 向量化把循环改写成一次矩阵运算，算的是同样的乘法与加法。以逻辑回归的梯度为例，循环的写法与矩阵的写法对任意形状相等：
#
# ```equation
# logistic_dw_loop
# ```
#
# 它快，是因为类型只检查一次、内存连续、一条指令处理几个数。广播让长度为 1 的方向自动重复，例如把一列偏置加到每个样本上，[@broadcast_column]。
#
# ### 环境 {#report-environment}

# %% tags=["measured"]
print(f"Python {platform.python_version()}，NumPy {np.__version__}，{platform.machine()} 处理器")

# %% [markdown]
# ### 结果 {#report-results}

# %%
probabilities = softmax(scores)
checks = [
    (f"梯度：{len(shapes)} 种形状上，循环与矩阵的写法之差不超过 1e-10", max(differences) < 1e-10),
    ("每一行化成长度 1", np.allclose(np.linalg.norm(unit, axis=1), 1)),
    ("softmax 的每一行加起来是 1", np.allclose(probabilities.sum(axis=1), 1)),
    ("softmax 不溢出：得分加上 1000，概率不变", np.allclose(probabilities[0], probabilities[1])),
    ("计时之前，三对写法的结果相同", all(same)),
]
assert all(passed for _, passed in checks)
rows = [f"| {what} | {'通过' if passed else '没有通过'} |" for what, passed in checks]
show("| 检查 | 结果 |", "|---|---|", *rows)

# %% tags=["measured"]
ratios = [slow / fast for _, slow, fast in timings]
show(f"用时：三项计算，向量化之后快了 {min(ratios):.0f} 到 {max(ratios):.0f} 倍，见上面的表。")

# %% [markdown]
# ### 分析 {#report-analysis}
#
# - **正确性。** 两种写法的差只有舍入误差，与定律相符；而且试过只有一个样本、只有一个特征、方的与不方的形状，不是碰巧。
# - **速度。** 省下的是 Python 一步步指挥的开销，所以每个元素的计算越简单，倍数往往越大。
# - **风险。** 向量化之后，形状的错误多半不再报错：一行减一列成了一张表，`*` 代替 `@` 也能算下去。对策是断言形状，并用一个小例子与循环的写法比一比。
# - **局限。** 用时只在一台机器上量过，规模也不大；换一台机器，倍数会变，量级大致不变。
