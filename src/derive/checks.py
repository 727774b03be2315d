# mypy: disable-error-code="no-any-return"
# （NumPy 的类型桩把每个 ufunc 的返回值都标成 Any。）
"""输入检查：数值模块共用的一层薄壳。

`elementwise` 管逐元素函数，`as_matrix`、`require_same_shape`、`require_labels` 管数据集上的函数。
出错信息都按同一格式：期望什么，得到什么，怎样改。本模块只依赖 NumPy。
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""float16、float32 或 float64 的数组；0 维时是 NumPy 标量。"""

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


def as_matrix(value: ArrayLike, name: str, shape: tuple[int | str, int | str]) -> Floats:
    """把 value 变成二维、非空、处处有限的浮点数组。

    shape：期望的形状。整数必须相等，文字只是记号，例如 (1, "m") 或 ("n_x", "m")。
    错误：类型不对 TypeError；维数、行列数不对，或有 NaN、±∞ 时 ValueError。
    """
    array = as_floats(value, name)
    expected = f"({shape[0]}, {shape[1]})"
    if array.ndim != 2:
        mend = f"{name}.reshape(1, -1)" if shape[0] == 1 else f"{name}.reshape({shape[0]}, -1)"
        raise ValueError(
            f"{name} 应为二维数组 {expected}，得到的是 {array.ndim} 维数组，形状 {array.shape}。"
            f"请补成二维，例如 {mend}。"
        )
    if array.size == 0:
        raise ValueError(
            f"{name} 应为 {expected}，且至少有一个样本（m ≥ 1），得到的形状是 {array.shape}。"
            "请检查取样本的切片是否为空。"
        )
    for axis, size in enumerate(shape):
        if isinstance(size, int) and array.shape[axis] != size:
            raise ValueError(
                f"{name} 的形状应为 {expected}，得到的是 {array.shape}。"
                f"样本排成列；若一行是一个样本，请转置：{name}.T。"
            )
    finite = np.isfinite(array)
    if not finite.all():
        raise ValueError(_offender(array, ~finite, name, "处处有限", "请先查出它从哪一步算出来"))
    return array


def require_same_shape(first: Floats, first_name: str, second: Floats, second_name: str) -> None:
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


def _offender(array: Floats, bad: NDArray[np.bool_], name: str, expected: str, mend: str) -> str:
    """指出第一个不合格的元素。"""
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    index = ", ".join(map(str, where))
    return f"{name} 应{expected}，得到的 {name}[{index}] = {array[where]}。{mend}。"
