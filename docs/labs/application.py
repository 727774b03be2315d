# %% [markdown]
# # 实验 4：深层网络的应用
#
# [实验 3](step-by-step.py) 把网络一块一块地搭了起来，并且检查过每一块。现在用它做一件真的事：看一张手写数字的小图，说出它是**偶数还是奇数**。
#
# 为什么不直接认数字？因为认数字对小图来说太容易，而奇偶不容易：0、2、4、6、8 的样子彼此没有什么共同点，3 与 8、4 与 9 却很像。要分奇偶，先得认出笔画，这正是隐藏层该做的事。于是可以认真地问：**一层、两层、四层，差多少？** 答案由数字说，不由愿望说。
#
# 训练用书里的 `derive.trainer`，它与实验 3 的九个函数公式相同，快一些。

# %%
import itertools
import math
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown, display
from skimage.data import lfw_subset
from sklearn.datasets import load_digits

from derive import network
from derive.trainer import Diverged, train


def show(*lines):
    """把几行 Markdown 显示出来，表格用它。"""
    display(Markdown("\n".join(lines)))


def draw(images, titles, columns=6):
    """把小图排成几行，上面写着标题；颜色越深，墨越多。"""
    rows = math.ceil(len(images) / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(columns * 1.25, rows * 1.6), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        axis.set_title(title, fontsize=9)
    figure.tight_layout()
    plt.show()


# %% [markdown]
# ## 数据 {#data}
#
# 数据随 scikit-learn 一起安装，不必下载：1797 张手写数字，每张 8 行 8 列，一格的灰度是 0 到 16 的整数。照课程的约定，**一列是一张图**，标签排成一行，偶数标 1。

# %%
digits = load_digits()
X_all = digits.data.T / 16  # 灰度变成 0 到 1
Y_all = (digits.target % 2 == 0).astype(float)[np.newaxis]
print("X", X_all.shape, "　Y", Y_all.shape, f"　偶数占 {Y_all.mean():.1%}")

# %%
# 图：十二张手写数字的小图，8 行 8 列，上面写着是几、偶数还是奇数
draw(
    X_all.T[:12].reshape(-1, 8, 8),
    [f"{digit}　{'奇' if digit % 2 else '偶'}" for digit in digits.target[:12]],
)

# %% [markdown]
# ## 三份数据 {#split}
#
# 先打乱，再分成三份，各有各的用处：
#
# - **训练集**：用来算梯度；
# - **开发集**（dev set，也叫验证集）：不参加训练，用来挑学习率、初始值；
# - **测试集**（test set）：放到一边，全部选定之后只用**一次**。挑的时候看过它，量出来的成绩就会偏高。
#
# 还有一件小事：每个像素减去它在训练集上的平均值。平均值只能用训练集算，开发集与测试集减**同一个**平均值。

# %%
order = np.random.default_rng(0).permutation(X_all.shape[1])
parts = {"训练集": order[:1000], "开发集": order[1000:1397], "测试集": order[1397:]}
mean = X_all[:, parts["训练集"]].mean(axis=1, keepdims=True)
X = {name: X_all[:, part] - mean for name, part in parts.items()}
Y = {name: Y_all[:, part] for name, part in parts.items()}
for name in parts:
    print(f"{name}　X {X[name].shape}　Y {Y[name].shape}　偶数占 {Y[name].mean():.1%}")

# %% [markdown]
# ## 准确率有多准 {#interval}
#
# 在 400 张图上答对 380 张，准确率是 95%。换另外 400 张呢？每张图答对的概率设为 $\hat y$，答对的张数服从[二项分布](../basics/likelihood.md)：
#
# ```equation
# binomial_distribution
# ```
#
# 所以准确率本身有抽样误差，标准差是 $\sqrt{p(1-p)/n}$，400 张、95% 时约一个百分点。下面给每个准确率配一个 95% 的区间，用威尔逊（Wilson）的算法：准确率接近 100% 时，简单的“加减两倍标准差”会伸到 100% 之外，它不会。


# %%
def interval(right, n, z=1.96):
    """答对 right 张、共 n 张时，准确率的 95% 威尔逊区间。"""
    p = right / n
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return center - half, center + half


def with_interval(right, n):
    low, high = interval(right, n)
    return f"{right / n:.1%}（{low:.1%} 到 {high:.1%}）"


for right, n in [(38, 40), (380, 400), (3800, 4000)]:
    print(f"{n:>4} 张答对 {right:>4} 张：", with_interval(right, n))

# %% [markdown]
# 样本多一百倍，区间才窄到十分之一。两个模型的准确率若差得比区间还小，就说不出谁好。

# %% [markdown]
# ## 两条基线 {#baselines}
#
# 任何网络都该先与最简单的办法比。第一条基线：看也不看，总猜训练集里多的那一类。第二条：[逻辑回归](../basics/logistic-regression.md)，也就是一层的网络。


# %%
def accuracy(trained, name):
    return float(np.mean(trained.predict(X[name]) == Y[name]))


def fit(layer_dims, learning_rate, steps=1000, **options):
    """在训练集上训练；发散了就返回 None。"""
    try:
        return train(
            X["训练集"],
            Y["训练集"],
            layer_dims,
            learning_rate=learning_rate,
            steps=steps,
            **options,
        )
    except Diverged:
        return None


majority = float(Y["训练集"].mean() > 0.5)
print(f"总猜{'偶' if majority else '奇'}数，开发集 {np.mean(Y['开发集'] == majority):.1%}")
logistic = fit([64, 1], 0.3)
longer = fit([64, 1], 0.3, 5000)
for title, run in [("逻辑回归", logistic), ("训练五倍久", longer)]:
    print(
        f"{title}，"
        + "　".join(f"{name} {accuracy(run, name):.1%}" for name in ("训练集", "开发集"))
    )

# %% [markdown]
# 逻辑回归已经比乱猜好得多。可是训练五倍久，连**训练集**也只多对了一点：毛病不是过拟合，是它不够灵活，一个平面分不开奇偶。

# %% [markdown]
# ## 两层与四层 {#depth}
#
# 比较要公平：参数的个数应相近，否则分不清是深度的功劳还是大小的功劳。四层取课程里的 20、7、5、1；两层取 23 个隐藏单元。参数的个数由各层的大小定下：
#
# ```equation
# layer_parameters
# ```

# %%
SHALLOW, DEEP = [64, 23, 1], [64, 20, 7, 5, 1]
for dims in ([64, 1], SHALLOW, DEEP):
    count = sum(n * n_prev + n for n_prev, n in itertools.pairwise(dims))
    print("-".join(map(str, dims)), "　参数", count)

# %% [markdown]
# ## 学习率 {#rates}
#
# 隔三倍左右地试（[参数与超参数](../deep/hyperparameters.md)），最后一个故意取得很大。一千步，看训练集的代价和开发集的准确率：

# %%
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 5.0]
runs = {
    (name, rate): fit(dims, rate)
    for name, dims in [("两层", SHALLOW), ("四层", DEEP)]
    for rate in RATES
}


