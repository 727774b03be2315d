"""符号约定：全书的记号、形状与程序里的名字。

形状不是抄来的：它就是定律里那个矩阵的形状，改了定律，表也跟着改。
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic, IndexedBase, MatrixSymbol, OneMatrix, evaluate, log

from derive.kernel.matrices import hadamard, times, transpose
from derive.kernel.notation import latex
from derive.kernel.pull_back import Gradient
from derive.theory import network
from derive.theory.symbols import (
    A,
    X,
    Y,
    Yhat,
    Z,
    alpha,
    b,
    dZ,
    i,
    leaky_relu,
    levels,
    loss,
    m,
    n,
    relu,
    sigma,
    softplus,
    tanh,
    w,
    y_,
    yhat,
    yhat_,
    z,
)
from derive.theory.symbols import a as activation
from derive.theory.symbols import y as label

Size = tuple[Basic, Basic]


@dataclass(frozen=True)
class Entry:
    """一个记号。symbol 是定律里的符号或一段 TeX；size 是形状，文字或行数与列数。"""

    symbol: Basic | str
    meaning: str
    code: str = ""
    size: str | Size | None = None

    @property
    def tex(self) -> str:
        return self.symbol if isinstance(self.symbol, str) else latex(self.symbol)

    @property
    def shape(self) -> str | Size:
        """1×1 的矩阵就是一个数。"""
        size = self.size
        if size is None:
            size = self.symbol.shape if isinstance(self.symbol, MatrixSymbol) else "标量"
        return "标量" if size == (1, 1) else size


def shape_tex(size: Size) -> str:
    return rf"({latex(size[0])},\ {latex(size[1])})"


WHOLE = "正整数"
GRADIENT = Gradient(network.J, network.W_l)
with evaluate(False):
    SYMBOL_TABLE: dict[str, tuple[Entry, ...]] = {
        "大小与编号": (
            Entry(m, "样本数", "m", WHOLE),
            Entry("n_x", "每个样本的特征数；没有层号可写时简写作 n", "n_x", WHOLE),
            Entry(levels, "层数，不算输入层", "L", WHOLE),
            Entry(network.n_l, "第 l 层的单元数；第 0 层是输入，单元数就是特征数", "", WHOLE),
            Entry("[l]", "方括号的上标：第 l 层", "l", "编号"),
            Entry("(i)", "圆括号的上标：第 i 个样本", "i", "编号"),
            Entry("j,\\ k", "下标：第几个分量、第几个单元", "j, k", "编号"),
            Entry("a_j^{[l](i)}", "三种编号合在一起：第 i 个样本、第 l 层、第 j 个单元的激活值"),
        ),
        "数据": (
            Entry(IndexedBase("x")[i], "第 i 个样本的特征，是一列", "x", (n, 1)),
            Entry(X, "全部样本，第 i 列是第 i 个样本", "X"),
            Entry(y_[i], "第 i 个样本的标签，0 或 1", "y"),
            Entry(Y, "全部标签，一行", "Y"),
            Entry(yhat_[i], "对第 i 个样本的预测，严格在 0 与 1 之间", "a"),
            Entry(Yhat, "全部预测，一行；讲网络时写成最后一层的 A", "A"),
        ),
        "逻辑回归": (
            Entry(w, "权重，每个特征一个", "w"),
            Entry(b, "偏置", "b"),
            Entry(z, "一个样本的加权和，也叫 logit", "z"),
            Entry(activation, "一个样本的激活值，与预测是同一个数", "a"),
            Entry(Z, "全部样本的加权和，一行", "Z"),
            Entry(A, "全部样本的激活值，一行", "A"),
            Entry("dz", "一个样本的损失对 z 的导数", "dz"),
            Entry(dZ, "各个样本的 dz，一行", "dZ"),
            Entry("dw", "代价对 w 的梯度", "dw", w.shape),
            Entry("db", "代价对 b 的导数", "db"),
        ),
        "第 l 层": (
            Entry(network.W_l, "权重：第 j 行是第 j 个单元的权重", "W1, W2, …"),
            Entry(network.b_l, "偏置：一列，加到每一个样本上", "b1, b2, …"),
            Entry(network.Z_l, "加权和：第 i 列属于第 i 个样本", "Z"),
            Entry(network.A_l, "激活值；第 0 层的就是输入 X，最后一层的就是预测", "A, AL"),
            Entry(network.A_prev, "前一层的激活值，是这一层的输入", "A_prev"),
            Entry("z^{[l]},\\ a^{[l]}", "只有一个样本时的加权和与激活值", "z, a", (network.n_l, 1)),
            Entry("g^{[l]}", "激活函数，逐元素作用", "", "函数"),
            Entry(network.dW_l, "代价对 W 的梯度，形状与 W 相同", "dW1, dW2, …"),
            Entry(network.db_l, "代价对 b 的梯度，形状与 b 相同", "db1, db2, …"),
            Entry(network.dZ_l, "m 倍的代价对 Z 的梯度", "dZ"),
            Entry(network.dA_prev, "m 倍的代价对前一层 A 的梯度", "dA_prev"),
        ),
        "函数": (
            Entry(loss(yhat, label), "一个样本的损失"),
            Entry("J", "代价：损失在整个训练集上的平均，是全部参数的函数", "cost"),
            Entry(alpha, "学习率，正数；在 Leaky ReLU 里是负半轴的斜率", "learning_rate, alpha"),
            Entry(sigma(z), "sigmoid", "sigmoid", "逐元素"),
            Entry(tanh(z), "双曲正切", "tanh", "逐元素"),
            Entry(relu(z), "修正线性单元", "relu", "逐元素"),
            Entry(leaky_relu(z, alpha), "带泄漏的 ReLU", "leaky_relu", "逐元素"),
            Entry(softplus(z), "磨圆了拐角的 ReLU", "softplus", "逐元素"),
            Entry(log(z), "自然对数", "np.log", "逐元素"),
        ),
        "运算": (
            Entry(transpose(network.W_l), "转置", "W.T", (network.n_prev, network.n_l)),
            Entry(times(network.W_l, network.A_prev), "矩阵乘法", "W @ A_prev", network.Z_l.shape),
            Entry(hadamard(network.dA_prev, network.A_prev), "逐元素乘积", "dA * A", "与两边相同"),
            Entry(OneMatrix(1, m), "一行 1；乘在一列的右边，就把这一列重复 m 次", "广播", (1, m)),
            Entry(
                Gradient(network.J, network.W_l),
                "梯度：对每个元素的偏导数",
                "dW",
                network.W_l.shape,
            ),
            Entry(r"\sum", "求和；对样本求和时 i 从 1 到 m", "np.sum", "—"),
            Entry(":=", "定义：左边是右边的名字", "", "—"),
        ),
    }
"""节的标题 → 记号。"""
