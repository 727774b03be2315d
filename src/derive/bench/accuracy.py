# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""误差表：教科书公式、本站、SciPy、PyTorch 在同一批点上与 mpmath 相比，各自最坏差多少 ULP。

一个结果的误差（ULP）= |算得的值 − 精确值| / spacing(精确值舍入到该精度的结果)；
次正规数的 spacing 就是次正规数的间距。
"""

from __future__ import annotations

import importlib
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

import mpmath
import numpy as np
from mpmath import mp, mpf
from numpy.typing import NDArray

from derive import activations, losses
from derive.bench.machine import UNMEASURED
from derive.validation import Floats

__all__ = [
    "CASES",
    "HARD_POINTS",
    "NO_COUNTERPART",
    "PRECISION",
    "Case",
    "Exact",
    "evaluate_exactly",
    "measure",
    "peer",
    "points",
    "ulp_errors",
    "worst_ulp",
]

PRECISION = 1400
"""mpmath 的位数。1 − σ(745) 会消去 1075 位，余下的仍远多于 200 位，所以精确值可以照抄公式。"""

NO_COUNTERPART = "无对应函数"

Function: TypeAlias = Callable[..., Any]


# ── 教科书公式：逐字照抄，不作任何数值上的改写 ──────────────────────────────


def textbook_sigmoid(z: Floats) -> Floats:
    """σ(z) = 1/(1+e^{−z})。"""
    return 1 / (1 + np.exp(-z))


def textbook_sigmoid_prime(z: Floats) -> Floats:
    """σ′(z) = σ(z)(1 − σ(z))。"""
    s = textbook_sigmoid(z)
    return s * (1 - s)


def textbook_tanh(z: Floats) -> Floats:
    """tanh z = (e^z − e^{−z})/(e^z + e^{−z})。"""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def textbook_tanh_prime(z: Floats) -> Floats:
    """tanh′(z) = 1 − tanh² z；tanh 用 NumPy 的。"""
    t = np.tanh(z)
    return 1 - t * t


def textbook_softplus(z: Floats) -> Floats:
    """softplus(z) = ln(1+e^z)。"""
    return np.log(1 + np.exp(z))


def textbook_cross_entropy_from_logits(z: Floats, y: Floats) -> Floats:
    """L = −(y ln a + (1−y) ln(1−a))，a = σ(z)。"""
    a = textbook_sigmoid(z)
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def textbook_cross_entropy_from_logits_prime(z: Floats, y: Floats) -> Floats:
    """∂L/∂z = a − y，a = σ(z)。"""
    return textbook_sigmoid(z) - y


# ── 对照库 ─────────────────────────────────────────────────────────────


def peer(name: str) -> ModuleType | None:
    """对照库的模块；没有安装时是 None。"""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _with_torch(function: Callable[[ModuleType, Any, Any], Any]) -> Function:
    """把作用于张量的 function(torch, z, y) 变成作用于 NumPy 数组的函数。"""

    def wrapped(z: Floats, y: Floats | None = None) -> Floats:
        torch = importlib.import_module("torch")
        tensors = [None if x is None else torch.from_numpy(np.ascontiguousarray(x)) for x in (z, y)]
        result: Floats = function(torch, *tensors).detach().numpy()
        return result

    return wrapped


def _torch_gradient(function: Callable[[ModuleType, Any, Any], Any]) -> Function:
    """PyTorch 没有现成的导数，取自动微分的结果。"""

    def gradient(torch: ModuleType, z: Any, y: Any) -> Any:
        z = z.clone().requires_grad_()
        function(torch, z, y).sum().backward()
        return z.grad

    return _with_torch(gradient)


def _torch_loss(torch: ModuleType, z: Any, y: Any) -> Any:
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return loss(z, y, reduction="none")


def _scipy_loss(z: Floats, y: Floats) -> Floats:
    log_expit = importlib.import_module("scipy.special").log_expit
    loss: Floats = -log_expit(np.where(y == 1, z, -z))
    return loss


def _scipy(name: str) -> Function:
    def wrapped(z: Floats) -> Floats:
        result: Floats = getattr(importlib.import_module("scipy.special"), name)(z)
        return result

    return wrapped


# ── 要比较的函数 ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Case:
    """一个函数的四种算法与它的精确值。"""

    name: str
    formula: str
    """教科书公式的代码，给误差表看。"""
    exact: Function
    """mpf → mpf，照抄公式。"""
    textbook: Function
    ours: Function
    scipy: Function | None
    torch: Function | None
    bound: float
    """本站声明的误差界（ULP）。"""
    labelled: bool = False
    """是否还有标签 y；y 取 0 与 1。"""


def _sigma(z: mpf) -> mpf:
    return 1 / (1 + mp.exp(-z))


CASES: tuple[Case, ...] = (
    Case(
        name="sigmoid",
        formula="1 / (1 + exp(-z))",
        exact=_sigma,
        textbook=textbook_sigmoid,
        ours=activations.sigmoid,
        scipy=_scipy("expit"),
        torch=_with_torch(lambda torch, z, _: torch.sigmoid(z)),
        bound=2,
    ),
    Case(
        name="sigmoid_prime",
        formula="s * (1 - s), s = 1 / (1 + exp(-z))",
        exact=lambda z: _sigma(z) * (1 - _sigma(z)),
        textbook=textbook_sigmoid_prime,
        ours=activations.sigmoid_prime,
        scipy=None,
        torch=_torch_gradient(lambda torch, z, _: torch.sigmoid(z)),
        bound=4,
    ),
    Case(
        name="tanh",
        formula="(exp(z) - exp(-z)) / (exp(z) + exp(-z))",
        exact=mp.tanh,
        textbook=textbook_tanh,
        ours=activations.tanh,
        scipy=None,
        torch=_with_torch(lambda torch, z, _: torch.tanh(z)),
        bound=2,
    ),
    Case(
        name="tanh_prime",
        formula="1 - t * t, t = numpy.tanh(z)",
        exact=lambda z: 1 - mp.tanh(z) ** 2,
        textbook=textbook_tanh_prime,
        ours=activations.tanh_prime,
        scipy=None,
        torch=_torch_gradient(lambda torch, z, _: torch.tanh(z)),
        bound=4,
    ),
    Case(
        name="softplus",
        formula="log(1 + exp(z))",
        exact=lambda z: mp.log(1 + mp.exp(z)),
        textbook=textbook_softplus,
        ours=activations.softplus,
        scipy=_scipy("softplus"),
        torch=_with_torch(lambda torch, z, _: torch.nn.functional.softplus(z)),
        bound=2,
    ),
    Case(
        name="cross_entropy_from_logits",
        formula="-(y * log(a) + (1 - y) * log(1 - a)), a = 1 / (1 + exp(-z))",
        exact=lambda z, y: y * mp.log(1 + mp.exp(-z)) + (1 - y) * mp.log(1 + mp.exp(z)),
        textbook=textbook_cross_entropy_from_logits,
        ours=losses.cross_entropy_from_logits,
        scipy=_scipy_loss,
        torch=_with_torch(_torch_loss),
        bound=2,
        labelled=True,
    ),
    Case(
        name="cross_entropy_from_logits_prime",
        formula="a - y, a = 1 / (1 + exp(-z))",
        exact=lambda z, y: _sigma(z) - y,
        textbook=textbook_cross_entropy_from_logits_prime,
        ours=losses.cross_entropy_from_logits_prime,
        scipy=None,
        torch=_torch_gradient(_torch_loss),
        bound=4,
        labelled=True,
    ),
)


# ── 取点 ──────────────────────────────────────────────────────────────

# fmt: off
HARD_POINTS: tuple[float, ...] = (
    0.2247559463949211, 0.22937479341960454, 0.23558382215501533, 1.2081645912293753,
    1.2130813031243395, 1.2218143740161338, 1.2332462510233588, 1.2424074635764393,
    1.2777668328382672, 1.2876132022103473, 1.3027322140067719, 3.1178654127758794,
    4.156471114043247, 4.156541123950632, 5.198573665132473, 5.54516755197139,
    6.23538756040239, 8.317500470589875, 11.09033510394278,
)
# fmt: on
"""密集搜索（每种指令集约一亿个点，前两种又在最坏处附近加密）找到的、本站各函数误差最大之处。

