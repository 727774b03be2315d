# %% [markdown]
# # 实验 3：逐步搭建深层网络
#
# 这个实验把课程第四次作业的九个函数，一个一个地写出来。写法很短，难的是**知道它对**：形状对了，数可能是错的；代价在降，梯度也可能是错的。所以每写完一个函数，就做三件事：
#
# 1. 看它该服从的**定律**，公式后面的印章说明它已经被证明；
# 2. 在好几组随机的形状上，与另一个独立的算法相比；
# 3. 故意把它改坏一处，看检查**能不能发现**。发现不了错误的检查，通过了也不说明什么。
#
# 讲解在[前向传播](../deep/forward.md)、[搭建块](../deep/blocks.md)、[前向与反向传播](../deep/backward.md)。想自己先写一遍，就只看每节的公式，把代码格遮住。

# %%
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown, display

from derive import network as book  # 书里的实现，当作参照
from derive.activations import relu, relu_prime, sigmoid, sigmoid_prime
from derive.gradient_check import gradient_check
from derive.trainer import train

rng = np.random.default_rng(3)


def show(*lines):
    """把几行 Markdown 显示出来，表格用它。"""
    display(Markdown("\n".join(lines)))


# %% [markdown]
# ## 准备：怎样才算检查过 {#checks}
#
# 随机的形状要包括三类：有一个数是 1 的（广播最容易在这里出岔子）、方的（转置弄错了也不报错）、各个数都不同的（弄错了多半会报错）。三个数依次是 $n^{[l-1]}$、$n^{[l]}$、$m$。

# %%
SHAPES = [(1, 1, 1), (3, 2, 1), (1, 4, 5), (3, 1, 4), (3, 3, 3), (2, 5, 7)]


def random_layer(n_prev, n, m):
    """随机的 A_prev、W、b。"""
    return (
        rng.standard_normal((n_prev, m)),
        rng.standard_normal((n, n_prev)),
        rng.standard_normal((n, 1)),
    )


def same(mine, theirs):
    """形状相同，差不超过最大元素的一万亿分之一（舍入误差比这还小）。"""
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    if mine.shape != theirs.shape:
        return False
    return bool(np.all(np.abs(mine - theirs) <= 1e-12 * np.abs(theirs).max()))


tallied = []  # 所有比较的结果，写报告时用


def tally(title, results):
    """数一数有几组相同。"""
    results = list(results)
    tallied.extend(results)
    print(f"{title}：{len(results)} 组里有 {sum(results)} 组相同")


def show_check(title, check):
    """梯度检验的结果；没通过时，指出差得最多的元素。"""
    print(f"{title}：{'通过' if check.passed else '没有通过'}")
    if not check.passed:
        print(
            f"　{check.worst}{list(check.entry)}："
            f"反向传播得 {check.analytic:.4f}，中心差商得 {check.numeric:.4f}"
        )


# %% [markdown]
# 先检查检查者：它认得出相同，也认得出少了一维、差了一点。

# %%
x = np.array([[1.0, 2.0]])
print("与自己相同：", same(x, x.copy()))
print("少了一维：", same(x[0], x))
print("差了十亿分之一：", same(x * (1 + 1e-9), x))

# %% [markdown]
# ## 一、初始化 {#initialize}
#
# 参数的形状由前后两层的大小定下：
#
# ```equation
# shape_of_w
# shape_of_b
# ```
#
# 权重随机取，偏置取零，理由在[随机初始化](../shallow/initialization.md)。乘多大的数也有讲究，下面用 $1/\sqrt{n^{[l-1]}}$；课程的作业先用 0.01，到了四层就不好使了，[实验 4](application.py#scale) 会量给你看。


# %%
def initialize_parameters_deep(layer_dims, seed=3):
    """W[l] ~ N(0, 1)/√n[l−1]，b[l] = 0。"""
    generator = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, n_prev = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = generator.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


parameters = initialize_parameters_deep([5, 4, 3, 1])
for name, value in parameters.items():
    print(name, value.shape)

# %% [markdown]
# 检查三件事：形状；偏置全是零；权重的均方根接近 $1/\sqrt{n^{[l-1]}}$（层要大，才看得准）。

