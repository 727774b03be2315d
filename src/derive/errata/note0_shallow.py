"""资料 0 的勘误：浅层神经网络的表示与向量化（第 400–660 行）。"""

from sympy import MatrixSymbol, S, evaluate

from derive.kernel.matrices import Column, plus, times
from derive.kernel.objects import (
    Category,
    Erratum,
    Prose,
    Refutation,
    Relation,
    Run,
    Severity,
    Statement,
)
from derive.theory import deep, logistic, losses, network, samples, shallow
from derive.theory.network import W1, Z1, X, b1
from derive.theory.symbols import REALS, i, m

W1_OF_SAMPLE = MatrixSymbol("W_(i)[1]", *W1.shape)
b1_OF_SAMPLE = MatrixSymbol("b_(i)[1]", *b1.shape)
w_OF_FIRST = MatrixSymbol("w_(1)", *W1.shape)
"""照印的：带样本号的参数，各取各的值。"""

SIGMA = "sigma = lambda t: 1 / (1 + np.exp(-t))"
NETWORK = f"""\
{SIGMA}
X = np.array([[1.0, -1.0, 2.0], [0.0, 3.0, 1.0]])
W1, b1 = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, -1.0]]), np.ones((4, 1))
W2, b2 = np.array([[1.0, -1.0, 2.0, 0.5]]), np.array([[0.25]])"""
"""2-4-1 的网络，三个样本。"""
Z1_ENTRY = "sum(W1[k, j] * X[j, i] for j in range(2)) + b1[k, 0]"
"""第 k 个隐藏单元、第 i 个样本的 z，逐个数地算。"""

