# %% [markdown]
# # 实验 1：逻辑回归——只有一个单元的神经网络
#
# 一张灰度小图，是人脸，还是背景？这个实验用只有一个单元的网络回答它。从数据走到报告，一步不省：看数据、划分、摊平、标准化，写前向与反向，把每一行都与它的定律核对，训练，看权重，看错在哪里。
#
# 讲解在[逻辑回归](../basics/logistic-regression.md)、[损失函数](../basics/loss.md)、[向量化逻辑回归](../basics/vectorized-logistic.md)三章。数组不熟的，先做[实验 0](numpy.py)。

# %%
import platform

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown, display
from skimage.data import lfw_subset

from derive import logistic
from derive.activations import sigmoid
from derive.gradient_check import gradient_check


def show(*lines):
    """把几行 Markdown 显示出来，表格用它。"""
    display(Markdown("\n".join(lines)))


# %% [markdown]
# ## 数据 {#data}
#
# 数据来自公开的照片集 LFW（Labeled Faces in the Wild）：一百块人脸、一百块同样照片里的背景，都缩成 25 行 25 列的灰度图。它随 scikit-image 一起安装，不必下载。前一百张是脸，标签（label）取 1；后一百张是背景，标签取 0。

# %%
images = lfw_subset()
labels = (np.arange(len(images)) < 100).astype(int)
print(f"形状 {images.shape}，类型 {images.dtype}")
print(f"最暗 {images.min():.4f}，最亮 {images.max():.4f}，平均 {images.mean():.4f}")


# %% [markdown]
# 先用眼睛看。任何训练之前都该看一看原始数据：标签对不对，图有没有歪，两类差在哪里。


# %%
def mosaic(pictures, columns=10):
    """把许多张小图拼成一大张，图与图之间留一条白边。"""
    framed = np.pad(pictures, ((0, 0), (1, 1), (1, 1)), constant_values=1.0)
    rows = [np.hstack(framed[i : i + columns]) for i in range(0, len(framed), columns)]
    return np.vstack(rows)


# 图：灰度小图。上面二十张是人脸，都大致正对镜头；下面二十张是背景，多是大块的明暗与模糊的边，没有固定的样子。
fig, axes = plt.subplots(2, 1, figsize=(5, 2.9))
for axis, pictures, title in zip(axes, (images[:20], images[100:120]), ("脸", "背景"), strict=True):
    axis.imshow(mosaic(pictures), cmap="gray", interpolation="none", vmin=0, vmax=1)
    axis.set_title(title)
    axis.axis("off")
plt.show()

# %% [markdown]
# 人脸大致都正对着镜头、摆在正中，眼睛总在差不多的位置。这对一个单元来说是好消息：它只会给每个位置一个固定的权重，脸要是能到处走动，它就没有办法了。

# %% [markdown]
# ## 划分 {#split}
#
# 留出一部分样本不参加训练，专门用来评价，这就是**测试集**。先打乱再切：数据是按类排好的，不打乱，前 140 张里有一百张脸，剩下的 60 张里一张脸也没有。

# %%
rng = np.random.default_rng(0)
order = rng.permutation(len(images))
train, test = order[:140], order[140:]
for name, part in (("训练集", train), ("测试集", test)):
    print(f"{name} {len(part)} 张，其中脸 {labels[part].sum()} 张")

# %% [markdown]
# 有了划分，先算一个**基线**：什么也不学，总是猜训练集里多的那一类。学出来的东西若还不如它，就是白学。

# %%
majority = int(labels[train].mean() > 0.5)
baseline = np.mean(labels[test] == majority)
print(f"训练集里多的是{'脸' if majority else '背景'}；总是这样猜，测试集的准确率是 {baseline:.4f}")

# %% [markdown]
# ## 摊平与标准化 {#features}
#
# 每张图摊成一列，[样本是列](../basics/binary-classification.md#columns)：先 `reshape` 成一行一张图，再转置。


