import copy

import numpy as np


# 期望：right
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z


# 期望：right
def relu(Z):
    A = (Z + np.abs(Z)) / 2
    return A, Z


# 期望：right
def relu_backward(dA, cache):
    return np.where(cache > 0, dA, 0.0)


# 期望：right
def sigmoid_backward(dA, cache):
    A, _ = sigmoid(cache)
    return dA * A * (1 - A)


# 期望：right
def initialize_parameters(n_x, n_h, n_y):
    return initialize_parameters_deep((n_x, n_h, n_y))


# 期望：right
def initialize_parameters_deep(layer_dims):
    parameters = {}
    for l, (before, after) in enumerate(zip(layer_dims[:-1], layer_dims[1:]), 1):
        parameters[f"W{l}"] = np.random.randn(after, before) * 0.01
        parameters[f"b{l}"] = np.zeros((after, 1))
    return parameters


# 期望：right
def linear_forward(A, W, b):
    return np.einsum("ij,jm->im", W, A) + b, (A, W, b)


# 期望：right
def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = {"sigmoid": sigmoid, "relu": relu}[activation](Z)
    return A, (linear_cache, activation_cache)


# 期望：right
def L_model_forward(X, parameters):
    L, A, caches = len(parameters) // 2, X, []
    for l in range(1, L + 1):
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid" if l == L else "relu"
        )
        caches.append(cache)
    return A, caches


# 期望：right
def compute_cost(AL, Y):
    return -np.average(np.log(AL) * Y + np.log1p(-AL) * (1 - Y))


# 期望：right
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    m = dZ.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.mean(axis=1).reshape(-1, 1)


# 期望：right
def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    dZ = sigmoid_backward(dA, Z) if activation == "sigmoid" else relu_backward(dA, Z)
    return linear_backward(dZ, linear_cache)


# 期望：right
def L_model_backward(AL, Y, caches):
    grads, L = {}, len(caches)
    dA = (AL - Y) / (AL * (1 - AL))
    for l in range(L, 0, -1):
        activation = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads


# 期望：right
def update_parameters(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters


# 期望：right
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    parameters = initialize_parameters(*layers_dims)
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        cost = compute_cost(A2, Y)
        dA1, dW2, db2 = linear_activation_backward(
            -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2)), cache2, "sigmoid"
        )
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs


# 期望：right
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0 or i == num_iterations - 1:
            print("Cost after iteration {}: {}".format(i, np.squeeze(cost)))
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs


# 期望：right
def predict(X, y, parameters):
    probas, caches = L_model_forward(X, parameters)
    p = np.zeros((1, X.shape[1]))
    for i in range(0, probas.shape[1]):
        if probas[0, i] > 0.5:
            p[0, i] = 1
        else:
            p[0, i] = 0
    print("Accuracy: " + str(np.sum((p == y) / X.shape[1])))
    return p
