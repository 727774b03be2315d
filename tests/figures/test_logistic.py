"""逻辑回归与向量化的图：图上的数就是 derive 算出的数。"""

from __future__ import annotations

import numpy as np

from derive.figures import logistic
from derive.figures.canvas import Drawing, show
from derive.logistic import propagate


def words(drawing: Drawing) -> str:
    return " ".join(str(element) for element in drawing.elements)


def test_the_graph_shows_the_gradients_of_propagate() -> None:
    drawing = logistic.logistic_graph()
    grads, loss = propagate(logistic.w, logistic.b, logistic.x, np.array([[logistic.y]]))
    for value in (*grads["dw"][:, 0], grads["db"], loss):
        assert show(value, 3) in words(drawing)
        assert show(value, 3) in drawing.description


def test_the_loop_ends_at_the_gradient_of_the_batch() -> None:
    drawing = logistic.sample_loop()
    X = np.array([[1.0, -1.0, 2.0, 0.0], [2.0, 1.0, -1.0, 1.0]])
    grads, _ = propagate(logistic.w, logistic.b, X, np.array([[1, 0, 1, 0]]))
    assert ", ".join(show(v, 2) for v in grads["dw"][:, 0]) in words(drawing)


def test_one_row_times_the_column_is_one_number() -> None:
    drawing = logistic.matrix_vector()
    assert "3×2 + (−1)×1 + 2×3" in words(drawing)
    assert drawing.description.endswith("= 11。")


def test_the_shapes_are_numpys() -> None:
    drawing = logistic.array_shapes()
    a = np.arange(5.0)
    for size in (a.shape, a[:, None].shape, a[None].shape, (a[:, None] @ a[None]).shape):
        assert str(size) in words(drawing)


def test_the_kernel_remembers_what_the_cells_did() -> None:
    assert "x = 2" in logistic.notebook().description