# %%
big = initialize_parameters_deep([400, 300, 1])
print(f"W1 的均方根 {np.sqrt(np.mean(big['W1'] ** 2)):.4f}，应接近 {1 / np.sqrt(400):.4f}")
print("偏置全是零：", not big["b1"].any() and not big["b2"].any())
ours, books = initialize_parameters_deep([5, 4, 1]), book.initialize_parameters_deep([5, 4, 1])
tally("形状与书里的实现", (ours[name].shape == books[name].shape for name in books))

# %% [markdown]
# **改坏它**：把形状写反，每层是 $(n^{[l-1]}, n^{[l]})$。书里的前向函数会说清楚哪里不对；直接写 `W @ X` 则只有 NumPy 的一句英文。

# %%
X = rng.standard_normal((5, 10))
W_wrong, b = rng.standard_normal((5, 4)), np.zeros((4, 1))
try:
    book.linear_forward(X, W_wrong, b)
except ValueError as error:
    print("书里的函数：", error)
try:
    W_wrong @ X
except ValueError as error:
    print("NumPy：", error)

# %% [markdown]
# ## 二、线性前向 {#linear-forward}
#
# ```equation
# layer_z
# ```
#
# 程序里不必写那一行 1：$b^{[l]}$ 是 $(n^{[l]}, 1)$，加到 $(n^{[l]}, m)$ 上时，广播替我们抄成 $m$ 列。


# %%
def linear_forward(A_prev, W, b):
    """Z = W·A_prev + b；缓存 (A_prev, W, b)，反向时要用。"""
    Z = W @ A_prev + b
    return Z, (A_prev, W, b)


# %% [markdown]
# 与书里的实现相比，再与定律的另一种说法相比：每一列都等于那个样本单独算出的 $z^{[l]}$。
#
# ```equation
# layer_z_column
# ```

# %%
layers = [random_layer(*shape) for shape in SHAPES]
tally("与书里的实现", (same(linear_forward(*x)[0], book.linear_forward(*x)[0]) for x in layers))
tally(
    "一列一列地算",
    (
        same(
            linear_forward(A_prev, W, b)[0],
            np.hstack([W @ A_prev[:, [i]] + b for i in range(A_prev.shape[1])]),
        )
        for A_prev, W, b in layers
    ),
)

# %% [markdown]
# **改坏它**：把 $b^{[l]}$ 写成一维数组。它会沿着**另一个**方向广播。只有一个单元时碰巧是对的；有的形状报错；还有的形状不报错，却算出了别的数。

# %%
for (n_prev, n, m), (A_prev, W, b) in zip(SHAPES, layers, strict=True):
    try:
        Z = W @ A_prev + b.ravel()
        result = "对" if same(Z, linear_forward(A_prev, W, b)[0]) else "不报错，但是错的"
    except ValueError:
        result = "报错"
    print(f"n_prev={n_prev}　n={n}　m={m}　{result}")

# %% [markdown]
# ## 三、线性加激活 {#activation-forward}
#
# ```equation
# layer_a
# ```
#
# 逐元素，所以形状不变。隐藏层用 ReLU，输出层用 sigmoid。缓存里多存一个 $Z^{[l]}$：反向时斜率要在那里取。

# %%
ACTIVATIONS = {"relu": (relu, relu_prime), "sigmoid": (sigmoid, sigmoid_prime)}


def linear_activation_forward(A_prev, W, b, activation):
    """A = g(Z)；缓存 ((A_prev, W, b), Z)。"""
    g, _ = ACTIVATIONS[activation]
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = g(Z)
    return A, (linear_cache, Z)


for name in ACTIVATIONS:
    tally(
        name,
        (
            same(
                linear_activation_forward(*x, name)[0], book.linear_activation_forward(*x, name)[0]
            )
            for x in layers
        ),
    )

# %% [markdown]
# **改坏它**：缓存里存 $A^{[l]}$ 而不是 $Z^{[l]}$。前向的结果一个数也不变，所以**这一节的检查发现不了**；到第七节求斜率时，账才会算过来。检查只对它看过的东西负责。

# %% [markdown]
# ## 四、整个前向 {#model-forward}
#
# 从第 0 层出发，一层接一层，最后一层换成 sigmoid：
#
# ```equation
# input_layer
# last_a
# output_layer
# ```


# %%
def L_model_forward(X, parameters):
    """A[0] = X；前 L−1 层 ReLU，第 L 层 sigmoid。返回 AL 与 L 份缓存。"""
    L = len(parameters) // 2
    caches = []
    A = X
    for l in range(1, L + 1):
        activation = "relu" if l < L else "sigmoid"
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation
        )
        caches.append(cache)
    return A, caches


