"""四次作业的题目。"""

from derive.homework.exercise import Assignment
from derive.homework.exercises import (
    deep_network,
    logistic_regression,
    numpy_basics,
    shallow_network,
)

ASSIGNMENTS: tuple[Assignment, ...] = (
    Assignment("numpy_basics", "NumPy 基础", numpy_basics.EXERCISES),
    Assignment("logistic_regression", "逻辑回归", logistic_regression.EXERCISES),
    Assignment("shallow_network", "平面数据与一个隐藏层", shallow_network.EXERCISES),
    Assignment("deep_network", "深层网络：逐步搭建与应用", deep_network.EXERCISES),
)
