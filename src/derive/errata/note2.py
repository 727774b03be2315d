"""资料 2 的勘误。"""

from sympy import evaluate

from derive.kernel.objects import Category, Erratum, Prose, Run, Severity
from derive.theory import deep, network

with evaluate(False):
    ERRATA: tuple[Erratum, ...] = (
        Erratum(
            id="n2_3_word_order",
            title="“的”字放错了地方",
            note=2,
            line=(3,),
            section="N2-001",
            printed="包含更多的隐藏层神经网络",
            corrected="包含更多隐藏层的神经网络",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("多的是隐藏层；照印的读，成了一个网络里包含许多网络"),
        ),
        Erratum(
            id="n2_72_numbering",
            title="标题的编号跳过了 4",
            note=2,
            line=(72,),
            section="N2-004",
            printed="5 深层神经网络流程块",
            corrected="4 深层神经网络流程块",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("前一个标题（第 48 行）的编号是 3，全文没有第 4 节"),
        ),
        Erratum(
            id="n2_99_training_set",
            title="训练集说成了一整个训练样本",
            note=2,
            line=(99,),
            section="N2-005",
            printed="A^[0] 对应于一整个训练样本的输入特征",
            corrected="A^[0] 对应于整个训练集（m 个样本）的输入特征",
            category=Category.WORDING,
            severity=Severity.LOW,
            evidence=Prose(
                "一个训练样本对应的是 a^[0]，同一句的前半句刚说过", grounds=(deep.INPUT_LAYER,)
            ),
        ),
        Erratum(
            id="n2_108_transpose",
            title="dW 漏了转置",
            note=2,
            line=(108,),
            section="N2-005",
            printed="dw^[l] = dz^[l] · a^[l-1]",
            corrected="dW^[l] = dz^[l] · a^[l-1]ᵀ",
            category=Category.TRANSPOSE,
            severity=Severity.HIGH,
            evidence=Run(
                setup="dz, a_prev = np.array([[2.0], [-1.0]]), np.array([[3.0], [5.0], [7.0]])",
                printed="dW = dz @ a_prev",
                corrected="dW = dz @ a_prev.T",
                raises="ValueError",
                look="dW",
                expected="[[6.0, 10.0, 14.0], [-3.0, -5.0, -7.0]]",
                grounds=(deep.ONE_LAYER_DW,),
            ),
        ),
        Erratum(
            id="n2_114_elementwise",
            title="逐元素乘写成了矩阵乘的点",
            note=2,
            line=(114,),
            section="N2-005",
            printed="dz^[l] = w^[l+1]ᵀ dz^[l+1] · g^[l]'(z^[l])",
            corrected="dz^[l] = (W^[l+1]ᵀ dz^[l+1]) ⊙ g^[l]'(z^[l])",
            category=Category.PRODUCT,
            severity=Severity.HIGH,
            evidence=Run(
                setup="\n".join(
                    (
                        "W_next = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])",
                        "dz_next = np.array([[1.0], [2.0], [-1.0]])",
                        "slope = np.array([[0.5], [0.25]])",
                    )
                ),
                printed="dz = W_next.T @ dz_next @ slope",
                corrected="dz = (W_next.T @ dz_next) * slope",
                raises="ValueError",
                look="dz",
                expected="[[(1.0 + 0.0 - 3.0) * 0.5], [(2.0 - 2.0 - 1.0) * 0.25]]",
                grounds=(deep.ONE_LAYER_STEP,),
            ),
        ),
        Erratum(
            id="n2_116_substitute",
            title="“代”错成了“带”",
            note=2,
            line=(116,),
            section="N2-005",
            printed="由式子（4）带入式子（1）得到",
            corrected="由式子（4）代入式子（1）得到",
            category=Category.TYPO,
            severity=Severity.LOW,
            evidence=Prose("以式子替换式子，是“代入”"),
        ),
        Erratum(
            id="n2_123_sum",
            title="对样本求和写成了小写 dz",
            note=2,
            line=(123,),
            section="N2-005",
            printed="db^[l] = (1/m) np.sum(dz^[l], axis=1, keepdims=True)",
            corrected="db^[l] = (1/m) np.sum(dZ^[l], axis=1, keepdims=True)",
            category=Category.CASE,
            severity=Severity.MEDIUM,
            evidence=Run(
                setup="dZ, m = np.array([[1.0, 2.0, 6.0], [4.0, 5.0, -3.0]]), 3\ndz = dZ[:, :1]",
                printed="db = (1 / m) * np.sum(dz, axis=1, keepdims=True)",
                corrected="db = (1 / m) * np.sum(dZ, axis=1, keepdims=True)",
                look="db",
                expected="[[3.0], [2.0]]",
                grounds=(network.LAYER_DB,),
            ),
        ),
    )
