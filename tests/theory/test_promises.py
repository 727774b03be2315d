"""全书答应要证的，都在登记处里，范围也如所说。"""

import pytest

from derive.check import check
from derive.kernel.report import Scope, Verdict
from derive.registry import BOOK

SCALAR, ANY_SHAPE = Scope.SCALAR, Scope.ANY_SHAPE

PROMISES: dict[str, tuple[Scope, str]] = {
    "挪动 0.001 的例子": (SCALAR, "nudge_line_at_two nudge_square_at_two nudge_cube_at_two"),
    "ln a 挪动 0.001": (SCALAR, "nudge_log_above nudge_log_below"),
    "例子背后的极限": (SCALAR, "line_prime square_prime cube_prime log_prime"),
    "计算图：前向的值": (SCALAR, "graph_forward_u graph_forward_v graph_forward_j"),
    "计算图：反向的每一条边": (
        SCALAR,
        "graph_dj_dv graph_dv_du graph_dv_da graph_du_db graph_du_dc",
    ),
    "计算图：对每个输入": (SCALAR, "graph_dj_da graph_dj_db graph_dj_dc"),
    "对所有路径求和": (SCALAR, "sum_over_paths"),
    "逻辑回归：一个样本、两个特征": (SCALAR, "sample_dw1 sample_dw2 sample_db"),
    "逻辑回归：一个样本、n 个特征": (ANY_SHAPE, "one_gradient_z one_dw one_db"),
    "逻辑回归：m 个样本": (ANY_SHAPE, "logistic_gradient_z logistic_dw logistic_db"),
    "循环等于向量化": (ANY_SHAPE, "logistic_dw_loop logistic_db_loop"),
    "Hessian 与凸性": (
        ANY_SHAPE,
        "logistic_hessian logistic_hessian_w logistic_hessian_b logistic_convex",
    ),
    "样本是列": (ANY_SHAPE, "columns_stack matrix_vector"),
    "广播": (ANY_SHAPE, "broadcast_row broadcast_column broadcast_outer broadcast_number"),
    "百分比表": (ANY_SHAPE, "divide_by_totals percentages_add_up"),
    "两层：六个反向的式子": (
        ANY_SHAPE,
        "backward_dz2 backward_dw2 backward_db2 backward_dz1 backward_dw1 backward_db1",
    ),
    "L 层：归纳的起点与一步": (ANY_SHAPE, "backward_base backward_step"),
    "L 层：每一层的梯度": (ANY_SHAPE, "layer_dw layer_db layer_da layer_dz"),
    "维数表": (
        ANY_SHAPE,
        "shape_of_w shape_of_b shape_of_z shape_of_a "
        "shape_of_dz shape_of_da shape_of_dw shape_of_db",
    ),
    "线性激活并成一层": (ANY_SHAPE, "affine_of_affine linear_hidden_layer linear_hidden_logistic"),
    "相同的单元一直相同": (
        ANY_SHAPE,
        "symmetric_z1 symmetric_a1 symmetric_dz1 symmetric_dw1 symmetric_db1 symmetric_dw2 "
        "symmetric_step_rows symmetric_step_columns",
    ),
    "第一层为零、第二层各列不同，就不对称": (ANY_SHAPE, "zero_first_dw1 zero_first_difference"),
    "全部为零，就一直为零": (ANY_SHAPE, "zero_dw1 zero_db1 zero_dw2"),
    "0.01 对 tanh 与 σ": (SCALAR, "sigmoid_of_small_above tanh_of_small_above"),
    "尺度要跟着扇入走": (ANY_SHAPE, "fan_in"),
    "1/√n 恰好不变": (SCALAR, "gain_kept relu_gain_kept"),
    "奇偶：异或树与与或式": (SCALAR, "xor_and_or parity_by_thresholds"),
    "参数的个数": (SCALAR, "layer_parameters_factored parameters_image_network"),
}


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_is_kept(promise: str) -> None:
    scope, ids = PROMISES[promise]
    reports = check(BOOK, ids.split())
    for id in ids.split():
        assert (reports[id].verdict, reports[id].scope) == (Verdict.PROVED, scope), id