def cell(run):
    if run is None:
        return "发散"
    return f"{run.costs[-1]:.4f}，{accuracy(run, '开发集'):.1%}"


show(
    "| 学习率 | 两层：代价，开发集 | 四层：代价，开发集 |",
    "|---|---|---|",
    *(f"| {rate:g} | {cell(runs['两层', rate])} | {cell(runs['四层', rate])} |" for rate in RATES),
)

# %%
# 图：四层网络在几种学习率下，代价随步数下降的曲线，纵轴是对数刻度；学习率最大的那条头几步就跳成一条平线
figure, axis = plt.subplots(figsize=(6, 3.6))
for rate in RATES:
    run = runs["四层", rate]
    if run is not None:
        axis.semilogy(run.costs, label=f"{rate:g}")
axis.set(xlabel="步数", ylabel="代价", ylim=(5e-5, 3))
axis.legend(title="学习率", loc="lower left", ncols=2)
plt.show()

# %% [markdown]
# 三件事看得清楚：学习率小，一千步还没走完；学习率合适，四层与两层都降得很低；学习率最大时，两层还能学，四层头几步就坏了，此后代价**一动不动**。坏在哪里？看一看各层的单元：


# %%
def silent(trained):
    """每个隐藏层里，对所有训练样本都输出 0 的单元有几个。"""
    _, caches = network.L_model_forward(X["训练集"], trained.parameters)
    return [int(np.sum(np.all(Z <= 0, axis=1))) for _, Z in caches[:-1]]


