# %% [markdown]
# # 实验 2：平面数据与一个隐藏层
#
# 平面上的点只有两个特征，好处是什么都看得见：数据的样子，网络画出的分界，每个隐藏单元各管哪里。这个实验先让逻辑回归失败一次，再加一个隐藏层，然后看隐藏单元要几个、初始值为什么要随机、学习率该多大、什么时候会过拟合。
#
# 讲解在[浅层神经网络](../shallow/overview.md)各章，尤其是[梯度下降](../shallow/gradient-descent.md)与[随机初始化](../shallow/initialization.md)。一个单元怎样训练，见[实验 1](logistic-regression.py)。

# %%
import platform

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown, display

from derive import logistic, shallow
from derive.activations import sigmoid, tanh, tanh_prime
from derive.gradient_check import gradient_check
from derive.trainer import train


def show(*lines):
    """把几行 Markdown 显示出来，表格用它。"""
    display(Markdown("\n".join(lines)))


# %% [markdown]
# ## 一朵花 {#flower}
#
# 数据由我们自己造，公式写在程序里：六片花瓣，两种颜色相间。每个点先抽一片花瓣，再抽它偏离花瓣中线多少；离中线越远，花瓣越短；最后在长短上加一点噪声。


# %%
def flower(m, rng):
    """m 个点：k = 0…5 是第几片花瓣，t 在 −1 与 1 之间是偏离中线多少，
    角度 (2k + t)·π/6，半径 3·cos(πt/2) + 0.2·噪声；标签是 k 的奇偶。X：(2, m)；Y：(1, m)。
    """
    k = rng.integers(0, 6, (1, m))
    t = rng.uniform(-1, 1, (1, m))
    angle = (2 * k + t) * np.pi / 6
    radius = 3 * np.cos(np.pi * t / 2) + 0.2 * rng.standard_normal((1, m))
    return np.vstack([radius * np.cos(angle), radius * np.sin(angle)]), k % 2


X, Y = flower(400, np.random.default_rng(1))
X_dev, Y_dev = flower(2000, np.random.default_rng(2))
X_test, Y_test = flower(2000, np.random.default_rng(3))
print(f"X {X.shape}，Y {Y.shape}，标签为 1 的占 {Y.mean():.4f}")

# %% [markdown]
# 另抽了两份没参加训练的点：一份用来挑选（**开发集**，dev set），一份最后才看（**测试集**）。[为什么要分开](../deep/hyperparameters.md#dev-set)：挑的时候看过的数据，量出来的成绩会偏高。自己造的数据要多少有多少，所以各抽 2000 个，量得准一些。


# %%
def draw(axis, X, Y, predict=None, size=8):
    """画点；给了 predict，就先涂出它判为 0 与 1 的两片地方。"""
    if predict is not None:
        edge = 1.1 * np.abs(X).max()
        line = np.linspace(-edge, edge, 101)
        first, second = np.meshgrid(line, line)
        p = predict(np.vstack([first.ravel(), second.ravel()])).reshape(first.shape)
        axis.set_facecolor("#c9dcf2")  # 判为 0 的地方
        axis.contourf(first, second, p, levels=[0.5, 1], colors=["#f7d9c4"])  # 判为 1 的地方
    for label, color, marker in ((0, "#1f5fa8", "o"), (1, "#c2571a", "^")):
        axis.scatter(*X[:, Y[0] == label], s=size, c=color, marker=marker, linewidths=0)
    axis.set_aspect("equal")
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines[:].set_visible(False)


# 图：四百个点组成六片花瓣，蓝色圆点与橙色三角相间；花瓣在中心挤在一起，边上有少数点混杂。
fig, axis = plt.subplots(figsize=(4, 4))
draw(axis, X, Y)
plt.show()

# %% [markdown]
# ## 逻辑回归先试 {#logistic}
#
# 一个单元只能画一条直线，线的一边是 0，另一边是 1。

