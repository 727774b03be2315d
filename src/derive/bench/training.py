"""训练表：同样的数据、初始值与步数，五种实现轮流训练，得到同样的代价，比谁快。

五种实现：
- 本站：`derive.trainer.train`，开头的检查与缓冲区的分配也计时在内；
- 照抄公式：`derive.bench.plain`；
- PyTorch：`Sequential(Linear, …)`、`BCEWithLogitsLoss`、`SGD`，自动微分；
- scikit-learn：`MLPClassifier`，最接近的设定见 `_sklearn`；
- 下限：一步里非做不可的矩阵乘法，别的什么都不做。

对照库没有安装时记作“未测”。样本一律是合成的，不需要下载，也不需要对照库。
"""

from __future__ import annotations

import math
import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from derive import trainer
from derive.bench import Failure, machine, plain
from derive.bench.accuracy import peer
from derive.bench.machine import UNMEASURED
from derive.bench.speed import interleaved
from derive.network import initialize_parameters_deep
from derive.validation import Floats

__all__ = ["GROWTH", "NETWORKS", "TOLERANCE", "Disagreement", "Problem", "Size", "measure"]

TOLERANCE = 1e-9
"""训练结束时，各实现的代价与本站的相对差不超过它。"""
UNSEEN = "看不见"
"""PyTorch 自己管理内存，tracemalloc 看不见。"""

Train: TypeAlias = Callable[[], float]
"""从初始值训练到底，返回最后的代价。"""


class Disagreement(Failure):
    """两种实现训练出的代价不同，比较它们的快慢没有意义。"""


# ── 要训练的网络 ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Size:
    """网络的大小与训练的步数。"""

    layer_dims: tuple[int, ...]
    m: int
    steps: int
    hidden: str = "relu"
    learning_rate: float = 0.01

    @property
    def network(self) -> str:
        return "-".join(map(str, self.layer_dims))


NETWORKS = (
    Size((12288, 20, 7, 5, 1), m=209, steps=50, learning_rate=0.0075),
    Size((2, 4, 1), m=400, steps=2000, hidden="tanh", learning_rate=1.2),
    Size((64, 32, 10, 1), m=1797, steps=200, learning_rate=0.1),
)
"""前两个是课程作业的大小：认猫的四层网络，平面上的花；第三个像 8×8 的手写数字。"""

GROWTH: dict[str, tuple[tuple[int, Size], ...]] = {
    "m": tuple((m, Size((64, 32, 10, 1), m, 50)) for m in (500, 1000, 2000, 4000, 8000, 16000)),
    "width": tuple((n, Size((64, n, n, 1), 500, 20)) for n in (16, 32, 64, 128, 256, 512)),
    "depth": tuple((k, Size((32, *[32] * k, 1), 500, 20)) for k in (1, 2, 4, 8, 16, 32)),
}
"""一次只变一样：样本数、每个隐藏层的单元数、隐藏层的个数，逐行加倍。"""


@dataclass(frozen=True)
class Problem:
    """一个网络、它的数据与初始值。"""

    size: Size
    X: Floats
    Y: Floats
    parameters: dict[str, Floats]

    @classmethod
    def random(cls, size: Size, seed: int) -> Problem:
        """X ~ N(0, 1)；标签由一个随机的方向分成两类；W[l] ~ N(0, 1/n[l−1])，b[l] = 0。"""
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((size.layer_dims[0], size.m))
        Y = (rng.standard_normal((size.layer_dims[-1], size.layer_dims[0])) @ X > 0).astype(float)
        parameters = initialize_parameters_deep(size.layer_dims, scale="fan_in", rng=rng)
        return cls(size, X, Y, parameters)

    @property
    def layers(self) -> range:
        """l = 1, …, L。"""
        return range(1, len(self.size.layer_dims))


# ── 五种实现：准备数据（不计时），得到一个从头训练的函数 ────────────────────────


def _ours(problem: Problem) -> Train:
    size = problem.size

    def train() -> float:
        trained = trainer.train(
            problem.X,
            problem.Y,
            size.layer_dims,
            size.hidden,
            learning_rate=size.learning_rate,
            steps=size.steps,
            parameters=problem.parameters,
            progress=False,
        )
        return float(trained.costs[-1])

    return train


def _textbook(problem: Problem) -> Train:
    size, parameters = problem.size, problem.parameters

    def train() -> float:
        return plain.train(
            problem.X, problem.Y, parameters, size.hidden, size.learning_rate, size.steps
        )

    return train


