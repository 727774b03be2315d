"""删掉一个单元格，它定义的变量还在内核里；重启以后才露馅。"""

kernel = {}
exec("n_x = 3", kernel)  # 这一格运行过，后来被删掉了
exec("print('重启之前：', n_x)", kernel)

kernel = {}  # 重启内核，从头运行剩下的单元格
try:
    exec("print('重启之后：', n_x)", kernel)
except NameError as error:
    print("重启之后：NameError，", error)
