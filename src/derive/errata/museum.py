"""名错：读者向公开的笔记与课程报告过的错式子，也有几件是读者自己错了。

每一件都写明仓库与编号，讨论的原文（或改正它的提交）核对过。对错由机器判：printed 有反例，corrected
已证。读者错了的，printed 是读者的说法，corrected 是原来那样。
"""

from sympy import Abs, Derivative, Limit, Max, Rational, S, Sum, evaluate, exp, log, oo, sqrt

from derive.kernel.matrices import times, transpose
from derive.kernel.objects import Refutation, Relation, Reported, Run, Statement
from derive.theory import (
    activations,
    deep,
    gradient_descent,
    logistic,
    losses,
    network,
)
from derive.theory.gradient_descent import position
from derive.theory.initialization import gain
from derive.theory.symbols import (
    BIT,
    COUNT,
    POSITIVE,
    J,
    J_of_paths,
    a,
    activation,
    alpha,
    i,
    loss,
    m,
    n,
    sigma,
    squared_loss,
    tanh,
    x,
    xor,
    y,
    y_,
    yhat_,
    z,
)

EQ, GT, LT = Relation.EQ, Relation.GT, Relation.LT
DA = Derivative(loss(activation(z), y), activation(z))
"""损失对输出 a 的导数，a 依赖 z。"""
LOG_LIKELIHOOD = y_[i] * log(yhat_[i]) + (1 - y_[i]) * log(1 - yhat_[i])
OR = Max(x, y)
"""0 与 1 的「或」就是取大。"""
HALF_CENT = Rational(5, 1000)
"""四舍五入到两位小数的误差。"""
SLOPE_AT_ONE = 2 * (sigma(S.One) * (1 - sigma(S.One)))
"""cs231n 的例子：w₀ = 2，σ 的输入是 1。"""