def _torch(problem: Problem) -> Train | None:
    """样本排成行，这是 PyTorch 的习惯；float64，与其余相同。"""
    torch = peer("torch")
    if torch is None:
        return None
    size, dims = problem.size, problem.size.layer_dims
    X, Y = (torch.from_numpy(np.ascontiguousarray(array.T)) for array in (problem.X, problem.Y))
    activation = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[size.hidden]

    def train() -> float:
        layers: list[Any] = []
        for l, (n_in, n_out) in enumerate(pairwise(dims), 1):
            linear = torch.nn.utils.skip_init(torch.nn.Linear, n_in, n_out, dtype=torch.float64)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(problem.parameters[f"W{l}"]))
                linear.bias.copy_(torch.from_numpy(problem.parameters[f"b{l}"][:, 0]))
            layers += [linear, activation()]
        model = torch.nn.Sequential(*layers[:-1])  # 输出层的 σ 在损失里
        loss = torch.nn.BCEWithLogitsLoss()
        optimizer = torch.optim.SGD(model.parameters(), lr=size.learning_rate)
        for _ in range(size.steps):
            optimizer.zero_grad()
            J = loss(model(X), Y)
            J.item()  # 各实现每一步都要知道代价
            J.backward()
            optimizer.step()
        with torch.no_grad():
            return float(loss(model(X), Y))

    return train


def _sklearn(problem: Problem) -> Train | None:
    """`MLPClassifier` 最接近的设定：不打乱的全批量，没有动量、正则与提前停止。

    它自己取初始值，所以先走一步，再换成我们的，从那里继续（warm_start）。
    它每一步在更新之前报告代价，多走一步才得到最后的代价；计时按多走的一步折算。
    """
    if peer("sklearn") is None:
        return None
    from importlib import import_module

    size = problem.size
    X, y = np.ascontiguousarray(problem.X.T), problem.Y[0].astype(int)
    model = import_module("sklearn.neural_network").MLPClassifier(
        size.layer_dims[1:-1],
        activation=size.hidden,
        solver="sgd",
        alpha=0.0,
        batch_size=size.m,
        learning_rate="constant",
        learning_rate_init=size.learning_rate,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
        max_iter=1,
        tol=0.0,
        n_iter_no_change=np.inf,
        warm_start=True,
        random_state=0,
    )
    model.fit(X, y)
    model.set_params(max_iter=size.steps + 1)

    def train() -> float:
        model.coefs_ = [problem.parameters[f"W{l}"].T.copy() for l in problem.layers]
        model.intercepts_ = [problem.parameters[f"b{l}"][:, 0].copy() for l in problem.layers]
        model.fit(X, y)
        return float(model.loss_)

    return train


def _floor(problem: Problem) -> Train:
    """W·A，dZ·Aᵀ，以及 l > 1 时的 Wᵀ·dZ；结果写在事先分配好的内存里。

    它不是训练，没有代价，返回 NaN。
    """
    size = problem.size
    rng = np.random.default_rng(0)
    W = [problem.parameters[f"W{l}"] for l in problem.layers]
    A_prev = [problem.X, *(rng.standard_normal((n, size.m)) for n in size.layer_dims[1:-1])]
    dZ = [rng.standard_normal((n, size.m)) for n in size.layer_dims[1:]]

    def train() -> float:
        Z = [np.empty_like(dz) for dz in dZ]
        dW = [np.empty_like(w) for w in W]
        for _ in range(size.steps):
            for l in range(len(W)):
                np.matmul(W[l], A_prev[l], out=Z[l])
            for l in range(len(W) - 1, -1, -1):
                np.matmul(dZ[l], A_prev[l].T, out=dW[l])
                if l > 0:
                    np.matmul(W[l].T, dZ[l], out=Z[l - 1])
        return math.nan

    return train


IMPLEMENTATIONS: dict[str, Callable[[Problem], Train | None]] = {
    "ours": _ours,
    "textbook": _textbook,
    "torch": _torch,
    "sklearn": _sklearn,
    "floor": _floor,
}


# ── 测量 ──────────────────────────────────────────────────────────────