# %%
def columns_of(pictures):
    """(m, 25, 25) 的图摊成 (625, m)，一列一张。"""
    return pictures.reshape(len(pictures), -1).T


X_train, X_test = columns_of(images[train]), columns_of(images[test])
Y_train, Y_test = labels[train].reshape(1, -1), labels[test].reshape(1, -1)
print(f"训练集：X {X_train.shape}，Y {Y_train.shape}")
print(f"测试集：X {X_test.shape}，Y {Y_test.shape}")
assert np.array_equal(X_train[:, 0].reshape(25, 25), images[train[0]])  # 取一列出来，还是那张图

# %% [markdown]
# 像素都是正数，彼此又很像，梯度下降走起来很别扭。[标准化](../basics/broadcasting.md#标准化)：每个像素减去它的平均，除以它的标准差。平均与标准差**只许用训练集算**；测试集代表“将来才见到的图”，用它的平均，就是偷看。

# %%
mean = X_train.mean(axis=1, keepdims=True)
deviation = X_train.std(axis=1, keepdims=True)
X_train = (X_train - mean) / deviation
X_test = (X_test - mean) / deviation  # 用的是训练集的平均与标准差
print(f"训练集：平均 {abs(X_train.mean()):.4f}，标准差 {X_train.std():.4f}")
print(f"测试集：平均 {X_test.mean():.4f}，标准差 {X_test.std():.4f}（接近 0 与 1，但不正好）")

# %% [markdown]
# ## 一个单元：前向 {#forward}
#
# 单元做两步：加权和，再过 sigmoid。全部样本一次算完：
#
# ```equation
# logistic_z
# logistic_a
# ```
#
# 权重（weight）从零开始。这时每个预测都是一半，代价（cost）应当正好是 $@loss_of_coin$，不管数据是什么。这是第一个不花力气的检查：
#
# ```equation
# logistic_cost
# ```


# %%
def forward(w, b, X):
    """A = σ(wᵀX + b)。w：(n, 1)；b：数；X：(n, m)；返回 (1, m)。"""
    Z = w.T @ X + b
    return sigmoid(Z)


def cost(A, Y):
    """m 个样本的交叉熵损失的平均。A、Y：(1, m)。"""
    m = Y.shape[1]
    return float(-(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T).item() / m)


n = X_train.shape[0]
w, b = np.zeros((n, 1)), 0.0
A = forward(w, b, X_train)
print(f"A 的形状 {A.shape}，最小 {A.min():.4f}，最大 {A.max():.4f}")
print(f"代价 {cost(A, Y_train):.4f}，ln 2 = {np.log(2):.4f}")

# %% [markdown]
# ## 一个单元：反向 {#backward}
#
# 误差是预测减标签；权重的梯度，是各样本的输入乘误差，取平均：
#
# ```equation
# logistic_dz
# logistic_dw
# logistic_db
# ```


# %%
def backward(A, X, Y):
    """dw：(n, 1)，db：数。A、Y：(1, m)；X：(n, m)。"""
    m = X.shape[1]
    dZ = A - Y
    dw = X @ dZ.T / m
    db = float(np.sum(dZ) / m)
    return dw, db


dw, db = backward(A, X_train, Y_train)
print(f"dw 的形状 {dw.shape}，长度 {np.linalg.norm(dw):.4f}；db = {db:.4f}")

# %% [markdown]
# ## 逐项核对 {#check}
#
# 写完不等于写对。下面换一组随机的参数（全零太特殊，有些错误看不出来），用三种互不相干的办法核对。
#
# **与循环比。** [@logistic_dw_loop] 说，矩阵的写法等于一个样本一个样本地累加：

# %%
w, b = 0.02 * rng.standard_normal((n, 1)), 0.1
A = forward(w, b, X_train)
dw, db = backward(A, X_train, Y_train)

m = X_train.shape[1]
summed = np.zeros((n, 1))
for i in range(m):
    summed += X_train[:, i : i + 1] * (A[0, i] - Y_train[0, i])