with evaluate(False):
    MUSEUM: tuple[Reported, ...] = (
        # ---- 激活函数 -------------------------------------------------------------
        Reported(
            id="d2l_pytorch_11",
            title="sigmoid 漏写了倒数",
            repository="dsgiitr/d2l-pytorch",
            number=11,
            url="https://github.com/dsgiitr/d2l-pytorch/pull/11",
            printed="σ(x) = 1 + exp(−x)",
            corrected="σ(x) = 1/(1 + exp(−x))",
            story="《动手学深度学习》讲梯度消失的一节丢了倒数，PyTorch 移植与越南文译本（"
            "d2l-ai/d2l-vi#986）都照抄；移植的审稿人看了出来。",
            evidence=Refutation(
                wrong=Statement(sigma(z), EQ, 1 + exp(-z)), right=activations.SIGMOID
            ),
            state="merged",
        ),
        Reported(
            id="ml_course_1",
            title="sigmoid 的导数漏了因子 a",
            repository="schneider128k/machine_learning_course",
            number=1,
            url="https://github.com/schneider128k/machine_learning_course/issues/1",
            printed="a′ = 1 − a",
            corrected="a′ = a(1 − a)",
            story="逻辑回归讲义里的一步。漏了 a，z 很负时斜率接近 1 而不是 0，饱和就看不见了。",
            evidence=Refutation(
                wrong=Statement(Derivative(activation(z), z), EQ, 1 - activation(z)),
                right=losses.ACTIVATION_PRIME,
            ),
            state="open",
        ),
        Reported(
            id="dl500_544",
            title="tanh 的导数漏了 1",
            repository="scutan90/DeepLearning-500-questions",
            number=544,
            url="https://github.com/scutan90/DeepLearning-500-questions/issues/544",
            printed="tanh′(x) = −(tanh x)²",
            corrected="tanh′(x) = 1 − (tanh x)²",
            story="《深度学习 500 问》第 3.4.3 节的表格。2020 年 3 月已有读者报告（第 466 号），"
            "2024 年又有人报告同一处。照印的式子，tanh 处处不增。",
            evidence=Refutation(
                wrong=Statement(Derivative(tanh(z), z), EQ, -(tanh(z) ** 2)),
                right=activations.TANH_PRIME,
            ),
            state="open",
        ),
        Reported(
            id="fastbook_273",
            title="tanh 的分子分母颠倒",
            repository="fastai/fastbook",
            number=273,
            url="https://github.com/fastai/fastbook/issues/273",
            printed="tanh x = (eˣ + e⁻ˣ)/(eˣ − e⁻ˣ) = 2σ(2x) − 1",
            corrected="tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) = 2σ(2x) − 1",
            story="fast.ai 的书第 12 章。右边的 2σ(2x) − 1 是对的，所以这一行自相矛盾：中间那个式"
            "子的绝对值总大于 1，在 0 处还没有定义。",
            evidence=Refutation(
                wrong=Statement(tanh(z), EQ, (exp(z) + exp(-z)) / (exp(z) - exp(-z))),
                right=activations.TANH,
                domain={z: POSITIVE},
            ),
            state="closed",
        ),
        Reported(
            id="autograd_346",
            title="由 tanh 写 sigmoid，忘了半角",
            repository="HIPS/autograd",
            number=346,
            url="https://github.com/HIPS/autograd/issues/346",
            printed="σ(x) = (tanh x + 1)/2",
            corrected="σ(x) = (tanh(x/2) + 1)/2",
            story="autograd 的教程。读者代入 x = 1：照印得 0.88，应得 0.73。照印的其实是 σ(2x)。",
            evidence=Refutation(
                wrong=Statement((1 + tanh(z)) / 2, EQ, sigma(z)),
                right=activations.SIGMOID_FROM_TANH,
            ),
            state="closed",
        ),
        Reported(
            id="lstm_41",
            title="读者错了：把 tanh 当成了 tan",
            repository="nicodjimenez/lstm",
            number=41,
            url="https://github.com/nicodjimenez/lstm/issues/41",
            printed="tanh′(x) = 1 + (tanh x)²",
            corrected="tanh′(x) = 1 − (tanh x)²",
            story="读者错了：用 sin/cos 求导，得到的是 tan 的导数；后来的读者一句话说破，tanh 不"
            "是 tan。另一个仓库（gy910210/neural-network-from-scratch#2）有人提出同样的“改正”。",
            evidence=Refutation(
                wrong=Statement(Derivative(tanh(z), z), EQ, 1 + tanh(z) ** 2),
                right=activations.TANH_PRIME,
            ),
            state="open",
            reader_right=False,
        ),
        Reported(
            id="ai_books_1",
            title="Leaky ReLU 漏了 z",
            repository="fengdu78/deeplearning_ai_books",
            number=1,
            url="https://github.com/fengdu78/deeplearning_ai_books/issues/1",
            printed="g(z) = max(0.01, z)",
            corrected="g(z) = max(0.01z, z)",
            story="最有名的中文笔记，v5.42 第 97 页；同一处的导数又多了一个 z（z < 0 时印成 "
            "0.01z）。照印的函数在左边是一条水平线，与 ReLU 一样没有梯度。作者在 v5.45 改正。",
            evidence=Refutation(
                wrong=Statement(activations.LEAKY_RELU_MAX.lhs, EQ, Max(Rational(1, 100), z)),
                right=activations.LEAKY_RELU_MAX,
            ),
            state="open",
        ),
        Reported(
            id="grokking_13",
            title="relu2deriv 处处是 1",
            repository="iamtrask/Grokking-Deep-Learning",
            number=13,
            url="https://github.com/iamtrask/Grokking-Deep-Learning/pull/13",
            printed="relu2deriv = lambda x: x>=0",
            corrected="relu2deriv = lambda x: x>0",
            story="《Grokking Deep Learning》第 8 章。传进来的是 ReLU 的输出，从不为负，>= 永远成"
            "立，关掉的单元也照样收到梯度。0 处取几本是约定，可是由输出来判断时，整个左半边都成了 "
            "0 处。",
            evidence=Run(
                setup="layer_1 = np.maximum(0, np.array([[-2.0, -0.5, 3.0]]))",
                printed="relu2deriv = lambda x: x>=0",
                corrected="relu2deriv = lambda x: x>0",
                look="1.0 * relu2deriv(layer_1)",
                expected="[[0.0, 0.0, 1.0]]",
                grounds=(activations.RELU_PRIME,),
            ),
            state="closed",
        ),
        # ---- 损失与代价 -----------------------------------------------------------
        Reported(
            id="sdc_139",
            title="log 的底",
            repository="udacity/sdc-issue-reports",
            number=139,
            url="https://github.com/udacity/sdc-issue-reports/issues/139",
            printed="tf.log(100) = 2",
            corrected="tf.log(100) ≈ 4.60517",
            story="Udacity 自动驾驶课的讲义把 log 当成了以 10 为底。程序里的 log 都是自然对数，损"
            "失函数里的也是。",
            evidence=Refutation(
                wrong=Statement(log(S(100)), EQ, S(2)),
                right=Statement(Abs(log(S(100)) - Rational(460517, 10**5)), LT, Rational(5, 10**6)),
                domain={},
            ),
            state="closed",
        ),
        Reported(
            id="ng_notes_4",
            title="交叉熵只负了一半",
            repository="bighuang624/Andrew-Ng-Deep-Learning-notes",
            number=4,
            url="https://github.com/bighuang624/Andrew-Ng-Deep-Learning-notes/pull/4",
            printed="L = −(y log ŷ) + (1 − y) log(1 − ŷ)",
            corrected="L = −(y log ŷ) − (1 − y) log(1 − ŷ)",
            story="括号关早了，负号只管第一项。标签为 0 的样本损失成了负数，而且错得越厉害越小。",
            evidence=Refutation(
                wrong=Statement(loss(a, y), EQ, -(y * log(a)) + (1 - y) * log(1 - a)),
                right=losses.CROSS_ENTROPY,
            ),
            state="merged",
        ),
        Reported(
            id="ml_glossary_76",
            title="两项代价，一项正一项负",
            repository="bfortuner/ml-glossary",
            number=76,
            url="https://github.com/bfortuner/ml-glossary/issues/76",
            printed="cost = class1_cost + class2_cost",
            corrected="cost = class1_cost - class2_cost",
            story="上一件的程序版，出自流传很广的 ML Cheatsheet（同一错误还有改动 #64）。第一位回"
            "应者说反正其中一项是 0；但不是 0 的那一项，符号是反的。",
            evidence=Run(
                setup="\n".join(
                    (
                        "labels, predictions = np.array([1.0, 0.0]), np.array([0.5, 0.75])",
                        "class1_cost = -labels * np.log(predictions)",
                        "class2_cost = (1 - labels) * np.log(1 - predictions)",
                    )
                ),
                printed="cost = class1_cost + class2_cost",
                corrected="cost = class1_cost - class2_cost",
                look="cost",
                expected="[np.log(2), np.log(4)]",
                grounds=(losses.CROSS_ENTROPY_OF_ONE, losses.CROSS_ENTROPY_OF_ZERO),
            ),
            state="open",
        ),
        Reported(
            id="dl_summary_174",
            title="循环里的代价少了负号",
            repository="mbadry1/DeepLearning.ai-Summary",
            number=174,
            url="https://github.com/mbadry1/DeepLearning.ai-Summary/pull/174",
            printed="J += (Y(i)*log(a(i)) + (1-Y(i))*log(1-a(i)))，循环之后 J /= m",
            corrected="J += -(Y(i)*log(a(i)) + (1-Y(i))*log(1-a(i)))，循环之后 J /= m",
            story="流传最广的英文笔记，第一门课第 261 行；同一篇第 164 行的定义带着负号。另一份笔"
            "记连这一行一起抄了去，那里也有人报告（"
            "amanchadha/coursera-deep-learning-specialization#33，指的正是第 261 行）。",
            evidence=Refutation(
                wrong=Statement(J, EQ, 1 / m * Sum(LOG_LIKELIHOOD, losses.EVERY)),
                right=losses.COST_EXPANDED,
            ),
            state="closed",
        ),
        Reported(
            id="cs231n_216",
            title="损失忘了取负",
            repository="cs231n/cs231n.github.io",
            number=216,
            url="https://github.com/cs231n/cs231n.github.io/pull/216",
            printed="Lᵢ = Σⱼ yᵢⱼ log σ(fⱼ) + (1 − yᵢⱼ) log(1 − σ(fⱼ))",
            corrected="Lᵢ = −Σⱼ [yᵢⱼ log σ(fⱼ) + (1 − yᵢⱼ) log(1 − σ(fⱼ))]",
            story="斯坦福 CS231n 的讲义，叫作损失，写的却是对数似然，照它最小化会越学越错。补上负"
            "号以后，下一句的梯度 y − σ(f) 忘了跟着改号，过了十个月才改成 σ(f) − y：改一处，要看它"
            "的上下游。",
            evidence=Refutation(
                wrong=Statement(
                    loss(sigma(z), y), EQ, y * log(sigma(z)) + (1 - y) * log(1 - sigma(z))
                ),
                right=losses.LOSS_FROM_LOGITS,
            ),
            state="merged",
        ),
        Reported(
            id="i2ml_294",
            title="由 z 写出的损失反了号",
            repository="slds-lmu/lecture_i2ml",
            number=294,
            url="https://github.com/slds-lmu/lecture_i2ml/issues/294",
            printed="L = yθᵀx − log[1 + exp(θᵀx)]",
            corrected="L = −yθᵀx + log[1 + exp(θᵀx)]",
            story="慕尼黑大学的机器学习导论。第一行的损失是对的，化简到第二行时两个负号都丢了；照"
            "印的损失恒为负。",
            evidence=Refutation(
                wrong=Statement(loss(sigma(z), y), EQ, y * z - log(1 + exp(z))),
                right=losses.LOSS_FROM_LOGITS,
            ),
            state="closed",
        ),
        Reported(
            id="sml_book_81",
            title="逻辑损失不是强凸的",
            repository="uu-sml/sml-book-page",
            number=81,
            url="https://github.com/uu-sml/sml-book-page/issues/81",
            printed="逻辑损失是强凸的",
            corrected="逻辑损失是凸的",
            story="一本统计学习教科书的草稿。强凸要求二阶导数不小于某个正数，而逻辑损失对 z 的二阶"
            "导数是 σ′(z)，在两端趋于 0。",
            evidence=Refutation(
                wrong=Statement(Limit(Derivative(sigma(z), z), z, oo), GT, S.Zero),
                right=activations.SIGMOID_SATURATES_RIGHT,
            ),
            state="closed",
        ),
        # ---- 逻辑回归的梯度 ---------------------------------------------------------
        Reported(
            id="ai_books_74",
            title="dz 写成了 sigmoid 的导数",
            repository="fengdu78/deeplearning_ai_books",
            number=74,
            url="https://github.com/fengdu78/deeplearning_ai_books/issues/74",
            printed="dz^(i) = a^(i)(1 − a^(i))",
            corrected="dz^(i) = a^(i) − y^(i)",
            story="错在课程自己的幻灯片（2.12 节），笔记原样嵌入。a(1 − a) 只是链式法则的后一个因"
            "子 da/dz，里面没有标签 y：照它训练，标签是什么都一样。",
            evidence=Refutation(
                wrong=Statement(losses.LOSS_DZ.start, EQ, activation(z) * (1 - activation(z))),
                right=losses.LOSS_DZ,
            ),
            state="open",
        ),
        Reported(
            id="paddle_9",
            title="y 与 ŷ 混了",
            repository="BaiduOSS/DeepLearningAndPaddleTutorial",
            number=9,
            url="https://github.com/BaiduOSS/DeepLearningAndPaddleTutorial/issues/9",
            printed="dz = dŷ · y(1 − y)",
            corrected="dz = dŷ · ŷ(1 − ŷ)",
            story="《PaddlePaddle 深度学习实战》第 101 页，只少一顶帽子。标签只取 0 和 1，y(1 − "
            "y) 恒为 0，照印的梯度永远是 0，什么也学不到。",
            evidence=Refutation(
                wrong=Statement(losses.LOSS_DZ.start, EQ, DA * (y * (1 - y))),
                right=losses.LOSS_DZ,
                domain={y: BIT},
            ),
            state="open",
        ),
        Reported(
            id="udacity_75",
            title="交叉熵的误差项多乘了 σ′",
            repository="udacity/deep-learning-v2-pytorch",
            number=75,
            url="https://github.com/udacity/deep-learning-v2-pytorch/issues/75",
            printed="误差项 = (y − ŷ)σ′(x)",
            corrected="误差项 = (y − ŷ)/(ŷ(1 − ŷ)) · σ′(x) = y − ŷ",
            story="误差是交叉熵，误差项却是平方损失的；别的读者也指出过（第 208 号，以及 "
            "udacity/deep-learning#294）。多乘的 σ′ 让又自信又错的样本几乎没有梯度。",
            evidence=Refutation(
                wrong=Statement(
                    losses.LOSS_DZ.start, EQ, -((y - activation(z)) * Derivative(sigma(z), z))
                ),
                right=losses.LOSS_DZ,
            ),
            state="closed",
        ),
        Reported(
            id="nielsen_79",
            title="读者错了：没看见 1/2",
            repository="mnielsen/neural-networks-and-deep-learning",
            number=79,
            url="https://github.com/mnielsen/neural-networks-and-deep-learning/pull/79",
            printed="∂C/∂a = 2(a − y)",
            corrected="∂C/∂a = a − y，其中 C = (a − y)²/2",
            story="读者错了：书里的二次代价前面有 1/2，求导时正好约去 2。提出改动的人随后自己承认"
            "看漏了。",
            evidence=Refutation(
                wrong=Statement(Derivative(squared_loss(a, y), a), EQ, 2 * (a - y)),
                right=losses.SQUARED_LOSS_PRIME,
            ),
            state="closed",
            reader_right=False,
        ),
        Reported(
            id="make_your_own_77",
            title="读者错了：内层的导数是 −1",
            repository="makeyourownneuralnetwork/makeyourownneuralnetwork",
            number=77,
            url="https://github.com/makeyourownneuralnetwork/makeyourownneuralnetwork/issues/77",
            printed="∂(t − o)²/∂o = 2(t − o) · o",
            corrected="∂(t − o)²/∂o = −2(t − o)",
            story="读者错了：链式法则要乘的是 t − o 对 o 的导数 −1，不是 o 本身。书是对的。",
            evidence=Refutation(
                wrong=Statement(Derivative((y - a) ** 2, a), EQ, 2 * (y - a) * a),
                right=Statement(Derivative((y - a) ** 2, a), EQ, -2 * (y - a)),
                domain=losses.SQUARED_LOSS.domain,
            ),
            state="open",
            reader_right=False,
        ),
        Reported(
            id="cs231n_105",
            title="读者错了：拿舍入过的数再乘",
            repository="cs231n/cs231n.github.io",
            number=105,
            url="https://github.com/cs231n/cs231n.github.io/pull/105",
            printed="2 × 0.2 = 0.40",
            corrected="2σ(1)(1 − σ(1)) ≈ 0.39",
            story="读者错了：图上的 0.20 是 0.1966 舍入来的，乘 2 是 0.3932，印成 0.39 没有错。先"
            "舍入再相乘，误差也跟着乘了 2。",
            evidence=Refutation(
                wrong=Statement(Abs(SLOPE_AT_ONE - Rational(40, 100)), LT, HALF_CENT),
                right=Statement(Abs(SLOPE_AT_ONE - Rational(39, 100)), LT, HALF_CENT),
                domain={},
            ),
            state="closed",
            reader_right=False,
        ),
        Reported(
            id="pytorch_1871",
            title="梯度下降成了梯度上升",
            repository="pytorch/pytorch",
            number=1871,
            url="https://github.com/pytorch/pytorch/issues/1871",
            printed="weight = weight + learning_rate * gradient",
            corrected="weight = weight − learning_rate * gradient",
            story="PyTorch 官方的 60 分钟入门。有人回应说加减无所谓；其实加号是朝代价增大的方向"
            "走。",
            evidence=Refutation(
                wrong=Statement(
                    gradient_descent.DESCENT_STEP.lhs,
                    EQ,
                    position + alpha * Derivative(J_of_paths(position), position),
                ),
                right=gradient_descent.DESCENT_STEP,
            ),
            state="closed",
        ),
        Reported(
            id="udacity_285",
            title="读者错了：负负得正",
            repository="udacity/deep-learning",
            number=285,
            url="https://github.com/udacity/deep-learning/issues/285",
            printed="weights += learnrate * d_error * x",
            corrected="weights -= learnrate * d_error * x",
            story="读者错了：式子写 w + α(y − ŷ)x，程序写减号，看似矛盾；可是程序里的 d_error 已经"
            "是 −(y − ŷ)。照读者的改法，反而朝错的方向走。",
            evidence=Run(
                setup="\n".join(
                    (
                        "x, weights, learnrate = np.array([1.0, 2.0]), np.array([0.5, -0.5]), 0.1",
                        "y, output = 1.0, 0.25",
                        "d_error = -(y - output)",
                    )
                ),
                printed="weights += learnrate * d_error * x",
                corrected="weights -= learnrate * d_error * x",
                look="weights",
                expected="[0.5 + 0.1 * 0.75 * 1.0, -0.5 + 0.1 * 0.75 * 2.0]",
                grounds=(logistic.SAMPLE_DW1, gradient_descent.STEP_W_IN_CODE),
            ),
            state="closed",
            reader_right=False,
        ),
        # ---- 向量化与形状 -----------------------------------------------------------
        Reported(
            id="ai_books_6",
            title="偏置加了 n 次",
            repository="fengdu78/deeplearning_ai_books",
            number=6,
            url="https://github.com/fengdu78/deeplearning_ai_books/issues/6",
            printed="for i in range(n_x): z+=w[i]*x[i]; z+=b",
            corrected="for i in range(n_x): z+=w[i]*x[i]，循环之后 z+=b",
            story="只差一级缩进。z += b 落进循环里，偏置就加了 n 次；n = 1 时看不出来。",
            evidence=Run(
                setup="n_x, w, x, b, z = 3, [1.0, 2.0, 3.0], [4.0, 5.0, 6.0], 0.5, 0.0",
                printed="for i in range(n_x):\n    z+=w[i]*x[i]\n    z+=b",
                corrected="for i in range(n_x):\n    z+=w[i]*x[i]\nz+=b",
                look="z",
                expected="1.0 * 4.0 + 2.0 * 5.0 + 3.0 * 6.0 + 0.5",
                grounds=(logistic.ONE_Z,),
            ),
            state="open",
        ),
        Reported(
            id="coursera_8",
            title="压掉一维的 db",
            repository="Kulbear/deep-learning-coursera",
            number=8,
            url="https://github.com/Kulbear/deep-learning-coursera/issues/8",
            printed="db = np.squeeze(np.sum(dZ, axis=1, keepdims=True)) / m",
            corrected="db = np.sum(dZ, axis=1, keepdims=True) / m",
            story="流传最广的作业答案。squeeze 把一列压成了秩 1 的数组；更新偏置时，广播悄悄地把 "
            "(3, 1) 变成 (3, 3)。答案接着断言 db 是一个数，那只有一个单元的层才通得过。",
            evidence=Run(
                setup="\n".join(
                    (
                        "dZ, m = np.array([[1.0, 3.0], [2.0, 4.0], [5.0, 7.0]]), 2",
                        "b = np.array([[10.0], [20.0], [30.0]])",
                    )
                ),
                printed="db = np.squeeze(np.sum(dZ, axis=1, keepdims=True)) / m",
                corrected="db = np.sum(dZ, axis=1, keepdims=True) / m",
                look="b - db",
                expected="[[10.0 - 2.0], [20.0 - 3.0], [30.0 - 6.0]]",
                grounds=(network.LAYER_DB,),
            ),
            state="closed",
        ),
        Reported(
            id="theano_125",
            title="权重漏了转置",
            repository="lisa-lab/DeepLearningTutorials",
            number=125,
            url="https://github.com/lisa-lab/DeepLearningTutorials/issues/125",
            printed="b + W x，W 是 n_input × n_output",
            corrected="b + Wᵀ x，W 是 n_input × n_output",
            story="Theano 的官方教程。W 每列一个单元，x 是列，乘不起来；维护者的回答是改写 x · W "
            "更好，那才与程序一致。W 每行一个单元（本书）才写 Wx。",
            evidence=Run(
                setup="\n".join(
                    (
                        "W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])",
                        "x, b = np.array([[1.0], [0.0], [-1.0]]), np.array([[0.5], [0.25]])",
                    )
                ),
                printed="z = b + W @ x",
                corrected="z = b + W.T @ x",
                look="z",
                expected="[[0.5 + 1.0 - 5.0], [0.25 + 2.0 - 6.0]]",
                raises="ValueError",
                grounds=(network.SAMPLE_Z1,),
            ),
            state="open",
        ),
        # ---- 反向传播 -------------------------------------------------------------
        Reported(
            id="ai_books_14",
            title="样本数写成了 n",
            repository="fengdu78/deeplearning_ai_books",
            number=14,
            url="https://github.com/fengdu78/deeplearning_ai_books/issues/14",
            printed="J = (1/m) Σᵢ₌₁ⁿ L(ŷ, y)",
            corrected="J = (1/m) Σᵢ₌₁ᵐ L(ŷ, y)",
            story="公式 3.28：加了 n 项，却除以 m。n 在这门课里是特征数或单元数，与样本数无关。作"
            "者次日改正。",
            evidence=Refutation(
                wrong=Statement(J, EQ, 1 / m * Sum(loss(yhat_[i], y_[i]), (i, 1, n))),
                right=losses.COST,
                domain={n: COUNT},
            ),
            state="closed",
        ),
        Reported(
            id="nn_from_scratch_3",
            title="斜率取错了层",
            repository="dennybritz/nn-from-scratch",
            number=3,
            url="https://github.com/dennybritz/nn-from-scratch/pull/3",
            printed="δ₂ = (1 − tanh² z₂) ∘ δ₃W₂ᵀ",
            corrected="δ₂ = (1 − tanh² z₁) ∘ δ₃W₂ᵀ",
            story="《从零写神经网络》教程，式子错了，程序是对的。δ₂ 是隐藏层的误差，要乘隐藏层自己"
            "的斜率；z₂ 的形状根本对不上（那里样本是行）。",
            evidence=Run(
                setup="\n".join(
                    (
                        "z1 = np.array([[0.0, 1.0, -1.0], [2.0, 0.5, 0.0]])",
                        "z2 = np.array([[1.0, -1.0], [0.0, 2.0]])",
                        "delta3 = np.array([[1.0, 2.0], [3.0, -1.0]])",
                        "W2 = np.array([[1.0, 0.0], [2.0, 1.0], [0.0, 3.0]])",
                    )
                ),
                printed="delta2 = (1 - np.tanh(z2) ** 2) * (delta3 @ W2.T)",
                corrected="delta2 = (1 - np.tanh(z1) ** 2) * (delta3 @ W2.T)",
                look="delta2",
                expected="[[sum(delta3[r, k] * W2[c, k] for k in range(2)) / np.cosh(z1[r, c]) ** 2"
                " for c in range(3)] for r in range(2)]",
                raises="ValueError",
                grounds=(network.BACKWARD_DZ1, activations.TANH_PRIME),
            ),
            state="merged",
        ),
        Reported(
            id="ng_notes_10",
            title="dW 多了一个 2",
            repository="bighuang624/Andrew-Ng-Deep-Learning-notes",
            number=10,
            url="https://github.com/bighuang624/Andrew-Ng-Deep-Learning-notes/issues/10",
            printed="dW2 = 1./m * np.dot(dZ2, A1.T) * 2",
            corrected="dW2 = 1./m * np.dot(dZ2, A1.T)",
            story="课程的梯度检验作业故意埋下的错（同一函数里还有 4./m）。笔记的作者看到差别 "
            "0.17，写下“暂不知道原因”；梯度检验其实已经尽职，读者替它说出了原因。",
            evidence=Refutation(
                wrong=Statement(
                    network.dW2, EQ, times(2, 1 / m, network.dZ2, transpose(network.A1))
                ),
                right=network.BACKWARD_DW2,
            ),
            state="closed",
        ),
        Reported(
            id="zero_to_all_173",
            title="权重的梯度忘了求平均",
            repository="hunkim/DeepLearningZeroToAll",
            number=173,
            url="https://github.com/hunkim/DeepLearningZeroToAll/issues/173",
            printed="d_W1 = Xᵀ · d_l1（样本是行）",
            corrected="d_W1 = (1/m) Xᵀ · d_l1",
            story="作者自己发现：把数据抄几遍，梯度就大几倍。4 个样本时看不出来，样本一多步子就太"
            "大。本书样本是列，式子是它的转置。",
            evidence=Refutation(
                wrong=Statement(network.dW1, EQ, times(network.dZ1, transpose(network.X))),
                right=network.BACKWARD_DW1,
            ),
            state="closed",
        ),
        Reported(
            id="ai_books_21",
            title="dw 漏了转置",
            repository="fengdu78/deeplearning_ai_books",
            number=21,
            url="https://github.com/fengdu78/deeplearning_ai_books/issues/21",
            printed="dw^[l] = dz^[l] · a^[l−1]",
            corrected="dw^[l] = dz^[l] · a^[l−1]ᵀ",
            story="最有名的中文笔记，v5.52 第 107 页。列乘列，维数对不上；同一节的向量化式子却有转"
            "置。报告一直没有关闭，大半年后的一份抄本里还漏着。",
            evidence=Run(
                setup="dz, a_prev = np.array([[1.0], [2.0], [3.0]]), np.array([[4.0], [5.0]])",
                printed="dw = np.dot(dz, a_prev)",
                corrected="dw = np.dot(dz, a_prev.T)",
                look="dw",
                expected="[[4.0, 5.0], [8.0, 10.0], [12.0, 15.0]]",
                raises="ValueError",
                grounds=(deep.ONE_LAYER_DW,),
            ),
            state="open",
        ),
        Reported(
            id="pytorch_examples_29",
            title="读者错了：转置不能省",
            repository="jcjohnson/pytorch-examples",
            number=29,
            url="https://github.com/jcjohnson/pytorch-examples/issues/29",
            printed="grad_w2 = h_relu · 2(y_pred − y)",
            corrected="grad_w2 = h_reluᵀ · 2(y_pred − y)",
            story="读者错了：把标量的链式法则照搬到矩阵，就会问为什么多一个转置。梯度与 w2 同形，"
            "要对所有样本求和，这两件事正是转置做的；作者为此写了一份推导。",
            evidence=Run(
                setup="\n".join(
                    (
                        "h_relu = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]])",
                        "y_pred, y = np.array([[2.0], [5.0]]), np.array([[1.0], [3.0]])",
                    )
                ),
                printed="grad_w2 = h_relu @ (2 * (y_pred - y))",
                corrected="grad_w2 = h_relu.T @ (2 * (y_pred - y))",
                look="grad_w2",
                expected="[[1.0 * 2.0 + 3.0 * 4.0], [1.0 * 4.0], [2.0 * 2.0]]",
                raises="ValueError",
                grounds=(network.BACKWARD_DW2, losses.SQUARED_LOSS_PRIME),
            ),
            state="closed",
            reader_right=False,
        ),
        Reported(
            id="coursera_27",
            title="每一层都用了最后一层的 dA",
            repository="Kulbear/deep-learning-coursera",
            number=27,
            url="https://github.com/Kulbear/deep-learning-coursera/issues/27",
            printed="dZ = sigmoid_backward(dAL, current_cache[1])，用在 ReLU 层",
            corrected='dZ = relu_backward(grads["dA" + str(l + 2)], current_cache[1])',
            story="流传最广的作业答案，L_model_backward 的循环里两处错：梯度没有往回传，激活也取错"
            "了（另见 #20、#42；AlbertHG/Coursera-Deep-Learning-deeplearning.ai#5 是同一种错）。"
            "dAL 只有一行，广播成任何形状，所以不报错。",
            evidence=Run(
                setup="\n".join(
                    (
                        "sigmoid = lambda Z: 1 / (1 + np.exp(-Z))",
                        "sigmoid_backward = lambda dA, Z: dA * sigmoid(Z) * (1 - sigmoid(Z))",
                        "relu_backward = lambda dA, Z: dA * (Z > 0)",
                        "Z1, W2 = np.array([[1.0, -2.0], [3.0, 4.0]]), np.array([[1.0, -1.0]])",
                        "AL, Y, l = np.array([[0.5, 0.25]]), np.array([[1.0, 0.0]]), 0",
                        "dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))",
                        'grads = {"dA2": W2.T @ (AL - Y)}',
                    )
                ),
                printed="dZ = sigmoid_backward(dAL, Z1)",
                corrected='dZ = relu_backward(grads["dA" + str(l + 2)], Z1)',
                look="dZ",
                expected="[[1.0 * -0.5, 0.0], [-1.0 * -0.5, -1.0 * 0.25]]",
                grounds=(network.BACKWARD_STEP,),
            ),
            state="open",
        ),
        # ---- 初始化 ---------------------------------------------------------------
        Reported(
            id="ai_beginners_743",
            title="标准差忘了开方",
            repository="microsoft/AI-For-Beginners",
            number=743,
            url="https://github.com/microsoft/AI-For-Beginners/pull/743",
            printed="权重取 N(0, 1)，n 个输入：输出的标准差是 n",
            corrected="权重取 N(0, 1)，n 个输入：输出的标准差是 √n",
            story="微软的人工智能入门课。n 项独立的和，相加的是方差：方差是 n，标准差是 √n。",
            evidence=Refutation(
                wrong=Statement(sqrt(gain(n, S.One)), EQ, n),
                right=Statement(sqrt(gain(n, S.One)), EQ, sqrt(n)),
                domain={n: COUNT},
            ),
            state="merged",
        ),
        Reported(
            id="cs231n_148",
            title="权重的方差当成了神经元的方差",
            repository="cs231n/cs231n.github.io",
            number=148,
            url="https://github.com/cs231n/cs231n.github.io/issues/148",
            printed="w = randn(n) * sqrt(2.0/n) 时，神经元的方差是 2/n",
            corrected="w = randn(n) * sqrt(2.0/n) 时，权重的方差是 2/n，激活之前神经元的方差是 2",
            story="斯坦福 CS231n 讲 He 初始化的一句。方差 2/n 说的是权重；n 个这样的权重加权求和，"
            "再由 ReLU 留下一半，正好还是 1。",
            evidence=Refutation(
                wrong=Statement(gain(n, sqrt(2 / n)), EQ, 2 / n),
                right=Statement(gain(n, sqrt(2 / n)), EQ, S(2)),
                domain={n: COUNT},
            ),
            state="open",
        ),
        # ---- 逻辑电路 -------------------------------------------------------------
        Reported(
            id="sdc_510",
            title="“或”的真值表画成了异或",
            repository="udacity/sdc-issue-reports",
            number=510,
            url="https://github.com/udacity/sdc-issue-reports/issues/510",
            printed="OR 的真值表：1, 1 → 0",
            corrected="OR 的真值表：1, 1 → 1",
            story="Udacity 自动驾驶课的感知机测验（第 559 号也报告了）。只差一格，却差在要害：或，"
            "一个单元就够；异或，一个单元怎么也算不出来，照图做题的学生永远找不到权重。",
            evidence=Refutation(
                wrong=Statement(OR, EQ, xor(x, y)),
                right=Statement(OR, EQ, xor(x, y) + x * y),
                domain={x: BIT, y: BIT},
            ),
            state="closed",
        ),
    )
