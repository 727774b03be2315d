"""实现：哪个 NumPy 函数实现哪个式子，在什么范围内，误差不超过多少。

逐元素函数的界以 ULP 计，`cost` 的界是相对误差；每一条都由 `derive.pairing` 实测。
标签 y 只取 0 和 1：界是对它们说的，软标签的两项会相消。
"""

from sympy import FiniteSet

from derive.kernel.objects import Implementation
from derive.theory.activations import (
    LEAKY_RELU,
    LEAKY_RELU_PRIME,
    RELU,
    RELU_PRIME,
    SIGMOID,
    SIGMOID_PRIME,
    SOFTPLUS,
    TANH,
    TANH_PRIME,
)
from derive.theory.losses import (
    COST,
    CROSS_ENTROPY,
    CROSS_ENTROPY_PRIME,
    LOSS_DZ_FROM_LOGITS,
    LOSS_FROM_LOGITS,
)
from derive.theory.symbols import COUNT, REALS, UNIT, a, alpha, m, y, y_, yhat_, z

LABELS = FiniteSet(0, 1)

IMPLEMENTATIONS: tuple[Implementation, ...] = (
    Implementation(
        id="impl_sigmoid",
        title="sigmoid 的实现",
        function="derive.activations:sigmoid",
        implements=SIGMOID,
        arguments=(z,),
        domain={z: REALS},
        bound=2,
    ),
    Implementation(
        id="impl_sigmoid_prime",
        title="sigmoid 导数的实现",
        function="derive.activations:sigmoid_prime",
        implements=SIGMOID_PRIME,
        arguments=(z,),
        domain={z: REALS},
        bound=4,
    ),
    Implementation(
        id="impl_tanh",
        title="tanh 的实现",
        function="derive.activations:tanh",
        implements=TANH,
        arguments=(z,),
        domain={z: REALS},
        bound=2,
    ),
    Implementation(
        id="impl_tanh_prime",
        title="tanh 导数的实现",
        function="derive.activations:tanh_prime",
        implements=TANH_PRIME,
        arguments=(z,),
        domain={z: REALS},
        bound=4,
    ),
    Implementation(
        id="impl_relu",
        title="ReLU 的实现",
        function="derive.activations:relu",
        implements=RELU,
        arguments=(z,),
        domain={z: REALS},
        bound=0,
    ),
    Implementation(
        id="impl_relu_prime",
        title="ReLU 导数的实现",
        function="derive.activations:relu_prime",
        implements=RELU_PRIME,
        arguments=(z,),
        domain={z: REALS},
        bound=0,
    ),
    Implementation(
        id="impl_leaky_relu",
        title="Leaky ReLU 的实现",
        function="derive.activations:leaky_relu",
        implements=LEAKY_RELU,
        arguments=(z, alpha),
        domain={z: REALS, alpha: UNIT},
        bound=1,
    ),
    Implementation(
        id="impl_leaky_relu_prime",
        title="Leaky ReLU 导数的实现",
        function="derive.activations:leaky_relu_prime",
        implements=LEAKY_RELU_PRIME,
        arguments=(z, alpha),
        domain={z: REALS, alpha: UNIT},
        bound=0,
    ),
    Implementation(
        id="impl_softplus",
        title="softplus 的实现",
        function="derive.activations:softplus",
        implements=SOFTPLUS,
        arguments=(z,),
        domain={z: REALS},
        bound=2,
    ),
    Implementation(
        id="impl_cross_entropy",
        title="交叉熵的实现",
        function="derive.losses:cross_entropy",
        implements=CROSS_ENTROPY,
        arguments=(a, y),
        domain={a: UNIT, y: LABELS},
        bound=2,
    ),
    Implementation(
        id="impl_cross_entropy_prime",
        title="交叉熵对 a 的导数的实现",
        function="derive.losses:cross_entropy_prime",
        implements=CROSS_ENTROPY_PRIME,
        arguments=(a, y),
        domain={a: UNIT, y: LABELS},
        bound=4,
    ),
    Implementation(
        id="impl_cross_entropy_from_logits",
        title="由 z 直接算交叉熵的实现",
        function="derive.losses:cross_entropy_from_logits",
        implements=LOSS_FROM_LOGITS,
        arguments=(z, y),
        domain={z: REALS, y: LABELS},
        bound=2,
    ),
    Implementation(
        id="impl_cross_entropy_from_logits_prime",
        title="交叉熵对 z 的导数的实现",
        function="derive.losses:cross_entropy_from_logits_prime",
        implements=LOSS_DZ_FROM_LOGITS,
        arguments=(z, y),
        domain={z: REALS, y: LABELS},
        bound=4,
    ),
    Implementation(
        id="impl_cost",
        title="代价函数的实现",
        function="derive.losses:cost",
        implements=COST,
        arguments=(yhat_, y_),
        domain={m: COUNT, yhat_: UNIT, y_: LABELS},
        bound=2e-15,
    ),
)
