"""似然的图：两条曲线由两条路算出，最好的预测却是同一个。"""

import numpy as np

from derive.figures.likelihood import Y, cost_of, likelihood_and_cost, likelihood_of


def test_the_likelihood_is_the_exponential_of_the_cost() -> None:
    prediction = np.linspace(0.05, 0.95, 19)
    assert np.allclose(likelihood_of(prediction), np.exp(-Y.size * cost_of(prediction)))


def test_the_best_prediction_is_the_share_of_ones() -> None:
    prediction = np.linspace(0.01, 0.99, 99)
    best = prediction[likelihood_of(prediction).argmax()]
    assert np.isclose(best, Y.mean())
    assert prediction[cost_of(prediction).argmin()] == best


def test_the_description_names_the_numbers() -> None:
    assert "在 ŷ = 0.3 处最大，为 0.002224" in likelihood_and_cost().description