print(f"与循环之差小于 1e-12：{np.max(np.abs(dw - summed / m)) < 1e-12}")

# %% [markdown]
# **梯度检验**（gradient check）。每个参数各挪一小步，量代价变了多少，除以步长，与算出的梯度比。它只用到代价，与反向没有一行相同的代码。本书的 `gradient_check` 认的是网络的名字与形状：一个单元就是只有一层、这一层只有一行的网络，`W1` 是 $w$ 的转置。


# %%
def network_cost(parameters):
    """参数字典 → 代价。"""
    A = forward(parameters["W1"].T, parameters["b1"].item(), X_train)
    return cost(A, Y_train)


def checked(dw, db):
    """dw、db 与差商比。"""
    parameters = {"W1": w.T, "b1": np.array([[b]])}
    return gradient_check(network_cost, parameters, {"dW1": dw.T, "db1": np.array([[db]])})


print("参数", w.size + 1, "个，梯度检验", "通过" if checked(dw, db).passed else "没有通过")

# %% [markdown]
# 检验的人也要受检验：故意写错几种，看它能不能发现。

# %%
dZ = A - Y_train
mistakes = {
    "漏了 1/m": (X_train @ dZ.T, db),
    "符号反了": (-dw, -db),
    "多乘了 A(1 − A)": (X_train @ (dZ * A * (1 - A)).T / m, db),
    "db 忘了求平均": (dw, float(np.sum(dZ))),
    "一个像素的梯度差了百分之一": (dw * (1 + 0.01 * (np.arange(n) == 300).reshape(n, 1)), db),
}
found = {what: checked(*wrong) for what, wrong in mistakes.items()}
for what, check in found.items():
    print(
        f"{'没有发现' if check.passed else '发现了'}“{what}”：可疑的是 {check.worst}{check.entry}"
    )

# %% [markdown]
# **与本书的实现比。** `derive.logistic` 的每一行都与定律的精确值比较过，见[实现](../basics/vectorized-logistic.md#实现)。

# %%
grads, J = logistic.propagate(w, b, X_train, Y_train)
same = (
    np.allclose(dw, grads["dw"], rtol=1e-10, atol=1e-14),
    np.isclose(db, grads["db"], rtol=1e-10),
    np.isclose(cost(A, Y_train), J, rtol=1e-10),
)
print(f"dw、db、代价都与 derive.logistic 相同：{all(same)}")

# %% [markdown]
# 三种办法都点了头，才开始训练。从这里起改用 `derive.logistic`：它从 $Z$ 直接算代价，预测再肯定也不会变成无穷大。

# %% [markdown]
# ## 训练 {#train}
#
# 重复“前向、反向、更新”，更新的式子是[@logistic_step_w] 与[@logistic_step_b]。代价是凸的，[@logistic_convex]，从零出发就好。

# %%
steps, learning_rate = 1000, 0.01
fitted = logistic.model(X_train, Y_train, X_test, Y_test, steps, learning_rate)
for k, J in enumerate(fitted["costs"]):
    if k % 2 == 0:
        print(f"第 {100 * k:3d} 步：代价 {J:.4f}")

# %%
guess_train, guess_test = fitted["Y_prediction_train"], fitted["Y_prediction_test"]
accuracy_train, accuracy_test = np.mean(guess_train == Y_train), np.mean(guess_test == Y_test)
wrong = np.flatnonzero(guess_test != Y_test)
show(
    "| | 张数 | 答对 | 准确率 |",
    "|---|--:|--:|--:|",
    f"| 训练集 | {Y_train.size} | {np.sum(guess_train == Y_train)} | {accuracy_train:.4f} |",
    f"| 测试集 | {Y_test.size} | {np.sum(guess_test == Y_test)} | {accuracy_test:.4f} |",
    f"| 测试集，总猜多的一类 | {Y_test.size} | {np.sum(Y_test == majority)} | {baseline:.4f} |",
)

