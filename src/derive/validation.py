# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""输入检查：数值模块共用的一层薄壳。

`elementwise` 管逐元素函数，`as_matrix`、`require_same_shape`、`require_labels` 管数据集上的函数，
`as_parameters`、`as_layer_dims` 等管网络。
出错信息都按同一格式：期望什么，得到什么，怎样改。本模块只依赖 NumPy。
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""float16、float32 或 float64 的数组；0 维时是 NumPy 标量。"""

Labels: TypeAlias = NDArray[np.int8]
"""标签：只含 0 与 1 的数组。"""

BLOCK = 8192
"""每块的元素个数。一块 float64 占 64 KiB：几个中间结果合起来仍在二级缓存里，
也够小，内存分配器会就地重用，不必每次向操作系统要新的页（那样慢两三倍）。"""

_FLOATS = (np.float16, np.float32, np.float64)
_MENDS = {
    "c": "请先取实部，例如 z.real",
    "U": "请先把文字转成数，例如 float(z) 或 z.astype(float)",
    "S": "请先把文字转成数，例如 float(z) 或 z.astype(float)",
    "O": "请检查是否有函数忘了 return、整数是否太大，或数组里混入了 None 等对象",
    "M": "请先减去起始时刻，再除以时间单位，例如 (t - t[0]) / np.timedelta64(1, 's')",
    "m": "请先除以时间单位，例如 t / np.timedelta64(1, 's')",
    "f": "请先转成 float64，例如 z.astype(np.float64)",
}


def _as_reals(value: ArrayLike, name: str) -> NDArray[Any]:
    """把 value 变成实数数组，元素类型原样保留；不是实数就 TypeError。"""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise TypeError(
            f"{name} 应为实数（标量、列表或数组），得到的是长短不一的嵌套 {type(value).__name__}。"
            "请让每一行的元素个数相同。"
        ) from error
    if array.dtype.type in _FLOATS or array.dtype.kind in "biu":
        return array
    mend = _MENDS.get(array.dtype.kind, "请先转成普通的浮点数组")
    raise TypeError(
        f"{name} 应为实数（标量、列表或数组），"
        f"得到的是 {type(value).__name__}（元素类型 {array.dtype}）。{mend}。"
    )


def as_floats(value: ArrayLike, name: str) -> Floats:
    """把 value 变成浮点数组：浮点数保持原精度，整数与布尔变成 float64。

    形状：任意，保持不变。已经是浮点数组的不复制。
    错误：文字、None、复数、日期、任意对象与长短不一的嵌套列表，一律 TypeError；
    long double 也不收，因为它的精度因机器而异，这里给不出误差界。
    """
    array = _as_reals(value, name)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _result_dtype(values: tuple[Any, ...], arrays: list[NDArray[Any]]) -> np.dtype[Any]:
    """结果的精度只由浮点数组决定；整数标签与 Python 的数不参与，否则会把 float32 提成 float64。"""
    deciding = [
        array.dtype.type
        for value, array in zip(values, arrays, strict=True)
        if array.dtype.kind == "f" and type(value) is not float
    ]
    return np.result_type(*deciding) if deciding else np.dtype(np.float64)


def _broadcast_shape(names: tuple[str, ...], arrays: list[NDArray[Any]]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError as error:
        found = "、".join(f"{n}: {a.shape}" for n, a in zip(names, arrays, strict=True))
        raise ValueError(
            f"{'、'.join(names)} 的形状应相同或可以广播，得到的是 {found}。"
            "请检查哪一个少了转置或取错了样本。"
        ) from error


def _in_blocks(
    formula: Callable[..., Floats],
    arrays: list[NDArray[Any]],
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
) -> Floats:
    """result = formula(*arrays)，每次只算 BLOCK 个元素。"""
    flat = [
        array.reshape(()) if array.size == 1 else np.broadcast_to(array, shape).reshape(-1)
        for array in arrays
    ]
    result = np.empty(shape, dtype)
    out = result.reshape(-1)
    for start in range(0, out.size, BLOCK):
        block = slice(start, start + BLOCK)
        out[block] = formula(
            *((x[block] if x.ndim else x).astype(np.float64, copy=False) for x in flat)
        )
    return result


def elementwise(formula: Callable[..., Floats]) -> Callable[..., Floats]:
    """让一条只管公式的函数成为逐元素函数：y[i] = formula(x[i])，可广播。

    形状：任意（标量、0 维、空数组、不连续的数组都可以），结果的形状是各参数广播后的形状。
    精度：内部一律用 float64 计算，最后只舍入一次。float32 进则 float32 出（float16 同理），
    整数、布尔与 Python 的数按 float64 计；同时给出几个浮点数组时取其中精度最高的。
    大数组分块计算：中间结果留在缓存里，比整个数组一步步地算快一倍以上。
    浮点警告全部关闭：每条公式都自己给出极限处的值，得到的 inf 或 0 就是正确舍入的结果。

    错误：类型不对 TypeError；形状不能广播 ValueError。
    """
    signature = inspect.signature(formula)
    names = tuple(signature.parameters)

    @wraps(formula)
    def wrapped(*args: Any, **kwargs: Any) -> Floats:
        if kwargs or len(args) != len(names):  # 少见的写法才付绑定参数的开销
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            args = bound.args
        arrays = [_as_reals(value, name) for value, name in zip(args, names, strict=True)]
        dtype = _result_dtype(args, arrays)
        shape = arrays[0].shape if len(arrays) == 1 else _broadcast_shape(names, arrays)
        with np.errstate(all="ignore"):
            if math.prod(shape) > BLOCK:
                return _in_blocks(formula, arrays, shape, dtype)
            result = formula(*(x.astype(np.float64, copy=False) for x in arrays))
            return result.astype(dtype, copy=False)[()]

    return wrapped


class Size(NamedTuple):
    """形状中的一个数，连同它的记号：Size("n[1]", 4)。"""

    symbol: str
    number: int


Dim: TypeAlias = int | str | Size
"""形状的一维：必须相等的整数，只作记号的文字，或带记号的整数。"""


def _written(shape: Sequence[Dim]) -> str:
    """形状怎样写在消息里：(1, m)；有记号又有数时写成 (n[2], n[1]) = (3, 4)。"""
    symbols = ", ".join(d.symbol if isinstance(d, Size) else str(d) for d in shape)
    numbers = ", ".join(str(d.number) if isinstance(d, Size) else str(d) for d in shape)
    return f"({symbols})" if symbols == numbers else f"({symbols}) = ({numbers})"


def _fits(found: Sequence[int], shape: Sequence[Dim]) -> bool:
    wanted = [d.number if isinstance(d, Size) else d for d in shape]
    return all(isinstance(w, str) or w == f for f, w in zip(found, wanted, strict=True))


def as_matrix(value: ArrayLike, name: str, shape: tuple[Dim, Dim]) -> Floats:
    """把 value 变成二维、非空、处处有限的浮点数组。

    shape：期望的形状。整数必须相等，文字只是记号，例如 (1, "m") 或 ("n_x", Size("m", 209))。
    错误：类型不对 TypeError；维数、行列数不对，或有 NaN、±∞ 时 ValueError。
    """
    array = as_floats(value, name)
    expected = _written(shape)
    of_samples = any(d == "m" or (isinstance(d, Size) and d.symbol == "m") for d in shape)
    if array.ndim != 2:
        rows = shape[0].number if isinstance(shape[0], Size) else shape[0]
        new = "-1, 1" if shape[1] == 1 else f"{rows}, -1"
        raise ValueError(
            f"{name} 应为二维数组 {expected}，得到的是 {array.ndim} 维数组，形状 {array.shape}。"
            f"请补成二维，例如 {name}.reshape({new})。"
        )
    if array.size == 0:
        need, cut = ("有一个样本（m ≥ 1）", "样本") if of_samples else ("有一个元素", "参数")
        raise ValueError(
            f"{name} 应为 {expected}，且至少{need}，得到的形状是 {array.shape}。"
            f"请检查取{cut}的切片是否为空。"
        )
    if not _fits(array.shape, shape):
        transposed = _fits(array.shape[::-1], shape)
        if of_samples and transposed:
            mend = f"样本排成列；若一行是一个样本，请转置：{name}.T"
        elif of_samples:
            mend = "请检查它与别的数组是否取自同一批样本、同一个网络"
        else:
            mend = f"请转置：{name}.T" if transposed else "请检查它与相邻各层的宽度是否一致"
        raise ValueError(f"{name} 的形状应为 {expected}，得到的是 {array.shape}。{mend}。")
    finite = np.isfinite(array)
    if not finite.all():
        raise ValueError(_offender(array, ~finite, name, "处处有限", "请先查出它从哪一步算出来"))
    return array


def require_same_shape(
    first: NDArray[Any], first_name: str, second: NDArray[Any], second_name: str
) -> None:
    """两个数组的形状必须相同；不许广播，否则 (1, m) 与 (1, 1) 会悄悄算出别的数。"""
    if first.shape != second.shape:
        raise ValueError(
            f"{first_name} 与 {second_name} 的形状应相同，得到的是 {first_name}: {first.shape}、"
            f"{second_name}: {second.shape}。请检查两者是否取自同一批样本。"
        )


def require_labels(array: Floats, name: str) -> None:
    """标签只能是 0 或 1。"""
    bad = (array != 0) & (array != 1)
    if bad.any():
        mend = f"若标签是 −1 与 1，请用 ({name} + 1) / 2；若是概率，请用 ({name} > 0.5)"
        raise ValueError(_offender(array, bad, name, "只含标签 0 与 1", mend))


def require_probabilities(array: Floats, name: str) -> None:
    """概率必须在 [0, 1] 内。"""
    bad = (array < 0) | (array > 1)
    if bad.any():
        mend = f"{name} 若是线性部分 Z，请先取 sigmoid(Z)"
        raise ValueError(_offender(array, bad, name, "在 [0, 1] 之内", mend))


def require_equal(array: Floats, name: str, expected: Floats, meaning: str, mend: str) -> None:
    """array 应等于由缓存算出的 expected，容许舍入误差（约一半的有效数字）。"""
    bad = ~np.isclose(array, expected, rtol=0.0, atol=float(np.finfo(array.dtype).eps) ** 0.5)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        found = f"等于 {meaning} = {expected[where]}"
        raise ValueError(_offender(array, bad, name, found, mend))


def as_predictions(A: ArrayLike, name: str, Y: ArrayLike) -> tuple[Floats, Labels]:
    """预测的概率 A 与标签 Y：都是 (n_y, m)，概率在 [0, 1] 内，标签是 0 或 1。"""
    A = as_matrix(A, name, ("n_y", "m"))
    labels = as_labels(Y, A.shape[1])
    require_same_shape(A, name, labels, "Y")
    require_probabilities(A, name)
    return A, labels


def as_labels(Y: ArrayLike, m: int, n_y: Dim = "n_y", name: str = "Y") -> Labels:
    """m 个样本的标签：(n_y, m)，只含 0 与 1。返回整数：标签不影响结果的精度。"""
    array = as_matrix(Y, name, (n_y, Size("m", m)))
    require_labels(array, name)
    return array.astype(np.int8)


def as_number(value: Any, name: str, least: float = -math.inf) -> float:
    """有限的实数，不小于 least。"""
    array = as_floats(value, name)
    if array.ndim != 0:
        raise ValueError(
            f"{name} 应为一个数，得到的是形状 {array.shape} 的数组。请取出其中的数，"
            f"例如 {name}.item()。"
        )
    if not (math.isfinite(array) and array >= least):
        bound = "" if least == -math.inf else f"、不小于 {least:g} "
        raise ValueError(f"{name} 应为有限{bound}的数，得到的是 {array}。请换一个值。")
    return float(array)


def as_count(value: Any, name: str, least: int = 1) -> int:
    """整数，不小于 least。"""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(
            f"{name} 应为整数，得到的是 {type(value).__name__}：{value!r}。"
            "请写成整数，例如 1000 而不是 1e3。"
        )
    if value < least:
        raise ValueError(f"{name} 应不小于 {least}，得到的是 {value}。请换一个更大的数。")
    return int(value)


def as_learning_rate(value: Any) -> float:
    """学习率 α：有限、不为负的数。"""
    return as_number(value, "learning_rate", 0)


def as_generator(rng: Any) -> np.random.Generator:
    """随机数生成器：整数种子、NumPy 的 Generator，或 None（每次都不同）。"""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise type(error)(
            f"rng 应为不小于 0 的整数种子、numpy.random.Generator 或 None，得到的是 {rng!r}。"
            "请给一个种子，例如 rng=1。"
        ) from error


def as_layer_dims(layer_dims: Any) -> list[int]:
    """各层的宽度 [n[0], n[1], …, n[L]]：至少两个数，都是正整数。"""
    if isinstance(layer_dims, str) or not isinstance(layer_dims, Sequence | np.ndarray):
        raise TypeError(
            f"layer_dims 应为整数的列表，得到的是 {type(layer_dims).__name__}：{layer_dims!r}。"
            "请依次写出输入层到输出层的宽度，例如 [2, 4, 1]。"
        )
    if len(layer_dims) < 2:
        raise ValueError(
            f"layer_dims 应至少有两个数（输入层 n[0] 与输出层 n[L]），得到的是 {layer_dims!r}。"
            "请补上缺的那一层，例如 [2, 4, 1]。"
        )
    return [as_count(n, f"layer_dims[{layer}]") for layer, n in enumerate(layer_dims)]


def as_parameters(
    parameters: Mapping[str, ArrayLike], depth: int | None = None
) -> dict[str, Floats]:
    """各层的参数 {"W1", "b1", …, "WL", "bL"}，W[l]：(n[l], n[l−1])，b[l]：(n[l], 1)。

    depth：层数 L；不给时由参数的个数得出。相邻两层的宽度必须接得上，n[l] 以 b[l] 的行数为准。
    错误：类型不对 TypeError；缺了或多了名字、形状接不上、有 NaN 或 ±∞ 时 ValueError。
    """
    if not isinstance(parameters, Mapping):
        raise TypeError(
            f"parameters 应为字典，得到的是 {type(parameters).__name__}。"
            '请写成 {"W1": …, "b1": …, …}。'
        )
    L = depth or max(1, (len(parameters) + 1) // 2)  # 缺一个名字时也不少算一层
    names = [f"{kind}{layer}" for layer in range(1, L + 1) for kind in "Wb"]
    if set(names) != set(parameters):
        raise ValueError(
            f"parameters 应恰好含 {'、'.join(names)}，得到的是 "
            f"{'、'.join(map(str, parameters)) or '空字典'}。请检查各层的名字是否从 1 起连续编号。"
        )
    arrays = {name: as_floats(parameters[name], name) for name in names}
    n_prev = arrays["W1"].size // max(1, arrays["b1"].size)
    for layer in range(1, L + 1):
        W, b = f"W{layer}", f"b{layer}"
        rows, columns = Size(f"n[{layer}]", arrays[b].size), Size(f"n[{layer - 1}]", n_prev)
        arrays[b] = as_matrix(arrays[b], b, (rows, 1))
        arrays[W] = as_matrix(arrays[W], W, (rows, columns))
        n_prev = rows.number
    return arrays


def as_gradients(
    grads: Mapping[str, ArrayLike], parameters: Mapping[str, Floats]
) -> dict[str, Floats]:
    """parameters 里每个数组的梯度 {"dW1", "db1", …}，形状与参数相同；grads 里别的名字不看。"""
    missing = [f"d{name}" for name in parameters if f"d{name}" not in grads]
    if missing:
        raise ValueError(
            f"grads 应含 {'、'.join(f'd{name}' for name in parameters)}，"
            f"缺了 {'、'.join(missing)}。请检查反向传播是否走过每一层。"
        )
    return {
        f"d{name}": as_matrix(grads[f"d{name}"], f"d{name}", _shape_of(name, array))
        for name, array in parameters.items()
    }


def _shape_of(name: str, array: Floats) -> tuple[Dim, Dim]:
    """W2 的形状连同记号：(n[2], n[1]) = (3, 4)。"""
    layer = int(name[1:])
    rows = Size(f"n[{layer}]", array.shape[0])
    return (rows, 1) if name[0] == "b" else (rows, Size(f"n[{layer - 1}]", array.shape[1]))


class Diverged(ArithmeticError):
    """训练发散：代价不再是有限的数。

    step：第几步；learning_rate：学习率；cost：那一步的代价（inf 或 nan）。
    """

    def __init__(self, step: int, learning_rate: float, cost: float) -> None:
        super().__init__(step, learning_rate, cost)
        self.step, self.learning_rate, self.cost = step, learning_rate, cost

    def __str__(self) -> str:
        if self.step == 0:
            mend = "还没有更新过参数，请缩小初始值，或先把 X 的各个特征标准化"
        else:
            mend = f"请减小学习率，例如 {self.learning_rate / 10:g}；或先把 X 的各个特征标准化"
        return (
            f"代价应为有限的数，更新 {self.step} 步之后得到的是 {self.cost}"
            f"（学习率 {self.learning_rate:g}）。{mend}。"
        )


def _offender(array: Floats, bad: NDArray[np.bool_], name: str, expected: str, mend: str) -> str:
    """指出第一个不合格的元素。"""
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    index = ", ".join(map(str, where))
    return f"{name} 应{expected}，得到的 {name}[{index}] = {array[where]}。{mend}。"