# %%
line = logistic.model(X, Y, X_dev, Y_dev, num_iterations=2000, learning_rate=0.3)
line_train = np.mean(line["Y_prediction_train"] == Y)
line_dev = np.mean(line["Y_prediction_test"] == Y_dev)
print(f"代价：从 {line['costs'][0]:.4f} 降到 {line['costs'][-1]:.4f}")
print(f"准确率：训练集 {line_train:.4f}，开发集 {line_dev:.4f}")

# %%
# 图：花的数据上，逻辑回归的分界是一条直线，每一边都有两种颜色的花瓣。
fig, axis = plt.subplots(figsize=(4, 4))
draw(axis, X, Y, lambda X: sigmoid(line["w"].T @ X + line["b"]))
plt.show()

# %% [markdown]
# 不是训练得不够：代价是凸的，[@logistic_convex]，再走多久也不过如此。是它**画不出**需要的分界。不信的话，把直线一条条试过来：180 个方向，每个方向上把线挪到每两个点之间，看最好的一条能答对多少。


# %%
def best_line(X, Y):
    """180 个方向、每个方向上所有位置的直线里，答对最多的那一条的准确率。"""
    best = 0.0
    for angle in np.linspace(0, np.pi, 180, endpoint=False):
        order = np.argsort(np.cos(angle) * X[0] + np.sin(angle) * X[1])
        signs = 1 - 2 * Y[0, order]  # 标签 0 记 1，标签 1 记 −1
        right = np.sum(Y) + np.concatenate([[0], np.cumsum(signs)])  # 线左边判 0，右边判 1
        best = max(best, right.max() / Y.size, 1 - right.min() / Y.size)
    return float(best)


limit = best_line(X, Y)
print(f"最好的一条直线，训练集上也只答对 {limit:.4f}")

# %% [markdown]
# 道理看图就明白：线的哪一边，花瓣的颜色都是相间的，一条线最多照顾得了六片里的四片（各片的点数不等，所以答对的与三分之二略有出入）。要分开它们，得先有几条线，再把它们合起来。
#
# 反过来问：知道这朵花的公式，能答对多少？花瓣在中心挤在一起，噪声会把一些点推到对面去，谁也猜不对。按角度判断，量出来的就是**上限**：

# %%
sector = np.round(np.arctan2(X_dev[1], X_dev[0]) * 3 / np.pi) % 2
ceiling = np.mean(sector == Y_dev)
print(f"知道公式的人，开发集上答对 {ceiling:.4f}")

# %% [markdown]
# ## 加一个隐藏层 {#hidden}
#
# 隐藏层（hidden layer）先画几条线，输出单元再把它们合起来。四个前向的式子：
#
# ```equation
# forward_z1
# forward_a1
# forward_z2
# forward_a2
# ```
#
# 隐藏层的 $g$ 取 tanh。反向的六个式子，都是[证过的](../shallow/gradient-descent.md#backward)：
#
# ```equation
# backward_dz2
# backward_dw2
# backward_db2
# backward_dz1
# backward_dw1
# backward_db1
# ```


# %%
def forward(X, parameters):
    """四个前向的式子。X：(2, m)；返回 A2：(1, m) 与缓存。"""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "A2": A2}


def backward(parameters, cache, X, Y):
    """六个反向的式子。返回 {"dW1", "db1", "dW2", "db2"}，形状与参数相同。"""
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = dZ2 @ cache["A1"].T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = parameters["W2"].T @ dZ2 * tanh_prime(cache["Z1"])
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# %% [markdown]
# ### 逐项核对 {#check}
#
# 先看形状：梯度与参数同形，[@shape_of_dw]。再做梯度检验（gradient check）：每个参数各挪一小步，量代价变了多少。核对用的参数取得大一些，各不相同；贴着零的参数，有些错误看不出来。

# %%
rng = np.random.default_rng(4)
trial = {
    "W1": rng.standard_normal((4, 2)),
    "b1": rng.standard_normal((4, 1)),
    "W2": rng.standard_normal((1, 4)),
    "b2": rng.standard_normal((1, 1)),
}


