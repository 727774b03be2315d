import numpy as np


# 期望：wrong 第二层的输入写成了 X
def forward_propagation(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = np.matmul(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.matmul(W2, X) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


# 期望：wrong 标签弄反了
def compute_cost(A2, Y):
    m = Y.shape[1]
    loss = np.where(Y == 0, -np.log(A2), -np.log(1 - A2))
    return np.sum(loss) / m


# 期望：wrong 隐藏层用了 ReLU 的导数、少了 1/m
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = np.dot(dZ2, cache["A1"].T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(parameters["W2"].T, dZ2)
    dZ1[cache["A1"] <= 0] = 0
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# 期望：wrong 丢了原来的参数
def update_parameters(parameters, grads, learning_rate=1.2):
    return {k: learning_rate * grads["d" + k] for k in parameters}


# 期望：wrong 迭代次数多一次
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    i = 0
    while i <= num_iterations:
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        i = i + 1
    return parameters
