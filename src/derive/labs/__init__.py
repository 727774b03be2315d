"""实验：docs/labs/ 里的笔记本，和它们旁边记下的输出。

- `notebook`：读 jupytext 的 percent 格式，每一格在哪一行；
- `execute`：在一个新的内核里从头运行，`kernel` 是内核里先运行的那几行；
- `record`：输出在磁盘上的样子，`figure` 是其中的图；
- `stamp`：输出取决于什么，什么时候算过期；
- `keep`：运行、比较、更新，命令 `derive labs` 用它。

网站只读 `notebook`、`record` 与 `stamp`，不运行任何一格。
"""
