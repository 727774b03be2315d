"""全书共用的符号与定义域。符号的名字与课程一致。"""

from sympy import Function, IndexedBase, Interval, MatrixSymbol, Mul, S, Symbol, oo

z = Symbol("z", real=True)
h = Symbol("h", real=True)
y = Symbol("y", real=True)
a = Symbol("a", positive=True)
yhat = Symbol("yhat", positive=True)
alpha = Symbol("alpha", positive=True)
m = Symbol("m", integer=True, positive=True)
i = Symbol("i", integer=True, positive=True)

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

J = Symbol("J", real=True)
P = Symbol("P", positive=True)
ybar = Symbol("ybar", real=True)
y_ = IndexedBase("y", real=True)
yhat_ = IndexedBase("yhat", positive=True)
Y = MatrixSymbol("Y", 1, m)
Yhat = MatrixSymbol("Yhat", 1, m)
"""m 个样本的标签与预测，各排成一行。"""

MINUS_ZERO = Mul(-1, 0, evaluate=False)
"""纸上写的「− 0」：让「1 − 0」照原样显示。"""
