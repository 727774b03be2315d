"""实现：哪个 NumPy 函数实现哪个式子，在什么范围内，误差不超过多少。

逐元素函数的界以 ULP 计，`cost` 的界是相对误差；每一条都由 `derive.pairing` 实测。
标签 y 只取 0 和 1：界是对它们说的，软标签的两项会相消。
"""

from typing import Any

from sympy import FiniteSet

from derive.kernel.objects import Definition, Derivation, Domain, Implementation, Line
from derive.theory import deep, gradient_descent, logistic, network
from derive.theory.activations import (
    IDENTITY,
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


def elementwise(
    function: str, title: str, implements: Definition | Derivation, domain: Domain, bound: float
) -> Implementation:
    """逐元素的函数；参数的次序就是 domain 的次序，误差以 ULP 计。"""
    return Implementation(
        id=f"impl_{function.partition(':')[2]}",
        title=title,
        function=f"derive.{function}",
        implements=implements,
        arguments=tuple(domain),
        domain=domain,
        bound=bound,
    )


IMPLEMENTATIONS: tuple[Implementation, ...] = (
    elementwise("activations:sigmoid", "sigmoid 的实现", SIGMOID, {z: REALS}, 2),
    elementwise("activations:sigmoid_prime", "sigmoid 导数的实现", SIGMOID_PRIME, {z: REALS}, 4),
    elementwise("activations:tanh", "tanh 的实现", TANH, {z: REALS}, 2),
    elementwise("activations:tanh_prime", "tanh 导数的实现", TANH_PRIME, {z: REALS}, 4),
    elementwise("activations:relu", "ReLU 的实现", RELU, {z: REALS}, 0),
    elementwise("activations:relu_prime", "ReLU 导数的实现", RELU_PRIME, {z: REALS}, 0),
    elementwise(
        "activations:leaky_relu", "Leaky ReLU 的实现", LEAKY_RELU, {z: REALS, alpha: UNIT}, 1
    ),
    elementwise(
        "activations:leaky_relu_prime",
        "Leaky ReLU 导数的实现",
        LEAKY_RELU_PRIME,
        {z: REALS, alpha: UNIT},
        0,
    ),
    elementwise("activations:softplus", "softplus 的实现", SOFTPLUS, {z: REALS}, 2),
    elementwise("losses:cross_entropy", "交叉熵的实现", CROSS_ENTROPY, {a: UNIT, y: LABELS}, 2),
    elementwise(
        "losses:cross_entropy_prime",
        "交叉熵对 a 的导数的实现",
        CROSS_ENTROPY_PRIME,
        {a: UNIT, y: LABELS},
        4,
    ),
    elementwise(
        "losses:cross_entropy_from_logits",
        "由 z 直接算交叉熵的实现",
        LOSS_FROM_LOGITS,
        {z: REALS, y: LABELS},
        2,
    ),
    elementwise(
        "losses:cross_entropy_from_logits_prime",
        "交叉熵对 z 的导数的实现",
        LOSS_DZ_FROM_LOGITS,
        {z: REALS, y: LABELS},
        4,
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


# ---- 一行程序，一条定律 -----------------------------------------------------------


def line(
    function: str, target: str, implements: Definition | Derivation, id: str, **more: Any
) -> Line:
    """function 里给 target 赋值的那一行。float64；误差以 max(1, |v|) 计。"""
    return Line(
        id=id,
        title=f"{implements.title}：程序里的一行",
        function=f"derive.{function}",
        implements=implements,
        arguments=(),
        domain=more.pop("domain", {}),
        bound=1e-14,
        dtypes=("float64",),
        target=target,
        **more,
    )


ANY_ACTIVATION = (SIGMOID, TANH, RELU, LEAKY_RELU, IDENTITY)
ONE_LAYER = {"A": network.A_prev, "Z": network.Z_prev, "dA": network.dA_prev}
"""`linear_activation_*` 里的 A、Z、dA 属于同一层；书里把这一层叫作第 l − 1 层。"""
TRAINER = {"self.dZ": network.dZ_l, "following.W": network.W_l, "following.dZ": network.dZ_l}

LINES: tuple[Line, ...] = (
    # 逻辑回归
    line("logistic:_propagate", "Z", logistic.LOGISTIC_Z, "line_logistic_z"),
    line("logistic:_propagate", "cost", logistic.LOGISTIC_COST_FROM_LOGITS, "line_logistic_cost"),
    line("logistic:_propagate", "dZ", logistic.LOGISTIC_DZ, "line_logistic_dz"),
    line("logistic:_propagate", "dw", logistic.LOGISTIC_DW, "line_logistic_dw"),
    line("logistic:_propagate", "db", logistic.LOGISTIC_DB, "line_logistic_db"),
    line(
        "logistic:optimize",
        "w",
        gradient_descent.STEP_W_IN_CODE,
        "line_logistic_step_w",
        names={"learning_rate": alpha},
    ),
    line(
        "logistic:optimize",
        "b",
        gradient_descent.STEP_B_IN_CODE,
        "line_logistic_step_b",
        names={"learning_rate": alpha},
    ),
    # 两层网络
    line("shallow:forward_propagation", "Z1", network.FORWARD_Z1, "line_forward_z1"),
    line(
        "shallow:forward_propagation",
        "A1",
        network.FORWARD_A1,
        "line_forward_a1",
        activations=(TANH,),
    ),
    line("shallow:forward_propagation", "Z2", network.FORWARD_Z2, "line_forward_z2"),
    line("shallow:forward_propagation", "A2", network.FORWARD_A2, "line_forward_a2"),
    line(
        "shallow:compute_cost",
        "return",
        network.NETWORK_COST,
        "line_network_cost",
        domain={network.A2: UNIT},
    ),
    line("shallow:backward_propagation", "dZ2", network.BACKWARD_DZ2, "line_backward_dz2"),
    line("shallow:backward_propagation", "dW2", network.BACKWARD_DW2, "line_backward_dw2"),
    line("shallow:backward_propagation", "db2", network.BACKWARD_DB2, "line_backward_db2"),
    line(
        "shallow:backward_propagation",
        "dZ1",
        network.BACKWARD_DZ1,
        "line_backward_dz1",
        activations=(TANH,),
    ),
    line("shallow:backward_propagation", "dW1", network.BACKWARD_DW1, "line_backward_dw1"),
    line("shallow:backward_propagation", "db1", network.BACKWARD_DB1, "line_backward_db1"),
    # L 层网络
    line("network:linear_forward", "Z", network.LAYER_Z, "line_linear_forward"),
    line(
        "network:linear_activation_forward",
        "A",
        network.LAYER_A_PREV,
        "line_activation_forward",
        names=ONE_LAYER,
        activations=ANY_ACTIVATION,
    ),
    line(
        "network:compute_cost",
        "return",
        network.DEEP_COST,
        "line_deep_cost",
        domain={network.A_last: UNIT},
    ),
    line("network:L_model_backward", "dZL", network.BACKWARD_BASE, "line_backward_base"),
    line("network:linear_backward", "dW", network.LAYER_DW, "line_linear_backward_dw"),
    line("network:linear_backward", "db", network.LAYER_DB, "line_linear_backward_db"),
    line("network:linear_backward", "dA_prev", network.LAYER_DA, "line_linear_backward_da"),
    line(
        "network:linear_activation_backward",
        "dZ",
        network.LAYER_DZ,
        "line_activation_backward",
        names=ONE_LAYER,
        activations=ANY_ACTIVATION,
    ),
    line(
        "network:update_parameters",
        "updated[name]",
        deep.UPDATE_WL,
        "line_update_w",
        names={"value": network.W_l, "gradient": network.dW_l, "learning_rate": alpha},
    ),
    line(
        "network:update_parameters",
        "updated[name]",
        deep.UPDATE_BL,
        "line_update_b",
        names={"value": network.b_l, "gradient": network.db_l, "learning_rate": alpha},
    ),
    # 训练器：权重与偏置并排成 [W b]，A_prev 的下面添一行 1
    line(
        "trainer:_Layer.linear_forward",
        "return",
        deep.FOLDED_LAYER,
        "line_trainer_forward",
        names={"self.theta": deep.THETA, "A_prev": deep.WITH_ONES},
    ),
    line(
        "trainer:Network.update",
        "self._theta",
        deep.UPDATE_WL,
        "line_trainer_update",
        names={"self._theta": network.W_l, "self._dtheta": network.dW_l, "learning_rate": alpha},
    ),
    # 反向：m·dW（添了一行 1 的 A_prev 让最后一列成为 m·db），除以 m 留到最后一次做完
    line(
        "trainer:_Layer.linear_backward",
        "self.dtheta",
        network.LAYER_DW,
        "line_trainer_dw",
        names=TRAINER,
        multiple=m,
    ),
    line(
        "trainer:_Layer.activation_backward",
        "dA",
        network.LAYER_DA,
        "line_trainer_da",
        names=TRAINER,
    ),
)
