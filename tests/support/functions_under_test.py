"""供测量的函数：有好的，有各种坏的。"""

import numpy as np


def textbook_sigmoid(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))


def loud_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def stable_sigmoid(z):
    wide = z.astype(np.float64)
    e = np.exp(-np.abs(wide))
    return (np.where(wide >= 0, 1, e) / (1 + e)).astype(z.dtype)


def cancelling_prime(z):
    """式子对，但 1 − σ 在 z 大时相消。"""
    s = stable_sigmoid(z)
    return s * (1 - s)


def wrong_prime(z):
    s = stable_sigmoid(z)
    return s * (1 + s)


def wrong_at_zero(z):
    return np.where(z >= 0, 1.0, 0.0).astype(z.dtype)


def right_at_zero(z):
    return np.where(z > 0, 1.0, 0.0).astype(z.dtype)


def always_double(z):
    return stable_sigmoid(z).astype(np.float64)


def flat(z):
    return float(stable_sigmoid(z)[0])


def not_a_number(z):
    return np.where(z > 1e30, np.nan, stable_sigmoid(z)).astype(z.dtype)


def crossing_in_place(z):
    """改写自己的参数，再原样返回：不能因此蒙混过关。"""
    z[:] = 0.5
    return z


def right_mean(A, Y):
    return float(np.mean(A * Y))


def forgotten_mean(A, Y):
    return float(np.sum(A * Y))


def row_of_means(A, Y):
    return np.mean(A * Y, axis=1)


def same(z):
    return z.copy()


def always_nan(z):
    return np.full_like(z, np.nan)
