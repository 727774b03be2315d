"""三个单元格，按两种次序运行：变量留在内核里，结果随次序而变。"""

CELLS = {"第一格": "rate = 0.1", "第二格": "rate = rate * 2", "第三格": "print('rate =', rate)"}

for order in (
    ("第一格", "第二格", "第三格"),
    ("第一格", "第二格", "第二格", "第三格"),
    ("第一格", "第三格", "第二格"),
):
    kernel = {}  # 重启内核：变量全部忘掉
    print(" → ".join(order))
    for cell in order:
        exec(CELLS[cell], kernel)