with evaluate(False):
    ERRATA: tuple[Erratum, ...] = (
        # ---- 神经网络概述 -----------------------------------------------------------
        Erratum(
            id="n0_420_cost_for_loss",
            title="损失函数叫成了代价函数",
            note=0,
            line=(420,),
            section="N0-016",
            printed="代价函数(loss function)：L(a,y)",
            corrected="损失函数（loss function）：L(a,y)",
            category=Category.TERM,
            severity=Severity.LOW,
            evidence=Prose(
                "loss function 是损失函数，只看一个样本（837 行就叫损失函数 L）；"
                "代价函数 J（791 行叫成本函数）是全部样本的损失的平均",
                grounds=(logistic.ONE_LOSS, losses.COST),
            ),
        ),
        Erratum(
            id="n0_434_alpha",
            title="激活值写成了学习率的字母",
            note=0,
            line=(434, 461, 598, 602),
            section="N0-016",
            printed="α^[1]、α^[1](i)",
            corrected="a^[1]、a^[1](i)",
            category=Category.NOTATION,
            severity=Severity.LOW,
            evidence=Prose("激活值别处都写 a；α 在 804 行是学习率", grounds=(shallow.UPDATE_W1,)),
        ),
        Erratum(
            id="n0_440_missing_superscript",
            title="括号里漏了上标",
            note=0,
            line=(440,),
            section="N0-016",
            printed="即我们使用表示第 i 个训练样本",
            corrected="即我们使用 ^(i) 表示第 i 个训练样本",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("“使用”之后少了宾语，没有说用什么来表示"),
        ),
        Erratum(
            id="n0_452_wrong_input",
            title="第二层的输入写成了 x",
            note=0,
            line=(452,),
            section="N0-016",
            printed="z^[2] = w^[2]x + b^[2]",
            corrected="z^[2] = W^[2]a^[1] + b^[2]",
            category=Category.FORMULA,
            severity=Severity.HIGH,
            evidence=Run(
                setup="""\
x = np.array([[1.0], [2.0], [3.0]])
a1 = np.array([[0.5], [0.25], [1.0], [0.0]])
W2, b2 = np.array([[2.0, 4.0, -1.0, 3.0]]), np.array([[0.5]])""",
                printed="z2 = W2 @ x + b2",
                corrected="z2 = W2 @ a1 + b2",
                raises="ValueError",
                look="z2",
                expected="[[1.0 + 1.0 - 1.0 + 0.0 + 0.5]]",
                grounds=(network.SAMPLE_Z2,),
            ),
        ),
        Erratum(
            id="n0_456_final_output",
            title="损失当成了网络的输出",
            note=0,
            line=(456,),
            section="N0-016",
            printed="最后得到了最终的输出 loss function",
            corrected="最后得到输出 a^[2]，再由它算出损失",
            category=Category.CONCLUSION,
            severity=Severity.LOW,
            evidence=Prose(
                "450 行刚说过 a^[2] 才是整个网络最终的输出；损失还要用到标签 y，不是网络输出的",
                grounds=(deep.ONE_OUTPUT_LAYER, network.SAMPLE_LOSS),
            ),
        ),
        Erratum(
            id="n0_458_missing_dz1",
            title="第一层的反向漏了 dz",
            note=0,
            line=(458,),
            section="N0-016",
            printed="然后是 da^[1]、dW^[1]、db^[1]",
            corrected="然后是 da^[1]、dz^[1]、dW^[1]、db^[1]",
            category=Category.CONCLUSION,
            severity=Severity.LOW,
            evidence=Prose(
                "dW^[1] 与 db^[1] 由 dz^[1] 算出，不能由 da^[1] 直接得到；第二层的 dz^[2] 就列出了",
                grounds=(network.SAMPLE_DZ1, network.SAMPLE_DW1, network.SAMPLE_DB1),
            ),
        ),
        Erratum(
            id="n0_461_forward_for_backward",
            title="反向的导数写成了前向的式子",
            note=0,
            line=(461,),
            section="N0-016",
            printed="da^[2] = dσ(z^[2])，dz^[2] = d(W^[2]α^[1] + b^[2])，da^[1] = dσ(z^[1])",
            corrected="da^[2] = −y/a^[2] + (1 − y)/(1 − a^[2])，dz^[2] = a^[2] − y，"
            "da^[1] = W^[2]ᵀ dz^[2]",
            category=Category.FORMULA,
            severity=Severity.MEDIUM,
            evidence=Prose(
                "da、dz 是损失的导数（458 行），要用到 y 与后一层传回的导数；印的右边只是前向的式子"
                "前面加一个 d，当作 σ 的导数就错了，当作换个写法则什么也没有算",
                grounds=(shallow.SAMPLE_DA2, shallow.SAMPLE_DZ2_BY_A, shallow.SAMPLE_DA1),
            ),
        ),
        # ---- 神经网络的表示 ----------------------------------------------------------
        Erratum(
            id="n0_472_hidden_input",
            title="输入放进了隐藏层",
            note=0,
            line=(472,),
            section="N0-017",
            printed="隐藏层：它包含了神经网络的输入",
            corrected="输入层：它包含了神经网络的输入",
            category=Category.CONCLUSION,
            severity=Severity.MEDIUM,
            evidence=Prose(
                "包含输入的是输入层（471 行）；这半句本该接在上一条后面",
                grounds=(deep.ONE_INPUT_LAYER,),
            ),
        ),
        Erratum(
            id="n0_473_one_unit",
            title="由结点的个数定义输出层",
            note=0,
            line=(473,),
            section="N0-017",
            printed="只有一个结点的层被称为输出层",
            corrected="最后一层被称为输出层，这里它只有一个结点",
            category=Category.CONCLUSION,
            severity=Severity.MEDIUM,
            evidence=Prose(
                "输出层是最后一层，结点可以有许多个；隐藏层也可以只有一个结点",
                grounds=(deep.ONE_OUTPUT_LAYER,),
            ),
        ),
        Erratum(
            id="n0_477_training_set",
            title="训练集译成了训练",
            note=0,
            line=(477,),
            section="N0-017",
            printed="隐藏层，只是表示你无法在训练中看到他们",
            corrected="隐藏层，只是表示你无法在训练集中看到它们",
            category=Category.TRANSLATION,
            severity=Severity.LOW,
            evidence=Prose(
                "训练时每一步都算出隐藏层的值；看不见的是训练集里没有它们应有的值，同一行的前一句说对了"
            ),
        ),
        Erratum(
            id="n0_477_extra_character",
            title="“不知道的”多了一个“到”",
            note=0,
            line=(477,),
            section="N0-017",
            printed="准确值我们是不知道到的",
            corrected="准确值我们是不知道的",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("多印了一个字"),
        ),
        Erratum(
            id="n0_486_extra_character",
            title="“所以”之后多了一个“的”",
            note=0,
            line=(486,),
            section="N0-017",
            printed="所以的 ŷ 将取为 a^[2]",
            corrected="所以 ŷ 将取为 a^[2]",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("多印了一个字"),
        ),
        Erratum(
            id="n0_498_missing_is",
            title="“什么样”之前漏了“是”",
            note=0,
            line=(498,),
            section="N0-017",
            printed="一个两层的神经网络什么样的了",
            corrected="一个两层的神经网络是什么样的了",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("漏印了一个字，句子没有谓语"),
        ),
        # ---- 计算神经网络的输出 --------------------------------------------------------
        Erratum(
            id="n0_516_second_step",
            title="第二步算的是 a，不是 z",
            note=0,
            line=(516,),
            section="N0-019",
            printed="第二步中你以 Sigmoid 函数为激活函数计算 z（得出 a）",
            corrected="第二步中你以 Sigmoid 函数为激活函数，由 z 计算 a",
            category=Category.WORDING,
            severity=Severity.LOW,
            evidence=Prose(
                "z 在第一步已经算出，激活函数作用在它上面，算出的是 a",
                grounds=(logistic.ONE_Z, logistic.ONE_A),
            ),
        ),
        Erratum(
            id="n0_520_missing_figure",
            title="所指的图不是这一张",
            note=0,
            line=(520, 521),
            section="N0-019",
            printed="我们从隐藏层的第一个神经元开始计算，如上图第一个最上面的箭头所指",
            corrected="我们从隐藏层的第一个神经元开始计算，见上一节两层网络的图",
            category=Category.WORDING,
            severity=Severity.LOW,
            evidence=Prose(
                "518 行的图只画了一个逻辑回归单元，没有隐藏层；最上面的箭头从输入 x_1 出发"
            ),
        ),
        Erratum(
            id="n0_526_missing_character",
            title="“符号表示”漏了“示”",
            note=0,
            line=(526,),
            section="N0-019",
            printed="只是符号表不同",
            corrected="只是符号表示不同",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("漏印了一个字；并没有什么符号表，换掉的只是下标"),
        ),
        Erratum(
            id="n0_535_stacked_columns",
            title="权重叠放之前漏了转置",
            note=0,
            line=(535, 537),
            section="N0-020",
            printed="隐藏层中的 w 纵向堆积起来变成一个 (4, 3) 的矩阵",
            corrected="隐藏层中的 wᵀ 纵向堆积起来变成一个 (4, 3) 的矩阵",
            category=Category.TRANSPOSE,
            severity=Severity.MEDIUM,
            evidence=Run(
                setup="w = [np.array([[1.0], [2.0], [3.0]]) * j for j in (1, 2, 3, 4)]",
                printed="W1 = np.vstack(w)",
                corrected="W1 = np.vstack([w_j.T for w_j in w])",
                look="W1",
                expected="[[1, 2, 3], [2, 4, 6], [3, 6, 9], [4, 8, 12]]",
                grounds=(shallow.WEIGHT_ROWS,),
            ),
        ),
        Erratum(
            id="n0_535_missing_words",
            title="“向量化”之前漏了“如何把”",
            note=0,
            line=(535,),
            section="N0-020",
            printed="我会介绍上述四个等式向量化",
            corrected="我会介绍如何把上述四个等式向量化",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("漏了字，句子不通"),
        ),
        Erratum(
            id="n0_540_every_layer_reads_x",
            title="每一层的输入都写成了 x",
            note=0,
            line=(540,),
            section="N0-020",
            printed="z^[n] = w^[n]x + b^[n]",
            corrected="z^[n] = W^[n]a^[n−1] + b^[n]",
            category=Category.FORMULA,
            severity=Severity.HIGH,
            evidence=Run(
                setup=f"""\
{SIGMA}
x = np.array([[1.0], [2.0]])
W = {{1: np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), 2: np.array([[1.0, 2.0, 3.0]])}}
b = {{1: np.zeros((3, 1)), 2: np.array([[0.5]])}}
z, a = {{}}, {{0: x}}""",
                printed="""\
for n in (1, 2):
    z[n] = W[n] @ x + b[n]
    a[n] = sigma(z[n])""",
                corrected="""\
for n in (1, 2):
    z[n] = W[n] @ a[n - 1] + b[n]
    a[n] = sigma(z[n])""",
                raises="ValueError",
                look="z[2]",
                expected="[[sum(k / (1 + np.exp(-k)) for k in (1.0, 2.0, 3.0)) + 0.5]]",
                grounds=(deep.ONE_LAYER_Z,),
            ),
        ),
        Erratum(
            id="n0_549_star",
            title="矩阵乘法写成了星号",
            note=0,
            line=(549,),
            section="N0-020",
            printed="W^[1] * x + b^[1]",
            corrected="W^[1]x + b^[1]",
            category=Category.PRODUCT,
            severity=Severity.MEDIUM,
            evidence=Run(
                setup="""\
W1 = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [2.0, 0.0, -1.0]])
x, b1 = np.array([[1.0], [2.0], [3.0]]), np.array([[0.5], [0.0], [1.0], [0.0]])""",
                printed="z1 = W1 * x + b1",
                corrected="z1 = W1 @ x + b1",
                raises="ValueError",
                look="z1",
                expected="[[1.0 + 6.0 + 0.5], [2.0], [1.0 + 2.0 + 3.0 + 1.0], [2.0 - 3.0]]",
                grounds=(network.SAMPLE_Z1, shallow.LAYER_FROM_UNITS),
            ),
        ),
        Erratum(
            id="n0_549_row_case",
            title="一个单元的权重写成了大写",
            note=0,
            line=(549,),
            section="N0-020",
            printed="W_1^{[1]T}，…，W_4^{[1]T}",
            corrected="w_1^{[1]T}，…，w_4^{[1]T}",
            category=Category.CASE,
            severity=Severity.LOW,
            evidence=Prose(
                "一个单元的权重是一列，523–530 行写作小写的 w_1；大写的 W^[1] 是叠起来的整个矩阵",
                grounds=(shallow.WEIGHT_ROWS, shallow.UNIT_Z),
            ),
        ),
        Erratum(
            id="n0_557_output_layer",
            title="四个式子的结果漏了输出层",
            note=0,
            line=(557,),
            section="N0-020",
            printed="计算出隐藏层的四个逻辑回归单元和整个隐藏层的输出结果",
            corrected="计算出隐藏层的四个逻辑回归单元和输出层的逻辑回归单元的输出结果",
            category=Category.CONCLUSION,
            severity=Severity.LOW,
            evidence=Prose(
                "四个式子的前两个算隐藏层，后两个算输出层的 z^[2] 与 a^[2]",
                grounds=(network.SAMPLE_Z2, network.SAMPLE_A2),
            ),
        ),
        # ---- 多样本向量化 -----------------------------------------------------------
        Erratum(
            id="n0_568_one_sample_case",
            title="一个样本写成了大写",
            note=0,
            line=(568,),
            section="N0-021",
            printed="一个给定的输入特征向量 X",
            corrected="一个给定的输入特征向量 x",
            category=Category.CASE,
            severity=Severity.LOW,
            evidence=Prose(
                "说的是单一的训练样本；大写的 X 是全部样本排成的矩阵（605 行）",
                grounds=(network.SAMPLE_Z1,),
            ),
        ),
        Erratum(
            id="n0_574_activation",
            title="激活值的记号译成了激活函数",
            note=0,
            line=(574,),
            section="N0-021",
            printed="用激活函数表示法",
            corrected="用激活值的记号",
            category=Category.TERM,
            severity=Severity.LOW,
            evidence=Prose(
                "a^[2](1) 是激活函数算出的值，不是函数；激活函数是 σ", grounds=(shallow.COLUMN_A2,)
            ),
        ),
        Erratum(
            id="n0_580_sample_index",
            title="参数上多了样本号",
            note=0,
            line=(580, 582, 602),
            section="N0-021",
            printed="z^[1](i) = W^[1](i)x^(i) + b^[1](i)，z^[2](i) = W^[2](i)a^[1](i) + b^[2](i)",
            corrected="z^[1](i) = W^[1]x^(i) + b^[1]，z^[2](i) = W^[2]a^[1](i) + b^[2]",
            category=Category.INDEX,
            severity=Severity.MEDIUM,
            evidence=Refutation(
                wrong=Statement(
                    Column(Z1, i),
                    Relation.EQ,
                    plus(times(W1_OF_SAMPLE, Column(X, i)), b1_OF_SAMPLE),
                ),
                right=shallow.COLUMN_Z1,
                domain={W1_OF_SAMPLE: REALS, b1_OF_SAMPLE: REALS},
            ),
        ),
        Erratum(
            id="n0_590_samples_case",
            title="样本的矩阵写成了小写",
            note=0,
            line=(590,),
            section="N0-021",
            printed="x = [x^(1) x^(2) ⋯ x^(m)]",
            corrected="X = [x^(1) x^(2) ⋯ x^(m)]",
            category=Category.CASE,
            severity=Severity.LOW,
            evidence=Prose(
                "小写的 x 是一个样本，这里是全部样本的矩阵；607 行自己说从小写的 x 到大写的 X",
                grounds=(samples.SAMPLES_SIDE_BY_SIDE,),
            ),
        ),
        Erratum(
            id="n0_602_missing_z1",
            title="向量化的四个式子漏了第一个",
            note=0,
            line=(602,),
            section="N0-021",
            printed="右边只有 A^[1]、z^[2]、A^[2] 三个式子",
            corrected="右边的第一式是 Z^[1] = W^[1]X + b^[1]，其后才是这三个",
            category=Category.CONCLUSION,
            severity=Severity.MEDIUM,
            evidence=Run(
                setup=NETWORK,
                printed="""\
A1 = sigma(Z1)
Z2 = W2 @ A1 + b2
A2 = sigma(Z2)""",
                corrected="""\
Z1 = W1 @ X + b1
A1 = sigma(Z1)
Z2 = W2 @ A1 + b2
A2 = sigma(Z2)""",
                raises="NameError",
                look="A2",
                expected=f"[[sigma(sum(W2[0, k] * sigma({Z1_ENTRY}) for k in range(4)) + b2[0, 0])"
                " for i in range(3)]]",
                grounds=(network.FORWARD_Z1,),
            ),
        ),
        Erratum(
            id="n0_602_matrix_case",
            title="全部样本的 Z 写成了小写",
            note=0,
            line=(602,),
            section="N0-021",
            printed="A^[1] = σ(z^[1])，z^[2] = W^[2]A^[1] + b^[2]，A^[2] = σ(z^[2])",
            corrected="A^[1] = σ(Z^[1])，Z^[2] = W^[2]A^[1] + b^[2]，A^[2] = σ(Z^[2])",
            category=Category.CASE,
            severity=Severity.MEDIUM,
            evidence=Run(
                setup=f"{NETWORK}\nz1, Z1 = W1 @ X[:, [0]] + b1, W1 @ X + b1",
                printed="A1 = sigma(z1)",
                corrected="A1 = sigma(Z1)",
                look="A1",
                expected=f"[[sigma({Z1_ENTRY}) for i in range(3)] for k in range(4)]",
                grounds=(network.FORWARD_A1, network.FORWARD_Z2, network.FORWARD_A2),
            ),
        ),
        Erratum(
            id="n0_605_shape_of_x",
            title="样本矩阵的形状说成了 n 维",
            note=0,
            line=(605,),
            section="N0-021",
            printed="形成一个 n 维或 n 乘以 m 维矩阵",
            corrected="形成一个 n_x 乘以 m 的矩阵",
            category=Category.SHAPE,
            severity=Severity.LOW,
            evidence=Prose(
                "n 维的是一个样本，m 个样本排成 n_x 行 m 列；139 行写的就是 n_x × m",
                grounds=(samples.SHAPE_OF_X, samples.SHAPE_OF_SAMPLE),
            ),
        ),
        Erratum(
            id="n0_605_extra_character",
            title="“所有”之后多了一个“个”",
            note=0,
            line=(605,),
            section="N0-021",
            printed="遍历所有个训练样本",
            corrected="遍历所有训练样本",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("多印了一个字"),
        ),
        Erratum(
            id="n0_609_columns_of",
            title="各列所属的矩阵写成了一列",
            note=0,
            line=(609,),
            section="N0-021",
            printed="z^[1](1)，z^[1](2) 等等都是 z^[1](m) 的列向量",
            corrected="z^[1](1)，z^[1](2)，…，z^[1](m) 都是 Z^[1] 的列向量",
            category=Category.NOTATION,
            severity=Severity.MEDIUM,
            evidence=Refutation(
                # z^[1](m) 只有一列，z^[1](1) 是它的列，就等于它
                wrong=Statement(Column(Z1, S.One), Relation.EQ, Column(Z1, m)),
                right=shallow.STACKED_Z1,
            ),
        ),
        Erratum(
            id="n0_609_typo",
            title="“就得到”印成了“就的到”",
            note=0,
            line=(609,),
            section="N0-021",
            printed="就的到矩阵 Z^[1]",
            corrected="就得到矩阵 Z^[1]",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("别字"),
        ),
        # ---- 向量化实现的解释 --------------------------------------------------------
        Erratum(
            id="n0_638_samples_case",
            title="左乘的样本矩阵写成了小写",
            note=0,
            line=(638,),
            section="N0-022",
            printed="W^[1]x = ⋯ = Z^[1]",
            corrected="W^[1]X = ⋯ = Z^[1]",
            category=Category.CASE,
            severity=Severity.LOW,
            evidence=Run(
                setup="""\
W1 = np.array([[1.0, 2.0], [0.0, 1.0]])
X = np.array([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]])
x = X[:, [0]]""",
                printed="Z1 = W1 @ x",
                corrected="Z1 = W1 @ X",
                look="Z1",
                expected="[[1 + 4, 3 + 8, 5 + 12], [2, 4, 6]]",
                grounds=(shallow.STACKED_PRODUCT,),
            ),
        ),
        Erratum(
            id="n0_638_layer_as_sample",
            title="层号写进了样本号的括号",
            note=0,
            line=(638,),
            section="N0-022",
            printed="[w^(1)x^(1)  w^(1)x^(2)  w^(1)x^(3)  …]",
            corrected="[W^[1]x^(1)  W^[1]x^(2)  W^[1]x^(3)  …]",
            category=Category.INDEX,
            severity=Severity.MEDIUM,
            evidence=Refutation(
                wrong=Statement(
                    times(W1, X),
                    Relation.EQ,
                    shallow.samples(times(w_OF_FIRST, Column(X, i))),
                ),
                right=shallow.STACKED_PRODUCT,
                domain={w_OF_FIRST: REALS},
            ),
        ),
        Erratum(
            id="n0_638_dots",
            title="横着省略的列印成了竖点",
            note=0,
            line=(638,),
            section="N0-022",
            printed="[x^(1) x^(2) x^(3) ⋮]",
            corrected="[x^(1) x^(2) x^(3) ⋯]",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose(
                "后面的样本向右排，省略号应是横的（590 行就是）；竖点是说向下还有",
                grounds=(samples.SAMPLES_SIDE_BY_SIDE,),
            ),
        ),
        Erratum(
            id="n0_648_explicit",
            title="“显式循环”印成了“显示循环”",
            note=0,
            line=(648,),
            section="N0-022",
            printed="不需要显示循环",
            corrected="不需要显式循环",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("explicit loop 是写明了的循环，与显示无关"),
        ),
        # ---- 激活函数（开头） ---------------------------------------------------------
        Erratum(
            id="n0_652_missing_at",
            title="“隐藏层上”之前漏了“在”",
            note=0,
            line=(652,),
            section="N0-023",
            printed="使用哪种激活函数用隐藏层上",
            corrected="哪种激活函数用在隐藏层上",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("漏了“在”，又多了“使用”；同一句的后半“用在输出节点上”是对的"),
        ),
        Erratum(
            id="n0_654_network",
            title="“神经网络”印成了“神经网路”",
            note=0,
            line=(654,),
            section="N0-023",
            printed="神经网路前向传播",
            corrected="神经网络前向传播",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("全篇都写神经网络，只有这里是别字"),
        ),
    )
