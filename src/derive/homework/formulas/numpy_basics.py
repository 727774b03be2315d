"""NumPy 基础：sigmoid、它的导数、把图片拉成一列、逐行归一化、softmax、两种损失。"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def basic_sigmoid(x: float) -> float:
    """σ(x) = 1/(1+e^{−x})，用 math.exp 算。

    x：一个数。
    返回一个数 σ(x)。
    """
    return 1 / (1 + math.exp(-x))


def sigmoid(x: Array) -> Array:
    """σ(x) = 1/(1+e^{−x})，逐元素，用 np.exp 算。

    x：数，或任意形状的数组。
    返回 σ(x)，形状与 x 相同。
    """
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x: Array) -> Array:
    """σ′(x) = σ(x)(1 − σ(x))，逐元素。

    x：数，或任意形状的数组。先用你写的 sigmoid 求出 s = σ(x)。
    返回 σ′(x)，形状与 x 相同。
    """
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image: Array) -> Array:
    """把一张图片拉成一列：v 的元素就是 image 的元素，次序不变。

    image：(length, height, depth)。
    返回 v：(length·height·depth, 1)。
    """
    length, height, depth = image.shape
    return image.reshape(length * height * depth, 1)


def normalizeRows(x: Array) -> Array:
    """每一行除以它的长度：第 i 行变成 xᵢ/‖xᵢ‖，其中 ‖xᵢ‖ 是这一行的平方和再开方。

    x：(n, m)，每一行都不全是 0。
    返回归一化之后的矩阵：(n, m)，每一行的长度都是 1。
    """
    x_norm = np.linalg.norm(x, axis=1, keepdims=True)
    return x / x_norm


def softmax(x: Array) -> Array:
    """每一行：sⱼ = e^{xⱼ}/Σₖ e^{xₖ}。

    x：(m, n)，一行是一个样本。
    返回 s：(m, n)，每一行之和是 1。
    """
    x_exp = np.exp(x)
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    return x_exp / x_sum


def L1(yhat: Array, y: Array) -> float:
    """L₁(ŷ, y) = Σᵢ |yᵢ − ŷᵢ|。

    yhat：(m,)，预测的值；y：(m,)，标签。
    返回一个数：L₁ 损失。
    """
    error = y - yhat
    return np.sum(np.abs(error))


def L2(yhat: Array, y: Array) -> float:
    """L₂(ŷ, y) = Σᵢ (yᵢ − ŷᵢ)²。

    yhat：(m,)，预测的值；y：(m,)，标签。
    返回一个数：L₂ 损失。
    """
    error = y - yhat
    return np.sum(error**2)