for rate in (0.3, RATES[-1]):
    print(f"四层，学习率 {rate:g}：各隐藏层不出声的单元", silent(runs["四层", rate]))

# %% [markdown]
# 步子太大，把最后一个隐藏层的 $Z^{[l]}$ 整个推到了零以下，ReLU 在那里的输出与斜率都是 0，梯度传不过去，再也回不来。这叫“ReLU 死了”。从此输出与图无关，只剩最后的偏置在学，它学到的是标签里 1 的比例，代价就停在：
#
# ```equation
# constant_prediction
# ```

# %%
share = Y["训练集"].mean()
stuck = -(share * math.log(share) + (1 - share) * math.log(1 - share))
flat = runs["四层", RATES[-1]].costs[-1]
print(f"总是猜 {share:.3f} 的代价 {stuck:.4f}；那条平线的代价 {flat:.4f}")

# %% [markdown]
# 用开发集选定学习率（并列时取小的）：


# %%
def best_rate(name):
    return max(RATES, key=lambda rate: accuracy(runs[name, rate], "开发集"))


chosen = {"逻辑回归": logistic}
rates = {}
for name in ("两层", "四层"):
    rates[name] = best_rate(name)
    chosen[name] = runs[name, rates[name]]
    print(f"{name}：学习率 {rates[name]:g}，开发集 {accuracy(chosen[name], '开发集'):.1%}")

# %% [markdown]
# 减去平均值那一步值不值得？不减，别的都不变，再训练一次四层：

# %%
raw = train(X["训练集"] + mean, Y["训练集"], DEEP, learning_rate=rates["四层"], steps=1000)
raw_right = np.mean(raw.predict(X["开发集"] + mean) == Y["开发集"])
for title, run, score in [
    ("减去平均值", chosen["四层"], accuracy(chosen["四层"], "开发集")),
    ("不减", raw, raw_right),
]:
    falls = bool(np.all(np.diff(run.costs) < 0))
    print(f"{title}：代价步步下降 {falls}　最后 {run.costs[-1]:.4f}　开发集 {score:.1%}")

# %% [markdown]
# 开发集上一样好，训练集的代价不减还更低一些；减去平均值换来的是**平稳**。像素全是正数，对每个样本，一个单元的各个权重的梯度就都同号，一起涨一起落，路走得曲折，途中代价有升有降。只要一行就能避免的麻烦，不妨避免。

# %% [markdown]
# ## 初始值的大小 {#scale}
#
# 课程先用 0.01 乘随机数。一个线性单元有 $n$ 个输入，权重的标准差是 $s$，它把均方乘上一个倍数：
#
# ```equation
# fan_in
# gain
# gain_kept
# ```
#
# 所以 $s$ 该取 $1/\sqrt{n}$，$n$ 是这一层的输入个数（下表的 1/√n）；ReLU 还要再丢掉一半左右，先不管它。若每层的倍数都比 1 小得多，信号就一层小过一层。量一量，刚初始化、还没训练时，各层激活值的均方根，和各层梯度的大小：


# %%
def sizes(scale):
    """各层激活值的均方根，和各层 dW 的均方根。"""
    parameters = network.initialize_parameters_deep(DEEP, scale=scale)
    AL, caches = network.L_model_forward(X["训练集"], parameters)
    grads = network.L_model_backward(AL, Y["训练集"], caches)
    signals = [np.sqrt(np.mean(A_prev**2)) for (A_prev, _, _), _ in caches]
    slopes = [np.sqrt(np.mean(grads[f"dW{l}"] ** 2)) for l in range(1, len(DEEP))]
    return signals, slopes


SCALES = {"0.01": 0.01, "1/√n": "fan_in", "1": 1.0}
rows = []
for title, scale in SCALES.items():
    signals, slopes = ("，".join(f"{x:.1e}" for x in values) for values in sizes(scale))
    rows.append(f"| {title} | {signals} | {slopes} |")
show(
    "| 乘的数 | `A0` 到 `A3` 的均方根 | `dW1` 到 `dW4` 的均方根 |",
    "|---|---|---|",
    *rows,
)