def cost(parameters):
    """参数 → 代价。"""
    return shallow.compute_cost(forward(X, parameters)[0], Y)


_, cache = forward(X, trial)
grads = backward(trial, cache, X, Y)
for name, value in trial.items():
    assert grads[f"d{name}"].shape == value.shape
check = gradient_check(cost, trial, grads)
print(
    "参数",
    sum(value.size for value in trial.values()),
    "个，梯度检验",
    "通过" if check.passed else "没有通过",
)

# %% [markdown]
# 一处一处地写错，看检验能不能发现。最后一种最不容易看出来：形状全对，只是 tanh 的斜率取在了 $A^{[1]}$ 处，而不是 $Z^{[1]}$ 处。

# %%
dZ2 = cache["A2"] - Y
dZ1 = trial["W2"].T @ dZ2 * tanh_prime(cache["A1"])
mistakes = {
    "dW2 漏了 1/m": {"dW2": dZ2 @ cache["A1"].T},
    "db1 弄反了 axis": {"db1": np.full((4, 1), np.mean(dZ1))},
    "忘了乘 tanh 的斜率": {"dW1": trial["W2"].T @ dZ2 @ X.T / X.shape[1]},
    "斜率取在 A1 处": {"dW1": dZ1 @ X.T / X.shape[1]},
}
found = {what: gradient_check(cost, trial, {**grads, **wrong}) for what, wrong in mistakes.items()}
for what, check in found.items():
    print(f"{'没有发现' if check.passed else '发现了'}“{what}”：可疑的是 {check.worst}")

# %% [markdown]
# ### 训练 {#train}
#
# 初始的权重取小的随机数，偏置取零；然后重复“前向、反向、更新”。四个隐藏单元，与课程相同。

# %%
parameters = shallow.initialize_parameters(n_x=2, n_h=4, n_y=1, rng=1)
steps, learning_rate = 4000, 0.3
for k in range(steps + 1):
    A2, cache = forward(X, parameters)
    if k % 500 == 0:
        print(f"第 {k:4d} 步：代价 {shallow.compute_cost(A2, Y):.4f}")
    if k < steps:
        grads = backward(parameters, cache, X, Y)
        parameters = shallow.update_parameters(parameters, grads, learning_rate)

# %% [markdown]
# 本书的训练器每一步算的是同样的式子，只是少做重复的检查与分配，快得多。从同样的初始值出发，走同样多步，参数应当一样：

# %%
four = train(X, Y, (2, 4, 1), "tanh", learning_rate=learning_rate, steps=steps, scale=0.01, rng=1)
gap = max(np.max(np.abs(four.parameters[name] - parameters[name])) for name in parameters)
print(f"与训练器的参数之差小于 1e-6：{gap < 1e-6}")

# %%
# 图：左，代价曲线，先在一处平台停留，然后陡降，再缓缓下降。右，四个隐藏单元的网络画出的分界，六片区域颜色相间，与花瓣吻合。
fig, axes = plt.subplots(1, 2, figsize=(6.4, 2.9))
axes[0].plot(four.costs)
axes[0].set_xlabel("步数")
axes[0].set_ylabel("代价")
draw(axes[1], X, Y, four.probabilities)
plt.show()

# %% [markdown]
# 开头那段平台值得一看：初始的权重很小，各个隐藏单元几乎什么也没说，网络与“总答一半”差不多；等它们慢慢长开、各自占住一个方向，代价就陡然降下来。

# %% [markdown]
# ## 每个单元画一条线 {#lines}
#
# 隐藏单元的 $z$ 等于零的地方，是平面上的一条直线，单元在线的两边给出不同的正负。把三个单元的网络拆开来看：

# %%
three = train(X, Y, (2, 3, 1), "tanh", learning_rate=learning_rate, steps=steps, scale=0.01, rng=1)

