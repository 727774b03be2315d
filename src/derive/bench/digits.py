"""手写数字的网络：训练一次，记下第一层的权重，给「隐藏单元学到什么」那张图用。

数据随 scikit-learn 一起安装（1797 个 8 × 8 的灰度数字）；前 1500 个训练，其余的检验。
"""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.trainer import train

LAYER_DIMS = (64, 16, 10)
STEPS, LEARNING_RATE, SCALE, TRAINED = 1000, 0.5, 0.01, 1500


def measure(seed: int = 0) -> dict[str, Any]:
    """训练 64-16-10 的网络（隐藏层 ReLU，输出层十个 sigmoid），返回设置、准确率与 W1。

    W1 的每一行写成一个字符串，三位小数，空格隔开：一行一个隐藏单元，改动时看得清是哪一个。
    """
    from sklearn.datasets import load_digits  # 只有重新记录时才用得到

    images, digits = load_digits(return_X_y=True)
    X = images.T / 16  # 像素 0 … 16
    Y = (np.arange(10)[:, np.newaxis] == digits).astype(float)
    trained = train(
        X[:, :TRAINED],
        Y[:, :TRAINED],
        LAYER_DIMS,
        "relu",
        learning_rate=LEARNING_RATE,
        steps=STEPS,
        scale=SCALE,
        rng=seed,
    )
    right = trained.probabilities(X).argmax(axis=0) == digits
    return {
        "layer_dims": list(LAYER_DIMS),
        "activation": "relu",
        "learning_rate": LEARNING_RATE,
        "steps": STEPS,
        "scale": SCALE,
        "seed": seed,
        "train_accuracy": round(float(right[:TRAINED].mean()), 4),
        "test_accuracy": round(float(right[TRAINED:].mean()), 4),
        "W1": [" ".join(f"{weight:.3f}" for weight in row) for row in trained.parameters["W1"]],
    }
