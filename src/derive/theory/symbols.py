"""全书共用的符号与定义域。符号的名字与课程一致。"""

from sympy import FiniteSet, Function, IndexedBase, Interval, MatrixSymbol, Mul, S, Symbol, oo

z = Symbol("z", real=True)
h = Symbol("h", real=True)
y = Symbol("y", real=True)
a = Symbol("a", positive=True)
yhat = Symbol("yhat", positive=True)
alpha = Symbol("alpha", positive=True)
m = Symbol("m", integer=True, positive=True)
n = Symbol("n", integer=True, positive=True)
p = Symbol("p", integer=True, positive=True)
i = Symbol("i", integer=True, positive=True)
j = Symbol("j", integer=True, positive=True)

REALS = S.Reals
POSITIVE = Interval.open(0, oo)
NEGATIVE = Interval.open(-oo, 0)
UNIT = Interval.open(0, 1)
"""概率：严格介于 0 与 1 之间。"""
LABEL = Interval(0, 1)
"""标签：恒等式对 0 与 1 之间的一切 y 都成立，自然包括 0 和 1。"""
COUNT = S.Naturals
"""样本数 m：任意正整数。"""

sigma = Function("sigma", real=True)
tanh = Function("tanh", real=True)
relu = Function("relu", real=True)
relu_prime = Function("relu_prime", real=True)
leaky_relu = Function("leaky_relu", real=True)
leaky_relu_prime = Function("leaky_relu_prime", real=True)
softplus = Function("softplus", real=True)
identity = Function("identity", real=True)

loss = Function("loss", real=True)
squared_loss = Function("squared_loss", real=True)
likelihood = Function("likelihood", positive=True)
activation = Function("a", real=True)
"""a = σ(z)：写成 a，但知道自己依赖 z。"""

cost_of = Function("cost_of", real=True)
"""cost(A, Y)：预测 A 与标签 Y 的代价，课程里的 compute_cost。"""
J = Symbol("J", real=True)
P = Symbol("P", positive=True)
ybar = Symbol("ybar", real=True)
y_ = IndexedBase("y", real=True)
yhat_ = IndexedBase("yhat", positive=True)
Y = MatrixSymbol("Y", 1, m)
Yhat = MatrixSymbol("Yhat", 1, m)
"""m 个样本的标签与预测，各排成一行。"""

bias = Symbol("b", real=True)
x1, x2, w1, w2 = (Symbol(name, real=True) for name in ("x1", "x2", "w1", "w2"))
logit = Function("logit", real=True)
"""z = w₁x₁ + w₂x₂ + b：写成 z，但知道自己依赖谁。"""
dz = Function("dz", real=True)
"""dz = a − y。"""

X = MatrixSymbol("X", n, m)
w = MatrixSymbol("w", n, 1)
b = MatrixSymbol("b", 1, 1)
Z = MatrixSymbol("Z", 1, m)
A = MatrixSymbol("A", 1, m)
dZ = MatrixSymbol("dZ", 1, m)
"""逻辑回归：m 个样本，每个有 n 个特征，样本是 X 的列。"""
cost = Symbol("cost", real=True)
"""J(w, b)。"""

real_a = Symbol("a", real=True)
"""可以取任意实数的 a：求导的例子、计算图的输入。"""
real_c = Symbol("c", real=True)
u, v = Symbol("u", real=True), Symbol("v", real=True)
u_of, v_of, J_of = (Function(name, real=True) for name in ("u", "v", "J_graph"))
"""计算图：u = u(b, c)，v = v(a, u)，J = J(v)，都只写字母。"""
x = Symbol("x", real=True)
path_p, path_q = Symbol("p", real=True), Symbol("q", real=True)
p_of, q_of, J_of_paths = (Function(name, real=True) for name in ("p", "q", "J"))
"""任意可微的 J(p, q)，而 p、q 都是 x 的函数。"""

BIT = FiniteSet(0, 1)
xor, step = Function("xor", real=True), Function("step", real=True)
weight = Symbol("s", integer=True, nonnegative=True)
"""一个 0/1 输入里有几个 1。"""
levels = Symbol("L", integer=True, positive=True)

MINUS_ZERO = Mul(-1, 0, evaluate=False)
"""纸上写的「− 0」：让「1 − 0」照原样显示。"""