# 图：三个隐藏单元的网络。三条虚线都穿过花的中心，彼此约成六十度，把平面切成六块；分界正好沿着这三条线。
fig, axis = plt.subplots(figsize=(4, 4))
draw(axis, X, Y, three.probabilities)
along = np.array([-3.3, 3.3])
for (w1, w2), b in zip(three.parameters["W1"], three.parameters["b1"][:, 0], strict=True):
    center = -b * np.array([w1, w2]) / (w1**2 + w2**2)  # 线上离原点最近的一点
    direction = np.array([-w2, w1]) / np.hypot(w1, w2)
    axis.plot(*(center[:, None] + direction[:, None] * along), "k--", linewidth=1)
axis.set_xlim(-3.5, 3.5)
axis.set_ylim(-3.5, 3.5)
plt.show()

# %%
angles = np.degrees(np.arctan2(three.parameters["W1"][:, 1], three.parameters["W1"][:, 0])) % 180
print("三条线的方向，相邻两条相差", np.diff(np.sort(angles)).round(1), "度")

# %% [markdown]
# 三条线切出六块，正好一片花瓣一块。合起来的办法也巧：取每片花瓣当中的一点，看三个单元的输出，和输出单元的 $z$：

# %%
middles = np.arange(6) * np.pi / 3
tips = 2 * np.vstack([np.cos(middles), np.sin(middles)])  # 六片花瓣当中的点
A1 = np.tanh(three.parameters["W1"] @ tips + three.parameters["b1"])
parts = three.parameters["W2"].T * A1  # 每个单元对 z 的贡献
Z2 = parts.sum(axis=0) + three.parameters["b2"].item()
show(
    "| 花瓣 | 标签 | 单元 1 的贡献 | 单元 2 的贡献 | 单元 3 的贡献 | z |",
    "|--:|--:|--:|--:|--:|--:|",
    *(
        f"| {k} | {k % 2} | {' | '.join(f'{part:.4f}' for part in parts[:, k])} | {Z2[k]:.4f} |"
        for k in range(6)
    ),
)

# %% [markdown]
# 绕着中心走一圈，每跨过一条线，只有一个单元变号，三个数的和就由正变负，或由负变正：颜色因此相间。没有谁告诉网络要画三条线，更没有谁告诉它画在哪里，这些都是梯度下降找到的。两条线只能切出四块，不够用；多于三条，在这份数据上没有坏处，但也没有多少事可做。

# %% [markdown]
# ## 隐藏单元要几个 {#sizes}
#
# 隐藏单元的个数是[超参数](../deep/hyperparameters.md#examples)，由人来选。选的依据是开发集，不是训练集。

# %%
sizes = (1, 2, 3, 4, 5, 20, 50)
networks = {
    n_h: train(X, Y, (2, n_h, 1), "tanh", learning_rate=0.3, steps=steps, scale=0.01, rng=1)
    for n_h in sizes
}
results = {
    n_h: (net.costs[-1], np.mean(net.predict(X) == Y), np.mean(net.predict(X_dev) == Y_dev))
    for n_h, net in networks.items()
}
show(
    "| 隐藏单元 | 参数个数 | 代价 | 训练集 | 开发集 |",
    "|--:|--:|--:|--:|--:|",
    *(
        f"| {n_h} | {4 * n_h + 1} | {J:.4f} | {on_train:.4f} | {on_dev:.4f} |"
        for n_h, (J, on_train, on_dev) in results.items()
    ),
)

# %%
# 图：四张分界图。一个隐藏单元的分界是一条直线；两个的还是近乎一条直线；三个切成颜色相间的六块；五十个与三个几乎一样。
fig, axes = plt.subplots(2, 2, figsize=(5.2, 5.6))
for axis, n_h in zip(axes.flat, (1, 2, 3, 50), strict=True):
    draw(axis, X[:, :200], Y[:, :200], networks[n_h].probabilities, size=5)
    axis.set_title(f"{n_h} 个隐藏单元")
plt.show()