def measure(seed: int = 0, rounds: int = 15, growth_rounds: int = 7) -> dict[str, Any]:
    """五类表：用时、比值、最后的代价、内存，以及用时怎样随样本数、宽度、深度增长。

    每一轮把各实现依次从头训练一遍，机器忽快忽慢时大家受同样的影响；
    用时除以步数，各轮取中位数。比值是同一轮里本站与对方用时之比的中位数，小于 1 表示本站更快。
    """
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("training", "ratio", "cost", "memory")
    }
    with _fair():
        for size in NETWORKS:
            problem = Problem.random(size, seed)
            label = {"network": size.network, "m": size.m, "hidden": size.hidden}
            trains = {name: prepare(problem) for name, prepare in IMPLEMENTATIONS.items()}
            tables["cost"].append(label | _costs(size, trains))
            times = _times(trains, size.steps, rounds)
            ratio = times.pop("ratio")
            tables["training"].append(label | {"steps": size.steps} | times)
            tables["ratio"].append(
                label | {name: ratio.get(name, UNMEASURED) for name in trains if name != "ours"}
            )
            tables["memory"].append(label | _memory(trains))
        for what, points in GROWTH.items():
            tables[f"growth_{what}"] = _growth(what, points, seed, growth_rounds)
    return tables


@contextmanager
def _fair() -> Iterator[None]:
    """PyTorch 与 NumPy 用同样多的线程；关掉各家的警告。"""
    torch = peer("torch")
    before = torch.get_num_threads() if torch else 0
    if torch:
        torch.set_num_threads(machine.threads())
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        if torch:
            torch.set_num_threads(before)


def _costs(size: Size, trains: Mapping[str, Train | None]) -> dict[str, Any]:
    """最后的代价，与各实现和本站的相对差；差得太多就不再比快慢。"""
    costs = {name: train() for name, train in trains.items() if train and name != "floor"}
    ours = costs.pop("ours")
    differences = {name: abs(cost - ours) / abs(ours) for name, cost in costs.items()}
    for name, difference in differences.items():
        if not difference <= TOLERANCE:
            raise Disagreement(
                f"{size.network}（m={size.m}）训练 {size.steps} 步后，本站的代价是 {ours!r}，"
                f"{name} 的是 {costs[name]!r}，相对差 {difference:.2g} 超过 {TOLERANCE:g}。"
                "两边做的不是同一件事，快慢没有可比性。请先找出差别。"
            )
    return {
        "cost": f"{ours:.12f}",
        "difference": {name: float(f"{value:.2g}") for name, value in differences.items()},
    }


def _times(trains: Mapping[str, Train | None], steps: int, rounds: int) -> dict[str, Any]:
    """每一步的毫秒数与比值。"""
    timed = {name: train for name, train in trains.items() if train}
    # 一个线程时量处理器时间，别的程序占用机器时不算在内；
    # 几个线程的处理器时间会加在一起，只能看墙上的钟
    clock = time.process_time if machine.threads() == 1 else time.perf_counter
    durations = interleaved(timed, rounds, clock)
    if "sklearn" in durations:  # 它多走了一步
        durations["sklearn"] = [t * steps / (steps + 1) for t in durations["sklearn"]]
    row: dict[str, Any] = {
        name: _rounded(1e3 * statistics.median(durations[name]) / steps)
        if name in durations
        else UNMEASURED
        for name in trains
    }
    row["ratio"] = {
        name: _rounded(_median_ratio(durations["ours"], durations[name]))
        for name in timed
        if name != "ours"
    }
    return row


def _median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _memory(trains: Mapping[str, Train | None]) -> dict[str, Any]:
    """训练一遍时内存的峰值（MB，10⁶ 字节），不算数据与初始值。"""
    row: dict[str, Any] = {}
    for name, train in trains.items():
        if train is None:
            row[name] = UNMEASURED
        elif name == "torch":
            row[name] = UNSEEN
        else:
            tracemalloc.start()
            try:
                train()
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
            row[name] = _rounded(peak / 1e6)
    return row


def _growth(
    what: str, points: Sequence[tuple[int, Size]], seed: int, rounds: int
) -> list[dict[str, Any]]:
    """每行把 what 加倍；growth 是本站这一行的用时是上一行的几倍。"""
    rows: list[dict[str, Any]] = []
    for value, size in points:
        problem = Problem.random(size, seed)
        trains = {name: IMPLEMENTATIONS[name](problem) for name in ("ours", "textbook", "floor")}
        row: dict[str, Any] = {what: value, **_times(trains, size.steps, rounds)}
        row["growth"] = _rounded(row["ours"] / rows[-1]["ours"]) if rows else ""
        rows.append(row)
    return rows


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
