// 一个隐藏层的网络：前向、反向、更新，照书里的公式；样本是列，矩阵是一行一行的数组。
import * as formulas from "./formulas.js"

export const ACTIVATIONS = {
  tanh: [formulas.tanh, formulas.tanhPrime],
  sigmoid: [formulas.sigmoid, formulas.sigmoidPrime],
  relu: [formulas.relu, formulas.reluPrime],
}

const times = (A, B) => A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)))
const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]))
const map = (A, f) => A.map((row, i) => row.map((a, j) => f(a, i, j)))
const plus = (A, b) => map(A, (a, i) => a + b[i][0])
const mean = (A) => A.map((row) => [row.reduce((sum, a) => sum + a, 0) / row.length])
const over = (A, m) => map(A, (a) => a / m)

// Z1 = W1 X + b1，A1 = g(Z1)，Z2 = W2 A1 + b2，A2 = σ(Z2)
export function forward({ W1, b1, W2, b2 }, X, activation) {
  const [g] = ACTIVATIONS[activation]
  const Z1 = plus(times(W1, X), b1)
  const A1 = map(Z1, (z) => g(z))
  const Z2 = plus(times(W2, A1), b2)
  return { Z1, A1, Z2, A2: map(Z2, (z) => formulas.sigmoid(z)) }
}

// 代价：各样本的损失的平均，由 Z2 算，A2 到了 0 或 1 也不会溢出
export const cost = ({ Z2 }, Y) =>
  Z2[0].reduce((sum, z, i) => sum + formulas.lossFromLogits(z, Y[0][i]), 0) / Z2[0].length

export function backward({ W2 }, { Z1, A1, A2 }, X, Y, activation) {
  const m = X[0].length
  const [, gPrime] = ACTIVATIONS[activation]
  const dZ2 = map(A2, (a, i, j) => a - Y[i][j])
  const upstream = times(transpose(W2), dZ2)
  const dZ1 = map(upstream, (d, i, j) => d * gPrime(Z1[i][j]))
  return {
    dZ2,
    dW2: over(times(dZ2, transpose(A1)), m),
    db2: mean(dZ2),
    dZ1,
    dW1: over(times(dZ1, transpose(X)), m),
    db1: mean(dZ1),
  }
}

export const update = (parameters, gradients, alpha) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, A]) => [name, map(A, (a, i, j) => a - alpha * gradients[`d${name}`][i][j])]),
  )

// 走一步：新的参数，和走之前的代价
export function step(parameters, X, Y, activation, alpha) {
  const cache = forward(parameters, X, activation)
  const gradients = backward(parameters, cache, X, Y, activation)
  return { cost: cost(cache, Y), parameters: update(parameters, gradients, alpha) }
}

export function train(parameters, X, Y, activation, alpha, steps) {
  const costs = []
  for (let i = 0; i < steps; i++) {
    const next = step(parameters, X, Y, activation, alpha)
    costs.push(next.cost)
    parameters = next.parameters
  }
  return { costs, parameters }
}

// 标准正态的随机数，种子相同就相同
export function normal(seed) {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

// 小的随机数乘以 scale；zero：全部取 0
export function initialize(hidden, scale, zero, seed) {
  const random = normal(seed)
  const matrix = (rows, columns) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => (zero ? 0 : scale * random())))
  const zeros = (rows) => Array.from({ length: rows }, () => [0])
  return { W1: matrix(hidden, 2), b1: zeros(hidden), W2: matrix(1, hidden), b2: zeros(1) }
}