# %% [markdown]
# 乘 0.01 时，信号每过一层小一两个数量级，梯度也跟着小到几乎没有；乘 1 时正相反，一层大过一层。训练的结果：

# %%
trials = {
    (name, title): fit(dims, rates[name], scale=scale)
    for name, dims in [("两层", SHALLOW), ("四层", DEEP)]
    for title, scale in SCALES.items()
    if scale != "fan_in"
}
for name in ("两层", "四层"):
    trials[name, "1/√n"] = chosen[name]
show(
    "| 乘的数 | 两层：代价，开发集 | 四层：代价，开发集 |",
    "|---|---|---|",
    *(
        f"| {title} | {cell(trials['两层', title])} | {cell(trials['四层', title])} |"
        for title in SCALES
    ),
)

# %%
# 图：四层网络从三种大小的初始值出发，代价随步数变化的曲线；乘 0.01 的那条是一条水平线
figure, axis = plt.subplots(figsize=(6, 3.4))
for title in SCALES:
    axis.plot(trials["四层", title].costs, label=f"乘 {title}")
axis.set(xlabel="步数", ylabel="代价", ylim=(0, 1))
axis.legend(loc="center right")
plt.show()

# %% [markdown]
# 同样乘 0.01，两层学得会，四层一动不动：一千步过去，代价还停在“总是猜同一个数”的水平。它没有坏，只是梯度小得走不动。
#
# 乘 1 时，代价也降下去了，开发集上却差一截；两层的训练代价并不高，也差一截。看看第一层的权重，训练前后变了多少：

# %%
for name, dims in [("两层", SHALLOW), ("四层", DEEP)]:
    for title in ("1/√n", "1"):
        start = network.initialize_parameters_deep(dims, scale=SCALES[title])["W1"]
        moved = np.linalg.norm(trials[name, title].parameters["W1"] - start)
        print(f"{name}，乘 {title}：W1 变动了 {moved / np.linalg.norm(start):.0%}")

# %% [markdown]
# 乘 1 的时候，随机的起点太大，训练只在上面改动了一点，第一层大体上仍是随机的数。训练集答得对，靠的是后面的层去凑；没见过的图就不那么灵了。
#
# 理由和更细的计算在[随机初始化](../shallow/initialization.md)。

# %% [markdown]
# ## 换个种子 {#seeds}
#
# 初始值是随机的。一次的结果也许只是运气，所以每种网络用五个种子各训练一遍，看开发集上的起伏：

# %%
seeds = {name: [accuracy(chosen[name], "开发集")] for name in ("两层", "四层")}
for seed in range(1, 5):
    for name, dims in [("两层", SHALLOW), ("四层", DEEP)]:
        seeds[name].append(accuracy(fit(dims, rates[name], rng=seed), "开发集"))
for name, found in seeds.items():
    print(f"{name}：" + "　".join(f"{x:.1%}" for x in found) + f"　平均 {np.mean(found):.1%}")

# %% [markdown]
# 同一种网络，换个种子就有这么大的起伏；两种网络平均值的差，没有超出它。

# %% [markdown]
# ## 测试集 {#test}
#
# 都选定了，测试集到这里才第一次、也只用这一次：

# %%
n_test = Y["测试集"].size
right = {name: (run.predict(X["测试集"]) == Y["测试集"])[0] for name, run in chosen.items()}
right["总猜一类"] = (Y["测试集"] == majority)[0]
rows = [f"| 总猜一类 | | | {with_interval(int(right['总猜一类'].sum()), n_test)} |"]
for (name, run), dims in zip(chosen.items(), ([64, 1], SHALLOW, DEEP), strict=True):
    layers, score = "-".join(map(str, dims)), with_interval(int(right[name].sum()), n_test)
    rows.append(f"| {name} | {layers} | {accuracy(run, '训练集'):.1%} | {score} |")
show("| 模型 | 各层 | 训练集 | 测试集，95% 区间 |", "|---|---|---|---|", *rows)