# %% [markdown]
# 一个单元，能把脸和背景分得这样开。但训练集上的成绩先不要高兴，后面会说明它值多少钱。

# %% [markdown]
# ### 学习率 {#learning-rates}
#
# 学习率（learning rate）是训练之前要选的数。相差十倍地试，把每一步的代价都画出来。


# %%
def costs_of(learning_rate, steps=200):
    """从零开始走 steps 步，每一步之前的代价。"""
    w, b = logistic.initialize_with_zeros(n)
    costs = []
    for _ in range(steps):
        grads, J = logistic.propagate(w, b, X_train, Y_train)
        costs.append(J)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return costs


rates = (0.0001, 0.001, 0.01, 0.1)
curves = {rate: costs_of(rate) for rate in rates}

# 图：四条代价曲线，纵轴是对数刻度。学习率 0.0001 与 0.001 平稳而缓慢地下降，0.01 降得快而稳，0.1 头几步冲得很高，来回跳动之后才降下来。
fig, axis = plt.subplots(figsize=(5, 3.4))
for rate, curve in curves.items():
    axis.plot(curve)
    axis.text(202, curve[-1], str(rate), va="center")
axis.set_xlim(-5, 240)
axis.set_yscale("log")
axis.set_xlabel("步数")
axis.set_ylabel("代价")
axis.set_title("曲线右端的数是学习率")
plt.show()

# %%
show(
    "| 学习率 | 第 1 步之后 | 途中最大 | 第 200 步之前 |",
    "|--:|--:|--:|--:|",
    *(f"| {rate} | {c[1]:.4f} | {max(c):.4f} | {c[-1]:.4f} |" for rate, c in curves.items()),
)

# %% [markdown]
# 太小，走得慢；太大，一步就越过了谷底，代价不降反升。最大的那一个后来还是降了下来，这是运气：这里的代价是凸的，数据又分得开。有隐藏层时，这样跳几下，可能就再也回不来了。学习率的上限从哪里来，见[学习率为什么有上限](../deep/hyperparameters.md#learning-rate)。

# %% [markdown]
# ## 训练集全对，值多少钱 {#random-labels}
#
# 特征有 625 个，训练样本只有 140 个，参数比样本多得多。做一个对照：把训练集的标签**随机打乱**，图与标签之间就没有任何关系可学了，别的一概不变，再训练一次。

# %%
memory = []
for _ in range(5):  # 打乱一次也许是运气，做五次
    shuffled = rng.permutation(Y_train, axis=1)
    nonsense = logistic.model(X_train, shuffled, X_test, Y_test, steps, learning_rate)
    memory.append(
        (
            np.mean(nonsense["Y_prediction_train"] == shuffled),
            np.mean(nonsense["Y_prediction_test"] == Y_test),
        )
    )
for k, (on_train, on_test) in enumerate(memory, 1):
    print(f"第 {k} 次打乱：训练集 {on_train:.4f}，测试集 {on_test:.4f}")
memory_train, memory_test = np.mean(memory, axis=0)
print(f"五次平均：训练集 {memory_train:.4f}，测试集 {memory_test:.4f}")

# %% [markdown]
# 没有道理的标签，它照样背得下大部分；测试集上则时高时低，平均与抛硬币差不多。所以参数多的时候，**训练集上的准确率几乎什么也不说明**，能说明问题的只有没见过的样本。反过来，真的标签它学得又快又全，在没见过的图上也对，可见图与标签之间确有规律。

# %% [markdown]
# ## 换一种划分 {#splits}
#
# 测试集只有 60 张，错一张就差一个多百分点，一次划分的成绩带着运气。打乱重来二十次，看成绩散得多开：


# %%
def accuracies(order):
    """按 order 划分、标准化、训练；返回训练集与测试集的准确率。"""
    train, test = order[:140], order[140:]
    X, X_new = columns_of(images[train]), columns_of(images[test])
    mean, deviation = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    X, X_new = (X - mean) / deviation, (X_new - mean) / deviation
    Y, Y_new = labels[train].reshape(1, -1), labels[test].reshape(1, -1)
    fitted = logistic.model(X, Y, X_new, Y_new, 500, learning_rate)
    return (
        np.mean(fitted["Y_prediction_train"] == Y),
        np.mean(fitted["Y_prediction_test"] == Y_new),
    )