# %% [markdown]
# 从两个到三个，准确率一下子跳到了上限附近；再往上加，代价与准确率都没有什么变化。常听说单元太多会**过拟合**（overfitting）；在**这份数据上，五十个也没有看到过拟合**。样本有四百个，噪声不大，初始的权重又小，四千步里，多余的单元还来不及去迁就个别的点。过拟合是真的，后面换一份数据就看得见；但它不是一定会来，要量了才知道。
#
# 选定开发集上最好的一个，这时才打开测试集，看一次：

# %%
chosen = max(results, key=lambda n_h: results[n_h][2])
final = np.mean(networks[chosen].predict(X_test) == Y_test)
print(f"选了 {chosen} 个隐藏单元；测试集上 {final:.4f}")

# %% [markdown]
# ## 初始值为什么要随机 {#symmetry}
#
# 三种出发点，别的都相同：全是零；四个单元一模一样，但不是零；小的随机数。

# %%
zeros = {"W1": np.zeros((4, 2)), "W2": np.zeros((1, 4))}
equal = {"W1": np.tile([[0.5, -0.3]], (4, 1)), "W2": np.full((1, 4), 0.5)}
biases = {"b1": np.zeros((4, 1)), "b2": np.zeros((1, 1))}
starts = {
    name: train(
        X, Y, (2, 4, 1), "tanh", learning_rate=0.3, steps=steps, parameters={**weights, **biases}
    )
    for name, weights in (("全零", zeros), ("四个相同", equal))
}
starts["小的随机数"] = four
show(
    "| 出发点 | 最后的代价 | 训练集 | 开发集 |",
    "|---|--:|--:|--:|",
    *(
        f"| {name} | {net.costs[-1]:.4f} | {np.mean(net.predict(X) == Y):.4f} "
        f"| {np.mean(net.predict(X_dev) == Y_dev):.4f} |"
        for name, net in starts.items()
    ),
)

# %%
print("全零，走完之后的 W1：\n", starts["全零"].parameters["W1"].round(4), sep="")
print("四个相同，走完之后的 W1：\n", starts["四个相同"].parameters["W1"].round(4), sep="")

# %% [markdown]
# 全零时梯度也是零，$W^{[1]}$ 与 $W^{[2]}$ 一动不动，只有最后的偏置在学。四个相同时它们会动，但走完四千步，四行依然一模一样：梯度的各行相同，走一步之后也就相同。
#
# ```equation
# symmetric_dw1
# symmetric_step_rows
# ```
#
# 四个单元只顶一个，成绩也就和上一张表里一个单元的那一行差不多。随机的初始值再小，只要各不相同，就能各奔东西。道理见[随机初始化](../shallow/initialization.md#symmetry)。

# %% [markdown]
# ## 学习率 {#learning-rates}

# %%
rates = (0.01, 0.1, 0.3, 1, 3)
runs = {
    rate: train(X, Y, (2, 4, 1), "tanh", learning_rate=rate, steps=1000, scale=0.01, rng=1)
    for rate in rates
}

# 图：五条代价曲线。学习率 0.01 的一千步里几乎没有动；0.1 刚离开平台；0.3、1、3 依次更早地陡降；3 陡降之后跳起一次，此后一直带着细密的抖动，与 1 的曲线靠在一起。
fig, axis = plt.subplots(figsize=(4.6, 3.3))
for rate, run in runs.items():
    axis.plot(run.costs, label=f"{rate}")
