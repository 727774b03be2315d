"""书里的图：每一张都由一个函数在构建时画出来，图上的每个数都是算出来的。

章节里写

    ```figure
    sigmoid
    ```

就在那里放上 `FIGURES` 里叫 sigmoid 的图。
"""

from functools import partial

from derive.figures import (
    arrays,
    blocks,
    curves,
    data,
    descent,
    features,
    graphs,
    initialization,
    likelihood,
    logic,
    logistic,
    networks,
)
from derive.figures.canvas import Drawing, Figure

__all__ = ["FIGURES", "Drawing", "Figure"]

FIGURES: dict[str, Figure] = {
    # ---- 引言 ----
    "scale_drives": Figure(
        data.scale_drives,
        "数据的多少与表现（示意）",
        "示意图，不是测量：数据越多，越大的网络越能用得上。",
    ),
    "network_house": Figure(
        networks.network_house,
        "房价的网络",
        "房价的例子。隐藏单元上的名字是人的解释；网络只是全部连起来，意思由训练决定。",
    ),
    "brain": Figure(
        networks.brain,
        "生物神经元与一个单元",
        "颜色相同的部分大致对应；对应到此为止。",
    ),
    # ---- 函数 ----
    "sigmoid": Figure(
        curves.sigmoid,
        "sigmoid 函数与它的导数",
        "σ（实线）与它的导数（虚线）。阴影是饱和区：斜率不到最大值的二十分之一。",
    ),
    "tanh": Figure(
        curves.tanh,
        "tanh 函数与它的导数",
        "tanh（实线）与它的导数（虚线）。阴影是饱和区：斜率不到最大值的二十分之一。",
    ),
    "relu": Figure(
        curves.relu,
        "ReLU 函数与它的导数",
        "ReLU（实线）与它的导数（虚线）。阴影一侧斜率为 0；0 处的实心点是约定的值。",
    ),
    "leaky_relu": Figure(
        curves.leaky_relu,
        "Leaky ReLU 函数与它的导数",
        "Leaky ReLU（实线）与它的导数（虚线）。为了看得清，α 取得比常用的 0.01 大。",
    ),
    "activations": Figure(
        curves.four_activations,
        "四个激活函数与它们的导数",
        "四个激活函数（实线）与它们的导数（虚线），坐标相同，可以直接比较。",
    ),
    "cross_entropy": Figure(
        curves.losses,
        "交叉熵损失的两条曲线",
        "交叉熵：标签为 1 看实线，标签为 0 看虚线。预测得越肯定却错了，损失越大，没有上限。",
    ),
    "likelihood": Figure(
        likelihood.likelihood_and_cost,
        "似然最大之处，就是代价最小之处",
        "十个标签里三个是 1，对每个样本预测同一个概率：似然（上）最大之处，代价（下）最小。",
    ),
    # ---- 梯度下降 ----
    "slope": Figure(
        descent.slope,
        "导数是割线斜率的极限",
        "割线的一端固定，另一端靠近它：斜率趋于切线的斜率，这就是导数。",
    ),
    "descent_1d": Figure(
        descent.descent_1d,
        "从两边走向最低点",
        "从哪一边出发，减去斜率的倍数都往低处走；越接近最低点，斜率越小，步子也越小。",
    ),
    "cost_bowl": Figure(
        descent.cost_bowl,
        "逻辑回归的代价：等高线与梯度下降的路",
        "六个样本上逻辑回归的代价，真实的等高线，和梯度下降真实走过的每一步。",
    ),
    "convex": Figure(
        descent.convex,
        "凸与非凸",
        "同样的数据与模型：交叉熵只有一个谷；平方误差有两个，停在哪里要看从哪里出发。",
    ),
    "learning_rates": Figure(
        descent.learning_rates,
        "三种学习率的代价曲线",
        "同一个网络、同样的起点，只有学习率不同，真实训练的代价。",
    ),
    # ---- 网络 ----
    "neuron": Figure(
        networks.neuron,
        "一个神经元",
        "一个神经元做两步：先求加权和，再过激活函数。下面是一组数。",
    ),
    "network_3_1": Figure(
        partial(networks.network, (3, 1)),
        "逻辑回归：只有一个单元的网络",
        "逻辑回归就是没有隐藏层的网络：三个输入，一个单元。",
    ),
    "network_3_4_1": Figure(
        partial(networks.network, (3, 4, 1)),
        "两层网络：3 个输入，4 个隐藏单元，1 个输出",
        "有一个隐藏层的网络。输入层不算，所以叫两层网络；橙色是每层参数的形状。",
    ),
    "network_deep": Figure(
        partial(networks.network, (3, 5, 5, 3, 1)),
        "四层网络：3 个输入，隐藏层 5、5、3 个单元，1 个输出",
        "深层网络：三个隐藏层，一个输出层，共四层。橙色是每层参数的形状。",
    ),
    "network_2_4_1": Figure(
        partial(networks.network, (2, 4, 1)),
        "两层网络：2 个输入，4 个隐藏单元，1 个输出",
        "给平面上的点分类的网络：两个坐标，四个隐藏单元。橙色是每层参数的形状。",
    ),
    "network_image": Figure(
        partial(networks.network, (12288, 20, 7, 5, 1)),
        "认猫的四层网络",
        "认猫的网络：输入是一张照片的全部像素。单元太多的层只画头尾。",
    ),
    # ---- 计算图 ----
    "graph_forward": Figure(
        graphs.graph_forward,
        "计算图：前向",
        "前向：从输入起，一步一步算出 J。方框里是这一步的式子，下面是它的值。",
    ),
    "graph_backward": Figure(
        graphs.graph_backward,
        "计算图：反向",
        "反向：从 J 起往回走。边上是这一步的导数，方框下面是 J 对它的导数。",
    ),
    # ---- 初始化 ----
    "symmetry": Figure(
        initialization.symmetry,
        "相同的初始值与随机的初始值",
        "真实的训练：从相同的值开始，四个隐藏单元永远相同，等于只有一个。",
    ),
    "init_scale": Figure(
        initialization.init_scale,
        "初始值的大小与信号的深度",
        "十层的 tanh 网络，真实算出的各层输出：系数太小，信号消失；太大，大半饱和。",
    ),
    # ---- 深度 ----
    "xor_tree": Figure(
        logic.xor_and_flat,
        "异或树与与或式",
        "同一个函数，深的电路只要几个门，浅的与或式每种情形要一项。",
    ),
    "digits_weights": Figure(
        features.digits_weights,
        "手写数字网络第一层的权重",
        "真实训练的网络，第一层每个单元的权重，原样画出：橙正蓝负。多数说不出像什么。",
    ),
    "edges_parts": Figure(
        features.edges_parts,
        "边缘、部件、整体：手工搭的例子",
        "手工搭的例子，不是学出来的：边拼成角，角拼成「口」。",
    ),
    # ---- 数组 ----
    "image_to_vector": Figure(
        arrays.image_to_vector,
        "从照片到向量",
        "一张真实的照片：三个颜色各是一个矩阵，所有的数排成一列，就是网络的输入。"
        "（照片：Stéfan van der Walt，CC0。）",
    ),
    "broadcasting": Figure(
        arrays.broadcasting,
        "广播的三种情形",
        "广播：长度为 1 的一维复制到与另一边一样长（虚框里是副本），再逐个相加。",
    ),
    "stack_columns": Figure(
        arrays.stack_columns,
        "把样本排成列",
        "一列一个样本。矩阵相乘时各列互不相干，所以一次乘法就算完了所有样本。",
    ),
    "shapes_blocks": Figure(
        arrays.shapes_blocks,
        "两层网络前向传播的形状",
        "每一块的高与宽就是它的行数与列数；相乘的两块，内侧的边一样长。",
    ),
    # ---- 方框图 ----
    "block": Figure(
        blocks.block,
        "一层的前向与反向",
        "一层的前向与反向，缓存把前向用过的数留给反向。",
    ),
    "blocks": Figure(
        partial(blocks.blocks, ("1", "2", "⋯", "L")),
        "L 层网络的前向与反向",
        "任意深的网络：前向从左到右，反向从右到左，每一层的两个方框由缓存相连。",
    ),
    "blocks_2": Figure(
        partial(blocks.blocks, ("1", "2")),
        "两层网络的前向与反向",
        "两层网络的前向与反向，每一层的两个方框由缓存相连。",
    ),
    # ---- 逻辑回归与向量化 ----
    "logistic_graph": Figure(
        logistic.logistic_graph,
        "逻辑回归：一个样本的计算图",
        "一个样本的计算图。方框上面是前向算出的值，下面是损失对它的导数，从右往左算。",
    ),
    "sample_loop": Figure(
        logistic.sample_loop,
        "两层循环：走过每个样本、每个特征",
        "四个样本，两个特征。每个样本的列乘上它自己的 dz，加进 dw；都加完，再除以样本数。",
    ),
    "matrix_vector": Figure(
        logistic.matrix_vector,
        "矩阵乘向量：一行对一个数",
        "矩阵乘向量：左边的一行与右边的一列对应相乘，再相加，得到结果里的一个数。",
    ),
    "array_shapes": Figure(
        logistic.array_shapes,
        "一维数组、列向量、行向量",
        "同样五个数，三种形状。一维数组转置之后不变；列向量转置成行向量，两种相乘各得各的。",
    ),
    "notebook": Figure(
        logistic.notebook,
        "笔记本与内核",
        "单元格在网页里，变量在内核里。方括号里是运行的次序：这里第三格比第二格先运行。",
    ),
}
"""图的名字 → 图。"""