splits = np.array([accuracies(rng.permutation(len(images))) for _ in range(20)])
worst, best = splits[:, 1].min(), splits[:, 1].max()
middle, spread = splits[:, 1].mean(), splits[:, 1].std()
print(f"训练集：二十次平均 {splits[:, 0].mean():.4f}")
print(f"测试集：平均 {middle:.4f}，标准差 {spread:.4f}，最低 {worst:.4f}，最高 {best:.4f}")

# %% [markdown]
# ## 权重长什么样 {#weights}
#
# 一个像素一个权重，625 个权重可以照原样摆回一张图。红的地方亮，就更像脸；蓝的地方亮，就更像背景。

# %%
weights = fitted["w"].reshape(25, 25)
faces, others = images[train][labels[train] == 1], images[train][labels[train] == 0]
limit = np.max(np.abs(weights))

# 图：三张小图。左：训练集里脸的平均，看得出眼睛、鼻子、嘴。中：背景的平均，只有上暗下亮的过渡。右：权重，额头与两颊偏红，眼睛、鬓角与下颌外侧偏蓝。
fig, axes = plt.subplots(1, 3, figsize=(5.6, 2.2))
axes[0].imshow(faces.mean(axis=0), cmap="gray", interpolation="none", vmin=0, vmax=1)
axes[0].set_title("脸的平均")
axes[1].imshow(others.mean(axis=0), cmap="gray", interpolation="none", vmin=0, vmax=1)
axes[1].set_title("背景的平均")
axes[2].imshow(weights, cmap="RdBu_r", interpolation="none", vmin=-limit, vmax=limit)
axes[2].set_title("权重")
for axis in axes:
    axis.axis("off")
plt.show()

# %% [markdown]
# 谁也没有告诉它脸长什么样，权重里却有脸的影子：额头与两颊偏红，脸在那里亮；眼睛偏蓝，脸在那里暗。它学到的是一张**模板**：哪里该亮，哪里该暗。额头红得最深，还沾了背景的光：看中间那张图，这些背景的上面大多是暗的。换一批背景，这一条就未必管用。

# %% [markdown]
# ## 错在哪里 {#mistakes}
#
# 把答错的图找出来看，比再调几次学习率有用。$z$ 是一项一项加起来的，[@inner_product]，所以还可以问得更细：每个像素把 $z$ 往哪边推了多少？

# %%
p_test = forward(fitted["w"], fitted["b"], X_test)[0]
right = np.flatnonzero(guess_test[0] == Y_test[0])
unsure = right[np.argsort(np.abs(p_test[right] - 0.5))][:3]
chosen = [*wrong, *unsure]
pushes = (fitted["w"] * X_test).T.reshape(-1, 25, 25)  # 每个像素对 z 的贡献
strongest = np.quantile(np.abs(pushes[chosen]), 0.99)  # 个别很大的一格不该盖住其余

# 图：上排是小图，前两张是答错的脸，后三张答对了但最没把握；下排是各像素的贡献，红色推向脸，蓝色推向背景。第一张戴着深色的头带，额头那一带是蓝的。
fig, axes = plt.subplots(2, len(chosen), figsize=(1.1 * len(chosen), 2.6))
fig.subplots_adjust(hspace=0.05)
for column, i in zip(axes.T, chosen, strict=True):
    verdict, truth = "错" if i in wrong else "对", "脸" if Y_test[0, i] else "背景"
    column[0].imshow(images[test[i]], cmap="gray", interpolation="none", vmin=0, vmax=1)
    column[0].set_title(f"{verdict}：{truth}\n{p_test[i]:.4f}")
    column[1].imshow(
        pushes[i], cmap="RdBu_r", interpolation="none", vmin=-strongest, vmax=strongest
    )
    for axis in column:
        axis.axis("off")