axis.set_xlabel("步数")
axis.set_ylabel("代价")
axis.legend(title="学习率", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
plt.show()

# %%
rises = {rate: int(np.sum(np.diff(run.costs) > 0)) for rate, run in runs.items()}
show(
    "| 学习率 | 一千步之后的代价 | 代价不降反升的步数 | 开发集 |",
    "|--:|--:|--:|--:|",
    *(
        f"| {rate} | {run.costs[-1]:.4f} | {rises[rate]} "
        f"| {np.mean(run.predict(X_dev) == Y_dev):.4f} |"
        for rate, run in runs.items()
    ),
)

# %% [markdown]
# 太小，一千步还困在平台上；大一些，平台走得快；最大的这一个，代价已经时升时降，说明步子迈到了谷的对面，再大就不稳了。
#
# 不稳还有一个后果，常常被忘记：**结果不能重现**。把输入放大十万亿分之一，这点改动只有舍入误差的几百倍，谁也看不出来；分别用两种学习率走一千步，看代价最多差多少：


# %%
def wobble(rate):
    """输入放大十万亿分之一，一千步里代价最多差多少。"""
    costs = [
        train(points, Y, (2, 4, 1), "tanh", learning_rate=rate, steps=1000, scale=0.01, rng=1).costs
        for points in (X, X * (1 + 1e-13))
    ]
    return np.max(np.abs(costs[0] - costs[1]))


print(f"学习率 0.3，代价之差小于百万分之一：{wobble(0.3) < 1e-6}")
print(f"学习率 10，代价之差大于百分之一：{wobble(10) > 1e-2}")

# %% [markdown]
# 学习率太大时，一点点差别每一步都被放大，最后完全走岔。换一台机器、换一个版本的库，舍入的次序略有不同，就得到另一个网络。准确率也许仍然不错，但“同样的代码，结果对不上”，多半是这个缘故。

# %% [markdown]
# ## 换两份数据，看过拟合 {#overfitting}
#
# 再造两份数据：两弯月牙，和一圈围着一圈。这次样本少，噪声大，正是容易过拟合的时候。


# %%
def moons(m, rng):
    """两弯月牙：半圆 (cos t, sin t) 与它翻转平移后的 (1 − cos t, 1/2 − sin t)，加噪声 0.35。"""
    Y, t = rng.integers(0, 2, (1, m)), rng.uniform(0, np.pi, (1, m))
    upper, lower = np.vstack([np.cos(t), np.sin(t)]), np.vstack([1 - np.cos(t), 0.5 - np.sin(t)])
    return np.where(Y == 0, upper, lower) + 0.35 * rng.standard_normal((2, m)), Y


def circles(m, rng):
    """两个同心圆：半径是 1 + 标签 + 0.3·噪声。"""
    Y, t = rng.integers(0, 2, (1, m)), rng.uniform(0, 2 * np.pi, (1, m))
    radius = 1 + Y + 0.3 * rng.standard_normal((1, m))
    return np.vstack([radius * np.cos(t), radius * np.sin(t)]), Y


others = {}
for name, make, m in (("月牙", moons, 60), ("同心圆", circles, 80)):
    points, marks = make(m, np.random.default_rng(1))
    held_out, answers = make(2000, np.random.default_rng(2))
    for n_h in (1, 2, 3, 4, 20, 50):
        net = train(points, marks, (2, n_h, 1), "tanh", learning_rate=0.3, steps=8000, rng=1)
        scores = np.mean(net.predict(points) == marks), np.mean(net.predict(held_out) == answers)
        others[name, n_h] = (net, *scores)
show(
    "| 数据 | 隐藏单元 | 训练集 | 开发集 |",
    "|---|--:|--:|--:|",
    *(
        f"| {name} | {n_h} | {on_train:.4f} | {on_dev:.4f} |"
        for (name, n_h), (_, on_train, on_dev) in others.items()
    ),
)

# %%
# 图：三排分界图，左列是月牙，右列是同心圆。第一排两个隐藏单元：月牙的分界是一条微弯的线，同心圆只围出一条两头敞开的带子。第二排四个单元：月牙的分界折成楔形，左上角多出一条没有道理的带子；同心圆围成一圈。第三排五十个单元：月牙的分界曲曲折折，伸出细长的尖角去够个别的点；同心圆的圈左边破了口，边上凹凸不平。
fig, axes = plt.subplots(3, 2, figsize=(5.2, 8.2))
for column, (name, make, m) in zip(
    axes.T, (("月牙", moons, 60), ("同心圆", circles, 80)), strict=True
):
    points, marks = make(m, np.random.default_rng(1))
    for axis, n_h in zip(column, (2, 4, 50), strict=True):
        draw(axis, points, marks, others[name, n_h][0].probabilities, size=14)
        axis.set_title(f"{name}，{n_h} 个隐藏单元")
plt.show()

# %% [markdown]
# 两份数据说的是同一件事。单元太少，分界弯不过来，训练集也学不好，这是**欠拟合**（underfitting）。单元太多，训练集越来越好，月牙上甚至全对，开发集却掉了下来：分界在为个别的噪声点让路，这就是**过拟合**。中间有一个合适的大小，只有没参加训练的点才看得出来。
#
# 与花相比，差别在哪里？那里每个参数分到的样本多，噪声又小。过不过拟合，不只看网络多大，还要看**数据有多少、多干净、训练了多久**。

# %% [markdown]
# ## 思考题 {#questions}
#
# **一、换成恒等函数。** 把隐藏层的 tanh 换成恒等函数（`train` 里写 `"identity"`），五十个隐藏单元能把花分开吗？
#
# ??? success "答案"
#
#     不能。由[@linear_hidden_logistic]，它就是逻辑回归，单元再多，分界也还是一条直线。试一试，准确率与本实验开头的逻辑回归相同。
#
# **二、四片花瓣。** 把花瓣改成四片。两个隐藏单元够吗？为什么三条线能分六片，两条线却分不好四片？
#
# ??? tip "提示"
#
#     仿照六片花瓣的那张表，写出两个单元的符号。绕一圈，和依次是“两个都正、一正一负、两个都负、一正一负”，第二块与第四块的和差不多，第一块与第三块却一大一小，夹在它们的两边：按大小切一刀，分不出相间的颜色。三条线的和只在正负之间来回，所以可以。试一试三个、四个单元。
#
# **三、许多个一样好的网络。** 三个单元的网络，把单元 1 与单元 2 对调（连同它们的权重），输出变吗？把单元 1 的 $w$、$b$ 与通向输出的权重一起变号呢？一共有多少个参数不同、输出处处相同的网络？
#
# ??? success "答案"
#
#     都不变。tanh 是奇函数，里外一起变号，乘积不变。三个单元有 6 种次序，每个单元又可以变号或不变号，共 6 × 8 = 48 个。所以两次训练得到的 $W^{[1]}$ 不同，不说明网络不同，要比输出。
#
# **四、初始值大一些。** 把 `scale=0.01` 改成 1，开头的平台还在吗？最后的代价呢？
#
# ??? tip "提示"
#
#     画出两条代价曲线比一比。平台来自各单元起初几乎为零、彼此又差不多；起点大一些，平台就短得多，最后却差不多。再大到 100 会怎样，见[为什么要小](../shallow/initialization.md#small)。
#
# **五、多一些数据。** 月牙的训练点从 60 个加到 200、600 个，仍用五十个隐藏单元。训练集与开发集的准确率各往哪边走？
#
# ??? success "答案"
#
#     训练集的往下走，因为噪声点多了，背不下来；开发集的往上走。两者靠拢，过拟合就消退了。
#
# **六、两份留出的数据。** 本实验用开发集选隐藏单元的个数，最后才看一次测试集。若直接用测试集来选，报出来的准确率会偏高还是偏低？为什么？
#
# ??? success "答案"
#
#     偏高。在几个候选里挑最高的，挑中的那个多少沾了一点运气；运气只在挑选用的那份数据上有效。

# %% [markdown]
# ## 实验报告 {#report}
#
# 下面是一份填好的样子，数都取自这一次运行。
#
# ### 原理 {#report-principle}
#
# 两层网络：隐藏层用 tanh，输出层用 sigmoid，代价是交叉熵损失的平均。前向逐层计算，[@forward_z1] 到[@forward_a2]；反向先求输出层的误差，再穿过权重传回隐藏层，乘上 tanh 的斜率：
#
# ```equation
# backward_dz2
# backward_dz1
# ```
#
# 两层的权重与偏置的梯度，形式相同：
#
# ```equation
# backward_dw2
# backward_db2
# backward_dw1
# backward_db1
# ```
#
# 然后四个参数一起朝反方向走一步，[@update_w1] 等。逐步的推导见[神经网络的梯度下降](../shallow/gradient-descent.md)。
#
# ### 环境 {#report-environment}

# %% tags=["measured"]
print(f"Python {platform.python_version()}，NumPy {np.__version__}，{platform.machine()} 处理器")

# %% [markdown]
# ### 结果 {#report-results}

# %%
caught = sum(not check.passed for check in found.values())
J, on_train, on_dev = results[chosen]
show(
    "| 项目 | 结果 |",
    "|---|---|",
    f"| 数据 | 六瓣花：训练 {Y.size} 个点，开发 {Y_dev.size} 个，测试 {Y_test.size} 个 |",
    f"| 梯度检验 | 通过；故意写错的 {len(found)} 种，发现了 {caught} 种 |",
    f"| 逻辑回归 | 训练集 {line_train:.4f}，开发集 {line_dev:.4f} |",
    f"| 一条条试出的最好的直线 | 训练集 {limit:.4f} |",
    f"| 知道公式的上限 | 开发集 {ceiling:.4f} |",
    f"| {chosen} 个隐藏单元，{steps} 步 | 代价 {J:.4f}，训练集 {on_train:.4f}，开发集 {on_dev:.4f} |",
    f"| 同上，测试集 | {final:.4f} |",
)

# %% [markdown]
# ### 分析 {#report-analysis}

# %%
dev = {n_h: on_dev for n_h, (_, _, on_dev) in results.items()}
_, crowded_train, crowded_dev = others["月牙", 50]
moon_dev = {n_h: others["月牙", n_h][2] for n_h in (1, 2, 3, 4, 20, 50)}
moon_best = max(moon_dev, key=lambda n_h: moon_dev[n_h])

# 下面的话若与数不符，这一格就会报错
assert caught == len(found)
assert max(dev[1], dev[2]) < limit < dev[3]
assert dev[3] - dev[50] < 0.01
assert crowded_train == 1
assert crowded_dev < moon_dev[moon_best] - 0.05
assert starts["四个相同"].costs[-1] > 0.9 * results[1][0]
show(
    f"- **为什么要隐藏层。** 一条条试过去，最好的直线也只答对 {limit:.4f}，逻辑回归是 {line_train:.4f}；"
    f"三个隐藏单元画三条线，开发集上就有 {dev[3]:.4f}，离知道公式的 {ceiling:.4f} 不远。",
    f"- **要几个单元。** 两个不够（{dev[2]:.4f}），三个够了；五十个是 {dev[50]:.4f}，"
    "在这份数据上没有看到过拟合。",
    f"- **什么时候过拟合。** 月牙只有 60 个点、噪声大：五十个单元的训练集是 {crowded_train:.4f}，"
    f"开发集只有 {crowded_dev:.4f}，不如 {moon_best} 个单元的 {moon_dev[moon_best]:.4f}。",
    f"- **初始值。** 全零时权重不动，代价停在 {starts['全零'].costs[-1]:.4f}；四个相同时只顶一个单元，"
    f"代价 {starts['四个相同'].costs[-1]:.4f}；小的随机数降到 {four.costs[-1]:.4f}。",
    f"- **学习率。** 一千步里，0.01 还困在平台上（{runs[0.01].costs[-1]:.4f}），1 已降到 "
    f"{runs[1].costs[-1]:.4f}；3 有 {rises[3]} 步不降反升，再大，结果就会随舍入而变，不能重现。",
    "- **局限。** 每种大小只用了一个随机种子；数据是造的，公式简单，噪声也规矩。"
    "真实的数据没有“知道公式的上限”可比。",
)