# %%
NETWORKS = [[1, 1], [3, 1], [2, 4, 1], [3, 3, 3, 1], [5, 4, 3, 2, 1]]  # 从一层到四层


def random_network(layer_dims, m=6):
    """随机的数据与参数；偏置也取随机数，免得漏查了它。"""
    X = rng.standard_normal((layer_dims[0], m))
    Y = (rng.random((layer_dims[-1], m)) < 0.5).astype(float)
    parameters = initialize_parameters_deep(layer_dims)
    for name in parameters:
        parameters[name] = parameters[name] + 0.3 * rng.standard_normal(parameters[name].shape)
    return X, Y, parameters


networks = [random_network(layer_dims) for layer_dims in NETWORKS]
tally(
    "与书里的实现",
    (same(L_model_forward(X, p)[0], book.L_model_forward(X, p)[0]) for X, _, p in networks),
)
tally("缓存每层一份", (len(L_model_forward(X, p)[1]) == len(p) // 2 for X, _, p in networks))

# %% [markdown]
# **改坏它**：循环写成 `range(1, L)`，漏了最后一层。单看“有没有报错”是看不出来的；看输出的形状与范围就露馅了。

# %%
X, Y, parameters = networks[-1]
A = X
for l in range(1, len(parameters) // 2):
    A, _ = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
AL, caches = L_model_forward(X, parameters)
for title, output in [("漏了最后一层", A), ("正确的", AL)]:
    inside = bool(np.all((output > 0) & (output < 1)))
    print(f"{title}：输出的形状 {output.shape}，都在 0 与 1 之间：{inside}")

# %% [markdown]
# ## 五、代价 {#cost}
#
# ```equation
# deep_cost
# ```
#
# 两个迹就是“对应相乘再求和”，程序里写成逐元素的乘法和 `np.sum`。


# %%
def compute_cost(AL, Y):
    """J = −(1/m) Σ (y ln a + (1−y) ln(1−a))。"""
    m = Y.shape[1]
    return float(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)


# %% [markdown]
# 一个不需要参照的检查：全部猜 1/2，代价应是 $@loss_of_coin$，不管标签是什么。

# %%
Y = (rng.random((1, 9)) < 0.5).astype(float)
print(f"全部猜一半：{compute_cost(np.full((1, 9), 0.5), Y):.4f}，ln 2 = {np.log(2):.4f}")
tally(
    "与书里的实现",
    (
        same(compute_cost(AL, Y), book.compute_cost(AL, Y))
        for AL, Y in ((L_model_forward(X, p)[0], Y) for X, Y, p in networks)
    ),
)

# %% [markdown]
# **改坏它**：忘了除以 $m$。样本翻倍，代价也翻倍；平均值不该这样。这也是一个不需要参照的检查：把数据抄成两份，代价不变。


# %%
def cost_without_mean(AL, Y):
    return float(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


X, Y, parameters = networks[-1]
AL, _ = L_model_forward(X, parameters)
for title, cost in [("正确的", compute_cost), ("忘了除以 m", cost_without_mean)]:
    once, twice = cost(AL, Y), cost(np.hstack([AL, AL]), np.hstack([Y, Y]))
    print(f"{title}：{once:.4f}，数据抄成两份之后 {twice:.4f}")

# %% [markdown]
# 这条公式在纸上没有毛病，在浮点数里有一处：预测舍入成恰好 1 时，程序去算 0 乘 ln 0，得到的不是一个数。书里的 `compute_cost` 处理了它：

# %%
AL, Y = np.array([[1.0, 0.5]]), np.array([[1.0, 0.0]])
with np.errstate(divide="ignore", invalid="ignore"):
    print("这里写的：", compute_cost(AL, Y))
print(f"书里的：　 {book.compute_cost(AL, Y):.4f}")

# %% [markdown]
# ## 六、线性反向 {#linear-backward}
#
# 三条定律，三行程序。这是最容易写错、也最值得查的三行：
#
# ```equation
# layer_dw
# layer_db
# layer_da
# ```


# %%
def linear_backward(dZ, cache):
    """dW = dZ·A_prevᵀ/m，db = dZ 每行的平均，dA_prev = Wᵀ·dZ。"""
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


# %% [markdown]
# 先与书里的实现相比。但书里的实现也是这三行，两边犯同样的错就会“相同”。更可靠的是**差商**：挪动一个参数，看代价变多少，它与反向传播没有一行相同的代码。
#
# 拿什么作代价？反向传播每退一层，只需要知道代价在这一层的一阶部分：
#
# ```equation
# cost_beyond_layer
# ```
#
# 把它当作代价，$dZ^{[l]}$ 取随机数，对 $W^{[l]}$、$b^{[l]}$ 求差商就行了。


# %%
def check_layer(backward, A_prev, W, b, dZ):
    """用差商检查一层的 dW 与 db。"""
    m = A_prev.shape[1]

    def cost(p):
        return float(np.sum(dZ * (p["W1"] @ A_prev + p["b1"])) / m)

    _, dW, db = backward(dZ, (A_prev, W, b))
    return gradient_check(cost, {"W1": W, "b1": b}, {"dW1": dW, "db1": db})


dZs = [rng.standard_normal((n, m)) for _, n, m in SHAPES]
tally(
    "三个结果与书里的实现",
    (
        all(map(same, linear_backward(dZ, x), book.linear_backward(dZ, x)))
        for x, dZ in zip(layers, dZs, strict=True)
    ),
)
passed = [check_layer(linear_backward, *x, dZ).passed for x, dZ in zip(layers, dZs, strict=True)]
print(f"dW、db 与差商：{len(passed)} 组里有 {sum(passed)} 组通过")

# %% [markdown]
# $dA^{[l-1]}$ 也要查：挪动的是输入的每一个元素。按约定，它是 $m$ 倍的导数，所以差商里没有除以 $m$。


# %%
def numeric_dA_prev(dZ, A_prev, W, b, epsilon=1e-5):
    """逐个挪动 A_prev 的元素，用中心差商求 dA_prev。"""
    result = np.empty_like(A_prev)
    for where in np.ndindex(A_prev.shape):
        values = []
        for step in (epsilon, -epsilon):
            moved = A_prev.copy()
            moved[where] += step
            values.append(np.sum(dZ * (W @ moved + b)))
        result[where] = (values[0] - values[1]) / (2 * epsilon)
    return result


close = [
    np.allclose(linear_backward(dZ, x)[0], numeric_dA_prev(dZ, *x), rtol=1e-6, atol=1e-8)
    for x, dZ in zip(layers, dZs, strict=True)
]
print(f"dA_prev 与差商：{len(close)} 组里有 {sum(close)} 组相符")

# %% [markdown]
# **改坏它**：去掉 `A_prev.T` 的 `.T`。看每组形状上发生了什么。


# %%
def backward_without_transpose(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev / m, np.sum(dZ, axis=1, keepdims=True) / m


for (n_prev, n, m), x, dZ in zip(SHAPES, layers, dZs, strict=True):
    title = f"n_prev={n_prev}　n={n}　m={m}"
    try:
        show_check(title, check_layer(backward_without_transpose, *x, dZ))
    except ValueError as error:
        print(f"{title}：报错\n　{error}")

# %% [markdown]
# 三种结局都出现了。形状全是 1 时，转不转置是一回事，这样的例子**查不出**错；多数形状当场报错，消息里的 `size … is different from …` 说的是中间的两个维数接不上；最危险的是 `A_prev` 是方阵的那一组：形状对，不报错，只有差商指出它错了。所以检查要用许多形状，不能只用一组。
#
# 再改坏一处：`db` 漏了 `keepdims=True`。

# %%
A_prev, W, b = layers[4]
dZ = dZs[4]
db_flat = np.sum(dZ, axis=1) / dZ.shape[1]
db = linear_backward(dZ, (A_prev, W, b))[2]
print(f"db 的形状应为 {db.shape}，漏了 keepdims 得到 {db_flat.shape}")
print(f"更新之后，b 的形状由 {b.shape} 变成 {(b - 0.1 * db_flat).shape}，没有报错")

# %% [markdown]
# ## 七、激活的反向 {#activation-backward}
#
# 过激活函数，逐元素地乘上斜率。斜率在 $Z^{[l-1]}$ 处取：
#
# ```equation
# layer_dz
# ```


# %%
def linear_activation_backward(dA, cache, activation):
    """dZ = dA ⊙ g′(Z)，其余交给 linear_backward。"""
    _, g_prime = ACTIVATIONS[activation]
    linear_cache, Z = cache
    dZ = dA * g_prime(Z)
    return linear_backward(dZ, linear_cache)


def check_activation(backward, activation, A_prev, W, b, dA):
    """用差商检查“激活加线性”的一层：代价取 Σ dA ⊙ g(Z) / m。"""
    g, _ = ACTIVATIONS[activation]
    m = A_prev.shape[1]

    def cost(p):
        return float(np.sum(dA * g(p["W1"] @ A_prev + p["b1"])) / m)

    _, cache = linear_activation_forward(A_prev, W, b, activation)
    _, dW, db = backward(dA, cache, activation)
    return gradient_check(cost, {"W1": W, "b1": b}, {"dW1": dW, "db1": db})


for activation in ACTIVATIONS:
    passed = [
        check_activation(linear_activation_backward, activation, *x, dA).passed
        for x, dA in zip(layers, dZs, strict=True)
    ]
    print(f"{activation} 与差商：{len(passed)} 组里有 {sum(passed)} 组通过")

# %% [markdown]
# **改坏它**：斜率在 $A$ 处取，而不是在 $Z$ 处。这正是第三节里“缓存存错了”的后果。先猜一猜：哪一种激活函数会露馅？


# %%
def slope_at_A(dA, cache, activation):
    g, g_prime = ACTIVATIONS[activation]
    linear_cache, Z = cache
    return linear_backward(dA * g_prime(g(Z)), linear_cache)


for activation in ACTIVATIONS:
    show_check(activation, check_activation(slope_at_A, activation, *layers[-1], dZs[-1]))

# %% [markdown]
# ReLU 查不出来：$z$ 大于零时 $a$ 也大于零，斜率碰巧一样。sigmoid 一查就露馅。隐藏层全用 ReLU 的网络可以带着这个错误一直跑下去，直到哪天有人把激活函数换成 tanh。

# %% [markdown]
# ## 八、整个反向 {#model-backward}
#
# 起点在最后一层，然后一层一层往回退：
#
# ```equation
# backward_base
# backward_step
# ```
#
# 起点不经过 $dA^{[L]}$。课程的作业先算 $dA^{[L]}$，再乘 sigmoid 的斜率；纸上两条路一样，见[@base_by_da]。


# %%
def L_model_backward(AL, Y, caches):
    """dZ[L] = A[L] − Y，然后 l = L−1, …, 1。"""
    L = len(caches)
    grads = {}
    linear_cache, _ = caches[L - 1]
    dZL = AL - Y
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(dZL, linear_cache)
    for l in range(L - 1, 0, -1):
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(
            grads[f"dA{l}"], caches[l - 1], "relu"
        )
    return grads


# %% [markdown]
# 现在可以检查整个网络了：代价是真的代价，参数一个一个地挪。


# %%
def check_network(X, Y, parameters, grads):
    """整个网络的梯度检验。"""
    return gradient_check(lambda p: compute_cost(L_model_forward(X, p)[0], Y), parameters, grads)


checks = []
for layer_dims, (X, Y, parameters) in zip(NETWORKS, networks, strict=True):
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    expected = book.L_model_backward(AL, Y, caches)
    checks.append(check_network(X, Y, parameters, grads))
    title = "-".join(map(str, layer_dims))
    agree = all(same(grads[name], expected[name]) for name in expected)
    verdict = "通过" if checks[-1].passed else "没有通过"
    print(f"{title}　与书里的实现相同：{agree}　差商：{verdict}")

# %% [markdown]
# **改坏它**，四种常见的错，都在一个 3-3-3-1 的网络上。隐藏层与输入一样大，所以没有一种会报错：

# %%
X, Y, parameters = networks[3]
AL, caches = L_model_forward(X, parameters)
m = X.shape[1]
broken = {
    "起点的符号反了": L_model_backward(Y - (AL - Y), Y, caches),  # 起点成了 Y − AL
    "1/m 除了两次": L_model_backward(Y + (AL - Y) / m, Y, caches),  # 起点成了 (AL − Y)/m
    "缓存的层号弄错": L_model_backward(AL, Y, [caches[1], caches[0], caches[2]]),
}
swapped = L_model_backward(AL, Y, caches)
swapped["dW1"] = swapped["dW1"].T
broken["dW1 转置了"] = swapped
for title, grads in broken.items():
    show_check(title, check_network(X, Y, parameters, grads))

# %% [markdown]
# 梯度检验指出的是差得**最多**的那个元素。起点错了，处处都错；只有一层错了，就指着那一层。
#
# 最后看看课程的那条路会怎样。预测不极端时，两条路得到同样的起点。预测舍入成恰好 1 时，除法先得到无穷大；再乘斜率，斜率很小也还是无穷大，斜率舍入成 0 就不是一个数了：


# %%
def start_by_dA(AL, Y, ZL):
    """先 dA[L]，再乘斜率。"""
    dAL = -(Y / AL) + (1 - Y) / (1 - AL)
    return dAL * sigmoid_prime(ZL)


Y = np.array([[0.0, 1.0, 0.0, 0.0]])
ZL = np.array([[-2.0, 0.5, 40.0, 800.0]])  # 后两个又自信又错
AL = sigmoid(ZL)
with np.errstate(divide="ignore", invalid="ignore"):
    by_dA = start_by_dA(AL, Y, ZL)
print("A[L] − Y：  ", np.round(AL - Y, 4))
print("先求 dA[L]：", np.round(by_dA, 4))

# %% [markdown]
# ## 九、更新 {#update}
#
# ```equation
# update_wl
# update_bl
# ```


# %%
def update_parameters(parameters, grads, learning_rate):
    """θ ← θ − α dθ；返回新的字典，不改动旧的。"""
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


# %% [markdown]
# 一个不需要参照的检查：步子很小时，代价减少的量应接近学习率乘以梯度的平方和，这就是[沿梯度下降的方向](../basics/gradient-descent.md)走一步。比值应随着学习率变小而趋于 1。

# %%
X, Y, parameters = networks[-1]
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
before = compute_cost(AL, Y)
squares = sum(float(np.sum(grads[f"d{name}"] ** 2)) for name in parameters)
for learning_rate in (1.0, 0.1, 0.01, 0.001):
    moved = update_parameters(parameters, grads, learning_rate)
    fall = before - compute_cost(L_model_forward(X, moved)[0], Y)
    ratio = fall / (learning_rate * squares)
    print(f"学习率 {learning_rate:<6}代价减少 {fall:.6f}　比值 {ratio:.4f}")

# %% [markdown]
# **改坏它**，两处。第一处：就地更新（`-=`），于是传进来的那份参数也变了，留着的“旧参数”不再是旧的。第二处：加号，代价就上升。


# %%
def update_in_place(parameters, grads, learning_rate):
    for name in parameters:
        parameters[name] -= learning_rate * grads[f"d{name}"]
    return parameters


kept = {name: value.copy() for name, value in parameters.items()}
passed_in = {name: value.copy() for name, value in parameters.items()}
update_parameters(passed_in, grads, 0.1)
print("正确的写法，旧参数没有变：", all(np.array_equal(passed_in[n], kept[n]) for n in kept))
update_in_place(passed_in, grads, 0.1)
print("就地更新，　旧参数没有变：", all(np.array_equal(passed_in[n], kept[n]) for n in kept))
uphill = update_parameters(parameters, grads, -0.1)  # 减去负的，就是加
print(f"加号：代价由 {before:.4f} 变成 {compute_cost(L_model_forward(X, uphill)[0], Y):.4f}")

# %% [markdown]
# ## 合起来：训练一个小网络 {#train}
#
# 九个函数都有了。数据是一个圆和围着它的一个环，一条直线分不开；三层的网络，前向、代价、反向、更新，反复地做。


# %%
def rings(m, generator):
    """里面的圆标 1，外面的环标 0。X：(2, m)，Y：(1, m)。"""
    Y = np.arange(m) % 2 == 1
    radius = np.where(Y, 0.5, 1.2) + 0.15 * generator.standard_normal(m)
    angle = 2 * np.pi * generator.random(m)
    return np.vstack([radius * np.cos(angle), radius * np.sin(angle)]), Y[np.newaxis].astype(float)


def L_layer_model(X, Y, layer_dims, learning_rate, num_iterations):
    """训练，返回参数与每一步的代价。"""
    parameters = initialize_parameters_deep(layer_dims)
    costs = []
    for _ in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def accuracy(X, Y, parameters):
    AL, _ = L_model_forward(X, parameters)
    return float(np.mean((AL > 0.5) == Y))


X, Y = rings(200, np.random.default_rng(0))
X_new, Y_new = rings(1000, np.random.default_rng(1))  # 另抽的样本，不参加训练
LAYER_DIMS, LEARNING_RATE, ITERATIONS = [2, 6, 4, 1], 0.3, 1000
trained, costs = L_layer_model(X, Y, LAYER_DIMS, LEARNING_RATE, ITERATIONS)
for k in range(0, ITERATIONS, 200):
    print(f"第 {k:>4} 步　代价 {costs[k]:.4f}")
print(f"最后一步　代价 {costs[-1]:.4f}")

# %% [markdown]
# 每个数组的形状，一层一行。先自己写出来，再对照：

# %%
_, caches = L_model_forward(X, trained)
rows = []
for l, ((A_prev, W, b), Z) in enumerate(caches, 1):
    rows.append(f"| {l} | {W.shape} | {b.shape} | {A_prev.shape} | {Z.shape} | {W.size + b.size} |")
show(
    "| 层 | `W` | `b` | `A_prev` | `Z`、`A` | 参数个数 |",
    "|---|---|---|---|---|---|",
    *rows,
)

# %% [markdown]
# 还有一个独立的参照：书里的训练程序 `derive.trainer`。公式相同，写法很不一样（偏置并进权重、中间的数组反复使用）。从同样的参数出发，走同样的步数，每一步的代价都应相同。

# %%
reference = train(
    X,
    Y,
    LAYER_DIMS,
    learning_rate=LEARNING_RATE,
    steps=ITERATIONS,
    parameters=initialize_parameters_deep(LAYER_DIMS),
)
print("头一百步的代价相同：", np.allclose(costs[:100], reference.costs[:100], rtol=1e-9))
print("全部的代价相同：", np.allclose(costs, reference.costs[:-1], rtol=1e-5))
agree = np.mean(reference.predict(X_new) == (L_model_forward(X_new, trained)[0] > 0.5))
print(f"在 {X_new.shape[1]} 个新样本上，预测相同的有 {agree:.1%}")

# %%
# 图：左边是代价随步数下降的曲线；右边是两类点，里面一圈与外面一环，和把它们分开的闭合边界
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.6))
left.plot(costs)
left.set(xlabel="步数", ylabel="代价", ylim=(0, None))
grid = np.linspace(-2, 2, 81)
u, v = np.meshgrid(grid, grid)
P, _ = L_model_forward(np.vstack([u.ravel(), v.ravel()]), trained)
inside = Y[0] == 1
right.plot(*X[:, inside], "o", markersize=3, label="标签 1")
right.plot(*X[:, ~inside], "x", markersize=4, label="标签 0")
right.contour(u, v, P.reshape(u.shape), levels=[0.5], colors="gray")
right.set(aspect="equal", xlabel="x₁", ylabel="x₂")
right.legend(loc="upper center", ncols=2)
plt.show()

# %%
trained_accuracy, new_accuracy = accuracy(X, Y, trained), accuracy(X_new, Y_new, trained)
line, _ = L_layer_model(X, Y, [2, 1], LEARNING_RATE, ITERATIONS)
line_accuracy = accuracy(X_new, Y_new, line)
show(
    "| 网络 | 训练集 | 新样本 |",
    "|---|---|---|",
    f"| 一层（逻辑回归） | {accuracy(X, Y, line):.1%} | {line_accuracy:.1%} |",
    f"| 三层（2-6-4-1） | {trained_accuracy:.1%} | {new_accuracy:.1%} |",
)

# %% [markdown]
# 代价下降，**不**证明梯度是对的。拿“1/m 除了两次”的错误来训练：方向没错，只是步子短了，代价照样一步步下降，只是慢得多：

# %%
p, slow = initialize_parameters_deep(LAYER_DIMS), []
for _ in range(ITERATIONS):
    AL, caches = L_model_forward(X, p)
    slow.append(compute_cost(AL, Y))
    grads = L_model_backward(AL, Y, caches)
    too_small = {name: value / X.shape[1] for name, value in grads.items()}
    p = update_parameters(p, too_small, LEARNING_RATE)
print("每一步都在降：", bool(np.all(np.diff(slow) < 0)))
print(f"{ITERATIONS} 步之后的代价：{slow[-1]:.4f}；梯度正确时：{costs[-1]:.4f}")

# %% [markdown]
# ## 思考题 {#questions}
#
# **一、** 第六节里，形状全是 1 的那一组查不出漏掉的转置。再举两种“查不出某个错”的测试数据。
#
# ??? success "答案"
#
#     偏置全取零，查不出“忘了加偏置”；所有样本都相同，查不出“把平均写成只取第一个样本”；标签全是 1，查不出代价的第二项写错。所以上面的 `random_network` 连偏置也取了随机数。
#
# **二、** 梯度检验用中心差商。步长 `epsilon` 取 0.1 会怎样？取 1e-12 呢？改一改 `check_network` 试试。
#
# ??? success "答案"
#
#     太大，差商是弦的斜率，与切线差得多，误差与步长的平方成正比，正确的梯度也通不过。太小，两个代价几乎相等，相减时有效数字丢光了；`gradient_check` 知道差商有多大的噪声，会先扣除，所以正确的梯度仍然通过，可是差千分之一的梯度也通过了，检查变钝了。一万分之一到百万分之一之间最合适。
#
# **三、** 起点的符号反了，是哪一层的梯度错了？错成什么样？用它训练会看到什么？
#
# ??? success "答案"
#
#     每一层都错，每个梯度都恰好变号：后面的各步对 $dZ$ 都是线性的，见[@backward_step]。于是每一步都往上坡走，代价上升。
#
# **四、** 为什么 `L_model_backward` 要从最后一层往前循环？把 `range(L - 1, 0, -1)` 写成 `range(1, L)`，会在哪一行停下？
#
# ??? success "答案"
#
#     第 $l$ 层要用到第 $l+1$ 层送来的 $dA^{[l]}$。从前往后，三层以上的网络在第一次循环取 `grads["dA1"]` 时就出 `KeyError`：那时只有最后一层的结果。两层的网络循环只走一次，正反都一样，又是一个查不出错的例子。
#
# **五、** 给九个函数再加一种激活函数 tanh，要改哪几行？
#
# ??? success "提示"
#
#     `ACTIVATIONS` 加一行：tanh 与它的导数。前向与反向各有一处写死了 `"relu"`。改完别忘了重做第七、八节的检查，尤其是斜率取错地方的那一个：这次它会露馅。

# %% [markdown]
# ## 实验报告 {#report}
#
# 下面是一份填好的报告，里面的数都由上面的程序算出。自己写的时候，可以从空的模板开始，它在这一页开头的“下载”里。

# %%
checked = sum(value.size for _, _, p in networks for value in p.values())
found = sum(not check_network(*networks[3], grads).passed for grads in broken.values())
show(
    "**原理。** L 层网络的前向传播逐层做线性变换和激活；代价是交叉熵的平均。反向传播从最后一层的"
    "“预测减标签”出发，每退一层，乘以权重的转置和激活函数的斜率；每层的梯度是 `dZ` 与上一层激活值"
    "转置的乘积，除以样本数。推导见“前向与反向传播”一章。",
    "",
    "**环境。** Python 与 NumPy，随机种子固定；"
    "参照是 `derive.network`、`derive.trainer` 与中心差商。",
    "",
    "**结果。**",
    "",
    f"- 与参照相比 {len(tallied)} 次，相同 {sum(tallied)} 次。",
    f"- 梯度检验查了 {len(checks)} 个网络，共 {checked} 个参数，"
    f"通过 {sum(check.passed for check in checks)} 个。",
    f"- 故意弄错的 {len(broken)} 种反向传播，梯度检验发现了 {found} 种。",
    f"- 2-6-4-1 的网络训练 {ITERATIONS} 步，代价由 {costs[0]:.4f} 降到 {costs[-1]:.4f}；"
    f"训练集准确率 {trained_accuracy:.1%}，{X_new.shape[1]} 个新样本上 {new_accuracy:.1%}。",
    f"- 同样的数据，逻辑回归在新样本上只有 {line_accuracy:.1%}。",
    "",
    "**分析。** 逻辑回归只能画直线，圆与环的中心相同，任何直线都分不好；"
    "隐藏层把边界弯成了闭合的一圈。"
    "检查的过程比结果更有启发：漏掉转置在方形的数据上不报错，斜率取错地方在 ReLU 上查不出来，"
    "1/m 除了两次代价照样下降。只有“许多形状、独立的参照、改坏了会红”三样合起来，才说得上检查过。",
)