plt.show()

# %%
bands = {"上 6 行": slice(0, 6), "中 13 行": slice(6, 19), "下 6 行": slice(19, 25)}
rows = [("测试集里的脸，平均", pushes[Y_test[0] == 1].mean(axis=0))]
rows += [(f"答错的第 {k} 张", pushes[i]) for k, i in enumerate(wrong, 1)]
show(
    f"| 每一带像素对 z 的贡献 | {' | '.join(bands)} | 偏置 | z |",
    "|---|--:|--:|--:|--:|--:|",
    *(
        f"| {what} | {' | '.join(f'{push[band].sum():.4f}' for band in bands.values())} "
        f"| {fitted['b']:.4f} | {push.sum() + fitted['b']:.4f} |"
        for what, push in rows
    ),
)
# %% [markdown]
# 两张答错的都是脸，错得都不算离谱，概率离一半不远；原因却不同。第一张戴着深色的头带，额头该亮的地方是暗的，上面一带本该是最有力的证据，反倒推向了背景。第二张脸上的明暗很淡，证据本来就弱，两个下角又露出浅色的衣领，那里的权重是负的，把它拉了下去。
#
# 一个单元只会把**固定位置上的证据相加**。“额头暗，但那是头带”这样的话，它说不出来：像素之间怎样配合，加权和看不见。这正是隐藏层要做的事。

# %% [markdown]
# ## 思考题 {#questions}
#
# **一、偷看。** 有人先用全部 200 张图算出平均与标准差，再划分。这与本实验的做法差在哪里？成绩会怎样？
#
# ??? success "答案"
#
#     测试集也参与了标准化，就不再是“没见过的图”，成绩可能偏高。这里只差一点点平均，影响多半很小；可是同样的毛病换个样子（例如用全部样本挑特征），可以把毫无用处的模型捧得很高。规矩是：凡是从数据里算出来的数，都只从训练集算。
#
# **二、上下颠倒。** 把测试集的图上下翻转（`images[:, ::-1, :]`），准确率会怎样？先猜，再试。要让它认得颠倒的脸，该怎么办？
#
# ??? tip "提示"
#
#     看权重那张图：它要额头亮、眼睛暗，翻转之后，额头的位置上是下巴与脖子。模板对位置是认死理的。办法之一，是把翻转的图也放进训练集；但一个单元只有一张模板，要同时认两种朝向，就难了。
#
# **三、打乱像素。** 把 625 个像素的次序随机打乱，训练集与测试集用同一种打乱法，重新训练。准确率会变吗？
#
# ??? success "答案"
#
#     不会（只差舍入）。加权和与相加的次序无关，打乱之后学到的还是那些权重，只是换了位置。可见这个单元根本不知道哪两个像素相邻；人看打乱的图，却什么也认不出来。
#
# **四、从哪里出发。** 把初始的权重换成随机数，学得的准确率会差很多吗？与有隐藏层的网络有什么不同？
#
# ??? success "答案"
#
#     不会。由[@logistic_convex]，代价是凸的，没有别的谷。有隐藏层时代价不再是凸的，而且[不能从零出发](../shallow/initialization.md)。
#
# **五、一直训练下去。** 训练集已经全对，代价却还在降。再走一万步，权重会怎样？
#
# ??? tip "提示"
#
#     两类能用一个平面分开时，把 $w$ 与 $b$ 同乘一个大于 1 的数，分界不变，每个预测却都更肯定，代价更小。所以代价没有最小值，权重只会越来越大。印出 `np.linalg.norm(w)` 看看。
#
# **六、用在别处。** 用这些照片训练的模型，能拿去认你手机里的照片吗？用到真人身上之前，还有哪些事要问？
#
# ??? tip "提示"
#
#     这里的脸大多正对镜头，摆在正中，切得一样大，来自新闻照片；数据里少见的人，它多半认得差。人脸还是个人信息，采集与使用要经过本人同意。准确率是平均数，对谁准、对谁不准，要分开看。