# %% [markdown]
# 区间是各算各的。两个模型做的是**同一份**卷子，比较时可以更细：只看一个对、一个错的那些图。若两个模型一样好，这些图里谁对谁错就像抛硬币，落到这么偏（或更偏）的概率算得出来，这叫麦克尼马尔检验（McNemar's test）：


# %%
def coin(a, b):
    """抛 a + b 次硬币，偏到 a : b 或更偏的概率。"""
    n = a + b
    tail = sum(math.comb(n, k) for k in range(min(a, b) + 1)) / 2**n
    return min(1.0, 2 * tail)


pairs = {}
for first, second in [("逻辑回归", "两层"), ("两层", "四层")]:
    only_first = int(np.sum(right[first] & ~right[second]))
    only_second = int(np.sum(~right[first] & right[second]))
    pairs[first, second] = coin(only_first, only_second)
    print(
        f"只有{first}答对 {only_first} 张，只有{second}答对 {only_second} 张；"
        f"抛硬币这么偏的概率 {pairs[first, second]:.2g}"
    )

# %% [markdown]
# 逻辑回归与两层的差别，几乎不可能是运气。两层与四层的差别，抛硬币也常常抛得出来：**这份数据说不出四层更好**。这不是失败，这是结果。这么小的图，有一个隐藏层就够了；深度能省下单元，省多少要看函数是什么样的，见[为什么要深](../deep/why-deep.md)。

# %% [markdown]
# ## 错在哪里 {#errors}
#
# 按数字分开，数一数测试集上各错了几张：

# %%
target = digits.target[parts["测试集"]]
show(
    "| 数字 | " + " | ".join(map(str, range(10))) + " |",
    "|---" * 11 + "|",
    "| 张数 | " + " | ".join(str(int(np.sum(target == d))) for d in range(10)) + " |",
    *(
        f"| {name}错了 | "
        + " | ".join(str(int(np.sum(~right[name] & (target == d)))) for d in range(10))
        + " |"
        for name in chosen
    ),
)

# %%
# 图：四层网络在测试集上认错的图，上面写着真正的数字，和网络认为它是偶数的概率
wrong = np.flatnonzero(~right["四层"])
even = chosen["四层"].probabilities(X["测试集"])[0]
draw(
    X_all.T[parts["测试集"][wrong]].reshape(-1, 8, 8),
    [f"{target[i]}　P(偶) {even[i]:.2f}" for i in wrong],
    columns=5,
)

# %%
both = int(np.sum(~right["两层"] & ~right["四层"]))
sure = int(np.sum(np.abs(even[wrong] - 0.5) > 0.4))
print(
    f"四层错了 {wrong.size} 张，其中两层也错的 {both} 张，十分肯定（概率超过 0.9）却错了的 {sure} 张"
)

# %% [markdown]
# 一张一张地看，错可以分成三种：
#
# - **图本身就难**：第一张 8 中间没有空洞，像一个 1；第一行的 4 封了口，像 9；第二行的 6，圈被墨填满了。8 × 8 的格子里，一笔只有一两格宽，圈一小就看不见了，人也会认错。
# - **少见的写法**：几个 1 的左边带着一块墨，像 4 或 6 的左半边。
# - **网络的错**：第一行的 2、最后一行的 3，人一眼就认得出，网络却认错了，对那个 3 还十分肯定。
#
# 逻辑回归错得最多的是 1，有了隐藏层就少了一大半。1 只在中间有一竖，可是中间有墨的偶数也多得是；要中间有墨，**同时**两边没有，才是 1。“同时”正是一个平面表达不好的，见[逻辑回归学不会异或](../deep/deep-network.md#xor)。

# %% [markdown]
# ## 换一批人来写 {#writers}
#
# 上面的数还有一处太乐观。这份数据只出自十几个人之手，同一个人的字大致排在一起；打乱再分，每个人的字就都既在训练集里，又在测试集里。真用起来，写字的是没见过的人。不打乱，拿前 1000 张训练，最后 397 张检验，更接近那种情形：

