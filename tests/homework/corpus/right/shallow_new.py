import copy

import numpy as np


def sigmoid(x):
    return 0.5 * (np.tanh(x / 2) + 1)


# 期望：right
def layer_sizes(X, Y):
    (n_x, _), (n_y, _) = X.shape, Y.shape
    return [n_x, 4, n_y]


# 期望：right
def initialize_parameters(n_x, n_h, n_y):
    rng = np.random.default_rng()
    return dict(
        W1=rng.normal(scale=0.01, size=(n_h, n_x)),
        b1=np.zeros([n_h, 1]),
        W2=rng.normal(scale=0.01, size=(n_y, n_h)),
        b2=np.zeros([n_y, 1]),
    )


# 期望：right
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    A1 = np.tanh(Z1 := W1 @ X + b1)
    A2 = sigmoid(Z2 := W2 @ A1 + b2)
    return A2, {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1}


# 期望：right
def compute_cost(A2, Y):
    p = np.where(Y == 1, A2, 1 - A2)
    return float(-np.log(p).mean())


# 期望：right
def backward_propagation(parameters, cache, X, Y):
    m = float(X.shape[1])
    dZ2 = cache["A2"] - Y
    dZ1 = (parameters["W2"].T @ dZ2) / np.cosh(cache["Z1"]) ** 2
    grads = {}
    for l, dZ, A in ((2, dZ2, cache["A1"]), (1, dZ1, X)):
        grads["dW%d" % l] = np.einsum("im,jm->ij", dZ, A) / m
        grads["db%d" % l] = dZ @ np.ones((X.shape[1], 1)) / m
    return grads


# 期望：right
def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = copy.deepcopy(parameters["W1"])
    b1 = copy.deepcopy(parameters["b1"])
    W2 = copy.deepcopy(parameters["W2"])
    b2 = copy.deepcopy(parameters["b2"])
    W1 -= learning_rate * grads["dW1"]
    b1 -= learning_rate * grads["db1"]
    W2 -= learning_rate * grads["dW2"]
    b2 -= learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# 期望：right
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, 1.2)
    return parameters


# 期望：right
def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5)