# %% [markdown]
# ## 实验报告 {#report}
#
# 下面是一份填好的样子，数都取自这一次运行。
#
# ### 原理 {#report-principle}
#
# 一个单元，$n$ 个输入，$X$ 的每一列是一个样本。前向得到概率，代价是交叉熵损失的平均；反向由链式法则得到梯度，再朝反方向走一步：
#
# ```equation
# logistic_cost_sum
# logistic_gradient_z
# logistic_dw
# logistic_db
# logistic_step_w_value
# logistic_step_b_value
# ```
#
# 每一步的推导见[向量化逻辑回归](../basics/vectorized-logistic.md#反向)。代价是凸的，所以从零出发。
#
# ### 环境 {#report-environment}

# %% tags=["measured"]
print(f"Python {platform.python_version()}，NumPy {np.__version__}，{platform.machine()} 处理器")

# %% [markdown]
# ### 结果 {#report-results}

# %%
caught = sum(not check.passed for check in found.values())
_, last_cost = logistic.propagate(fitted["w"], fitted["b"], X_train, Y_train)
show(
    "| 项目 | 结果 |",
    "|---|---|",
    f"| 数据 | {len(images)} 张灰度图，每张 {n} 个像素；训练 {Y_train.size} 张，测试 {Y_test.size} 张 |",
    f"| 学习率与步数 | {learning_rate}，{steps} 步 |",
    f"| 梯度检验 | {w.size + 1} 个参数，通过；故意写错的 {len(found)} 种，发现了 {caught} 种 |",
    f"| 代价 | 从 {fitted['costs'][0]:.4f} 降到 {last_cost:.4f} |",
    f"| 训练集的准确率 | {accuracy_train:.4f} |",
    f"| 测试集的准确率 | {accuracy_test:.4f}，错 {len(wrong)} 张 |",
    f"| 基线（总猜多的一类） | {baseline:.4f} |",
    f"| 二十种划分，测试集 | 平均 {middle:.4f}，标准差 {spread:.4f} |",
    f"| 标签打乱，五次平均 | 训练集 {memory_train:.4f}，测试集 {memory_test:.4f} |",
)

# %% [markdown]
# ### 分析 {#report-analysis}

# %%
assert caught == len(found)
assert worst > 0.85
assert memory_train > 0.8
assert abs(memory_test - 0.5) < 0.1
assert all(Y_test[0, i] == 1 for i in wrong)
one = 1 / Y_test.size
show(
    f"- **比基线好多少。** 测试集上 {accuracy_test:.4f} 对 {baseline:.4f}；二十种划分里最差的一次也有 "
    f"{worst:.4f}，所以不是碰巧。",
    f"- **多大的把握。** 测试集只有 {Y_test.size} 张，错一张就差 {one:.4f}；二十次的标准差是 "
    f"{spread:.4f}。相差一两个百分点的两个模型，凭这个测试集分不出高下。",
    f"- **训练集全对说明不了什么。** 参数有 {n + 1} 个，样本只有 {Y_train.size} 个；标签打乱之后，"
    f"训练集仍有 {memory_train:.4f}，测试集只有 {memory_test:.4f}。",
    "- **学到了什么。** 权重摆成图，是一张脸的模板：额头与两颊该亮，眼睛该暗。"
    "它也用上了这批背景上暗下亮的特点，换一批背景未必管用。",
    f"- **错在哪里。** 答错的 {len(wrong)} 张都是脸：一张的额头被头带遮住，一张明暗太淡、衣领又亮。"
    "一个单元只会把固定位置上的证据相加，不会看像素之间的配合。",
    "- **可以怎样改进。** 加一个隐藏层，让单元能够组合；多一些样本，尤其是戴帽子、侧脸的；"
    "对每张图先去掉整体的明暗差别，再送进网络。",
)