# %%
head, tail = slice(0, 1000), slice(1400, 1797)
head_mean = X_all[:, head].mean(axis=1, keepdims=True)
drop = {}
for name, dims, rate in [("逻辑回归", [64, 1], 0.3), ("两层", SHALLOW, rates["两层"])]:
    run = train(X_all[:, head] - head_mean, Y_all[:, head], dims, learning_rate=rate, steps=1000)
    correct = run.predict(X_all[:, tail] - head_mean) == Y_all[:, tail]
    drop[name] = with_interval(int(correct.sum()), correct.size)
    print(f"{name}：打乱 {with_interval(int(right[name].sum()), n_test)}　不打乱 {drop[name]}")

# %% [markdown]
# 都低了一点，又都在区间之内：说不出是换了人，还是运气。要回答这个问题，得有更多的人、每个人一份标记。但是报告成绩时，**数据怎样分的一定要写清楚**，不同的分法问的不是同一个问题。

# %% [markdown]
# ## 保存与读回 {#save}
#
# 参数就是几个数组，`np.savez` 把它们存成一个文件。别忘了连平均值一起存：没有它，新来的图没法照同样的办法处理。读的时候写明 `allow_pickle=False`：数组文件里本可以夹带任意的 Python 对象，打开别人给的文件，就可能运行了别人的程序。

# %%
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "parity.npz")
    np.savez(path, mean=mean, **chosen["四层"].parameters)
    with np.load(path, allow_pickle=False) as saved:
        loaded = {name: saved[name] for name in saved.files}
loaded_mean = loaded.pop("mean")
print("读回的参数：", *loaded)
same = all(np.array_equal(loaded[k], v) for k, v in chosen["四层"].parameters.items())
again = network.predict(X_all[:, parts["测试集"]] - loaded_mean, loaded)
print("每个数都一样：", same)
print("预测全部一样：", np.array_equal(again, chosen["四层"].predict(X["测试集"])))

# %% [markdown]
# ## 你自己的图 {#own}
#
# 网络只认得**照同样办法处理过**的图。这份数据是这样来的：把字裁出来，变成 32 × 32 的黑白点阵，每 4 × 4 格数一数有几个黑点，得到 8 × 8 个 0 到 16 的数。照做就行：


# %%
def to_8x8(ink):
    """任意大小的图（墨是大的数，纸是小的数）→ 8 × 8，每格是墨占的比例，0 到 1。"""
    black = ink > (ink.min() + ink.max()) / 2
    rows, columns = np.flatnonzero(black.any(axis=1)), np.flatnonzero(black.any(axis=0))
    black = black[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]  # 裁到有墨的地方
    h, w = black.shape
    side = max(h, w)
    square = np.zeros((side, side), dtype=bool)  # 补成正方形，字在当中
    top, left = (side - h) // 2, (side - w) // 2
    square[top : top + h, left : left + w] = black
    pick = np.arange(32) * side // 32
    return square[np.ix_(pick, pick)].reshape(8, 4, 8, 4).mean(axis=(1, 3))


def pen(lines, size=120, width=12):
    """用直线段写字：lines 里每一笔是一串（行，列）。"""
    i, j = np.mgrid[:size, :size]
    image = np.zeros((size, size))
    for points in lines:
        for (i0, j0), (i1, j1) in itertools.pairwise(points):
            di, dj = i1 - i0, j1 - j0
            t = np.clip(((i - i0) * di + (j - j0) * dj) / (di**2 + dj**2), 0, 1)
            image[np.hypot(i - i0 - t * di, j - j0 - t * dj) < width / 2] = 1
    return image


def even_probability(image):
    """读回的网络认为这张 8 × 8 的图是偶数的概率。"""
    AL, _ = network.L_model_forward(image.reshape(64, 1) - loaded_mean, loaded)
    return AL.item()


WRITTEN = {
    2: [[(35, 40), (22, 52), (22, 70), (38, 80), (60, 68), (100, 38), (100, 84)]],
    3: [[(24, 40), (20, 60), (32, 78), (56, 62), (72, 80), (92, 70), (100, 40)]],
    4: [[(20, 66), (72, 34), (72, 88)], [(48, 70), (104, 66)]],
    7: [[(20, 36), (20, 84), (102, 52)]],
}
pictures = {digit: pen(lines) for digit, lines in WRITTEN.items()}

