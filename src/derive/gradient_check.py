"""梯度检查：反向传播算出的梯度，与中心差商相比。

差商只用到代价函数本身，与反向传播没有一行相同的代码，所以两者一致就很难是巧合。
它很慢（每个参数要算两次代价），只用来检查，不用来训练。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derive.validation import Floats, as_gradients, as_number, as_parameters

__all__ = ["GradientCheck", "gradient_check"]


NOISE = 16
"""代价的舍入误差，以 J 的机器精度为单位；各层的乘加使它比一次舍入大几倍。"""


@dataclass(frozen=True)
class GradientCheck:
    """检查的结果；`str()` 是一段说明，指出最可疑的参数与元素。"""

    differences: dict[str, float]
    """每个梯度（"dW1"、"db1"……）的相对差。"""
    bound: float
    epsilon: float
    worst: str
    """相对差最大的那个梯度的名字。"""
    entry: tuple[int, ...]
    """其中绝对差最大的元素的下标。"""
    analytic: float
    """反向传播在那里给出的值。"""
    numeric: float
    """中心差商在那里给出的值。"""
    one_sided: tuple[float, float]
    """那里的左、右差商；两者相差很多，说明附近有 ReLU 的折点，差商本身就不可信。"""

    @property
    def difference(self) -> float:
        """最大的相对差。"""
        return self.differences[self.worst]

    @property
    def passed(self) -> bool:
        """每个梯度的相对差都不超过 bound。"""
        return all(difference <= self.bound for difference in self.differences.values())

    @property
    def near_kink(self) -> bool:
        """左右差商相差很多：可能跨过了折点。光滑处两者只差 ε·J″。"""
        left, right = self.one_sided
        gap = abs(left - right)
        return gap > 1e-2 * (abs(left) + abs(right)) and gap > 100 * self.epsilon

    def __str__(self) -> str:
        index = ", ".join(map(str, self.entry))
        left, right = self.one_sided
        lines = [
            f"梯度检查{'通过' if self.passed else '未通过'}：相对差最大的是 {self.worst}，"
            f"{self.difference:.2e}（应不超过 {self.bound:.0e}）。",
            f"差得最多的元素 {self.worst}[{index}]：反向传播得 {self.analytic:.10g}，"
            f"中心差商得 {self.numeric:.10g}。",
        ]
        if not self.passed:
            lines.append(
                f"左、右差商是 {left:.6g} 与 {right:.6g}：附近可能有折点（例如 ReLU 在 0 处），"
                "请换一组参数再查。"
                if self.near_kink
                else f"请检查 {self.worst} 那一行：是否漏了转置、1/m，弄反了 axis，或 * 与 @ 混了。"
            )
        return "\n".join(lines)


def gradient_check(
    cost: Callable[[dict[str, Floats]], float],
    parameters: Mapping[str, ArrayLike],
    grads: Mapping[str, ArrayLike],
    *,
    epsilon: float = 1e-5,
    bound: float = 1e-6,
) -> GradientCheck:
    """‖Δ‖/(‖dθ‖ + ‖dθ̂‖)，Δ = dθ − dθ̂，dθ̂ = (J(θ+ε) − J(θ−ε))/(2ε)，每个数组各算一个。

    cost：参数字典 → J；parameters：{"W1", "b1", …}；grads：{"dW1", "db1", …}，别的名字不看。
    epsilon：ε；bound：相对差的上界。返回 `GradientCheck`，不改动传进来的数组。

    代价只有 16 位有效数字，差商因此有大约 10⁻¹⁶·J/ε 的噪声；先从 ‖Δ‖ 中扣除它，
    免得梯度本来就极小（例如深网络的前几层）时误报。

    错误：形状不对、有 NaN 或 ∞、缺了梯度、代价不是有限的数，一律 ValueError；类型不对 TypeError。
    """
    arrays = as_parameters(parameters)
    values: dict[str, Floats] = {name: array.astype(np.float64) for name, array in arrays.items()}
    gradients = as_gradients(grads, values)
    epsilon = as_number(epsilon, "epsilon", np.finfo(np.float64).tiny)
    bound = as_number(bound, "bound", 0)
    center = as_number(cost(values), "cost(parameters)")

    noise = NOISE * np.finfo(np.float64).eps * abs(center) / epsilon
    differences, entries, quotients = {}, {}, {}
    for name, value in values.items():
        sides = np.empty((2, *value.shape))
        for where in np.ndindex(value.shape):
            sides[:, *where] = _one_sided(cost, values, name, where, epsilon, center)
        numeric, analytic = sides.mean(axis=0), gradients[f"d{name}"]
        delta = np.abs(analytic - numeric)
        excess = max(0.0, float(np.linalg.norm(delta)) - noise * value.size**0.5)
        total = float(np.linalg.norm(analytic) + np.linalg.norm(numeric))
        differences[f"d{name}"] = excess / total if excess else 0.0
        entries[f"d{name}"] = np.unravel_index(int(delta.argmax()), delta.shape)
        quotients[f"d{name}"] = sides

    worst = max(differences, key=differences.__getitem__)
    entry = tuple(int(i) for i in entries[worst])
    left, right = (float(side[entry]) for side in quotients[worst])
    return GradientCheck(
        differences=differences,
        bound=bound,
        epsilon=epsilon,
        worst=worst,
        entry=entry,
        analytic=float(gradients[worst][entry]),
        numeric=(left + right) / 2,
        one_sided=(left, right),
    )


def _one_sided(
    cost: Callable[[dict[str, Floats]], float],
    values: dict[str, Floats],
    name: str,
    where: tuple[int, ...],
    epsilon: float,
    center: float,
) -> tuple[float, float]:
    """((J(θ) − J(θ−ε))/ε, (J(θ+ε) − J(θ))/ε)，只动 name 的一个元素；平均就是中心差商。"""
    moved = values[name].copy()
    center_value = float(moved[where])
    quotients = []
    for step in (-epsilon, epsilon):
        moved[where] = center_value + step
        actual = float(moved[where]) - center_value  # 舍入之后真正走了多远
        value = as_number(cost({**values, name: moved}), "cost(parameters)")
        quotients.append((value - center) / actual)
    return quotients[0], quotients[1]
