"""搜索：在真的 Chromium 里照读者的样子输入，看该找的那一页排在第几。"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BACKPROPAGATION = ("shallow/backpropagation/", "deep/backward/")
STEP_SIZE = ("basics/gradient-descent/", "deep/hyperparameters/")
INNER_PRODUCT = ("basics/vectorization/", "basics/numpy-vectors/")
GRADIENTS = (
    "basics/gradient-descent/",
    "basics/vectorized-logistic/",
    "shallow/gradient-descent/",
    "shallow/backpropagation/",
    "deep/backward/",
)

FIRST = {
    "反向传播": BACKPROPAGATION,
    "向量化": ("basics/vectorization/",),
    "交叉熵": ("basics/loss/",),
    "学习率": ("basics/gradient-descent/",),
    "广播": ("basics/broadcasting/",),
    "梯度消失": ("shallow/activations/",),
    "随机初始化": ("shallow/initialization/",),
    "矩阵维数": ("deep/dimensions/",),
    "sigmoid 导数": ("shallow/activations/",),
    "为什么除以 m": ("basics/m-examples/",),
}
"""这些词，第一个结果就该是讲它的那一页；有两页都讲的，哪一页都行。"""

READERS = {
    # 别的译名
    "后向传播": BACKPROPAGATION,
    "误差反传": BACKPROPAGATION,
    "成本函数": ("basics/loss/", "basics/m-examples/"),
    "极大似然估计": ("basics/likelihood/",),
    "隐层": ("shallow/representation/",),
    "矢量化": ("basics/vectorization/",),
    "深度神经网络": ("deep/deep-network/",),
    "学习步长": STEP_SIZE,
    "激励函数": ("shallow/activations/",),
    "梯度弥散": ("shallow/activations/",),
    "哈达玛积": ("notation/",),
    "点乘": INNER_PRODUCT,
    "运算图": ("basics/computation-graph/",),
    "正向传播": ("shallow/output/", "deep/forward/"),
    "对数几率": ("basics/logistic-regression/",),
    "权值初始化": ("shallow/initialization/",),
    "对称性破缺": ("shallow/initialization/",),
    "线性整流": ("shallow/activations/",),
    "海森矩阵": ("basics/vectorized-logistic/",),
    "链锁法则": ("basics/computation-graph/",),
    # 英文
    "backprop": BACKPROPAGATION,
    "gradient descent": ("basics/gradient-descent/",),
    "learning rate": STEP_SIZE,
    "vanishing gradients": ("shallow/activations/",),
    "cross entropy": ("basics/loss/",),
    "numpy broadcasting": ("basics/broadcasting/",),
    "dying relu": ("shallow/activations/",),
    "rank-1 array": ("basics/numpy-vectors/",),
    "chain rule": ("basics/computation-graph/",),
    "overfit": ("deep/hyperparameters/",),
    "maximum likelihood": ("basics/likelihood/",),
    "hidden layer": ("shallow/representation/",),
    "gradient checking": ("deep/backward/", "basics/derivatives/"),
    "keepdims": ("basics/broadcasting/", "basics/numpy-vectors/"),
    "dot product": INNER_PRODUCT,
    # 没有打完的词
    "反向传": BACKPROPAGATION,
    "sigm": ("shallow/activations/", "basics/logistic-regression/"),
    "激活函": ("shallow/activations/",),
    "broadc": ("basics/broadcasting/",),
    "交叉": ("basics/loss/",),
    "初始": ("shallow/initialization/",),
    "逻辑回": ("basics/logistic-regression/",),
    "超参": ("deep/hyperparameters/",),
    "jupy": ("basics/jupyter/",),
    # 记号
    "dW": GRADIENTS,
    "db": GRADIENTS,
    "dz 是什么": ("basics/logistic-gradient/", "basics/vectorized-logistic/", "deep/backward/"),
    "σ": ("shallow/activations/", "basics/logistic-regression/"),
    "σ'(z)": ("shallow/activations/",),
    "W 的形状": ("deep/dimensions/", "shallow/representation/"),
    # 问题
    "He 初始化": ("shallow/initialization/",),
    "权重能不能全设成零": ("shallow/initialization/",),
    "loss 为什么不用均方误差": ("basics/loss/",),
    "为什么要用激活函数": ("shallow/why-nonlinear/",),
    "一张图片怎么变成向量": ("basics/binary-classification/",),
    "梯度为什么指向最陡的方向": ("basics/gradient-descent/",),
    "numpy 一维数组转置没反应": ("basics/numpy-vectors/",),
    "层数越多越好吗": ("deep/why-deep/", "deep/deep-network/"),
    "神经网络和人脑像吗": ("deep/brain/",),
    "for 循环太慢": ("basics/vectorization/",),
    "网络有多少个参数": ("deep/dimensions/",),
    "过拟合怎么办": ("deep/hyperparameters/",),
    "tanh 和 sigmoid 哪个好": ("shallow/activations/",),
    "监督和无监督": ("intro/supervised-learning/",),
    "深度学习为什么最近才火": ("intro/why-now/",),
    "吴恩达访谈": ("further-reading/",),
    "sigmoid 溢出": ("shallow/activations/",),
    "log(0) 怎么处理": ("basics/loss/",),
    "学习率太大会怎样": STEP_SIZE,
    "房价预测": ("intro/neural-network/",),
    "怎么识别猫": ("basics/binary-classification/",),
    "缓存有什么用": ("deep/blocks/",),
    "异或问题": ("deep/why-deep/", "deep/deep-network/", "shallow/why-nonlinear/"),
    "为什么不能直接用线性回归分类": ("basics/logistic-regression/",),
}
"""读者会这样问。没有一个抄自标题；95% 以上，该找的那一页要在前三个结果里。"""


class SearchBox:
    """打开着的搜索框。"""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def find(self, query: str) -> list[str]:
        """结果里的各页，按次序。"""
        # 结果整个换新，所以先给旧的做上记号，再等没有记号的
        self.page.evaluate(
            "document.querySelectorAll('.md-search-result__item')"
            ".forEach(item => item.classList.add('stale'))"
        )
        box = self.page.locator(".md-search__input")
        box.fill(query)
        box.dispatch_event("keyup")  # 输入汉字时 Playwright 不发 keyup
        fresh = self.page.locator(".md-search-result__item:not(.stale)")
        fresh.first.wait_for(state="attached", timeout=30_000)
        links: list[str] = fresh.locator(".md-search-result__link:first-of-type").evaluate_all(
            "links => links.map(link => link.href)"
        )
        pages = (link.removeprefix(self.address).split("?")[0].split("#")[0] for link in links)
        return list(dict.fromkeys(pages))


@pytest.fixture(scope="module")
def search(browser: Browser, address: str) -> Iterator[SearchBox]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.locator(".md-search__input").click()
    yield SearchBox(page, address)
    context.close()


@pytest.mark.parametrize("query", FIRST)
def test_first_result_is_the_page_that_teaches_it(search: SearchBox, query: str) -> None:
    assert search.find(query)[0] in FIRST[query]


def test_reader_finds_the_page_among_the_first_three(search: SearchBox) -> None:
    missed = {
        query: found
        for query, pages in READERS.items()
        if not set(found := search.find(query)[:3]) & set(pages)
    }
    assert len(missed) <= 0.05 * len(READERS), missed


@pytest.mark.parametrize("query", ["1", "0.01", "2.13", "rank 1", "12288", "W1"])
def test_numbers_do_not_break_the_search(search: SearchBox, query: str) -> None:
    """数字多的索引里，lunr 曾把不同的后缀当成相同的，整个查询都失败。"""
    assert search.find(query)


def test_letters_and_characters_may_touch(search: SearchBox) -> None:
    assert search.find("sigmoid导数") == search.find("sigmoid 导数")


def test_no_query_is_a_heading(site: Path) -> None:
    """否则就是拿答案去考它。"""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    titles = {"".join(entry["title"].split("\u200b")) for entry in index["docs"]}
    assert not titles & set(READERS)