# %%
# 图：上面一排是用直线段写的 2、3、4、7，每张 120 行 120 列；下面一排是缩成的 8 行 8 列，标着是偶数的概率
small = [to_8x8(picture) for picture in pictures.values()]
draw(
    [*pictures.values(), *small],
    [*(f"写的是 {d}" for d in pictures), *(f"P(偶) {even_probability(x):.2f}" for x in small)],
    columns=4,
)

# %% [markdown]
# 四个都对。写得粗一点、细一点、歪一点呢？改一改 `width` 和坐标试试。要用自己的照片，在白纸上写一个大字拍下来，用 `skimage.io.imread("我的.png", as_gray=True)` 读成灰度，再用 1 去减（照片里纸是大的数，要反过来），交给 `to_8x8`。
#
# 处理的办法差一点会怎样？把字写在大一倍的纸的左上角，一次照样裁剪，一次不裁剪，把整张直接平均成 8 × 8。顺便看看根本不是数字的图：

# %%
corner = {d: np.pad(picture, ((0, 120), (0, 120))) for d, picture in pictures.items()}
cropped = {d: to_8x8(picture) for d, picture in corner.items()}
careless = {d: picture.reshape(8, 30, 8, 30).mean(axis=(1, 3)) for d, picture in corner.items()}
not_digits = {
    "白纸": np.zeros((8, 8)),
    "全黑": np.ones((8, 8)),
    "棋盘": np.indices((8, 8)).sum(axis=0) % 2,
    "噪声": np.random.default_rng(0).random((8, 8)),
}
for title, images in [("裁剪　", cropped), ("不裁剪", careless), ("不是字", not_digits)]:
    print(f"{title}：" + "　".join(f"{k} 得 {even_probability(x):.2f}" for k, x in images.items()))

# %% [markdown]
# 裁剪之后，字写在哪里都一样；不裁剪，两个偶数都认错了：网络只见过顶天立地的字，每个像素的权重都是为那样的字定的。
#
# 棋盘、噪声都不是数字，网络照样给出概率，而且十分肯定。它只会在“偶”与“奇”之间选，没有学过说“我不知道”。

# %% [markdown]
# ## 换一份数据：人脸 {#faces}
#
# 结论能不能搬到别处？[实验 1](logistic-regression.py) 的人脸数据（200 张 25 × 25 的灰度图，一半是人脸）也随库安装。同样的三种网络，打乱五次，每次 140 张训练，60 张检验：

# %%
faces = lfw_subset().reshape(200, -1).T
is_face = (np.arange(200) < 100)[np.newaxis].astype(float)
MODELS = {"逻辑回归": [625, 1], "两层": [625, 7, 1], "四层": [625, 20, 7, 5, 1]}
hits = {name: [] for name in MODELS}
for seed in range(5):
    shuffled = np.random.default_rng(seed).permutation(200)
    fitted, held_out = shuffled[:140], shuffled[140:]
    F = faces - faces[:, fitted].mean(axis=1, keepdims=True)
    for name, dims in MODELS.items():
        run = train(F[:, fitted], is_face[:, fitted], dims, learning_rate=0.03, steps=500, rng=seed)
        hits[name].append(int(np.sum(run.predict(F[:, held_out]) == is_face[:, held_out])))
for name, counts in hits.items():
    print(f"{name}：60 张里答对", "、".join(map(str, counts)), f"　平均 {np.mean(counts) / 60:.1%}")
print("答对 58 张，区间是", with_interval(58, 60))

# %% [markdown]
# 三种网络不相上下。人脸都摆正了，眼睛、脸颊的明暗总在同样的地方，一个平面几乎就分得开，隐藏层没有什么可补的；何况只有 60 张检验，区间宽得很，真有小的差别也看不出来。**一层够不够，由数据说了算**：分奇偶不够，这里够了。所以永远先做基线。

