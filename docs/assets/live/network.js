// 任意层数的网络：前向、反向、更新，照书里的公式；样本是列，矩阵是一行一行的 Float64Array。
// 每一层的数组只分配一次，前向与反向都只算第 from 到 to 列，一步就能分在几帧里算。
import * as formulas from "./formulas.js"

const SLOPE = 0.01 // Leaky ReLU 在左边的斜率

export const ACTIVATIONS = {
  tanh: [formulas.tanh, formulas.tanhPrime],
  sigmoid: [formulas.sigmoid, formulas.sigmoidPrime],
  relu: [formulas.relu, formulas.reluPrime],
  leaky_relu: [(z) => formulas.leakyRelu(z, SLOPE), (z) => formulas.leakyReluPrime(z, SLOPE)],
}

// 一个矩阵一块内存，每一行是其中一段
function zeros(rows, columns) {
  const whole = new Float64Array(rows * columns)
  return Array.from({ length: rows }, (_, i) => whole.subarray(i * columns, (i + 1) * columns))
}
const copy = (A) => A.map((row) => new Float64Array(row))

const SAME = 0.5

// W[l] = scale × 备好的标准正态的数，b[l] = 0；scale 是一个数，或 "fan_in"：1/√n[l−1]，
// 或 "same"：每个权重都是 0.5，同一层的单元毫无分别
export function initialize(tables, layer_dims, scale) {
  const parameters = {}
  for (let l = 1; l < layer_dims.length; l++) {
    const [n, nPrev] = [layer_dims[l], layer_dims[l - 1]]
    const factor = scale === "fan_in" ? 1 / Math.sqrt(nPrev) : scale
    parameters[`W${l}`] = tables[l - 1]
      .slice(0, n)
      .map((row) => new Float64Array(row.slice(0, nPrev).map((v) => (scale === "same" ? SAME : factor * v))))
    parameters[`b${l}`] = zeros(n, 1)
  }
  return parameters
}

// 在数据 X 上的各层。W 与 b 就是 parameters 里的数组，更新写在原处，同一份参数的别的网络也看得见
export function network(parameters, X, activation) {
  const L = Object.keys(parameters).length / 2
  const m = X[0].length
  const layers = []
  let A_prev = copy(X)
  for (let l = 1; l <= L; l++) {
    const [W, b] = [parameters[`W${l}`], parameters[`b${l}`]]
    const n = W.length
    const [g, gPrime] = ACTIVATIONS[l < L ? activation : "sigmoid"]
    const layer = { W, b, g, gPrime, A_prev, Z: zeros(n, m), A: zeros(n, m), dZ: zeros(n, m) }
    layers.push({ ...layer, dW: zeros(n, A_prev.length), db: zeros(n, 1), m })
    A_prev = layer.A
  }
  return layers
}

// Z = W A_prev + b，A = g(Z)
export function forward(layers, from = 0, to = layers[0].m) {
  for (const { W, b, g, A_prev, Z, A } of layers) {
    for (let i = 0; i < W.length; i++) {
      const [z, a] = [Z[i], A[i]]
      z.fill(b[i][0], from, to)
      for (let k = 0; k < A_prev.length; k++) {
        const [w, x] = [W[i][k], A_prev[k]]
        for (let j = from; j < to; j++) z[j] += w * x[j]
      }
      for (let j = from; j < to; j++) a[j] = g(z[j])
    }
  }
}

// 各样本的损失的和，由 Z[L] 算，A[L] 到了 0 或 1 也不会溢出
export function losses(layers, Y, from = 0, to = layers[0].m) {
  const z = layers.at(-1).Z[0]
  let sum = 0
  for (let j = from; j < to; j++) sum += formulas.lossFromLogits(z[j], Y[0][j])
  return sum
}

export const cost = (layers, Y) => losses(layers, Y) / layers[0].m

// dZ[L] = A[L] − Y，dZ[l] = W[l+1]ᵀ dZ[l+1] ⊙ g′(Z[l])；从头一列算起时先清零，然后把这几列的加进 dW、db
export function backward(layers, Y, from = 0, to = layers[0].m) {
  for (let l = layers.length - 1; l >= 0; l--) {
    const { gPrime, A_prev, Z, A, dZ, dW, db, m } = layers[l]
    const next = layers[l + 1]
    for (let i = 0; i < dZ.length; i++) {
      const [z, d] = [Z[i], dZ[i]]
      if (next) {
        d.fill(0, from, to)
        for (let k = 0; k < next.W.length; k++) {
          const [w, dNext] = [next.W[k][i], next.dZ[k]]
          for (let j = from; j < to; j++) d[j] += w * dNext[j]
        }
        for (let j = from; j < to; j++) d[j] *= gPrime(z[j])
      } else {
        for (let j = from; j < to; j++) d[j] = A[i][j] - Y[i][j]
      }
      if (from === 0) {
        dW[i].fill(0)
        db[i][0] = 0
      }
      for (let k = 0; k < A_prev.length; k++) {
        const x = A_prev[k]
        let sum = 0
        for (let j = from; j < to; j++) sum += d[j] * x[j]
        dW[i][k] += sum / m
      }
      let sum = 0
      for (let j = from; j < to; j++) sum += d[j]
      db[i][0] += sum / m
    }
  }
}

// W ← W − α dW，b ← b − α db
export function update(layers, alpha) {
  for (const { W, b, dW, db } of layers) {
    for (let i = 0; i < W.length; i++) {
      for (let k = 0; k < W[i].length; k++) W[i][k] -= alpha * dW[i][k]
      b[i][0] -= alpha * db[i][0]
    }
  }
}

// 一步分成几块样本：每叫一次算一块，全部算完才更新，返回走之前的代价与分对的个数；没算完是 null
export function stepper(layers, Y, block = 10) {
  const { m } = layers[0]
  let [from, sum, right] = [0, 0, 0]
  return (alpha) => {
    const to = Math.min(from + block, m)
    forward(layers, from, to)
    sum += losses(layers, Y, from, to)
    const z = layers.at(-1).Z[0]
    for (let j = from; j < to; j++) if (z[j] > 0 === (Y[0][j] === 1)) right++
    backward(layers, Y, from, to)
    from = to
    if (from < m) return null
    const done = { cost: sum / m, right }
    if (Number.isFinite(done.cost)) update(layers, alpha) // 溢出之后不再更新，参数留在最后一次有意义的地方
    from = sum = right = 0
    return done
  }
}

// 从 parameters 出发走 steps 步：每一步走之前的代价，和最后的参数；不改动传进来的
export function train(parameters, X, Y, activation, alpha, steps) {
  const copied = Object.fromEntries(Object.entries(parameters).map(([name, A]) => [name, copy(A)]))
  const part = stepper(network(copied, X, activation), Y)
  const costs = []
  while (costs.length < steps) {
    const done = part(alpha)
    if (done) costs.push(done.cost)
  }
  return { costs, parameters: copied }
}