三组分别来自 NumPy 的 AVX-512、AVX2 与只有 SSE 的实现：exp 与 expm1 的末位误差随指令集而变。
"""

_EDGES = (0.0, 1.0, 19.0, 20.0, 22.0, 36.8, 37.0, 44.4, 87.3, 88.8, 103.3, 104.0)
_DEEP_EDGES = (350.0, 354.9, 372.2, 372.6, 400.0, 700.0, 708.4, 709.8, 744.4, 745.2, 750.0)


def points(dtype: Any, count: int, seed: int = 0) -> NDArray[Any]:
    """自变量：约 2·count 个，正负各半，按从小到大排列。

    包括：零与最大、最小的有限数；每一个二进制阶；公式换段、饱和与下溢之处的左右邻点；
    ln 2 的整数倍附近；以及有趣区间与深尾里的随机点。
    """
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    smallest = int(np.log2(float(info.smallest_subnormal)))
    exponents = np.concatenate(  # 2^10 以上各函数都已饱和，mpmath 又慢，只取十来个阶
        [np.linspace(smallest, 10, count // 4), np.linspace(11, info.maxexp - 1, 12)]
    ).astype(int)
    edges = np.array(_EDGES + _DEEP_EDGES, dtype)
    edges = np.concatenate([edges, np.nextafter(edges, dtype(-1)), np.nextafter(edges, info.max)])
    tail = -np.log(float(info.smallest_subnormal))  # e^{−tail} 就是最小的次正规数
    magnitudes = np.concatenate(
        [
            [info.max, info.tiny, info.smallest_subnormal, info.eps],
            np.abs(edges),
            np.abs(HARD_POINTS),
            np.ldexp(rng.uniform(1, 2, exponents.size), exponents),
            rng.integers(1, 55, count // 8) * np.log(2) + rng.normal(0, 1e-3, count // 8),
            rng.uniform(0, 40, count // 4),
            rng.uniform(0, 2, count // 8),
            rng.uniform(0.45 * tail, 1.01 * tail, count // 4),
        ]
    ).astype(dtype)
    return np.unique(np.concatenate([-magnitudes, magnitudes]))


# ── 误差 ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Exact:
    """一批精确值，以 ULP 为尺写成 rounded + residue · spacing。"""

    rounded: NDArray[Any]
    """精确值舍入到该精度。"""
    residue: NDArray[np.float64]
    """舍入余下的部分，单位 ULP，绝对值约不超过 1/2。"""
    spacing: NDArray[np.float64]


def _spacing(value: Any) -> float:
    """value 所在的二进制阶里相邻两个数的间距；±∞ 处是 ∞。

    与 np.spacing(|value|) 相同，只是在最大的有限数处不溢出。
    """
    info = np.finfo(type(value))
    if not np.isfinite(value):
        return math.inf
    if value == 0:
        return float(info.smallest_subnormal)
    exponent = max(math.frexp(float(value))[1] - 1, int(info.minexp))
    return math.ldexp(1.0, exponent - int(info.nmant))


def evaluate_exactly(exact: Function, dtype: Any, *arguments: NDArray[Any]) -> Exact:
    """用 mpmath 逐点求 exact；arguments 是形状相同的一维数组。"""
    rounded, residue, spacing = [], [], []
    with mpmath.workprec(PRECISION), np.errstate(over="ignore", under="ignore"):
        for values in zip(*arguments, strict=True):
            true = exact(*(mpf(float(value)) for value in values))
            near = dtype(float(true))
            ulp = _spacing(near)
            rounded.append(near)
            spacing.append(ulp)
            residue.append(float((true - mpf(float(near))) / ulp) if np.isfinite(near) else 0.0)
    return Exact(np.array(rounded, dtype), np.array(residue), np.array(spacing))


def ulp_errors(computed: NDArray[Any], exact: Exact) -> NDArray[np.float64]:
    """|computed − 精确值| / spacing。该有限而得 ±∞ 或 NaN、该 ±∞ 而得别的，都是 ∞。"""
    with np.errstate(invalid="ignore", over="ignore"):
        gap = (computed.astype(np.float64) - exact.rounded.astype(np.float64)) / exact.spacing
        errors = np.abs(gap - exact.residue)
    finite = np.isfinite(computed) & np.isfinite(exact.rounded)
    return np.where(finite, errors, np.where(computed == exact.rounded, 0.0, np.inf))


def worst_ulp(
    function: Function, exact: Function, *arguments: NDArray[Any]
) -> tuple[float, tuple[float, ...]]:
    """function 在一批点上的最大误差（ULP），与它出现的那一点。

    arguments：形状相同的一维数组，function 的每个参数一个；结果的精度就是第一个的精度。
    """
    errors = ulp_errors(
        np.asarray(function(*arguments)),
        evaluate_exactly(exact, arguments[0].dtype.type, *arguments),
    )
    i = int(np.argmax(errors))
    return float(errors[i]), tuple(float(argument[i]) for argument in arguments)


# ── 测量 ──────────────────────────────────────────────────────────────


def measure(seed: int = 0, count: int = 4000) -> list[dict[str, Any]]:
    """误差表的各行：每个函数、每种精度一行，四种算法在同一批点上的最坏误差与它出现之处。"""
    rows = []
    for case in CASES:
        for dtype in (np.float64, np.float32):
            z = points(dtype, count, seed)
            arguments: tuple[NDArray[Any], ...] = (z,)
            if case.labelled:
                arguments = (np.tile(z, 2), np.repeat(np.array([0, 1], dtype), z.size))
            exact = evaluate_exactly(case.exact, dtype, *arguments)
            columns = {
                "textbook": case.textbook,
                "ours": case.ours,
                "scipy": case.scipy,
                "torch": case.torch,
            }
            rows.append(
                {
                    "function": case.name,
                    "dtype": np.dtype(dtype).name,
                    "formula": case.formula,
                    "bound": case.bound,
                    "points": int(arguments[0].size),
                    **{
                        column: _worst(column, function, arguments, exact, case.bound)
                        for column, function in columns.items()
                    },
                }
            )
    return rows


def _worst(
    column: str,
    function: Function | None,
    arguments: tuple[NDArray[Any], ...],
    exact: Exact,
    bound: float,
) -> dict[str, Any] | str:
    """最坏的一点；对照库没有这个函数，或没有安装，就只有说明的文字。

    ulp 为 None 表示算得 ±∞ 或 NaN。lost 表示一位有效数字也不剩：误差超过精确值的一半。
    """
    if function is None:
        return NO_COUNTERPART
    if column in ("scipy", "torch") and peer(column) is None:
        return UNMEASURED
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        computed = np.asarray(function(*arguments))
    errors = ulp_errors(computed, exact)
    i = int(np.argmax(errors))
    digits = 17 if computed.dtype == np.float64 else 9
    magnitude = np.abs(exact.rounded[i].astype(np.float64)) / exact.spacing[i]
    return {
        "ulp": float(f"{errors[i]:.4g}") if np.isfinite(errors[i]) else None,
        "at": [float(argument[i]) for argument in arguments],
        "computed": f"{computed[i]:.{digits}g}",
        "exact": f"{exact.rounded[i]:.{digits}g}",
        "lost": bool(errors[i] > max(bound, magnitude / 2)),
    }