# %% [markdown]
# ## 思考题 {#questions}
#
# **一、** 测试集上四层比两层少对几张，就说“四层更差”，对吗？要有多少张测试图，才分得清半个百分点的差别？
#
# ??? success "答案"
#
#     不对，这样的差别抛硬币也常见。400 张时，一个准确率的标准差约一个百分点，两个相减还要乘根号二。半个百分点要有两个标准差，一个准确率的标准差就要小到千分之二以下，也就是小到五六分之一；误差与张数的平方根成反比，张数要多三十倍左右，一万多张。做同一份卷子、逐张比较，可以省一些。
#
# **二、** 有人在测试集上试了十个学习率，报告了最好的那个的准确率。错在哪里？
#
# ??? success "答案"
#
#     测试集参加了挑选，就成了开发集。十个里取最好的，取到的一部分是运气；在新数据上大概不会这样好。
#
# **三、** 四层网络、初始值乘 0.01，一千步不动。一直训练下去会动吗？先想一想，再把 `steps` 与学习率加大试试。
#
# ??? success "提示"
#
#     梯度不是零，只是极小；权重在慢慢长大，长得越大，梯度也越大，所以迟早会动。学习率取 1，看五千步之内有没有动静。等得起的话，它与别的起点学得一样好；等不起，就换个初始值。
#
# **四、** 平均值为什么只许用训练集算？用全部 1797 张来算，差别多大？
#
# ??? success "答案"
#
#     在这里几乎没有差别。原则是：测试集要装成还没有见过的样子，凡是由数据定下的量，平均值也好、学习率也好，都不许看它。养成习惯，遇到差别大的时候才不会出事。
#
# **五、** 网络把噪声也归到一类，还十分肯定。怎样让它能说“不知道”？
#
# ??? success "提示"
#
#     最简单的是概率在中间一段就不答，可是噪声的概率并不在中间，这一招挡不住它。可以另教一个网络区分“是数字”与“不是数字”，也可以量一量新的图离训练集里最近的图有多远。没有一种办法万无一失。
#
# **六、** 把任务换成“是不是 8”，重做一遍。总猜“不是”的基线是多少？准确率还是一个好的指标吗？
#
# ??? success "答案"
#
#     8 只占一成左右，总猜“不是”就有九成的准确率。这时要分开数：真是 8 的认出了几成，说是 8 的有几成说对了。

# %% [markdown]
# ## 实验报告 {#report}
#
# 下面是一份填好的报告，里面的数都由上面的程序算出。自己写的时候，可以从空的模板开始，它在这一页开头的“下载”里。

# %%
scores = {name: with_interval(int(right[name].sum()), n_test) for name in chosen}
show(
    "**原理。** L 层网络，隐藏层用 ReLU，输出层用 sigmoid，交叉熵代价，全批量梯度下降；"
    "梯度由反向传播算出，公式在“前向与反向传播”一章证明，在实验 3 里逐个检查过。",
    "",
    "**环境。** Python、NumPy；手写数字随 scikit-learn 安装；随机种子固定。",
    "",
    "**结果。**",
    "",
    f"- 任务：判断 8 × 8 的手写数字是偶数还是奇数。训练 {Y['训练集'].size} 张，"
    f"开发 {Y['开发集'].size} 张，测试 {n_test} 张。",
    f"- 测试集准确率：逻辑回归 {scores['逻辑回归']}，两层 {scores['两层']}，"
    f"四层 {scores['四层']}，括号里是 95% 区间。",
    "- 逐张比较，若两者一样好，偏得这样或更多的概率："
    f"逻辑回归与两层 {pairs['逻辑回归', '两层']:.1g}，两层与四层 {pairs['两层', '四层']:.2f}。",
    f"- 学习率由开发集选定：两层 {rates['两层']:g}，四层 {rates['四层']:g}；"
    f"学习率 {RATES[-1]:g} 时，四层的代价停在 {runs['四层', RATES[-1]].costs[-1]:.4f}。",
    f"- 初始值乘 0.01，四层的代价停在 {trials['四层', '0.01'].costs[-1]:.4f}，"
    f"两层降到 {trials['两层', '0.01'].costs[-1]:.4f}。",
    f"- 四层认错 {wrong.size} 张，其中两层也认错 {both} 张。",
    f"- 不打乱次序来分，两层的准确率是 {drop['两层']}。",
    "",
    "**分析。** 奇偶不能用一个平面分开，一个隐藏层就补上了大部分差距；参数个数相近时，"
    "再加深没有看得出的好处，反而更挑剔学习率与初始值。两种网络认错的图大半相同，"
    "多是 8 × 8 的格子里笔画糊在一起的字；要再进一步，该先要更清楚的图、更多人的字，"
    "而不是更多的层。",
)
